#include "doc/edit.h"

#include <string.h>

#include "doc/edit_inner.h"

/* ---- the tree of edits ---- */

static struct edit_node *node_new(struct edit *edit, const struct doc_node *old, bool shared)
{
    struct edit_node *node = ARENA_NEW(edit->arena, struct edit_node);
    node->edit = edit;
    node->old = old;
    node->shared = shared || (old && old->shared);
    return node;
}

struct edit *edit_new(struct arena *arena, const struct doc *doc)
{
    struct edit *edit = ARENA_NEW(arena, struct edit);
    edit->arena = arena;
    edit->doc = doc;
    edit->style = edit_style_of(arena, doc);
    edit->root = node_new(edit, &doc->root, false);
    return edit;
}

struct edit_node *edit_root(struct edit *edit)
{
    return edit->root;
}

const struct doc_node *edit_old(const struct edit_node *node)
{
    return node->old;
}

bool edit_is_shared(const struct edit_node *node)
{
    return node->shared;
}

static void open_map(struct edit_node *node)
{
    const struct doc_node *old = node->old;
    for (uint32_t i = 0; i < old->count; i++) {
        const struct doc_entry *entry = &old->entries[i];
        const bool merged = entry->key_begin < old->begin || entry->key_end > old->end;
        const struct edit_child child = {.key = entry->key,
                                         .entry = entry,
                                         .merged = merged,
                                         .node = node_new(node->edit, &entry->value, node->shared)};
        VEC_PUSH(node->edit->arena, &node->children, child);
    }
}

static bool open_node(struct edit_node *node, enum doc_type type)
{
    if (!node || node->set || !node->old || node->old->type != type)
        return false;
    if (node->opened)
        return true;
    node->opened = true;
    if (type == DOC_MAP) {
        open_map(node);
        return true;
    }
    for (uint32_t i = 0; i < node->old->count; i++) {
        const struct edit_child child = {
            .node = node_new(node->edit, &node->old->items[i], node->shared)};
        VEC_PUSH(node->edit->arena, &node->children, child);
    }
    return true;
}

static struct edit_child *child_of(struct edit_node *map, const char *key)
{
    for (size_t i = 0; i < map->children.len; i++)
        if (!map->children.items[i].dropped && strcmp(map->children.items[i].key, key) == 0)
            return &map->children.items[i];
    return NULL;
}

struct edit_node *edit_get(struct edit_node *map, const char *key)
{
    if (!open_node(map, DOC_MAP))
        return NULL;
    struct edit_child *child = child_of(map, key);
    return child ? child->node : NULL;
}

/* The place among all children of the one that stands at `index`; their number beyond the end. */
static size_t place_of(const struct edit_node *list, size_t index)
{
    size_t seen = 0;
    for (size_t i = 0; i < list->children.len; i++) {
        if (list->children.items[i].dropped)
            continue;
        if (seen++ == index)
            return i;
    }
    return list->children.len;
}

struct edit_node *edit_at(struct edit_node *list, size_t index)
{
    if (!open_node(list, DOC_LIST))
        return NULL;
    const size_t place = place_of(list, index);
    return place < list->children.len ? list->children.items[place].node : NULL;
}

struct edit_node *edit_item_from(struct edit_node *list, size_t begin)
{
    if (!open_node(list, DOC_LIST))
        return NULL;
    for (size_t i = 0; i < list->children.len; i++) {
        const struct edit_child *child = &list->children.items[i];
        if (!child->dropped && child->node->old && child->node->old->begin == begin)
            return child->node;
    }
    return NULL;
}

size_t edit_index(const struct edit_node *list, const struct edit_node *item)
{
    size_t index = 0;
    for (size_t i = 0; i < list->children.len; i++) {
        if (list->children.items[i].node == item)
            break;
        index += !list->children.items[i].dropped;
    }
    return index;
}

size_t edit_count(const struct edit_node *node)
{
    if (node->set || !node->opened)
        return node->set ? node->set->count : node->old->count;
    size_t count = 0;
    for (size_t i = 0; i < node->children.len; i++)
        count += !node->children.items[i].dropped;
    return count;
}

void edit_set(struct edit_node *node, const struct doc_node *value)
{
    node->set = value;
}

static void insert_child(struct edit_node *node, size_t place, struct edit_child child)
{
    VEC_PUSH(node->edit->arena, &node->children, child);
    struct edit_child *items = node->children.items;
    memmove(&items[place + 1], &items[place], (node->children.len - 1 - place) * sizeof *items);
    items[place] = child;
}

static struct edit_node *new_value(struct edit_node *parent, const struct doc_node *value)
{
    struct edit_node *node = node_new(parent->edit, NULL, parent->shared);
    node->set = value;
    return node;
}

void edit_put(struct edit_node *map, const char *key, const char *after,
              const struct doc_node *value)
{
    if (!open_node(map, DOC_MAP))
        BUG("not a map");
    struct edit_child *child = child_of(map, key);
    if (child) {
        edit_set(child->node, value);
        return;
    }
    size_t place = map->children.len;
    for (size_t i = 0; after && i < map->children.len; i++)
        if (!map->children.items[i].dropped && !map->children.items[i].merged &&
            strcmp(map->children.items[i].key, after) == 0)
            place = i + 1;
    insert_child(map, place, (struct edit_child){.key = key, .node = new_value(map, value)});
}

static void drop_child(struct edit_node *node, size_t place)
{
    struct edit_child *items = node->children.items;
    if (items[place].node->old) {
        items[place].dropped = true;
        return;
    }
    node->children.len--;
    memmove(&items[place], &items[place + 1], (node->children.len - place) * sizeof *items);
}

void edit_drop(struct edit_node *map, const char *key)
{
    struct edit_child *child = open_node(map, DOC_MAP) ? child_of(map, key) : NULL;
    if (child)
        drop_child(map, (size_t)(child - map->children.items));
}

void edit_insert(struct edit_node *list, size_t index, const struct doc_node *value)
{
    if (!open_node(list, DOC_LIST))
        BUG("not a list");
    insert_child(list, place_of(list, index), (struct edit_child){.node = new_value(list, value)});
}

void edit_remove(struct edit_node *list, size_t index)
{
    const size_t place = open_node(list, DOC_LIST) ? place_of(list, index) : 0;
    BUG_UNLESS(place < list->children.len);
    drop_child(list, place);
}

bool edit_node_changed(const struct edit_node *node)
{
    if (node->set)
        return true;
    for (size_t i = 0; i < node->children.len; i++)
        if (node->children.items[i].dropped || edit_node_changed(node->children.items[i].node))
            return true;
    return false;
}

bool edit_is_own(const struct edit_child *child)
{
    return child->node->old && !child->merged;
}

bool edit_changed(const struct edit *edit)
{
    return edit_node_changed(edit->root);
}

void edit_refuse(struct edit *edit, const struct doc_node *where, const char *reason)
{
    if (edit->reason)
        return;
    edit->refused = where;
    edit->reason = reason;
}
