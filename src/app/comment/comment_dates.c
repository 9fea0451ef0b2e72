/* When milestones are expected, before and after. Only where it is known what is done already: a
 * date that counts finished work as open would be worse than none. */
#include "app/comment/comment_room.h"
#include "base/day.h"
#include "base/str.h"
#include "engine/schedule.h"
#include "store/repository.h"
#include "store/status.h"

struct knowledge {
    VEC(struct schedule_known) items;
};

static struct schedule_known known_of(const struct store_state *state)
{
    const bool closed = text_eq(state->state, "closed");
    const bool done = text_empty(state->state_reason) || text_eq(state->state_reason, "completed");
    int64_t at = 0;
    return (struct schedule_known){
        .id = state->id,
        .state = !closed ? SCHEDULE_OPEN
                 : done  ? SCHEDULE_DONE
                         : SCHEDULE_DROPPED,
        .closed_day = closed && instant_parse(state->since ? state->since : "", &at)
                          ? instant_day(at)
                          : DAY_NONE,
        .assignee = state->assignee};
}

/* *found false: GitHub was never read for this plan. */
static enum code read_known(const struct commenting *commenting, struct store *store,
                            struct knowledge *known, bool *found, struct err *err)
{
    struct arena *arena = commenting->arena;
    struct store_scope at = {0};
    struct store_repository row = {0};
    struct store_scope_state state = {0};
    struct store_states states = {0};
    *found = false;
    if (!store)
        return OK;
    enum code code = store_last_scope(store, arena, &at, &row, &state, found, err);
    if (code || !*found || row.read_ms == 0 ||
        !text_eq(at.scope, commenting->report->facts.scope)) {
        *found = false;
        return code;
    }
    code = store_load_states(store, arena, at, &states, err);
    for (size_t i = 0; i < states.items.len && !code; i++)
        if (states.items.items[i].state)
            VEC_PUSH(arena, &known->items, known_of(&states.items.items[i]));
    return code;
}

static enum code compute(const struct commenting *commenting, const struct plan *plan,
                         const struct knowledge *known, struct schedule *schedule, struct err *err)
{
    struct schedule_input input = {0};
    schedule_take_plan(commenting->arena, plan, known->items.items, known->items.len, &input);
    input.today = instant_day(clock_now(&commenting->app->clock));
    return schedule_compute(commenting->arena, &input, schedule, err);
}

static void fill(const struct plan *plan, const struct schedule *schedule, const char *id,
                 struct plan_totals *totals)
{
    if (schedule->cycle_count > 0)
        return;
    for (size_t i = 0; i < plan->milestones.len && i < schedule->span_count; i++) {
        const struct schedule_span *span = &schedule->spans[i];
        if (!text_eq(plan->milestones.items[i].id, id) || span->open == 0)
            continue;
        totals->expected_day = span->end_day;
        totals->slack_days = span->slack_known ? span->slack_days : 0;
    }
}

enum code comment_expect(struct commenting *commenting, const struct evidence *evidence,
                         const struct plan *before, struct err *err)
{
    struct plan_diff *diff = commenting->report->facts.diff;
    struct knowledge known = {0};
    struct schedule was = {0}, is = {0};
    bool found = false;
    enum code code = read_known(commenting, evidence->store, &known, &found, err);
    if (code || !found || !before)
        return code;
    code = compute(commenting, before, &known, &was, err);
    if (!code)
        code = compute(commenting, evidence->plan, &known, &is, err);
    for (size_t i = 0; i < diff->milestones.len && !code; i++) {
        struct plan_milestone_totals *at = &diff->milestones.items[i];
        if (at->before.there)
            fill(before, &was, at->before_id, &at->before);
        if (at->after.there)
            fill(evidence->plan, &is, at->id, &at->after);
    }
    return code;
}
