/* A line of a file with a caret below it; and the escapes of workflow commands. */
#ifndef ROADMAP_RENDER_EXCERPT_H
#define ROADMAP_RENDER_EXCERPT_H

#include "render/pen.h"

struct excerpt {
    const char *path;
    uint32_t line, col, width; /* from 1, in code points; line or col 0: none */
    const char *text;          /* of the line; NULL: only the place is shown */
    enum role role;            /* of the caret */
};

/* "  --> path:41:1" and the line; gives the width of the gutter, for what is added below it. */
int excerpt_put(struct pen *pen, const struct excerpt *at);

/* Data and properties of a workflow command have their own escapes. (GitHub: workflow commands) */
void annotation_escape(struct str *out, const char *text, bool property);

#endif
