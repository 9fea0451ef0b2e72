/* What differs between two states of a plan. Pure: both plans come in as values.
 *
 * An issue is the same one by its id; a milestone by its id, or by what `previously` says; a label
 * by its name (folded), or by `previously`. Fields that the plan leaves out are compared as such:
 * absent and cleared are both nothing. */
#ifndef ROADMAP_ENGINE_PLAN_DIFF_H
#define ROADMAP_ENGINE_PLAN_DIFF_H

#include "base/arena.h"
#include "model/plan.h"
#include "model/plan_diff.h"

/* NULL: there is no plan on that side. */
struct plan_diff *plan_diff_find(struct arena *arena, const struct plan *before,
                                 const struct plan *now);

#endif
