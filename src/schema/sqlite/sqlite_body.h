/* What SQLite's PRAGMAs do not tell about a table or an index, out of the SQL it was made with. The
 * SQL is SQLite's own record, so it is known to be right. */
#ifndef ROADMAP_SCHEMA_SQLITE_SQLITE_BODY_H
#define ROADMAP_SCHEMA_SQLITE_SQLITE_BODY_H

#include "schema/sqlite/snapshot.h"

/* Fills checks, extras, what stands behind the body, and `generated` of the columns that are there.
 */
void sqlite_table_body(struct arena *arena, const char *sql, struct schema_table *table);
/* Fills `where`, and the names of expression columns. */
void sqlite_index_body(struct arena *arena, const char *sql, struct schema_index *index);

#endif
