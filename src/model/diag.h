/* Problems of a plan are data, not errors: all of them, then one failure. The same list renders as
 * text, JSON and annotations. */
#ifndef ROADMAP_MODEL_DIAG_H
#define ROADMAP_MODEL_DIAG_H

#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

/* One file that was read, kept whole so that a diagnostic can show its line. */
struct source {
    /* From the root of the work tree, wherever a command stands; a file outside of it as people
     * named it. Text for people goes through style_path. */
    const char *path;
    const char *bytes; /* without a BOM, NUL-terminated */
    size_t len;
    size_t order; /* of reading: diagnostics are listed file by file in this order */
};

/* A place in a source. Lines and columns start at 1; columns count code points. `width` is how
 * many columns the caret spans (at least 1). source NULL = no place. */
struct pos {
    const struct source *source;
    uint32_t line, col, width;
    uint32_t offset; /* bytes from the start of the source */
};

/* Bytes of a source, end exclusive: a place that nobody has asked for yet. source NULL = none. */
struct spot {
    const struct source *source;
    uint32_t begin, end;
};

/* Diagnostics of a plan are errors or warnings; findings (model/finding.h) may be notes too. */
enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE };

struct diag {
    enum severity severity;
    const char *code; /* "E0103": static storage, listed in spec/codes.h */
    struct pos pos;
    const char *message; /* lower case, no full stop */
    const char *help;    /* may be NULL */
};

struct diags {
    struct diag *items;
    size_t len, cap;
    size_t errors, warnings; /* all that were found, also those past LIMIT_DIAGS */
    size_t kept_warnings;    /* among the items */
};

/* Adds; keeps the first LIMIT_DIAGS and counts the rest, but an error takes the place of a kept
 * warning. Texts are copied into the arena. */
void diags_add(struct arena *arena, struct diags *diags, enum severity severity, const char *code,
               struct pos pos, const char *message, const char *help);
/* By file in the order of reading, then by place; equal (code, place, message) only once. */
void diags_sort(struct diags *diags);
/* The text of the source line of a pos, without its newline. */
char *pos_line_text(struct arena *arena, struct pos pos);

#endif
