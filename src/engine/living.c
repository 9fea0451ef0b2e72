#include "engine/living.h"

#include <stdlib.h>
#include <strings.h>

#include "base/str.h"
#include "engine/marker.h"

static int compare_ids(const void *left, const void *right)
{
    const struct living_seen *a = left, *b = right;
    return a->id.v < b->id.v ? -1 : a->id.v > b->id.v;
}

static bool is_marked(struct arena *arena, const char *body, const char *scope, const char *key)
{
    struct marker marker;
    size_t offset = 0;
    return marker_find(arena, body, &marker, &offset) == MARKER_READ &&
           marker.type == MARKER_COMMENT && text_eq(marker.scope, scope) &&
           text_eq(marker.key, key);
}

struct living_list living_ours(struct arena *arena, const struct living_seen *seen, size_t count,
                               const char *login, const char *scope, const char *key)
{
    struct living_list ours = {0};
    for (size_t i = 0; i < count; i++) {
        if (seen[i].minimized || !seen[i].author || strcasecmp(seen[i].author, login) != 0 ||
            !is_marked(arena, seen[i].body, scope, key))
            continue;
        VEC_PUSH(arena, &ours.items, seen[i]);
    }
    if (ours.items.len > 1)
        qsort(ours.items.items, ours.items.len, sizeof *ours.items.items, compare_ids);
    return ours;
}

const char *living_nonce(struct arena *arena, const char *body)
{
    struct marker marker;
    size_t offset = 0;
    return marker_find(arena, body, &marker, &offset) == MARKER_READ ? marker.nonce : NULL;
}

const char *living_marker(struct arena *arena, const char *scope, const char *key,
                          const char *nonce)
{
    const struct marker marker = {
        .type = MARKER_COMMENT, .scope = scope, .key = key, .nonce = nonce};
    return marker_format(arena, &marker);
}
