/* The state of a chain that is tried in the box's child: shared by the cycle (sqlite_smoke.c) and
 * by what watches over rows (sqlite_keep.c). Private to them. */
#ifndef ROADMAP_SCHEMA_SQLITE_SQLITE_CHAIN_H
#define ROADMAP_SCHEMA_SQLITE_SQLITE_CHAIN_H

#include "schema/sqlite/sqlite_rows.h"
#include "schema/sqlite/sqlite_serve.h"
#include "schema/sqlite/sqlite_snapshot.h"

struct pending {
    const char *table;
    int tries;
};

struct chain {
    const struct box_job *job;
    struct guard *main, still;
    struct box_mark *mark;
    struct arena *arena;     /* of the run: what the report keeps */
    struct arena *scratch;   /* of one step */
    struct arena *texts;     /* of `before` and `after` */
    struct arena *states[2]; /* the schema before the step and after it, in turn */
    struct raw_schema before, after;
    uint32_t still_at; /* so many steps are in `still`: see settle */
    struct map *sums; /* folded name → struct table_sum: the rows before the step, after filling */
    struct arena *sums_arena;
    VEC(struct pending) pending;
    struct strlist owed;     /* tables that `still` has fewer rows in: made when it is needed */
    struct strlist refilled; /* by setting right, in `scratch`: to be summed up anew */
    struct sqlite_step *step;
};

/* The worst thing decides, and of equals the first. `message` stays with the step. */
void chain_flag(struct chain *chain, uint32_t flag, enum verdict verdict, const char *message);
bool chain_copy(struct guard *to, struct guard *from);

/* After the way there: tables that stay have their rows, unless the file deletes on purpose.
 * `after` gets the sums of what was touched. */
void keep_after_up(struct chain *chain, const struct migration *migration, struct map *after);
/* After the way back. `dropped`: what the way there dropped. */
void keep_after_down(struct chain *chain, const struct migration *migration, struct map *dropped,
                     struct map *after);
void keep_after_again(struct chain *chain, struct map *after);
/* Rows for what the step touched, summed up; `report`: a table that takes none is told. */
void keep_fill(struct chain *chain, bool report);
/* `main` as `still` is, once that has its rows. */
bool keep_set_right(struct chain *chain);

#endif
