/* Statements of a migration or a check, one after the other, on a guarded connection. */
#ifndef ROADMAP_SCHEMA_SQLITE_SQLITE_RUN_H
#define ROADMAP_SCHEMA_SQLITE_SQLITE_RUN_H

#include "schema/migration.h"
#include "schema/sqlite/sqlite_guard.h"

/* One direction of a migration: in one transaction unless it has its own or asks for none. On a
 * failure everything that can be taken back is, and `trouble` says where; its texts are in `arena`.
 * The mark's step and leg are the caller's. */
bool run_part(struct guard *guard, struct box_mark *mark, const struct migration_part *part,
              struct arena *arena, struct sqlite_trouble *trouble);

/* Nothing runs: whether each statement could be read at all. For files that are not reached, so
 * that a slip in them does not wait for its turn. Names that are not there count as nothing. */
bool run_syntax(struct guard *guard, struct box_mark *mark, const struct migration_part *part,
                struct arena *arena, struct sqlite_trouble *trouble);

/* SQL that stands in the plan. `each` is called for every row of the last statement that gives rows
 * (of every statement; `first` begins anew); false stops the reading of rows. */
struct run_rows {
    void *context;
    void (*first)(void *context, sqlite3_stmt *stmt);
    bool (*each)(void *context, sqlite3_stmt *stmt);
    void (*done)(void *context, sqlite3_stmt *stmt); /* before it is finalised */
};
bool run_script(struct guard *guard, struct box_mark *mark, const char *sql,
                const struct run_rows *rows, struct arena *arena, struct sqlite_trouble *trouble);

#endif
