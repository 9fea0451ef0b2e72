/* What a plan promised, and whether a sync would do just that. A promise is compared, never carried
 * out: nothing of it is sent. (design: plan -o) */
#ifndef ROADMAP_ENGINE_PROMISE_H
#define ROADMAP_ENGINE_PROMISE_H

#include <stdbool.h>

#include "model/change.h"

/* One thing that moves. An item as a whole (has_field false): created, adopted, deleted or healed;
 * `after` of a creation is the hash of everything that it will say. Otherwise one field, or one
 * element of a set. Texts of blocks are hashes. */
struct promise_row {
    enum kind kind;
    const char *id;
    int64_t number; /* 0: not on GitHub yet */
    enum verb verb;
    bool has_field;
    enum field field;
    const char *before, *after; /* NULL = null */
};

struct promise {
    VEC(struct promise_row) rows;
};

/* What was journalled under a promise counts as kept: kind, id, and the field of a field row. */
struct promise_kept {
    enum kind kind;
    const char *id;
    bool has_field;
    enum field field;
};
struct promise_keeps {
    VEC(struct promise_kept) list;
};

/* How the two differ; `now` false: promised, and not to be done any more. */
struct promise_difference {
    const struct promise_row *row;
    bool now;
};
struct promise_differences {
    VEC(struct promise_difference) list;
};

void promise_of(struct arena *arena, const struct changeset *changeset, struct promise *promise);
/* 12 hex digits over all rows in their order. */
const char *promise_digest(struct arena *arena, const struct promise *promise);
void promise_compare(struct arena *arena, const struct promise *promised, const struct promise *now,
                     const struct promise_keeps *kept, struct promise_differences *differences);

#endif
