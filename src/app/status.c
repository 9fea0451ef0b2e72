/* Where the plan stands, from the cache alone: the plan's facts were put there by the last sync, so
 * nothing is parsed and nobody is asked. */
#include "app/app.h"

#include <inttypes.h>
#include <stdlib.h>

#include "app/planning.h"
#include "app/snapshot.h"
#include "base/map.h"
#include "engine/status.h"
#include "store/status.h"

struct view {
    struct app *app;
    struct plan *plan;
    VEC(struct status_row) rows;
    int64_t read_ms;
    int64_t other_open;
};

static void add_milestone(struct view *view, const struct store_status_milestone *from)
{
    struct arena *arena = view->app->arena;
    struct plan_milestone *milestone = VEC_ADD(arena, &view->plan->milestones);
    milestone->id = from->id;
    milestone->title = from->title;
    milestone->start_on = DAY_NONE;
    milestone->due_on.presence = from->due_day == DAY_NONE ? ABSENT : SET;
    milestone->due_on.day = from->due_day;
    if (!from->read)
        return;
    const struct status_row row = {
        .kind = KIND_MILESTONE, .id = from->id, .number = from->number, .closed = from->closed};
    VEC_PUSH(arena, &view->rows, row);
}

static void add_row(struct view *view, const struct store_status_issue *from, const struct map *ids)
{
    struct arena *arena = view->app->arena;
    struct status_row row = {.kind = KIND_ISSUE,
                             .id = from->id,
                             .number = from->number,
                             .closed = from->closed,
                             .state_reason = from->state_reason,
                             .created_at = from->created_at,
                             .updated_at = from->updated_at,
                             .closed_at = from->closed_at,
                             .assignees = from->assignees};
    for (size_t i = 0; i < from->blocked_by.len; i++) {
        const char *key = arena_printf(arena, "%" PRId64, from->blocked_by.items[i].v);
        const char *id = map_get(ids, key);
        if (id)
            strlist_add(arena, &row.blocked_by, id);
    }
    VEC_PUSH(arena, &view->rows, row);
}

static void add_issue(struct view *view, const struct store_status_issue *from)
{
    struct plan_issue *issue = VEC_ADD(view->app->arena, &view->plan->issues);
    issue->id = from->id;
    issue->title = from->title;
    issue->owner = from->owner;
    issue->effort_hours = from->hours;
    issue->milestone.presence = from->milestone_id ? SET : ABSENT;
    issue->milestone.text = from->milestone_id;
}

static int by_place(const void *a, const void *b)
{
    const struct store_status_issue *left = a, *right = b;
    return (left->place > right->place) - (left->place < right->place);
}

static void fill_view(struct view *view, struct store_status *status)
{
    struct arena *arena = view->app->arena;
    struct map *ids = map_new(arena);
    for (size_t i = 0; i < status->milestones.len; i++)
        add_milestone(view, &status->milestones.items[i]);
    if (status->issues.len)
        qsort(status->issues.items, status->issues.len, sizeof *status->issues.items, by_place);
    for (size_t i = 0; i < status->issues.len; i++) {
        const struct store_status_issue *issue = &status->issues.items[i];
        add_issue(view, issue);
        if (issue->number.v)
            map_put(ids, arena_printf(arena, "%" PRId64, issue->number.v), (void *)issue->id);
    }
    for (size_t i = 0; i < status->issues.len; i++)
        if (status->issues.items[i].read)
            add_row(view, &status->issues.items[i], ids);
    view->other_open = status->other_open;
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
    return store_open(app->arena, &options, store, &told, err);
}

/* *found false: this project was never synced. */
static enum code view_from_cache(struct view *view, struct status_report *report, bool *found,
                                 struct err *err)
{
    struct app *app = view->app;
    struct store *store cleanup_store = NULL;
    struct store_scope at = {0};
    struct store_repository row = {0};
    struct store_scope_state state = {0};
    enum code code = open_cache(app, &store, err);
    if (!code)
        code = store_last_scope(store, app->arena, &at, &row, &state, found, err);
    if (code || !*found)
        return code;
    struct store_status status = {0};
    code = store_load_status_rows(store, app->arena, at, &status, err);
    if (code)
        return code;
    view->plan = ARENA_NEW(app->arena, struct plan);
    view->plan->path = state.spec_path;
    view->plan->scope = at.scope;
    view->plan->start_on = DAY_NONE;
    view->read_ms = row.read_ms;
    report->repository = row.full_name;
    fill_view(view, &status);
    return OK;
}

/* A plan that was never synced is known to the cache from now on, too. */
static enum code remember_plan(struct session *session, struct err *err)
{
    struct store_scope_state state = {0};
    bool found = false;
    enum code code =
        store_load_scope(session->store, session->arena, session->at, &state, &found, err);
    if (code || found)
        return code;
    state.spec_path = session->plan->path;
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

enum code app_status(struct app *app, bool fetch, struct diags *diags, struct status_report *report,
                     struct err *err)
{
    struct view view = {.app = app};
    bool found = false;
    enum code code = fetch ? fetch_now(app, diags, err) : OK;
    if (!code)
        code = view_from_cache(&view, report, &found, err);
    if (!code && !found) {
        code = app_load_plan(app, &view.plan, diags, err);
        if (!code)
            report->repository = view.plan->repository;
    }
    if (code)
        return code;
    const struct status_input input = {.plan = view.plan,
                                       .rows = view.rows.items,
                                       .row_count = view.rows.len,
                                       .read_at_ms = view.read_ms,
                                       .now_ms = clock_now(&app->clock)};
    status_compute(app->arena, &input, report);
    report->plan = view.plan;
    return OK;
}
