#include "engine/fence.h"

#include <string.h>

/* A position inside one line, with the column that tabs lead to. */
struct spot {
    const char *at, *end;
    size_t column;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void skip_blanks(struct spot *spot)
{
    while (spot->at < spot->end && is_blank(*spot->at)) {
        spot->column = *spot->at == '\t' ? (spot->column / 4 + 1) * 4 : spot->column + 1;
        spot->at++;
    }
}

/* Block quotes are only stepped over, so that a list in one is still a list. */
static size_t skip_quotes(struct spot *spot)
{
    size_t quotes = 0;
    for (;;) {
        struct spot ahead = *spot;
        skip_blanks(&ahead);
        if (ahead.at == ahead.end || *ahead.at != '>' || ahead.column - spot->column > 3)
            return quotes;
        ahead.at++;
        if (ahead.at < ahead.end && *ahead.at == ' ')
            ahead.at++;
        ahead.column = 0;
        *spot = ahead;
        quotes++;
    }
}

static size_t run_length(const struct spot *spot)
{
    size_t len = 0;
    while (spot->at + len < spot->end && spot->at[len] == *spot->at)
        len++;
    return len;
}

/* The length of an opening fence at the spot; 0 = none. */
static size_t fence_opens(const struct spot *spot)
{
    if (spot->at == spot->end || (*spot->at != '`' && *spot->at != '~'))
        return 0;
    size_t len = run_length(spot);
    if (len < 3)
        return 0;
    /* What follows backticks must not have more of them, or it is a code span. */
    if (*spot->at == '`' &&
        memchr(spot->at + len, '`', (size_t)(spot->end - spot->at) - len) != NULL)
        return 0;
    return len;
}

static bool fence_closes(const struct lines *lines, const struct spot *spot)
{
    if (spot->at == spot->end || *spot->at != lines->fence_char)
        return false;
    size_t len = run_length(spot);
    if (len < lines->fence_len)
        return false;
    struct spot rest = {spot->at + len, spot->end, 0};
    skip_blanks(&rest);
    return rest.at == rest.end;
}

/* Bytes of a list mark at the spot ("-", "*", "+", "1.", "2)"); 0 = none. */
static size_t list_mark(const struct spot *spot)
{
    size_t len = 0;
    size_t left = (size_t)(spot->end - spot->at);
    if (left == 0)
        return 0;
    if (*spot->at == '-' || *spot->at == '*' || *spot->at == '+') {
        len = 1;
    } else {
        while (len < left && len < 9 && spot->at[len] >= '0' && spot->at[len] <= '9')
            len++;
        if (len == 0 || len == left || (spot->at[len] != '.' && spot->at[len] != ')'))
            return 0;
        len++;
    }
    return len == left || is_blank(spot->at[len]) ? len : 0;
}

static void lists_leave(struct lines *lines, size_t column)
{
    while (lines->list_count > 0 && lines->lists[lines->list_count - 1] > column)
        lines->list_count--;
}

static size_t lists_column(const struct lines *lines)
{
    return lines->list_count > 0 ? lines->lists[lines->list_count - 1] : 0;
}

static void open_fence(struct lines *lines, const struct spot *spot, size_t len, size_t quotes)
{
    lines->fence_char = *spot->at;
    lines->fence_len = len;
    lines->fence_quotes = quotes;
    lines->fence_column = lists_column(lines);
    lines->fenced = true;
}

/* The spot stands at the list mark; afterwards at the content of the item. */
static void enter_item(struct lines *lines, struct spot *spot, size_t mark)
{
    size_t after_mark = spot->column + mark;
    spot->at += mark;
    spot->column = after_mark;
    skip_blanks(spot);
    size_t content = spot->column;
    /* A mark followed by nothing, or by indented code, has its content one column on. */
    if (spot->at == spot->end || content - after_mark > 4)
        content = after_mark + 1;
    if (lines->list_count < LINES_LIST_DEPTH)
        lines->lists[lines->list_count++] = content;
    lines->item = true;
    lines->content = (size_t)(spot->at - (lines->text + lines->start));
}

static bool in_fence(struct lines *lines, const struct spot *spot, size_t quotes)
{
    if (lines->fence_char == 0)
        return false;
    /* The fence ends with the list item or quote it stands in. */
    bool left =
        !lines->blank && (quotes < lines->fence_quotes || spot->column < lines->fence_column);
    if (left) {
        lines->fence_char = 0;
        return false;
    }
    lines->fenced = true;
    if (spot->column < lines->fence_column + 4 && fence_closes(lines, spot))
        lines->fence_char = 0;
    return true;
}

static void read_structure(struct lines *lines)
{
    struct spot spot = {lines->text + lines->start, lines->text + lines->start + lines->len, 0};
    size_t quotes = skip_quotes(&spot);
    skip_blanks(&spot);
    lines->blank = spot.at == spot.end;
    lines->indent = spot.column;
    if (in_fence(lines, &spot, quotes) || lines->blank)
        return;
    lists_leave(lines, spot.column);
    /* Four columns or more: indented code, or a paragraph that goes on. */
    if (spot.column - lists_column(lines) > 3)
        return;
    size_t mark = list_mark(&spot);
    if (mark > 0)
        enter_item(lines, &spot, mark);
    size_t fence = fence_opens(&spot);
    if (fence > 0)
        open_fence(lines, &spot, fence, quotes);
}

bool lines_next(struct lines *lines)
{
    const char *at = lines->text + lines->next;
    if (*at == '\0')
        return false;
    lines->start = lines->next;
    lines->len = strcspn(at, "\r\n");
    lines->end_len = at[lines->len] == '\0'                                 ? 0
                     : at[lines->len] == '\r' && at[lines->len + 1] == '\n' ? 2
                                                                            : 1;
    lines->next += lines->len + lines->end_len;
    lines->fenced = lines->item = false;
    lines->content = 0;
    read_structure(lines);
    return true;
}

bool lines_open_fence(const struct lines *lines)
{
    return lines->fence_char != 0;
}

bool lines_is(const struct lines *lines, const char *text)
{
    size_t len = lines->len;
    const char *at = lines->text + lines->start;
    while (len > 0 && is_blank(at[len - 1]))
        len--;
    return len == strlen(text) && memcmp(at, text, len) == 0;
}
