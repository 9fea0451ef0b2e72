/* Text that was UTF-8, was read as an older encoding and written as UTF-8 again: "Ã¤", "â€™",
 * "‚Üí". */
#ifndef ROADMAP_BASE_MOJIBAKE_H
#define ROADMAP_BASE_MOJIBAKE_H

#include <stddef.h>

#include "base/arena.h"

/* The first such character: what it probably was, and where (in bytes) it stands now. NULL: none.
 * Looks for what people use, accents, dashes, quotes, arrows, emoji; so nothing that somebody
 * writes on purpose is taken for it. */
const char *mojibake_find(struct arena *arena, const char *text, size_t len, size_t *offset,
                          size_t *size);

#endif
