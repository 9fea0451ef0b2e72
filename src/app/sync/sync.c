#include "app/app.h"

#include "app/session/snapshot.h"
#include "app/sync/apply.h"
#include "app/sync/plan_file.h"
#include "app/sync/planning.h"
#include "app/sync/recover.h"
#include "app/sync/runner.h"

static int64_t begin_clock(const struct app *app)
{
    return clock_mono(&app->clock);
}

static void end_clock(const struct app *app, int64_t start, struct sync_report *report)
{
    report->duration_ms = clock_mono(&app->clock) - start;
}

/* Opens, reads and reconciles: what plan and sync have in common. */
static enum code prepare(struct session *session, struct diags *diags, struct err *err)
{
    enum code code = session_begin(session, diags, err);
    return code ? code : planning_prepare(session, err);
}

static enum code plan_it(struct session *session, struct diags *diags, struct err *err)
{
    enum code code = prepare(session, diags, err);
    if (code)
        return code;
    /* plan only shows: what sync would refuse is told, and no failure. */
    (void)planning_refused(session);
    session->report->threshold_refused = false;
    return session->options->promise_out ? plan_file_write(session, err) : OK;
}

enum code app_plan(struct app *app, const struct sync_options *options, struct diags *diags,
                   struct sync_report *report, struct err *err)
{
    const int64_t start = begin_clock(app);
    struct session *session cleanup_session = session_new(app, options, false, report);
    enum code code = plan_it(session, diags, err);
    end_clock(app, start, report);
    report->exit_status = code ? code_exit_status(code) : 0;
    return code;
}

static bool is_pruned(const struct item_change *item)
{
    return item->kind != KIND_RELATION &&
           (item->verb == VERB_DELETE || (item->verb == VERB_CLOSE && item->want == NULL));
}

static enum code apply_one(struct runner *runner, struct item_change *item, struct err *err)
{
    if (is_pruned(item))
        return apply_prune(runner, item, err);
    switch (item->kind) {
    case KIND_LABEL:
        return apply_label(runner, item, err);
    case KIND_MILESTONE:
        return apply_milestone(runner, item, err);
    case KIND_ISSUE:
        return item->verb == VERB_HEAL ? apply_heal(runner, item, err)
                                       : apply_issue(runner, item, err);
    case KIND_RELATION:
        return apply_relation(runner, item, err);
    case KIND_COMMENT:
    case KIND_COUNT:
        break;
    }
    BUG("a changeset holds an item of no kind");
}

/* A GET in the middle failed for this item. What ends a run ends it; the rest is this item's. */
static enum code contain(struct runner *runner, const struct item_change *item, enum code code,
                         struct err *err)
{
    struct err local cleanup_err = ERR_INIT;
    err_move(&local, err);
    const char *message = arena_strdup(runner->arena, local.message);
    const char *hint = arena_strdup(runner->arena, local.hint);
    if (runner_interrupted(runner))
        return OK;
    if (code == ERR_RETRY || code == ERR_UNKNOWN) {
        const int64_t resume = gh_resume_at_ms(runner->session->gh);
        runner_stop(runner, resume ? STOP_LIMIT : STOP_NETWORK, resume, message);
        return OK;
    }
    if (code == ERR_CORRUPT || code == ERR_LOCKED)
        return err_set(err, code, "%s", message);
    const struct report_line line = {.kind = item->kind,
                                     .id = item->id,
                                     .title = item->title,
                                     .number = item->number,
                                     .reason = message,
                                     .next = hint,
                                     .exit_status = code_exit_status(code)};
    VEC_PUSH(runner->arena, &runner->session->report->errors, line);
    if (code == ERR_AUTH || code == ERR_FAILED)
        runner_stop(runner, STOP_ERROR, 0, message);
    return OK;
}

/* One request and no other before it: no reading again, no second write. */
static bool is_one_post(const struct item_change *item)
{
    return item->verb == VERB_CREATE &&
           (item->kind != KIND_ISSUE || !apply_written(item, FIELD_STATE));
}

static enum code apply_next(struct runner *runner, struct item_change *item, struct err *err)
{
    runner->hurries = is_one_post(item);
    enum code code = runner->hurries ? OK : runner_flush(runner, err);
    if (code)
        return code;
    runner_progress(runner, EVENT_WRITING, item, item->number);
    code = apply_one(runner, item, err);
    return code ? contain(runner, item, code, err) : OK;
}

static enum code apply_all(struct runner *runner, enum kind first, enum kind last, struct err *err)
{
    struct changeset *changeset = &runner->session->result.changeset;
    enum code code = OK;
    for (size_t i = 0; i < changeset->items.len && !code && !runner->stopped; i++) {
        struct item_change *item = &changeset->items.items[i];
        if (item->kind < first || item->kind > last || !item_change_writes(item) ||
            recover_holds(runner, item))
            continue;
        if (runner_interrupted(runner))
            break;
        code = apply_next(runner, item, err);
    }
    runner->hurries = false;
    struct err local cleanup_err = ERR_INIT;
    enum code flushed = runner_flush(runner, &local);
    if (code || !flushed) {
        err_clear(&local);
        return code;
    }
    return err_move(err, &local);
}

/* Issues first, then what became of lost ones, then the links between them. */
static enum code carry_out(struct runner *runner, struct err *err)
{
    enum code code = apply_all(runner, KIND_LABEL, KIND_ISSUE, err);
    if (!code && !runner->stopped)
        code = recover_rest(runner, err);
    if (!code && !runner->stopped)
        code = apply_all(runner, KIND_RELATION, KIND_RELATION, err);
    return code;
}

static enum code remember_sync(struct session *session, struct runner *runner, struct err *err)
{
    const struct sync_report *report = session->report;
    if (report->stop != STOP_NONE)
        return OK;
    const struct store_scope_state state = {.spec_path = session->plan->path,
                                            .asks_proof = plan_asks_proof(session->plan),
                                            .sync_ms = session_now(session),
                                            .sync_by = session->app->who,
                                            .sync_run = runner->run_begun ? runner->run.id : NULL};
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store_begin(session->store, &tx, err);
    if (!code)
        code = store_put_scope(session->store, session->at, &state, err);
    if (!code)
        code = planning_keep_facts(session, err);
    return code ? code : store_commit(&tx, err);
}

static bool has_work(const struct session *session)
{
    return session->result.changeset.writes > 0;
}

/* Conflicts are asked for one by one; each answer is a --take, and the plan is made anew. */
static enum code settle_conflicts(struct session *session, struct err *err)
{
    struct app *app = session->app;
    /* A file that was agreed on leaves nothing to ask. */
    if (!app->settle || session->options->promise ||
        !changeset_has_conflicts(&session->result.changeset))
        return OK;
    bool answered = false;
    const struct changeset *changeset = &session->result.changeset;
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        for (size_t k = 0; k < item->changes.len; k++) {
            const struct change *change = &item->changes.items[k];
            if (change->move != MOVE_CONFLICT)
                continue;
            const char answer = app->settle(app->ask_state, item, change);
            if (answer != 's' && answer != 'g')
                continue;
            const struct take take = {item->id, true, change->field, answer == 's'};
            VEC_PUSH(session->arena, &session->takes.list, take);
            answered = true;
        }
    }
    return answered ? planning_run(session, err) : OK;
}

/* After the question was answered with yes. */
static enum code write_it(struct session *session, struct runner *runner, struct err *err)
{
    struct sync_report *report = session->report;
    enum code code = planning_keep_agreements(session, err);
    if (!code)
        code = carry_out(runner, err);
    const char *moved = gh_moved_to(session->gh);
    if (moved && !report->moved_from)
        report->moved_from = session->repository;
    if (!code)
        code = remember_sync(session, runner, err);
    report->exit_status = code ? code_exit_status(code) : planning_exit_status(session);
    if (!code)
        return runner_end(runner, err);
    struct err ignored cleanup_err = ERR_INIT;
    if (runner_end(runner, &ignored) != OK)
        err_clear(&ignored);
    return code;
}

static enum code sync_it(struct session *session, struct err *err)
{
    struct app *app = session->app;
    struct runner *runner = ARENA_NEW(session->arena, struct runner);
    runner->command = "sync";
    enum code code = settle_conflicts(session, err);
    if (!code)
        code = runner_begin(runner, session, err);
    if (!code)
        code = recover_pending(runner, err);
    if (code)
        return code;
    if (planning_refused(session)) {
        session->report->exit_status = planning_exit_status(session);
        return OK;
    }
    bool promised = true;
    if (session->options->promise) {
        code = plan_file_check(session, &promised, err);
        if (code)
            return code;
    }
    if (!promised) {
        session->report->exit_status = planning_exit_status(session);
        return OK;
    }
    session_tell(session, &(struct event){.type = EVENT_PLAN_READY,
                                          .total = session->result.changeset.writes});
    if (has_work(session) && app->confirm && !app->confirm(app->ask_state, session->report))
        return err_set(err, ERR_REFUSED, "not confirmed, nothing was written");
    return write_it(session, runner, err);
}

enum code app_sync(struct app *app, const struct sync_options *options, struct diags *diags,
                   struct sync_report *report, struct err *err)
{
    const int64_t start = begin_clock(app);
    struct session *session cleanup_session = session_new(app, options, true, report);
    enum code code = run_journal_check(app, err);
    if (!code)
        code = prepare(session, diags, err);
    if (!code)
        code = sync_it(session, err);
    end_clock(app, start, report);
    if (code && report->exit_status == 0)
        report->exit_status = code_exit_status(code);
    return code;
}
