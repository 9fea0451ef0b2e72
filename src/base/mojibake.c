#include "base/mojibake.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* What the bytes 0x80 to 0xBF, those inside of a character of UTF-8, are elsewhere. */
static const int32_t mac_roman[64] = {
    0x00C4, 0x00C5, 0x00C7, 0x00C9, 0x00D1, 0x00D6, 0x00DC, 0x00E1, 0x00E0, 0x00E2, 0x00E4,
    0x00E3, 0x00E5, 0x00E7, 0x00E9, 0x00E8, 0x00EA, 0x00EB, 0x00ED, 0x00EC, 0x00EE, 0x00EF,
    0x00F1, 0x00F3, 0x00F2, 0x00F4, 0x00F6, 0x00F5, 0x00FA, 0x00F9, 0x00FB, 0x00FC, 0x2020,
    0x00B0, 0x00A2, 0x00A3, 0x00A7, 0x2022, 0x00B6, 0x00DF, 0x00AE, 0x00A9, 0x2122, 0x00B4,
    0x00A8, 0x2260, 0x00C6, 0x00D8, 0x221E, 0x00B1, 0x2264, 0x2265, 0x00A5, 0x00B5, 0x2202,
    0x2211, 0x220F, 0x03C0, 0x222B, 0x00AA, 0x00BA, 0x03A9, 0x00E6, 0x00F8,
};
static const int32_t windows[32] = {
    /* up to 0x9F; from there on as in Latin-1 */
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

/* The bytes that begin what people use, and what they are elsewhere. */
static const struct lead {
    int32_t mac_roman, windows;
    unsigned char byte, follow;
} leads[] = {
    {0x00AC, 0x00C2, 0xC2, 1},
    {0x221A, 0x00C3, 0xC3, 1},
    {0x201A, 0x00E2, 0xE2, 2},
    {0xF8FF, 0x00F0, 0xF0, 3},
};

/* The byte that a character inside of the sequence was; 0: none. */
static unsigned char inner_byte(int32_t character, bool windows_1252)
{
    const int32_t *table = windows_1252 ? windows : mac_roman;
    const size_t len = windows_1252 ? 32 : 64;
    for (size_t i = 0; i < len; i++)
        if (table[i] == character)
            return (unsigned char)(0x80 + i);
    return windows_1252 && character >= 0xA0 && character <= 0xBF ? (unsigned char)character : 0;
}

/* The bytes of the character that the text at `text` was. */
static bool take(const char *text, bool windows_1252, const struct lead *lead, char bytes[5],
                 const char **end)
{
    const char *at = text;
    if (utf8_next(&at) != (windows_1252 ? lead->windows : lead->mac_roman))
        return false;
    bytes[0] = (char)lead->byte;
    for (size_t i = 1; i <= lead->follow; i++) {
        const unsigned char byte = inner_byte(utf8_next(&at), windows_1252);
        if (byte == 0)
            return false;
        bytes[i] = (char)byte;
    }
    bytes[lead->follow + 1] = '\0';
    *end = at;
    return utf8_valid(bytes, (size_t)lead->follow + 1);
}

static bool was_another(const char *text, char bytes[5], const char **end)
{
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
        if (take(text, false, &leads[i], bytes, end) || take(text, true, &leads[i], bytes, end))
            return true;
    return false;
}

const char *mojibake_find(struct arena *arena, const char *text, size_t len, size_t *offset,
                          size_t *size)
{
    char bytes[5];
    const char *end;
    for (const char *at = text; at < text + len; at++) {
        if ((unsigned char)*at < 0xC2 || !was_another(at, bytes, &end) || end > text + len)
            continue;
        *offset = (size_t)(at - text);
        *size = (size_t)(end - at);
        return arena_strdup(arena, bytes);
    }
    return NULL;
}
