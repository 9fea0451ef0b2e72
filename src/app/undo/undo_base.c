/* What is agreed after something went back. */
#include <stdlib.h>
#include <string.h>

#include "app/undo/undo.h"
#include "base/str.h"
#include "engine/value.h"
#include "store/items.h"

struct base_item undo_base(struct undo *undo, const struct undo_step *step, bool *known)
{
    const struct base_item *cached =
        base_find(&undo->session->base, step->item.kind, step->item.id);
    *known = step->item.id[0] != '#';
    if (cached)
        return *compare_copy_base(undo->arena, cached);
    return (struct base_item){
        .kind = step->item.kind, .id = step->item.id, .number = step->item.number};
}

void undo_agree(struct arena *arena, struct base_item *base, enum field field,
                const struct have *have)
{
    struct value *value = ARENA_NEW(arena, struct value);
    *value = have->value[field];
    base->spec[field] = base->remote[field] = value;
    if (field == FIELD_BLOCK) /* the text of an earlier template, perhaps */
        base->block_source = "";
}

enum code undo_keep_base(struct undo *undo, const struct base_item *base, struct err *err)
{
    struct base_item stored = *base;
    for (int field = 0; field < FIELD_COUNT; field++) {
        /* What only a mark knows stays in the mark. */
        if (base_spec(&stored, (enum field)field)->hashed)
            stored.spec[field] = NULL;
        if (base_remote(&stored, (enum field)field)->hashed)
            stored.remote[field] = NULL;
    }
    stored.hashed = false;
    return store_put_base(undo->session->store, undo->session->at, &stored, err);
}

bool undo_find_milestone(struct undo *undo, const char *text, struct number *number)
{
    *number = (struct number){0};
    if (text_empty(text))
        return true;
    const char *sign = strrchr(text, '#');
    const size_t id_len = strcspn(text, " ");
    const struct base_item *item = text[0] == '#'
                                       ? NULL
                                       : base_find(&undo->session->base, KIND_MILESTONE,
                                                   arena_strndup(undo->arena, text, id_len));
    /* One that was made again has the id, and a number of its own. */
    if (item && remote_find_milestone(&undo->session->remote, item->number))
        *number = item->number;
    else if (sign)
        number->v = strtoll(sign + 1, NULL, 10);
    return number->v > 0 && remote_find_milestone(&undo->session->remote, *number) != NULL;
}
