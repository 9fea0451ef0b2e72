#include "base/map.h"

#include <stdint.h>
#include <string.h>

#include "base/env.h"
#include "base/hash.h"

/* Entries stand in the order of insertion; `slots` is an open-addressing index into them. A
 * removed entry keeps its place (and its slot, as the tombstone) until the next rebuild. */
struct entry {
    const char *key;
    void *value;
    uint32_t hash;
    bool removed;
};

struct map {
    struct arena *arena;
    struct entry *entries;
    size_t len, cap; /* entries in use, removed ones included */
    size_t live;
    uint32_t *slots;   /* index + 1; 0 = free */
    size_t slot_count; /* a power of two, at least twice `cap` */
};

static uint64_t seed[2];
static bool seeded;

static uint32_t hash_key(const char *key)
{
    return (uint32_t)hash_sip(seed, key, strlen(key));
}

struct map *map_new(struct arena *arena)
{
    if (!seeded) {
        random_bytes(seed, sizeof seed);
        seeded = true;
    }
    struct map *map = ARENA_NEW(arena, struct map);
    map->arena = arena;
    return map;
}

static struct entry *find(const struct map *map, const char *key, uint32_t hash)
{
    if (!map->slot_count)
        return NULL;
    size_t mask = map->slot_count - 1;
    for (size_t i = hash & mask; map->slots[i]; i = (i + 1) & mask) {
        struct entry *entry = &map->entries[map->slots[i] - 1];
        if (!entry->removed && entry->hash == hash && strcmp(entry->key, key) == 0)
            return entry;
    }
    return NULL;
}

static void index_entry(struct map *map, size_t entry_index)
{
    size_t mask = map->slot_count - 1;
    size_t i = map->entries[entry_index].hash & mask;
    while (map->slots[i])
        i = (i + 1) & mask;
    map->slots[i] = (uint32_t)entry_index + 1;
}

static size_t slots_for(size_t cap)
{
    size_t slots = 16;
    while (slots < cap * 2)
        slots *= 2;
    return slots;
}

/* Storage for `cap` entries, without the removed ones. */
static void resize(struct map *map, size_t cap)
{
    BUG_UNLESS(cap <= UINT32_MAX / 4);
    struct entry *entries = map->entries;
    if (cap != map->cap) {
        entries = arena_calloc(map->arena, cap, sizeof *entries);
        map->slot_count = slots_for(cap);
        map->slots = arena_calloc(map->arena, map->slot_count, sizeof *map->slots);
    } else {
        memset(map->slots, 0, map->slot_count * sizeof *map->slots);
    }
    size_t kept = 0;
    for (size_t i = 0; i < map->len; i++)
        if (!map->entries[i].removed)
            entries[kept++] = map->entries[i];
    map->entries = entries;
    map->len = kept;
    map->cap = cap;
    for (size_t i = 0; i < kept; i++)
        index_entry(map, i);
}

/* Puts and removes in turn stay linear in memory only because a map that is mostly holes is
 * rebuilt at the size it has. */
static void rebuild(struct map *map)
{
    size_t cap = map->cap;
    if (map->live * 2 >= cap)
        cap = cap ? cap * 2 : 8;
    resize(map, cap);
}

void map_reserve(struct map *map, size_t count)
{
    if (count > map->cap)
        resize(map, count);
}

void *map_put(struct map *map, const char *key, void *value)
{
    uint32_t hash = hash_key(key);
    struct entry *entry = find(map, key, hash);
    if (entry) {
        void *before = entry->value;
        entry->value = value;
        return before;
    }
    if (map->len == map->cap)
        rebuild(map);
    map->entries[map->len] = (struct entry){.key = key, .value = value, .hash = hash};
    index_entry(map, map->len);
    map->len++;
    map->live++;
    return NULL;
}

void *map_get(const struct map *map, const char *key)
{
    struct entry *entry = find(map, key, hash_key(key));
    return entry ? entry->value : NULL;
}

bool map_has(const struct map *map, const char *key)
{
    return find(map, key, hash_key(key)) != NULL;
}

void *map_remove(struct map *map, const char *key)
{
    struct entry *entry = find(map, key, hash_key(key));
    if (!entry)
        return NULL;
    entry->removed = true;
    map->live--;
    return entry->value;
}

size_t map_len(const struct map *map)
{
    return map->live;
}

bool map_next(const struct map *map, size_t *cursor, const char **key, void **value)
{
    while (*cursor < map->len) {
        const struct entry *entry = &map->entries[(*cursor)++];
        if (entry->removed)
            continue;
        *key = entry->key;
        *value = entry->value;
        return true;
    }
    return false;
}
