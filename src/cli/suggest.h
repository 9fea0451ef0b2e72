/* The nearest known word, for "did you mean". Never carried out. */
#ifndef ROADMAP_CLI_SUGGEST_H
#define ROADMAP_CLI_SUGGEST_H

#include <stddef.h>

/* Insertions, deletions, replacements and swaps of neighbours between two words (case folded). */
int suggest_distance(const char *a, const char *b);
/* The nearest within two steps (one for words of up to three letters), of equally near ones the
 * first that starts alike; NULL when none is near. */
const char *suggest_nearest(const char *word, const char *const known[], size_t count);

#endif
