#include "store/db.h"
#include "store/rows.h"
#include "store/snapshot.h"
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

static enum code load_repository(struct store *store, struct arena *arena,
                                 struct store_repo repository, struct remote *remote,
                                 struct err *err)
{
    struct store_repository known;
    bool found;
    enum code code = store_find_repository_key(store, arena, repository, &known, &found, err);
    if (code || !found)
        return code;
    remote->repository = (struct remote_repository){
        .id = known.id,
        .full_name = known.full_name,
        .html_url = known.html_url,
        .archived = known.archived,
        .has_issues = known.has_issues,
        .can_push = known.can_push,
        .permissions_known = known.permissions_known,
        .watchers = known.watchers,
    };
    remote->highest_number = known.highest_number;
    remote->complete = known.complete_ms > 0;
    remote->has_sub_issues = known.has_sub_issues;
    remote->has_dependencies = known.has_dependencies;
    remote->has_types = known.has_types;
    return OK;
}

static enum code load_labels(struct store *store, struct arena *arena, struct store_repo repository,
                             struct remote *remote, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = use_repo(store, STMT_LABEL_LIST, repository, &use, err);
    if (code)
        return code;
    while ((code = db_next(&use, &row, err)) == OK && row) {
        struct remote_label *label = VEC_ADD(arena, &remote->labels);
        label->db_id.v = db_int(&use, 0);
        label->name = db_text(&use, arena, 1);
        label->color = db_text(&use, arena, 2);
        label->description = db_text(&use, arena, 3);
    }
    return code;
}

static void read_milestone(struct db_use *use, struct arena *arena,
                           struct remote_milestone *milestone)
{
    *milestone = (struct remote_milestone){
        .number = {db_int(use, 0)},
        .db_id = {db_int(use, 1)},
        .title = db_text(use, arena, 2),
        .description = db_text(use, arena, 3),
        .state = db_text(use, arena, 4),
        .due_on = db_text(use, arena, 5),
        .open_issues = db_int(use, 6),
        .closed_issues = db_int(use, 7),
        .created_at = db_text(use, arena, 8),
        .updated_at = db_text(use, arena, 9),
        .html_url = db_text(use, arena, 10),
        .creator = db_text(use, arena, 11),
    };
}

static enum code load_milestones(struct store *store, struct arena *arena,
                                 struct store_repo repository, struct remote *remote,
                                 struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = use_repo(store, STMT_MILESTONE_LIST, repository, &use, err);
    if (code)
        return code;
    while ((code = db_next(&use, &row, err)) == OK && row)
        read_milestone(&use, arena, VEC_ADD(arena, &remote->milestones));
    return code;
}

static void read_blockers(struct db_use *use, struct arena *arena, struct remote_issue *issue)
{
    struct number_list numbers = {0};
    issue->blocked_by_known = !db_is_null(use, 12);
    row_to_numbers(arena, db_peek(use, 12), &numbers);
    issue->blocked_by.items = numbers.items;
    issue->blocked_by.len = numbers.len;
    issue->blocked_by.cap = numbers.cap;
}

static void read_issue(struct db_use *use, struct arena *arena, struct remote_issue *issue)
{
    *issue = (struct remote_issue){
        .number = {db_int(use, 0)},
        .db_id = {db_int(use, 1)},
        .title = db_text(use, arena, 2),
        .state = db_text(use, arena, 3),
        .state_reason = db_text(use, arena, 4),
        .milestone = {db_int(use, 7)},
        .type = db_text(use, arena, 8),
        .parent = {db_int(use, 9)},
        .relations_known = db_int(use, 10) != 0,
        .total_blocked_by = db_int(use, 11),
        .comments = db_int(use, 13),
        .locked = db_int(use, 14) != 0,
        .author = db_text(use, arena, 15),
        .author_type = db_text(use, arena, 16),
        .author_association = db_text(use, arena, 17),
        .created_at = db_text(use, arena, 18),
        .updated_at = db_text(use, arena, 19),
        .closed_at = db_text(use, arena, 20),
        .html_url = db_text(use, arena, 21),
        .body = db_text(use, arena, 22),
    };
    spelling_to_set(arena, db_peek(use, 5), &issue->labels);
    spelling_to_set(arena, db_peek(use, 6), &issue->assignees);
    read_blockers(use, arena, issue);
}

/* Old storage stays in the arena, so growing step by step would cost twice. */
static enum code make_room(struct store *store, struct arena *arena, struct store_repo repository,
                           struct remote *remote, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = use_repo(store, STMT_ISSUE_COUNT, repository, &use, err);
    if (code)
        return code;
    code = db_next(&use, &row, err);
    if (code || !row)
        return code;
    remote->issues.cap = (size_t)db_int(&use, 0);
    remote->issues.items = arena_calloc(arena, remote->issues.cap, sizeof *remote->issues.items);
    return OK;
}

static enum code load_issues(struct store *store, struct arena *arena, struct store_repo repository,
                             struct remote *remote, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = make_room(store, arena, repository, remote, err);
    if (code)
        return code;
    code = use_repo(store, STMT_ISSUE_LIST, repository, &use, err);
    if (code)
        return code;
    while ((code = db_next(&use, &row, err)) == OK && row)
        read_issue(&use, arena, VEC_ADD(arena, &remote->issues));
    return code;
}

enum code store_load_remote(struct store *store, struct arena *arena, struct store_repo repository,
                            struct remote *remote, struct err *err)
{
    *remote = (struct remote){.repository.watchers = -1};
    enum code code = load_repository(store, arena, repository, remote, err);
    if (code)
        return code;
    code = load_labels(store, arena, repository, remote, err);
    if (code)
        return code;
    code = load_milestones(store, arena, repository, remote, err);
    return code ? code : load_issues(store, arena, repository, remote, err);
}
