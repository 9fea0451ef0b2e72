/* The text merge as a function type: engine is pure and gets it from app (repo implements it). */
#ifndef ROADMAP_MODEL_MERGE_H
#define ROADMAP_MODEL_MERGE_H

#include <stdbool.h>

#include "base/arena.h"
#include "model/kind.h"

/* Line merge of three texts in normal form, each with one final newline. *clean false: no result.
 */
typedef enum code (*merge_fn)(void *state, struct arena *arena, const char *base, const char *ours,
                              const char *theirs, bool *clean, char **merged, struct err *err);

/* Finds the text of an earlier rendered block of issue or milestone `id` whose HASH is `hash`
 * (12 hex digits), e.g. in the plan's git history. NULL in *text when nobody has it. */
typedef enum code (*base_text_fn)(void *state, struct arena *arena, enum kind kind, const char *id,
                                  const char *hash, const char **text, struct err *err);

#endif
