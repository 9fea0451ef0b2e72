/* An issue: what the run moved goes back; one that it created is closed as not planned. */
#include <inttypes.h>
#include <string.h>

#include "app/sync/apply_issue.h"
#include "app/undo/undo_kinds.h"
#include "base/str.h"
#include "engine/normal.h"
#include "engine/restore.h"
#include "engine/value.h"
#include "store/items.h"

struct job {
    struct undo *undo;
    struct undo_step *step;
    bool begun;                             /* read before, in this step */
    struct remote_issue first, now, target; /* as first read, as it is, as it will be */
    struct gh_issue_fields fields;
    struct strlist add, remove, assignees; /* labels; the whole set of assignees */
    struct strlist added, removed;         /* labels, of all tries */
    bool assigns, unbinds;                 /* unbinds: its mark goes with an adoption */
    struct undo_tally tally;
    struct number milestone;
    const char *only; /* one label to take off */
    enum field set;   /* that a single request changes … */
    struct strlist was, will;
    struct have have; /* of `target` */
    struct base_item base;
    bool based; /* it is an item of the plan */
};

/* true: the field goes back. Told once, when it is carried out. */
static bool judge(struct job *job, enum restored verdict, enum field field, bool telling)
{
    return undo_tally(job->undo, job->step, &job->tally, verdict, field, telling);
}

static const char *state_now(struct arena *arena, const struct remote_issue *issue)
{
    return text_eq(issue->state, "closed") && !text_empty(issue->state_reason)
               ? arena_printf(arena, "closed:%s", issue->state_reason)
               : issue->state;
}

static void set_state(struct job *job, const char *state)
{
    const bool closed = text_starts(state, "closed");
    job->target.state = job->fields.state = closed ? "closed" : "open";
    job->target.state_reason = !closed                         ? "reopened"
                               : text_starts(state, "closed:") ? state + 7
                                                               : "completed";
    job->fields.state_reason = job->target.state_reason;
}

static void judge_milestone(struct job *job, const struct run_change *change, bool telling)
{
    struct number before, after;
    const bool there = undo_find_milestone(job->undo, change->before, &before);
    (void)undo_find_milestone(job->undo, change->after, &after);
    const int64_t now = job->target.milestone.v;
    if (now == before.v && there) {
        (void)judge(job, RESTORE_ALREADY, FIELD_MILESTONE, telling);
    } else if (now != after.v) {
        (void)judge(job, RESTORE_CHANGED, FIELD_MILESTONE, telling);
    } else if (!there) {
        job->tally.left++;
        if (telling)
            undo_leave(
                job->undo, job->step, field_name_people(KIND_ISSUE, FIELD_MILESTONE),
                arena_printf(job->undo->arena, "stays: milestone %s is gone", change->before),
                code_exit_status(ERR_REFUSED));
    } else if (judge(job, RESTORE_BACK, FIELD_MILESTONE, telling)) {
        job->target.milestone = job->milestone = before;
        job->fields.milestone = &job->milestone;
    }
}

static void judge_body(struct job *job, const struct run_change *change, bool telling)
{
    const char *text = NULL;
    const enum restored verdict =
        restore_body(job->undo->arena, job->target.body, change->before, change->after, &text);
    if (!judge(job, verdict, FIELD_BLOCK, telling))
        return;
    struct block_parts parts;
    job->target.body = job->fields.body = text;
    block_split(job->undo->arena, text, &parts);
    job->unbinds = !parts.found;
}

static void judge_scalar(struct job *job, const struct run_change *change, bool telling)
{
    struct arena *arena = job->undo->arena;
    const enum field field = change->field;
    const char *now = field == FIELD_TITLE   ? job->target.title
                      : field == FIELD_TYPE  ? job->target.type
                      : field == FIELD_STATE ? state_now(arena, &job->target)
                                             : NULL;
    const char *old = change->before ? change->before : "";
    const enum restored verdict =
        restore_scalar(arena, KIND_ISSUE, field, now, change->before, change->after);
    if (!judge(job, verdict, field, telling))
        return;
    if (field == FIELD_TITLE)
        job->target.title = job->fields.title = old;
    else if (field == FIELD_TYPE)
        job->target.type = job->fields.type = old;
    else
        set_state(job, old);
}

static void without(struct arena *arena, struct strlist *set, const struct strlist *names)
{
    struct strlist rest = {0};
    for (size_t i = 0; i < set->len; i++) {
        bool gone = false;
        for (size_t k = 0; k < names->len && !gone; k++)
            gone = text_eq(normal_name(arena, set->items[i]), normal_name(arena, names->items[k]));
        if (!gone)
            strlist_add(arena, &rest, set->items[i]);
    }
    *set = rest;
}

static void judge_set(struct job *job, const struct run_change *change, bool telling)
{
    struct arena *arena = job->undo->arena;
    const bool labels = change->field == FIELD_LABELS;
    struct strlist *set = labels ? &job->target.labels : &job->target.assignees;
    struct strlist add = {0}, remove = {0};
    restore_set(arena, set, change->before, change->after, &add, &remove);
    const bool moves = add.len + remove.len > 0;
    if (!judge(job, moves ? RESTORE_BACK : RESTORE_ALREADY, change->field, telling))
        return;
    without(arena, set, &remove);
    for (size_t i = 0; i < add.len; i++)
        strlist_add(arena, set, add.items[i]);
    for (size_t i = 0; labels && i < add.len; i++)
        strlist_add(arena, &job->add, add.items[i]), strlist_add(arena, &job->added, add.items[i]);
    for (size_t i = 0; labels && i < remove.len; i++)
        strlist_add(arena, &job->remove, remove.items[i]),
            strlist_add(arena, &job->removed, remove.items[i]);
    job->assigns = job->assigns || !labels;
}

/* Newest first, each against what the one before left. */
static void judge_all(struct job *job, bool telling)
{
    const struct undo_step *step = job->step;
    if (!job->begun)
        job->first = job->now;
    job->target = job->now;
    job->fields = (struct gh_issue_fields){0};
    job->add = job->remove = (struct strlist){0};
    job->assigns = false;
    if (step->created) {
        const bool open = text_eq(job->now.state, "open");
        if (judge(job, open ? RESTORE_BACK : RESTORE_ALREADY, FIELD_STATE, telling))
            set_state(job, "closed:not_planned");
        return;
    }
    for (size_t i = step->len; i-- > 0;) {
        const struct run_change *change = &step->changes[i];
        if (!change->has_field)
            continue;
        if (field_is_set(change->field))
            judge_set(job, change, telling);
        else if (change->field == FIELD_MILESTONE)
            judge_milestone(job, change, telling);
        else if (change->field == FIELD_BLOCK)
            judge_body(job, change, telling);
        else
            judge_scalar(job, change, telling);
    }
    job->assignees = job->target.assignees;
}

bool undo_issue_moves(struct undo *undo, struct undo_step *step)
{
    const struct remote_issue *known = remote_find_issue(&undo->session->remote, step->item.number);
    if (!known)
        return false;
    struct job job = {.undo = undo, .step = step, .now = *known};
    judge_all(&job, false);
    return job.tally.moved.len > 0;
}

/* Labels that the run put on were the plan's, and are no longer; the other way round. */
static void agree_labels(struct job *job)
{
    struct arena *arena = job->undo->arena;
    const struct value *agreed = base_spec(&job->base, FIELD_LABELS);
    const struct marker *marker = &job->have.parts.marker;
    struct value set = value_set();
    const bool hashed = !agreed->known && job->have.parts.found && marker->base.has_l;
    const struct strlist *old = agreed->known ? &agreed->set : hashed ? &marker->base.l : &set.set;
    struct strlist gone = {0};
    for (size_t i = 0; i < job->removed.len; i++) {
        const char *name = normal_name(arena, job->removed.items[i]);
        strlist_add(arena, &gone, hashed ? hash_kind(arena, "l", name) : name);
    }
    for (size_t i = 0; i < old->len; i++)
        if (!strlist_has(&gone, old->items[i]))
            value_add(arena, &set, old->items[i], old->items[i]);
    for (size_t i = 0; i < job->added.len; i++) {
        const char *name = normal_name(arena, job->added.items[i]);
        const char *element = hashed ? hash_kind(arena, "l", name) : name;
        value_add(arena, &set, element, element);
    }
    value_sort(&set);
    set.hashed = hashed;
    struct value *kept = ARENA_NEW(arena, struct value);
    *kept = set;
    job->base.spec[FIELD_LABELS] = job->base.remote[FIELD_LABELS] = kept;
}

static void agree_all(struct job *job)
{
    have_issue(job->undo->arena, &job->target, &job->undo->session->result.names, &job->have);
    job->base = undo_base(job->undo, job->step, &job->based);
    job->base.number = job->target.number;
    job->base.db_id = job->target.db_id;
    /* A closed issue that was created is still what the plan means by that id. */
    if (job->step->created)
        return;
    for (int field = 0; field < FIELD_COUNT; field++) {
        if (!job->tally.back[field])
            continue;
        if (field == FIELD_LABELS)
            agree_labels(job);
        else if (field != FIELD_ASSIGNEES)
            undo_agree(job->undo->arena, &job->base, (enum field)field, &job->have);
    }
}

/* The mark says what is agreed from now on. */
static void renew_mark(struct job *job)
{
    const bool marked = job->tally.back[FIELD_TITLE] || job->tally.back[FIELD_BLOCK] ||
                        job->tally.back[FIELD_MILESTONE] || job->tally.back[FIELD_STATE] ||
                        job->tally.back[FIELD_LABELS];
    if (!marked || !job->based || job->unbinds || job->step->created)
        return;
    const char *body = body_renew_base(job->undo->arena, &job->have, &job->base);
    if (body)
        job->fields.body = body;
}

static enum gh_state send_add(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    return gh_add_labels(runner->session->gh, runner->arena, job->now.number, &job->add, out);
}

static enum gh_state send_remove(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    return gh_remove_label(runner->session->gh, runner->arena, job->now.number, job->only, out);
}

static enum gh_state send_assignees(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    return gh_set_assignees(runner->session->gh, runner->arena, job->now.number, &job->assignees,
                            out);
}

static enum gh_state send_fields(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    return gh_update_issue(runner->session->gh, runner->arena, job->now.number, &job->fields, out);
}

static const char *set_text(struct arena *arena, const struct strlist *set)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    str_add_list(&text, set, "\n");
    return str_dup(&text, arena);
}

static const char *milestone_text(struct job *job, struct number number)
{
    const char *id = names_milestone(job->undo->arena, &job->undo->session->result.names, number);
    return !id || id[0] == '#' ? id
                               : arena_printf(job->undo->arena, "%s (#%" PRId64 ")", id, number.v);
}

static const char *value_text_of(struct job *job, enum field field,
                                 const struct remote_issue *issue)
{
    switch (field) {
    case FIELD_TITLE:
        return issue->title;
    case FIELD_BLOCK:
        return issue->body;
    case FIELD_MILESTONE:
        return milestone_text(job, issue->milestone);
    case FIELD_STATE:
        return text_eq(issue->state, "open") ? "open" : state_now(job->undo->arena, issue);
    case FIELD_TYPE:
        return issue->type;
    case FIELD_LABELS:
        return set_text(job->undo->arena, &issue->labels);
    case FIELD_ASSIGNEES:
        return set_text(job->undo->arena, &issue->assignees);
    default:
        BUG("a field that no issue has");
    }
}

/* Neither a single read nor an answer has them; the links come after the issues. */
static void keep_blockers(struct job *job, const struct remote_issue *known)
{
    if (job->now.blocked_by_known)
        return;
    job->now.blocked_by_known = known->blocked_by_known;
    job->now.blocked_by.items = known->blocked_by.items;
    job->now.blocked_by.len = known->blocked_by.len;
    job->now.blocked_by.cap = known->blocked_by.cap;
}

/* Everything but the sets, which single requests move. */
static enum code log_fields(struct job *job, const struct remote_issue *now, struct err *err)
{
    const enum verb verb = job->step->created ? VERB_CLOSE : VERB_UPDATE;
    enum code code = OK;
    for (int field = 0; !code && field < FIELD_COUNT; field++)
        if (job->tally.back[field] && !field_is_set((enum field)field))
            code = undo_log(job->undo, job->step, verb, (enum field)field,
                            value_text_of(job, (enum field)field, &job->first),
                            value_text_of(job, (enum field)field, now), err);
    return code;
}

static enum code foresee_fields(struct runner *runner, void *args, struct err *err)
{
    struct job *job = args;
    struct remote_issue will = job->target;
    (void)runner;
    if (job->fields.body)
        will.body = job->fields.body;
    return log_fields(job, &will, err);
}

static enum code foresee_set(struct runner *runner, void *args, struct err *err)
{
    struct job *job = args;
    return undo_log(job->undo, job->step, VERB_UPDATE, job->set, set_text(runner->arena, &job->was),
                    set_text(runner->arena, &job->will), err);
}

/* The last thing of the issue: object, journal and base. */
static enum code keep_last(struct runner *runner, void *args, const struct gh_outcome *out,
                           struct err *err)
{
    struct job *job = args;
    const struct remote_issue read = job->now;
    if (out->issue)
        job->now = *out->issue;
    keep_blockers(job, &read);
    enum code code = issue_keep_object(runner, &job->now, err);
    if (!code)
        code = log_fields(job, &job->now, err);
    if (!code)
        code = runner_log_settled(runner, KIND_ISSUE, job->step->item.id, err);
    if (code || !job->based)
        return code;
    struct session *session = job->undo->session;
    return job->unbinds
               ? store_forget_item(session->store, session->at, KIND_ISSUE, job->step->item.id, err)
               : undo_keep_base(job->undo, &job->base, err);
}

static enum code request(struct job *job, const char *method, const char *path,
                         attempt_send_fn send, attempt_keep_fn keep, enum step *step,
                         struct err *err)
{
    if (*step != STEP_DONE)
        return OK;
    struct attempt attempt = undo_attempt(job->step, method, path);
    attempt.body = job->fields.body;
    attempt.foresee = keep ? foresee_fields : foresee_set;
    struct gh_outcome out = {0};
    return runner_write(job->undo->runner, &attempt, send, keep, job, &out, step, err);
}

static struct strlist union_of(struct arena *arena, const struct strlist *a,
                               const struct strlist *b)
{
    struct strlist both = {0};
    for (size_t i = 0; i < a->len; i++)
        strlist_add(arena, &both, a->items[i]);
    for (size_t i = 0; i < b->len; i++)
        strlist_add(arena, &both, b->items[i]);
    return both;
}

static enum code write_labels(struct job *job, enum step *step, struct err *err)
{
    struct arena *arena = job->undo->arena;
    enum code code = OK;
    job->set = FIELD_LABELS;
    job->was = job->will = job->now.labels;
    if (job->add.len) {
        job->will = union_of(arena, &job->was, &job->add);
        code = request(job, "POST", "issues/N/labels", send_add, NULL, step, err);
    }
    for (size_t i = 0; !code && i < job->remove.len; i++) {
        job->only = job->remove.items[i];
        job->was = job->will;
        const struct strlist one = {&job->remove.items[i], 1, 1};
        without(arena, &job->will, &one);
        code = request(job, "DELETE", "issues/N/labels/NAME", send_remove, NULL, step, err);
    }
    if (*step == STEP_DONE)
        job->now.labels = job->target.labels;
    return code;
}

/* Only single requests were needed: the base follows by itself. */
static enum code keep_alone(struct job *job, struct err *err)
{
    const struct gh_outcome out = {.state = GH_DONE};
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store_begin(job->undo->session->store, &tx, err);
    if (!code)
        code = keep_last(job->undo->runner, job, &out, err);
    return code ? code : store_commit(&tx, err);
}

static enum code write_all(struct job *job, enum step *step, struct err *err)
{
    *step = STEP_DONE;
    enum code code = write_labels(job, step, err);
    job->set = FIELD_ASSIGNEES;
    job->was = job->now.assignees;
    job->will = job->assignees;
    if (!code && job->assigns)
        code = request(job, "PATCH", "issues/N", send_assignees, NULL, step, err);
    if (code || *step != STEP_DONE)
        return code;
    job->now.assignees = job->target.assignees;
    const struct gh_issue_fields *fields = &job->fields;
    if (!fields->title && !fields->body && !fields->milestone && !fields->type && !fields->state)
        return keep_alone(job, err);
    return request(job, "PATCH",
                   arena_printf(job->undo->arena, "issues/%" PRId64, job->now.number.v),
                   send_fields, keep_last, step, err);
}

/* The issue as it is now. *found false: told. */
static enum code read_issue(struct job *job, bool *found, struct err *err)
{
    struct undo *undo = job->undo;
    struct gh_issue_found read = {0};
    enum code code = gh_get_issue(undo->session->gh, undo->arena, job->step->item.number, false,
                                  true, &read, err);
    if (code)
        return code;
    *found = read.presence == GH_FOUND && !read.issue.is_pull;
    if (!*found) {
        undo_leave(undo, job->step, NULL, "is gone from GitHub", code_exit_status(ERR_REFUSED));
        return OK;
    }
    job->now = read.issue;
    const struct remote_issue *known =
        remote_find_issue(&undo->session->remote, job->step->item.number);
    if (known)
        keep_blockers(job, known);
    return OK;
}

static void tell_done(struct job *job)
{
    if (job->step->created)
        undo_done(job->undo, job->step, VERB_CLOSE, "closed as not planned");
    else
        undo_done(job->undo, job->step, VERB_UPDATE, undo_note(job->undo, &job->tally.moved));
}

enum code undo_issue(struct undo *undo, struct undo_step *step, struct err *err)
{
    struct job *job = ARENA_NEW(undo->arena, struct job);
    job->undo = undo;
    job->step = step;
    for (int tries = 0; tries < UNDO_RESENDS; tries++) {
        bool found = false;
        enum code code = read_issue(job, &found, err);
        if (code || !found)
            return code;
        judge_all(job, !job->begun);
        job->begun = true;
        if (job->tally.moved.len == 0 && job->tally.left == 0)
            undo_already(undo);
        if (job->tally.moved.len == 0)
            return OK;
        agree_all(job);
        renew_mark(job);
        enum step outcome = STEP_DONE;
        code = write_all(job, &outcome, err);
        if (!code && outcome == STEP_DONE)
            tell_done(job);
        if (code || outcome != STEP_UNKNOWN)
            return code;
    }
    runner_stop_unanswered(undo->runner);
    return OK;
}
