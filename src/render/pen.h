/* Writes lines for a terminal: cleans foreign text, counts columns, wraps at words, never leaves
 * blanks at the end of a line. Everything render shows to people goes through a pen. */
#ifndef ROADMAP_RENDER_PEN_H
#define ROADMAP_RENDER_PEN_H

#include "base/arena.h"
#include "base/str.h"
#include "render/style.h"

struct pen {
    struct arena *arena;
    const struct style *style;
    struct str *out;
    int column; /* where the next character stands, from 0; blanks not yet written included */
    int blanks; /* to be written in front of the next text */
    int indent; /* where a wrapped line goes on */
    int edge;   /* texts of pen_right end here: 77 on 80 columns */
};

void pen_init(struct pen *pen, struct arena *arena, const struct style *style, struct str *out);

/* One line of text as it is; nothing is shortened or wrapped. */
void pen_put(struct pen *pen, enum role role, const char *text);
void pen_putf(struct pen *pen, enum role role, const char *format, ...) printf_like(3, 4);
/* The sign and one blank behind it. */
void pen_sign(struct pen *pen, enum sign sign);
/* Blanks up to a column; at least `gap` of them. */
void pen_to(struct pen *pen, int column, int gap);
/* Shortened at a word to what is left of the line less `reserve` columns. */
void pen_fit(struct pen *pen, enum role role, const char *text, int reserve);
/* Shortened to `width` columns and padded to them. */
void pen_cell(struct pen *pen, enum role role, const char *text, int width);
/* Words, going on at `indent` on the next line where the columns end. A word that is longer than a
 * line is broken anywhere (Chinese and Japanese know no blanks); with a slash in it it stands alone
 * and whole, so that it can be copied. A comma or full stop that begins `text` never begins a line:
 * the word in front of it goes along. */
void pen_wrap(struct pen *pen, enum role role, const char *text);
void pen_wrapf(struct pen *pen, enum role role, const char *format, ...) printf_like(3, 4);
/* Whole, here or, where it does not fit, on a line of its own: ids, commands, addresses. */
void pen_whole(struct pen *pen, enum role role, const char *text);
/* Whole and ending at `edge`, at least two blanks from what stands before; on a line of its own
 * (from `indent` on) where it does not fit. */
void pen_right(struct pen *pen, enum role role, const char *text);
/* A command to copy: whole here, else on the next line from column 2, else broken with " \". */
void pen_command(struct pen *pen, const char *command);
/* Ends the line. */
void pen_end(struct pen *pen);
void pen_blank(struct pen *pen); /* an empty line, never two and never the first */

/* Columns left on this line. */
int pen_left(const struct pen *pen);
/* Cleaned (and made ASCII where the style says so), as pen_put would write it. */
const char *pen_clean(const struct pen *pen, const char *text);

/* "1 issue", "22 issues", "1,000 issues". `many` NULL: one + "s". */
const char *text_count(struct arena *arena, int64_t count, const char *one, const char *many);
/* "a", "a and b", "a, b and c". */
const char *text_list(struct arena *arena, const char *const items[], size_t count);

#endif
