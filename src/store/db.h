/* One connection and its statements: the only place that talks to SQLite. Private to store. */
#ifndef ROADMAP_STORE_DB_H
#define ROADMAP_STORE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "store/statements.h"
#include "store/store.h"

struct store {
    sqlite3 *db;
    char *path; /* heap; ":memory:" for one in memory */
    enum store_mode mode;
    bool in_memory;
    bool damaged;        /* pages were found damaged: moved aside on closing */
    int64_t now_ms;      /* of the opening */
    struct store_tx *tx; /* the open guard, or NULL */
    bool deferred;       /* a transaction without a guard waits to be committed (store_defer) */
    bool staying;        /* store_stay */
    sqlite3_stmt *place; /* its unfinished reading */
    const char *sql[STMT_COUNT];
    size_t sql_len[STMT_COUNT];
    sqlite3_stmt *stmt[STMT_COUNT]; /* prepared on first use */
};

/* Finds the text of every statement in the embedded files; a missing one is a bug. */
void db_load_statements(struct store *store);
/* Turns a failed call into an error: "cannot WHAT the cache 'PATH': …". */
nodiscard enum code db_fail(struct store *store, int rc, const char *what, struct err *err);
/* Several statements without parameters and results. */
nodiscard enum code db_exec(struct store *store, const char *sql, const char *what,
                            struct err *err);
/* The first column of the first row of a PRAGMA or SELECT, 0 without rows. */
nodiscard enum code db_ask(struct store *store, const char *sql, int64_t *value, struct err *err);
/* Finalises every statement and closes the connection. */
void db_close(struct store *store);

/* One use of a statement. Parameters are bound in order, texts are not copied (they must live until
 * db_use_end). The first failure of a bind is kept and comes out of the next step. */
struct db_use {
    struct store *store;
    sqlite3_stmt *stmt;
    enum statement statement;
    int next;
    int rc;
};
#define DB_USE_INIT                                                                                \
    {                                                                                              \
        0                                                                                          \
    }
#define cleanup_use __attribute__((cleanup(db_use_end)))

nodiscard enum code db_use(struct store *store, enum statement statement, struct db_use *use,
                           struct err *err);
void db_use_end(struct db_use *use);
void db_bind_text(struct db_use *use, const char *text); /* NULL binds NULL */
void db_bind_int(struct db_use *use, int64_t value);
void db_bind_real(struct db_use *use, double value);
void db_bind_null(struct db_use *use);
/* For statements without rows. */
nodiscard enum code db_run(struct db_use *use, struct err *err);
nodiscard enum code db_next(struct db_use *use, bool *row, struct err *err);

/* Columns of the row that db_next gave. */
char *db_text(struct db_use *use, struct arena *arena, int column); /* NULL for NULL */
/* The same, sharing the copy of the row before when it is equal: columns with few values. */
const char *db_text_like(struct db_use *use, struct arena *arena, int column, const char *before);
const char *db_peek(struct db_use *use, int column); /* valid until the next step */
int64_t db_int(struct db_use *use, int column);
bool db_is_null(struct db_use *use, int column);
double db_real(struct db_use *use, int column);
/* Rows that the last statement changed. */
int64_t db_changed(struct store *store);

/* Gives up the place that store_stay keeps, until the next commit: an error that SQLite has to
 * recover from, and closing, need the file let go. */
void db_leave_place(struct store *store);
/* For functions that write several rows: begins a transaction unless one is open, in which case
 * committing does nothing. */
nodiscard enum code db_begin_own(struct store *store, struct store_tx *tx, struct err *err);
nodiscard enum code db_commit_own(struct store_tx *tx, struct err *err);

#endif
