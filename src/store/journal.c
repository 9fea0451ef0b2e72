#include "store/journal.h"

#include <sys/types.h>

#include "store/budget.h"
#include "store/db.h"
#include "store/spelling.h"

static enum code insert(struct store *store, struct intent *intent, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = db_use(store, STMT_INTENT_OPEN, &use, err);
    if (code)
        return code;
    db_bind_int(&use, intent->at.repository.v);
    db_bind_text(&use, intent->at.scope);
    db_bind_text(&use, intent->run);
    db_bind_text(&use, spelling_of_kind(intent->kind));
    db_bind_text(&use, intent->item_id);
    db_bind_text(&use, spelling_of_verb(intent->verb));
    db_bind_int(&use, intent->number.v);
    db_bind_text(&use, intent->nonce);
    db_bind_text(&use, intent->method);
    db_bind_text(&use, intent->path);
    db_bind_text(&use, intent->body);
    db_bind_int(&use, intent->created_ms);
    db_bind_int(&use, intent->server_ms);
    db_bind_int(&use, intent->sender_pid);
    db_bind_text(&use, intent->sender_host);
    code = db_next(&use, &row, err);
    if (code)
        return code;
    BUG_UNLESS(row);
    intent->id = db_int(&use, 0);
    /* The statement commits with its last step, not with its row. */
    code = db_run(&use, err);
    if (code)
        return code;
    intent->state = INTENT_OPEN;
    intent->attempts = 1;
    return OK;
}

enum code store_intent_open(struct store *store, struct intent *intent, struct err *err)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store->tx ? OK : store_begin_joined(store, &tx, err);
    if (!code)
        code = insert(store, intent, err);
    return code ? code : db_commit_own(&tx, err);
}

enum code store_intent_open_counted(struct store *store, struct intent *intent, const char *host,
                                    const char *account, struct err *err)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store->tx ? OK : store_begin_joined(store, &tx, err);
    if (!code)
        code = store_budget_add(store, host, account, intent->created_ms, err);
    if (!code)
        code = insert(store, intent, err);
    return code ? code : db_commit_own(&tx, err);
}

/* One step of an intent. A row in another state is a bug: a final state is final. */
static enum code move_intent(struct db_use *use, struct err *err)
{
    enum code code = db_run(use, err);
    if (code)
        return code;
    BUG_UNLESS(db_changed(use->store) == 1);
    return OK;
}

static enum code use_intent(struct store *store, enum statement statement, int64_t id,
                            struct db_use *use, struct err *err)
{
    enum code code = db_use(store, statement, use, err);
    if (code)
        return code;
    db_bind_int(use, id);
    return OK;
}

enum code store_intent_again(struct store *store, int64_t id, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    BUG_UNLESS(!store->tx);
    enum code code = use_intent(store, STMT_INTENT_AGAIN, id, &use, err);
    return code ? code : move_intent(&use, err);
}

enum code store_intent_done(struct store *store, int64_t id, struct number number, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    BUG_UNLESS(store->tx);
    enum code code = use_intent(store, STMT_INTENT_DONE, id, &use, err);
    if (code)
        return code;
    db_bind_int(&use, number.v);
    return move_intent(&use, err);
}

enum code store_intent_failed(struct store *store, int64_t id, const char *reason, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = use_intent(store, STMT_INTENT_FAILED, id, &use, err);
    if (code)
        return code;
    db_bind_text(&use, reason);
    return move_intent(&use, err);
}

enum code store_intent_unknown(struct store *store, int64_t id, int64_t gone_ms, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = use_intent(store, STMT_INTENT_UNKNOWN, id, &use, err);
    if (code)
        return code;
    db_bind_int(&use, gone_ms);
    return move_intent(&use, err);
}

enum code store_intent_looked(struct store *store, int64_t id, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = use_intent(store, STMT_INTENT_LOOKED, id, &use, err);
    return code ? code : move_intent(&use, err);
}

enum code store_intent_absent(struct store *store, int64_t id, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = use_intent(store, STMT_INTENT_ABSENT, id, &use, err);
    return code ? code : move_intent(&use, err);
}

/* A word of a newer program cannot stand here: its file would have been refused. */
static void read_words(struct db_use *use, struct intent *intent)
{
    BUG_UNLESS(spelling_to_intent(db_peek(use, 1), &intent->state));
    BUG_UNLESS(spelling_to_kind(db_peek(use, 5), &intent->kind));
    BUG_UNLESS(spelling_to_verb(db_peek(use, 7), &intent->verb));
}

static void read_intent(struct db_use *use, struct arena *arena, struct intent *intent)
{
    *intent = (struct intent){
        .id = db_int(use, 0),
        .at = {{db_int(use, 2)}, db_text(use, arena, 3)},
        .run = db_text(use, arena, 4),
        .item_id = db_text(use, arena, 6),
        .number = {db_int(use, 8)},
        .nonce = db_text(use, arena, 9),
        .method = db_text(use, arena, 10),
        .path = db_text(use, arena, 11),
        .body = db_text(use, arena, 12),
        .attempts = db_int(use, 13),
        .created_ms = db_int(use, 14),
        .server_ms = db_int(use, 15),
        .sender_pid = db_int(use, 16),
        .sender_host = db_text(use, arena, 17),
        .gone_ms = db_int(use, 18),
        .looks = db_int(use, 19),
        .reason = db_text(use, arena, 20),
        .after = {db_int(use, 21)},
    };
    read_words(use, intent);
}

static enum code use_scope(struct store *store, enum statement statement, struct store_scope at,
                           struct db_use *use, struct err *err)
{
    enum code code = db_use(store, statement, use, err);
    if (code)
        return code;
    db_bind_int(use, at.repository.v);
    db_bind_text(use, at.scope);
    return OK;
}

static enum code orphan(struct store *store, struct store_scope at, int64_t now_ms, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = use_scope(store, STMT_INTENT_ORPHAN, at, &use, err);
    if (code)
        return code;
    db_bind_int(&use, now_ms);
    return db_run(&use, err);
}

enum code store_pending_intents(struct store *store, struct arena *arena, struct store_scope at,
                                int64_t now_ms, struct intents *intents, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    *intents = (struct intents){0};
    enum code code = orphan(store, at, now_ms, err);
    if (code)
        return code;
    code = use_scope(store, STMT_INTENT_LIST_UNKNOWN, at, &use, err);
    if (code)
        return code;
    while ((code = db_next(&use, &row, err)) == OK && row)
        read_intent(&use, arena, VEC_ADD(arena, &intents->items));
    return code;
}

enum code store_count_pending(struct store *store, struct store_scope at, int64_t *count,
                              struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = use_scope(store, STMT_INTENT_COUNT_PENDING, at, &use, err);
    if (code)
        return code;
    code = db_next(&use, &row, err);
    if (code == OK)
        *count = row ? db_int(&use, 0) : 0;
    return code;
}

enum code store_last_write(struct store *store, int64_t *at_ms, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = db_use(store, STMT_INTENT_LAST, &use, err);
    if (!code)
        code = db_next(&use, &row, err);
    if (!code)
        *at_ms = row ? db_int(&use, 0) : INT64_MIN;
    return code;
}

enum code store_find_nonce(struct store *store, struct arena *arena, const char *nonce,
                           struct intent *intent, bool *found, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_INTENT_BY_NONCE, &use, err);
    if (code)
        return code;
    db_bind_text(&use, nonce);
    code = db_next(&use, found, err);
    if (code == OK && *found)
        read_intent(&use, arena, intent);
    return code;
}

enum code store_prune_intents(struct store *store, int64_t before_ms, struct err *err)
{
    /* What an intent that goes was to change, and did not, goes with it. */
    static const enum statement statements[] = {STMT_CHANGE_FORGET, STMT_INTENT_PRUNE};
    enum code code = OK;
    for (size_t i = 0; !code && i < sizeof statements / sizeof *statements; i++) {
        struct db_use use cleanup_use = DB_USE_INIT;
        code = db_use(store, statements[i], &use, err);
        if (code)
            return code;
        db_bind_int(&use, before_ms);
        code = db_run(&use, err);
    }
    return code;
}
