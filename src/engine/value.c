#include "engine/value.h"

#include <string.h>

#include "base/str.h"

struct value value_text(const char *text, const char *raw)
{
    return (struct value){.known = true, .text = text, .raw = raw};
}

struct value value_set(void)
{
    return (struct value){.known = true};
}

void value_add(struct arena *arena, struct value *value, const char *element, const char *raw)
{
    strlist_add(arena, &value->set, element);
    strlist_add(arena, &value->raw_set, raw);
}

void value_sort(struct value *value)
{
    const char **set = value->set.items, **raw = value->raw_set.items;
    uint32_t kept = 0;
    /* Sets are small (at most 100 labels), so insertion keeps both lists together simply. */
    for (uint32_t i = 0; i < value->set.len; i++) {
        const char *element = set[i], *element_raw = raw[i];
        uint32_t at = kept;
        while (at > 0 && strcmp(set[at - 1], element) > 0)
            at--;
        if (at > 0 && strcmp(set[at - 1], element) == 0)
            continue;
        memmove(set + at + 1, set + at, (kept - at) * sizeof *set);
        memmove(raw + at + 1, raw + at, (kept - at) * sizeof *raw);
        set[at] = element;
        raw[at] = element_raw;
        kept++;
    }
    value->set.len = value->raw_set.len = kept;
}

bool value_has(const struct value *value, const char *element)
{
    size_t low = 0, high = value->set.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(value->set.items[middle], element);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

bool value_equal(const struct value *a, const struct value *b)
{
    if (a->known != b->known)
        return false;
    if (!a->known || a == b)
        return true;
    if (a->hashed != b->hashed || !text_eq(a->text, b->text) || a->set.len != b->set.len)
        return false;
    for (size_t i = 0; i < a->set.len; i++)
        if (strcmp(a->set.items[i], b->set.items[i]) != 0)
            return false;
    return true;
}

const char *value_str(const struct value *value)
{
    return value->text ? value->text : "";
}

bool value_is_empty(const struct value *value)
{
    return text_empty(value->text) && value->set.len == 0;
}

bool value_is_closed(const struct value *value)
{
    return text_starts(value->text, "closed");
}
