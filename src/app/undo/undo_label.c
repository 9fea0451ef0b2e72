/* A label: its old name, colour and description; gone when the run made it and nothing carries it;
 * back when the run removed it. */
#include "app/session/snapshot.h"
#include "app/undo/undo_kinds.h"
#include "app/undo/undo_object.h"
#include "base/str.h"
#include "engine/normal.h"
#include "store/items.h"
#include "store/snapshot.h"

struct job {
    struct undo_object object;
    struct remote_label first, now, target;
    struct gh_label_fields fields;
};

static struct job *job_of(struct undo_object *object)
{
    return (struct job *)object;
}

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

static const char *field_of(const struct remote_label *label, enum field field)
{
    return field == FIELD_TITLE   ? label->name
           : field == FIELD_COLOR ? label->color
                                  : label->description;
}

static const char *value(const struct undo_object *object, enum undo_moment moment,
                         enum field field)
{
    const struct job *job = (const struct job *)object;
    const struct remote_label *const at[] = {
        [UNDO_FIRST] = &job->first, [UNDO_NOW] = &job->now, [UNDO_TARGET] = &job->target};
    return field_of(at[moment], field);
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

static void judge(struct undo_object *object)
{
    struct job *job = job_of(object);
    const struct undo_step *step = object->step;
    job->target = job->now;
    job->fields = (struct gh_label_fields){0};
    for (size_t i = step->len; i-- > 0;) {
        const struct run_change *change = &step->changes[i];
        const enum field field = change->field;
        if (!change->has_field ||
            (field != FIELD_TITLE && field != FIELD_COLOR && field != FIELD_DESCRIPTION))
            continue;
        const enum restored verdict =
            restore_scalar(object->undo->arena, KIND_LABEL, field, field_of(&job->target, field),
                           change->before, change->after);
        if (undo_tally(object->undo, step, &object->tally, verdict, field, !object->begun))
            set_value(job, field, change->before ? change->before : "");
    }
}

static bool sends_fields(const struct undo_object *object)
{
    const struct gh_label_fields *fields = &((const struct job *)object)->fields;
    return fields->name || fields->color || fields->description;
}

/* ---- Requests ---- */

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

static struct attempt attempt(const struct undo_object *object, const char *method)
{
    const struct job *job = (const struct job *)object;
    struct attempt attempt = undo_attempt(object->step, method, "labels/NAME");
    attempt.body = job->now.name ? job->now.name : job->fields.name;
    return attempt;
}

static enum code read_label(struct undo_object *object, struct err *err)
{
    struct job *job = job_of(object);
    struct undo *undo = object->undo;
    const struct undo_step *step = object->step;
    const struct remote_label *known = find_known(undo, step);
    const struct run_change *title = change_of(step, FIELD_TITLE);
    struct gh *gh = undo->session->gh;
    const char *name = known ? known->name : name_of(step);
    enum code code = gh_get_label(gh, undo->arena, name, true, &job->now, &object->found, err);
    /* After a lost answer it may have its old name already. */
    if (!code && !object->found && title && title->before && !step->deleted)
        code = gh_get_label(gh, undo->arena, title->before, true, &job->now, &object->found, err);
    if (!code && object->found && !object->begun)
        job->first = job->now;
    return code;
}

static enum code may_make(struct undo_object *object, bool *may, struct err *err)
{
    const struct undo_step *step = object->step;
    const struct run_change *color = change_of(step, FIELD_COLOR),
                            *text = change_of(step, FIELD_DESCRIPTION);
    (void)err;
    job_of(object)->fields = (struct gh_label_fields){.name = name_of(step),
                                                      .color = color ? color->before : NULL,
                                                      .description = text ? text->before : NULL};
    *may = true;
    return OK;
}

static enum code may_remove(struct undo_object *object, bool *may, struct err *err)
{
    struct undo *undo = object->undo;
    const char *name = job_of(object)->now.name;
    bool used = used_by_issue(undo, name, false);
    enum code code = used ? OK : gh_label_in_use(undo->session->gh, name, &used, err);
    if (!code && used)
        undo_leave(undo, object->step, NULL, "stays: issues or pull requests carry it", 0);
    *may = !code && !used;
    return code;
}

/* ---- Cache ---- */

static void take(struct undo_object *object, const struct gh_outcome *out)
{
    struct job *job = job_of(object);
    if (out->label)
        job->now = *out->label;
    snapshot_put_label(object->undo->session, &job->now);
    if (object->way == UNDO_MAKE)
        object->tally.back[FIELD_TITLE] = object->tally.back[FIELD_COLOR] =
            object->tally.back[FIELD_DESCRIPTION] = true;
}

static enum code put(struct undo_object *object, struct err *err)
{
    const struct session *session = object->undo->session;
    return store_put_label(session->store, session->row.key, &job_of(object)->now, err);
}

static enum code drop(struct undo_object *object, struct err *err)
{
    const struct session *session = object->undo->session;
    return store_drop_label(session->store, session->row.key, job_of(object)->first.db_id, err);
}

/* The item's id is its name: the one of before, if the plan knew it by that. */
static enum code keep_base(struct undo_object *object, struct err *err)
{
    struct undo *undo = object->undo;
    struct session *session = undo->session;
    const struct remote_label *now = &job_of(object)->now;
    struct have have = {0};
    bool known;
    have_label(undo->arena, now, &have);
    struct base_item base = undo_base(undo, object->step, &known);
    base.db_id = now->db_id;
    for (enum field field = 0; field < FIELD_COUNT; field++)
        if (object->tally.back[field])
            undo_agree(undo->arena, &base, field, &have);
    enum code code = OK;
    const char *id = normal_name(undo->arena, now->name);
    if (object->tally.back[FIELD_TITLE] && !text_eq(id, base.id)) {
        code = store_rename_item(session->store, session->at, KIND_LABEL, base.id, id, err);
        base.id = id;
    }
    return code ? code : undo_keep_base(undo, &base, err);
}

static const enum field fields_of_a_label[] = {FIELD_TITLE, FIELD_COLOR, FIELD_DESCRIPTION,
                                               FIELD_COUNT};

static const struct undo_course course = {
    .read = read_label,
    .may_make = may_make,
    .may_remove = may_remove,
    .judge = judge,
    .sends_fields = sends_fields,
    .attempt = attempt,
    .send = {[UNDO_PUT_BACK] = send_update, [UNDO_MAKE] = send_create, [UNDO_REMOVE] = send_delete},
    .take = take,
    .put = put,
    .drop = drop,
    .keep_base = keep_base,
    .value = value,
    .fields = fields_of_a_label,
};

bool undo_label_moves(struct undo *undo, struct undo_step *step)
{
    const struct remote_label *known = find_known(undo, step);
    if (step->deleted)
        return !known;
    if (!known || step->created)
        return known && !used_by_issue(undo, known->name, true);
    struct job job = {.object = {.undo = undo, .step = step, .begun = true}, .now = *known};
    judge(&job.object);
    return job.object.tally.moved.len > 0;
}

enum code undo_label(struct undo *undo, struct undo_step *step, struct err *err)
{
    struct job job = {.object = {.course = &course, .undo = undo, .step = step}};
    return undo_object(&job.object, err);
}
