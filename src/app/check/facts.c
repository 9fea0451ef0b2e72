#include "app/check/facts.h"

#include "doc/doc.h"

struct flattening {
    struct arena *arena;
    struct doc *doc;
    struct file_facts *facts;
};

static enum fact_type type_of(const struct doc_node *node)
{
    switch ((enum doc_type)node->type) {
    case DOC_BOOL:
        return FACT_BOOL;
    case DOC_INT:
    case DOC_REAL:
        return FACT_NUMBER;
    case DOC_STRING:
        return FACT_TEXT;
    case DOC_MAP:
        return FACT_MAP;
    case DOC_LIST:
        return FACT_LIST;
    case DOC_NULL:
        break;
    }
    return FACT_NULL;
}

static void flatten(struct flattening *flattening, const char *key, const struct doc_node *node,
                    uint32_t line)
{
    const char *value = node->text;
    if (node->type == DOC_BOOL)
        value = doc_truth(node) ? "true" : "false";
    const size_t index =
        file_facts_open(flattening->arena, flattening->facts, type_of(node), key, value, line);
    for (uint32_t i = 0; node->type == DOC_MAP && i < node->count; i++) {
        const struct doc_entry *entry = &node->entries[i];
        flatten(flattening, entry->key, &entry->value, doc_key_place(flattening->doc, entry).line);
    }
    for (uint32_t i = 0; node->type == DOC_LIST && i < node->count; i++)
        flatten(flattening, NULL, &node->items[i],
                doc_place(flattening->doc, &node->items[i]).line);
    file_facts_close(flattening->facts, index);
}

struct file_facts *facts_of(struct arena *arena, const char *path, const char *bytes, size_t len)
{
    enum doc_format format;
    struct doc_problems problems = {0};
    if (!doc_format_of(path, &format))
        return NULL;
    struct file_facts *facts = ARENA_NEW(arena, struct file_facts);
    const struct doc_text *text = doc_text_new(arena, path, arena_strndup(arena, bytes, len), len);
    struct doc *doc = doc_read(arena, text, format, &problems, NULL);
    if (!doc) {
        const bool known = problems.list.len > 0;
        facts->problem = known ? problems.list.items[0].message : "it cannot be read";
        facts->problem_line = known ? problems.list.items[0].place.line : 0;
        return facts;
    }
    struct flattening flattening = {arena, doc, facts};
    flatten(&flattening, NULL, &doc->root, 1);
    return facts;
}
