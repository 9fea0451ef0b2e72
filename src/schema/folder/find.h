/* Which folders of a repository hold migrations, by the names of its files alone. */
#ifndef ROADMAP_SCHEMA_FOLDER_FIND_H
#define ROADMAP_SCHEMA_FOLDER_FIND_H

#include "base/vec.h"

/* `paths`: from the top of the repository, '/' between, in any order; others than SQL and marker
 * files do not matter. Adds to `folders` in byte order, none of them inside another; "" is the top.
 * A folder per release (0.9/01_x.sql, 0.10/01_x.sql) counts as part of the folder above. */
void migration_folders_find(struct arena *arena, const struct strlist *paths,
                            struct strlist *folders);

/* The engine that the name of a folder speaks of, its last words first: "postgres" for
 * db/pg/migrations, "mysql" for db_mysql/migrations; "sqlite" where it says nothing. */
const char *migration_folder_engine(const char *folder);

#endif
