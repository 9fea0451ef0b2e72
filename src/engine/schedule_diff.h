/* What moved between two schedules of a plan, by ids. */
#ifndef ROADMAP_ENGINE_SCHEDULE_DIFF_H
#define ROADMAP_ENGINE_SCHEDULE_DIFF_H

#include "base/arena.h"
#include "model/schedule.h"

/* One schedule with the plan that it is of. */
struct schedule_side {
    const struct plan *plan;
    const struct schedule *schedule;
};

/* Only what moved, came or went: an issue that left the scope (closed as not planned) went, one
 * that came back into it came. A milestone also moves with its due date. */
void schedule_diff(struct arena *arena, const struct schedule_side *before,
                   const struct schedule_side *after, struct schedule_moves *moves);

#endif
