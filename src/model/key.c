#include "model/key.h"

#include <string.h>

#include "base/str.h"

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* Letters and digits, of which the first byte is one, and the signs in `also`. */
static bool made_of(const char *text, bool upper, const char *also, size_t max_bytes)
{
    size_t len = 0;
    for (; text && text[len]; len++) {
        const char c = text[len];
        bool plain =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (upper && c >= 'A' && c <= 'Z');
        if (len == max_bytes || (!plain && (len == 0 || !strchr(also, c))) ||
            (c == '-' && text[len - 1] == '-'))
            return false;
    }
    return len > 0;
}

bool key_id_valid(const char *id)
{
    return made_of(id, true, "._:/-", KEY_ID_MAX_BYTES);
}

bool key_scope_valid(const char *scope)
{
    return made_of(scope, false, "._-", KEY_SCOPE_MAX_BYTES);
}

size_t key_separator(const char *text)
{
    static const char *const separators[] = {": ", " – ", " — ", " - "};
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (text_starts(text, separators[i]))
            return strlen(separators[i]);
    return 0;
}

/* The length of [A-Z][A-Z0-9]*(-[A-Z0-9.]+)*[a-z]? at the start. No letter of one part can begin
 * the next, so the longest match of each is the only one. */
static size_t key_length(const char *title)
{
    if (!(*title >= 'A' && *title <= 'Z'))
        return 0;
    size_t len = strspn(title, UPPER DIGITS);
    for (size_t part; title[len] == '-'; len += 1 + part) {
        part = strspn(title + len + 1, UPPER DIGITS ".");
        if (part == 0)
            break;
    }
    return len + (title[len] >= 'a' && title[len] <= 'z');
}

const char *key_leading(struct arena *arena, const char *title)
{
    const size_t len = title ? key_length(title) : 0;
    if (len == 0 || len > KEY_ID_MAX_BYTES || strcspn(title, DIGITS) >= len ||
        key_separator(title + len) == 0)
        return NULL;
    return arena_strndup(arena, title, len);
}
