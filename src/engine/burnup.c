#include "engine/burnup.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/str.h"
#include "engine/scope.h"

/* One issue through the days. */
struct track {
    VEC(struct scope_fact) facts;
    VEC(int32_t) days; /* of the facts */
    const struct scope_closing *closing;
    size_t done_tail; /* facts before the unbroken end in which the plan says done */
};

/* What an issue counts for. */
struct count {
    size_t line; /* of its milestone; 0 = none */
    bool scope, done;
};

struct delta {
    size_t line;
    int32_t day;
    int64_t scope, done;
};

struct burning {
    struct arena *arena;
    const struct burnup_input *input;
    struct burnup *burnup;
    struct map *tracks;                /* id → struct track */
    struct map *lines;                 /* milestone → its number from 1 on */
    VEC(struct burnup_line) by_number; /* 0 is the whole plan */
    VEC(struct delta) deltas;
    const int32_t *days; /* of the revisions */
    VEC(int32_t) turns;  /* of the issue that is followed */
};

static size_t line_of(struct burning *burning, const char *milestone)
{
    if (!milestone)
        return 0;
    size_t *number = map_get(burning->lines, milestone);
    if (!number) {
        const struct burnup_line line = {.milestone = milestone, .end_day = burning->input->today};
        number = ARENA_NEW(burning->arena, size_t);
        *number = burning->by_number.len;
        VEC_PUSH(burning->arena, &burning->by_number, line);
        (void)map_put(burning->lines, milestone, number);
    }
    return *number;
}

static struct track *track_of(struct burning *burning, const char *id)
{
    struct track *track = map_get(burning->tracks, id);
    if (!track) {
        track = ARENA_NEW(burning->arena, struct track);
        (void)map_put(burning->tracks, id, track);
    }
    return track;
}

/* Of several revisions of a day, the last one is what the day ended with. */
static void take_facts(struct burning *burning)
{
    const struct scope_history *history = burning->input->history;
    for (size_t i = 0; i < history->revisions.len; i++) {
        const struct scope_revision *revision = &history->revisions.items[i];
        for (size_t k = 0; k < revision->issues.len; k++) {
            struct track *track = track_of(burning, revision->issues.items[k].id);
            if (track->days.len > 0 && track->days.items[track->days.len - 1] == burning->days[i]) {
                track->facts.items[track->facts.len - 1] = revision->issues.items[k];
                continue;
            }
            VEC_PUSH(burning->arena, &track->facts, revision->issues.items[k]);
            VEC_PUSH(burning->arena, &track->days, burning->days[i]);
        }
    }
}

static void take_closings(struct burning *burning)
{
    for (size_t i = 0; i < burning->input->closing_count; i++) {
        struct track *track = map_get(burning->tracks, burning->input->closings[i].id);
        if (track)
            track->closing = &burning->input->closings[i];
    }
}

/* A clock that goes ahead closes nothing tomorrow. */
static int32_t by_today(const struct burning *burning, int32_t day)
{
    return day < burning->input->today ? day : burning->input->today;
}

/* The day of the present closing. */
static int32_t closed_on(const struct burning *burning, const struct track *track)
{
    const struct scope_closing *closing = track->closing;
    int32_t day = closing->day;
    if (day == DAY_NONE && closing->past.len > 0)
        day = closing->past.items[closing->past.len - 1].reopened_day;
    return by_today(burning, day);
}

/* What GitHub is known to have said at the end of a day. */
enum told { TOLD_NOTHING, TOLD_OPEN, TOLD_CLOSED, TOLD_DROPPED };

static enum told told_on(const struct burning *burning, const struct track *track, int32_t day)
{
    const struct scope_closing *closing = track->closing;
    enum told told = TOLD_NOTHING;
    if (!closing)
        return told;
    if (closing->closed && closed_on(burning, track) <= day)
        return closing->dropped ? TOLD_DROPPED : TOLD_CLOSED;
    for (size_t i = 0; i < closing->past.len; i++) {
        const struct scope_reopening *past = &closing->past.items[i];
        if (by_today(burning, past->closed_day) <= day)
            told = past->dropped ? TOLD_DROPPED : TOLD_CLOSED;
        if (by_today(burning, past->reopened_day) <= day)
            told = TOLD_OPEN;
    }
    return told;
}

static struct count count_at(struct burning *burning, const struct track *track, int32_t day)
{
    struct count count = {0};
    size_t at = track->facts.len;
    while (at > 0 && track->days.items[at - 1] > day)
        at--;
    if (at == 0)
        return count;
    const struct scope_fact *fact = &track->facts.items[at - 1];
    const enum told told = told_on(burning, track, day);
    count.line = line_of(burning, fact->milestone);
    count.scope =
        fact->state != SCOPE_ABSENT && fact->state != SCOPE_DROPPED && told != TOLD_DROPPED;
    const bool open_now = track->closing && !track->closing->closed;
    const bool said = fact->state == SCOPE_DONE && !(open_now && at > track->done_tail);
    count.done = count.scope && (told == TOLD_CLOSED || (said && told != TOLD_OPEN));
    return count;
}

static void add_delta(struct burning *burning, size_t line, int32_t day, const struct count *count,
                      int sign)
{
    const struct delta delta = {line, day, sign * count->scope, sign * count->done};
    if (count->scope)
        VEC_PUSH(burning->arena, &burning->deltas, delta);
}

static void move(struct burning *burning, int32_t day, const struct count *from,
                 const struct count *to)
{
    if (from->line == to->line && from->scope == to->scope && from->done == to->done)
        return;
    add_delta(burning, 0, day, from, -1);
    add_delta(burning, 0, day, to, 1);
    if (from->line)
        add_delta(burning, from->line, day, from, -1);
    if (to->line)
        add_delta(burning, to->line, day, to, 1);
}

static int by_day(const void *a, const void *b)
{
    const int32_t left = *(const int32_t *)a, right = *(const int32_t *)b;
    return (left > right) - (left < right);
}

/* Days on which the plan or GitHub says something else of it. */
static void take_days(struct burning *burning, const struct track *track)
{
    burning->turns.len = 0;
    for (size_t i = 0; i < track->days.len; i++)
        VEC_PUSH(burning->arena, &burning->turns, track->days.items[i]);
    const size_t told = burning->turns.len;
    if (track->closing && track->closing->closed)
        VEC_PUSH(burning->arena, &burning->turns, closed_on(burning, track));
    for (size_t i = 0; track->closing && i < track->closing->past.len; i++) {
        const struct scope_reopening *past = &track->closing->past.items[i];
        VEC_PUSH(burning->arena, &burning->turns, by_today(burning, past->closed_day));
        VEC_PUSH(burning->arena, &burning->turns, by_today(burning, past->reopened_day));
    }
    if (burning->turns.len > told)
        qsort(burning->turns.items, burning->turns.len, sizeof *burning->turns.items, by_day);
}

static void follow(struct burning *burning, struct track *track)
{
    struct count before = {0};
    track->done_tail = track->facts.len;
    while (track->done_tail > 0 && track->facts.items[track->done_tail - 1].state == SCOPE_DONE)
        track->done_tail--;
    take_days(burning, track);
    for (size_t i = 0; i < burning->turns.len; i++) {
        const int32_t day = burning->turns.items[i];
        const struct count now = count_at(burning, track, day);
        move(burning, day, &before, &now);
        before = now;
    }
}

static int by_line_and_day(const void *a, const void *b)
{
    const struct delta *left = a, *right = b;
    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    return (left->day > right->day) - (left->day < right->day);
}

static void add_point(struct burning *burning, struct burnup_line *line, int32_t day, int64_t scope,
                      int64_t done)
{
    const struct burnup_point *last =
        line->points.len ? &line->points.items[line->points.len - 1] : NULL;
    if (last ? last->scope == scope && last->done == done : scope == 0)
        return;
    const struct burnup_point point = {day, scope, done};
    VEC_PUSH(burning->arena, &line->points, point);
}

static void add_up(struct burning *burning)
{
    int64_t scope = 0, done = 0;
    if (burning->deltas.len > 0)
        qsort(burning->deltas.items, burning->deltas.len, sizeof *burning->deltas.items,
              by_line_and_day);
    for (size_t i = 0; i < burning->deltas.len; i++) {
        const struct delta *delta = &burning->deltas.items[i];
        if (i > 0 && delta[-1].line != delta->line)
            scope = done = 0;
        scope += delta->scope;
        done += delta->done;
        const bool last_of_day = i + 1 == burning->deltas.len || delta[1].line != delta->line ||
                                 delta[1].day != delta->day;
        if (last_of_day)
            add_point(burning, &burning->by_number.items[delta->line], delta->day, scope, done);
    }
}

/* The day on which the work was complete last, and stayed so for a while. */
static void freeze(struct burnup_line *line)
{
    for (size_t i = line->points.len; i > 0; i--) {
        const struct burnup_point *point = &line->points.items[i - 1];
        if (point->scope == 0 || point->done != point->scope)
            continue;
        while (i > 1 && point[-1].scope > 0 && point[-1].done == point[-1].scope) {
            i--;
            point--;
        }
        line->end_day = point->day;
        line->points.len = i;
        return;
    }
}

static bool is_closed_in_plan(const struct scope_history *history, const char *id)
{
    for (size_t i = history->revisions.len; i > 0; i--) {
        const struct scope_revision *revision = &history->revisions.items[i - 1];
        for (size_t k = 0; k < revision->milestones.len; k++)
            if (text_eq(revision->milestones.items[k].id, id))
                return revision->milestones.items[k].closed;
    }
    return false;
}

static void close_lines(struct burning *burning)
{
    const struct burnup_input *input = burning->input;
    for (size_t i = 1; i < burning->by_number.len; i++) {
        struct burnup_line *line = &burning->by_number.items[i];
        if ((input->closed_milestones && strlist_has(input->closed_milestones, line->milestone)) ||
            is_closed_in_plan(input->history, line->milestone))
            freeze(line);
        VEC_PUSH(burning->arena, &burning->burnup->milestones, *line);
    }
    burning->burnup->whole = burning->by_number.items[0];
}

void burnup_compute(struct arena *arena, const struct burnup_input *input, struct burnup *burnup)
{
    struct burning burning = {.arena = arena,
                              .input = input,
                              .burnup = burnup,
                              .tracks = map_new(arena),
                              .lines = map_new(arena),
                              .days = scope_days(arena, input->history, input->today)};
    const struct burnup_line whole = {.end_day = input->today};
    const char *id;
    void *track;
    *burnup = (struct burnup){.first_day = DAY_NONE,
                              .today = input->today,
                              .incomplete = input->history->incomplete,
                              .revisions = input->history->revisions.len,
                              .unreadable = input->history->unreadable,
                              .uncommitted = input->history->uncommitted};
    VEC_PUSH(arena, &burning.by_number, whole);
    take_facts(&burning);
    take_closings(&burning);
    for (size_t at = 0; map_next(burning.tracks, &at, &id, &track);)
        follow(&burning, track);
    add_up(&burning);
    close_lines(&burning);
    if (burnup->whole.points.len > 0)
        burnup->first_day = burnup->whole.points.items[0].day;
}
