/* Where the plan stands, from the cache alone: the plan's facts were put there by the last sync, so
 * nothing is parsed and nobody is asked. */
#include "app/app.h"

#include <stdlib.h>

#include "app/planning.h"
#include "app/snapshot.h"
#include "app/status_others.h"
#include "engine/status.h"
#include "store/status.h"

struct view {
    struct app *app;
    struct plan *plan;
    VEC(struct status_row) rows;
    VEC(struct status_fact) facts;
    int64_t read_ms;
    struct unplanned_list unplanned;
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

/* Ids by number, in ascending order of numbers. */
struct numbered {
    int64_t number;
    const char *id;
};

struct numbered_ids {
    struct numbered *items;
    size_t len;
};

static int by_number(const void *a, const void *b)
{
    const struct numbered *left = a, *right = b;
    return (left->number > right->number) - (left->number < right->number);
}

static const char *find_id(const struct numbered_ids *ids, struct number number)
{
    const struct numbered key = {.number = number.v};
    const struct numbered *found =
        ids->len ? bsearch(&key, ids->items, ids->len, sizeof *ids->items, by_number) : NULL;
    return found ? found->id : NULL;
}

static void add_row(struct view *view, const struct store_status_issue *from,
                    const struct numbered_ids *ids)
{
    struct arena *arena = view->app->arena;
    struct status_row row = {.kind = KIND_ISSUE,
                             .id = from->id,
                             .number = from->number,
                             .closed = from->closed,
                             .state_reason = from->state_reason,
                             .updated_at = from->updated_at,
                             .closed_at = from->closed_at,
                             .assignees = from->assignees};
    for (size_t i = 0; i < from->blocked_by.len; i++) {
        const char *id = find_id(ids, from->blocked_by.items[i]);
        if (id)
            strlist_add(arena, &row.blocked_by, id);
    }
    VEC_PUSH(arena, &view->rows, row);
}

static void add_issue(struct view *view, const struct store_status_issue *from)
{
    const struct status_fact fact = {.id = from->id,
                                     .title = from->title,
                                     .owner = from->owner,
                                     .milestone_id = from->milestone_id,
                                     .hours = from->hours};
    VEC_PUSH(view->app->arena, &view->facts, fact);
}

static int by_place(const void *a, const void *b)
{
    const struct store_status_issue *const *left_at = a, *const *right_at = b;
    const struct store_status_issue *left = *left_at, *right = *right_at;
    return (left->place > right->place) - (left->place < right->place);
}

/* Pointers to the issues in the order of the plan. Places run from 0 without a gap, so that each
 * issue has its slot; whatever is not so is sorted. */
static const struct store_status_issue **in_places(struct arena *arena,
                                                   const struct store_status *status)
{
    const size_t len = status->issues.len;
    const struct store_status_issue **ordered = arena_calloc(arena, len + 1, sizeof *ordered);
    for (size_t i = 0; i < len; i++) {
        const struct store_status_issue *issue = &status->issues.items[i];
        if (issue->place >= 0 && (size_t)issue->place < len && !ordered[issue->place]) {
            ordered[issue->place] = issue;
            continue;
        }
        for (size_t k = 0; k < len; k++)
            ordered[k] = &status->issues.items[k];
        qsort(ordered, len, sizeof *ordered, by_place);
        break;
    }
    return ordered;
}

/* `status` still stands in the order of numbers, those without one first. */
static void number_ids(struct arena *arena, const struct store_status *status,
                       struct numbered_ids *ids)
{
    ids->items = arena_calloc(arena, status->issues.len + 1, sizeof *ids->items);
    for (size_t i = 0; i < status->issues.len; i++) {
        const struct store_status_issue *issue = &status->issues.items[i];
        if (issue->number.v)
            ids->items[ids->len++] = (struct numbered){issue->number.v, issue->id};
    }
}

/* Old storage stays in the arena, so growing step by step would cost twice. */
static void make_room(struct view *view, const struct store_status *status)
{
    struct arena *arena = view->app->arena;
    const size_t rows = status->milestones.len + status->issues.len;
    view->rows.items = arena_calloc(arena, rows + 1, sizeof *view->rows.items);
    view->rows.cap = rows + 1;
    view->facts.cap = status->issues.len + 1;
    view->facts.items = arena_calloc(arena, view->facts.cap, sizeof *view->facts.items);
}

static void fill_view(struct view *view, const struct store_status *status)
{
    make_room(view, status);
    for (size_t i = 0; i < status->milestones.len; i++)
        add_milestone(view, &status->milestones.items[i]);
    struct numbered_ids ids = {0};
    number_ids(view->app->arena, status, &ids);
    const struct store_status_issue **ordered = in_places(view->app->arena, status);
    for (size_t i = 0; i < status->issues.len; i++) {
        const struct store_status_issue *issue = ordered[i];
        add_issue(view, issue);
        if (issue->read)
            add_row(view, issue, &ids);
    }
    status_others(view->app->arena, status, &view->unplanned);
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
                                       .facts = view.facts.items,
                                       .fact_count = view.facts.len,
                                       .rows = view.rows.items,
                                       .row_count = view.rows.len,
                                       .unplanned = view.unplanned.list.items,
                                       .unplanned_count = view.unplanned.list.len,
                                       .read_at_ms = view.read_ms,
                                       .now_ms = clock_now(&app->clock)};
    status_compute(app->arena, &input, report);
    report->plan = view.plan;
    return OK;
}
