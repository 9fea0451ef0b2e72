#include "model/comment.h"

bool comment_has_effect(const struct comment_facts *facts)
{
    if (facts->diff->items.len > 0 || facts->weakened.items.len > 0 || facts->steps.len > 0)
        return true;
    for (size_t i = 0; i < facts->diff->milestones.len; i++)
        if (plan_totals_differ(&facts->diff->milestones.items[i]))
            return true;
    for (int i = FAILING_REGRESSED; i < FAILING_NOT_YET; i++)
        if (i != FAILING_PROMISE && facts->by_failing[i] > 0)
            return true;
    return false;
}

const char *comment_outcome_name(enum comment_outcome outcome)
{
    static const char *const names[] = {[COMMENT_NONE] = "none",
                                        [COMMENT_CREATED] = "created",
                                        [COMMENT_UPDATED] = "updated",
                                        [COMMENT_UNCHANGED] = "unchanged",
                                        [COMMENT_NOT_ALLOWED] = "not_allowed",
                                        [COMMENT_STALE] = "stale",
                                        [COMMENT_SHOWN] = "shown"};
    return names[outcome];
}
