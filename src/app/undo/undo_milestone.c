/* A milestone: its old values; gone when the run made it and it is empty; back when the run removed
 * it. */
#include <inttypes.h>

#include "app/session/snapshot.h"
#include "app/undo/undo.h"
#include "base/env.h"
#include "base/str.h"
#include "engine/normal.h"
#include "engine/restore.h"
#include "store/items.h"
#include "store/snapshot.h"

struct job {
    struct undo *undo;
    struct undo_step *step;
    bool begun, found, based;
    struct remote_milestone first, now, target;
    struct gh_milestone_fields fields;
    struct strlist moved;
    bool back[FIELD_COUNT];
    size_t left;
    struct base_item base;
};

static const char *value_of(const struct remote_milestone *milestone, enum field field)
{
    switch (field) {
    case FIELD_TITLE:
        return milestone->title;
    case FIELD_DUE_ON:
        return milestone->due_on;
    case FIELD_STATE:
        return milestone->state;
    default:
        return milestone->description;
    }
}

static void set_value(struct job *job, enum field field, const char *text)
{
    if (field == FIELD_TITLE)
        job->target.title = job->fields.title = text;
    else if (field == FIELD_DUE_ON)
        job->target.due_on = job->fields.due_on = normal_date(job->undo->arena, text);
    else if (field == FIELD_STATE)
        job->target.state = job->fields.state = text_starts(text, "closed") ? "closed" : "open";
    else
        job->target.description = job->fields.description = text;
}

static void judge_one(struct job *job, const struct run_change *change)
{
    struct arena *arena = job->undo->arena;
    const enum field field = change->field;
    const char *old = change->before ? change->before : "";
    const enum restored verdict =
        field == FIELD_BLOCK
            ? restore_body(arena, job->target.description, change->before, change->after, &old)
            : restore_scalar(arena, KIND_MILESTONE, field, value_of(&job->target, field),
                             change->before, change->after);
    if (verdict == RESTORE_CHANGED) {
        job->left++;
        if (!job->begun)
            undo_leave_changed(job->undo, job->step, field);
    }
    if (verdict != RESTORE_BACK)
        return;
    set_value(job, field, old);
    if (!job->back[field])
        strlist_add(arena, &job->moved, field_name_people(field));
    job->back[field] = true;
}

static void judge_all(struct job *job)
{
    job->target = job->now;
    job->fields = (struct gh_milestone_fields){0};
    for (size_t i = job->step->len; i-- > 0;)
        if (job->step->changes[i].has_field)
            judge_one(job, &job->step->changes[i]);
}

/* `later`: by an issue that may leave it before its turn comes does not count. */
static bool is_used(struct undo *undo, struct number number, bool later)
{
    const struct remote *remote = &undo->session->remote;
    for (size_t i = 0; i < remote->issues.len; i++)
        if (remote->issues.items[i].milestone.v == number.v &&
            !(later && undo_may_move(undo, remote->issues.items[i].number, FIELD_MILESTONE)))
            return true;
    return false;
}

static const char *old_title(const struct undo_step *step)
{
    for (size_t i = 0; i < step->len; i++)
        if (step->changes[i].has_field && step->changes[i].field == FIELD_TITLE)
            return step->changes[i].before;
    return NULL;
}

static const struct remote_milestone *find_titled(struct undo *undo, const char *title)
{
    const struct remote *remote = &undo->session->remote;
    for (size_t i = 0; i < remote->milestones.len; i++)
        if (text_eq(normal_line(undo->arena, remote->milestones.items[i].title),
                    normal_line(undo->arena, title)))
            return &remote->milestones.items[i];
    return NULL;
}

bool undo_milestone_moves(struct undo *undo, struct undo_step *step)
{
    const struct remote_milestone *known =
        remote_find_milestone(&undo->session->remote, step->item.number);
    if (step->deleted)
        return !known && !find_titled(undo, old_title(step));
    if (!known || step->created)
        return known && !is_used(undo, known->number, true);
    struct job job = {.undo = undo, .step = step, .begun = true, .now = *known};
    judge_all(&job);
    return job.moved.len > 0;
}

static enum gh_state send_update(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    return gh_update_milestone(runner->session->gh, runner->arena, job->now.number, &job->fields,
                               out);
}

static enum gh_state send_create(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    return gh_create_milestone(runner->session->gh, runner->arena, &job->fields, out);
}

static enum gh_state send_delete(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    return gh_delete_milestone(runner->session->gh, runner->arena, job->now.number, out);
}

static void agree_all(struct job *job, const struct remote_milestone *milestone)
{
    struct have have = {0};
    have_milestone(job->undo->arena, milestone, &have);
    job->base = undo_base(job->undo, job->step, &job->based);
    job->base.number = milestone->number;
    job->base.db_id = milestone->db_id;
    for (int field = 0; field < FIELD_COUNT; field++)
        if (job->back[field])
            undo_agree(job->undo->arena, &job->base, (enum field)field, &have);
    /* The mark says what is agreed from now on. */
    const bool marked = job->back[FIELD_TITLE] || job->back[FIELD_BLOCK];
    const char *text = marked && job->based && !job->step->deleted
                           ? body_renew_base(job->undo->arena, &have, &job->base)
                           : NULL;
    if (text)
        job->fields.description = text;
}

static enum code log_update(struct job *job, const struct remote_milestone *now, struct err *err)
{
    enum code code = OK;
    for (int field = 0; !code && field < FIELD_COUNT; field++)
        if (job->back[field])
            code = undo_log(job->undo, job->step, VERB_UPDATE, (enum field)field,
                            value_of(&job->first, (enum field)field),
                            value_of(now, (enum field)field), err);
    return code;
}

static enum code log_deletion(struct job *job, struct err *err)
{
    static const enum field fields[] = {FIELD_TITLE, FIELD_DUE_ON, FIELD_DESCRIPTION, FIELD_STATE};
    enum code code = OK;
    for (size_t i = 0; !code && i < sizeof fields / sizeof *fields; i++)
        if (!text_empty(value_of(&job->first, fields[i])))
            code = undo_log(job->undo, job->step, VERB_DELETE, fields[i],
                            value_of(&job->first, fields[i]), NULL, err);
    return code;
}

/* A milestone that is made again overwrites nothing. */
static enum code foresee(struct runner *runner, void *args, struct err *err)
{
    struct job *job = args;
    (void)runner;
    if (job->step->deleted)
        return OK;
    return job->step->created ? log_deletion(job, err) : log_update(job, &job->target, err);
}

static enum code keep_update(struct runner *runner, void *args, const struct gh_outcome *out,
                             struct err *err)
{
    struct job *job = args;
    struct session *session = runner->session;
    if (out->milestone)
        job->now = *out->milestone;
    snapshot_put_milestone(session, &job->now);
    enum code code = store_put_milestone(session->store, session->row.key, &job->now, err);
    if (!code)
        code = log_update(job, &job->now, err);
    if (code || !job->based)
        return code;
    struct have have = {0};
    have_milestone(runner->arena, &job->now, &have);
    return job->back[FIELD_BLOCK] && !have.parts.found
               ? store_forget_item(session->store, session->at, KIND_MILESTONE, job->step->item.id,
                                   err)
               : undo_keep_base(job->undo, &job->base, err);
}

static enum code keep_creation(struct runner *runner, void *args, const struct gh_outcome *out,
                               struct err *err)
{
    struct job *job = args;
    struct session *session = runner->session;
    if (!out->milestone)
        return OK;
    job->now = *out->milestone;
    job->step->item.number = job->now.number;
    snapshot_put_milestone(session, &job->now);
    job->back[FIELD_TITLE] = job->back[FIELD_BLOCK] = job->back[FIELD_DUE_ON] = true;
    agree_all(job, &job->now);
    struct run_change row = {.kind = KIND_MILESTONE,
                             .verb = VERB_CREATE,
                             .item_id = job->step->item.id,
                             .number = job->now.number};
    enum code code = store_put_milestone(session->store, session->row.key, &job->now, err);
    if (!code)
        code = runner_log(runner, &row, err);
    if (!code)
        code = undo_log(job->undo, job->step, VERB_CREATE, FIELD_TITLE, NULL, job->now.title, err);
    return code ? code : undo_keep_base(job->undo, &job->base, err);
}

static enum code keep_deletion(struct runner *runner, void *args, const struct gh_outcome *out,
                               struct err *err)
{
    struct job *job = args;
    struct session *session = runner->session;
    (void)out;
    enum code code = store_drop_milestone(session->store, session->row.key, job->first.number, err);
    if (!code)
        code =
            store_forget_item(session->store, session->at, KIND_MILESTONE, job->step->item.id, err);
    return code ? code : log_deletion(job, err);
}

/* The old mark names a number that will not come again, and a time long ago: it would look like a
 * copy. */
static const char *fresh_mark(struct job *job, const char *description)
{
    char nonce[NONCE_DIGITS + 1];
    struct block_parts parts;
    block_split(job->undo->arena, description, &parts);
    if (!parts.found || parts.damage != BLOCK_WHOLE)
        return description;
    nonce_format(gh_now_ms(job->undo->session->gh), random_u32(), nonce);
    parts.marker.nonce = arena_strdup(job->undo->arena, nonce);
    parts.marker.num = (struct number){0};
    return block_compose(job->undo->arena, &parts);
}

static void fill_creation(struct job *job)
{
    job->fields = (struct gh_milestone_fields){0};
    for (size_t i = 0; i < job->step->len; i++)
        if (job->step->changes[i].has_field && job->step->changes[i].before)
            set_value(job, job->step->changes[i].field, job->step->changes[i].before);
    if (job->fields.description)
        job->fields.description = fresh_mark(job, job->fields.description);
}

static enum code read_milestone(struct job *job, struct err *err)
{
    struct undo *undo = job->undo;
    enum code code = gh_get_milestone(undo->session->gh, undo->arena, job->step->item.number, true,
                                      &job->now, &job->found, err);
    if (!code && job->found && !job->begun)
        job->first = job->now;
    return code;
}

static void judge(struct job *job, const char **method, attempt_send_fn *send,
                  attempt_keep_fn *keep)
{
    struct undo *undo = job->undo;
    const struct undo_step *step = job->step;
    *method = NULL;
    if (step->deleted && !job->found && find_titled(undo, old_title(step))) {
        undo_leave(undo, step, NULL, "is not made again: there is one of that title",
                   code_exit_status(ERR_REFUSED));
    } else if (step->deleted && !job->found) {
        fill_creation(job);
        *method = "POST", *send = send_create, *keep = keep_creation;
    } else if (step->deleted || (step->created && !job->found)) {
        undo_already(undo);
    } else if (!job->found) {
        undo_leave(undo, step, NULL, "is gone from GitHub", code_exit_status(ERR_REFUSED));
    } else if (step->created && (is_used(undo, job->now.number, false) ||
                                 job->now.open_issues + job->now.closed_issues > 0)) {
        undo_leave(undo, step, NULL, "stays: issues are in it", 0);
    } else if (step->created) {
        *method = "DELETE", *send = send_delete, *keep = keep_deletion;
    } else {
        judge_all(job);
        if (job->moved.len > 0)
            *method = "PATCH", *send = send_update, *keep = keep_update;
        else if (job->left == 0)
            undo_already(undo);
    }
}

static void tell_done(struct job *job)
{
    if (job->step->created)
        undo_done(job->undo, job->step, VERB_DELETE, NULL);
    else if (job->step->deleted)
        undo_done(job->undo, job->step, VERB_CREATE, NULL);
    else
        undo_done(job->undo, job->step, VERB_UPDATE, undo_note(job->undo, &job->moved));
}

static enum code keep_read(struct job *job, attempt_keep_fn keep, struct err *err)
{
    const struct gh_outcome out = {.state = GH_DONE};
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store_begin(job->undo->session->store, &tx, err);
    if (!code)
        code = keep(job->undo->runner, job, &out, err);
    if (!code)
        code = store_commit(&tx, err);
    if (!code)
        tell_done(job);
    return code;
}

/* An earlier sending of unknown outcome turns out to have been executed. A creation does not show
 * under its old number: it is sent again, and GitHub refuses a second one of its title. */
static bool executed(const struct job *job)
{
    const struct gh_milestone_fields *fields = &job->fields;
    if (job->step->created)
        return !job->found;
    return !job->step->deleted && job->found && !fields->title && !fields->description &&
           !fields->due_on && !fields->state;
}

enum code undo_milestone(struct undo *undo, struct undo_step *step, struct err *err)
{
    struct job job = {.undo = undo, .step = step};
    const char *method = NULL;
    attempt_send_fn send = NULL;
    attempt_keep_fn keep = NULL;
    for (int tries = 0; tries < UNDO_RESENDS; tries++) {
        enum code code = read_milestone(&job, err);
        if (code)
            return code;
        if (!job.begun)
            judge(&job, &method, &send, &keep);
        else if (job.found && !step->created && !step->deleted)
            judge_all(&job);
        if (!method)
            return OK;
        const bool done = job.begun && executed(&job);
        if (!step->created && !step->deleted)
            agree_all(&job, &job.target);
        if (done)
            return keep_read(&job, keep, err);
        job.begun = true;
        struct attempt attempt = undo_attempt(
            step, method, arena_printf(undo->arena, "milestones/%" PRId64, step->item.number.v));
        attempt.body = job.fields.description;
        attempt.foresee = foresee;
        struct gh_outcome out = {0};
        enum step outcome;
        code = runner_write(undo->runner, &attempt, send, keep, &job, &out, &outcome, err);
        if (!code && outcome == STEP_DONE)
            tell_done(&job);
        if (code || outcome != STEP_UNKNOWN)
            return code;
    }
    runner_stop_unanswered(undo->runner);
    return OK;
}
