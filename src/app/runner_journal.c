/* What a run leaves in the cache: itself, its intents, what each write changed. */
#include <string.h>
#include <unistd.h>

#include "app/runner_inner.h"
#include "base/str.h"
#include "store/validators.h"

/* Final intents are kept this long, for questions. */
#define KEEP_INTENTS_MS (30LL * 24 * 60 * 60 * 1000)

bool attempt_creates(const struct attempt *attempt)
{
    return strcmp(attempt->method, "POST") == 0;
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
                     .exit_status = RUN_NO_EXIT};
    /* From here on the cache holds what our writes were answered with, and no longer what a list
     * said: if people undo a write, the list is as it was before it, and its old ETag would hide
     * that. */
    enum code code = store_forget_validators(session->store, session->row.key, err);
    if (!code)
        code = store_run_begin(session->store, &runner->run, err);
    if (code)
        return code;
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
    return code ? code : store_commit(&tx, err);
}

static const char *value_text(struct runner *runner, enum field field, const struct value *value)
{
    if (!field_is_set(field))
        return value->raw ? value->raw : value->text;
    struct str text;
    str_init(&text, 0);
    str_add_list(&text, &value->raw_set, "\n");
    const char *copy = str_dup(&text, runner->arena);
    str_release(&text);
    return copy;
}

enum code runner_log_change(struct runner *runner, const struct item_change *item,
                            const struct change *change, struct number number, struct err *err)
{
    struct run_change row = {.kind = item->kind,
                             .verb = item->verb,
                             .item_id = item->id,
                             .number = number,
                             .at_ms = session_now(runner->session)};
    if (change) {
        row.has_field = true;
        row.field = change->field;
        row.before = value_text(runner, change->field, &change->before);
        row.after = value_text(runner, change->field, &change->after);
    }
    return store_change_add(runner->session->store, runner->run.id, &row, err);
}

/* Final intents and old creations say nothing any more. */
static enum code prune(struct runner *runner, struct err *err)
{
    struct store *store = runner->session->store;
    const int64_t now = session_now(runner->session);
    enum code code = store_budget_prune(store, now - 2 * PACE_HOUR_MS, err);
    return code ? code : store_prune_intents(store, now - KEEP_INTENTS_MS, err);
}

enum code runner_end(struct runner *runner, struct err *err)
{
    if (!runner->run_begun)
        return OK;
    enum code code =
        store_run_end(runner->session->store, runner->run.id, session_now(runner->session),
                      runner->session->report->exit_status, err);
    return code ? code : prune(runner, err);
}
