/* Where a node stands, in lines and columns. */
#include <string.h>

#include "doc/doc.h"

static uint32_t line_of(const struct doc *doc, size_t offset)
{
    uint32_t hint = *doc->hint;
    if (offset >= doc->lines[hint]) {
        for (uint32_t i = hint; i < hint + 8 && i < doc->line_count; i++) {
            if (i + 1 == doc->line_count || offset < doc->lines[i + 1])
                return i;
        }
    }
    uint32_t low = 0;
    uint32_t high = doc->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static uint32_t count_points(const struct doc *doc, size_t begin, size_t end)
{
    if (doc->ascii)
        return (uint32_t)(end - begin);
    uint32_t count = 0;
    for (size_t i = begin; i < end; i++)
        count += ((unsigned char)doc->source->bytes[i] & 0xC0) != 0x80;
    return count;
}

struct doc_place doc_place_of(const struct doc *doc, size_t begin, size_t end)
{
    const struct doc_text *source = doc->source;
    if (begin > source->len)
        begin = source->len;
    if (end > source->len)
        end = source->len;
    uint32_t line = line_of(doc, begin);
    *doc->hint = line;
    size_t line_end = line + 1 < doc->line_count ? doc->lines[line + 1] - 1 : source->len;
    if (end > line_end)
        end = line_end;
    while (end > begin && strchr(" \t\r", source->bytes[end - 1]))
        end--;
    uint32_t width = end > begin ? count_points(doc, begin, end) : 1;
    return (struct doc_place){.line = line + 1,
                              .col = count_points(doc, doc->lines[line], begin) + 1,
                              .width = width,
                              .offset = (uint32_t)begin};
}

struct doc_place doc_place(const struct doc *doc, const struct doc_node *node)
{
    return doc_place_of(doc, node->begin, node->end);
}

struct doc_place doc_key_place(const struct doc *doc, const struct doc_entry *entry)
{
    return doc_place_of(doc, entry->key_begin, entry->key_end);
}
