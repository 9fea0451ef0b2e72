/* Values that no file has yet. */
#include <inttypes.h>

#include "doc/edit_inner.h"

struct doc_node edit_null(void)
{
    return (struct doc_node){.type = DOC_NULL, .text = "null"};
}

struct doc_node edit_text(const char *text)
{
    return text ? (struct doc_node){.type = DOC_STRING, .text = text} : edit_null();
}

struct doc_node edit_number(struct arena *arena, int64_t number)
{
    return (struct doc_node){.type = DOC_INT, .text = arena_printf(arena, "%" PRId64, number)};
}

struct doc_node edit_map(struct arena *arena, size_t room)
{
    return (struct doc_node){.type = DOC_MAP,
                             .entries = arena_calloc(arena, room, sizeof(struct doc_entry))};
}

struct doc_node edit_list(struct arena *arena, size_t room)
{
    return (struct doc_node){.type = DOC_LIST,
                             .items = arena_calloc(arena, room, sizeof(struct doc_node))};
}

void edit_map_add(struct doc_node *map, const char *key, struct doc_node value)
{
    map->entries[map->count++] = (struct doc_entry){.key = key, .value = value};
}

void edit_list_add(struct doc_node *list, struct doc_node value)
{
    list->items[list->count++] = value;
}

struct doc_node edit_texts(struct arena *arena, const struct strlist *texts)
{
    struct doc_node list = edit_list(arena, texts->len);
    for (size_t i = 0; i < texts->len; i++)
        edit_list_add(&list, edit_text(texts->items[i]));
    return list;
}

bool edit_is_container(const struct doc_node *value)
{
    return value->type == DOC_MAP || value->type == DOC_LIST;
}
