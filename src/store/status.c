#include "store/status.h"

#include <stdlib.h>

#include "base/day.h"
#include "base/map.h"
#include "base/str.h"
#include "store/db.h"
#include "store/rows.h"
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

static enum code use_items(struct store *store, struct store_scope at, enum kind kind,
                           struct db_use *use, struct err *err)
{
    enum code code = db_use(store, STMT_STATUS_ITEMS, use, err);
    if (code)
        return code;
    db_bind_int(use, at.repository.v);
    db_bind_text(use, at.scope);
    db_bind_text(use, spelling_of_kind(kind));
    return OK;
}

static void read_plan_issue(struct db_use *use, struct arena *arena,
                            const struct store_status_issue *before,
                            struct store_status_issue *issue)
{
    issue->number.v = db_int(use, 0);
    issue->id = db_text(use, arena, 1);
    issue->title = db_text(use, arena, 2);
    issue->milestone_id = db_text_like(use, arena, 3, before->milestone_id);
    issue->owner = db_text_like(use, arena, 4, before->owner);
    issue->hours = db_is_null(use, 5) ? -1 : db_real(use, 5);
    issue->place = db_int(use, 7);
}

static void read_state(struct db_use *use, struct arena *arena, struct store_status_issue *issue)
{
    struct number_list blockers = {0};
    issue->read = true;
    issue->closed = text_eq(db_peek(use, 1), "closed");
    issue->state_reason = db_text(use, arena, 2);
    spelling_to_set(arena, db_peek(use, 3), &issue->assignees);
    row_to_numbers(arena, db_peek(use, 4), &blockers);
    issue->blocked_by.items = blockers.items;
    issue->blocked_by.len = blockers.len;
    issue->blocked_by.cap = blockers.cap;
    if (issue->closed)
        issue->closed_at = db_text(use, arena, 5);
    else
        issue->updated_at = db_text(use, arena, 6);
}

/* Old storage stays in the arena, so growing step by step would cost twice. */
static enum code make_room(struct store *store, struct arena *arena, struct store_scope at,
                           struct store_status *status, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = db_use(store, STMT_STATUS_COUNT, &use, err);
    if (code)
        return code;
    db_bind_int(&use, at.repository.v);
    db_bind_text(&use, at.scope);
    db_bind_text(&use, spelling_of_kind(KIND_ISSUE));
    code = db_next(&use, &row, err);
    if (code || !row)
        return code;
    status->issues.cap = (size_t)db_int(&use, 0);
    status->issues.items = arena_calloc(arena, status->issues.cap, sizeof *status->issues.items);
    return OK;
}

static enum code load_plan_issues(struct store *store, struct arena *arena, struct store_scope at,
                                  struct store_status *status, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    const struct store_status_issue *before = &(struct store_status_issue){0};
    bool row;
    enum code code = make_room(store, arena, at, status, err);
    if (code)
        return code;
    code = use_items(store, at, KIND_ISSUE, &use, err);
    if (code)
        return code;
    while ((code = db_next(&use, &row, err)) == OK && row) {
        struct store_status_issue *issue = VEC_ADD(arena, &status->issues);
        read_plan_issue(&use, arena, before, issue);
        before = issue;
    }
    return code;
}

/* Two lists in ascending number are laid beside each other: cheaper than 10,000 look-ups. */
static enum code add_states(struct store *store, struct arena *arena, struct store_scope at,
                            struct store_status *status, bool *others, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    size_t i = 0;
    bool row;
    enum code code = db_use(store, STMT_STATUS_ISSUES, &use, err);
    if (code)
        return code;
    db_bind_int(&use, at.repository.v);
    while ((code = db_next(&use, &row, err)) == OK && row) {
        int64_t number = db_int(&use, 0);
        bool ours = false;
        while (i < status->issues.len && status->issues.items[i].number.v < number)
            i++;
        for (; i < status->issues.len && status->issues.items[i].number.v == number; i++) {
            read_state(&use, arena, &status->issues.items[i]);
            ours = true;
        }
        *others = *others || (!ours && text_eq(db_peek(&use, 1), "open"));
    }
    return code;
}

static enum code load_others(struct store *store, struct arena *arena, struct store_scope at,
                             struct store_status *status, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = db_use(store, STMT_STATUS_OTHERS, &use, err);
    if (code)
        return code;
    db_bind_int(&use, at.repository.v);
    db_bind_text(&use, at.scope);
    db_bind_text(&use, spelling_of_kind(KIND_ISSUE));
    while ((code = db_next(&use, &row, err)) == OK && row) {
        struct store_status_other *other = VEC_ADD(arena, &status->others);
        other->number.v = db_int(&use, 0);
        other->title = db_text(&use, arena, 1);
        other->milestone.v = db_int(&use, 2);
    }
    return code;
}

static enum code load_plan_milestones(struct store *store, struct arena *arena,
                                      struct store_scope at, struct store_status *status,
                                      struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = use_items(store, at, KIND_MILESTONE, &use, err);
    if (code)
        return code;
    while ((code = db_next(&use, &row, err)) == OK && row) {
        struct store_status_milestone *milestone = VEC_ADD(arena, &status->milestones);
        milestone->number.v = db_int(&use, 0);
        milestone->id = db_text(&use, arena, 1);
        milestone->title = db_text(&use, arena, 2);
        milestone->due_day = db_is_null(&use, 6) ? DAY_NONE : (int32_t)db_int(&use, 6);
        milestone->place = db_int(&use, 7);
    }
    return code;
}

static int compare_places(const void *a, const void *b)
{
    const struct store_status_milestone *left = a, *right = b;
    return (left->place > right->place) - (left->place < right->place);
}

static enum code add_milestone_states(struct store *store, struct store_scope at,
                                      struct store_status *status, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = db_use(store, STMT_STATUS_MILESTONES, &use, err);
    if (code)
        return code;
    db_bind_int(&use, at.repository.v);
    while ((code = db_next(&use, &row, err)) == OK && row) {
        for (size_t i = 0; i < status->milestones.len; i++) {
            struct store_status_milestone *milestone = &status->milestones.items[i];
            if (milestone->number.v != db_int(&use, 0))
                continue;
            milestone->read = true;
            milestone->closed = text_eq(db_peek(&use, 1), "closed");
        }
    }
    if (code == OK && status->milestones.len > 1)
        qsort(status->milestones.items, status->milestones.len, sizeof *status->milestones.items,
              compare_places);
    return code;
}

enum code store_load_status_rows(struct store *store, struct arena *arena, struct store_scope at,
                                 struct store_status *status, struct err *err)
{
    *status = (struct store_status){0};
    enum code code = load_plan_issues(store, arena, at, status, err);
    if (code)
        return code;
    bool others = false;
    code = add_states(store, arena, at, status, &others, err);
    if (code == OK && others)
        code = load_others(store, arena, at, status, err);
    if (code)
        return code;
    code = load_plan_milestones(store, arena, at, status, err);
    return code ? code : add_milestone_states(store, at, status, err);
}
