#include "schema/check/markdown.h"

#include <string.h>

#include "base/limits.h"

static size_t indent(const char *at, size_t len)
{
    size_t spaces = 0;
    while (spaces < len && at[spaces] == ' ')
        spaces++;
    return spaces;
}

static size_t run_of(const char *at, size_t len, char c)
{
    size_t run = 0;
    while (run < len && at[run] == c)
        run++;
    return run;
}

static bool is_underline(const struct text_line *line, char c)
{
    size_t spaces = indent(line->at, line->len);
    return line->len > spaces && spaces < 4 &&
           run_of(line->at + spaces, line->len - spaces, c) == line->len - spaces;
}

struct markdown markdown_of(const char *bytes, size_t len)
{
    struct text_line lines = text_lines(bytes, len), first = lines;
    if (text_line_next(&first) && first.len == 3 && memcmp(first.at, "---", 3) == 0) {
        while (text_line_next(&first))
            if (first.len == 3 &&
                (memcmp(first.at, "---", 3) == 0 || memcmp(first.at, "...", 3) == 0))
                return (struct markdown){.lines = first, .ahead = first};
    }
    return (struct markdown){.lines = lines, .ahead = lines};
}

/* Opens or closes a fence. */
static bool is_fence(struct markdown *markdown, const struct text_line *line)
{
    size_t spaces = indent(line->at, line->len);
    const char *at = line->at + spaces;
    size_t len = line->len - spaces;
    if (spaces > 3 || len < 3 || (*at != '`' && *at != '~'))
        return false;
    size_t run = run_of(at, len, *at);
    if (run < 3)
        return false;
    if (!markdown->fence) {
        if (*at == '`' && memchr(at + run, '`', len - run))
            return false;
        markdown->fence = *at;
        markdown->fence_len = run;
        return true;
    }
    if (*at != markdown->fence || run < markdown->fence_len || run != len)
        return false;
    markdown->fence = '\0';
    return true;
}

/* Moves the start of the line behind comments; what stands in front of one counts. */
static void leave_comments(struct markdown *markdown, struct markdown_line *line)
{
    while (line->len > 0) {
        if (markdown->in_comment) {
            const char *close = memmem(line->text, line->len, "-->", 3);
            size_t gone = close ? (size_t)(close + 3 - line->text) : line->len;
            line->text += gone;
            line->len -= gone;
            markdown->in_comment = !close;
        }
        text_trim(&line->text, &line->len);
        if (line->len < 4 || memcmp(line->text, "<!--", 4) != 0)
            break;
        markdown->in_comment = true;
    }
    const char *open = memmem(line->text, line->len, "<!--", 4);
    if (open && !memmem(open, (size_t)(line->text + line->len - open), "-->", 3)) {
        line->len = (size_t)(open - line->text);
        markdown->in_comment = true;
    }
}

static void read_heading(struct markdown_line *line)
{
    size_t level = run_of(line->text, line->len, '#');
    if (level == 0 || level > 6 ||
        (line->len > level && line->text[level] != ' ' && line->text[level] != '\t'))
        return;
    line->level = (int)level;
    line->text += level;
    line->len -= level;
    text_trim(&line->text, &line->len);
    size_t close = line->len;
    while (close > 0 && line->text[close - 1] == '#')
        close--;
    if (close == 0 || line->text[close - 1] == ' ')
        line->len = close;
    text_trim(&line->text, &line->len);
}

bool markdown_next(struct markdown *markdown, struct markdown_line *line)
{
    struct text_line *now = &markdown->lines;
    if (!text_line_next(now))
        return false;
    *line = (struct markdown_line){now->at, now->len, now->at, now->next, now->no, 0, false};
    bool was_fenced = markdown->fence != '\0';
    if (!markdown->in_comment && is_fence(markdown, now)) {
        line->fenced = true;
        line->len = 0;
        return true;
    }
    if (was_fenced) {
        line->fenced = true;
        text_trim(&line->text, &line->len);
        return true;
    }
    size_t spaces = indent(now->at, now->len);
    leave_comments(markdown, line);
    if (line->len == 0 || spaces > 3)
        return true;
    read_heading(line);
    markdown->ahead = *now;
    bool plain = line->level == 0 && !strchr("|>-*+", line->text[0]);
    if (plain && text_line_next(&markdown->ahead) &&
        (is_underline(&markdown->ahead, '=') || is_underline(&markdown->ahead, '-'))) {
        line->level = is_underline(&markdown->ahead, '=') ? 1 : 2;
        line->end = markdown->ahead.next;
        *now = markdown->ahead;
    }
    return true;
}

/* ------------------------------------------------------------------------------------ tables */

static char *cell_text(struct arena *arena, const char *at, size_t len)
{
    text_trim(&at, &len);
    char *text = arena_text(arena, len);
    size_t out = 0;
    for (size_t i = 0; i < len; i++) {
        if (at[i] == '`' || (at[i] == '*' && i + 1 < len && at[i + 1] == '*') ||
            (at[i] == '*' && i > 0 && at[i - 1] == '*') || (at[i] == '\\' && i + 1 < len))
            continue;
        text[out++] = at[i];
    }
    text[out] = '\0';
    return text;
}

bool markdown_cells(struct arena *arena, const struct markdown_line *line, struct strlist *cells)
{
    const char *at = line->text, *end = line->text + line->len;
    *cells = (struct strlist){0};
    if (line->fenced || line->level > 0 || !memchr(line->text, '|', line->len))
        return false;
    if (at < end && *at == '|')
        at++;
    if (end > at && end[-1] == '|' && (end - at < 2 || end[-2] != '\\'))
        end--;
    for (const char *cell = at; at <= end && cells->len < LIMIT_CHECK_CELLS; at++) {
        if (at < end && (*at != '|' || (at > cell && at[-1] == '\\')))
            continue;
        strlist_add(arena, cells, cell_text(arena, cell, (size_t)(at - cell)));
        cell = at + 1;
    }
    return true;
}

bool markdown_is_rule(const struct strlist *cells)
{
    for (uint32_t i = 0; i < cells->len; i++) {
        const char *cell = cells->items[i];
        if (!strchr(cell, '-') || strspn(cell, ":- ") != strlen(cell))
            return false;
    }
    return cells->len > 0;
}
