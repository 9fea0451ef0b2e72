/* The plan as items to compare. */
#ifndef ROADMAP_ENGINE_WANTS_H
#define ROADMAP_ENGINE_WANTS_H

#include "model/item.h"
#include "model/plan.h"

struct wants {
    VEC(struct want)
    list; /* labels, milestones, issues, relations; each in the order of the plan */
};

/* `blocks[i]` is the rendered text of plan->issues.items[i] (what stands in its block), NULL when
 * its text is not managed. `today`: labels past retire_after are marked retired and wanted no more.
 */
void wants_from_plan(struct arena *arena, const struct plan *plan, const char *const *blocks,
                     int32_t today, struct wants *wants);
/* 12 hex digits of summary, tasks, done_when and body, whatever the template makes of them. Not
 * SHA-256: they stay in the cache, and every plan makes them for every issue. */
const char *wants_block_source(struct arena *arena, const struct plan_issue *issue);
/* Of a want: its block_source, or made from its text_of; NULL = none. */
const char *want_block_source(struct arena *arena, const struct want *want);
/* NULL = none. */
const struct want *wants_find(const struct wants *wants, enum kind kind, const char *id);

#endif
