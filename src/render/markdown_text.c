#include "render/markdown_text.h"

#include <string.h>
#include <strings.h>

#include "base/clean.h"
#include "base/utf8.h"

#define ZERO_WIDTH_SPACE "\xE2\x80\x8B"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"
/* What means something inside a line wherever it stands. */
#define SPECIAL "\\`*_[]#|~!$^{}"

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static bool ends_with_gh(const char *text, size_t at)
{
    return at >= 2 && (text[at - 2] == 'G' || text[at - 2] == 'g') &&
           (text[at - 1] == 'H' || text[at - 1] == 'h');
}

static bool is_www(const char *text, size_t at)
{
    return at >= 3 && strncasecmp(text + at - 3, "www", 3) == 0;
}

/* ":tada:" */
static bool is_emoji(const char *text)
{
    const size_t len = strspn(text + 1, LETTERS DIGITS "_+-");
    return len > 0 && text[1 + len] == ':';
}

/* GitHub looks for these in the finished text, so that no backslash helps: mentions, #12, GH-12,
 * :emoji:, addresses. An invisible character behind the sign does. */
static bool breaks_behind(const char *text, size_t at)
{
    const char c = text[at], next = text[at + 1];
    switch (c) {
    case '@':
        return is_one_of(next, LETTERS DIGITS);
    case '#':
        return is_one_of(next, DIGITS);
    case '-':
        return is_one_of(next, DIGITS) && ends_with_gh(text, at);
    case ':':
        return next == '/' || is_emoji(text + at);
    case '.':
        return is_www(text, at);
    default:
        return false;
    }
}

static void add_escaped(struct str *out, char c)
{
    switch (c) {
    case '<':
        str_add(out, "&lt;");
        return;
    case '>':
        str_add(out, "&gt;");
        return;
    case '&':
        str_add(out, "&amp;");
        return;
    default:
        if (is_one_of(c, SPECIAL))
            str_addc(out, '\\');
        str_addc(out, c);
    }
}

/* A list, a rule or a heading would begin here: "- ", "+ ", "===", "1. ", "1)". */
static size_t escape_start(struct str *out, const char *text)
{
    if (is_one_of(*text, "-+=")) {
        str_addc(out, '\\');
        str_addc(out, *text);
        return 1;
    }
    const size_t digits = strspn(text, DIGITS);
    if (digits == 0 || !is_one_of(text[digits], ".)"))
        return 0;
    str_addn(out, text, digits);
    str_addc(out, '\\');
    str_addc(out, text[digits]);
    return digits + 1;
}

static const char *cut(struct arena *arena, const char *text, size_t max_points)
{
    const char *at = text;
    if (max_points == 0 || utf8_count(text) <= max_points)
        return text;
    for (size_t i = 0; i + 1 < max_points; i++)
        (void)utf8_next(&at);
    return arena_printf(arena, "%.*s…", (int)(at - text), text);
}

void md_text(struct str *out, struct arena *arena, const char *text, size_t max_points)
{
    if (!text)
        return;
    const char *line = clean_line(arena, text);
    line += strspn(line, " ");
    line = cut(arena, line, max_points);
    for (size_t at = escape_start(out, line); line[at]; at++) {
        add_escaped(out, line[at]);
        if (breaks_behind(line, at))
            str_add(out, ZERO_WIDTH_SPACE);
    }
}

void md_code(struct str *out, struct arena *arena, const char *text)
{
    const size_t len = text ? strlen(text) : 0;
    if (len > 0 && len <= 80 && strspn(text, LETTERS DIGITS "._-") == len)
        str_addf(out, "`%s`", text);
    else
        md_text(out, arena, text, 80);
}

void md_path(struct str *out, const char *path)
{
    for (const char *at = path; *at; at++) {
        if (is_one_of(*at, LETTERS DIGITS "-._~/"))
            str_addc(out, *at);
        else
            str_addf(out, "%%%02X", (unsigned)(unsigned char)*at);
    }
}
