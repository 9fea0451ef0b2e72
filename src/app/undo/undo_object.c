#include "app/undo/undo_object.h"

#include "base/str.h"
#include "store/items.h"

static const char *method_of(enum undo_way way)
{
    return way == UNDO_MAKE ? "POST" : way == UNDO_REMOVE ? "DELETE" : "PATCH";
}

/* ---- The journal ---- */

static enum code log_update(struct undo_object *object, enum undo_moment moment, struct err *err)
{
    const struct undo_course *course = object->course;
    enum code code = OK;
    for (enum field field = 0; !code && field < FIELD_COUNT; field++)
        if (object->tally.back[field])
            code = undo_log(object->undo, object->step, VERB_UPDATE, field,
                            course->value(object, UNDO_FIRST, field),
                            course->value(object, moment, field), err);
    return code;
}

static enum code log_removal(struct undo_object *object, struct err *err)
{
    enum code code = OK;
    for (const enum field *field = object->course->fields; !code && *field < FIELD_COUNT; field++) {
        const char *value = object->course->value(object, UNDO_FIRST, *field);
        if (!text_empty(value))
            code = undo_log(object->undo, object->step, VERB_DELETE, *field, value, NULL, err);
    }
    return code;
}

static enum code log_making(struct undo_object *object, struct err *err)
{
    const struct item_change *item = &object->step->item;
    struct run_change row = {
        .kind = item->kind, .verb = VERB_CREATE, .item_id = item->id, .number = item->number};
    enum code code = runner_log(object->undo->runner, &row, err);
    return code ? code
                : undo_log(object->undo, object->step, VERB_CREATE, FIELD_TITLE, NULL,
                           object->course->value(object, UNDO_NOW, FIELD_TITLE), err);
}

/* What is made again overwrites nothing. */
static enum code foresee(struct runner *runner, void *args, struct err *err)
{
    struct undo_object *object = args;
    (void)runner;
    switch (object->way) {
    case UNDO_PUT_BACK:
        return log_update(object, UNDO_TARGET, err);
    case UNDO_REMOVE:
        return log_removal(object, err);
    case UNDO_MAKE:
    case UNDO_WAYS:
        break;
    }
    return OK;
}

/* ---- Answers ---- */

static enum code keep_update(struct runner *runner, void *args, const struct gh_outcome *out,
                             struct err *err)
{
    struct undo_object *object = args;
    (void)runner;
    object->course->take(object, out);
    enum code code = object->course->put(object, err);
    if (!code)
        code = log_update(object, UNDO_NOW, err);
    return code ? code : object->course->keep_base(object, err);
}

static enum code keep_making(struct runner *runner, void *args, const struct gh_outcome *out,
                             struct err *err)
{
    struct undo_object *object = args;
    (void)runner;
    if (!object->found && !out->label && !out->milestone)
        return OK;
    object->course->take(object, out);
    enum code code = object->course->put(object, err);
    if (!code)
        code = log_making(object, err);
    return code ? code : object->course->keep_base(object, err);
}

static enum code keep_removal(struct runner *runner, void *args, const struct gh_outcome *out,
                              struct err *err)
{
    struct undo_object *object = args;
    const struct session *session = runner->session;
    const struct item_change *item = &object->step->item;
    (void)out;
    enum code code = object->course->drop(object, err);
    if (!code)
        code = store_forget_item(session->store, session->at, item->kind, item->id, err);
    return code ? code : log_removal(object, err);
}

static const attempt_keep_fn keeps[UNDO_WAYS] = {
    [UNDO_PUT_BACK] = keep_update, [UNDO_MAKE] = keep_making, [UNDO_REMOVE] = keep_removal};

static void tell_done(struct undo_object *object)
{
    static const enum verb verbs[UNDO_WAYS] = {
        [UNDO_PUT_BACK] = VERB_UPDATE, [UNDO_MAKE] = VERB_CREATE, [UNDO_REMOVE] = VERB_DELETE};
    const bool noted = object->way == UNDO_PUT_BACK;
    undo_done(object->undo, object->step, verbs[object->way],
              noted ? undo_note(object->undo, &object->tally.moved) : NULL);
}

/* An earlier sending of unknown outcome turns out to have been executed. */
static enum code keep_read(struct undo_object *object, struct err *err)
{
    const struct gh_outcome out = {.state = GH_DONE};
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store_begin(object->undo->session->store, &tx, err);
    if (!code)
        code = keeps[object->way](object->undo->runner, object, &out, err);
    if (!code)
        code = store_commit(&tx, err);
    if (!code)
        tell_done(object);
    return code;
}

/* ---- The course ---- */

/* What is to be done with it. *go false: nothing, which is told. */
static enum code choose(struct undo_object *object, bool *go, struct err *err)
{
    const struct undo_step *step = object->step;
    const struct undo_course *course = object->course;
    *go = false;
    if (step->deleted ? object->found : step->created && !object->found) {
        undo_already(object->undo);
        return OK;
    }
    object->way = step->deleted ? UNDO_MAKE : step->created ? UNDO_REMOVE : UNDO_PUT_BACK;
    if (object->way == UNDO_MAKE)
        return course->may_make(object, go, err);
    if (object->way == UNDO_REMOVE)
        return course->may_remove(object, go, err);
    if (!object->found) {
        undo_leave(object->undo, step, NULL, "is gone from GitHub", code_exit_status(ERR_REFUSED));
        return OK;
    }
    course->judge(object);
    *go = object->tally.moved.len > 0;
    if (!*go && object->tally.left == 0)
        undo_already(object->undo);
    return OK;
}

/* Whether a sending whose answer was lost has come about. */
static bool is_executed(const struct undo_object *object)
{
    switch (object->way) {
    case UNDO_MAKE:
        return object->found;
    case UNDO_REMOVE:
        return !object->found;
    case UNDO_PUT_BACK:
    case UNDO_WAYS:
        break;
    }
    return object->found && !object->course->sends_fields(object);
}

static enum code write_once(struct undo_object *object, enum step *outcome, struct err *err)
{
    struct attempt attempt = object->course->attempt(object, method_of(object->way));
    attempt.foresee = foresee;
    struct gh_outcome out = {0};
    enum code code = runner_write(object->undo->runner, &attempt, object->course->send[object->way],
                                  keeps[object->way], object, &out, outcome, err);
    if (!code && *outcome == STEP_DONE)
        tell_done(object);
    return code;
}

/* One reading and, where it is needed, one write. *again: its answer was lost. */
static enum code run_once(struct undo_object *object, bool *again, struct err *err)
{
    const struct undo_course *course = object->course;
    const bool begun = object->begun;
    bool go = true;
    enum step outcome = STEP_DONE;
    enum code code = course->read(object, err);
    if (!code && !begun)
        code = choose(object, &go, err);
    else if (!code && object->found && object->way == UNDO_PUT_BACK)
        course->judge(object);
    if (code || !go)
        return code;
    const bool executed = begun && is_executed(object);
    if (object->way == UNDO_PUT_BACK && course->prepare)
        course->prepare(object);
    if (executed)
        return keep_read(object, err);
    object->begun = true;
    code = write_once(object, &outcome, err);
    *again = outcome == STEP_UNKNOWN;
    return code;
}

enum code undo_object(struct undo_object *object, struct err *err)
{
    for (int tries = 0; tries < UNDO_RESENDS; tries++) {
        bool again = false;
        enum code code = run_once(object, &again, err);
        if (code || !again)
            return code;
    }
    runner_stop_unanswered(object->undo->runner);
    return OK;
}
