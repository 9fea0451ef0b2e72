#include "base/str.h"
#include "store/db.h"
#include "store/repository.h"
#include "store/rows.h"

static void row_to_state(struct db_use *use, struct arena *arena, int column,
                         struct store_scope_state *state)
{
    *state = (struct store_scope_state){
        .spec_path = db_text(use, arena, column),
        .spec_hash = db_text(use, arena, column + 1),
        .sync_ms = db_int(use, column + 2),
        .sync_by = db_text(use, arena, column + 3),
        .sync_run = db_text(use, arena, column + 4),
        .asks_proof = db_int(use, column + 5) != 0,
    };
}

enum code store_load_scope(struct store *store, struct arena *arena, struct store_scope at,
                           struct store_scope_state *state, bool *found, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    *state = (struct store_scope_state){0};
    enum code code = db_use(store, STMT_SCOPE_LOAD, &use, err);
    if (code)
        return code;
    db_bind_int(&use, at.repository.v);
    db_bind_text(&use, at.scope);
    code = db_next(&use, found, err);
    if (code == OK && *found)
        row_to_state(&use, arena, 0, state);
    return code;
}

enum code store_put_scope(struct store *store, struct store_scope at,
                          const struct store_scope_state *state, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_SCOPE_PUT, &use, err);
    if (code)
        return code;
    db_bind_int(&use, at.repository.v);
    db_bind_text(&use, at.scope);
    db_bind_text(&use, state->spec_path);
    db_bind_text(&use, state->spec_hash);
    db_bind_int(&use, state->sync_ms);
    db_bind_text(&use, state->sync_by);
    db_bind_text(&use, state->sync_run);
    db_bind_int(&use, state->asks_proof);
    return db_run(&use, err);
}

static enum code take_scope(struct db_use *use, struct arena *arena, struct store_scope *at,
                            struct store_scope_state *state, bool *found, struct err *err)
{
    enum code code = db_next(use, found, err);
    if (code || !*found)
        return code;
    at->repository.v = db_int(use, 0);
    at->scope = db_text(use, arena, 1);
    row_to_state(use, arena, 2, state);
    return OK;
}

enum code store_last_scope(struct store *store, struct arena *arena, struct store_scope *at,
                           struct store_repository *repository, struct store_scope_state *state,
                           bool *found, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_SCOPE_LAST, &use, err);
    if (!code)
        code = take_scope(&use, arena, at, state, found, err);
    if (code || !*found)
        return code;
    return store_find_repository_key(store, arena, at->repository, repository, found, err);
}

enum code store_find_scope(struct store *store, struct arena *arena, const char *scope,
                           const char *spec_path, struct store_scope *at,
                           struct store_repository *repository, struct store_scope_state *state,
                           bool *found, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_SCOPE_FIND, &use, err);
    if (code)
        return code;
    db_bind_text(&use, scope);
    db_bind_text(&use, spec_path);
    code = take_scope(&use, arena, at, state, found, err);
    if (code || !*found)
        return code;
    return store_find_repository_key(store, arena, at->repository, repository, found, err);
}

/* Where the scope was synced last on this host: with this very repository, if ever. */
static enum code find_target(struct store *store, struct arena *arena, const char *host,
                             struct repo_id id, const char *scope, struct repo_id *old_id,
                             const char **old_name, bool *found, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_SCOPE_ELSEWHERE, &use, err);
    if (code)
        return code;
    db_bind_text(&use, host);
    db_bind_text(&use, scope);
    db_bind_int(&use, id.v);
    code = db_next(&use, found, err);
    if (code == OK && *found) {
        old_id->v = db_int(&use, 0);
        *old_name = db_text(&use, arena, 1);
    }
    return code;
}

static enum code refuse_other_id(const char *full_name, struct repo_id old_id, struct repo_id id,
                                 struct err *err)
{
    (void)err_set(err, ERR_REFUSED,
                  "'%s' is another repository than last time: id %lld now, %lld before", full_name,
                  (long long)id.v, (long long)old_id.v);
    return err_hint(err, "if it was deleted and made anew on purpose, remove the cache file");
}

static enum code refuse_other_target(const char *scope, const char *old_name, const char *full_name,
                                     struct err *err)
{
    (void)err_set(err, ERR_REFUSED,
                  "the plan '%s' was synced with '%s' before and would now go to '%s'", scope,
                  old_name, full_name);
    return err_hint(err, "--repo %s goes on as before; if it moves for good, remove the cache file",
                    old_name);
}

enum code store_check_target(struct store *store, struct arena *arena, const char *host,
                             struct repo_id id, const char *full_name, const char *scope,
                             enum store_target *target, const char **old_name, struct err *err)
{
    struct store_repository named, same;
    struct repo_id old_id = {0};
    bool found;
    *old_name = NULL;
    *target = STORE_TARGET_NEW;
    enum code code = store_find_repository_name(store, arena, host, full_name, &named, &found, err);
    if (code)
        return code;
    if (found && named.id.v != id.v)
        return refuse_other_id(full_name, named.id, id, err);
    code = find_target(store, arena, host, id, scope, &old_id, old_name, &found, err);
    if (code)
        return code;
    if (found && old_id.v != id.v)
        return refuse_other_target(scope, *old_name, full_name, err);
    *old_name = NULL;
    code = store_find_repository(store, arena, host, id, &same, &found, err);
    if (code || !found)
        return code;
    *target = STORE_TARGET_SAME;
    if (!text_eq(same.full_name, full_name)) {
        *target = STORE_TARGET_RENAMED;
        *old_name = same.full_name;
    }
    return OK;
}
