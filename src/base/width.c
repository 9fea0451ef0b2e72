#include <limits.h>
#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

int utf8_width_of(int32_t code_point)
{
    if (code_point >= 0x20 && code_point < 0x7F)
        return 1;
    /* Vowels and final consonants of Korean stand inside the cell of the syllable's first. */
    if ((code_point >= 0x1160 && code_point <= 0x11FF) ||
        (code_point >= 0xD7B0 && code_point <= 0xD7FF))
        return 0;
    if (code_point < 0xA0)
        return 0;
    switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return 0;
    default: {
        int width = utf8proc_charwidth(code_point);
        /* What the library does not know is drawn as a box. */
        return width <= 0 && utf8proc_category(code_point) == UTF8PROC_CATEGORY_CN ? 1 : width;
    }
    }
}

int utf8_width(const char *text)
{
    int width = 0;
    int32_t code_point;
    for (; *text >= 0x20 && *text < 0x7F && width < INT_MAX - 2; text++) /* most of all text */
        width++;
    while ((code_point = utf8_next(&text)) >= 0 && width < INT_MAX - 2)
        width += utf8_width_of(code_point);
    return width;
}

/* How many bytes of `text` fit in `columns`, with the combining marks that belong to them. */
static size_t fitting_bytes(const char *text, int columns)
{
    const char *cursor = text;
    int used = 0;
    for (;;) {
        const char *next = cursor;
        int32_t code_point = utf8_next(&next);
        if (code_point < 0)
            break;
        used += utf8_width_of(code_point);
        if (used > columns)
            break;
        cursor = next;
    }
    return (size_t)(cursor - text);
}

/* Chinese and Japanese know no blanks: behind each of their letters a line may end. */
static bool ends_anywhere(int32_t code_point)
{
    return (code_point >= 0x2E80 && code_point <= 0xA4CF) ||
           (code_point >= 0xF900 && code_point <= 0xFAFF) ||
           (code_point >= 0xFF00 && code_point <= 0xFF60) ||
           (code_point >= 0x20000 && code_point <= 0x3FFFF);
}

static bool may_end_at(const char *text, size_t end)
{
    size_t begin = end - 1;
    if (text[begin] == ' ')
        return true;
    while (begin > 0 && ((unsigned char)text[begin] & 0xC0) == 0x80)
        begin--;
    const char *cursor = text + begin;
    return ends_anywhere(utf8_next(&cursor));
}

/* Back to the end of a word, unless that would throw away more than half of what fits. */
static size_t word_end(const char *text, size_t len)
{
    size_t end = len;
    if (text[len] != ' ')
        while (end > 0 && !may_end_at(text, end))
            end--;
    while (end > 0 && text[end - 1] == ' ')
        end--;
    if (end * 2 >= len)
        return end;
    while (len > 0 && text[len - 1] == ' ')
        len--;
    return len;
}

char *utf8_shorten(struct arena *arena, const char *text, int columns, bool ascii)
{
    const char *ellipsis = ascii ? "..." : "…";
    int ellipsis_width = ascii ? 3 : 1;
    if (columns <= 0)
        return arena_strdup(arena, "");
    if (utf8_width(text) <= columns)
        return arena_strdup(arena, text);
    if (columns <= ellipsis_width)
        return arena_strndup(arena, ellipsis, ascii ? (size_t)columns : strlen(ellipsis));
    size_t len = word_end(text, fitting_bytes(text, columns - ellipsis_width));
    return arena_printf(arena, "%.*s%s", (int)len, text, ellipsis);
}
