#include "model/standing.h"

#include "base/map.h"

uint32_t standings_owner(struct arena *arena, struct standings *standings, const char *name,
                         uint32_t hands)
{
    if (!standings->owner_places)
        standings->owner_places = map_new(arena);
    const uintptr_t known = (uintptr_t)map_get(standings->owner_places, name);
    if (known)
        return (uint32_t)known;
    const struct schedule_owner owner = {arena_strdup(arena, name), hands};
    VEC_PUSH(arena, &standings->owners, owner);
    const uintptr_t place = standings->owners.len;
    (void)map_put(standings->owner_places, owner.name, (void *)place);
    return (uint32_t)place;
}
