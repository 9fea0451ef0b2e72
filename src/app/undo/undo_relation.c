/* A link: taken away again, or made again. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/undo/undo_kinds.h"
#include "base/str.h"
#include "engine/value.h"
#include "store/items.h"
#include "store/snapshot.h"

struct job {
    struct undo *undo;
    struct undo_step *step;
    struct remote_issue *from;
    struct number to, old; /* `to`: the end that the run linked or unlinked; old: a parent before */
    bool parent, add;      /* add: what has to be done now */
    struct db_id from_id, to_id;
};

static struct number end_of(const char *text)
{
    return (struct number){text && text[0] == '#' ? strtoll(text + 1, NULL, 10) : 0};
}

static bool linked(const struct job *job, struct number to)
{
    if (job->parent)
        return job->from->parent.v == to.v;
    for (size_t i = 0; i < job->from->blocked_by.len; i++)
        if (job->from->blocked_by.items[i].v == to.v)
            return true;
    return false;
}

/* false: one of its ends is gone, or nothing is to be done. */
static bool begin(struct undo *undo, struct undo_step *step, struct job *job)
{
    const struct run_change *change = &step->changes[step->len - 1];
    struct remote *remote = &undo->session->remote;
    *job = (struct job){.undo = undo,
                        .step = step,
                        .parent = strstr(step->item.id, " parent ") != NULL,
                        .add = change->verb == VERB_DELETE,
                        .from = remote_find_issue(remote, step->item.number)};
    job->to = end_of(job->add ? change->before : change->after);
    job->old = job->add ? (struct number){0} : end_of(change->before);
    const struct remote_issue *to = remote_find_issue(remote, job->to);
    if (!job->from || !to)
        return false;
    job->from_id = job->from->db_id;
    job->to_id = to->db_id;
    return linked(job, job->to) != job->add;
}

bool undo_relation_moves(struct undo *undo, struct undo_step *step)
{
    struct job job;
    return begin(undo, step, &job);
}

static enum gh_state send_link(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    struct gh *gh = runner->session->gh;
    const struct remote_issue *old = remote_find_issue(&runner->session->remote, job->old);
    if (job->parent && old)
        return gh_add_sub_issue(gh, runner->arena, job->old, job->from_id, true, out);
    if (job->parent)
        return job->add ? gh_add_sub_issue(gh, runner->arena, job->to, job->from_id, false, out)
                        : gh_remove_sub_issue(gh, runner->arena, job->to, job->from_id, out);
    return job->add ? gh_add_blocked_by(gh, runner->arena, job->from->number, job->to_id, out)
                    : gh_remove_blocked_by(gh, runner->arena, job->from->number, job->to_id, out);
}

static void move_link(struct runner *runner, const struct job *job)
{
    struct remote_issue *issue = job->from;
    if (job->parent) {
        issue->parent = job->add ? job->to : job->old;
        return;
    }
    const size_t room = issue->blocked_by.len + 1;
    struct number *blockers = arena_calloc(runner->arena, room, sizeof *blockers);
    size_t len = 0;
    for (size_t i = 0; i + 1 < room; i++)
        if (issue->blocked_by.items[i].v != job->to.v)
            blockers[len++] = issue->blocked_by.items[i];
    if (job->add)
        blockers[len++] = job->to;
    issue->blocked_by.items = blockers;
    issue->blocked_by.len = len;
    issue->blocked_by.cap = room;
    issue->total_blocked_by = (int64_t)issue->blocked_by.len;
}

static const char *end_text(struct arena *arena, struct number number)
{
    return number.v ? arena_printf(arena, "#%" PRId64, number.v) : NULL;
}

/* "DB-003 parent DB-002" for that parent; NULL: it is no item of the plan. */
static const char *parent_id(const struct job *job, struct number parent)
{
    const struct undo *undo = job->undo;
    const char *id = job->step->item.id;
    const int child_len = (int)(strstr(id, " parent ") - id);
    for (size_t i = 0; i < undo->session->base.items.len; i++) {
        const struct base_item *item = &undo->session->base.items.items[i];
        if (item->kind == KIND_ISSUE && item->number.v == parent.v)
            return arena_printf(undo->arena, "%.*s parent %s", child_len, id, item->id);
    }
    return NULL;
}

static enum code keep_base(const struct job *job, struct err *err)
{
    struct session *session = job->undo->session;
    const char *id = job->step->item.id, *gone = id;
    const struct value there = value_text("there", "there");
    struct base_item base = {.kind = KIND_RELATION, .id = job->add ? id : NULL};
    base.spec[FIELD_EDGE] = base.remote[FIELD_EDGE] = &there;
    /* A parent that was replaced: the link that stands now has another id. */
    if (job->parent && job->old.v) {
        base.id = parent_id(job, job->old);
        gone = parent_id(job, job->to) ? parent_id(job, job->to) : id;
    }
    enum code code = OK;
    if (!job->add)
        code = store_forget_item(session->store, session->at, KIND_RELATION, gone, err);
    if (!code && base.id)
        code = store_put_base(session->store, session->at, &base, err);
    return code;
}

static enum code log_link(struct runner *runner, void *args, struct err *err)
{
    const struct job *job = args;
    /* A parent that was replaced and is there again: the way back is to replace it once more. */
    const struct number before = job->add ? (struct number){0} : job->to;
    const struct number after = job->add ? job->to : job->old;
    const enum verb verb = after.v ? VERB_CREATE : VERB_DELETE;
    return undo_log(job->undo, job->step, verb, FIELD_EDGE, end_text(runner->arena, before),
                    end_text(runner->arena, after), err);
}

static enum code keep_link(struct runner *runner, void *args, const struct gh_outcome *out,
                           struct err *err)
{
    const struct job *job = args;
    struct session *session = runner->session;
    (void)out;
    move_link(runner, job);
    enum code code = store_put_issue(session->store, session->row.key, job->from, err);
    if (!code)
        code = keep_base(job, err);
    return code ? code : log_link(runner, args, err);
}

enum code undo_relation(struct undo *undo, struct undo_step *step, struct err *err)
{
    struct job job;
    if (!begin(undo, step, &job)) {
        if (job.from)
            undo_already(undo);
        else
            undo_leave(undo, step, NULL, "one of its issues is gone from GitHub",
                       code_exit_status(ERR_REFUSED));
        return OK;
    }
    struct attempt attempt =
        undo_attempt(step, job.add || job.old.v ? "POST" : "DELETE",
                     job.parent ? "issues/N/sub_issues" : "issues/N/dependencies/blocked_by");
    attempt.verb = job.add ? VERB_CREATE : VERB_DELETE;
    attempt.foresee = log_link;
    for (int tries = 0; tries < UNDO_RESENDS; tries++) {
        struct gh_outcome out = {0};
        enum step outcome;
        enum code code =
            runner_write(undo->runner, &attempt, send_link, keep_link, &job, &out, &outcome, err);
        if (!code && outcome == STEP_DONE)
            undo_done(undo, step, attempt.verb, NULL);
        if (code || outcome != STEP_UNKNOWN)
            return code;
    }
    runner_stop_unanswered(undo->runner);
    return OK;
}
