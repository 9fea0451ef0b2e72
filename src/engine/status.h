/* The numbers people see, from the plan and what was last read. (design: numbers people see) */
#ifndef ROADMAP_ENGINE_STATUS_H
#define ROADMAP_ENGINE_STATUS_H

#include "model/plan.h"
#include "model/report.h"
#include "model/schedule.h"
#include "model/standing.h"

struct status_input {
    struct standings standings;
    standing_words_fn words; /* asked for issues that are listed, and for their blockers */
    void *words_state;
    size_t list_max; /* issues listed under each heading; the others are only counted */
    const struct unplanned *unplanned;
    size_t unplanned_count;
    int64_t conflicts;
    int64_t read_at_ms;    /* 0 = never */
    int32_t minutes_a_day; /* for the schedule; 0 = SCHEDULE_MINUTES_A_DAY */
    int64_t now_ms;
};

/* The plan alone, of which nothing was read: fills `standings`, `words` and `words_state`. */
void status_take_plan(struct arena *arena, const struct plan *plan, struct status_input *input);

/* One that was never read is ready, unless it has an open blocker. */
enum standing_place standing_place(const struct standings *standings, const struct standing *issue);

/* Fills everything but report->repository and report->plan, which it keeps. Percent is hours done /
 * hours in scope; an issue without hours counts as the median of the plan, 8 h if none, and
 * hours_estimated says so. Expected days and slack are those of the schedule that begins today;
 * where issues wait for each other in a circle there is none, and slack is known only of milestones
 * past their due date. Late: an open milestone is past its due date. At risk: one is expected after
 * it. The focus is the late one, else any, with the least slack. Only `words` can fail. */
nodiscard enum code status_compute(struct arena *arena, const struct status_input *input,
                                   struct status_report *report, struct err *err);

#endif
