/* Where the plan stands, from the cache alone: the plan's facts were put there by the last sync, so
 * nothing is parsed and nobody is asked. */
#include "app/app.h"

#include "app/session/snapshot.h"
#include "app/status/status_others.h"
#include "app/status/status_proof.h"
#include "app/status/status_ref.h"
#include "app/sync/planning.h"
#include "engine/status.h"
#include "store/status.h"

struct view {
    struct app *app;
    struct store *store; /* the cache, or NULL */
    struct plan *plan;
    struct standings standings;
    int64_t read_ms;
    struct unplanned_list unplanned;
    bool asks_proof; /* the plan does, as far as the cache knows */
};

static enum code words_of(void *state, const struct standing *issue, struct standing_words *words,
                          struct err *err)
{
    const struct view *view = state;
    return store_load_words(view->store, view->app->arena, issue, words, err);
}

static enum code open_cache(struct app *app, struct store **store, struct err *err)
{
    struct app_project project = {0};
    enum code code = app_find_project(app, &project, err);
    if (code)
        return code;
    const struct store_options options = {
        .path = project.cache_path, .mode = STORE_READ, .now_ms = clock_now(&app->clock)};
    struct store_told told = {0};
    code = store_open(app->arena, &options, store, &told, err);
    return code ? code : store_hold(*store, err);
}

/* *found false: this project was never synced. */
static enum code view_from_cache(struct view *view, struct status_report *report, bool *found,
                                 struct err *err)
{
    struct app *app = view->app;
    struct store_scope at = {0};
    struct store_repository row = {0};
    struct store_scope_state state = {0};
    struct store_others others = {0};
    enum code code = store_last_scope(view->store, app->arena, &at, &row, &state, found, err);
    if (code || !*found)
        return code;
    code = store_load_standings(view->store, app->arena, at, &view->standings, &others, err);
    if (code)
        return code;
    view->plan = ARENA_NEW(app->arena, struct plan);
    view->plan->path = state.spec_path;
    view->plan->scope = at.scope;
    view->plan->start_on = DAY_NONE;
    view->asks_proof = state.asks_proof;
    view->read_ms = row.read_ms;
    report->repository = row.full_name;
    return status_others(view->store, app->arena, at, &view->standings, &others, &view->unplanned,
                         err);
}

/* A plan that was never synced is known to the cache from now on, too. */
static enum code remember_plan(struct session *session, struct err *err)
{
    struct store_scope_state state = {0};
    bool found = false;
    enum code code =
        store_load_scope(session->store, session->arena, session->at, &state, &found, err);
    const bool asks = plan_asks_proof(session->plan);
    if (code || (found && state.asks_proof == asks))
        return code;
    state.spec_path = session->plan->path;
    state.asks_proof = asks;
    return store_put_scope(session->store, session->at, &state, err);
}

/* Reads GitHub and brings the plan's facts up to date, as a sync would, and writes nothing there.
 */
static enum code fetch_now(struct app *app, struct diags *diags, struct err *err)
{
    struct sync_options *options = ARENA_NEW(app->arena, struct sync_options);
    *options = sync_options_default();
    struct sync_report *report = ARENA_NEW(app->arena, struct sync_report);
    struct session *session cleanup_session = session_new(app, options, false, report);
    enum code code = session_begin(session, diags, err);
    if (!code)
        code = session_open_store(session, err);
    if (!code)
        code = session_open_github(session, err);
    if (!code)
        code = snapshot_read(session, err);
    if (!code)
        code = planning_run(session, err);
    if (!code && session->storing)
        code = planning_keep_agreements(session, err);
    if (!code && session->storing)
        code = planning_keep_facts(session, err);
    return code || !session->storing ? code : remember_plan(session, err);
}

static enum code compute(struct view *view, bool cached, size_t list_max,
                         struct status_report *report, struct err *err)
{
    struct app *app = view->app;
    struct status_input input = {.standings = view->standings,
                                 .words = words_of,
                                 .words_state = view,
                                 .list_max = list_max,
                                 .unplanned = view->unplanned.list.items,
                                 .unplanned_count = view->unplanned.list.len,
                                 .read_at_ms = view->read_ms,
                                 .now_ms = clock_now(&app->clock),
                                 .minutes_a_day = app->minutes_a_day};
    if (!cached)
        status_take_plan(app->arena, view->plan, &input);
    report->plan = view->plan;
    return status_compute(app->arena, &input, report, err);
}

enum code app_status(struct app *app, const struct status_options *options, struct diags *diags,
                     struct status_report *report, struct err *err)
{
    struct store *store cleanup_store = NULL;
    struct view view = {.app = app};
    bool found = false;
    enum code code = options->fetch ? fetch_now(app, diags, err) : OK;
    if (!code)
        code = open_cache(app, &store, err);
    view.store = store;
    if (!code)
        code = view_from_cache(&view, report, &found, err);
    if (!code && !found && !options->ref) {
        code = app_load_plan(app, &view.plan, diags, err);
        if (!code)
            report->repository = view.plan->repository;
        view.asks_proof = !code && plan_asks_proof(view.plan);
    }
    if (!code && !options->ref)
        code = compute(&view, found, options->list_max, report, err);
    /* The evidence writes into the cache, which a reader that is still open would keep it from. */
    store_closep(&store);
    if (!code && options->ref)
        return status_of_ref(app, options, &view.standings, view.read_ms, diags, report, err);
    return code || !view.asks_proof ? code : status_proof(app, options->base_ref, report, err);
}
