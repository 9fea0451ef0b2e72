/* Two issues of one item, made by a race: the pristine younger one is closed as a duplicate, after
 * both were read again right before. Anything a person touched is left to people. (sync: healing)
 */
#include <inttypes.h>

#include "app/sync/apply_issue.h"
#include "app/sync/recover.h"

struct job {
    struct item_change *item;
    struct remote_issue winner, loser;
    const char *reason; /* of the closing */
    const char *text;   /* of the body, its marker retired; or of the linking comment */
};

static const struct twin *find_twin(const struct runner *runner, const struct item_change *item)
{
    const struct bind_result *binding = &runner->session->result.binding;
    for (size_t i = 0; i < binding->twins.len; i++)
        if (binding->twins.items[i].loser->number.v == item->number.v)
            return &binding->twins.items[i];
    BUG("an item to heal has no twin");
}

static enum gh_state send_close(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    return gh_close_issue(runner->session->gh, runner->arena, job->loser.number, job->reason,
                          job->winner.db_id, job->text, out);
}

static enum gh_state send_comment(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    return gh_create_comment(runner->session->gh, runner->arena, job->loser.number, job->text, out);
}

static enum code log_closed(struct runner *runner, void *args, struct err *err)
{
    const struct job *job = args;
    return runner_log_change(runner, job->item, NULL, job->loser.number, NULL, err);
}

static enum code keep_closed(struct runner *runner, void *args, const struct gh_outcome *out,
                             struct err *err)
{
    if (!out->issue)
        return OK;
    enum code code = issue_keep_object(runner, out->issue, err);
    return code ? code : log_closed(runner, args, err);
}

/* Both as they are now; *fit false: told, and nothing is closed. */
static enum code read_both(struct runner *runner, struct job *job, bool *fit, struct err *err)
{
    struct session *session = runner->session;
    const struct twin *twin = find_twin(runner, job->item);
    struct gh_issue_found winner = {0}, loser = {0};
    enum code code =
        gh_get_issue(session->gh, runner->arena, twin->winner->number, false, true, &winner, err);
    if (!code)
        code =
            gh_get_issue(session->gh, runner->arena, twin->loser->number, false, true, &loser, err);
    if (code)
        return code;
    const char *reason = "one of the two is gone";
    if (winner.presence == GH_FOUND && loser.presence == GH_FOUND) {
        struct intent intent = {0};
        bool own = false;
        if (twin->loser->marker.nonce)
            code = store_find_nonce(session->store, runner->arena, twin->loser->marker.nonce,
                                    &intent, &own, err);
        reason = bind_heal_refusal(runner->arena, &winner.issue, &loser.issue, session->plan->scope,
                                   gh_now_ms(session->gh), recover_horizon_ms(session->app), own);
    }
    *fit = reason == NULL;
    job->winner = winner.issue;
    job->loser = loser.issue;
    if (code || !reason)
        return code;
    const struct attempt attempt = apply_attempt(job->item, "", "");
    runner_fail(runner, &attempt, NULL, reason, NULL,
                code_exit_status(reason == bind_too_young ? ERR_RETRY : ERR_REFUSED));
    return OK;
}

/* Where "duplicate" is not known: not planned, and a comment that links the other one. */
static enum code close_with_comment(struct runner *runner, struct job *job, enum step *step,
                                    struct err *err)
{
    struct gh_outcome out = {0};
    struct attempt attempt = apply_attempt(job->item, "PATCH", "issues/N");
    job->reason = "not_planned";
    attempt.foresee = log_closed;
    enum code code = runner_write(runner, &attempt, send_close, keep_closed, job, &out, step, err);
    if (code || *step != STEP_DONE)
        return code;
    attempt.method = "POST";
    attempt.foresee = NULL;
    attempt.path = "issues/N/comments";
    job->text = arena_printf(runner->arena, "Duplicate of #%" PRId64, job->winner.number.v);
    return runner_write(runner, &attempt, send_comment, NULL, job, &out, step, err);
}

enum code apply_heal(struct runner *runner, struct item_change *item, struct err *err)
{
    struct job job = {.item = item, .reason = "duplicate"};
    bool fit = false;
    enum code code = read_both(runner, &job, &fit, err);
    if (code || !fit)
        return code;
    struct have have = {0};
    have_issue(runner->arena, &job.loser, &runner->session->result.names, &have);
    job.text = body_retire(runner->arena, &have);
    struct attempt attempt = apply_attempt(item, "PATCH", "issues/N");
    attempt.told = true;
    attempt.foresee = log_closed;
    struct gh_outcome out = {0};
    enum step step;
    code = runner_write(runner, &attempt, send_close, keep_closed, &job, &out, &step, err);
    if (!code && step == STEP_FAILED && out.status == 422)
        code = close_with_comment(runner, &job, &step, err);
    else if (!code && step == STEP_FAILED)
        runner_fail(runner, &attempt, NULL, out.message, out.hint, code_exit_status(out.code));
    if (!code && step == STEP_DONE)
        runner_done(
            runner, item, item->number,
            arena_printf(runner->arena, "closed as a duplicate of #%" PRId64, job.winner.number.v));
    return code;
}
