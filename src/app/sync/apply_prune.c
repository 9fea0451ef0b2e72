/* --prune: what left the plan is closed or removed, after it was read again right before. What
 * people have come to use in the meantime stays, and is told. (sync §9) */
#include <inttypes.h>

#include "app/sync/apply_issue.h"
#include "engine/value.h"
#include "store/items.h"
#include "store/snapshot.h"

#define RESENDS 5

struct job {
    struct item_change *item;
    const char *kept; /* why it is not removed after all; NULL */
    bool done;        /* nothing is left to do: somebody else did it */
};

static void tell_kept(struct runner *runner, const struct job *job)
{
    const struct report_line line = {.kind = job->item->kind,
                                     .id = job->item->id,
                                     .title = job->item->title,
                                     .number = job->item->number,
                                     .reason = job->kept};
    VEC_PUSH(runner->arena, &runner->session->report->skipped, line);
}

static enum gh_state send_removal(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    struct gh *gh = runner->session->gh;
    const struct item_change *item = job->item;
    switch (item->kind) {
    case KIND_LABEL:
        return gh_delete_label(gh, runner->arena, item->title, out);
    case KIND_MILESTONE:
        return gh_delete_milestone(gh, runner->arena, item->number, out);
    case KIND_ISSUE:
        return gh_close_issue(gh, runner->arena, item->number, "not_planned", (struct db_id){0},
                              NULL, out);
    case KIND_RELATION:
    case KIND_COMMENT:
    case KIND_COUNT:
        break;
    }
    BUG("a kind that is never pruned");
}

static enum code log_removal(struct runner *runner, void *args, struct err *err)
{
    const struct job *job = args;
    const struct item_change *item = job->item;
    enum code code = OK;
    for (size_t i = 0; !code && i < item->changes.len; i++)
        code = runner_log_change(runner, item, &item->changes.items[i], item->number, NULL, err);
    return code;
}

static enum code keep_removal(struct runner *runner, void *args, const struct gh_outcome *out,
                              struct err *err)
{
    const struct job *job = args;
    const struct item_change *item = job->item;
    struct session *session = runner->session;
    enum code code = OK;
    if (item->kind == KIND_LABEL)
        code = store_drop_label(session->store, session->row.key, item->db_id, err);
    else if (item->kind == KIND_MILESTONE)
        code = store_drop_milestone(session->store, session->row.key, item->number, err);
    else if (out->issue)
        code = issue_keep_object(runner, out->issue, err);
    if (!code && item->kind != KIND_ISSUE)
        code = store_forget_item(session->store, session->at, item->kind, item->id, err);
    if (!code)
        code = log_removal(runner, args, err);
    return code ? code : runner_log_settled(runner, item->kind, item->id, err);
}

/* What goes is what was read last, not what the plan of this run saw. */
static void set_before(struct arena *arena, struct item_change *item, enum field field,
                       const struct value *before)
{
    for (size_t i = 0; i < item->changes.len; i++)
        if (item->changes.items[i].field == field) {
            item->changes.items[i].before = *before;
            return;
        }
    const struct change change = {
        .field = field, .move = MOVE_WRITE, .before = *before, .after = value_text(NULL, NULL)};
    if (before->text)
        VEC_PUSH(arena, &item->changes, change);
}

static enum code check_label(struct runner *runner, struct job *job, struct err *err)
{
    struct gh *gh = runner->session->gh;
    struct remote_label label = {0};
    bool found = false, used = false;
    enum code code = gh_get_label(gh, runner->arena, job->item->title, true, &label, &found, err);
    if (!code && found)
        code = gh_label_in_use(gh, job->item->title, &used, err);
    job->done = !found;
    if (used)
        job->kept = "stays: issues or pull requests carry it";
    else if (found && label.db_id.v != job->item->db_id.v)
        job->kept = "stays: it is another label of that name by now";
    if (code || !found || job->kept)
        return code;
    const struct value color = value_text(label.color, label.color);
    const struct value text = value_text(label.description, label.description);
    set_before(runner->arena, job->item, FIELD_COLOR, &color);
    set_before(runner->arena, job->item, FIELD_DESCRIPTION, &text);
    return code;
}

static enum code check_milestone(struct runner *runner, struct job *job, struct err *err)
{
    struct remote_milestone milestone = {0};
    bool found = false;
    enum code code = gh_get_milestone(runner->session->gh, runner->arena, job->item->number, true,
                                      &milestone, &found, err);
    job->done = !found;
    if (!code && found && milestone.open_issues + milestone.closed_issues > 0)
        job->kept = "stays: issues are in it";
    if (code || !found || job->kept)
        return code;
    struct have have = {0};
    have_milestone(runner->arena, &milestone, &have);
    const struct value text = value_text(milestone.description, milestone.description);
    set_before(runner->arena, job->item, FIELD_TITLE, &have.value[FIELD_TITLE]);
    set_before(runner->arena, job->item, FIELD_DUE_ON, &have.value[FIELD_DUE_ON]);
    set_before(runner->arena, job->item, FIELD_DESCRIPTION, &text);
    return code;
}

static enum code check_issue(struct runner *runner, struct job *job, struct err *err)
{
    struct session *session = runner->session;
    struct gh_issue_found read = {0};
    enum code code =
        gh_get_issue(session->gh, runner->arena, job->item->number, false, true, &read, err);
    if (code)
        return code;
    job->done = read.presence != GH_FOUND || !text_eq(read.issue.state, "open");
    if (job->done)
        return OK;
    struct have have = {0};
    have_issue(runner->arena, &read.issue, &session->result.names, &have);
    const struct marker *marker = &have.parts.marker;
    if (!have.parts.found || !text_eq(marker->id, job->item->id) ||
        !text_eq(marker->scope, session->plan->scope))
        job->kept = "stays open: somebody took its mark away";
    return OK;
}

static enum code check(struct runner *runner, struct job *job, struct err *err)
{
    if (job->item->kind == KIND_LABEL)
        return check_label(runner, job, err);
    return job->item->kind == KIND_MILESTONE ? check_milestone(runner, job, err)
                                             : check_issue(runner, job, err);
}

/* An earlier sending of unknown outcome turns out to have been executed. */
static enum code keep_done(struct runner *runner, struct job *job, struct err *err)
{
    const struct gh_outcome out = {.state = GH_DONE};
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store_begin(runner->session->store, &tx, err);
    if (!code)
        code = keep_removal(runner, job, &out, err);
    return code ? code : store_commit(&tx, err);
}

static struct attempt attempt_of(struct arena *arena, const struct item_change *item)
{
    const long long number = (long long)item->number.v;
    if (item->kind == KIND_LABEL)
        return apply_attempt(item, "DELETE", "labels/NAME");
    if (item->kind == KIND_MILESTONE)
        return apply_attempt(item, "DELETE", arena_printf(arena, "milestones/%lld", number));
    return apply_attempt(item, "PATCH", arena_printf(arena, "issues/%lld", number));
}

enum code apply_prune(struct runner *runner, struct item_change *item, struct err *err)
{
    struct attempt attempt = attempt_of(runner->arena, item);
    attempt.foresee = log_removal;
    for (int tries = 0; tries < RESENDS; tries++) {
        struct job job = {.item = item};
        enum code code = check(runner, &job, err);
        if (code)
            return code;
        if (job.kept)
            tell_kept(runner, &job);
        if (job.kept || (job.done && tries == 0))
            return OK;
        struct gh_outcome out = {0};
        enum step step = STEP_DONE;
        code = job.done ? keep_done(runner, &job, err)
                        : runner_write(runner, &attempt, send_removal, keep_removal, &job, &out,
                                       &step, err);
        if (code || step == STEP_STOPPED)
            return code;
        if (step == STEP_DONE)
            runner_done(runner, item, item->number, NULL);
        if (step != STEP_UNKNOWN)
            return OK;
    }
    runner_stop_unanswered(runner);
    return OK;
}
