/* How a file is written, so that what is added looks like the rest. */
#include <string.h>

#include "doc/edit_inner.h"

struct edit_style edit_style_new(enum doc_format format)
{
    return (struct edit_style){.format = format,
                               .nl = "\n",
                               .unit = format == DOC_JSON ? "  " : NULL,
                               .colon = ": ",
                               .comma = ", ",
                               .inline_lists = true,
                               .map_step = 2,
                               .list_step = 2};
}

static bool all_scalars(const struct doc_node *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (edit_is_container(&list->items[i]))
            return false;
    return list->count > 0;
}

/* The first list of scalars; NULL = none. */
static const struct doc_node *scalar_list(const struct doc_node *node)
{
    const struct doc_node *found = NULL;
    if (node->type == DOC_LIST && all_scalars(node))
        return node;
    for (uint32_t i = 0; !found && i < node->count; i++) {
        if (node->type == DOC_MAP)
            found = scalar_list(&node->entries[i].value);
        else if (node->type == DOC_LIST)
            found = scalar_list(&node->items[i]);
    }
    return found;
}

static void json_style(struct arena *arena, const struct doc *doc, struct edit_style *style)
{
    const char *bytes = doc->source->bytes;
    const struct doc_node *root = &doc->root;
    style->unit = NULL;
    if (root->type == DOC_MAP && root->count > 0) {
        const struct doc_entry *first = &root->entries[0];
        const size_t start = edit_line_start(doc, first->key_begin);
        if (start > root->begin)
            style->unit = arena_strndup(arena, bytes + start, first->key_begin - start);
        const bool tight = bytes[first->value.begin - 1] == ':';
        style->colon = tight ? ":" : ": ";
        style->comma = tight && !style->unit ? "," : ", ";
    } else {
        style->unit = "  ";
    }
    const struct doc_node *list = scalar_list(root);
    style->inline_lists = !list || !memchr(bytes + list->begin, '\n', list->end - list->begin);
    style->escape = doc->ascii && strstr(bytes, "\\u");
}

static void yaml_style(const struct doc *doc, struct edit_style *style)
{
    bool map = false, list = false;
    const struct doc_node *root = &doc->root;
    if (root->type != DOC_MAP || root->flow)
        return;
    const size_t column = edit_column(doc, root->begin);
    for (uint32_t i = 0; i < root->count; i++) {
        const struct doc_node *value = &root->entries[i].value;
        if (value->flow || !edit_is_container(value) || value->shared)
            continue;
        const size_t step = edit_column(doc, value->begin) - column;
        if (value->type == DOC_MAP && !map && step > 0) {
            style->map_step = step;
            map = true;
        } else if (value->type == DOC_LIST && !list) {
            style->list_step = step;
            list = true;
        }
    }
}

struct edit_style edit_style_of(struct arena *arena, const struct doc *doc)
{
    struct edit_style style = edit_style_new(doc->format);
    const char *newline = memchr(doc->source->bytes, '\n', doc->source->len);
    if (newline && newline > doc->source->bytes && newline[-1] == '\r')
        style.nl = "\r\n";
    if (doc->format == DOC_JSON)
        json_style(arena, doc, &style);
    else
        yaml_style(doc, &style);
    return style;
}
