/* Lines of Markdown: where they start, whether they lie in a fenced code block, and whether they
 * begin a list item. Used by everything that looks for our own lines or for boxes. */
#ifndef ROADMAP_ENGINE_FENCE_H
#define ROADMAP_ENGINE_FENCE_H

#include <stdbool.h>
#include <stddef.h>

#define LINES_LIST_DEPTH 32 /* nested list items that are told apart */

/* Walks the lines of a text: start with {.text = text}. Lines end at LF, CRLF or CR. */
struct lines {
    const char *text; /* the whole */
    size_t next;      /* offset of the next line */

    /* the line just read */
    size_t start;   /* offset */
    size_t len;     /* without its ending */
    size_t end_len; /* bytes of its ending: 0 (last line), 1 or 2 */
    bool blank;
    bool fenced;    /* inside a fence, or the line that opens or closes one */
    bool item;      /* begins a list item */
    size_t indent;  /* columns before its content (tabs count to the next multiple of 4) */
    size_t content; /* item: bytes from `start` to what follows the list mark and its blanks */

    /* how far the walk is */
    char fence_char; /* 0 = no fence is open */
    size_t fence_len, fence_quotes, fence_column;
    size_t lists[LINES_LIST_DEPTH]; /* columns at which the contents of open list items begin */
    size_t list_count;
};

/* The next line; false at the end. A text that ends in a newline has no empty last line. */
bool lines_next(struct lines *lines);
/* After the last line: a fence was opened and never closed. */
bool lines_open_fence(const struct lines *lines);
/* The line is exactly `text`, blanks at its end aside. */
bool lines_is(const struct lines *lines, const char *text);

#endif
