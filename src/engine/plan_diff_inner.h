/* What the parts of plan_diff share. Private to engine. */
#ifndef ROADMAP_ENGINE_PLAN_DIFF_INNER_H
#define ROADMAP_ENGINE_PLAN_DIFF_INNER_H

#include "engine/plan_diff.h"

struct differ {
    struct arena *arena;
    const struct plan *before, *now;
    struct plan_diff *diff;
    struct map *renamed; /* id of a milestone as it was → its struct plan_milestone now */
};

/* Adds the field where the sides differ. */
void differ_text(struct differ *differ, struct plan_difference *item, const char *name,
                 const char *before, const char *now, bool written);
void differ_day(struct differ *differ, struct plan_difference *item, const char *name,
                int32_t before, int32_t now, bool written);
/* Values are not shown. */
void differ_words(struct differ *differ, struct plan_difference *item, const char *name,
                  const char *before, const char *now, bool written);
/* "a, b" of what a list holds; NULL for an empty one. */
const char *differ_join(struct arena *arena, const struct strlist *list);
/* Takes the item into the diff when something of it differs, and counts it. */
void differ_take(struct differ *differ, const struct plan_difference *item);

/* `before` or `now` NULL: not there. */
void differ_issue(struct differ *differ, const struct plan_issue *before,
                  const struct plan_issue *now);
void differ_milestone(struct differ *differ, const struct plan_milestone *before,
                      const struct plan_milestone *now);
void differ_label(struct differ *differ, const struct plan_label *before,
                  const struct plan_label *now);
void differ_plan(struct differ *differ);
struct plan_totals differ_totals(const struct plan *plan, const struct plan_milestone *milestone);

#endif
