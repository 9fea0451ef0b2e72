/* What the parts of the comment's text share. Private to render. */
#ifndef ROADMAP_RENDER_COMMENT_PARTS_H
#define ROADMAP_RENDER_COMMENT_PARTS_H

#include "base/str.h"
#include "render/comment_text.h"

#define TITLE_POINTS 80
#define CELL_POINTS 200
#define MESSAGE_POINTS 300

struct comment_writer {
    struct arena *arena;
    const struct comment_page *text;
    const struct comment_facts *facts;
    struct str *out;
    size_t rows, left_out; /* of the table */
};

/* Foreign text, at most so many code points of it. */
void comment_put(struct comment_writer *writer, const char *text, size_t max_points);
/* For one more row or line, and the end of the comment. */
bool comment_has_room(const struct comment_writer *writer);
bool comment_has_slack(const struct plan_totals *totals);
void comment_put_check_name(struct comment_writer *writer, const struct comment_check *check);
/* ---- comment_looks.c ---- */
void comment_put_looks(struct comment_writer *writer);

#endif
