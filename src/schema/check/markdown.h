/* Markdown as lines: headings, fences, comments and tables, which is all that checks ask of it. */
#ifndef ROADMAP_SCHEMA_CHECK_MARKDOWN_H
#define ROADMAP_SCHEMA_CHECK_MARKDOWN_H

#include "base/vec.h"
#include "schema/check/check_text.h"

struct markdown {
    struct text_line lines;
    struct text_line ahead; /* one line further, for headings that are underlined */
    char fence;             /* '`' or '~' inside of one */
    size_t fence_len;
    bool in_comment;
};

struct markdown_line {
    const char *text;        /* of a heading its title; else what stands there, comments left out */
    size_t len;              /* 0: nothing */
    const char *begin, *end; /* with the end of the line */
    uint32_t no;
    int level;   /* of a heading, 1 to 6; 0: none */
    bool fenced; /* inside of a fence: its bars and marks mean nothing */
};

/* What stands between --- at the top of a file is passed over. */
struct markdown markdown_of(const char *bytes, size_t len);
bool markdown_next(struct markdown *markdown, struct markdown_line *line);

/* The cells of a line of a table, without `code` and **bold** marks; false when it is none. */
bool markdown_cells(struct arena *arena, const struct markdown_line *line, struct strlist *cells);
/* The line below the heads of a table: |---|:--:|. */
bool markdown_is_rule(const struct strlist *cells);

#endif
