/* Bytes of a file, line by line. Private to the checks of files. */
#ifndef ROADMAP_SCHEMA_CHECK_CHECK_TEXT_H
#define ROADMAP_SCHEMA_CHECK_CHECK_TEXT_H

#include "schema/check/check_seen.h"

struct text_line {
    const char *at; /* without the end of the line and what is blank before it */
    size_t len;
    uint32_t no;
    const char *next, *end; /* private */
};

struct text_line text_lines(const char *bytes, size_t len);
bool text_line_next(struct text_line *line);
/* The bytes without blanks on both sides. */
void text_trim(const char **at, size_t *len);
bool bytes_contain(const char *bytes, size_t len, const char *part);
/* ASCII letters small or not. */
bool bytes_same(const char *bytes, size_t len, const char *text);

/* true: there are bytes to look at; else `result` says why not: FAIL without a file, UNKNOWN
 * without its bytes, ERROR when there are too many. */
bool check_readable(struct arena *arena, const struct migration_file *file, const char *path,
                    struct check_result *result);
/* The same for a file that is a tree. */
bool check_tree(struct arena *arena, const struct migration_file *file,
                const struct file_facts *facts, const char *path, struct check_result *result);

#endif
