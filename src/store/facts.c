#include "store/facts.h"

#include "base/day.h"
#include "base/map.h"
#include "store/db.h"
#include "store/spelling.h"

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
    if (fact->kind == KIND_MILESTONE && fact->due_day != DAY_NONE)
        db_bind_int(&use, fact->due_day);
    else
        db_bind_null(&use);
    db_bind_int(&use, fact->place);
    return db_run(&use, err);
}

static enum code planned_ids(struct store *store, struct arena *scratch, struct store_scope at,
                             enum kind kind, struct strlist *ids, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = db_use(store, STMT_FACT_IDS, &use, err);
    if (code)
        return code;
    db_bind_int(&use, at.repository.v);
    db_bind_text(&use, at.scope);
    db_bind_text(&use, spelling_of_kind(kind));
    while ((code = db_next(&use, &row, err)) == OK && row)
        strlist_add(scratch, ids, db_text(&use, scratch, 0));
    return code;
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

/* Items of the kind that the plan had and that are not among `facts` leave it. */
static enum code clear_others(struct store *store, struct store_scope at, enum kind kind,
                              const struct store_fact *facts, size_t count, struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    struct map *kept = map_new(scratch);
    struct strlist ids = {0};
    for (size_t i = 0; i < count; i++)
        if (facts[i].kind == kind)
            (void)map_put(kept, facts[i].id, kept);
    enum code code = planned_ids(store, scratch, at, kind, &ids, err);
    for (size_t i = 0; code == OK && i < ids.len; i++)
        if (!map_has(kept, ids.items[i]))
            code = clear_fact(store, at, kind, ids.items[i], err);
    return code;
}

enum code store_save_facts(struct store *store, struct store_scope at,
                           const struct store_fact *facts, size_t count, struct err *err)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = db_begin_own(store, &tx, err);
    if (code)
        return code;
    code = clear_others(store, at, KIND_MILESTONE, facts, count, err);
    if (code)
        return code;
    code = clear_others(store, at, KIND_ISSUE, facts, count, err);
    for (size_t i = 0; code == OK && i < count; i++)
        code = put_fact(store, at, &facts[i], err);
    return code ? code : db_commit_own(&tx, err);
}
