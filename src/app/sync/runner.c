#include "app/sync/budget.h"
#include "app/sync/runner_inner.h"

/* Pauses that GitHub asks for in a row before the run stops. */
#define LIMIT_TRIES 5

enum code runner_begin(struct runner *runner, struct session *session, struct err *err)
{
    runner->session = session;
    runner->arena = session->arena;
    runner->started_ms = session_now(session);
    runner->begun_mono_ms = clock_mono(&session->app->clock);
    const struct changeset *changeset = &session->result.changeset;
    runner->creates_left = changeset->creations;
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        if (!item_change_writes(item))
            continue;
        runner->progress.kind_total[item->kind]++;
        runner->progress.total++;
    }
    enum code code = store_last_write(session->store, &runner->last_write_ms, err);
    /* A clock that was set back must not make anybody wait for it. */
    if (!code && runner->last_write_ms > runner->started_ms)
        runner->last_write_ms = runner->started_ms;
    return code ? code : budget_load(session, runner->started_ms, &runner->created, err);
}

/* Whether every further write would fail the same way, so that the run ends here. */
static bool ends_run(const struct attempt *attempt, const struct gh_outcome *out)
{
    /* A label is found by its name, which somebody may just have changed. */
    const bool named = attempt->kind == KIND_LABEL && attempt->verb != VERB_CREATE;
    return out->code == ERR_AUTH || out->code == ERR_REFUSED ||
           (out->code == ERR_NOT_FOUND && attempt->number.v == 0 && !named &&
            attempt->kind != KIND_RELATION);
}

static void tell_failure(struct runner *runner, const struct attempt *attempt,
                         const struct gh_outcome *out)
{
    const int status =
        out->code == ERR_NOT_FOUND && attempt->number.v ? 1 : code_exit_status(out->code);
    if (!attempt->told || ends_run(attempt, out))
        runner_fail(runner, attempt, NULL, out->message, out->hint, status);
    if (ends_run(attempt, out))
        runner_stop(runner, STOP_ERROR, 0, out->message);
}

/* A write that was surely not executed: may it be sent again, as a new intent? */
static bool try_again(struct runner *runner, const struct attempt *attempt,
                      const struct gh_outcome *out, int tries, enum step *step)
{
    if (out->limited && tries < LIMIT_TRIES) {
        if (runner_pause_for_limit(runner, out))
            return true;
    } else if (out->limited) {
        runner_stop(runner, STOP_LIMIT, session_now(runner->session) + out->wait_ms,
                    "GitHub's limit on new content");
    } else if (out->not_sent) {
        /* github has tried it several times already. */
        runner_stop(runner, STOP_NETWORK, 0, out->message);
    } else {
        tell_failure(runner, attempt, out);
        *step = runner->stopped ? STEP_STOPPED : STEP_FAILED;
        return false;
    }
    *step = STEP_STOPPED;
    return false;
}

/* One sending under one intent. */
static enum code send_once(struct runner *runner, const struct attempt *attempt,
                           attempt_send_fn send, attempt_keep_fn keep, void *args,
                           struct gh_outcome *out, struct intent *intent, struct err *err)
{
    enum code code = runner_begin_run(runner, err);
    if (!code)
        code = runner_open_intent(runner, attempt, args, intent, err);
    if (code)
        return code;
    runner->last_write_ms = session_now(runner->session);
    *out = (struct gh_outcome){0};
    switch (send(runner, args, out)) {
    case GH_DONE:
        return runner_keep_answer(runner, intent, keep, args, out, err);
    case GH_FAILED:
        return runner_keep_failure(runner, intent, out->message, err);
    case GH_UNKNOWN:
        return runner_keep_unknown(runner, intent, err);
    }
    BUG("gh_state out of range");
}

static void remember_lost(struct runner *runner, const struct intent *intent)
{
    struct lost *lost = VEC_ADD(runner->arena, &runner->lost);
    lost->intent = *intent;
    lost->intent.state = INTENT_UNKNOWN;
    lost->above = runner->session->remote.highest_number.v;
}

enum code runner_write(struct runner *runner, const struct attempt *attempt, attempt_send_fn send,
                       attempt_keep_fn keep, void *args, struct gh_outcome *out, enum step *step,
                       struct err *err)
{
    for (int tries = attempt->tries;; tries++) {
        *step = STEP_STOPPED;
        enum code code = OK;
        if (runner_must_wait(runner, attempt_creates(attempt)))
            code = runner_flush(runner, err);
        if (code || runner->stopped || !runner_wait_for_pace(runner, attempt_creates(attempt)))
            return code;
        struct intent intent;
        code = send_once(runner, attempt, send, keep, args, out, &intent, err);
        if (code)
            return code;
        if (attempt_creates(attempt) && runner->creates_left > 0)
            runner->creates_left--;
        if (out->state == GH_DONE) {
            *step = STEP_DONE;
            return OK;
        }
        if (out->state == GH_UNKNOWN) {
            if (attempt->nonce)
                remember_lost(runner, &intent);
            *step = runner_interrupted(runner) ? STEP_STOPPED : STEP_UNKNOWN;
            return OK;
        }
        if (!try_again(runner, attempt, out, tries, step))
            return OK;
        if (attempt->nonce) {
            *step = STEP_AGAIN;
            return OK;
        }
    }
}
