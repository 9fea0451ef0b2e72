#include "app/status/status_others.h"

#include "base/map.h"
#include "model/key.h"

static const char *milestone_id(const struct standings *standings, struct number number)
{
    for (size_t i = 0; number.v && i < standings->milestones.len; i++)
        if (standings->milestones.items[i].number.v == number.v)
            return standings->milestones.items[i].id;
    return NULL;
}

/* Ids of issues and the keys that their titles begin with. */
static enum code collect_keys(struct store *store, struct arena *arena, struct store_scope at,
                              struct map **keys, struct err *err)
{
    struct store_titles titles = {0};
    enum code code = store_load_titles(store, arena, at, &titles, err);
    if (code)
        return code;
    *keys = map_new(arena);
    map_reserve(*keys, 2 * titles.items.len);
    for (size_t i = 0; i < titles.items.len; i++) {
        const char *key = key_leading(arena, titles.items.items[i].title);
        (void)map_put(*keys, titles.items.items[i].id, *keys);
        if (key)
            (void)map_put(*keys, key, *keys);
    }
    return OK;
}

enum code status_others(struct store *store, struct arena *arena, struct store_scope at,
                        const struct standings *standings, const struct store_others *others,
                        struct unplanned_list *unplanned, struct err *err)
{
    struct map *keys = NULL; /* of the whole plan: made when the first title has one */
    for (size_t i = 0; i < others->items.len; i++) {
        const struct store_other *other = &others->items.items[i];
        const char *milestone = milestone_id(standings, other->milestone);
        const char *key = milestone ? NULL : key_leading(arena, other->title);
        enum code code = key && !keys ? collect_keys(store, arena, at, &keys, err) : OK;
        if (code)
            return code;
        if (!milestone && !(key && map_has(keys, key)))
            continue;
        const struct unplanned one = {other->number, other->title, milestone};
        VEC_PUSH(arena, &unplanned->list, one);
    }
    return OK;
}
