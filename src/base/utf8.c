#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT 0xFFFD

/* The length of the sequence at `p` (at most `len` bytes), 0 when it is broken. */
static size_t decode(const char *text, size_t len, int32_t *code_point)
{
    const unsigned char *p = (const unsigned char *)text;
    if (len == 0)
        return 0;
    if (p[0] < 0x80) {
        *code_point = p[0];
        return 1;
    }
    /* The second byte's range rules out overlongs, surrogates and what is beyond U+10FFFF. */
    unsigned char low = 0x80, high = 0xBF;
    size_t size;
    int32_t value;
    if (p[0] >= 0xC2 && p[0] <= 0xDF) {
        size = 2;
        value = p[0] & 0x1F;
    } else if (p[0] >= 0xE0 && p[0] <= 0xEF) {
        size = 3;
        value = p[0] & 0x0F;
        low = p[0] == 0xE0 ? 0xA0 : low;
        high = p[0] == 0xED ? 0x9F : high;
    } else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
        size = 4;
        value = p[0] & 0x07;
        low = p[0] == 0xF0 ? 0x90 : low;
        high = p[0] == 0xF4 ? 0x8F : high;
    } else {
        return 0;
    }
    for (size_t i = 1; i < size; i++) {
        if (i >= len || p[i] < low || p[i] > high)
            return 0;
        value = value << 6 | (p[i] & 0x3F);
        low = 0x80;
        high = 0xBF;
    }
    *code_point = value;
    return size;
}

/* How many bytes at the start are ASCII, in steps of eight. */
static size_t ascii_words(const char *text, size_t len)
{
    size_t i = 0;
    for (; len - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, text + i, sizeof word);
        if (word & 0x8080808080808080u)
            break;
    }
    return i;
}

bool utf8_ascii(const char *text, size_t len)
{
    size_t i = ascii_words(text, len);
    while (i < len && (unsigned char)text[i] < 0x80)
        i++;
    return i == len;
}

bool utf8_valid(const char *text, size_t len)
{
    size_t i = ascii_words(text, len);
    while (i < len) {
        int32_t unused;
        size_t size = decode(text + i, len - i, &unused);
        if (size == 0)
            return false;
        i += size;
    }
    return true;
}

char *utf8_repair(struct arena *arena, const char *text, size_t len)
{
    /* The replacement is three bytes, so this is the most it can become. */
    char *repaired = arena_calloc(arena, len + 1, 3);
    size_t out = 0;
    for (size_t i = 0; i < len;) {
        int32_t code_point;
        size_t size = decode(text + i, len - i, &code_point);
        if (size == 0 || code_point == 0) {
            out += utf8_put(REPLACEMENT, repaired + out);
            i++;
            continue;
        }
        memcpy(repaired + out, text + i, size);
        out += size;
        i += size;
    }
    repaired[out] = '\0';
    return repaired;
}

int32_t utf8_next(const char **cursor)
{
    const char *p = *cursor;
    if (!*p)
        return -1;
    int32_t code_point = REPLACEMENT;
    size_t size = decode(p, strnlen(p, 4), &code_point);
    *cursor = p + (size ? size : 1);
    return code_point;
}

size_t utf8_count(const char *text)
{
    size_t count = 0;
    while (utf8_next(&text) >= 0)
        count++;
    return count;
}

size_t utf8_put(int32_t code_point, char out[4])
{
    if (code_point < 0 || code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        code_point = REPLACEMENT;
    uint32_t c = (uint32_t)code_point;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

bool utf8_is_ascii(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

static const char *map_text(struct arena *arena, const char *text, utf8proc_option_t options)
{
    size_t len = strlen(text);
    if (!utf8_valid(text, len))
        text = utf8_repair(arena, text, len);
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t size =
        utf8proc_map((const utf8proc_uint8_t *)text, 0, &mapped,
                     (utf8proc_option_t)(options | UTF8PROC_NULLTERM | UTF8PROC_STABLE));
    if (size < 0)
        BUG(utf8proc_errmsg(size));
    char *copy = arena_strdup(arena, (const char *)mapped);
    free(mapped);
    return copy;
}

const char *utf8_nfc(struct arena *arena, const char *text)
{
    if (utf8_is_ascii(text))
        return text;
    return map_text(arena, text, UTF8PROC_COMPOSE);
}

const char *utf8_fold(struct arena *arena, const char *text)
{
    if (utf8_is_ascii(text)) {
        char *folded = arena_strdup(arena, text);
        for (char *p = folded; *p; p++)
            if (*p >= 'A' && *p <= 'Z')
                *p = (char)(*p - 'A' + 'a');
        return folded;
    }
    return map_text(arena, text, (utf8proc_option_t)(UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD));
}
