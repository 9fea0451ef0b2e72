#include "app/report/report_room.h"
#include "app/status/status_others.h"
#include "base/map.h"
#include "base/str.h"
#include "store/past_closing.h"
#include "store/status.h"

/* What the cache knows of this plan. */
struct known {
    struct map *states;     /* id → struct store_state */
    struct map *milestones; /* id → struct standing_milestone */
    struct store_past_closings past;
    struct map *past_from; /* id → its first one in `past` */
    struct unplanned_list unplanned;
    int64_t read_ms;
};

static bool is_web_address(const char *url)
{
    return text_starts(url, "https://") || text_starts(url, "http://");
}

static enum code read_scope(struct report_room *room, struct store_scope at, struct known *known,
                            struct err *err)
{
    struct arena *arena = room->arena;
    struct store_states *states = ARENA_NEW(arena, struct store_states);
    struct standings *cached = ARENA_NEW(arena, struct standings);
    struct store_others others = {0};
    struct store *store = room->evidence.store;
    enum code code = store_load_states(store, arena, at, states, err);
    if (!code)
        code = store_load_standings(store, arena, at, cached, &others, err);
    if (!code)
        code = status_others(store, arena, at, cached, &others, &known->unplanned, err);
    if (!code)
        code = store_load_past_closings(store, arena, at, &known->past, err);
    if (code)
        return code;
    for (size_t i = known->past.items.len; i > 0; i--)
        (void)map_put(known->past_from, known->past.items.items[i - 1].id,
                      &known->past.items.items[i - 1]);
    map_reserve(known->states, states->items.len);
    for (size_t i = 0; i < states->items.len; i++)
        (void)map_put(known->states, states->items.items[i].id, &states->items.items[i]);
    for (size_t i = 0; i < cached->milestones.len; i++)
        (void)map_put(known->milestones, cached->milestones.items[i].id,
                      &cached->milestones.items[i]);
    return OK;
}

static enum code read_cache(struct report_room *room, struct known *known, struct err *err)
{
    struct store *store = room->evidence.store;
    struct arena *arena = room->arena;
    struct store_scope at = {0};
    struct store_repository row = {0};
    struct store_scope_state state = {0};
    bool found = false;
    known->states = map_new(arena);
    known->milestones = map_new(arena);
    known->past_from = map_new(arena);
    room->page->repository = room->page->plan->repository;
    if (!store)
        return OK;
    enum code code = store_find_scope(store, arena, room->page->plan->scope, room->page->plan->path,
                                      &at, &row, &state, &found, err);
    if (code || !found)
        return code;
    known->read_ms = row.read_ms;
    room->page->repository = row.full_name;
    if (row.html_url && is_web_address(row.html_url))
        room->page->html_url = row.html_url;
    return read_scope(room, at, known, err);
}

static void take_milestones(struct report_room *room, const struct known *known)
{
    for (size_t i = 0; i < room->standings.milestones.len; i++) {
        struct standing_milestone *milestone = &room->standings.milestones.items[i];
        const struct standing_milestone *from = map_get(known->milestones, milestone->id);
        if (!from)
            continue;
        milestone->number = from->number;
        milestone->read = from->read;
        milestone->closed = from->closed;
        if (from->closed)
            strlist_add(room->arena, &room->closed_milestones, milestone->id);
    }
}

static bool is_dropped(const char *state_reason)
{
    return !text_empty(state_reason) && !text_eq(state_reason, "completed");
}

static void take_past(struct report_room *room, const struct known *known,
                      struct scope_closing *closing)
{
    const struct store_past_closing *end = known->past.items.items + known->past.items.len;
    const struct store_past_closing *past = map_get(known->past_from, closing->id);
    int64_t closed, reopened;
    for (; past && past < end && text_eq(past->id, closing->id); past++) {
        if (!instant_parse(past->closed_at, &closed) ||
            !instant_parse(past->reopened_at, &reopened))
            continue;
        const struct scope_reopening one = {instant_day(closed), instant_day(reopened),
                                            is_dropped(past->state_reason)};
        VEC_PUSH(room->arena, &closing->past, one);
    }
}

static void take_issues(struct report_room *room, const struct known *known)
{
    const struct plan *plan = room->page->plan;
    for (size_t i = 0; i < plan->issues.len; i++) {
        struct standing *issue = &room->standings.issues.items[i];
        const struct store_state *from = map_get(known->states, plan->issues.items[i].id);
        struct page_issue *out = &room->page->issues[i];
        struct scope_closing closing = {.id = plan->issues.items[i].id, .day = DAY_NONE};
        int64_t at;
        out->who = plan->issues.items[i].owner;
        out->closed_day = DAY_NONE;
        if (!from)
            continue;
        issue->number = from->number;
        out->number = from->number.v;
        if (!from->state)
            continue;
        issue->read = true;
        issue->closed = text_eq(from->state, "closed");
        issue->dropped = issue->closed && is_dropped(from->state_reason);
        issue->assigned = !text_empty(from->assignee);
        if (issue->assigned)
            out->who = from->assignee;
        if (issue->assigned && issue->owner == 0)
            issue->owner = standings_owner(room->arena, &room->standings, from->assignee, 1);
        if (issue->closed && instant_parse(from->since ? from->since : "", &at))
            out->closed_day = instant_day(at);
        closing.closed = issue->closed;
        closing.dropped = issue->dropped;
        closing.day = out->closed_day;
        take_past(room, known, &closing);
        VEC_PUSH(room->arena, &room->closings, closing);
    }
}

/* As status has it: an issue with a migration of its own is in work. */
static void take_begun(struct report_room *room)
{
    const struct evidence *evidence = &room->evidence;
    for (size_t i = 0; i < evidence->links.items.len; i++) {
        const struct link *link = &evidence->links.items.items[i];
        if (evidence->migrations.items[link->migration].presence >= PRESENCE_DRAFT)
            room->standings.issues.items[link->issue].begun = true;
    }
}

struct words {
    const struct report_room *room;
    const struct known *known;
};

static enum code words_of(void *state, const struct standing *issue, struct standing_words *out,
                          struct err *err)
{
    const struct words *words = state;
    const struct plan_issue *from = &words->room->page->plan->issues.items[issue->place];
    const struct store_state *cached = map_get(words->known->states, from->id);
    (void)err;
    *out = (struct standing_words){.id = from->id,
                                   .title = from->title,
                                   .owner = from->owner,
                                   .assignee = cached ? cached->assignee : NULL,
                                   .since = cached ? cached->since : NULL};
    return OK;
}

static void place_issues(struct report_room *room)
{
    for (size_t i = 0; i < room->standings.issues.len; i++) {
        const struct standing *issue = &room->standings.issues.items[i];
        struct page_issue *out = &room->page->issues[i];
        out->place = standing_place(&room->standings, issue);
        out->milestone = issue->milestone;
        out->blockers = issue->blockers;
        out->blocker_count = issue->blocker_count;
    }
}

enum code report_standing(struct report_room *room, struct err *err)
{
    struct page *page = room->page;
    struct known known = {0};
    struct words words = {room, &known};
    struct status_input input = {0};
    page->issues = arena_calloc(room->arena, page->plan->issues.len + 1, sizeof *page->issues);
    status_take_plan(room->arena, page->plan, &input);
    room->standings = input.standings;
    enum code code = read_cache(room, &known, err);
    if (code)
        return code;
    take_milestones(room, &known);
    take_issues(room, &known);
    take_begun(room);
    place_issues(room);
    input.standings = room->standings;
    input.words = words_of;
    input.words_state = &words;
    input.list_max = SIZE_MAX;
    input.unplanned = known.unplanned.list.items;
    input.unplanned_count = known.unplanned.list.len;
    input.read_at_ms = known.read_ms;
    input.now_ms = page->now_ms;
    input.minutes_a_day = room->app->minutes_a_day;
    page->status.plan = page->plan;
    page->status.repository = page->repository;
    return status_compute(room->arena, &input, &page->status, err);
}
