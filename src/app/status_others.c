#include "app/status_others.h"

#include "base/map.h"
#include "model/key.h"

static const char *milestone_id(const struct store_status *status, struct number number)
{
    for (size_t i = 0; number.v && i < status->milestones.len; i++)
        if (status->milestones.items[i].number.v == number.v)
            return status->milestones.items[i].id;
    return NULL;
}

/* Ids of issues and the keys that their titles begin with. */
static struct map *collect_keys(struct arena *arena, const struct store_status *status)
{
    struct map *keys = map_new(arena);
    for (size_t i = 0; i < status->issues.len; i++) {
        const char *key = key_leading(arena, status->issues.items[i].title);
        (void)map_put(keys, status->issues.items[i].id, keys);
        if (key)
            (void)map_put(keys, key, keys);
    }
    return keys;
}

void status_others(struct arena *arena, const struct store_status *status,
                   struct unplanned_list *unplanned)
{
    struct map *keys = status->others.len ? collect_keys(arena, status) : NULL;
    for (size_t i = 0; i < status->others.len; i++) {
        const struct store_status_other *other = &status->others.items[i];
        const char *milestone = milestone_id(status, other->milestone);
        const char *key = key_leading(arena, other->title);
        if (!milestone && (!key || !map_has(keys, key)))
            continue;
        const struct unplanned one = {other->number, other->title, milestone};
        VEC_PUSH(arena, &unplanned->list, one);
    }
}
