/* Text from outside on its way to a terminal or a log: control characters, C1, escape sequences,
 * bidi controls, zero-width and other format characters never get through. */
#ifndef ROADMAP_BASE_CLEAN_H
#define ROADMAP_BASE_CLEAN_H

#include "base/arena.h"

/* One line: newlines and tabs become one space, the rest of the controls is dropped. Emoji keep
 * their joiners' visible parts only. Always valid UTF-8. */
const char *clean_line(struct arena *arena, const char *text);
/* Several lines: keeps '\n'; a tab becomes spaces to the next multiple of 8. */
const char *clean_text(struct arena *arena, const char *text);
/* For systems without UTF-8: non-ASCII becomes '?' but for … – — → ✓ ✗ · █ ░ and typographic
 * quotes, which get their ASCII forms (screens: without UTF-8). */
const char *clean_ascii(struct arena *arena, const char *text);

#endif
