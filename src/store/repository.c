#include "store/repository.h"

#include "store/db.h"
#include "store/rows.h"

void row_to_repository(struct db_use *use, struct arena *arena, struct store_repository *repository)
{
    *repository = (struct store_repository){
        .key = {db_int(use, 0)},
        .host = db_text(use, arena, 1),
        .id = {db_int(use, 2)},
        .full_name = db_text(use, arena, 3),
        .html_url = db_text(use, arena, 4),
        .archived = db_int(use, 5) != 0,
        .has_issues = db_int(use, 6) != 0,
        .can_push = db_int(use, 7) != 0,
        .permissions_known = db_int(use, 8) != 0,
        .watchers = db_int(use, 9),
        .has_sub_issues = db_int(use, 10) != 0,
        .has_dependencies = db_int(use, 11) != 0,
        .has_types = db_int(use, 12) != 0,
        .highest_number = {db_int(use, 13)},
        .since = db_text(use, arena, 14),
        .read_ms = db_int(use, 15),
        .complete_ms = db_int(use, 16),
    };
}

enum code store_find_repository_key(struct store *store, struct arena *arena, struct store_repo key,
                                    struct store_repository *repository, bool *found,
                                    struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_REPOSITORY_BY_KEY, &use, err);
    if (code)
        return code;
    db_bind_int(&use, key.v);
    code = db_next(&use, found, err);
    if (code == OK && *found)
        row_to_repository(&use, arena, repository);
    return code;
}

enum code store_find_repository(struct store *store, struct arena *arena, const char *host,
                                struct repo_id id, struct store_repository *repository, bool *found,
                                struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_REPOSITORY_BY_ID, &use, err);
    if (code)
        return code;
    db_bind_text(&use, host);
    db_bind_int(&use, id.v);
    code = db_next(&use, found, err);
    if (code == OK && *found)
        row_to_repository(&use, arena, repository);
    return code;
}

enum code store_find_repository_name(struct store *store, struct arena *arena, const char *host,
                                     const char *full_name, struct store_repository *repository,
                                     bool *found, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_REPOSITORY_BY_NAME, &use, err);
    if (code)
        return code;
    db_bind_text(&use, host);
    db_bind_text(&use, full_name);
    code = db_next(&use, found, err);
    if (code == OK && *found)
        row_to_repository(&use, arena, repository);
    return code;
}

enum code store_put_repository(struct store *store, struct store_repository *repository,
                               struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = db_use(store, STMT_REPOSITORY_PUT, &use, err);
    if (code)
        return code;
    db_bind_text(&use, repository->host);
    db_bind_int(&use, repository->id.v);
    db_bind_text(&use, repository->full_name);
    db_bind_text(&use, repository->html_url);
    db_bind_int(&use, repository->archived);
    db_bind_int(&use, repository->has_issues);
    db_bind_int(&use, repository->can_push);
    db_bind_int(&use, repository->permissions_known);
    db_bind_int(&use, repository->watchers);
    db_bind_int(&use, repository->has_sub_issues);
    db_bind_int(&use, repository->has_dependencies);
    db_bind_int(&use, repository->has_types);
    db_bind_int(&use, repository->highest_number.v);
    db_bind_text(&use, repository->since);
    db_bind_int(&use, repository->read_ms);
    db_bind_int(&use, repository->complete_ms);
    code = db_next(&use, &row, err);
    if (code)
        return code;
    BUG_UNLESS(row);
    repository->key.v = db_int(&use, 0);
    return db_run(&use, err);
}

enum code store_mark_read(struct store *store, struct store_repo repository, const char *since,
                          int64_t now_ms, bool complete, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_REPOSITORY_MARK_READ, &use, err);
    if (code)
        return code;
    db_bind_int(&use, repository.v);
    db_bind_text(&use, since);
    db_bind_int(&use, now_ms);
    db_bind_int(&use, complete);
    return db_run(&use, err);
}
