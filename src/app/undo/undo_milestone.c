/* A milestone: its old values; gone when the run made it and it is empty; back when the run removed
 * it. */
#include <inttypes.h>

#include "app/session/snapshot.h"
#include "app/undo/undo_kinds.h"
#include "app/undo/undo_object.h"
#include "base/env.h"
#include "base/str.h"
#include "engine/normal.h"
#include "store/items.h"
#include "store/snapshot.h"

struct job {
    struct undo_object object;
    bool based; /* it is an item of the plan */
    struct remote_milestone first, now, target;
    struct gh_milestone_fields fields;
    struct base_item base;
};

static struct job *job_of(struct undo_object *object)
{
    return (struct job *)object;
}

static const char *field_of(const struct remote_milestone *milestone, enum field field)
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

static const char *value(const struct undo_object *object, enum undo_moment moment,
                         enum field field)
{
    const struct job *job = (const struct job *)object;
    const struct remote_milestone *const at[] = {
        [UNDO_FIRST] = &job->first, [UNDO_NOW] = &job->now, [UNDO_TARGET] = &job->target};
    return field_of(at[moment], field);
}

static void set_value(struct job *job, enum field field, const char *text)
{
    if (field == FIELD_TITLE)
        job->target.title = job->fields.title = text;
    else if (field == FIELD_DUE_ON)
        job->target.due_on = job->fields.due_on = normal_date(job->object.undo->arena, text);
    else if (field == FIELD_STATE)
        job->target.state = job->fields.state = text_starts(text, "closed") ? "closed" : "open";
    else
        job->target.description = job->fields.description = text;
}

static void judge_one(struct job *job, const struct run_change *change)
{
    struct undo_object *object = &job->object;
    struct arena *arena = object->undo->arena;
    const enum field field = change->field;
    const char *old = change->before ? change->before : "";
    const enum restored verdict =
        field == FIELD_BLOCK
            ? restore_body(arena, job->target.description, change->before, change->after, &old)
            : restore_scalar(arena, KIND_MILESTONE, field, field_of(&job->target, field),
                             change->before, change->after);
    if (undo_tally(object->undo, object->step, &object->tally, verdict, field, !object->begun))
        set_value(job, field, old);
}

static void judge(struct undo_object *object)
{
    struct job *job = job_of(object);
    const struct undo_step *step = object->step;
    job->target = job->now;
    job->fields = (struct gh_milestone_fields){0};
    for (size_t i = step->len; i-- > 0;)
        if (step->changes[i].has_field)
            judge_one(job, &step->changes[i]);
}

static bool sends_fields(const struct undo_object *object)
{
    const struct gh_milestone_fields *fields = &((const struct job *)object)->fields;
    return fields->title || fields->description || fields->due_on || fields->state;
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

/* ---- Requests ---- */

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

static struct attempt attempt(const struct undo_object *object, const char *method)
{
    const struct undo_step *step = object->step;
    struct attempt attempt =
        undo_attempt(step, method,
                     arena_printf(object->undo->arena, "milestones/%" PRId64, step->item.number.v));
    attempt.body = ((const struct job *)object)->fields.description;
    return attempt;
}

/* One that is made again does not show under its old number: after a lost answer it is sent again,
 * and GitHub refuses a second one of its title. */
static enum code read_milestone(struct undo_object *object, struct err *err)
{
    struct job *job = job_of(object);
    enum code code =
        gh_get_milestone(object->undo->session->gh, object->undo->arena, object->step->item.number,
                         true, &job->now, &object->found, err);
    if (!code && object->found && !object->begun)
        job->first = job->now;
    return code;
}

/* The old mark names a number that will not come again, and a time long ago: it would look like a
 * copy. */
static const char *fresh_mark(struct job *job, const char *description)
{
    char nonce[NONCE_DIGITS + 1];
    struct block_parts parts;
    block_split(job->object.undo->arena, description, &parts);
    if (!parts.found || parts.damage != BLOCK_WHOLE)
        return description;
    nonce_format(gh_now_ms(job->object.undo->session->gh), random_u32(), nonce);
    parts.marker.nonce = arena_strdup(job->object.undo->arena, nonce);
    parts.marker.num = (struct number){0};
    return block_compose(job->object.undo->arena, &parts);
}

static enum code may_make(struct undo_object *object, bool *may, struct err *err)
{
    struct job *job = job_of(object);
    const struct undo_step *step = object->step;
    (void)err;
    *may = !find_titled(object->undo, old_title(step));
    if (!*may) {
        undo_leave(object->undo, step, NULL, "is not made again: there is one of that title",
                   code_exit_status(ERR_REFUSED));
        return OK;
    }
    job->fields = (struct gh_milestone_fields){0};
    for (size_t i = 0; i < step->len; i++)
        if (step->changes[i].has_field && step->changes[i].before)
            set_value(job, step->changes[i].field, step->changes[i].before);
    if (job->fields.description)
        job->fields.description = fresh_mark(job, job->fields.description);
    return OK;
}

static enum code may_remove(struct undo_object *object, bool *may, struct err *err)
{
    const struct remote_milestone *now = &job_of(object)->now;
    (void)err;
    *may = !is_used(object->undo, now->number, false) && now->open_issues + now->closed_issues == 0;
    if (!*may)
        undo_leave(object->undo, object->step, NULL, "stays: issues are in it", 0);
    return OK;
}

/* ---- Cache ---- */

static void agree_all(struct job *job, const struct remote_milestone *milestone)
{
    struct undo_object *object = &job->object;
    struct arena *arena = object->undo->arena;
    const bool *back = object->tally.back;
    struct have have = {0};
    have_milestone(arena, milestone, &have);
    job->base = undo_base(object->undo, object->step, &job->based);
    job->base.number = milestone->number;
    job->base.db_id = milestone->db_id;
    for (enum field field = 0; field < FIELD_COUNT; field++)
        if (back[field])
            undo_agree(arena, &job->base, field, &have);
    /* The mark says what is agreed from now on. */
    const bool marked = back[FIELD_TITLE] || back[FIELD_BLOCK];
    const char *text = marked && job->based && object->way == UNDO_PUT_BACK
                           ? body_renew_base(arena, &have, &job->base)
                           : NULL;
    if (text)
        job->fields.description = text;
}

static void prepare(struct undo_object *object)
{
    agree_all(job_of(object), &job_of(object)->target);
}

static void take(struct undo_object *object, const struct gh_outcome *out)
{
    struct job *job = job_of(object);
    if (out->milestone)
        job->now = *out->milestone;
    snapshot_put_milestone(object->undo->session, &job->now);
    if (object->way != UNDO_MAKE)
        return;
    object->step->item.number = job->now.number;
    object->tally.back[FIELD_TITLE] = object->tally.back[FIELD_BLOCK] =
        object->tally.back[FIELD_DUE_ON] = true;
    agree_all(job, &job->now);
}

static enum code put(struct undo_object *object, struct err *err)
{
    const struct session *session = object->undo->session;
    return store_put_milestone(session->store, session->row.key, &job_of(object)->now, err);
}

static enum code drop(struct undo_object *object, struct err *err)
{
    const struct session *session = object->undo->session;
    return store_drop_milestone(session->store, session->row.key, job_of(object)->first.number,
                                err);
}

static enum code keep_base(struct undo_object *object, struct err *err)
{
    struct job *job = job_of(object);
    const struct session *session = object->undo->session;
    if (object->way == UNDO_MAKE)
        return undo_keep_base(object->undo, &job->base, err);
    if (!job->based)
        return OK;
    struct have have = {0};
    have_milestone(object->undo->arena, &job->now, &have);
    return object->tally.back[FIELD_BLOCK] && !have.parts.found
               ? store_forget_item(session->store, session->at, KIND_MILESTONE,
                                   object->step->item.id, err)
               : undo_keep_base(object->undo, &job->base, err);
}

static const enum field fields_of_a_milestone[] = {FIELD_TITLE, FIELD_DUE_ON, FIELD_DESCRIPTION,
                                                   FIELD_STATE, FIELD_COUNT};

static const struct undo_course course = {
    .read = read_milestone,
    .may_make = may_make,
    .may_remove = may_remove,
    .judge = judge,
    .prepare = prepare,
    .sends_fields = sends_fields,
    .attempt = attempt,
    .send = {[UNDO_PUT_BACK] = send_update, [UNDO_MAKE] = send_create, [UNDO_REMOVE] = send_delete},
    .take = take,
    .put = put,
    .drop = drop,
    .keep_base = keep_base,
    .value = value,
    .fields = fields_of_a_milestone,
};

bool undo_milestone_moves(struct undo *undo, struct undo_step *step)
{
    const struct remote_milestone *known =
        remote_find_milestone(&undo->session->remote, step->item.number);
    if (step->deleted)
        return !known && !find_titled(undo, old_title(step));
    if (!known || step->created)
        return known && !is_used(undo, known->number, true);
    struct job job = {.object = {.undo = undo, .step = step, .begun = true}, .now = *known};
    judge(&job.object);
    return job.object.tally.moved.len > 0;
}

enum code undo_milestone(struct undo *undo, struct undo_step *step, struct err *err)
{
    struct job job = {.object = {.course = &course, .undo = undo, .step = step}};
    return undo_object(&job.object, err);
}
