/* UTF-8: validity, normal form, folding, width. Nothing here depends on the locale. */
#ifndef ROADMAP_BASE_UTF8_H
#define ROADMAP_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Strict UTF-8 (no surrogates, no overlongs, ≤ U+10FFFF). */
bool utf8_valid(const char *text, size_t len);
/* Every byte is ASCII. */
bool utf8_ascii(const char *text, size_t len);
/* Copies text with every broken sequence replaced by U+FFFD. */
char *utf8_repair(struct arena *arena, const char *text, size_t len);
/* Code points; for invalid text, bytes that start no sequence count one each. */
size_t utf8_count(const char *text);
/* The next code point at *cursor, advancing it; -1 at the end, U+FFFD for a broken byte. */
int32_t utf8_next(const char **cursor);
/* Appends the code point's bytes to `out` (4 bytes at most); gives their number. */
size_t utf8_put(int32_t code_point, char out[4]);
/* Normal form C. ASCII comes back as it is (the same pointer). */
const char *utf8_nfc(struct arena *arena, const char *text);
/* NFC and full case folding, for label names and did-you-mean. */
const char *utf8_fold(struct arena *arena, const char *text);
bool utf8_is_ascii(const char *text);
/* Columns on a terminal: 0 for combining and zero-width, 2 for wide and emoji. */
int utf8_width_of(int32_t code_point);
int utf8_width(const char *text);
/* Shortened at a word to at most `columns`, with an ellipsis ("…", or "..." when `ascii`). */
char *utf8_shorten(struct arena *arena, const char *text, int columns, bool ascii);

#endif
