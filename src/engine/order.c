#include "engine/order.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"

/* The key of an item among all kinds. */
static const char *key_of(struct arena *arena, enum kind kind, const char *id)
{
    return arena_printf(arena, "%d %s", (int)kind, id);
}

struct visit {
    const struct want *wants;
    const struct map *index; /* key → want */
    uint32_t *depths;
    unsigned char *marks; /* 0 new, 1 on the way, 2 done */
    struct {
        size_t want, need;
    } * stack;
};

/* Depth first without recursion: a chain of dependencies may be as long as the plan. */
static void visit(struct arena *arena, struct visit *visit, size_t start)
{
    size_t len = 1;
    visit->stack[0].want = start;
    visit->stack[0].need = 0;
    visit->marks[start] = 1;
    while (len > 0) {
        size_t at = visit->stack[len - 1].want;
        const struct want *want = &visit->wants[at];
        if (visit->stack[len - 1].need == want->needs.len) {
            visit->marks[at] = 2;
            len--;
            if (len > 0 && visit->depths[visit->stack[len - 1].want] <= visit->depths[at])
                visit->depths[visit->stack[len - 1].want] = visit->depths[at] + 1;
            continue;
        }
        const char *need = want->needs.items[visit->stack[len - 1].need++];
        const struct want *found = map_get(visit->index, key_of(arena, want->kind, need));
        if (found == NULL)
            continue;
        size_t next = (size_t)(found - visit->wants);
        if (visit->marks[next] == 2 && visit->depths[at] <= visit->depths[next])
            visit->depths[at] = visit->depths[next] + 1;
        if (visit->marks[next] != 0)
            continue;
        visit->marks[next] = 1;
        visit->stack[len].want = next;
        visit->stack[len++].need = 0;
    }
}

void order_depths(struct arena *arena, const struct want *wants, size_t count, uint32_t *depths)
{
    struct arena *scratch cleanup_arena = arena_new();
    struct map *index = map_new(scratch);
    (void)arena;
    memset(depths, 0, count * sizeof *depths);
    bool needs = false;
    for (size_t i = 0; i < count; i++)
        needs = needs || wants[i].needs.len > 0;
    if (!needs)
        return;
    for (size_t i = 0; i < count; i++)
        if (wants[i].kind != KIND_RELATION)
            map_put(index, key_of(scratch, wants[i].kind, wants[i].id),
                    (void *)(uintptr_t)&wants[i]);
    struct visit state = {.wants = wants, .index = index, .depths = depths};
    state.marks = arena_calloc(scratch, count + 1, sizeof *state.marks);
    state.stack = arena_calloc(scratch, count + 1, sizeof *state.stack);
    for (size_t i = 0; i < count; i++)
        if (state.marks[i] == 0)
            visit(scratch, &state, i);
}

/* What an item is sorted by, beside the item. */
struct sorted {
    const struct item_change *item;
    uint32_t depth;
    size_t place;
};

static int compare_sorted(const void *a, const void *b)
{
    const struct sorted *left = a, *right = b;
    if (left->item->kind != right->item->kind)
        return left->item->kind < right->item->kind ? -1 : 1;
    if (left->depth != right->depth)
        return left->depth < right->depth ? -1 : 1;
    if (left->place != right->place)
        return left->place < right->place ? -1 : 1;
    if (left->item->number.v != right->item->number.v)
        return left->item->number.v < right->item->number.v ? -1 : 1;
    return strcmp(left->item->id, right->item->id);
}

/* Cycle by cycle and in place: a second list of ten thousand items is megabytes. What is `sorted`
 * is used up. */
static void put_in_order(struct item_change *items, struct sorted *sorted, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        const struct item_change first = items[i];
        size_t at = i;
        while (sorted[at].item != &items[i]) {
            const size_t from = (size_t)(sorted[at].item - items);
            items[at] = items[from];
            sorted[at].item = &items[at];
            at = from;
        }
        items[at] = first;
        sorted[at].item = &items[at];
    }
}

void order_items(struct arena *arena, const struct want *wants, size_t count, const uint32_t *more,
                 struct changeset *changeset)
{
    size_t len = changeset->items.len;
    if (len < 2)
        return;
    struct arena *scratch cleanup_arena = arena_new();
    uint32_t *depths = arena_calloc(scratch, count + 1, sizeof *depths);
    struct sorted *sorted = arena_calloc(scratch, len, sizeof *sorted);
    order_depths(arena, wants, count, depths);
    for (size_t i = 0; i < len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        sorted[i] = (struct sorted){item, UINT32_MAX, SIZE_MAX};
        if (item->want == NULL)
            continue;
        sorted[i].depth = depths[item->want - wants] + (more ? more[item->want - wants] : 0);
        sorted[i].place = item->want->place;
    }
    qsort(sorted, len, sizeof *sorted, compare_sorted);
    put_in_order(changeset->items.items, sorted, len);
}
