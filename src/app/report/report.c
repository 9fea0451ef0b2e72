#include "app/report/report.h"

#include "app/report/report_history.h"
#include "app/report/report_room.h"
#include "app/schedule/forecast.h"
#include "app/schedule/schedule_at.h"
#include "app/status/status_proof.h"
#include "app/trace/gaps.h"
#include "app/trace/matrix.h"
#include "engine/burnup.h"
#include "engine/page.h"
#include "engine/scope.h"
#include "store/store.h"

#define SINCE_DAYS 7
#define CHANGES_MAX 100 /* changes that the page has as data; the others are counted */

static enum code open_cache(struct report_room *room, struct err *err)
{
    const struct store_options options = {.path = room->evidence.project.cache_path,
                                          .mode = STORE_READ,
                                          .now_ms = room->page->now_ms};
    struct store_told told = {0};
    return store_open(room->arena, &options, &room->evidence.store, &told, err);
}

/* Outside git there is a plan to report on all the same. */
static enum code open_evidence(struct report_room *room, struct diags *diags, struct err *err)
{
    struct err local cleanup_err = ERR_INIT;
    const struct evidence_options wanted = {.base_ref = room->options->base_ref, .history = true};
    enum code code = evidence_open(room->app, &wanted, diags, &room->evidence, &local);
    room->in_git = code == OK;
    if (code && (!room->evidence.plan || room->evidence.repo))
        return err_move(err, &local);
    room->page->plan = room->evidence.plan;
    return room->in_git ? OK : open_cache(room, err);
}

static void take_proof(struct report_room *room)
{
    struct page *page = room->page;
    for (size_t i = 0; i < page->plan->issues.len; i++) {
        struct trace_issue issue;
        proof_of_issue(&room->proof, i, &issue);
        page->issues[i].asks = issue.asks;
        page->issues[i].proven = issue.proven;
        page->issues[i].has_proof = issue.asks && issue.has_subjects;
        page->issues[i].presence = issue.presence;
        page->issues[i].proof = issue.proof;
    }
}

static enum code read_proof(struct report_room *room, struct err *err)
{
    struct page *page = room->page;
    if (!room->in_git)
        return OK;
    enum code code = proof_begin(&room->proof, &room->evidence, err);
    if (code)
        return code;
    page->has_evidence = true;
    if (room->evidence.head.found) {
        page->commit = room->evidence.head.id;
        page->branch = room->evidence.head.name;
    }
    if (plan_asks_proof(page->plan))
        status_proof_add(&room->proof, &page->status);
    take_proof(room);
    gaps_fill(&room->proof, &page->gaps);
    matrix_fill(&room->proof, &page->matrix);
    return OK;
}

static enum code read_history(struct report_room *room, struct scope_history *history,
                              struct err *err)
{
    const struct evidence *evidence = &room->evidence;
    const char *path = NULL;
    struct page *page = room->page;
    struct scope_reader reader;
    enum code code = OK;
    if (room->in_git && evidence->head.found)
        code = repo_relative(evidence->repo, room->arena, room->app->spec_file, &path, err);
    if (!code && path) {
        const struct plan_history from = {.arena = room->arena,
                                          .repo = evidence->repo,
                                          .store = evidence->store,
                                          .storing = evidence->storing,
                                          .path = path,
                                          .tip = evidence->head.id};
        code = plan_history_read(&from, history, err);
    }
    const size_t committed = history->revisions.len;
    scope_begin(room->arena, history, &reader);
    scope_take(&reader, page->plan, "", page->now_ms);
    history->uncommitted = history->revisions.len > committed;
    return code;
}

/* Where people name no baseline, it is the plan of the first commit that had one; one that cannot
 * be scheduled is none. */
static enum code read_schedule(struct report_room *room, const struct scope_history *history,
                               struct err *err)
{
    struct page *page = room->page;
    struct err local cleanup_err = ERR_INIT;
    struct schedule_options options = {.baseline = room->options->baseline};
    const bool begins = history->revisions.len > 1 && *history->revisions.items[0].commit;
    enum code code = OK;
    page->has_schedule = true;
    if (options.baseline)
        return schedule_of(room->app, page->plan, &options, &page->schedule, err);
    if (begins)
        options.baseline = history->revisions.items[0].commit;
    code = schedule_of(room->app, page->plan, &options, &page->schedule, &local);
    if (!code || code == ERR_INTERRUPTED)
        return code ? err_move(err, &local) : OK;
    options.baseline = NULL;
    return schedule_of(room->app, page->plan, &options, &page->schedule, err);
}

static void read_forecast(struct page *page, struct app *app)
{
    const struct forecast_options options = {.runs = FORECAST_RUNS, .seed = FORECAST_SEED};
    page->forecast.schedule = page->schedule;
    forecast_of(app, &options, &page->forecast);
}

static enum code read_scope(struct report_room *room, struct err *err)
{
    struct page *page = room->page;
    struct scope_history history = {0};
    enum code code = read_history(room, &history, err);
    if (!code)
        code = read_schedule(room, &history, err);
    if (!code)
        read_forecast(page, room->app);
    if (code)
        return code;
    const struct burnup_input input = {.history = &history,
                                       .closings = room->closings.items,
                                       .closing_count = room->closings.len,
                                       .closed_milestones = &room->closed_milestones,
                                       .today = page->today};
    burnup_compute(room->arena, &input, &page->burnup);
    burnup_changes(room->arena, &input, page, CHANGES_MAX);
    return OK;
}

static enum code fill(struct report_room *room, struct diags *diags, struct err *err)
{
    enum code code = open_evidence(room, diags, err);
    if (!code)
        code = report_standing(room, err);
    if (!code)
        code = read_proof(room, err);
    if (!code)
        code = read_scope(room, err);
    if (code)
        return code;
    page_find_blockers(room->arena, room->page);
    page_find_decisions(room->arena, room->page);
    page_rank_risks(room->arena, room->page);
    return OK;
}

enum code app_report(struct app *app, const struct page_options *options, struct diags *diags,
                     struct page *page, struct err *err)
{
    struct report_room room = {.app = app,
                               .arena = app->arena,
                               .options = options,
                               .page = page,
                               .evidence = EVIDENCE_INIT};
    page->version = app->version;
    page->now_ms = clock_now(&app->clock);
    page->today = instant_day(page->now_ms);
    page->since_day =
        options->since_day == DAY_NONE ? page->today - SINCE_DAYS : options->since_day;
    enum code code = fill(&room, diags, err);
    evidence_close(&room.evidence);
    return code;
}
