#include "store/db.h"

enum code store_begin(struct store *store, struct store_tx *tx, struct err *err)
{
    BUG_UNLESS(!store->tx && !tx->store);
    enum code code = db_exec(store, "BEGIN IMMEDIATE", "write", err);
    if (code)
        return code;
    tx->store = store;
    store->tx = tx;
    return OK;
}

enum code store_hold(struct store *store, struct err *err)
{
    return db_exec(store, "BEGIN", "read", err);
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
    return OK;
}

void store_tx_end(struct store_tx *tx)
{
    struct store *store = tx->store;
    if (!store)
        return;
    /* Some failures (a full disk) make SQLite roll back by itself. */
    if (!sqlite3_get_autocommit(store->db))
        (void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
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
