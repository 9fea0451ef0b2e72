/* The known word nearest to one that is not known, for "did you mean". Never carried out. */
#ifndef ROADMAP_BASE_NEAREST_H
#define ROADMAP_BASE_NEAREST_H

#include <stddef.h>

#include "base/arena.h"

/* One slip in three letters is near, at most three; upper and lower case are the same. A slip is a
 * letter too many, missing or wrong, or two neighbours swapped. */
struct nearest {
    const char *wanted;
    const char *best;
    size_t distance;
};
/* Then every known word is tried. */
struct nearest nearest_init(const char *wanted);
void nearest_try(struct nearest *nearest, const char *candidate);
/* "did you mean 'x'?", or NULL when nothing is near. */
const char *nearest_help(struct arena *arena, const struct nearest *nearest);

#endif
