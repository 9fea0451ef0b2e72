#include "model/plan.h"

#include <string.h>

#include "base/utf8.h"

const struct plan_milestone *plan_find_milestone(const struct plan *plan, const char *id)
{
    for (size_t i = 0; i < plan->milestones.len; i++) {
        if (strcmp(plan->milestones.items[i].id, id) == 0)
            return &plan->milestones.items[i];
    }
    return NULL;
}

const struct plan_issue *plan_find_issue(const struct plan *plan, const char *id)
{
    for (size_t i = 0; i < plan->issues.len; i++) {
        if (strcmp(plan->issues.items[i].id, id) == 0)
            return &plan->issues.items[i];
    }
    return NULL;
}

const struct plan_label *plan_find_label(const struct plan *plan, const char *name)
{
    cleanup_arena struct arena *scratch = arena_new();
    const char *wanted = utf8_fold(scratch, name);
    for (size_t i = 0; i < plan->labels.len; i++) {
        const struct plan_label *label = &plan->labels.items[i];
        if (strcmp(label->name, name) == 0 || strcmp(utf8_fold(scratch, label->name), wanted) == 0)
            return label;
    }
    return NULL;
}

enum policy plan_policy(const struct plan *plan, enum kind kind, enum field field)
{
    return plan->has_policy[field] ? plan->policy[field] : policy_default(kind, field);
}

struct weeks plan_milestone_weeks(const struct plan *plan, const struct plan_milestone *milestone)
{
    struct weeks none = {0, 0};
    if (milestone->weeks.last)
        return milestone->weeks;
    if (!milestone->phase)
        return none;
    for (size_t i = 0; i < plan->phases.len; i++) {
        if (strcmp(plan->phases.items[i].id, milestone->phase) == 0)
            return plan->phases.items[i].weeks;
    }
    return none;
}

int32_t plan_milestone_planned_due(const struct plan *plan, const struct plan_milestone *milestone)
{
    if (milestone->due_on.presence == SET)
        return milestone->due_on.day;
    struct weeks weeks = plan_milestone_weeks(plan, milestone);
    if (plan->start_on == DAY_NONE || weeks.last == 0)
        return DAY_NONE;
    /* The start may be any day of week 1; a week's last working day is its Friday. */
    int32_t monday = plan->start_on - day_weekday(plan->start_on);
    return monday + (weeks.last - 1) * 7 + 4;
}

bool plan_asks_proof(const struct plan *plan)
{
    for (size_t i = 0; i < plan->issues.len; i++)
        if (plan->issues.items[i].checks.len > 0 || plan->issues.items[i].migrations.len > 0)
            return true;
    return plan->migrations.len > 0;
}
