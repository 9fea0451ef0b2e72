#include "app/schedule/known.h"

#include "base/str.h"
#include "store/status.h"

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

static void add(struct arena *arena, const struct store_state *state, struct known *known)
{
    struct schedule_known item = {
        .id = state->id, .closed_day = DAY_NONE, .assignee = state->assignee};
    int64_t at;
    if (!state->state)
        return;
    if (text_eq(state->state, "closed")) {
        item.state = text_empty(state->state_reason) || text_eq(state->state_reason, "completed")
                         ? SCHEDULE_DONE
                         : SCHEDULE_DROPPED;
        if (instant_parse(state->since ? state->since : "", &at))
            item.closed_day = instant_day(at);
    }
    VEC_PUSH(arena, &known->items, item);
}

static enum code read_scope(struct app *app, struct store *store, const struct plan *plan,
                            struct known *known, struct err *err)
{
    struct arena *arena = app->arena;
    struct store_scope at = {0};
    struct store_repository row = {0};
    struct store_scope_state state = {0};
    struct store_states states = {0};
    bool found = false;
    enum code code =
        store_find_scope(store, arena, plan->scope, plan->path, &at, &row, &state, &found, err);
    if (code || !found)
        return code;
    known->read_ms = row.read_ms;
    known->repository = row.full_name;
    code = store_load_states(store, arena, at, &states, err);
    for (size_t i = 0; i < states.items.len; i++)
        add(arena, &states.items.items[i], known);
    return code;
}

enum code known_read(struct app *app, const struct plan *plan, struct known *known, struct err *err)
{
    struct store *store cleanup_store = NULL;
    *known = (struct known){.repository = plan->repository};
    const enum code code = open_cache(app, &store, err);
    return code ? code : read_scope(app, store, plan, known, err);
}

void known_as_of(struct arena *arena, const struct known *known, int32_t day, struct known *then)
{
    *then = (struct known){.repository = known->repository, .read_ms = known->read_ms};
    for (size_t i = 0; i < known->items.len; i++) {
        struct schedule_known item = known->items.items[i];
        if (item.closed_day != DAY_NONE && item.closed_day > day) {
            item.state = SCHEDULE_OPEN;
            item.closed_day = DAY_NONE;
        }
        VEC_PUSH(arena, &then->items, item);
    }
}
