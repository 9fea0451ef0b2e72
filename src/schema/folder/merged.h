/* A set against what the target branch has: RM105, 106, 115, 116, 119, 125. */
#ifndef ROADMAP_SCHEMA_FOLDER_MERGED_H
#define ROADMAP_SCHEMA_FOLDER_MERGED_H

#include "schema/migration.h"

/* `target`: the same folder at the tip of the target branch, read with the convention of `set` (the
 * bytes of its files are not needed, their blob ids are). Adds to set->findings. */
void migration_set_compare(struct arena *arena, struct migration_set *set,
                           const struct migration_set *target);

/* sqitch: the same change in another set of the same plan: the n-th of its name. NULL: it has none.
 */
const struct migration *migration_counterpart(const struct migration_set *of,
                                              const struct migration *migration,
                                              const struct migration_set *in);
/* Where the script that `target` has at `path` stands in `set`. Reworking a change gives its
 * earlier script a new name and its name to the new script; NULL: no plan knows the script. */
const char *migration_script_moved(const struct migration_set *set,
                                   const struct migration_set *target, const char *path);

#endif
