/* Lines of Markdown and whether they lie in a fenced code block. Used by everything that looks for
 * our own lines or for boxes. */
#ifndef ROADMAP_ENGINE_FENCE_H
#define ROADMAP_ENGINE_FENCE_H

#include <stdbool.h>
#include <stddef.h>

/* Walks the lines of a text: start with {.text = text}. Lines end at LF, CRLF or CR. */
struct lines {
    const char *text; /* the whole */
    size_t next;      /* offset of the next line */
    /* the line just read */
    size_t start;   /* offset */
    size_t len;     /* without its ending */
    size_t end_len; /* bytes of its ending: 0 (last line), 1 or 2 */
    bool fenced;    /* inside a fence, or the line that opens or closes one */
    /* state */
    char fence_char;
    size_t fence_len;
    bool in_list;
};

/* The next line; false at the end. A text that ends in a newline has no empty last line. */
bool lines_next(struct lines *lines);
/* After the last line: a fence was opened and never closed. */
bool lines_open_fence(const struct lines *lines);

#endif
