/* String keys → pointers, in an arena. Keys are not copied. Lookups are by bytes; whoever wants
 * case folding folds first. Hashing is seeded per process, so hostile keys cannot collide at will;
 * iteration goes by insertion, so output never depends on the seed. */
#ifndef ROADMAP_BASE_MAP_H
#define ROADMAP_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct map;

struct map *map_new(struct arena *arena);
/* Room for `count` keys at once: old storage stays in the arena, so growing step by step would cost
 * twice. */
void map_reserve(struct map *map, size_t count);
/* Sets or replaces; gives the value that stood there before, or NULL. */
void *map_put(struct map *map, const char *key, void *value);
/* NULL when absent. */
void *map_get(const struct map *map, const char *key);
bool map_has(const struct map *map, const char *key);
/* Removes; gives the old value or NULL. */
void *map_remove(struct map *map, const char *key);
size_t map_len(const struct map *map);
/* Entry `i` in the order of insertion (removed ones skipped): start with *cursor = 0; false at the
 * end. */
bool map_next(const struct map *map, size_t *cursor, const char **key, void **value);

#endif
