/* A new issue: the one write that GitHub cannot tell from its repetition, so it carries a nonce and
 * is never sent twice under one. (sync: journal and unknown outcomes) */
#include <string.h>

#include "app/session/snapshot.h"
#include "app/sync/apply_issue.h"
#include "app/sync/runner_inner.h"
#include "base/env.h"
#include "base/str.h"
#include "engine/normal.h"
#include "render/issue_block.h"
#include "store/items.h"
#include "store/snapshot.h"

bool issue_milestone(struct runner *runner, const char *id, struct number *number)
{
    struct db_id db_id;
    *number = (struct number){0};
    return !id || reconcile_find(&runner->session->result, KIND_MILESTONE, id, number, &db_id);
}

void issue_label_names(struct runner *runner, const struct strlist *raw, struct strlist *names)
{
    for (size_t i = 0; i < raw->len; i++)
        strlist_add(runner->arena, names,
                    names_label_wire(&runner->session->result.names,
                                     normal_name(runner->arena, raw->items[i]), raw->items[i]));
}

enum code issue_keep_object(struct runner *runner, const struct remote_issue *issue,
                            struct err *err)
{
    snapshot_put_issue(runner->session, issue);
    return store_put_issue(runner->session->store, runner->session->row.key, issue, err);
}

enum code issue_keep(struct runner *runner, const struct item_change *item,
                     const struct remote_issue *issue, struct err *err)
{
    struct session *session = runner->session;
    struct have have = {0};
    have_issue(runner->arena, issue, &session->result.names, &have);
    enum code code = issue_keep_object(runner, issue, err);
    return code ? code : apply_keep_base(runner, item, &have, err);
}

struct body_request issue_body_request(struct runner *runner, const struct item_change *item)
{
    const struct plan *plan = runner->session->plan;
    char nonce[NONCE_DIGITS + 1];
    nonce_format(gh_now_ms(runner->session->gh), random_u32(), nonce);
    const struct plan_issue *issue = plan_find_issue(plan, item->id);
    return (struct body_request){
        .scope = plan->scope,
        .nonce = arena_strdup(runner->arena, nonce),
        .footer = plan->footer && issue ? render_issue_footer(runner->arena, plan, issue) : NULL};
}

static enum gh_state send_issue(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct issue_job *job = args;
    return gh_create_issue(runner->session->gh, runner->arena, &job->fields, out);
}

static bool names_end(const char *relation, const char *id)
{
    const size_t len = strlen(id);
    const size_t whole = strlen(relation);
    return (text_starts(relation, id) && relation[len] == ' ') ||
           (text_ends(relation, id) && whole > len && relation[whole - len - 1] == ' ');
}

/* An issue that is made anew has no links, whatever was agreed about the old one. */
static enum code forget_links(struct runner *runner, const char *id, struct err *err)
{
    struct session *session = runner->session;
    enum code code = OK;
    for (size_t i = 0; !code && i < session->base.items.len; i++) {
        const struct base_item *item = &session->base.items.items[i];
        if (item->kind == KIND_RELATION && names_end(item->id, id))
            code = store_forget_item(session->store, session->at, KIND_RELATION, item->id, err);
    }
    return code;
}

static enum code keep_issue(struct runner *runner, void *args, const struct gh_outcome *out,
                            struct err *err)
{
    struct issue_job *job = args;
    if (!out->issue)
        return OK;
    job->now = *out->issue;
    enum code code = forget_links(runner, job->item->id, err);
    return code ? code : issue_keep(runner, job->item, out->issue, err);
}

/* What the plan wants, as one POST. false: its milestone is not on GitHub, because that failed. */
static bool fill_creation(struct runner *runner, struct issue_job *job)
{
    const struct item_change *item = job->item;
    const struct want *want = item->want;
    if (!issue_milestone(runner, apply_wanted(item, FIELD_MILESTONE), &job->milestone))
        return false;
    const struct change *labels = apply_written(item, FIELD_LABELS);
    if (labels)
        issue_label_names(runner, &labels->added, &job->labels);
    const struct change *assignees = apply_written(item, FIELD_ASSIGNEES);
    if (assignees)
        job->assignees = assignees->added;
    job->fields.title = want->value[FIELD_TITLE].raw;
    job->fields.milestone = job->milestone.v ? &job->milestone : NULL;
    job->fields.labels = job->labels.len ? &job->labels : NULL;
    job->fields.assignees = job->assignees.len ? &job->assignees : NULL;
    const char *type = apply_wanted(item, FIELD_TYPE);
    job->fields.type = type && runner->session->remote.has_types ? type : NULL;
    return true;
}

static bool refused_for_assignees(const struct issue_job *job, const struct gh_outcome *out)
{
    return job->fields.assignees && out->status == 422 && out->message &&
           strstr(out->message, "assignee") != NULL;
}

/* Whoever GitHub names is not asked for again; when it names nobody, no one is. */
static void leave_out(struct runner *runner, struct issue_job *job, const char *message)
{
    struct strlist rest = {0};
    for (size_t i = 0; i < job->assignees.len; i++)
        if (!text_contains(message,
                           arena_printf(runner->arena, "assignees '%s'", job->assignees.items[i])))
            strlist_add(runner->arena, &rest, job->assignees.items[i]);
    const bool named = rest.len < job->assignees.len;
    job->assignees = rest;
    job->fields.assignees = named && rest.len ? &job->assignees : NULL;
}

/* Born closed: GitHub takes no state on creation, so it costs a second write, and until that is
 * done the issue counts as agreed open. */
static struct item_change *without_state(struct runner *runner, const struct item_change *item)
{
    struct item_change *rest = ARENA_NEW(runner->arena, struct item_change);
    *rest = *item;
    rest->changes.items = NULL;
    rest->changes.len = rest->changes.cap = 0;
    for (size_t i = 0; i < item->changes.len; i++)
        if (item->changes.items[i].field != FIELD_STATE)
            VEC_PUSH(runner->arena, &rest->changes, item->changes.items[i]);
    return rest;
}

static enum code close_new(struct runner *runner, const struct item_change *item,
                           const struct remote_issue *issue, struct err *err)
{
    const struct change *closing = apply_written(item, FIELD_STATE);
    if (!closing)
        return OK;
    struct issue_job job = {.now = *issue, .item = ARENA_NEW(runner->arena, struct item_change)};
    enum step step = STEP_DONE;
    enum code code = reconcile_again(runner->arena, &runner->session->result, item, NULL, NULL,
                                     &job.now, &job.have, job.item, err);
    job.item->number = issue->number;
    /* With create-only this belongs to the creation, although it is an issue by now. */
    if (item->want->policy[FIELD_STATE] == POLICY_CREATE_ONLY)
        VEC_PUSH(runner->arena, &job.item->changes, *closing);
    return code ? code : issue_write_rest(runner, &job, &step, err);
}

static bool milestone_refused(const struct runner *runner, const char *id)
{
    const struct changeset *changeset = &runner->session->result.changeset;
    for (size_t i = 0; i < changeset->items.len; i++)
        if (changeset->items.items[i].kind == KIND_MILESTONE &&
            changeset->items.items[i].verb == VERB_REFUSE &&
            text_eq(changeset->items.items[i].id, id))
            return true;
    return false;
}

/* How bad that is says the milestone's own line; after it is settled the next run goes on. */
static void tell_milestone_missing(struct runner *runner, const struct item_change *item)
{
    const char *id = apply_wanted(item, FIELD_MILESTONE);
    const struct attempt attempt = apply_attempt(item, "", "");
    runner_fail(runner, &attempt, "milestone",
                arena_printf(runner->arena, "not created: its milestone '%s' is not on GitHub", id),
                "roadmap sync",
                code_exit_status(milestone_refused(runner, id) ? ERR_REFUSED : ERR_RETRY));
}

/* One nonce for each attempt: a repeated sending gets a body of its own. */
static enum code post(struct runner *runner, struct issue_job *job, struct gh_outcome *out,
                      enum step *step, struct err *err)
{
    enum code code = OK;
    *step = STEP_AGAIN;
    for (int tries = 0; !code && *step == STEP_AGAIN; tries++) {
        const struct body_request request = issue_body_request(runner, job->item);
        job->fields.body = body_for_write(runner->arena, &request, job->item, NULL);
        struct attempt attempt = apply_attempt(job->item, "POST", "issues");
        attempt.nonce = request.nonce;
        attempt.body = job->fields.body;
        attempt.tries = tries;
        attempt.told = job->fields.assignees != NULL;
        code = runner_write(runner, &attempt, send_issue, keep_issue, job, out, step, err);
        if (!code && *step == STEP_FAILED && attempt.told && !refused_for_assignees(job, out))
            runner_fail(runner, &attempt, NULL, out->message, out->hint,
                        code_exit_status(out->code));
    }
    return code;
}

enum code issue_create(struct runner *runner, struct item_change *item, struct err *err)
{
    struct issue_job job = {.item = without_state(runner, item)};
    if (!fill_creation(runner, &job)) {
        tell_milestone_missing(runner, item);
        return OK;
    }
    struct gh_outcome out = {0};
    enum step step;
    enum code code = post(runner, &job, &out, &step, err);
    while (!code && step == STEP_FAILED && refused_for_assignees(&job, &out)) {
        leave_out(runner, &job, out.message);
        code = post(runner, &job, &out, &step, err);
    }
    if (!code && step == STEP_UNKNOWN)
        runner->lost.items[runner->lost.len - 1].item = item;
    if (code || step != STEP_DONE)
        return code;
    code = close_new(runner, item, &job.now, err);
    if (!code)
        runner_done(runner, item, job.now.number, NULL);
    return code;
}

enum code issue_keep_found(struct runner *runner, const struct lost *lost,
                           const struct remote_issue *issue, struct err *err)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    /* A run that writes nothing else has not begun yet, and what it found is noted under it. */
    enum code code = lost->item ? runner_begin_run(runner, err) : OK;
    if (!code)
        code = store_begin(runner->session->store, &tx, err);
    if (!code && lost->item)
        code = issue_keep(runner, without_state(runner, lost->item), issue, err);
    else if (!code)
        code = store_put_issue(runner->session->store, runner->session->row.key, issue, err);
    if (!code)
        code = store_intent_done(runner->session->store, lost->intent.id, issue->number, err);
    if (!code)
        code = store_commit(&tx, err);
    if (!code && lost->item)
        code = close_new(runner, lost->item, issue, err);
    if (!code && lost->item)
        runner_done(runner, lost->item, issue->number, NULL);
    return code;
}
