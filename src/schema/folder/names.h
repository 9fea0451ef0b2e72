/* What the versions and names of a set say by themselves: RM103, 104, 107, 108, 109, 111, 122. */
#ifndef ROADMAP_SCHEMA_FOLDER_NAMES_H
#define ROADMAP_SCHEMA_FOLDER_NAMES_H

#include "schema/migration.h"
#include "schema/version.h"

/* Adds to set->findings. `today`: DAY_NONE leaves the question of the future out. */
void migration_names_check(struct arena *arena, struct migration_set *set,
                           const struct naming *naming, int32_t today);
/* What the folder does when nobody says what it should: by the form of most of its versions. */
enum naming_kind naming_of_set(const struct migration_set *set);
/* Digits of most versions, 0 when none is a number; the later version decides between equals. */
uint32_t naming_width_of_set(const struct migration_set *set);
/* 1, 2, … 10: numbers without zeros in front, whose width has to grow. */
bool naming_is_natural(const struct migration_set *set);

#endif
