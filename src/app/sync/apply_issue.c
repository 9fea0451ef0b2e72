/* An issue that is on GitHub: read again, then labels and assignees by single requests, then one
 * PATCH with the fresh base; the base in the cache follows last. (sync: labels on an issue) */
#include "app/sync/apply_issue.h"

#include <inttypes.h>

#include "app/session/snapshot.h"
#include "base/str.h"
#include "base/utf8.h"
#include "store/snapshot.h"

#define RESENDS 5

static enum gh_state send_add_labels(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct issue_job *job = args;
    return gh_add_labels(runner->session->gh, runner->arena, job->now.number, &job->labels, out);
}

static enum gh_state send_remove_label(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct issue_job *job = args;
    return gh_remove_label(runner->session->gh, runner->arena, job->now.number, job->only, out);
}

static enum gh_state send_assignees(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct issue_job *job = args;
    return gh_set_assignees(runner->session->gh, runner->arena, job->now.number, &job->assignees,
                            out);
}

static enum gh_state send_update(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct issue_job *job = args;
    return gh_update_issue(runner->session->gh, runner->arena, job->now.number, &job->fields, out);
}

static enum code log_set(struct runner *runner, const struct issue_job *job,
                         const struct strlist *after, struct err *err)
{
    const struct run_change what = {.kind = KIND_ISSUE,
                                    .verb = job->item->verb,
                                    .item_id = job->item->id,
                                    .number = job->now.number,
                                    .field = job->set};
    return runner_log_set(runner, &what, &job->was, after, err);
}

static enum code foresee_set(struct runner *runner, void *args, struct err *err)
{
    const struct issue_job *job = args;
    return log_set(runner, job, job->set == FIELD_LABELS ? &job->now.labels : &job->assignees, err);
}

static enum code foresee_update(struct runner *runner, void *args, struct err *err)
{
    const struct issue_job *job = args;
    return apply_log(runner, job->item, job->fields.body, job->now.number, err);
}

/* Single requests: only the snapshot follows now, the base waits for the last of them. */
static enum code keep_snapshot(struct runner *runner, void *args, const struct gh_outcome *out,
                               struct err *err)
{
    struct issue_job *job = args;
    if (out->issue)
        job->now = *out->issue;
    snapshot_put_issue(runner->session, &job->now);
    enum code code = log_set(
        runner, job, job->set == FIELD_LABELS ? &job->now.labels : &job->now.assignees, err);
    if (code)
        return code;
    return store_put_issue(runner->session->store, runner->session->row.key, &job->now, err);
}

static enum code keep_all(struct runner *runner, void *args, const struct gh_outcome *out,
                          struct err *err)
{
    struct issue_job *job = args;
    if (out->issue)
        job->now = *out->issue;
    return issue_keep(runner, job->item, &job->now, err);
}

static void without(struct arena *arena, const struct strlist *from, const char *name,
                    struct strlist *rest)
{
    const char *folded = utf8_fold(arena, name);
    for (size_t i = 0; i < from->len; i++)
        if (!text_eq(utf8_fold(arena, from->items[i]), folded))
            strlist_add(arena, rest, from->items[i]);
}

static enum code one_request(struct runner *runner, struct issue_job *job, const char *method,
                             const char *path, attempt_send_fn send, enum step *step,
                             struct err *err)
{
    struct attempt attempt = apply_attempt(job->item, method, path);
    attempt.number = job->now.number;
    attempt.foresee = foresee_set;
    struct gh_outcome out = {0};
    return runner_write(runner, &attempt, send, keep_snapshot, job, &out, step, err);
}

static enum code add_labels(struct runner *runner, struct issue_job *job,
                            const struct change *change, enum step *step, struct err *err)
{
    job->labels = (struct strlist){0};
    issue_label_names(runner, &change->added, &job->labels);
    /* The answer lists labels only; the snapshot gets them by hand. */
    struct strlist all = {0};
    for (size_t i = 0; i < job->now.labels.len; i++)
        strlist_add(runner->arena, &all, job->now.labels.items[i]);
    for (size_t i = 0; i < job->labels.len; i++)
        strlist_add(runner->arena, &all, job->labels.items[i]);
    const struct strlist before = job->now.labels;
    job->set = FIELD_LABELS;
    job->was = before;
    job->now.labels = all;
    enum code code =
        one_request(runner, job, "POST", "issues/N/labels", send_add_labels, step, err);
    if (*step != STEP_DONE)
        job->now.labels = before;
    return code;
}

static enum code remove_labels(struct runner *runner, struct issue_job *job,
                               const struct change *change, enum step *step, struct err *err)
{
    struct strlist names = {0};
    issue_label_names(runner, &change->removed, &names);
    enum code code = OK;
    for (size_t i = 0; !code && *step == STEP_DONE && i < names.len; i++) {
        struct strlist rest = {0};
        const struct strlist before = job->now.labels;
        without(runner->arena, &before, names.items[i], &rest);
        job->only = names.items[i];
        job->set = FIELD_LABELS;
        job->was = before;
        job->now.labels = rest;
        code = one_request(runner, job, "DELETE", "issues/N/labels/NAME", send_remove_label, step,
                           err);
        if (*step != STEP_DONE)
            job->now.labels = before;
    }
    return code;
}

static enum code write_labels(struct runner *runner, struct issue_job *job, enum step *step,
                              struct err *err)
{
    const struct change *change = apply_written(job->item, FIELD_LABELS);
    enum code code = OK;
    if (change && change->added.len)
        code = add_labels(runner, job, change, step, err);
    if (!code && *step == STEP_DONE && change && change->removed.len)
        code = remove_labels(runner, job, change, step, err);
    return code;
}

/* The whole set goes over the wire, so it is made from what stands there now. */
static enum code write_assignees(struct runner *runner, struct issue_job *job, enum step *step,
                                 struct err *err)
{
    const struct change *change = apply_written(job->item, FIELD_ASSIGNEES);
    if (!change)
        return OK;
    struct strlist logins = job->now.assignees;
    for (size_t i = 0; i < change->removed.len; i++) {
        struct strlist rest = {0};
        without(runner->arena, &logins, change->removed.items[i], &rest);
        logins = rest;
    }
    job->assignees = (struct strlist){0};
    for (size_t i = 0; i < logins.len; i++)
        strlist_add(runner->arena, &job->assignees, logins.items[i]);
    for (size_t i = 0; i < change->added.len; i++)
        strlist_add(runner->arena, &job->assignees, change->added.items[i]);
    job->set = FIELD_ASSIGNEES;
    job->was = job->now.assignees;
    return one_request(runner, job, "PATCH", "issues/N", send_assignees, step, err);
}

static void fill_state(struct issue_job *job)
{
    const struct change *change = apply_written(job->item, FIELD_STATE);
    if (!change || !change->after.text || !text_starts(change->after.text, "closed"))
        return;
    job->fields.state = "closed";
    job->fields.state_reason =
        text_starts(change->after.text, "closed:") ? change->after.text + 7 : "completed";
}

/* What the one PATCH carries; false: nothing needs one. */
static bool fill_update(struct runner *runner, struct issue_job *job)
{
    const struct body_request request = issue_body_request(runner, job->item);
    job->fields = (struct gh_issue_fields){.title = apply_sent(job->item, FIELD_TITLE),
                                           .type = apply_sent(job->item, FIELD_TYPE)};
    const struct change *milestone = apply_written(job->item, FIELD_MILESTONE);
    if (milestone && issue_milestone(runner, milestone->after.text, &job->milestone))
        job->fields.milestone = &job->milestone;
    if (body_goes_along(job->item))
        job->fields.body = body_for_write(runner->arena, &request, job->item, &job->have);
    fill_state(job);
    return job->fields.title || job->fields.type || job->fields.milestone || job->fields.body ||
           job->fields.state;
}

/* The mark has to say what is agreed now, or a run without a cache would take a label that people
 * take off later for a new one of the plan. NULL: it says so already. */
static const char *renewed_body(struct runner *runner, const struct issue_job *job)
{
    struct next_base next = {0};
    compare_next_base(runner->arena, job->item, &job->have, &next);
    return body_renew_base(runner->arena, &job->have, &next.item);
}

/* Nothing to PATCH: the base follows by itself. */
static enum code keep_base_alone(struct runner *runner, struct issue_job *job, struct err *err)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store_begin(runner->session->store, &tx, err);
    if (!code)
        code = issue_keep(runner, job->item, &job->now, err);
    return code ? code : store_commit(&tx, err);
}

static enum code patch(struct runner *runner, struct issue_job *job, enum step *step,
                       struct err *err)
{
    struct attempt attempt = apply_attempt(
        job->item, "PATCH", arena_printf(runner->arena, "issues/%" PRId64, job->now.number.v));
    attempt.number = job->now.number;
    attempt.body = job->fields.body;
    attempt.foresee = foresee_update;
    struct gh_outcome out = {0};
    return runner_write(runner, &attempt, send_update, keep_all, job, &out, step, err);
}

enum code issue_write_rest(struct runner *runner, struct issue_job *job, enum step *step,
                           struct err *err)
{
    if (!fill_update(runner, job))
        return keep_base_alone(runner, job, err);
    return patch(runner, job, step, err);
}

/* All of it turns out to be done, by a request whose answer was lost. */
static enum code write_mark(struct runner *runner, struct issue_job *job, enum step *step,
                            struct err *err)
{
    job->fields = (struct gh_issue_fields){.body = renewed_body(runner, job)};
    return job->fields.body ? patch(runner, job, step, err) : keep_base_alone(runner, job, err);
}

static enum code tell_gone(struct runner *runner, const struct item_change *item,
                           const struct gh_issue_found *found)
{
    const struct attempt attempt = apply_attempt(item, "", "");
    const char *reason =
        found->presence == GH_MOVED
            ? arena_printf(runner->arena, "was moved to %s while this ran", found->moved_to)
            : "deleted on GitHub while this ran";
    runner_fail(runner, &attempt, NULL, reason, "roadmap sync", code_exit_status(ERR_RETRY));
    return OK;
}

/* The issue as it is now, and what is left to do to it. (sync: verify) */
static enum code verify(struct runner *runner, struct item_change *item, bool forced,
                        struct issue_job *job, bool *found, struct err *err)
{
    struct session *session = runner->session;
    const struct remote_issue *known = remote_find_issue(&session->remote, item->number);
    struct gh_issue_found read = {.presence = GH_FOUND};
    enum code code = OK;
    if (known)
        read.issue = *known;
    if (!known || forced || apply_needs_verify(runner))
        code = gh_get_issue(session->gh, runner->arena, item->number, false, true, &read, err);
    if (code)
        return code;
    *found = read.presence == GH_FOUND && !read.issue.is_pull;
    if (!*found)
        return tell_gone(runner, item, &read);
    job->now = read.issue;
    if (known && !job->now.blocked_by_known) {
        job->now.blocked_by_known = known->blocked_by_known;
        job->now.blocked_by.items = known->blocked_by.items;
        job->now.blocked_by.len = known->blocked_by.len;
        job->now.blocked_by.cap = known->blocked_by.cap;
    }
    job->item = ARENA_NEW(runner->arena, struct item_change);
    return reconcile_again(runner->arena, &session->result, item, NULL, NULL, &job->now, &job->have,
                           job->item, err);
}

/* What was sent already stays a change of the item, for base and journal. */
static void put_written(struct arena *arena, struct item_change *item, const struct change *sent)
{
    for (size_t i = 0; sent && i < item->changes.len; i++) {
        if (item->changes.items[i].field != sent->field)
            continue;
        item->changes.items[i] = *sent;
        return;
    }
    if (sent)
        VEC_PUSH(arena, &item->changes, *sent);
}

/* The requests before took a second each; the PATCH is made from what stands there now. */
static enum code verify_again(struct runner *runner, struct item_change *item,
                              struct issue_job *job, enum step *step, struct err *err)
{
    const struct change *labels = apply_written(job->item, FIELD_LABELS);
    const struct change *assignees = apply_written(job->item, FIELD_ASSIGNEES);
    if (!labels && !assignees)
        return OK;
    struct issue_job fresh = {.item = item};
    bool found = false;
    enum code code = verify(runner, item, true, &fresh, &found, err);
    if (code)
        return code;
    if (!found) {
        *step = STEP_FAILED;
        return OK;
    }
    apply_note_fresh(runner, item, fresh.item, 1);
    put_written(runner->arena, fresh.item, labels);
    put_written(runner->arena, fresh.item, assignees);
    *job = fresh;
    return OK;
}

static enum code write_all(struct runner *runner, struct item_change *item, struct issue_job *job,
                           enum step *step, struct err *err)
{
    *step = STEP_DONE;
    enum code code = write_labels(runner, job, step, err);
    if (!code && *step == STEP_DONE)
        code = write_assignees(runner, job, step, err);
    if (!code && *step == STEP_DONE)
        code = verify_again(runner, item, job, step, err);
    if (!code && *step == STEP_DONE)
        code = issue_write_rest(runner, job, step, err);
    return code;
}

enum code apply_issue(struct runner *runner, struct item_change *item, struct err *err)
{
    if (item->verb == VERB_CREATE)
        return issue_create(runner, item, err);
    for (int tries = 0; tries < RESENDS; tries++) {
        struct issue_job job = {.item = item};
        bool found = false;
        enum code code = verify(runner, item, tries > 0, &job, &found, err);
        if (code || !found)
            return code;
        apply_note_fresh(runner, item, job.item, tries);
        enum step step = STEP_DONE;
        if (item_change_writes(job.item)) {
            code = write_all(runner, item, &job, &step, err);
        } else if (tries) {
            job.item = item;
            code = write_mark(runner, &job, &step, err);
        } else {
            return OK;
        }
        if (code)
            return code;
        if (step == STEP_DONE)
            runner_done(runner, job.item, job.now.number, apply_note(runner->arena, job.item));
        if (step != STEP_UNKNOWN)
            return OK;
    }
    runner_stop_unanswered(runner);
    return OK;
}
