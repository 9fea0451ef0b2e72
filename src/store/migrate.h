/* The schema as numbered steps: the .up.sql files of migrations/, embedded, in byte order. Private
 * to store. */
#ifndef ROADMAP_STORE_MIGRATE_H
#define ROADMAP_STORE_MIGRATE_H

#include "store/db.h"

/* How many steps this program knows. */
int migrate_known(void);
/* Applies the steps from user_version on, each in a transaction of its own. */
nodiscard enum code migrate_up(struct store *store, struct err *err);

#endif
