#include "model/plan_diff.h"

const char *plan_change_name(enum plan_change change)
{
    static const char *const names[PLAN_CHANGE_COUNT] = {[PLAN_SAME] = "same",
                                                         [PLAN_ADDED] = "added",
                                                         [PLAN_REMOVED] = "removed",
                                                         [PLAN_CHANGED] = "changed"};
    return names[change];
}

bool plan_totals_differ(const struct plan_milestone_totals *milestone)
{
    const struct plan_totals *a = &milestone->before, *b = &milestone->after;
    return a->there != b->there || a->issues != b->issues || a->hours < b->hours ||
           a->hours > b->hours || a->due_day != b->due_day || a->expected_day != b->expected_day;
}
