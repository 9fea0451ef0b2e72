/* Where a plan stands, from the cache alone where that knows the plan's file: its facts were put
 * there by the last sync, so nothing is parsed and nobody is asked. */
#include "app/app.h"

#include <strings.h>

#include "app/session/load.h"
#include "app/session/snapshot.h"
#include "app/status/status_odds.h"
#include "app/status/status_others.h"
#include "app/status/status_plan.h"
#include "app/status/status_proof.h"
#include "app/status/status_ref.h"
#include "app/sync/planning.h"
#include "base/file.h"
#include "base/str.h"
#include "engine/status.h"
#include "store/status.h"

struct view {
    struct app *app;
    struct store *store; /* the cache, or NULL */
    const char *root;    /* of the project whose cache it is */
    bool elsewhere;      /* the plan's file is in the work tree of another one */
    struct plan *plan;
    struct standings standings; /* as the cache has them */
    struct status_plan planned; /* of a plan that had to be read */
    int64_t read_ms;
    struct unplanned_list unplanned;
    bool asks_proof;       /* the plan does, as far as the cache knows */
    bool proves;           /* evidence was looked for already; what is known of it is in `proof` */
    struct proving *proof; /* NULL: nothing */
};

static enum code words_of(void *state, const struct standing *issue, struct standing_words *words,
                          struct err *err)
{
    const struct view *view = state;
    return store_load_words(view->store, view->app->arena, issue, words, err);
}

static enum code open_cache(struct view *view, struct err *err)
{
    struct app *app = view->app;
    struct app_project project = {0};
    enum code code = app_find_project(app, &project, err);
    if (code)
        return code;
    view->root = project.root;
    const struct store_options options = {
        .path = project.cache_path, .mode = STORE_READ, .now_ms = clock_now(&app->clock)};
    struct store_told told = {0};
    code = store_open(app->arena, &options, &view->store, &told, err);
    return code ? code : store_hold(view->store, err);
}

static enum code read_scope(struct view *view, struct store_scope at,
                            const struct store_repository *row, struct status_report *report,
                            struct err *err)
{
    struct store_others others = {0};
    view->read_ms = row->read_ms;
    report->repository = row->full_name;
    enum code code =
        store_load_standings(view->store, view->app->arena, at, &view->standings, &others, err);
    return code ? code
                : status_others(view->store, view->app->arena, at, &view->standings, &others,
                                &view->unplanned, err);
}

/* The evidence writes into the cache, which a reader that is still open would keep it from: it
 * comes first, and what was read before it would be read twice. */
static bool waits_for_proof(const struct view *view)
{
    return view->asks_proof && !view->proves;
}

/* `name`: the file of the plan; NULL: whichever was synced last. */
static enum code view_from_cache(struct view *view, const char *name, struct status_report *report,
                                 bool *found, struct err *err)
{
    struct arena *arena = view->app->arena;
    struct store_scope at = {0};
    struct store_repository row = {0};
    struct store_scope_state state = {0};
    enum code code =
        name ? store_find_scope(view->store, arena, NULL, name, &at, &row, &state, found, err)
             : store_last_scope(view->store, arena, &at, &row, &state, found, err);
    if (code || !*found)
        return code;
    view->plan = ARENA_NEW(arena, struct plan);
    view->plan->path = state.spec_path;
    view->plan->scope = at.scope;
    view->plan->start_on = DAY_NONE;
    view->asks_proof = state.asks_proof;
    return waits_for_proof(view) ? OK : read_scope(view, at, &row, report, err);
}

/* What this project read for its own plan says nothing about one of another project, though its
 * scope have the same name: there the repository has to be said, too. */
static bool is_meant(const struct view *view, const struct store_repository *row)
{
    const char *wanted = view->app->repo ? view->app->repo : view->plan->repository;
    return !view->elsewhere || (wanted && strcasecmp(wanted, row->full_name) == 0);
}

/* A file that the cache does not know may hold a plan that it knows: renamed, or another one of the
 * same scope. What the plan says is then taken from the file. */
static enum code view_from_plan(struct view *view, struct diags *diags,
                                struct status_report *report, struct err *err)
{
    struct arena *arena = view->app->arena;
    struct store_scope at = {0};
    struct store_repository row = {0};
    struct store_scope_state state = {0};
    struct store_states *states = ARENA_NEW(arena, struct store_states);
    struct map *by_id = map_new(arena);
    bool found = false;
    enum code code = app_load_plan(view->app, &view->plan, diags, err);
    if (code)
        return code;
    report->repository = view->plan->repository;
    view->asks_proof = plan_asks_proof(view->plan);
    view->planned = (struct status_plan){view->plan, by_id};
    code = store_find_scope(view->store, arena, view->plan->scope, view->plan->path, &at, &row,
                            &state, &found, err);
    found = found && is_meant(view, &row);
    if (!code && found)
        code = read_scope(view, at, &row, report, err);
    if (!code && found)
        code = store_load_states(view->store, arena, at, states, err);
    map_reserve(by_id, states->items.len);
    for (size_t i = 0; i < states->items.len; i++)
        (void)map_put(by_id, states->items.items[i].id, &states->items.items[i]);
    return code;
}

/* NULL where the project does not say which file is its plan, or there is none; and for a file of
 * another project, which may have the name of one of this. */
static const char *name_of_plan(struct view *view)
{
    struct err ignored cleanup_err = ERR_INIT;
    const char *name = NULL, *root = NULL;
    const enum code code = load_name(view->app, &name, &root, &ignored);
    if (code || !file_exists(view->app->spec_file))
        return NULL;
    view->elsewhere = root && !text_eq(root, view->root);
    return view->elsewhere ? NULL : name;
}

static enum code read_view(struct view *view, bool of_ref, struct diags *diags,
                           struct status_report *report, struct err *err)
{
    const char *name = name_of_plan(view);
    bool found = false;
    enum code code = OK;
    if (name || !view->app->spec_path)
        code = view_from_cache(view, name, report, &found, err);
    return code || found || of_ref ? code : view_from_plan(view, diags, report, err);
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

static enum code compute(struct view *view, size_t list_max, struct status_report *report,
                         struct err *err)
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
    if (view->planned.plan)
        status_plan_take(app->arena, &view->planned, &view->standings, &input);
    if (view->proof)
        status_proof_mark(view->proof, &input.standings);
    report->plan = view->plan;
    return status_compute(app->arena, &input, report, err);
}

static enum code read_cache(struct view *view, const struct status_options *options,
                            struct diags *diags, struct status_report *report, struct err *err)
{
    enum code code = open_cache(view, err);
    return code ? code : read_view(view, options->ref != NULL, diags, report, err);
}

/* With the cache closed; then the view is read anew, unless it is of a plan that had to be read. */
static enum code read_proof(struct view *view, const struct status_options *options,
                            struct evidence *evidence, struct proving *proof, struct diags *diags,
                            struct status_report *report, struct err *err)
{
    bool known = false;
    store_closep(&view->store);
    enum code code = status_proof_begin(view->app, options->base_ref, evidence, proof, &known, err);
    view->proves = true;
    view->proof = known ? proof : NULL;
    return code || view->planned.plan ? code : read_cache(view, options, diags, report, err);
}

enum code app_status(struct app *app, const struct status_options *options, struct diags *diags,
                     struct status_report *report, struct err *err)
{
    struct evidence evidence cleanup_evidence = EVIDENCE_INIT;
    struct proving proof = {0};
    struct view view = {.app = app, .proves = options->ref != NULL};
    enum code code = options->fetch ? fetch_now(app, diags, err) : OK;
    if (!code)
        code = read_cache(&view, options, diags, report, err);
    if (!code && waits_for_proof(&view))
        code = read_proof(&view, options, &evidence, &proof, diags, report, err);
    if (!code && !options->ref)
        code = compute(&view, options->list_max, report, err);
    store_closep(&view.store);
    if (!code && options->ref)
        return status_of_ref(app, options, &view.standings, view.read_ms, diags, report, err);
    if (!code && view.proof)
        status_proof_add(view.proof, report);
    evidence_close(&evidence);
    return code || !options->odds ? code : status_odds(app, report, err);
}
