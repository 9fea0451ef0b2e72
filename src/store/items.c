#include "store/items.h"

#include "base/str.h"
#include "store/db.h"
#include "store/spelling.h"

static void bind_key(struct db_use *use, struct store_scope at, enum kind kind, const char *id)
{
    db_bind_int(use, at.repository.v);
    db_bind_text(use, at.scope);
    db_bind_text(use, spelling_of_kind(kind));
    db_bind_text(use, id);
}

enum code store_bind_item(struct store *store, struct store_scope at, const struct base_item *item,
                          struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_ITEM_BIND, &use, err);
    if (code)
        return code;
    bind_key(&use, at, item->kind, item->id);
    db_bind_int(&use, item->number.v);
    db_bind_int(&use, item->db_id.v);
    db_bind_int(&use, item->pristine);
    return db_run(&use, err);
}

static enum code find_key(struct store *store, struct store_scope at, enum kind kind,
                          const char *id, int64_t *key, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = db_use(store, STMT_ITEM_KEY, &use, err);
    if (code)
        return code;
    bind_key(&use, at, kind, id);
    code = db_next(&use, &row, err);
    if (code)
        return code;
    BUG_UNLESS(row);
    *key = db_int(&use, 0);
    return OK;
}

static void bind_value(struct db_use *use, struct arena *arena, enum field field,
                       const struct value *value)
{
    db_bind_int(use, value->known);
    if (!value->known)
        db_bind_null(use);
    else if (field_is_set(field))
        db_bind_text(use, spelling_of_set(arena, &value->set));
    else
        db_bind_text(use, value->text);
}

static enum code put_value(struct store *store, struct arena *scratch, int64_t key,
                           enum field field, const struct value *spec, const struct value *remote,
                           struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_BASE_PUT, &use, err);
    if (code)
        return code;
    db_bind_int(&use, key);
    db_bind_text(&use, spelling_of_field(field));
    bind_value(&use, scratch, field, spec);
    bind_value(&use, scratch, field, remote);
    return db_run(&use, err);
}

/* What is known of the whole item beside its fields. */
static enum code put_text(struct store *store, enum statement statement, int64_t key,
                          const char *text, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    if (!text)
        return OK;
    enum code code = db_use(store, statement, &use, err);
    if (code)
        return code;
    db_bind_int(&use, key);
    db_bind_text(&use, text);
    return db_run(&use, err);
}

static enum code put_values(struct store *store, int64_t key, const struct base_item *item,
                            struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    for (enum field field = 0; field < FIELD_COUNT; field++) {
        const struct value *spec = base_spec(item, field), *remote = base_remote(item, field);
        if (!spec->known && !remote->known)
            continue;
        enum code code = put_value(store, scratch, key, field, spec, remote, err);
        if (code)
            return code;
    }
    enum code code = put_text(store, STMT_ITEM_TICKS, key, item->ticks, err);
    if (!code)
        code = put_text(store, STMT_ITEM_BLOCK_SOURCE, key, item->block_source, err);
    return code ? code : put_text(store, STMT_ITEM_MARKS, key, item->marks, err);
}

enum code store_put_base(struct store *store, struct store_scope at, const struct base_item *item,
                         struct err *err)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    int64_t key = 0;
    BUG_UNLESS(!item->hashed);
    enum code code = db_begin_own(store, &tx, err);
    if (code)
        return code;
    code = store_bind_item(store, at, item, err);
    if (code)
        return code;
    code = find_key(store, at, item->kind, item->id, &key, err);
    if (code)
        return code;
    code = put_values(store, key, item, err);
    return code ? code : db_commit_own(&tx, err);
}

static enum code run_keyed(struct store *store, enum statement statement, struct store_scope at,
                           enum kind kind, const char *id, const char *extra, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, statement, &use, err);
    if (code)
        return code;
    bind_key(&use, at, kind, id);
    if (extra)
        db_bind_text(&use, extra);
    return db_run(&use, err);
}

enum code store_rename_item(struct store *store, struct store_scope at, enum kind kind,
                            const char *old_id, const char *new_id, struct err *err)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    if (text_eq(old_id, new_id))
        return OK;
    enum code code = db_begin_own(store, &tx, err);
    if (code)
        return code;
    code = run_keyed(store, STMT_ITEM_DROP, at, kind, new_id, NULL, err);
    if (code)
        return code;
    code = run_keyed(store, STMT_ITEM_RENAME, at, kind, old_id, new_id, err);
    return code ? code : db_commit_own(&tx, err);
}

enum code store_forget_item(struct store *store, struct store_scope at, enum kind kind,
                            const char *id, struct err *err)
{
    return run_keyed(store, STMT_ITEM_DROP, at, kind, id, NULL, err);
}
