#include "store/facts.h"

#include <string.h>

#include "base/day.h"
#include "base/map.h"
#include "store/db.h"
#include "store/spelling.h"

/* Days are those of milestones. */
static void bind_day(struct db_use *use, const struct store_fact *fact, int32_t day)
{
    if (fact->kind == KIND_MILESTONE && day != DAY_NONE)
        db_bind_int(use, day);
    else
        db_bind_null(use);
}

static enum code put_fact(struct store *store, struct store_scope at, const struct store_fact *fact,
                          struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_FACT_PUT, &use, err);
    if (code)
        return code;
    db_bind_int(&use, at.repository.v);
    db_bind_text(&use, at.scope);
    db_bind_text(&use, spelling_of_kind(fact->kind));
    db_bind_text(&use, fact->id);
    db_bind_text(&use, fact->title);
    db_bind_text(&use, fact->milestone_id);
    db_bind_text(&use, fact->owner);
    if (fact->hours >= 0)
        db_bind_real(&use, fact->hours);
    else
        db_bind_null(&use);
    bind_day(&use, fact, fact->due_day);
    db_bind_int(&use, fact->place);
    db_bind_text(&use, fact->worker);
    if (fact->worker)
        db_bind_int(&use, fact->hands);
    else
        db_bind_null(&use);
    bind_day(&use, fact, fact->start_day);
    return db_run(&use, err);
}

static enum code clear_fact(struct store *store, struct store_scope at, enum kind kind,
                            const char *id, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_FACT_CLEAR, &use, err);
    if (code)
        return code;
    db_bind_int(&use, at.repository.v);
    db_bind_text(&use, at.scope);
    db_bind_text(&use, spelling_of_kind(kind));
    db_bind_text(&use, id);
    return db_run(&use, err);
}

/* The facts to save, by id, and whether the cache has them already. */
struct saving {
    struct store *store;
    struct arena *scratch;
    struct store_scope at;
    const struct store_fact *facts;
    size_t count;
    bool *same; /* beside facts */
};

/* Unlike text_eq: no text is not the empty one. */
static bool is_same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_same_day(struct db_use *use, int column, const struct store_fact *fact, int32_t day)
{
    const int64_t kept = db_is_null(use, column) ? DAY_NONE : db_int(use, column);
    return kept == (fact->kind == KIND_MILESTONE ? day : DAY_NONE);
}

static bool is_same(struct db_use *use, const struct store_fact *fact)
{
    const double hours = db_is_null(use, 4) ? -1 : db_real(use, 4);
    const bool same_hours =
        hours < 0 ? fact->hours < 0 : !(hours < fact->hours || hours > fact->hours);
    return same_hours && is_same_day(use, 5, fact, fact->due_day) &&
           is_same_day(use, 9, fact, fact->start_day) && db_int(use, 8) == fact->hands &&
           is_same_text(db_peek(use, 7), fact->worker) && db_int(use, 6) == fact->place &&
           !db_is_null(use, 6) && is_same_text(db_peek(use, 1), fact->title) &&
           is_same_text(db_peek(use, 2), fact->milestone_id) &&
           is_same_text(db_peek(use, 3), fact->owner);
}

/* One reading finds what is as it was, which is nearly everything, and what left the plan. */
static enum code compare_kind(struct saving *saving, enum kind kind, struct strlist *left,
                              struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    struct map *by_id = map_new(saving->scratch);
    bool row;
    map_reserve(by_id, saving->count);
    for (size_t i = 0; i < saving->count; i++)
        if (saving->facts[i].kind == kind)
            (void)map_put(by_id, saving->facts[i].id, &saving->same[i]);
    enum code code = db_use(saving->store, STMT_FACT_LIST, &use, err);
    if (code)
        return code;
    db_bind_int(&use, saving->at.repository.v);
    db_bind_text(&use, saving->at.scope);
    db_bind_text(&use, spelling_of_kind(kind));
    while ((code = db_next(&use, &row, err)) == OK && row) {
        bool *same = map_get(by_id, db_peek(&use, 0));
        if (same)
            *same = is_same(&use, &saving->facts[same - saving->same]);
        else
            strlist_add(saving->scratch, left, db_text(&use, saving->scratch, 0));
    }
    return code;
}

/* Items of the kind that the plan had and that are not among the facts leave it. */
static enum code clear_left(struct saving *saving, enum kind kind, struct err *err)
{
    struct strlist left = {0};
    enum code code = compare_kind(saving, kind, &left, err);
    for (size_t i = 0; code == OK && i < left.len; i++)
        code = clear_fact(saving->store, saving->at, kind, left.items[i], err);
    return code;
}

enum code store_save_facts(struct store *store, struct store_scope at,
                           const struct store_fact *facts, size_t count, struct err *err)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    struct arena *scratch cleanup_arena = arena_new();
    struct saving saving = {.store = store,
                            .scratch = scratch,
                            .at = at,
                            .facts = facts,
                            .count = count,
                            .same = arena_calloc(scratch, count + 1, sizeof *saving.same)};
    enum code code = db_begin_own(store, &tx, err);
    if (code)
        return code;
    code = clear_left(&saving, KIND_MILESTONE, err);
    if (code)
        return code;
    code = clear_left(&saving, KIND_ISSUE, err);
    for (size_t i = 0; code == OK && i < count; i++)
        if (!saving.same[i])
            code = put_fact(store, at, &facts[i], err);
    return code ? code : db_commit_own(&tx, err);
}
