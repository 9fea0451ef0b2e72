/* How items are named: ids, scopes, and the key that a title begins with. */
#ifndef ROADMAP_MODEL_KEY_H
#define ROADMAP_MODEL_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define KEY_ID_MAX_BYTES 64
#define KEY_SCOPE_MAX_BYTES 32

/* `[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}` without "--", which would end a comment. NULL is none. */
bool key_id_valid(const char *id);
/* `[a-z0-9][a-z0-9._-]{0,31}` without "--". NULL is none. */
bool key_scope_valid(const char *scope);
/* "DB-001" of "DB-001: title", "DB-001 – title" …, in the arena; NULL when the title has no leading
 * key with at least one digit. (design: ids) */
const char *key_leading(struct arena *arena, const char *title);
/* How many bytes of `text` stand between a key and the rest of a title (": ", " – ", " — ", " - ");
 * 0 when it does not begin with such a separator. */
size_t key_separator(const char *text);

#endif
