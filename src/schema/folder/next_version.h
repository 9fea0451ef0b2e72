/* The first version behind all that are in use. Only inside of this layer. */
#ifndef ROADMAP_SCHEMA_FOLDER_NEXT_VERSION_H
#define ROADMAP_SCHEMA_FOLDER_NEXT_VERSION_H

#include "schema/migration.h"
#include "schema/version.h"

/* The migration with the greatest number of both sets (target may be NULL); NULL when there is
 * none. */
const struct migration *next_last(struct arena *arena, const struct migration_set *set,
                                  const struct migration_set *target);
/* Behind `last`. ERR_REFUSED when the naming has none. */
nodiscard enum code next_version(struct arena *arena, const struct migration_set *set,
                                 const struct migration *last, const struct naming *naming,
                                 int64_t now_ms, char **version, struct err *err);

#endif
