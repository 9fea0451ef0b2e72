/* The line of one item on the screens of plan and sync: sign, id, and what moves. */
#ifndef ROADMAP_RENDER_PLAN_LINE_H
#define ROADMAP_RENDER_PLAN_LINE_H

#include "model/report.h"
#include "render/pen.h"

/* Lines of what was edited on GitHub or is not in the plan; -v lists all. */
#define PLAN_LINE_ASIDE 20

/* Whether the change is written, and not only told. */
bool plan_line_writes(const struct change *change);
/* What the item is called; a renamed label is known by the name it still has. */
const char *plan_line_id(const struct item_change *item);
/* How wide the column of ids is, in columns. */
int plan_line_id_width(const struct pen *pen, const struct changeset *changeset);
/* Sign and id; the text column follows, on the next line where the id is long. The pen's indent
 * stays at the text column. */
void plan_line_start(struct pen *pen, enum sign sign, const char *id, int id_width);
/* "title   " */
void plan_line_word(struct pen *pen, const char *word);
/* Old → new, on one line or, where that is too long, on two. */
void plan_line_values(struct pen *pen, const char *before, const char *after);
/* "+ area:db, - area:api" */
void plan_line_set(struct pen *pen, const struct change *change);
/* The text of a block; NULL when it is not known. */
const char *plan_line_block(const struct value *value);
/* How many of `len` such lines are shown. */
size_t plan_line_aside(const struct pen *pen, size_t len);
/* "and 12 more; -v lists them"; nothing for 0. */
void plan_line_more(struct pen *pen, size_t hidden);

#endif
