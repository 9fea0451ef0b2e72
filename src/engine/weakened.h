/* What a change of the plan takes away from its own proof: checks that are removed, loosened or
 * newly waived, and the same of the files of an issue, of folders of migrations and of gates. Pure:
 * both plans come in as values.
 *
 * For `check`, `gate` and `comment`: `before` is the plan at the merge base with the target branch,
 * so that what others did there since counts neither for nor against this change.
 *
 * The rules. A check is the same one when it has the same id, else when it stands in the same issue
 * and has the same kind, source and parameters, else the same kind and the same subject (the first
 * of name, path, file, table, sql, target …). One that is not found is removed, also when an equal
 * one stands in another issue now: that is said. Parameters may grow (a further column, a further
 * table), ceilings may fall, floors may rise; everything else that differs is `loosened`, for
 * whether "something else" is less nobody can tell. A waiver that has ended weakens nothing. What
 * is new in `now` weakens nothing either, also when it is waived from the beginning. Words (`why`,
 * texts of criteria) are not compared. */
#ifndef ROADMAP_ENGINE_WEAKENED_H
#define ROADMAP_ENGINE_WEAKENED_H

#include <stdint.h>

#include "base/arena.h"
#include "model/weakened.h"

struct weakened_input {
    const struct plan *before; /* NULL: there was none, so nothing can be less */
    const struct plan *now;    /* NULL: there is none any more */
    int32_t today;
    given_fn given; /* schema/check/given.h: given_read */
};

struct weakened_list weakened_find(struct arena *arena, const struct weakened_input *input);

/* `now` asks at least what `before` asks, by the rules above; for tests. `where`, if not NULL, gets
 * one line for each difference that is not more: "p99_ms: 50 → 100". */
bool weakened_covers(struct arena *arena, const char *kind, const struct given *before,
                     const struct given *now, struct strlist *where);

#endif
