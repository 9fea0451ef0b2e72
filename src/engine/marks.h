/* The marks that a cache has seen on an item. The mark tells what was agreed when somebody's
 * roadmap wrote the object last; one that this cache has not seen came from another machine, or
 * from a write of this one whose answer was lost, and is newer than what the cache knows. One that
 * it has seen may be older: an agreement without a write leaves the mark behind, and people put old
 * texts back with their marks. */
#ifndef ROADMAP_ENGINE_MARKS_H
#define ROADMAP_ENGINE_MARKS_H

#include <stdbool.h>

#include "base/arena.h"
#include "engine/marker.h"

/* 8 hex digits of the agreed values; ticks are people's and do not count. */
const char *marks_sum(struct arena *arena, const struct marker_base *base);
/* `seen`: sums joined by dots, or NULL for none. */
bool marks_have(const char *seen, const char *sum);
/* `seen` with `sum` as its newest; the oldest goes when there are too many. */
const char *marks_add(struct arena *arena, const char *seen, const char *sum);

#endif
