#include "app/runner.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "store/validators.h"

/* Pauses that GitHub asks for in a row before the run stops. */
#define LIMIT_TRIES 5
/* Final intents are kept this long, for questions. */
#define KEEP_INTENTS_MS (30LL * 24 * 60 * 60 * 1000)

enum code runner_begin(struct runner *runner, struct session *session, struct err *err)
{
    runner->session = session;
    runner->arena = session->arena;
    runner->last_write_ms = INT64_MIN;
    runner->started_ms = session_now(session);
    const struct changeset *changeset = &session->result.changeset;
    runner->creates_left = changeset->creations;
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        if (!item_change_writes(item))
            continue;
        runner->progress.kind_total[item->kind]++;
        runner->progress.total++;
    }
    return store_budget_load(session->store, session->arena, session->host, session->account,
                             runner->started_ms - PACE_HOUR_MS, &runner->created, err);
}

void runner_stop(struct runner *runner, enum stop_cause cause, int64_t resume_at_ms,
                 const char *text)
{
    struct sync_report *report = runner->session->report;
    runner->stopped = true;
    if (report->stop != STOP_NONE)
        return;
    report->stop = cause;
    report->resume_at_ms = resume_at_ms;
    report->stop_text = arena_strdup(runner->arena, text);
}

bool runner_interrupted(struct runner *runner)
{
    if (!interrupt_requested())
        return false;
    runner_stop(runner, STOP_INTERRUPT, 0, "interrupted");
    return true;
}

void runner_fail(struct runner *runner, const struct attempt *attempt, const char *field,
                 const char *reason, const char *next, int exit_status)
{
    const struct report_line line = {.kind = attempt->kind,
                                     .id = attempt->item_id,
                                     .title = attempt->title,
                                     .number = attempt->number,
                                     .field = field,
                                     .reason = reason,
                                     .next = next,
                                     .exit_status = exit_status};
    VEC_PUSH(runner->arena, &runner->session->report->errors, line);
}

void runner_progress(struct runner *runner, enum event_type type, const struct item_change *item,
                     struct number number)
{
    struct event *event = &runner->progress;
    event->type = type;
    event->kind = item->kind;
    event->id = item->id;
    event->title = item->title;
    event->number = number;
    const struct pace pace = {.settings = {runner->session->app->limits.write_interval_ms,
                                           runner->session->app->limits.creates_per_minute,
                                           runner->session->app->limits.creates_per_hour},
                              .created_ms = runner->created.items.items,
                              .created_count = runner->created.items.len,
                              .last_write_ms = runner->last_write_ms};
    event->left_ms = pace_left_ms(&pace, session_now(runner->session), runner->started_ms,
                                  event->done, event->total, runner->creates_left);
    session_tell(runner->session, event);
}

static void count_verb(struct kind_counts *counts, enum verb verb)
{
    switch (verb) {
    case VERB_CREATE:
        counts->create++;
        break;
    case VERB_CLOSE:
    case VERB_HEAL:
        counts->close++;
        break;
    case VERB_ADOPT:
        counts->adopt++;
        break;
    case VERB_DELETE:
        counts->delete ++;
        break;
    case VERB_UPDATE:
        counts->update++;
        break;
    case VERB_NONE:
    case VERB_REFUSE:
        break;
    }
}

void runner_done(struct runner *runner, const struct item_change *item, struct number number,
                 const char *note)
{
    struct sync_report *report = runner->session->report;
    const struct report_done done = {.kind = item->kind,
                                     .verb = item->verb,
                                     .id = item->id,
                                     .title = item->title,
                                     .note = note,
                                     .number = number};
    VEC_PUSH(runner->arena, &report->done, done);
    count_verb(&report->written[item->kind], item->verb);
    if (item->kind == KIND_ISSUE && item->verb == VERB_CREATE) {
        if (!report->first_number || number.v < report->first_number)
            report->first_number = number.v;
        if (number.v > report->last_number)
            report->last_number = number.v;
    }
    runner->progress.kind_done[item->kind]++;
    runner->progress.done++;
    report->written_writes++;
    runner_progress(runner, EVENT_WRITTEN, item, number);
}

bool attempt_creates(const struct attempt *attempt)
{
    return strcmp(attempt->method, "POST") == 0;
}

static const char *pace_text(enum pace_cause cause)
{
    switch (cause) {
    case PACE_HOUR:
        return "GitHub takes 500 new objects an hour";
    case PACE_MINUTE:
        return "GitHub takes 80 new objects a minute";
    case PACE_NOW:
    case PACE_INTERVAL:
        break;
    }
    return "one write a second, as GitHub asks";
}

/* Sleeps in slices, so that a signal ends it soon. */
static bool sleep_until(struct runner *runner, int64_t until_ms)
{
    const struct clock *clock = &runner->session->app->clock;
    int64_t left = until_ms - clock_now(clock);
    const int64_t end = clock_mono(clock) + left;
    while (left > 0 && !runner_interrupted(runner)) {
        clock_sleep(clock, left > 1000 ? 1000 : left);
        left = end - clock_mono(clock);
    }
    return !runner->stopped;
}

/* Waits for the next free start. false: the run is over. */
static bool wait_for_pace(struct runner *runner, bool creates)
{
    struct session *session = runner->session;
    const struct app_limits *limits = &session->app->limits;
    const struct pace pace = {.settings = {limits->write_interval_ms, limits->creates_per_minute,
                                           limits->creates_per_hour},
                              .created_ms = runner->created.items.items,
                              .created_count = runner->created.items.len,
                              .last_write_ms = runner->last_write_ms};
    enum pace_cause cause = PACE_NOW;
    const int64_t now = session_now(session);
    const int64_t start = pace_next_ms(&pace, now, creates, &cause);
    if (start <= now)
        return !runner_interrupted(runner);
    if (start - now > limits->max_wait_ms && cause != PACE_INTERVAL) {
        runner_stop(runner, STOP_LIMIT, start,
                    cause == PACE_HOUR ? "GitHub's hourly limit on new content"
                                       : "GitHub's limit on new content a minute");
        return false;
    }
    if (cause == PACE_HOUR || cause == PACE_MINUTE)
        session_tell(session, &(struct event){.type = EVENT_WAITING,
                                              .text = pace_text(cause),
                                              .wait_ms = start - now,
                                              .until_ms = start,
                                              .done = runner->progress.done,
                                              .total = runner->progress.total});
    return sleep_until(runner, start);
}

static enum code begin_run(struct runner *runner, struct err *err)
{
    struct session *session = runner->session;
    if (runner->run_begun)
        return OK;
    runner->run =
        (struct run){.at = session->at,
                     .started_ms = runner->started_ms,
                     .who = session->app->who ? session->app->who : session->report->account,
                     .spec = session->plan->path,
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

static enum code open_intent(struct runner *runner, const struct attempt *attempt,
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

/* The answer came whole: what it says, the base and the end of the intent, all or nothing. */
static enum code keep_answer(struct runner *runner, const struct intent *intent,
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

/* Whether every further write would fail the same way, so that the run ends here. */
static bool ends_run(const struct attempt *attempt, const struct gh_outcome *out)
{
    return out->code == ERR_AUTH || out->code == ERR_REFUSED ||
           (out->code == ERR_NOT_FOUND && attempt->number.v == 0 && attempt->kind != KIND_RELATION);
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

/* Pauses as GitHub asked. false: longer than --max-wait, or interrupted. */
static bool pause_for_limit(struct runner *runner, const struct gh_outcome *out)
{
    struct err local cleanup_err = ERR_INIT;
    if (gh_wait_limit(runner->session->gh, out, &local) == OK)
        return !runner_interrupted(runner);
    if (!runner_interrupted(runner))
        runner_stop(runner, STOP_LIMIT, gh_resume_at_ms(runner->session->gh), local.message);
    return false;
}

/* A write that was surely not executed: may it be sent again, as a new intent? */
static bool try_again(struct runner *runner, const struct attempt *attempt,
                      const struct gh_outcome *out, int tries, enum step *step)
{
    if (out->limited && tries < LIMIT_TRIES) {
        if (pause_for_limit(runner, out))
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
    enum code code = begin_run(runner, err);
    if (!code)
        code = open_intent(runner, attempt, intent, err);
    if (code)
        return code;
    runner->last_write_ms = session_now(runner->session);
    *out = (struct gh_outcome){0};
    switch (send(runner, args, out)) {
    case GH_DONE:
        return keep_answer(runner, intent, keep, args, out, err);
    case GH_FAILED:
        return store_intent_failed(runner->session->store, intent->id, out->message, err);
    case GH_UNKNOWN:
        intent->gone_ms = session_now(runner->session);
        return store_intent_unknown(runner->session->store, intent->id, intent->gone_ms, err);
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
        if (runner->stopped || !wait_for_pace(runner, attempt_creates(attempt)))
            return OK;
        struct intent intent;
        enum code code = send_once(runner, attempt, send, keep, args, out, &intent, err);
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

static const char *value_text(struct runner *runner, enum field field, const struct value *value)
{
    if (!field_is_set(field))
        return value->raw ? value->raw : value->text;
    struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < value->raw_set.len; i++)
        str_addf(&text, "%s%s", i ? "\n" : "", value->raw_set.items[i]);
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
