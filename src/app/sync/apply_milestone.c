/* Milestones. Titles are unique on GitHub, so a creation of unknown outcome is sent again and, when
 * it exists, found by reading. */
#include "app/sync/apply.h"

#include <inttypes.h>

#include "app/session/snapshot.h"
#include "base/env.h"
#include "base/str.h"
#include "store/snapshot.h"

#define RESENDS 5
#define PROBES_MAX 20

struct job {
    struct item_change *item;
    struct gh_milestone_fields fields;
    struct have have; /* as last read; not for creations */
};

static enum gh_state send_milestone(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    struct gh *gh = runner->session->gh;
    if (job->item->verb == VERB_CREATE)
        return gh_create_milestone(gh, runner->arena, &job->fields, out);
    return gh_update_milestone(gh, runner->arena, job->item->number, &job->fields, out);
}

static enum code keep_object(struct runner *runner, const struct job *job,
                             const struct remote_milestone *milestone, struct err *err)
{
    struct session *session = runner->session;
    struct have have = {0};
    have_milestone(runner->arena, milestone, &have);
    snapshot_put_milestone(session, milestone);
    enum code code = store_put_milestone(session->store, session->row.key, milestone, err);
    return code ? code : apply_keep_base(runner, job->item, &have, err);
}

static enum code foresee_update(struct runner *runner, void *args, struct err *err)
{
    const struct job *job = args;
    return apply_log(runner, job->item, job->fields.description, job->item->number, err);
}

static enum code keep_milestone(struct runner *runner, void *args, const struct gh_outcome *out,
                                struct err *err)
{
    return out->milestone ? keep_object(runner, args, out->milestone, err) : OK;
}

static bool is_ours(struct runner *runner, const struct job *job,
                    const struct remote_milestone *milestone)
{
    struct have have = {0};
    have_milestone(runner->arena, milestone, &have);
    return have.parts.found && text_eq(have.parts.marker.id, job->item->id) &&
           text_eq(have.parts.marker.scope, runner->session->plan->scope);
}

static const struct remote_milestone *find_ours(const struct gh_snapshot *snapshot,
                                                struct runner *runner, const struct job *job)
{
    for (size_t i = 0; i < snapshot->remote.milestones.len; i++)
        if (is_ours(runner, job, &snapshot->remote.milestones.items[i]))
            return &snapshot->remote.milestones.items[i];
    return NULL;
}

/* Numbers are given in sequence, and a single read does not lag as a list does: so the numbers
 * above the highest one known are asked for. */
static enum code probe_ours(struct runner *runner, const struct job *job,
                            struct remote_milestone *milestone, bool *found, struct err *err)
{
    struct session *session = runner->session;
    struct number number = {0};
    for (size_t i = 0; i < session->remote.milestones.len; i++)
        if (session->remote.milestones.items[i].number.v > number.v)
            number = session->remote.milestones.items[i].number;
    *found = false;
    for (int probes = 0; probes < PROBES_MAX && !*found; probes++) {
        bool there = false;
        number.v++;
        enum code code =
            gh_get_milestone(session->gh, runner->arena, number, false, milestone, &there, err);
        if (code || !there)
            return code;
        *found = is_ours(runner, job, milestone);
    }
    return OK;
}

/* The title exists: by our own lost request when the marker is ours. Somebody else's of the same
 * title is for the next run, which adopts it as a line of its plan. */
static enum code keep_existing(struct runner *runner, const struct job *job, bool *kept,
                               struct err *err)
{
    struct session *session = runner->session;
    const struct gh_read read = {.since = session->row.since};
    struct gh_snapshot snapshot = {0};
    struct remote_milestone probed = {0};
    bool found = false;
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = probe_ours(runner, job, &probed, &found, err);
    if (!code && !found)
        code = gh_read_snapshot(session->gh, runner->arena, &read, &snapshot, err);
    if (code)
        return code;
    const struct remote_milestone *ours = found ? &probed : find_ours(&snapshot, runner, job);
    *kept = ours != NULL;
    if (!ours)
        return OK;
    code = store_begin(session->store, &tx, err);
    if (!code)
        code = keep_object(runner, job, ours, err);
    return code ? code : store_commit(&tx, err);
}

static void tell_written(struct runner *runner, const struct item_change *item,
                         const struct gh_outcome *out)
{
    const bool create = item->verb == VERB_CREATE;
    runner_done(runner, item, out->milestone ? out->milestone->number : item->number,
                create ? NULL : apply_note(runner->arena, item));
}

/* What exists already is found by the next run. */
static void tell_failed(struct runner *runner, const struct attempt *attempt,
                        const struct gh_outcome *out)
{
    const enum code code = out->code == ERR_EXISTS ? ERR_RETRY : out->code;
    runner_fail(runner, attempt, NULL, out->message, out->hint, code_exit_status(code));
}

static enum code write_new(struct runner *runner, struct job *job, struct err *err)
{
    struct attempt attempt = apply_attempt(job->item, "POST", "milestones");
    attempt.body = job->fields.description;
    attempt.told = true;
    for (int tries = 0; tries < RESENDS; tries++) {
        struct gh_outcome out = {0};
        enum step step;
        enum code code =
            runner_write(runner, &attempt, send_milestone, keep_milestone, job, &out, &step, err);
        if (code || step == STEP_STOPPED)
            return code;
        bool kept = step == STEP_DONE;
        if (step == STEP_FAILED && out.code == ERR_EXISTS)
            code = keep_existing(runner, job, &kept, err);
        if (code)
            return code;
        if (kept)
            tell_written(runner, job->item, &out);
        else if (step == STEP_FAILED)
            tell_failed(runner, &attempt, &out);
        if (kept || step == STEP_FAILED)
            return OK;
    }
    runner_stop_unanswered(runner);
    return OK;
}

static const char *closed_state(const struct item_change *item)
{
    const char *state = apply_wanted(item, FIELD_STATE);
    return state && text_starts(state, "closed") ? "closed" : NULL;
}

static struct body_request body_request(struct runner *runner)
{
    char nonce[NONCE_DIGITS + 1];
    nonce_format(gh_now_ms(runner->session->gh), random_u32(), nonce);
    return (struct body_request){.scope = runner->session->plan->scope,
                                 .nonce = arena_strdup(runner->arena, nonce)};
}

static enum code create_milestone(struct runner *runner, struct item_change *item, struct err *err)
{
    const struct body_request request = body_request(runner);
    struct job job = {.item = item};
    job.fields = (struct gh_milestone_fields){
        .title = item->want->value[FIELD_TITLE].raw,
        .description = body_for_write(runner->arena, &request, item, NULL),
        .due_on = apply_wanted(item, FIELD_DUE_ON),
        .state = closed_state(item)};
    return write_new(runner, &job, err);
}

/* The milestone as it is now (read again when `forced` or when the snapshot is old), and what is
 * left to do to it. *found false: it is gone, which is told. */
static enum code verify(struct runner *runner, struct item_change *item, bool forced,
                        struct job *job, struct remote_milestone *now, bool *found, struct err *err)
{
    struct session *session = runner->session;
    const struct remote_milestone *known = remote_find_milestone(&session->remote, item->number);
    *found = known != NULL;
    enum code code = OK;
    if (known)
        *now = *known;
    if (!known || forced || apply_needs_verify(runner))
        code = gh_get_milestone(session->gh, runner->arena, item->number, true, now, found, err);
    if (code)
        return code;
    if (!*found) {
        const struct attempt attempt = apply_attempt(item, "", "");
        runner_fail(runner, &attempt, NULL, "deleted on GitHub while this ran", "roadmap sync",
                    code_exit_status(ERR_RETRY));
        return OK;
    }
    job->item = ARENA_NEW(runner->arena, struct item_change);
    return reconcile_again(runner->arena, &session->result, item, NULL, now, NULL, &job->have,
                           job->item, err);
}

static void fill_update(struct runner *runner, struct job *job)
{
    const struct body_request request = body_request(runner);
    job->fields = (struct gh_milestone_fields){
        .title = apply_sent(job->item, FIELD_TITLE),
        .description = body_goes_along(job->item)
                           ? body_for_write(runner->arena, &request, job->item, &job->have)
                           : NULL,
        .due_on = apply_sent(job->item, FIELD_DUE_ON),
        .state = apply_written(job->item, FIELD_STATE) ? "closed" : NULL};
}

/* An earlier sending of unknown outcome turns out to have been executed. */
static enum code keep_read(struct runner *runner, struct item_change *item,
                           const struct remote_milestone *now, struct err *err)
{
    const struct job job = {.item = item};
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store_begin(runner->session->store, &tx, err);
    if (!code)
        code = keep_object(runner, &job, now, err);
    if (!code)
        code = store_commit(&tx, err);
    if (!code)
        runner_done(runner, item, item->number, apply_note(runner->arena, item));
    return code;
}

enum code apply_milestone(struct runner *runner, struct item_change *item, struct err *err)
{
    if (item->verb == VERB_CREATE)
        return create_milestone(runner, item, err);
    struct attempt attempt = apply_attempt(
        item, "PATCH", arena_printf(runner->arena, "milestones/%" PRId64, item->number.v));
    attempt.told = true;
    attempt.foresee = foresee_update;
    for (int tries = 0; tries < RESENDS; tries++) {
        struct job job = {0};
        struct remote_milestone now = {0};
        bool found = false;
        enum code code = verify(runner, item, tries > 0, &job, &now, &found, err);
        if (code || !found)
            return code;
        apply_note_fresh(runner, item, job.item, tries);
        if (!item_change_writes(job.item))
            return tries ? keep_read(runner, item, &now, err) : OK;
        fill_update(runner, &job);
        attempt.body = job.fields.description;
        struct gh_outcome out = {0};
        enum step step;
        code =
            runner_write(runner, &attempt, send_milestone, keep_milestone, &job, &out, &step, err);
        if (code || step == STEP_STOPPED)
            return code;
        if (step == STEP_DONE)
            tell_written(runner, job.item, &out);
        else if (step == STEP_FAILED)
            tell_failed(runner, &attempt, &out);
        if (step != STEP_UNKNOWN)
            return OK;
    }
    runner_stop_unanswered(runner);
    return OK;
}
