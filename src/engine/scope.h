/* From plans, one after the other, to what changed between them. */
#ifndef ROADMAP_ENGINE_SCOPE_H
#define ROADMAP_ENGINE_SCOPE_H

#include "base/map.h"
#include "model/burnup.h"
#include "model/plan.h"

struct scope_reader {
    struct arena *arena;
    struct scope_history *history;
    struct map *issues, *milestones; /* id → the fact that counts last */
};

/* Goes on behind what `history` has already. */
void scope_begin(struct arena *arena, struct scope_history *history, struct scope_reader *reader);
/* Adds a revision of what `plan` has otherwise than the one before; none when nothing is. NULL:
 * there was no plan then. Keeps copies only. */
void scope_take(struct scope_reader *reader, const struct plan *plan, const char *commit,
                int64_t at_ms);

/* The day of each revision, counted by what came later: a commit is not younger than those that
 * follow it, whatever its clock said. As many as there are revisions. */
int32_t *scope_days(struct arena *arena, const struct scope_history *history, int32_t today);

#endif
