/* The cache: one SQLite file beside the project that can be lost at any time. What losing it costs
 * is said in docs; nothing here is ever the only copy of what a person wrote.
 *
 * A `struct store` is one connection; it belongs to one thread. Everything that is loaded lives in
 * the arena given to the loading function. Instants are milliseconds since the epoch.
 *
 * Errors of every function below: ERR_FAILED with the operation and the path (also for a full disk
 * and a file that cannot be written), ERR_LOCKED when another process keeps the file for longer
 * than the busy time-out, ERR_CORRUPT when pages are damaged: store_close then moves the file
 * aside, so that the next run starts with an empty one. */
#ifndef ROADMAP_STORE_STORE_H
#define ROADMAP_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct store;

enum store_mode {
    STORE_READ, /* no byte of the file changes; an absent file is an empty store in memory */
    STORE_WRITE /* makes, migrates, repairs */
};

/* Whether git tracks the file; filled in by app (store knows no git). */
typedef enum code (*store_tracked_fn)(void *state, const char *path, bool *tracked,
                                      struct err *err);

struct store_options {
    const char *path; /* of the database; see store/place.h */
    enum store_mode mode;
    store_tracked_fn is_tracked; /* NULL: not asked */
    void *tracked_state;
    int64_t now_ms;          /* stamps migrations and the name of a file moved aside */
    int64_t busy_timeout_ms; /* 0 = STORE_BUSY_MS */
};

#define STORE_BUSY_MS 5000
#define STORE_APPLICATION_ID 0x524d4150 /* "RMAP" */

/* What a person should hear about the opening. */
struct store_told {
    bool created;                   /* there was no file */
    bool moved_aside;               /* the file was damaged; a new, empty one stands in its place */
    const char *moved_to;           /* where the damaged one is now */
    int migrated_from, migrated_to; /* equal when nothing was migrated */
};

/* Opens the cache. STORE_WRITE makes its folder (0700) and the file (0600 under any umask), brings
 * the schema up to date and moves a damaged file aside. STORE_READ gives an empty store in memory
 * when there is no file, and reads an older schema through a migrated copy in memory.
 *
 * ERR_REFUSED, by name and with what to do: a symlink, not a regular file, another user's file, a
 * file that git tracks, a database that is not ours, one written by a newer roadmap.
 * ERR_CORRUPT only with STORE_READ. */
nodiscard enum code store_open(struct arena *arena, const struct store_options *options,
                               struct store **store, struct store_told *told, struct err *err);
/* An empty store in memory (rehearsal, tests). */
nodiscard enum code store_open_memory(int64_t now_ms, struct store **store, struct err *err);
/* NULL is fine. An open transaction is rolled back. */
void store_close(struct store *store);
void store_closep(struct store **store);
#define cleanup_store __attribute__((cleanup(store_closep)))

const char *store_path(const struct store *store); /* ":memory:" for one in memory */

/* A transaction as a guard: declare `struct store_tx tx cleanup_tx = STORE_TX_INIT;`, begin, work,
 * commit; every other way out rolls back. Transactions do not nest: beginning a second one is a
 * bug. Single functions below need none; those that write several rows use the one that is open, or
 * one of their own. After OK from store_commit the data is on the disk (synchronous=EXTRA). */
struct store_tx {
    struct store *store;
};
#define STORE_TX_INIT                                                                              \
    {                                                                                              \
        0                                                                                          \
    }
#define cleanup_tx __attribute__((cleanup(store_tx_end)))

nodiscard enum code store_begin(struct store *store, struct store_tx *tx, struct err *err);
/* The same, and what is deferred is committed with it: for the transaction of an intent alone. */
nodiscard enum code store_begin_joined(struct store *store, struct store_tx *tx, struct err *err);
nodiscard enum code store_commit(struct store_tx *tx, struct err *err);
void store_tx_end(struct store_tx *tx);

/* What is read from now until closing belongs to one state of the file, whoever writes meanwhile.
 * For a short reading: it lets no writer commit. */
nodiscard enum code store_hold(struct store *store, struct err *err);

/* Many readings in a row, under one lock of the file and not one each (`struct store_reading
 * reading cleanup_reading = STORE_READING_INIT;`): they see one state, and until the end of the
 * guard no writer commits. Where a transaction is open anyway, it does nothing. */
struct store_reading {
    struct store *store;
};
#define STORE_READING_INIT                                                                         \
    {                                                                                              \
        0                                                                                          \
    }
#define cleanup_reading __attribute__((cleanup(store_reading_end)))

nodiscard enum code store_read(struct store *store, struct store_reading *reading, struct err *err);
void store_reading_end(struct store_reading *reading);

/* In place of store_commit, when the next intent follows at once: its commit (store_intent_open)
 * takes this transaction along, so that a write costs one commit and not two. Any other use of the
 * store, store_flush and store_close commit it first; a process that dies before loses it, which
 * the journal is made for. */
void store_defer(struct store_tx *tx);
/* Commits what is deferred; nothing otherwise. */
nodiscard enum code store_flush(struct store *store, struct err *err);

/* Many short commits follow, up to store_close: the rollback journal is emptied instead of deleted
 * (journal_mode=PERSIST), and a shared lock keeps it open from one commit to the next. Each commit
 * is as durable as before and costs half. Others go on reading; none can write, so this is for who
 * holds the run's lock. A process that dies leaves the emptied journal, which the next writer takes
 * away. */
nodiscard enum code store_stay(struct store *store, struct err *err);

/* Pages looked through (PRAGMA quick_check): ERR_CORRUPT with the first finding. For `doctor`. */
nodiscard enum code store_check(struct store *store, struct err *err);

#endif
