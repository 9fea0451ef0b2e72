#include "store/snapshot.h"

#include <stdlib.h>

#include "store/db.h"
#include "store/rows.h"
#include "store/spelling.h"

static enum code use_repo(struct store *store, enum statement statement,
                          struct store_repo repository, struct db_use *use, struct err *err)
{
    enum code code = db_use(store, statement, use, err);
    if (code)
        return code;
    db_bind_int(use, repository.v);
    return OK;
}

enum code store_put_label(struct store *store, struct store_repo repository,
                          const struct remote_label *label, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = use_repo(store, STMT_LABEL_PUT, repository, &use, err);
    if (code)
        return code;
    db_bind_int(&use, label->db_id.v);
    db_bind_text(&use, label->name);
    db_bind_text(&use, label->color);
    db_bind_text(&use, label->description);
    return db_run(&use, err);
}

enum code store_put_milestone(struct store *store, struct store_repo repository,
                              const struct remote_milestone *milestone, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = use_repo(store, STMT_MILESTONE_PUT, repository, &use, err);
    if (code)
        return code;
    db_bind_int(&use, milestone->number.v);
    db_bind_int(&use, milestone->db_id.v);
    db_bind_text(&use, milestone->title);
    db_bind_text(&use, milestone->description);
    db_bind_text(&use, milestone->state);
    db_bind_text(&use, milestone->due_on);
    db_bind_int(&use, milestone->open_issues);
    db_bind_int(&use, milestone->closed_issues);
    db_bind_text(&use, milestone->created_at);
    db_bind_text(&use, milestone->updated_at);
    db_bind_text(&use, milestone->html_url);
    db_bind_text(&use, milestone->creator);
    return db_run(&use, err);
}

static void bind_issue(struct db_use *use, struct arena *scratch, const struct remote_issue *issue)
{
    db_bind_int(use, issue->number.v);
    db_bind_int(use, issue->db_id.v);
    db_bind_text(use, issue->title);
    db_bind_text(use, issue->state);
    db_bind_text(use, issue->state_reason);
    db_bind_text(use, spelling_of_set(scratch, &issue->labels));
    db_bind_text(use, spelling_of_set(scratch, &issue->assignees));
    db_bind_int(use, issue->milestone.v);
    db_bind_text(use, issue->type);
    db_bind_int(use, issue->parent.v);
    db_bind_int(use, issue->relations_known);
    db_bind_int(use, issue->total_blocked_by);
    if (issue->blocked_by_known)
        db_bind_text(use, row_of_numbers(scratch, issue->blocked_by.items, issue->blocked_by.len));
    else
        db_bind_null(use);
    db_bind_int(use, issue->comments);
    db_bind_int(use, issue->locked);
    db_bind_text(use, issue->author);
    db_bind_text(use, issue->author_type);
    db_bind_text(use, issue->author_association);
    db_bind_text(use, issue->created_at);
    db_bind_text(use, issue->updated_at);
    db_bind_text(use, issue->closed_at);
    db_bind_text(use, issue->html_url);
}

static enum code put_facts(struct store *store, struct arena *scratch, struct store_repo repository,
                           const struct remote_issue *issue, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = use_repo(store, STMT_ISSUE_PUT, repository, &use, err);
    if (code)
        return code;
    bind_issue(&use, scratch, issue);
    return db_run(&use, err);
}

static enum code put_body(struct store *store, struct store_repo repository,
                          const struct remote_issue *issue, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum statement statement = issue->body ? STMT_BODY_PUT : STMT_BODY_DROP;
    enum code code = use_repo(store, statement, repository, &use, err);
    if (code)
        return code;
    db_bind_int(&use, issue->number.v);
    if (issue->body)
        db_bind_text(&use, issue->body);
    return db_run(&use, err);
}

static enum code put_issue(struct store *store, struct arena *scratch, struct store_repo repository,
                           const struct remote_issue *issue, struct err *err)
{
    enum code code = put_facts(store, scratch, repository, issue, err);
    return code ? code : put_body(store, repository, issue, err);
}

enum code store_put_issue(struct store *store, struct store_repo repository,
                          const struct remote_issue *issue, struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    BUG_UNLESS(!issue->is_pull);
    enum code code = db_begin_own(store, &tx, err);
    if (code)
        return code;
    code = put_issue(store, scratch, repository, issue, err);
    return code ? code : db_commit_own(&tx, err);
}

static enum code drop(struct store *store, enum statement statement, struct store_repo repository,
                      int64_t id, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = use_repo(store, statement, repository, &use, err);
    if (code)
        return code;
    db_bind_int(&use, id);
    return db_run(&use, err);
}

enum code store_drop_label(struct store *store, struct store_repo repository, struct db_id id,
                           struct err *err)
{
    return drop(store, STMT_LABEL_DROP, repository, id.v, err);
}

enum code store_drop_milestone(struct store *store, struct store_repo repository,
                               struct number number, struct err *err)
{
    return drop(store, STMT_MILESTONE_DROP, repository, number.v, err);
}

enum code store_drop_issue(struct store *store, struct store_repo repository, struct number number,
                           struct err *err)
{
    return drop(store, STMT_ISSUE_DROP, repository, number.v, err);
}

struct ids {
    VEC(int64_t) items;
};

static int compare_ids(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static enum code stored_ids(struct store *store, struct arena *arena, enum statement statement,
                            struct store_repo repository, struct ids *ids, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = use_repo(store, statement, repository, &use, err);
    if (code)
        return code;
    while ((code = db_next(&use, &row, err)) == OK && row)
        VEC_PUSH(arena, &ids->items, db_int(&use, 0));
    return code;
}

/* What is stored and not in `keep` goes. */
static enum code drop_others(struct store *store, struct arena *scratch,
                             struct store_repo repository, enum statement list,
                             enum statement drop_one, struct ids *keep, struct err *err)
{
    struct ids stored = {0};
    size_t at = 0;
    enum code code = stored_ids(store, scratch, list, repository, &stored, err);
    if (keep->items.len > 1)
        qsort(keep->items.items, keep->items.len, sizeof *keep->items.items, compare_ids);
    for (size_t i = 0; code == OK && i < stored.items.len; i++) {
        int64_t id = stored.items.items[i];
        while (at < keep->items.len && keep->items.items[at] < id)
            at++;
        if (at == keep->items.len || keep->items.items[at] != id)
            code = drop(store, drop_one, repository, id, err);
    }
    return code;
}

static enum code save_labels(struct store *store, struct arena *scratch,
                             struct store_repo repository, const struct remote *remote,
                             enum store_save how, struct err *err)
{
    struct ids keep = {0};
    for (size_t i = 0; i < remote->labels.len; i++) {
        enum code code = store_put_label(store, repository, &remote->labels.items[i], err);
        if (code)
            return code;
        VEC_PUSH(scratch, &keep.items, remote->labels.items[i].db_id.v);
    }
    if (how == STORE_SAVE_PART)
        return OK;
    return drop_others(store, scratch, repository, STMT_LABEL_IDS, STMT_LABEL_DROP, &keep, err);
}

static enum code save_milestones(struct store *store, struct arena *scratch,
                                 struct store_repo repository, const struct remote *remote,
                                 enum store_save how, struct err *err)
{
    struct ids keep = {0};
    for (size_t i = 0; i < remote->milestones.len; i++) {
        enum code code = store_put_milestone(store, repository, &remote->milestones.items[i], err);
        if (code)
            return code;
        VEC_PUSH(scratch, &keep.items, remote->milestones.items[i].number.v);
    }
    if (how == STORE_SAVE_PART)
        return OK;
    return drop_others(store, scratch, repository, STMT_MILESTONE_IDS, STMT_MILESTONE_DROP, &keep,
                       err);
}

static enum code save_issues(struct store *store, struct arena *scratch,
                             struct store_repo repository, const struct remote *remote,
                             enum store_save how, struct err *err)
{
    struct ids keep = {0};
    for (size_t i = 0; i < remote->issues.len; i++) {
        const struct remote_issue *issue = &remote->issues.items[i];
        BUG_UNLESS(!issue->is_pull);
        enum code code = put_issue(store, scratch, repository, issue, err);
        if (code)
            return code;
        VEC_PUSH(scratch, &keep.items, issue->number.v);
    }
    if (how == STORE_SAVE_PART)
        return OK;
    return drop_others(store, scratch, repository, STMT_ISSUE_IDS, STMT_ISSUE_DROP, &keep, err);
}

enum code store_save_remote(struct store *store, struct store_repo repository,
                            const struct remote *remote, enum store_save how, struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    /* An incomplete read must never make anything go. */
    BUG_UNLESS(how == STORE_SAVE_PART || remote->complete);
    enum code code = db_begin_own(store, &tx, err);
    if (code)
        return code;
    code = save_labels(store, scratch, repository, remote, how, err);
    if (code)
        return code;
    code = save_milestones(store, scratch, repository, remote, how, err);
    if (code)
        return code;
    code = save_issues(store, scratch, repository, remote, how, err);
    return code ? code : db_commit_own(&tx, err);
}
