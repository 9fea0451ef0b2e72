/* One SQLite connection for SQL that nobody has vouched for: what reaches outside the database is
 * denied, what grows is bounded, what runs on is interrupted. Lives in the box's child only. */
#ifndef ROADMAP_SCHEMA_SQLITE_SQLITE_GUARD_H
#define ROADMAP_SCHEMA_SQLITE_SQLITE_GUARD_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/map.h"
#include "schema/sqlite/box_process.h"
#include "schema/sqlite/sqlite_trouble.h"

struct guard {
    sqlite3 *db;
    int64_t leg_ms, deadline_ms; /* monotonic; 0: none */
    int64_t heap_bytes;
    const char *denied; /* why the last statement was refused; static storage or in `arena` */
    bool own;           /* our own statements: everything goes, nothing is noted */
    bool quiet;         /* ours again, but they run what is not (triggers): nothing is noted */
    bool out_of_time;

    /* What the statements since guard_forget are about: folded names, in `arena`. */
    struct arena *arena;
    struct map *touched; /* tables whose rows or columns they may have changed */
    struct map *dropped; /* tables that they dropped */
    bool altered;        /* there was an ALTER TABLE among them */
    bool wrote;          /* one that adds, changes or deletes rows */
};

/* `path` NULL: in memory. */
nodiscard enum code guard_open(struct guard *guard, const char *path,
                               const struct box_limits *limits, struct err *err);
void guard_close(struct guard *guard);
/* Starts the clock for one leg, and the alarm behind it. */
void guard_start(struct guard *guard);
void guard_stop(struct guard *guard);
/* Empties what is noted. */
void guard_forget(struct guard *guard);

/* One or several statements of our own; a failure is a bug or an exhausted limit. false: failed. */
bool guard_exec(struct guard *guard, const char *sql);
/* As a connection of its own would find the database that the migrations made: without their
 * temporary objects, which shadow real ones, and without settings that let rows in. */
void guard_end_session(struct guard *guard);
sqlite3_stmt *guard_prepare(struct guard *guard, const char *sql);
void guard_finalize(sqlite3_stmt **stmt);
#define cleanup_stmt __attribute__((cleanup(guard_finalize)))
/* Monotonic: for how long a leg or a query took. */
int64_t guard_now_us(void);

/* What the failure `rc` of the last call was, in our words. */
void guard_explain(struct guard *guard, struct arena *arena, int rc,
                   struct sqlite_trouble *trouble);

#endif
