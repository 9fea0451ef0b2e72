#include "schema/check/check_text.h"

#include <string.h>
#include <strings.h>

#include "base/limits.h"

#define BOM "\xEF\xBB\xBF"

struct text_line text_lines(const char *bytes, size_t len)
{
    size_t skip = len >= 3 && memcmp(bytes, BOM, 3) == 0 ? 3 : 0;
    return (struct text_line){.next = bytes + skip, .end = bytes + len};
}

bool text_line_next(struct text_line *line)
{
    if (line->next >= line->end)
        return false;
    size_t left = (size_t)(line->end - line->next);
    const char *newline = memchr(line->next, '\n', left);
    line->at = line->next;
    line->len = newline ? (size_t)(newline - line->next) : left;
    line->next = newline ? newline + 1 : line->end;
    line->no++;
    while (line->len > 0 && strchr(" \t\r", line->at[line->len - 1]) && line->at[line->len - 1])
        line->len--;
    return true;
}

void text_trim(const char **at, size_t *len)
{
    while (*len > 0 && ((*at)[0] == ' ' || (*at)[0] == '\t')) {
        (*at)++;
        (*len)--;
    }
    while (*len > 0 && ((*at)[*len - 1] == ' ' || (*at)[*len - 1] == '\t'))
        (*len)--;
}

bool bytes_contain(const char *bytes, size_t len, const char *part)
{
    return memmem(bytes, len, part, strlen(part)) != NULL;
}

bool bytes_same(const char *bytes, size_t len, const char *text)
{
    return strlen(text) == len && strncasecmp(bytes, text, len) == 0;
}

bool check_readable(struct arena *arena, const struct migration_file *file, const char *path,
                    struct check_result *result)
{
    *result = check_is(VERDICT_PASS, NULL);
    if (!file)
        *result = check_says(arena, VERDICT_FAIL, "'%s' does not exist", path);
    else if (file->len > LIMIT_CHECK_FILE_BYTES)
        *result =
            check_says(arena, VERDICT_ERROR, "'%s' is larger than %u MiB (LIMIT_CHECK_FILE_BYTES)",
                       file->path, LIMIT_CHECK_FILE_BYTES >> 20);
    else if (!file->bytes)
        *result = check_says(arena, VERDICT_UNKNOWN, "the contents of '%s' are not in this clone",
                             file->path);
    if (result->verdict == VERDICT_PASS)
        return true;
    result->path = path;
    return false;
}

bool check_tree(struct arena *arena, const struct migration_file *file,
                const struct file_facts *facts, const char *path, struct check_result *result)
{
    if (!check_readable(arena, file, path, result))
        return false;
    const char *problem = !facts                 ? "it is neither YAML nor JSON"
                          : facts->problem       ? facts->problem
                          : facts->list.len == 0 ? "it is empty"
                          : facts->list.len > LIMIT_CHECK_FACTS
                              ? "it has too many values (LIMIT_CHECK_FACTS)"
                              : NULL;
    if (!problem)
        return true;
    *result = check_says(arena, VERDICT_ERROR, "'%s' cannot be read: %s", path, problem);
    result->path = path;
    result->line = facts ? facts->problem_line : 0;
    return false;
}
