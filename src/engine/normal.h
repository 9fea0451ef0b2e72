/* Normal forms and the hash of the sync. Compared and hashed in normal form; sent as the plan has
 * it. All functions take NULL as "" and give text in the arena (or the argument itself when there
 * is nothing to do). The input is valid UTF-8. (sync §2) */
#ifndef ROADMAP_ENGINE_NORMAL_H
#define ROADMAP_ENGINE_NORMAL_H

#include "base/arena.h"

/* CRLF and CR to LF, NFC, blanks at line ends and blank lines at both ends dropped, U+200B after
 * `@` and between `#` and a digit dropped. */
const char *normal_text(struct arena *arena, const char *text);
/* normal_text with every run of white space as one space, trimmed: titles and names. */
const char *normal_line(struct arena *arena, const char *text);
/* normal_line, case-folded: names of labels, logins. */
const char *normal_name(struct arena *arena, const char *text);
/* Lower case, without `#`. */
const char *normal_color(struct arena *arena, const char *text);
/* The first 10 characters. */
const char *normal_date(struct arena *arena, const char *text);
/* normal_text with every box empty. */
const char *normal_block(struct arena *arena, const char *text);

#define HASH_DIGITS 12
#define HASH_LABEL_DIGITS 8

/* The first 12 (labels: 8) hex digits of SHA-256 of "roadmap:1:" kind ":" text. `kind` is the
 * letter of the marker: "t", "b", "m", "l"; `text` is in normal form (NULL = ""). */
const char *hash_kind(struct arena *arena, const char *kind, const char *text);

#endif
