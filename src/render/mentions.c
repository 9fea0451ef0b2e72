#include "render/mentions.h"

#include <string.h>

#include "base/str.h"

#define ZERO_WIDTH_SPACE "\xE2\x80\x8B"

/* Where code begins and ends depends on all of Markdown. This scan knows the plain cases only and,
 * wherever a line could be read in two ways, takes its text for prose: an invisible character in
 * code is a blemish, a missing one notifies a stranger. */
struct scan {
    const char *text; /* the next line */
    bool fences;      /* a fence may still be believed */
    bool spans;       /* so may a code span, up to the next blank line */
    char fence;       /* '`' or '~' inside a fence, else 0 */
    size_t fence_len;
    bool numbers;
};

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static size_t run_of(const char *text, char c)
{
    size_t len = 0;
    while (text[len] == c)
        len++;
    return len;
}

/* Whether the line, without its indentation and quote or list signs, starts with three of a kind.
 */
static bool looks_like_fence(const char *line, size_t len)
{
    size_t i = 0;
    while (i < len && strchr(" \t>-*+.)0123456789", line[i]))
        i++;
    return i + 3 <= len && (memcmp(line + i, "```", 3) == 0 || memcmp(line + i, "~~~", 3) == 0);
}

static bool is_blank(const char *line, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
            return false;
    return true;
}

/* A line of the same sign, at least as long as the one that opened. */
static bool closes_fence(const struct scan *scan, const char *line, size_t len)
{
    size_t run = run_of(line, scan->fence);
    return run >= scan->fence_len && is_blank(line + run, len - run);
}

static bool opens_fence(struct scan *scan, const char *line, size_t len)
{
    if (!looks_like_fence(line, len))
        return false;
    char sign = line[0];
    size_t run = run_of(line, sign);
    bool plain = (sign == '`' || sign == '~') && run >= 3 &&
                 !(sign == '`' && memchr(line + run, '`', len - run));
    if (!plain) {
        scan->fences = false;
        return false;
    }
    if (!scan->fences)
        return false;
    scan->fence = sign;
    scan->fence_len = run;
    return true;
}

static bool has(const char *line, size_t len, char c)
{
    return memchr(line, c, len) != NULL;
}

/* The end of the code span that opens at `at` with `run` backticks, or 0. */
static size_t span_end(const char *line, size_t len, size_t at, size_t run)
{
    for (size_t i = at + run; i < len;) {
        if (line[i] != '`') {
            i++;
            continue;
        }
        size_t here = run_of(line + i, '`');
        if (here == run)
            return i + run;
        i += here;
    }
    return 0;
}

static bool is_mention(const char *line, size_t len, size_t i)
{
    return line[i] == '@' && i + 1 < len && is_letter_or_digit(line[i + 1]) &&
           (i == 0 || !is_letter_or_digit(line[i - 1]));
}

static bool is_number(const char *line, size_t len, size_t i)
{
    return line[i] == '#' && i + 1 < len && line[i + 1] >= '0' && line[i + 1] <= '9';
}

static void prose_line(struct scan *scan, const char *line, size_t len, struct str *out)
{
    bool spans = scan->spans && !has(line, len, '\\') && !has(line, len, '<');
    for (size_t i = 0; i < len;) {
        if (line[i] == '`') {
            size_t run = run_of(line + i, '`');
            size_t end = spans ? span_end(line, len, i, run) : 0;
            if (end == 0) {
                scan->spans = spans = false;
                end = i + run;
            }
            str_addn(out, line + i, end - i);
            i = end;
            continue;
        }
        str_addc(out, line[i]);
        if (is_mention(line, len, i) || (scan->numbers && is_number(line, len, i)))
            str_add(out, ZERO_WIDTH_SPACE);
        i++;
    }
}

static void one_line(struct scan *scan, const char *line, size_t len, struct str *out)
{
    if (scan->fence) {
        if (closes_fence(scan, line, len))
            scan->fence = 0;
        else if (looks_like_fence(line, len)) /* it may close this one, or not */
            scan->fence = 0, scan->fences = false;
        str_addn(out, line, len);
        return;
    }
    if (is_blank(line, len))
        scan->spans = true;
    size_t indent = strspn(line, " ");
    if (indent < len && line[indent] == '<')
        scan->fences = false; /* HTML may swallow what looks like a fence */
    if (opens_fence(scan, line, len)) {
        scan->spans = true;
        str_addn(out, line, len);
        return;
    }
    prose_line(scan, line, len, out);
}

static bool needs_nothing(const char *text, bool numbers)
{
    return !strchr(text, '@') && !(numbers && strchr(text, '#'));
}

const char *mentions_neutralise(struct arena *arena, const char *text, bool numbers)
{
    if (!text || needs_nothing(text, numbers))
        return text;
    struct scan scan = {.text = text, .fences = true, .spans = true, .numbers = numbers};
    cleanup_str struct str out;
    str_init(&out, strlen(text) * 4 + 1);
    while (*scan.text) {
        size_t len = strcspn(scan.text, "\n");
        one_line(&scan, scan.text, len, &out);
        scan.text += len;
        if (*scan.text == '\n') {
            str_addc(&out, '\n');
            scan.text++;
        }
    }
    return out.len == strlen(text) ? text : str_dup(&out, arena);
}

const char *mentions_restore(struct arena *arena, const char *text)
{
    if (!text || !strstr(text, ZERO_WIDTH_SPACE))
        return text;
    cleanup_str struct str out;
    str_init(&out, strlen(text) + 1);
    for (const char *c = text; *c;) {
        bool marks = c > text && strncmp(c, ZERO_WIDTH_SPACE, 3) == 0 &&
                     ((c[-1] == '@' && is_letter_or_digit(c[3])) ||
                      (c[-1] == '#' && c[3] >= '0' && c[3] <= '9'));
        if (marks)
            c += 3;
        else
            str_addc(&out, *c++);
    }
    return str_dup(&out, arena);
}
