#include "base/clean.h"

#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

#include "base/str.h"
#include "base/utf8.h"

#define ESC 0x1B
#define BEL 0x07
#define TAB_COLUMNS 8

/* Code points whose category says letter or mark, but that draw nothing. */
static bool is_invisible(int32_t c)
{
    return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 ||
           (c >= 0x180B && c <= 0x180F) || c == 0x2065 || c == 0x3164 ||
           (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFFA0 || (c >= 0xFFF0 && c <= 0xFFF8) ||
           (c >= 0xE0000 && c <= 0xE0FFF) || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

static bool is_dropped(int32_t c)
{
    if (c < 0x7F)
        return c < 0x20;
    utf8proc_category_t category = utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF || is_invisible(c);
}

static bool is_newline(int32_t c)
{
    return c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028 ||
           c == 0x2029;
}

/* Behind a CSI: parameters, intermediates, one final byte (ECMA-48, 5.4). */
static const char *skip_csi(const char *text)
{
    while (*text >= 0x20 && *text <= 0x3F)
        text++;
    return *text >= 0x40 && *text <= 0x7E ? text + 1 : text;
}

/* Behind a control string (OSC, DCS, PM, APC, SOS) up to its end. One that does not end on its
 * line swallows nothing, or a stray introducer could hide the rest of a text. */
static const char *skip_string(const char *text)
{
    const char *cursor = text;
    for (;;) {
        int32_t c = utf8_next(&cursor);
        if (c < 0 || is_newline(c))
            return text;
        if (c == BEL || c == 0x9C)
            return cursor;
        if (c == ESC && *cursor == '\\')
            return cursor + 1;
    }
}

/* Behind the whole escape sequence that `introducer`, just read, begins. */
static const char *skip_sequence(int32_t introducer, const char *text)
{
    if (introducer == ESC) {
        switch (*text) {
        case '[':
            introducer = 0x9B;
            break;
        case ']':
        case 'P':
        case 'X':
        case '^':
        case '_':
            introducer = 0x9D;
            break;
        default:
            while (*text >= 0x20 && *text <= 0x2F)
                text++;
            return *text >= 0x30 && *text <= 0x7E ? text + 1 : text;
        }
        text++;
    }
    switch (introducer) {
    case 0x9B:
        return skip_csi(text);
    case 0x90:
    case 0x98:
    case 0x9D:
    case 0x9E:
    case 0x9F:
        return skip_string(text);
    default:
        return text;
    }
}

/* The next code point that may be seen, '\n' for any newline, '\t' for a tab; -1 at the end. */
static int32_t next_clean(const char **cursor)
{
    for (;;) {
        int32_t c = utf8_next(cursor);
        if (c < 0 || c == '\t')
            return c;
        if (c == '\r' && **cursor == '\n')
            (*cursor)++;
        if (is_newline(c))
            return '\n';
        if (!is_dropped(c))
            return c;
        *cursor = skip_sequence(c, *cursor);
    }
}

static void add_code_point(struct str *str, int32_t c)
{
    char bytes[4];
    str_addn(str, bytes, utf8_put(c, bytes));
}

/* Text that was read whole may be shown whole; a broken byte becomes three. */
static void init_for(struct str *str, const char *text)
{
    str_init(str, strlen(text) * TAB_COLUMNS + 1);
}

/* Most text is nothing but this, and then needs no closer look. */
static size_t printable_ascii(const char *text)
{
    size_t len = 0;
    while (text[len] >= 0x20 && text[len] < 0x7F)
        len++;
    return len;
}

const char *clean_line(struct arena *arena, const char *text)
{
    if (!text)
        return NULL;
    const size_t plain = printable_ascii(text);
    if (text[plain] == '\0')
        return arena_strndup(arena, text, plain);
    cleanup_str struct str line;
    init_for(&line, text);
    bool gap = false;
    for (int32_t c; (c = next_clean(&text)) >= 0;) {
        if (c == '\n' || c == '\t') {
            gap = true;
            continue;
        }
        if (gap)
            str_addc(&line, ' ');
        gap = false;
        add_code_point(&line, c);
    }
    if (gap)
        str_addc(&line, ' ');
    return str_dup(&line, arena);
}

const char *clean_text(struct arena *arena, const char *text)
{
    if (!text)
        return NULL;
    cleanup_str struct str lines;
    init_for(&lines, text);
    int column = 0;
    for (int32_t c; (c = next_clean(&text)) >= 0;) {
        if (c == '\n') {
            str_addc(&lines, '\n');
            column = 0;
        } else if (c == '\t') {
            int spaces = TAB_COLUMNS - column % TAB_COLUMNS;
            str_add_repeat(&lines, " ", (size_t)spaces);
            column = (column + spaces) % TAB_COLUMNS;
        } else {
            add_code_point(&lines, c);
            column = (column + utf8_width_of(c)) % TAB_COLUMNS;
        }
    }
    return str_dup(&lines, arena);
}

static const char *ascii_form(int32_t c)
{
    switch (c) {
    case 0x2026: /* … */
        return "...";
    case 0x2013: /* – */
    case 0x2014: /* — */
        return "-";
    case 0x2192: /* → */
        return "->";
    case 0x2713: /* ✓ */
        return "ok";
    case 0x2717: /* ✗ */
        return "x";
    case 0x00B7: /* · */
    case 0x2591: /* ░ */
        return ".";
    case 0x2588: /* █ */
        return "#";
    case 0x2018:
    case 0x2019:
    case 0x201A:
        return "'";
    case 0x201C:
    case 0x201D:
    case 0x201E:
        return "\"";
    default:
        return NULL;
    }
}

const char *clean_ascii(struct arena *arena, const char *text)
{
    if (!text)
        return NULL;
    cleanup_str struct str ascii;
    init_for(&ascii, text);
    for (int32_t c; (c = utf8_next(&text)) >= 0;) {
        const char *form = ascii_form(c);
        if (form)
            str_add(&ascii, form);
        else if (c < 0x80)
            str_addc(&ascii, (char)c);
        else if (utf8_width_of(c) > 0)
            str_addc(&ascii, '?');
    }
    return str_dup(&ascii, arena);
}
