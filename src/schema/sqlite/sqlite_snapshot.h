/* The schema of a guarded SQLite connection: cheap first (whether the rows of sqlite_schema are the
 * ones that are known), facts only where those differ. Lives in the box's child. */
#ifndef ROADMAP_SCHEMA_SQLITE_SQLITE_SNAPSHOT_H
#define ROADMAP_SCHEMA_SQLITE_SQLITE_SNAPSHOT_H

#include "schema/sqlite/snapshot.h"
#include "schema/sqlite/sqlite_guard.h"

struct raw_row {
    const char *type, *name, *table, *sql;
    size_t len; /* of `sql` */
    int64_t rowid;
};

/* sqlite_schema without what SQLite itself keeps there. */
struct raw_schema {
    VEC(struct raw_row) rows; /* in the order of rowids */
};

/* Rows that are as in `known` share its texts, those of others go to `texts`, which must live as
 * long as any schema that was read with it. false: SQLite failed. */
bool raw_read(struct guard *guard, struct arena *arena, struct arena *texts,
              const struct raw_schema *known, struct raw_schema *raw);
/* Whether the rows are `want`'s, byte by byte and in that order; when not, the schema may mean the
 * same all the same: raw_diff. Nothing is copied. false: SQLite failed. */
bool raw_same(struct guard *guard, const struct raw_schema *want, bool *same);

/* Facts of everything that the connection has. */
bool sqlite_snapshot(struct guard *guard, struct arena *arena, struct schema_snapshot *snapshot);
/* Facts of one table; false when it is not there. */
bool sqlite_snapshot_table(struct guard *guard, struct arena *arena, const char *name,
                           struct schema_table *table);
/* Whether two schemas mean the same: facts of what differs, built in a database of its own from the
 * rows. Lines as in snapshot_diff. */
bool raw_diff(const struct box_limits *limits, struct arena *arena, const struct raw_schema *before,
              const struct raw_schema *after, struct strlist *lines);

#endif
