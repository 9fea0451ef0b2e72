#include "engine/normal.h"

#include <stdbool.h>
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "base/utf8.h"
#include "engine/ticks.h"

/* U+200B, which keeps "@name" and "#1" from becoming mentions and links. */
#define ZERO_WIDTH "\xE2\x80\x8B"
#define ZERO_WIDTH_LEN 3

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

static bool is_space(char c)
{
    return is_blank(c) || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Plain ASCII in normal form already: the most frequent case costs a few quick looks and no copy.
 * Blanks at the start are perhaps a blank first line. */
static bool text_is_normal(const char *text)
{
    const size_t len = strlen(text);
    if (len == 0)
        return true;
    if (is_space(text[0]) || is_space(text[len - 1]) || !utf8_ascii(text, len) ||
        memchr(text, '\r', len))
        return false;
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        if (is_blank(at[-1]))
            return false;
    return true;
}

/* How many bytes of U+200B at `at` are ours, given the byte before. */
static size_t neutraliser(const char *at, char before)
{
    size_t len = 0;
    if (before != '@' && before != '#')
        return 0;
    while (strncmp(at + len, ZERO_WIDTH, ZERO_WIDTH_LEN) == 0)
        len += ZERO_WIDTH_LEN;
    return before == '@' || is_digit(at[len]) ? len : 0;
}

static size_t copy_normal(const char *text, char *out)
{
    size_t len = 0;      /* written */
    size_t line_end = 0; /* behind the last byte of the line that is no blank */
    size_t last_end = 0; /* behind the last byte at all that is no blank */
    bool any = false;    /* some line with content is written */
    for (const char *at = text; *at;) {
        if (*at == '\r' || *at == '\n') {
            at += at[0] == '\r' && at[1] == '\n' ? 2 : 1;
            len = line_end;
            if (any)
                out[len++] = '\n';
            line_end = len;
            continue;
        }
        size_t skip = len > 0 ? neutraliser(at, out[len - 1]) : 0;
        if (skip > 0) {
            at += skip;
            continue;
        }
        out[len++] = *at;
        if (!is_blank(*at)) {
            any = true;
            line_end = last_end = len;
        }
        at++;
    }
    out[last_end] = '\0';
    return last_end;
}

const char *normal_text(struct arena *arena, const char *text)
{
    if (text == NULL)
        return "";
    if (text_is_normal(text))
        return text;
    const char *composed = utf8_nfc(arena, text);
    char *out = arena_text(arena, strlen(composed));
    copy_normal(composed, out);
    return out;
}

const char *normal_line(struct arena *arena, const char *text)
{
    const char *normal = normal_text(arena, text);
    bool plain = !is_space(*normal);
    for (const char *at = normal; plain && *at; at++)
        if (is_space(*at) && (*at != ' ' || is_space(at[1])))
            plain = false;
    if (plain)
        return normal;
    char *out = arena_text(arena, strlen(normal));
    size_t len = 0;
    for (const char *at = normal; *at; at++) {
        if (!is_space(*at))
            out[len++] = *at;
        else if (len > 0 && out[len - 1] != ' ')
            out[len++] = ' ';
    }
    if (len > 0 && out[len - 1] == ' ')
        len--;
    out[len] = '\0';
    return out;
}

const char *normal_name(struct arena *arena, const char *text)
{
    return utf8_fold(arena, normal_line(arena, text));
}

const char *normal_color(struct arena *arena, const char *text)
{
    const char *line = normal_line(arena, text);
    return utf8_fold(arena, *line == '#' ? line + 1 : line);
}

const char *normal_date(struct arena *arena, const char *text)
{
    const char *line = normal_line(arena, text);
    return strlen(line) > 10 ? arena_strndup(arena, line, 10) : line;
}

const char *normal_block(struct arena *arena, const char *text)
{
    return ticks_empty(arena, normal_text(arena, text));
}

const char *hash_kind(struct arena *arena, const char *kind, const char *text)
{
    int digits = strcmp(kind, "l") == 0 ? HASH_LABEL_DIGITS : HASH_DIGITS;
    struct str whole cleanup_str;
    str_init(&whole, 0);
    str_addf(&whole, "roadmap:1:%s:", kind);
    str_add(&whole, text ? text : "");
    char hex[65];
    sha256_hex(whole.p, whole.len, hex);
    return arena_strndup(arena, hex, (size_t)digits);
}
