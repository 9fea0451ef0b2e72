/* Adoption: an unmarked object with the whole title of an item. */
#include "base/str.h"
#include "engine/bind_inner.h"
#include "engine/fence.h"
#include "engine/normal.h"
#include "model/key.h"

/* Every mark of a text that holds more than one, or one that cannot be read: whose issue that is
 * nobody can say, but the items it could be must not come into being a second time. */
static void index_spoiled(struct binder *binder, struct object *object)
{
    struct lines lines = {.text = object->text};
    while (lines_next(&lines)) {
        struct marker marker;
        if (!lines.fenced &&
            marker_parse(binder->arena, object->text + lines.start, lines.len, &marker) !=
                MARKER_NONE &&
            marker.id != NULL && text_eq(marker.scope, binder->input->scope))
            object_list_add(binder, binder->spoiled[object->kind], marker.id, object);
    }
}

static bool is_spoiled(struct binder *binder, const struct object *object)
{
    struct block_parts parts;
    if (object->reading == MARKER_NONE)
        return false;
    block_split(binder->arena, object->text, &parts);
    return parts.damage != BLOCK_WHOLE;
}

static void index_object(struct binder *binder, struct object *object)
{
    if (object->owner != NULL)
        return;
    /* Marked ones are somebody's, or were closed as duplicates. */
    bool spoiled = is_spoiled(binder, object);
    if (spoiled)
        index_spoiled(binder, object);
    else if (object->reading != MARKER_NONE)
        return;
    const char *title = normal_line(binder->arena, object->title);
    object_list_add(binder, binder->titles[object->kind], title, object);
    const char *key = key_leading(binder->arena, title);
    if (key != NULL)
        object_list_add(binder, binder->keys[object->kind], key, object);
}

static void index_titles(struct binder *binder, enum kind kind)
{
    struct bind_result *result = binder->result;
    binder->titles[kind] = map_new(binder->arena);
    binder->keys[kind] = map_new(binder->arena);
    binder->spoiled[kind] = map_new(binder->arena);
    if (kind == KIND_MILESTONE)
        for (size_t i = 0; i < result->milestones.len; i++)
            index_object(binder, &result->milestones.items[i]);
    else
        for (size_t i = 0; i < result->issues.len; i++)
            index_object(binder, &result->issues.items[i]);
}

#define CANDIDATES_NAMED 3

static void refuse_candidates(struct binder *binder, struct binding *binding,
                              const struct object_list *candidates, const char *reason)
{
    const struct want *want = binding->want;
    struct arena *arena = binder->arena;
    bind_refuse(binding, REFUSAL_AMBIGUOUS, reason);
    for (size_t i = 0; i < candidates->list.len && i < CANDIDATES_NAMED; i++)
        bind_way(binder, binding,
                 arena_printf(arena, "roadmap sync --adopt %s=#%lld", want->id,
                              (long long)candidates->list.items[i]->number.v));
    bind_way(binder, binding, arena_printf(arena, "roadmap sync --adopt %s=new", want->id));
}

static const struct object_list *same_title(struct binder *binder, const struct want *want)
{
    const struct object_list *found =
        map_get(binder->titles[want->kind], normal_line(binder->arena, want->title));
    for (size_t i = 0; found == NULL && i < want->previously.len; i++)
        found = map_get(binder->titles[want->kind],
                        normal_line(binder->arena, want->previously.items[i]));
    return found;
}

/* true: the item is refused. */
static bool refuse_spoiled(struct binder *binder, struct binding *binding,
                           const struct object_list *candidates)
{
    for (size_t i = 0; candidates != NULL && i < candidates->list.len; i++) {
        const struct object *object = candidates->list.items[i];
        if (object->owner != NULL || object->reading == MARKER_NONE)
            continue;
        struct block_parts parts;
        block_split(binder->arena, object->text, &parts);
        refuse_candidates(
            binder, binding, candidates,
            arena_printf(binder->arena, "%s could be it, but %s",
                         bind_number_text(binder->arena, object->kind, object->number),
                         block_damage_text(parts.damage)));
        binding->refusal = parts.damage == BLOCK_NEWER ? REFUSAL_NEWER : REFUSAL_DAMAGED;
        return true;
    }
    return false;
}

void bind_by_title(struct binder *binder, struct binding *binding)
{
    const struct want *want = binding->want;
    if (binder->titles[want->kind] == NULL)
        index_titles(binder, want->kind);
    if (refuse_spoiled(binder, binding, map_get(binder->spoiled[want->kind], want->id)))
        return;
    const struct object_list *same = same_title(binder, want);
    struct arena *arena = binder->arena;
    if (refuse_spoiled(binder, binding, same))
        return;
    if (same != NULL && same->list.len == 1) {
        struct object *object = same->list.items[0];
        if (object->owner == NULL)
            bind_to(binder, binding, BOUND_ADOPT, object);
        else
            refuse_candidates(binder, binding, same,
                              arena_printf(arena, "%s has the title of two items of the plan",
                                           bind_number_text(arena, want->kind, object->number)));
        return;
    }
    if (same != NULL) {
        refuse_candidates(binder, binding, same,
                          arena_printf(arena, "%zu %s on GitHub have its title", same->list.len,
                                       kind_plural_people(want->kind)));
        return;
    }
    const char *key = key_leading(arena, want->title);
    const struct object_list *keyed = map_get(binder->keys[want->kind], key ? key : want->id);
    if (refuse_spoiled(binder, binding, keyed))
        return;
    if (keyed != NULL && keyed->list.items[0]->owner == NULL)
        refuse_candidates(
            binder, binding, keyed,
            arena_printf(arena, "%s on GitHub begins with %s too, but has another title",
                         bind_number_text(arena, want->kind, keyed->list.items[0]->number),
                         key ? key : want->id));
}
