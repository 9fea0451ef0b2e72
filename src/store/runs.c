#include "store/runs.h"

#include <stdio.h>

#include "base/env.h"
#include "store/db.h"
#include "store/spelling.h"

#define RUN_ID_MASK 0xfffffffu

static enum code try_begin(struct store *store, const struct run *run, bool *begun, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row = false;
    enum code code = db_use(store, STMT_RUN_BEGIN, &use, err);
    if (code)
        return code;
    db_bind_text(&use, run->id);
    db_bind_int(&use, run->at.repository.v);
    db_bind_text(&use, run->at.scope);
    db_bind_int(&use, run->started_ms);
    db_bind_text(&use, run->who);
    db_bind_text(&use, run->spec);
    db_bind_text(&use, run->promise);
    db_bind_text(&use, run->command ? run->command : "sync");
    db_bind_text(&use, run->undoes);
    code = db_next(&use, begun, err);
    return code || !*begun ? code : db_next(&use, &row, err);
}

enum code store_run_begin(struct store *store, struct run *run, const struct run_taken *taken,
                          struct err *err)
{
    bool begun = false;
    while (!begun) {
        (void)snprintf(run->id, sizeof run->id, "%07x", random_u32() & RUN_ID_MASK);
        if (taken && taken->is(taken->state, run->id))
            continue;
        enum code code = try_begin(store, run, &begun, err);
        if (code)
            return code;
    }
    run->ended_ms = 0;
    run->exit_status = RUN_NO_EXIT;
    run->changes = run->objects = 0;
    return OK;
}

enum code store_run_end(struct store *store, const char *id, int64_t ended_ms, int exit_status,
                        struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_RUN_END, &use, err);
    if (code)
        return code;
    db_bind_text(&use, id);
    db_bind_int(&use, ended_ms);
    db_bind_int(&use, exit_status);
    return db_run(&use, err);
}

static void bind_intent(struct db_use *use, const struct run_change *change)
{
    if (change->intent)
        db_bind_int(use, change->intent);
    else
        db_bind_null(use);
}

enum code store_change_add(struct store *store, const char *run, struct run_change *change,
                           struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row = false;
    enum code code = db_use(store, STMT_CHANGE_ADD, &use, err);
    if (code)
        return code;
    db_bind_text(&use, run);
    db_bind_text(&use, spelling_of_kind(change->kind));
    db_bind_text(&use, spelling_of_verb(change->verb));
    db_bind_text(&use, change->item_id);
    db_bind_int(&use, change->number.v);
    db_bind_text(&use, change->has_field ? spelling_of_field(change->field) : NULL);
    db_bind_text(&use, change->before);
    db_bind_text(&use, change->after);
    db_bind_int(&use, change->at_ms);
    bind_intent(&use, change);
    code = db_next(&use, &row, err);
    if (code)
        return code;
    BUG_UNLESS(row);
    change->seq = db_int(&use, 0);
    return db_run(&use, err);
}

enum code store_change_put(struct store *store, const char *run, const struct run_change *change,
                           struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_CHANGE_PUT, &use, err);
    if (code)
        return code;
    db_bind_text(&use, run);
    db_bind_int(&use, change->seq);
    db_bind_text(&use, spelling_of_verb(change->verb));
    db_bind_int(&use, change->number.v);
    db_bind_text(&use, change->after);
    bind_intent(&use, change);
    return db_run(&use, err);
}

enum code store_change_drop(struct store *store, const char *run, int64_t seq, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_CHANGE_DROP, &use, err);
    if (code)
        return code;
    db_bind_text(&use, run);
    db_bind_int(&use, seq);
    return db_run(&use, err);
}

static void read_run(struct db_use *use, struct arena *arena, struct run *run)
{
    *run = (struct run){
        .at = {{db_int(use, 1)}, db_text(use, arena, 2)},
        .started_ms = db_int(use, 3),
        .ended_ms = db_int(use, 4),
        .who = db_text(use, arena, 5),
        .spec = db_text(use, arena, 6),
        .exit_status = (int)db_int(use, 7),
        .command = db_text(use, arena, 8),
        .undoes = db_text(use, arena, 9),
        .changes = db_int(use, 10),
        .objects = db_int(use, 11),
    };
    (void)snprintf(run->id, sizeof run->id, "%s", db_peek(use, 0));
}

enum code store_load_runs(struct store *store, struct arena *arena, int64_t limit,
                          struct runs *runs, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    *runs = (struct runs){0};
    enum code code = db_use(store, STMT_RUN_LIST, &use, err);
    if (code)
        return code;
    db_bind_int(&use, limit);
    while ((code = db_next(&use, &row, err)) == OK && row)
        read_run(&use, arena, VEC_ADD(arena, &runs->items));
    return code;
}

enum code store_find_run(struct store *store, struct arena *arena, const char *id, struct run *run,
                         bool *found, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool another = false;
    *found = false;
    if (id[0] == '\0')
        return OK;
    enum code code = db_use(store, STMT_RUN_BY_PREFIX, &use, err);
    if (code)
        return code;
    db_bind_text(&use, id);
    code = db_next(&use, found, err);
    if (code || !*found)
        return code;
    read_run(&use, arena, run);
    code = db_next(&use, &another, err);
    *found = code == OK && !another;
    return code;
}

static void read_change(struct db_use *use, struct arena *arena, struct run_change *change)
{
    *change = (struct run_change){
        .seq = db_int(use, 0),
        .item_id = db_text(use, arena, 3),
        .number = {db_int(use, 4)},
        .before = db_text(use, arena, 6),
        .after = db_text(use, arena, 7),
        .at_ms = db_int(use, 8),
        .intent = db_int(use, 9),
        .in_doubt = db_int(use, 10) != 0,
    };
    BUG_UNLESS(spelling_to_kind(db_peek(use, 1), &change->kind));
    BUG_UNLESS(spelling_to_verb(db_peek(use, 2), &change->verb));
    change->has_field = spelling_to_field(db_peek(use, 5), &change->field);
}

enum code store_load_changes(struct store *store, struct arena *arena, const char *run,
                             struct run_changes *changes, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    *changes = (struct run_changes){0};
    enum code code = db_use(store, STMT_CHANGE_LIST, &use, err);
    if (code)
        return code;
    db_bind_text(&use, run);
    while ((code = db_next(&use, &row, err)) == OK && row)
        read_change(&use, arena, VEC_ADD(arena, &changes->items));
    return code;
}

enum code store_load_promised(struct store *store, struct arena *arena, struct store_scope at,
                              const char *promise, struct run_changes *changes, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    *changes = (struct run_changes){0};
    enum code code = db_use(store, STMT_CHANGE_PROMISED, &use, err);
    if (code)
        return code;
    db_bind_text(&use, promise);
    db_bind_int(&use, at.repository.v);
    db_bind_text(&use, at.scope);
    while ((code = db_next(&use, &row, err)) == OK && row)
        read_change(&use, arena, VEC_ADD(arena, &changes->items));
    return code;
}

enum code store_prune_runs(struct store *store, int64_t keep, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_RUN_PRUNE, &use, err);
    if (code)
        return code;
    db_bind_int(&use, keep);
    return db_run(&use, err);
}
