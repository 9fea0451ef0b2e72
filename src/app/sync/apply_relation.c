/* Sub-issues and blocked-by. Adding a link twice is told by GitHub and does no harm, so an unknown
 * outcome is settled by sending again. */
#include <inttypes.h>

#include "app/sync/apply.h"
#include "store/items.h"
#include "store/snapshot.h"

#define RESENDS 5

struct job {
    struct item_change *item;
    struct number from, to;
    struct db_id from_id, to_id;
    bool replaces;
    struct number old_parent; /* that is replaced; 0 = none */
};

static enum gh_state send_relation(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    struct gh *gh = runner->session->gh;
    const bool add = job->item->verb == VERB_CREATE;
    if (job->item->edge.relation == RELATION_PARENT)
        return add ? gh_add_sub_issue(gh, runner->arena, job->to, job->from_id, job->replaces, out)
                   : gh_remove_sub_issue(gh, runner->arena, job->to, job->from_id, out);
    return add ? gh_add_blocked_by(gh, runner->arena, job->from, job->to_id, out)
               : gh_remove_blocked_by(gh, runner->arena, job->from, job->to_id, out);
}

static void drop_blocker(struct arena *arena, struct remote_issue *issue, struct number blocker)
{
    struct remote_issue old = *issue;
    issue->blocked_by.items = NULL;
    issue->blocked_by.len = issue->blocked_by.cap = 0;
    for (size_t i = 0; i < old.blocked_by.len; i++)
        if (old.blocked_by.items[i].v != blocker.v)
            VEC_PUSH(arena, &issue->blocked_by, old.blocked_by.items[i]);
    if (issue->total_blocked_by > 0)
        issue->total_blocked_by--;
}

/* The link in the snapshot, so that the cache agrees without another read. */
static void move_link(struct runner *runner, const struct job *job, struct remote_issue *issue)
{
    const bool add = job->item->verb == VERB_CREATE;
    if (job->item->edge.relation == RELATION_PARENT) {
        if (add || issue->parent.v == job->to.v)
            issue->parent = add ? job->to : (struct number){0};
        return;
    }
    drop_blocker(runner->arena, issue, job->to);
    if (!add)
        return;
    VEC_PUSH(runner->arena, &issue->blocked_by, job->to);
    issue->total_blocked_by = (int64_t)issue->blocked_by.len;
    issue->blocked_by_known = true;
}

static const char *end_text(struct runner *runner, struct number number)
{
    return number.v ? arena_printf(runner->arena, "#%" PRId64, number.v) : NULL;
}

static enum code log_link(struct runner *runner, void *args, struct err *err)
{
    const struct job *job = args;
    const bool add = job->item->verb == VERB_CREATE;
    struct run_change row = {.kind = KIND_RELATION,
                             .verb = job->item->verb,
                             .item_id = job->item->id,
                             .number = job->from,
                             .has_field = true,
                             .field = FIELD_EDGE,
                             .before = end_text(runner, add ? job->old_parent : job->to),
                             .after = add ? end_text(runner, job->to) : NULL};
    return runner_log(runner, &row, err);
}

static enum code keep_relation(struct runner *runner, void *args, const struct gh_outcome *out,
                               struct err *err)
{
    struct job *job = args;
    struct session *session = runner->session;
    struct remote_issue *issue = remote_find_issue(&session->remote, job->from);
    enum code code = OK;
    if (issue) {
        move_link(runner, job, issue);
        if (out->issue && out->issue->number.v == issue->number.v)
            issue->updated_at = out->issue->updated_at;
        code = store_put_issue(session->store, session->row.key, issue, err);
    }
    if (code)
        return code;
    if (job->item->verb == VERB_CREATE)
        code = apply_keep_base(runner, job->item, NULL, err);
    else
        code = store_forget_item(session->store, session->at, KIND_RELATION, job->item->id, err);
    return code ? code : log_link(runner, job, err);
}

static bool find_ends(struct runner *runner, struct job *job)
{
    const struct reconciliation *result = &runner->session->result;
    const struct edge *edge = &job->item->edge;
    if (reconcile_find(result, KIND_ISSUE, edge->from, &job->from, &job->from_id) &&
        reconcile_find(result, KIND_ISSUE, edge->to, &job->to, &job->to_id))
        return true;
    const struct attempt attempt = apply_attempt(job->item, "", "");
    runner_fail(runner, &attempt, NULL, "one of its issues is not on GitHub yet", "roadmap sync",
                code_exit_status(ERR_RETRY));
    return false;
}

/* GitHub allows one parent at a time; the engine lets only what the plan may replace come here. */
static void find_other_parent(const struct runner *runner, struct job *job)
{
    const struct remote_issue *child = remote_find_issue(&runner->session->remote, job->from);
    job->replaces = child && child->parent.v != 0 && child->parent.v != job->to.v;
    if (job->replaces)
        job->old_parent = child->parent;
}

/* A server without sub-issues or dependencies: said once, and the rest of the kind is left. */
static void tell_unsupported(struct runner *runner, const struct job *job)
{
    struct sync_report *report = runner->session->report;
    const bool parent = job->item->edge.relation == RELATION_PARENT;
    const struct report_line line = {.kind = KIND_RELATION,
                                     .id = job->item->id,
                                     .reason = parent ? "this server has no sub-issues"
                                                      : "this server has no blocked-by links"};
    VEC_PUSH(runner->arena, &report->skipped, line);
    if (parent)
        runner->session->remote.has_sub_issues = false;
    else
        runner->session->remote.has_dependencies = false;
}

static bool supported(const struct runner *runner, const struct item_change *item)
{
    const struct remote *remote = &runner->session->remote;
    return item->edge.relation == RELATION_PARENT ? remote->has_sub_issues
                                                  : remote->has_dependencies;
}

enum code apply_relation(struct runner *runner, struct item_change *item, struct err *err)
{
    struct job job = {.item = item};
    if (!supported(runner, item) || !find_ends(runner, &job))
        return OK;
    const bool parent = item->edge.relation == RELATION_PARENT;
    if (parent && item->verb == VERB_CREATE)
        find_other_parent(runner, &job);
    struct attempt attempt =
        apply_attempt(item, item->verb == VERB_CREATE ? "POST" : "DELETE",
                      parent ? "issues/N/sub_issues" : "issues/N/dependencies/blocked_by");
    attempt.number = job.from;
    attempt.told = true;
    attempt.foresee = log_link;
    for (int tries = 0; tries < RESENDS; tries++) {
        struct gh_outcome out = {0};
        enum step step;
        enum code code =
            runner_write(runner, &attempt, send_relation, keep_relation, &job, &out, &step, err);
        if (code || step == STEP_STOPPED)
            return code;
        if (step == STEP_DONE)
            runner_done(runner, item, job.from, NULL);
        else if (step == STEP_FAILED && out.unsupported)
            tell_unsupported(runner, &job);
        else if (step == STEP_FAILED)
            runner_fail(runner, &attempt, NULL, out.message, out.hint, code_exit_status(out.code));
        if (step != STEP_UNKNOWN)
            return OK;
    }
    runner_stop_unanswered(runner);
    return OK;
}
