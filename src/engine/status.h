/* The numbers people see, from the plan and what was last read. (design: numbers people see) */
#ifndef ROADMAP_ENGINE_STATUS_H
#define ROADMAP_ENGINE_STATUS_H

#include "model/plan.h"
#include "model/report.h"

/* One milestone or issue of the plan as last read; those that were never read have no row. */
struct status_row {
    enum kind kind; /* KIND_MILESTONE or KIND_ISSUE */
    const char *id;
    struct number number;
    bool closed;
    const char *state_reason;
    const char *updated_at; /* of an open one, or NULL */
    const char *closed_at;  /* of a closed one, or NULL */
    struct strlist assignees;
    struct strlist
        blocked_by; /* ids of blockers as GitHub has them; the plan's depends_on count too */
};

/* What the plan says of one issue, as far as the numbers need it. */
struct status_fact {
    const char *id, *title;
    const char *owner, *milestone_id; /* or NULL */
    double hours;                     /* < 0 = absent */
    const struct strlist *depends_on; /* or NULL */
};

struct status_input {
    const struct plan *plan;
    const struct status_fact *facts; /* of the plan's issues, in its order; NULL: those of `plan`,
                                        whose issues are not looked at otherwise */
    size_t fact_count;
    const struct status_row *rows;
    size_t row_count;
    const struct unplanned *unplanned;
    size_t unplanned_count;
    int64_t conflicts;
    int64_t read_at_ms; /* 0 = never */
    int64_t now_ms;
};

/* Fills everything but report->repository, which it keeps. Percent is hours done / hours in scope;
 * an issue without hours counts as the median of the plan, 8 h if none, and hours_estimated says
 * so. Nothing here forecasts: expected_day stays DAY_NONE, slack is known only of milestones past
 * their due date, and "on track" means that no open milestone is.
 */
void status_compute(struct arena *arena, const struct status_input *input,
                    struct status_report *report);

#endif
