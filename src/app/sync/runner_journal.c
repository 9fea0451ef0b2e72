/* What a run leaves in the cache: itself, its intents, what each write changed. */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "app/sync/runner_inner.h"
#include "base/str.h"
#include "store/validators.h"

/* Final intents are kept this long, for questions. */
#define KEEP_INTENTS_MS (30LL * 24 * 60 * 60 * 1000)

bool attempt_creates(const struct attempt *attempt)
{
    return strcmp(attempt->method, "POST") == 0;
}

static enum code begin_journal(struct runner *runner, struct err *err)
{
    const struct session *session = runner->session;
    const struct run_head head = {.id = runner->run.id,
                                  .command = runner->command,
                                  .undoes = runner->undoes,
                                  .host = session->host,
                                  .repository = session->repository,
                                  .repository_id = session->row.id,
                                  .scope = session->plan->scope,
                                  .spec = session->plan->path,
                                  .who = runner->run.who,
                                  .version = session->app->version,
                                  .started_ms = runner->run.started_ms,
                                  .exit_status = RUN_NO_EXIT};
    return run_journal_begin(&runner->journal, runner->session, &head, err);
}

static bool has_journal(void *state, const char *id)
{
    const struct session *session = state;
    return file_exists(run_journal_path(session->arena, session->project.cache_path, id));
}

enum code runner_begin_run(struct runner *runner, struct err *err)
{
    struct session *session = runner->session;
    if (runner->run_begun)
        return OK;
    runner->run =
        (struct run){.at = session->at,
                     .started_ms = runner->started_ms,
                     .who = session->app->who ? session->app->who : session->report->account,
                     .spec = session->plan->path,
                     .promise = session->promise,
                     .command = runner->command,
                     .undoes = runner->undoes,
                     .exit_status = RUN_NO_EXIT};
    const struct run_taken taken = {has_journal, session};
    /* From here on the cache holds what our writes were answered with, and no longer what a list
     * said: if people undo a write, the list is as it was before it, and its old ETag would hide
     * that. */
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store_stay(session->store, err);
    if (!code)
        code = store_begin(session->store, &tx, err);
    if (!code)
        code = store_forget_validators(session->store, session->row.key, err);
    if (!code)
        code = store_run_begin(session->store, &runner->run, &taken, err);
    if (!code)
        code = begin_journal(runner, err);
    if (code)
        return code;
    store_defer(&tx); /* the first intent takes it along */
    runner->run_begun = true;
    session->report->run = arena_strdup(runner->arena, runner->run.id);
    session->report->wrote_nothing = false;
    return OK;
}

enum code runner_open_intent(struct runner *runner, const struct attempt *attempt, void *args,
                             struct intent *intent, struct err *err)
{
    struct session *session = runner->session;
    char host[64] = "";
    if (gethostname(host, sizeof host - 1) != 0)
        host[0] = '\0';
    *intent = (struct intent){.at = session->at,
                              .run = runner->run.id,
                              .kind = attempt->kind,
                              .item_id = attempt->item_id,
                              .verb = attempt->verb,
                              .number = attempt->number,
                              .nonce = attempt->nonce,
                              .method = attempt->method,
                              .path = attempt->path,
                              .body = attempt->body,
                              .created_ms = session_now(session),
                              .server_ms = gh_now_ms(session->gh),
                              .sender_pid = getpid(),
                              .sender_host = arena_strdup(runner->arena, host)};
    runner->foreseen = (struct run_changes){0};
    if (attempt_creates(attempt))
        VEC_PUSH(runner->arena, &runner->created.items, intent->created_ms);
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store_begin_joined(session->store, &tx, err);
    if (!code)
        code = attempt_creates(attempt)
                   ? store_intent_open_counted(session->store, intent, session->host,
                                               session->account, err)
                   : store_intent_open(session->store, intent, err);
    if (!code && attempt->foresee) {
        runner->foreseeing = intent->id;
        code = attempt->foresee(runner, args, err);
        runner->foreseeing = 0;
    }
    if (!code)
        code = store_commit(&tx, err);
    if (!code && runner->foreseen.items.len)
        run_journal_foresee(&runner->journal, &runner->foreseen);
    return code;
}

enum code runner_flush(struct runner *runner, struct err *err)
{
    return store_flush(runner->session->store, err);
}

enum code runner_keep_failure(struct runner *runner, const struct intent *intent,
                              const char *reason, struct err *err)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store_begin(runner->session->store, &tx, err);
    if (!code)
        code = runner_changes_void(runner, err);
    if (!code)
        code = store_intent_failed(runner->session->store, intent->id, reason, err);
    return code ? code : store_commit(&tx, err);
}

enum code runner_keep_unknown(struct runner *runner, struct intent *intent, struct err *err)
{
    intent->gone_ms = session_now(runner->session);
    runner_changes_doubt(runner);
    return store_intent_unknown(runner->session->store, intent->id, intent->gone_ms, err);
}

enum code runner_keep_answer(struct runner *runner, const struct intent *intent,
                             attempt_keep_fn keep, void *args, const struct gh_outcome *out,
                             struct err *err)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store_begin(runner->session->store, &tx, err);
    if (!code && keep)
        code = keep(runner, args, out, err);
    struct number number = intent->number;
    if (out->issue)
        number = out->issue->number;
    else if (out->milestone)
        number = out->milestone->number;
    if (!code)
        code = store_intent_done(runner->session->store, intent->id, number, err);
    if (!code)
        runner_changes_done(runner);
    if (code || !runner->hurries || runner_must_wait(runner, true))
        return code ? code : store_commit(&tx, err);
    store_defer(&tx);
    return OK;
}

/* Final intents and old creations say nothing any more. */
static enum code prune(struct runner *runner, struct err *err)
{
    struct store *store = runner->session->store;
    const int64_t now = session_now(runner->session);
    enum code code = store_budget_prune(store, now - 2 * PACE_HOUR_MS, err);
    if (!code)
        code = store_prune_intents(store, now - KEEP_INTENTS_MS, err);
    return code ? code : store_prune_runs(store, RUNS_KEPT, err);
}

/* Closes the files; what they could not take is told. */
static void end_journal(struct runner *runner, int64_t now)
{
    struct sync_report *report = runner->session->report;
    run_journal_end(&runner->journal, runner->session, now, report->exit_status);
    if (!runner->journal.trouble)
        return;
    const struct report_line line = {
        .kind = KIND_COUNT,
        .reason = arena_printf(runner->arena, "the journal of this run is not whole: %s",
                               runner->journal.trouble),
        .next = "the cache has it: roadmap log",
        .exit_status = code_exit_status(ERR_FAILED)};
    VEC_PUSH(runner->arena, &report->errors, line);
    report->exit_status = exit_status_worst(report->exit_status, line.exit_status);
}

enum code runner_end(struct runner *runner, struct err *err)
{
    if (!runner->run_begun)
        return OK;
    const int64_t now = session_now(runner->session);
    end_journal(runner, now);
    struct store *store = runner->session->store;
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store_begin(store, &tx, err);
    if (!code)
        code = store_run_end(store, runner->run.id, now, runner->session->report->exit_status, err);
    if (!code)
        code = prune(runner, err);
    return code ? code : store_commit(&tx, err);
}
