/* Lines and bytes of the text that is edited. */
#include <string.h>

#include "doc/edit_inner.h"

size_t edit_line_end(const struct doc *doc, size_t at)
{
    const struct doc_text *source = doc->source;
    const char *newline = memchr(source->bytes + at, '\n', source->len - at);
    size_t end = newline ? (size_t)(newline - source->bytes) : source->len;
    if (newline && end > at && source->bytes[end - 1] == '\r')
        end--;
    return end;
}

size_t edit_line_next(const struct doc *doc, size_t at)
{
    const struct doc_text *source = doc->source;
    const char *newline = memchr(source->bytes + at, '\n', source->len - at);
    return newline ? (size_t)(newline - source->bytes) + 1 : source->len;
}

size_t edit_line_start(const struct doc *doc, size_t at)
{
    while (at > 0 && doc->source->bytes[at - 1] != '\n')
        at--;
    return at;
}

size_t edit_column(const struct doc *doc, size_t at)
{
    return doc_place_of(doc, at, at).col - 1;
}

bool edit_blank(const struct doc *doc, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        if (!strchr(" \t\r\n", doc->source->bytes[i]))
            return false;
    return true;
}

/* The innermost value that ends where the whole does. */
static const struct doc_node *last_value(const struct doc_node *node)
{
    for (;;) {
        const struct doc_node *last = NULL;
        if (node->flow || (node->type != DOC_MAP && node->type != DOC_LIST))
            return node;
        for (uint32_t i = 0; i < node->count; i++) {
            const struct doc_node *child =
                node->type == DOC_MAP ? &node->entries[i].value : &node->items[i];
            if (child->end == node->end && child->begin >= node->begin)
                last = child;
        }
        if (!last)
            return node;
        node = last;
    }
}

/* `|+` and `>+`: the blank lines that follow belong to the text. */
static bool keeps_blank_lines(const struct doc *doc, const struct doc_node *node)
{
    const struct doc_node *last = last_value(node);
    const char *bytes = doc->source->bytes;
    if (last->type != DOC_STRING || !strchr("|>", bytes[last->begin]))
        return false;
    for (size_t i = last->begin + 1; i < doc->source->len && strchr("+-0123456789", bytes[i]); i++)
        if (bytes[i] == '+')
            return true;
    return false;
}

size_t edit_value_line_end(const struct doc *doc, const struct doc_node *node, size_t end)
{
    size_t line_end = edit_line_end(doc, end);
    if (!keeps_blank_lines(doc, node))
        return line_end;
    for (;;) {
        const size_t next = edit_line_next(doc, line_end);
        if (next >= doc->source->len)
            return line_end;
        const size_t next_end = edit_line_end(doc, next);
        if (!edit_blank(doc, next, next_end))
            return line_end;
        line_end = next_end;
    }
}

void edit_add_patch(struct edit *edit, size_t begin, size_t end, const char *text)
{
    const struct edit_patch patch = {begin, end, arena_strdup(edit->arena, text),
                                     edit->patches.len};
    VEC_PUSH(edit->arena, &edit->patches, patch);
}
