#include "store/budget.h"

#include "store/db.h"

static enum code use_window(struct store *store, enum statement statement, const char *host,
                            const char *account, int64_t at_ms, struct db_use *use, struct err *err)
{
    enum code code = db_use(store, statement, use, err);
    if (code)
        return code;
    db_bind_text(use, host);
    db_bind_text(use, account);
    db_bind_int(use, at_ms);
    return OK;
}

enum code store_budget_add(struct store *store, const char *host, const char *account,
                           int64_t at_ms, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = use_window(store, STMT_BUDGET_ADD, host, account, at_ms, &use, err);
    return code ? code : db_run(&use, err);
}

enum code store_budget_load(struct store *store, struct arena *arena, const char *host,
                            const char *account, int64_t since_ms, struct store_instants *instants,
                            struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    *instants = (struct store_instants){0};
    enum code code = use_window(store, STMT_BUDGET_LIST, host, account, since_ms, &use, err);
    if (code)
        return code;
    while ((code = db_next(&use, &row, err)) == OK && row)
        VEC_PUSH(arena, &instants->items, db_int(&use, 0));
    return code;
}

enum code store_budget_prune(struct store *store, int64_t before_ms, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_BUDGET_PRUNE, &use, err);
    if (code)
        return code;
    db_bind_int(&use, before_ms);
    return db_run(&use, err);
}
