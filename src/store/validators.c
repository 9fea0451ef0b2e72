#include "store/validators.h"

#include "store/db.h"

static void read_row(struct db_use *use, struct arena *arena, struct store_validator *validator)
{
    validator->url = db_text(use, arena, 0);
    validator->etag = db_text(use, arena, 1);
    validator->next = db_text(use, arena, 2);
}

enum code store_load_validators(struct store *store, struct arena *arena,
                                struct store_repo repository, const char *account,
                                struct store_validators *validators, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    *validators = (struct store_validators){0};
    enum code code = db_use(store, STMT_VALIDATOR_LIST, &use, err);
    if (code)
        return code;
    db_bind_int(&use, repository.v);
    db_bind_text(&use, account);
    while ((code = db_next(&use, &row, err)) == OK && row)
        read_row(&use, arena, VEC_ADD(arena, &validators->items));
    return code;
}

enum code store_put_validator(struct store *store, struct store_repo repository,
                              const char *account, const struct store_validator *validator,
                              struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code =
        db_use(store, validator->etag ? STMT_VALIDATOR_PUT : STMT_VALIDATOR_DROP, &use, err);
    if (code)
        return code;
    db_bind_int(&use, repository.v);
    db_bind_text(&use, account);
    db_bind_text(&use, validator->url);
    if (validator->etag) {
        db_bind_text(&use, validator->etag);
        db_bind_text(&use, validator->next);
    }
    return db_run(&use, err);
}

enum code store_forget_validators(struct store *store, struct store_repo repository,
                                  struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_VALIDATOR_DROP_ALL, &use, err);
    if (code)
        return code;
    db_bind_int(&use, repository.v);
    return db_run(&use, err);
}
