/* Regular expressions that stand in a plan: a pull request can bring one, so what makes matching or
 * compiling explode is refused. */
#ifndef ROADMAP_SCHEMA_FOLDER_PATTERN_H
#define ROADMAP_SCHEMA_FOLDER_PATTERN_H

#include <regex.h>
#include <stdbool.h>

#include "base/arena.h"

/* Extended, without references back. NULL: `regex` is ready, to be freed; else why not, and there
 * is nothing to free. */
const char *pattern_compile(struct arena *arena, const char *text, regex_t *regex);

#endif
