/* What a run leaves in the cache: itself, its intents, what each write changed. */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "app/runner_inner.h"
#include "base/str.h"
#include "base/utf8.h"
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
        code = store_run_begin(session->store, &runner->run, err);
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

enum code runner_open_intent(struct runner *runner, const struct attempt *attempt,
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
    if (!attempt_creates(attempt))
        return store_intent_open(session->store, intent, err);
    VEC_PUSH(runner->arena, &runner->created.items, intent->created_ms);
    return store_intent_open_counted(session->store, intent, session->host, session->account, err);
}

enum code runner_flush(struct runner *runner, struct err *err)
{
    return store_flush(runner->session->store, err);
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
    if (code || !runner->hurries || runner_must_wait(runner, true))
        return code ? code : store_commit(&tx, err);
    store_defer(&tx);
    return OK;
}

static const char *set_text(struct arena *arena, const struct strlist *set)
{
    struct str text;
    str_init(&text, 0);
    str_add_list(&text, set, "\n");
    const char *copy = str_dup(&text, arena);
    str_release(&text);
    return copy;
}

static bool has_name(struct arena *arena, const struct strlist *set, const char *name)
{
    const char *folded = utf8_fold(arena, name);
    for (size_t i = 0; i < set->len; i++)
        if (text_eq(utf8_fold(arena, set->items[i]), folded))
            return true;
    return false;
}

/* The set as it stands after the requests, which name single elements: what else is in it is as
 * GitHub had it. */
static const char *set_after(struct arena *arena, const struct change *change)
{
    struct strlist after = {0};
    for (size_t i = 0; i < change->before.raw_set.len; i++)
        if (!has_name(arena, &change->removed, change->before.raw_set.items[i]))
            strlist_add(arena, &after, change->before.raw_set.items[i]);
    for (size_t i = 0; i < change->added.len; i++)
        strlist_add(arena, &after, change->added.items[i]);
    return set_text(arena, &after);
}

/* "M1 (#3)": the number is what a journal without its plan still says. */
static const char *milestone_text(struct runner *runner, const char *id)
{
    struct number number;
    struct db_id db_id;
    if (!id || id[0] == '#' ||
        !reconcile_find(&runner->session->result, KIND_MILESTONE, id, &number, &db_id))
        return id;
    return arena_printf(runner->arena, "%s (#%" PRId64 ")", id, number.v);
}

static const char *scalar_text(struct runner *runner, enum field field, const struct value *value)
{
    if (field == FIELD_MILESTONE)
        return milestone_text(runner, value->text);
    if (field == FIELD_STATE || field == FIELD_DUE_ON)
        return value->text;
    return value->raw ? value->raw : value->text;
}

enum code runner_log(struct runner *runner, struct run_change *row, struct err *err)
{
    row->at_ms = session_now(runner->session);
    enum code code = store_change_add(runner->session->store, runner->run.id, row, err);
    if (!code)
        run_journal_add(&runner->journal, row);
    return code;
}

enum code runner_log_change(struct runner *runner, const struct item_change *item,
                            const struct change *change, struct number number, const char *body,
                            struct err *err)
{
    struct run_change row = {
        .kind = item->kind, .verb = item->verb, .item_id = item->id, .number = number};
    if (!change)
        return runner_log(runner, &row, err);
    row.has_field = true;
    row.field = change->field;
    if (field_is_set(change->field)) {
        row.before = set_text(runner->arena, &change->before.raw_set);
        row.after = set_after(runner->arena, change);
    } else if (change->field == FIELD_BLOCK) {
        row.before = item->body;
        row.after = body;
    } else {
        row.before = scalar_text(runner, change->field, &change->before);
        row.after = scalar_text(runner, change->field, &change->after);
    }
    return runner_log(runner, &row, err);
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
        code = store_run_end(store, runner->run.id, now,
                             runner->session->report->exit_status, err);
    if (!code)
        code = prune(runner, err);
    return code ? code : store_commit(&tx, err);
}
