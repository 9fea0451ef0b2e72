#include "store/scope_line.h"

#include "store/db.h"

enum code store_load_scope_line(struct store *store, struct arena *arena,
                                struct store_scope_line *line, bool *found, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_SCOPE_LINE_FIND, &use, err);
    if (code)
        return code;
    db_bind_text(&use, line->common_dir);
    db_bind_text(&use, line->path);
    code = db_next(&use, found, err);
    if (code || !*found)
        return code;
    line->tip = db_text(&use, arena, 0);
    line->revisions = arena_strdup(arena, db_peek(&use, 1));
    return OK;
}

enum code store_put_scope_line(struct store *store, const struct store_scope_line *line,
                               struct err *err)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = db_begin_own(store, &tx, err);
    if (code)
        return code;
    struct db_use use cleanup_use = DB_USE_INIT;
    code = db_use(store, STMT_SCOPE_LINE_PUT, &use, err);
    if (code)
        return code;
    db_bind_text(&use, line->common_dir);
    db_bind_text(&use, line->path);
    db_bind_text(&use, line->tip);
    db_bind_text(&use, line->revisions);
    code = db_run(&use, err);
    return code ? code : db_commit_own(&tx, err);
}
