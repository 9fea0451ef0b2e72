/* Putting back what a run wrote, field by field: only where GitHub still has what the run wrote.
 * (sync §9) */
#ifndef ROADMAP_ENGINE_RESTORE_H
#define ROADMAP_ENGINE_RESTORE_H

#include "base/arena.h"
#include "base/vec.h"
#include "model/kind.h"

enum restored {
    RESTORE_BACK,    /* GitHub has what the run wrote: the old value goes back */
    RESTORE_ALREADY, /* GitHub has the old value */
    RESTORE_CHANGED  /* somebody moved it since */
};

/* Scalars, in normal form. FIELD_STATE: "closed" fits any reason. Not for FIELD_BLOCK and
 * FIELD_MILESTONE. */
enum restored restore_scalar(struct arena *arena, enum kind kind, enum field field, const char *now,
                             const char *before, const char *after);

/* Whole bodies or descriptions. *text (RESTORE_BACK): `now` with the old block in the place of the
 * new one, people's part and ticks as they are now; where there was no block of ours (adoption),
 * the old body, provided that nothing but the mark's agreed values has changed since. */
enum restored restore_body(struct arena *arena, const char *now, const char *before,
                           const char *after, const char **text);

/* Sets, one element a line: what of `now` the run had added (to be removed) and what it had removed
 * (to be added). Without regard to case. */
void restore_set(struct arena *arena, const struct strlist *now, const char *before,
                 const char *after, struct strlist *add, struct strlist *remove);
/* The elements of a set as it stands in a journal. */
void restore_elements(struct arena *arena, const char *text, struct strlist *set);

#endif
