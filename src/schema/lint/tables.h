/* Which migration makes which table, by the text of the ways there alone. */
#ifndef ROADMAP_SCHEMA_LINT_TABLES_H
#define ROADMAP_SCHEMA_LINT_TABLES_H

#include "schema/migration.h"
#include "schema/sql/sql.h"

struct table_made {
    const char *table; /* in lower case, without a schema */
    size_t migration;  /* the one that made it, from 0 */
    bool gone;         /* a later one drops it */
};

struct tables_made {
    VEC(struct table_made) items; /* in the order of making */
};

/* A table that is rebuilt under another name and named back stays the first one's. Temporary ones
 * do not count. What is not SQL, or not here, makes nothing. */
struct tables_made migration_tables(struct arena *arena, const struct migration_set *set,
                                    enum sql_dialect dialect);
/* By name as people write it ("nc.Audit_Log"); one that is there before one that is gone; NULL. */
const struct table_made *tables_made_find(const struct tables_made *tables, const char *name);

#endif
