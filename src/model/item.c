#include "model/item.h"

#include <string.h>

const struct base_item *base_find(const struct base *base, enum kind kind, const char *id)
{
    for (size_t i = 0; base && i < base->items.len; i++)
        if (base->items.items[i].kind == kind && strcmp(base->items.items[i].id, id) == 0)
            return &base->items.items[i];
    return NULL;
}

static const struct value unknown;

const struct value *base_spec(const struct base_item *item, enum field field)
{
    return item->spec[field] ? item->spec[field] : &unknown;
}

const struct value *base_remote(const struct base_item *item, enum field field)
{
    return item->remote[field] ? item->remote[field] : &unknown;
}

const char *relation_id(struct arena *arena, struct edge edge)
{
    return arena_printf(arena, "%s %s %s", edge.from,
                        edge.relation == RELATION_PARENT ? "parent" : "blocked-by", edge.to);
}
