/* A label: its old name, colour and description; gone when the run made it and nothing carries it;
 * back when the run removed it. */
#include "app/session/snapshot.h"
#include "app/undo/undo.h"
#include "base/str.h"
#include "engine/normal.h"
#include "engine/restore.h"
#include "store/items.h"
#include "store/snapshot.h"

struct job {
    struct undo *undo;
    struct undo_step *step;
    bool begun, found;
    struct remote_label first, now, target;
    struct gh_label_fields fields;
    struct strlist moved;
    bool back[FIELD_COUNT];
    size_t left;
};

static const struct run_change *change_of(const struct undo_step *step, enum field field)
{
    for (size_t i = step->len; i-- > 0;)
        if (step->changes[i].has_field && step->changes[i].field == field)
            return &step->changes[i];
    return NULL;
}

/* The name that the run left it with, or (deleted) that it had. */
static const char *name_of(const struct undo_step *step)
{
    const struct run_change *title = change_of(step, FIELD_TITLE);
    const char *name = !title ? NULL : step->deleted ? title->before : title->after;
    return name ? name : step->item.id;
}

static const struct remote_label *find_known(struct undo *undo, const struct undo_step *step)
{
    const struct remote *remote = &undo->session->remote;
    const struct base_item *base = base_find(&undo->session->base, KIND_LABEL, step->item.id);
    const struct remote_label *label =
        base && base->db_id.v ? remote_find_label_id(remote, base->db_id) : NULL;
    if (!label)
        label = remote_find_label(remote, name_of(step));
    /* It may have its old name already. */
    const struct run_change *title = change_of(step, FIELD_TITLE);
    return !label && title && title->before && !step->deleted
               ? remote_find_label(remote, title->before)
               : label;
}

/* `later`: by an issue that may leave it before its turn comes does not count. */
static bool used_by_issue(struct undo *undo, const char *name, bool later)
{
    const struct remote *remote = &undo->session->remote;
    const char *wanted = normal_name(undo->arena, name);
    for (size_t i = 0; i < remote->issues.len; i++) {
        if (later && undo_may_move(undo, remote->issues.items[i].number, FIELD_LABELS))
            continue;
        for (size_t k = 0; k < remote->issues.items[i].labels.len; k++)
            if (text_eq(normal_name(undo->arena, remote->issues.items[i].labels.items[k]), wanted))
                return true;
    }
    return false;
}

static const char *value_of(const struct remote_label *label, enum field field)
{
    return field == FIELD_TITLE   ? label->name
           : field == FIELD_COLOR ? label->color
                                  : label->description;
}

static void set_value(struct job *job, enum field field, const char *text)
{
    if (field == FIELD_TITLE)
        job->target.name = job->fields.name = text;
    else if (field == FIELD_COLOR)
        job->target.color = job->fields.color = text;
    else
        job->target.description = job->fields.description = text;
}

static void judge_all(struct job *job)
{
    struct arena *arena = job->undo->arena;
    job->target = job->now;
    job->fields = (struct gh_label_fields){0};
    for (size_t i = job->step->len; i-- > 0;) {
        const struct run_change *change = &job->step->changes[i];
        const enum field field = change->field;
        if (!change->has_field ||
            (field != FIELD_TITLE && field != FIELD_COLOR && field != FIELD_DESCRIPTION))
            continue;
        const enum restored verdict = restore_scalar(
            arena, KIND_LABEL, field, value_of(&job->target, field), change->before, change->after);
        if (verdict == RESTORE_CHANGED) {
            job->left++;
            if (!job->begun)
                undo_leave_changed(job->undo, job->step, field);
        }
        if (verdict != RESTORE_BACK)
            continue;
        set_value(job, field, change->before ? change->before : "");
        if (!job->back[field])
            strlist_add(arena, &job->moved,
                        field == FIELD_TITLE ? "name" : field_name_people(field));
        job->back[field] = true;
    }
}

bool undo_label_moves(struct undo *undo, struct undo_step *step)
{
    const struct remote_label *known = find_known(undo, step);
    if (step->deleted)
        return !known;
    if (!known || step->created)
        return known && !used_by_issue(undo, known->name, true);
    struct job job = {.undo = undo, .step = step, .begun = true, .now = *known};
    judge_all(&job);
    return job.moved.len > 0;
}

static enum gh_state send_update(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    return gh_update_label(runner->session->gh, runner->arena, job->now.name, &job->fields, out);
}

static enum gh_state send_create(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    return gh_create_label(runner->session->gh, runner->arena, &job->fields, out);
}

static enum gh_state send_delete(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    return gh_delete_label(runner->session->gh, runner->arena, job->now.name, out);
}

static enum code log_field(struct job *job, enum verb verb, enum field field, const char *before,
                           const char *after, struct err *err)
{
    return undo_log(job->undo, job->step, verb, field, before, after, err);
}

/* The item's id is its name: the one of before, if the plan knew it by that. */
static enum code keep_base(struct job *job, struct err *err)
{
    struct session *session = job->undo->session;
    struct have have = {0};
    bool known;
    have_label(job->undo->arena, &job->now, &have);
    struct base_item base = undo_base(job->undo, job->step, &known);
    base.db_id = job->now.db_id;
    for (int field = 0; field < FIELD_COUNT; field++)
        if (job->back[field])
            undo_agree(job->undo->arena, &base, (enum field)field, &have);
    enum code code = OK;
    const char *id = normal_name(job->undo->arena, job->now.name);
    if (job->back[FIELD_TITLE] && !text_eq(id, base.id)) {
        code = store_rename_item(session->store, session->at, KIND_LABEL, base.id, id, err);
        base.id = id;
    }
    return code ? code : undo_keep_base(job->undo, &base, err);
}

static enum code log_update(struct job *job, const struct remote_label *now, struct err *err)
{
    enum code code = OK;
    for (int field = 0; !code && field < FIELD_COUNT; field++)
        if (job->back[field])
            code = log_field(job, VERB_UPDATE, (enum field)field,
                             value_of(&job->first, (enum field)field),
                             value_of(now, (enum field)field), err);
    return code;
}

static enum code log_deletion(struct job *job, struct err *err)
{
    const struct remote_label *label = &job->first;
    enum code code = log_field(job, VERB_DELETE, FIELD_TITLE, label->name, NULL, err);
    if (!code)
        code = log_field(job, VERB_DELETE, FIELD_COLOR, label->color, NULL, err);
    if (!code && !text_empty(label->description))
        code = log_field(job, VERB_DELETE, FIELD_DESCRIPTION, label->description, NULL, err);
    return code;
}

/* A label that is made again overwrites nothing. */
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
    if (out->label)
        job->now = *out->label;
    snapshot_put_label(session, &job->now);
    enum code code = store_put_label(session->store, session->row.key, &job->now, err);
    if (!code)
        code = log_update(job, &job->now, err);
    return code ? code : keep_base(job, err);
}

static enum code keep_creation(struct runner *runner, void *args, const struct gh_outcome *out,
                               struct err *err)
{
    struct job *job = args;
    struct session *session = runner->session;
    if (!out->label)
        return OK;
    job->now = *out->label;
    snapshot_put_label(session, &job->now);
    job->back[FIELD_TITLE] = job->back[FIELD_COLOR] = job->back[FIELD_DESCRIPTION] = true;
    struct run_change row = {
        .kind = KIND_LABEL, .verb = VERB_CREATE, .item_id = job->step->item.id};
    enum code code = store_put_label(session->store, session->row.key, &job->now, err);
    if (!code)
        code = runner_log(runner, &row, err);
    if (!code)
        code = log_field(job, VERB_CREATE, FIELD_TITLE, NULL, job->now.name, err);
    return code ? code : keep_base(job, err);
}

static enum code keep_deletion(struct runner *runner, void *args, const struct gh_outcome *out,
                               struct err *err)
{
    struct job *job = args;
    struct session *session = runner->session;
    const struct remote_label *label = &job->first;
    (void)out;
    enum code code = store_drop_label(session->store, session->row.key, label->db_id, err);
    if (!code)
        code = store_forget_item(session->store, session->at, KIND_LABEL, job->step->item.id, err);
    return code ? code : log_deletion(job, err);
}

static enum code read_label(struct job *job, struct err *err)
{
    struct undo *undo = job->undo;
    const struct remote_label *known = find_known(undo, job->step);
    const struct run_change *title = change_of(job->step, FIELD_TITLE);
    struct gh *gh = undo->session->gh;
    const char *name = known ? known->name : name_of(job->step);
    enum code code = gh_get_label(gh, undo->arena, name, true, &job->now, &job->found, err);
    /* After a lost answer it may have its old name already. */
    if (!code && !job->found && title && title->before && !job->step->deleted)
        code = gh_get_label(gh, undo->arena, title->before, true, &job->now, &job->found, err);
    if (!code && job->found && !job->begun)
        job->first = job->now;
    return code;
}

/* What this label needs now. *path NULL: nothing, which is told. */
static enum code judge(struct job *job, const char **method, attempt_send_fn *send,
                       attempt_keep_fn *keep, struct err *err)
{
    struct undo *undo = job->undo;
    const struct undo_step *step = job->step;
    bool used = false;
    *method = NULL;
    if (step->deleted && !job->found) {
        const struct run_change *color = change_of(step, FIELD_COLOR),
                                *text = change_of(step, FIELD_DESCRIPTION);
        job->fields = (struct gh_label_fields){.name = name_of(step),
                                               .color = color ? color->before : NULL,
                                               .description = text ? text->before : NULL};
        *method = "POST", *send = send_create, *keep = keep_creation;
        return OK;
    }
    if (step->deleted || (step->created && !job->found)) {
        undo_already(undo);
        return OK;
    }
    if (!job->found) {
        undo_leave(undo, step, NULL, "is gone from GitHub", code_exit_status(ERR_REFUSED));
        return OK;
    }
    if (step->created) {
        used = used_by_issue(undo, job->now.name, false);
        enum code code = used ? OK : gh_label_in_use(undo->session->gh, job->now.name, &used, err);
        if (!code && used)
            undo_leave(undo, step, NULL, "stays: issues or pull requests carry it", 0);
        else if (!code)
            *method = "DELETE", *send = send_delete, *keep = keep_deletion;
        return code;
    }
    judge_all(job);
    if (job->moved.len > 0)
        *method = "PATCH", *send = send_update, *keep = keep_update;
    else if (job->left == 0)
        undo_already(undo);
    return OK;
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

/* An earlier sending of unknown outcome turns out to have been executed. */
static enum code keep_read(struct job *job, attempt_keep_fn keep, struct err *err)
{
    struct gh_outcome out = {.state = GH_DONE, .label = job->found ? &job->now : NULL};
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

static bool executed(const struct job *job)
{
    const struct gh_label_fields *fields = &job->fields;
    if (job->step->created)
        return !job->found;
    if (job->step->deleted)
        return job->found;
    return job->found && !fields->name && !fields->color && !fields->description;
}

enum code undo_label(struct undo *undo, struct undo_step *step, struct err *err)
{
    struct job job = {.undo = undo, .step = step};
    const char *method = NULL;
    attempt_send_fn send = NULL;
    attempt_keep_fn keep = NULL;
    for (int tries = 0; tries < UNDO_RESENDS; tries++) {
        enum code code = read_label(&job, err);
        if (!code && !job.begun)
            code = judge(&job, &method, &send, &keep, err);
        else if (!code && job.found && !step->created && !step->deleted)
            judge_all(&job);
        if (code || !method)
            return code;
        if (job.begun && executed(&job))
            return keep_read(&job, keep, err);
        job.begun = true;
        struct attempt attempt = undo_attempt(step, method, "labels/NAME");
        attempt.body = job.now.name ? job.now.name : job.fields.name;
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
