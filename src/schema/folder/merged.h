/* A set against what the target branch has: RM105, 106, 115, 116, 119, 125. */
#ifndef ROADMAP_SCHEMA_FOLDER_MERGED_H
#define ROADMAP_SCHEMA_FOLDER_MERGED_H

#include "schema/migration.h"

/* `target`: the same folder at the tip of the target branch, read with the convention of `set` (the
 * bytes of its files are not needed, their blob ids are). Adds to set->findings. */
void migration_set_compare(struct arena *arena, struct migration_set *set,
                           const struct migration_set *target);

#endif
