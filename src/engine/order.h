/* The order of lists, plans and writes: kinds, then depth in (parent, depends_on), then place in
 * the spec. (sync §8) */
#ifndef ROADMAP_ENGINE_ORDER_H
#define ROADMAP_ENGINE_ORDER_H

#include <stddef.h>
#include <stdint.h>

#include "model/change.h"
#include "model/item.h"

/* depth[i] of wants[i]: 0 without needs, else one more than the deepest need of the same kind that
 * is among the wants. A cycle (validated elsewhere) ends without one. */
void order_depths(struct arena *arena, const struct want *wants, size_t count, uint32_t *depths);
/* Sorts by kind, depth, place, number, id. Items without a want come last in their kind. `more`:
 * depth to add for each want (labels that wait for a rename), NULL = none. */
void order_items(struct arena *arena, const struct want *wants, size_t count, const uint32_t *more,
                 struct changeset *changeset);

#endif
