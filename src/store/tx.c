#include "store/db.h"

/* ---- Staying: keeping the file between commits ------------------------------------------------
 */

/* An unfinished reading keeps the shared lock, and with it SQLite keeps the rollback journal open
 * and its pages valid from one commit to the next. Whether it works is no matter of being right,
 * only of being quick. */
static void take_place(struct store *store)
{
    if (!store->staying || (store->place && sqlite3_stmt_busy(store->place)))
        return;
    if (!store->place)
        (void)sqlite3_prepare_v3(store->db, "SELECT 1 FROM sqlite_schema", -1,
                                 SQLITE_PREPARE_PERSISTENT, &store->place, NULL);
    if (store->place && sqlite3_step(store->place) != SQLITE_ROW)
        db_leave_place(store);
}

void db_leave_place(struct store *store)
{
    (void)sqlite3_reset(store->place);
}

enum code store_stay(struct store *store, struct err *err)
{
    if (store->staying || store->in_memory)
        return OK;
    enum code code = store_flush(store, err);
    if (!code)
        code = db_exec(store, "PRAGMA journal_mode=PERSIST", "write", err);
    if (code)
        return code;
    store->staying = true;
    take_place(store);
    return OK;
}

/* ---- Transactions ---------------------------------------------------------------------------- */

static enum code begin(struct store *store, struct store_tx *tx, struct err *err)
{
    BUG_UNLESS(!store->tx && !tx->store);
    if (!store->deferred) {
        enum code code = db_exec(store, "BEGIN IMMEDIATE", "write", err);
        if (code)
            return code;
    }
    store->deferred = false;
    tx->store = store;
    store->tx = tx;
    return OK;
}

enum code store_hold(struct store *store, struct err *err)
{
    return db_exec(store, "BEGIN", "read", err);
}

enum code store_read(struct store *store, struct store_reading *reading, struct err *err)
{
    if (!sqlite3_get_autocommit(store->db))
        return OK;
    enum code code = store_hold(store, err);
    if (!code)
        reading->store = store;
    return code;
}

void store_reading_end(struct store_reading *reading)
{
    struct err local cleanup_err = ERR_INIT;
    if (reading->store && db_exec(reading->store, "COMMIT", "read", &local) == OK)
        reading->store = NULL;
}

enum code store_begin(struct store *store, struct store_tx *tx, struct err *err)
{
    enum code code = store_flush(store, err);
    return code ? code : begin(store, tx, err);
}

enum code store_begin_joined(struct store *store, struct store_tx *tx, struct err *err)
{
    return begin(store, tx, err);
}

enum code store_commit(struct store_tx *tx, struct err *err)
{
    struct store *store = tx->store;
    BUG_UNLESS(store && store->tx == tx);
    /* A failed COMMIT may leave the transaction open: the guard still rolls it back. */
    enum code code = db_exec(store, "COMMIT", "write", err);
    if (code)
        return code;
    store_tx_end(tx);
    take_place(store);
    return OK;
}

void store_defer(struct store_tx *tx)
{
    struct store *store = tx->store;
    BUG_UNLESS(store && store->tx == tx);
    store->deferred = true;
    store->tx = NULL;
    tx->store = NULL;
}

enum code store_flush(struct store *store, struct err *err)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    if (!store->deferred)
        return OK;
    enum code code = begin(store, &tx, err);
    return code ? code : store_commit(&tx, err);
}

void store_tx_end(struct store_tx *tx)
{
    struct store *store = tx->store;
    if (!store)
        return;
    /* Some failures (a full disk) make SQLite roll back by itself. */
    if (!sqlite3_get_autocommit(store->db)) {
        db_leave_place(store);
        (void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
    store->tx = NULL;
    tx->store = NULL;
}

enum code db_begin_own(struct store *store, struct store_tx *tx, struct err *err)
{
    return store->tx ? OK : store_begin(store, tx, err);
}

enum code db_commit_own(struct store_tx *tx, struct err *err)
{
    return tx->store ? store_commit(tx, err) : OK;
}
