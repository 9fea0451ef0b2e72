/* Foreign text on its way into Markdown of ours that GitHub shows: it stays text. No emphasis,
 * link, image, HTML, table cell, mention, reference, emoji or formula comes of it, and no line. */
#ifndef ROADMAP_RENDER_MARKDOWN_TEXT_H
#define ROADMAP_RENDER_MARKDOWN_TEXT_H

#include "base/str.h"

struct arena;

/* One line, safe in a paragraph, a list item and a table cell. "" for NULL. At most `max_points`
 * code points of the text (0 = all), then "…". */
void md_text(struct str *out, struct arena *arena, const char *text, size_t max_points);
/* As code where the text is plain (letters, digits, . _ -), else as md_text. */
void md_code(struct str *out, struct arena *arena, const char *text);
/* A path as part of an address: everything but unreserved characters and "/" is escaped. */
void md_path(struct str *out, const char *path);

#endif
