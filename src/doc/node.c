#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "doc/doc.h"

const struct doc_node *doc_get(const struct doc_node *map, const char *key)
{
    if (!map || map->type != DOC_MAP)
        return NULL;
    for (uint32_t i = 0; i < map->count; i++) {
        const char *here = map->entries[i].key;
        if (*here == *key && strcmp(here, key) == 0)
            return &map->entries[i].value;
    }
    return NULL;
}

bool doc_truth(const struct doc_node *node)
{
    return node->text[0] == 't' || node->text[0] == 'T';
}

int64_t doc_integer(const struct doc_node *node)
{
    return strtoll(node->text, NULL, 10);
}

double doc_real(const struct doc_node *node)
{
    return strtod(node->text, NULL);
}

const char *doc_describe(struct arena *arena, const struct doc_node *node)
{
    switch ((enum doc_type)node->type) {
    case DOC_NULL:
        return "null";
    case DOC_BOOL:
        return doc_truth(node) ? "true" : "false";
    case DOC_INT:
    case DOC_REAL:
        return arena_printf(arena, "the number %s", node->text);
    case DOC_STRING:
        if (node->text[0] == '\0')
            return "an empty text";
        if (strlen(node->text) <= 40 && !strchr(node->text, '\n'))
            return arena_printf(arena, "the text '%s'", node->text);
        return "a text";
    case DOC_MAP:
        return "a map";
    case DOC_LIST:
        return "a list";
    }
    return "nothing";
}

/* jansson escapes; numbers go past it, so that they stay as written. */
static void add_string(struct str *out, const char *text)
{
    json_t *string = json_string(text);
    char *quoted = json_dumps(string, JSON_ENCODE_ANY | JSON_COMPACT);
    json_decref(string);
    if (!quoted)
        BUG("text that is not UTF-8 in a tree");
    str_add(out, quoted);
    free(quoted);
}

static int by_key(const void *left, const void *right)
{
    const struct doc_entry *const *a = left;
    const struct doc_entry *const *b = right;
    return strcmp((*a)->key, (*b)->key);
}

static void add_node(struct arena *arena, struct str *out, const struct doc_node *node);

static void add_map(struct arena *arena, struct str *out, const struct doc_node *node)
{
    const struct doc_entry **sorted = arena_calloc(arena, node->count, sizeof(struct doc_entry *));
    for (uint32_t i = 0; i < node->count; i++)
        sorted[i] = &node->entries[i];
    qsort(sorted, node->count, sizeof *sorted, by_key);
    str_addc(out, '{');
    for (uint32_t i = 0; i < node->count; i++) {
        if (i)
            str_addc(out, ',');
        add_string(out, sorted[i]->key);
        str_addc(out, ':');
        add_node(arena, out, &sorted[i]->value);
    }
    str_addc(out, '}');
}

static void add_node(struct arena *arena, struct str *out, const struct doc_node *node)
{
    switch ((enum doc_type)node->type) {
    case DOC_NULL:
        str_add(out, "null");
        break;
    case DOC_BOOL:
        str_add(out, doc_truth(node) ? "true" : "false");
        break;
    case DOC_INT:
    case DOC_REAL:
        str_add(out, node->text);
        break;
    case DOC_STRING:
        add_string(out, node->text);
        break;
    case DOC_LIST:
        str_addc(out, '[');
        for (uint32_t i = 0; i < node->count; i++) {
            if (i)
                str_addc(out, ',');
            add_node(arena, out, &node->items[i]);
        }
        str_addc(out, ']');
        break;
    case DOC_MAP:
        add_map(arena, out, node);
        break;
    }
}

char *doc_canonical_json(struct arena *arena, const struct doc_node *node)
{
    cleanup_str struct str out;
    str_init(&out, LIMIT_DOC_SCALAR_BYTES);
    cleanup_arena struct arena *scratch = arena_new();
    add_node(scratch, &out, node);
    return str_over(&out) ? NULL : str_dup(&out, arena);
}
