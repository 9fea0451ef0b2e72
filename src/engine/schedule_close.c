/* What follows from who works on what when: how late it could be, and what that means for
 * milestones and the end of the plan. */
#include "base/workday.h"
#include "engine/schedule_inner.h"

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* From the end of time back: nothing may end later than what waits for it begins. `limit` is what
 * each may end at by itself; it becomes what it may end at by all. */
static void walk_back(const struct schedule_run *run, int64_t *limit)
{
    for (uint32_t at = run->schedule->open; at-- > 0;) {
        const uint32_t i = run->sequence[at];
        for (uint32_t n = run->first[i]; n < run->first[i + 1]; n++) {
            const uint32_t next = run->waiting[n];
            limit[i] = least(limit[i], limit[next] - run->schedule->slots[next].minutes);
        }
        /* Those that the same hand does later were met before. */
        if (run->before[i] != SCHEDULE_NONE)
            limit[run->before[i]] =
                least(limit[run->before[i]], limit[i] - run->schedule->slots[i].minutes);
    }
}

static int64_t last_end(const struct schedule_run *run)
{
    int64_t end = INT64_MIN;
    for (uint32_t at = 0; at < run->schedule->open; at++)
        if (run->schedule->slots[run->sequence[at]].end > end)
            end = run->schedule->slots[run->sequence[at]].end;
    return end;
}

static void set_slack(struct schedule_run *run)
{
    struct schedule *schedule = run->schedule;
    const int64_t end = last_end(run);
    int64_t *by_due = arena_calloc(run->scratch, run->count + 1, sizeof *by_due);
    int64_t *by_end = arena_calloc(run->scratch, run->count + 1, sizeof *by_end);
    for (uint32_t i = 0; i < run->count; i++) {
        by_due[i] = run->due[i] == MOMENT_NONE ? end : run->due[i];
        by_end[i] = end;
    }
    walk_back(run, by_due);
    walk_back(run, by_end);
    for (uint32_t at = 0; at < schedule->open; at++) {
        const uint32_t i = run->sequence[at];
        schedule->slots[i].latest_end = by_due[i];
        schedule->slots[i].critical = by_end[i] == schedule->slots[i].end;
    }
}

/* What takes no time has one day, that of its end. */
static int32_t day_of_begin(const struct schedule *schedule, int64_t moment, int64_t minutes)
{
    return minutes > 0 ? workday_of_begin(moment, schedule->minutes_a_day)
                       : workday_of_end(moment, schedule->minutes_a_day);
}

static void set_days(struct schedule *schedule, struct schedule_slot *slot)
{
    const int32_t minutes_a_day = schedule->minutes_a_day;
    slot->start_day = day_of_begin(schedule, slot->begin, slot->minutes);
    slot->end_day = workday_of_end(slot->end, minutes_a_day);
    slot->latest_start_day =
        day_of_begin(schedule, slot->latest_end - slot->minutes, slot->minutes);
    slot->latest_end_day = workday_of_end(slot->latest_end, minutes_a_day);
    slot->slack_days = (int32_t)workday_whole(slot->latest_end - slot->end, minutes_a_day);
}

static void set_closed_days(const struct schedule_run *run, uint32_t i)
{
    struct schedule_slot *slot = &run->schedule->slots[i];
    const int32_t closed = run->input->tasks.items[i].closed_day;
    const int32_t minutes_a_day = run->schedule->minutes_a_day;
    if (slot->state != SCHEDULE_DONE || closed == DAY_NONE)
        return;
    const int64_t begin = workday_end(closed, minutes_a_day) - slot->minutes;
    const int32_t start = day_of_begin(run->schedule, begin, slot->minutes);
    slot->end_day = closed;
    slot->start_day = start < closed ? start : closed;
}

static void extend(int32_t *start_day, int32_t *end_day, const struct schedule_slot *slot)
{
    if (slot->start_day != DAY_NONE && (*start_day == DAY_NONE || slot->start_day < *start_day))
        *start_day = slot->start_day;
    if (slot->end_day != DAY_NONE && (*end_day == DAY_NONE || slot->end_day > *end_day))
        *end_day = slot->end_day;
}

static void count_in_span(struct schedule_span *span, const struct schedule_slot *slot)
{
    span->open += slot->state == SCHEDULE_OPEN;
    span->done += slot->state == SCHEDULE_DONE;
}

static void prepare_spans(struct schedule_run *run, struct arena *arena)
{
    const struct schedule_input *input = run->input;
    struct schedule *schedule = run->schedule;
    schedule->span_count = input->milestones.len;
    schedule->spans = arena_calloc(arena, schedule->span_count + 1, sizeof *schedule->spans);
    for (size_t i = 0; i < schedule->span_count; i++)
        schedule->spans[i] = (struct schedule_span){.start_day = DAY_NONE,
                                                    .end_day = DAY_NONE,
                                                    .due_day = input->milestones.items[i].due_day};
    schedule->start_day = DAY_NONE;
}

static void set_spans(struct schedule_run *run, struct arena *arena)
{
    const struct schedule_input *input = run->input;
    struct schedule *schedule = run->schedule;
    prepare_spans(run, arena);
    for (uint32_t i = 0; i < run->count; i++) {
        const struct schedule_slot *slot = &schedule->slots[i];
        const int32_t milestone = input->tasks.items[i].milestone;
        extend(&schedule->start_day, &schedule->end_day, slot);
        if (milestone == SCHEDULE_NONE)
            continue;
        struct schedule_span *span = &schedule->spans[milestone];
        extend(&span->start_day, &span->end_day, slot);
        count_in_span(span, slot);
    }
}

static bool is_tighter(const struct schedule_span *a, const struct schedule_span *b)
{
    return a->slack_days != b->slack_days ? a->slack_days < b->slack_days : a->due_day < b->due_day;
}

static void judge_spans(struct schedule *schedule)
{
    for (size_t i = 0; i < schedule->span_count; i++) {
        struct schedule_span *span = &schedule->spans[i];
        span->complete = span->open == 0 && span->done > 0;
        span->slack_known = span->open > 0 && span->due_day != DAY_NONE;
        if (!span->slack_known)
            continue;
        span->slack_days = (int32_t)workday_between(span->end_day, span->due_day);
        if (schedule->focus == SCHEDULE_NONE || is_tighter(span, &schedule->spans[schedule->focus]))
            schedule->focus = (int32_t)i;
    }
}

static void name_critical_path(struct schedule_run *run, struct arena *arena)
{
    struct schedule *schedule = run->schedule;
    const int64_t end = last_end(run);
    int32_t at = SCHEDULE_NONE;
    for (uint32_t i = 0; at == SCHEDULE_NONE && i < run->count; i++)
        if (schedule_is_open(run, i) && schedule->slots[i].end == end)
            at = (int32_t)i;
    uint32_t count = 0;
    for (int32_t i = at; i != SCHEDULE_NONE; i = schedule->slots[i].after)
        count++;
    schedule->critical = arena_calloc(arena, count + 1, sizeof *schedule->critical);
    schedule->critical_count = count;
    for (; at != SCHEDULE_NONE; at = schedule->slots[at].after)
        schedule->critical[--count] = (uint32_t)at;
}

/* The last moments first, and one day of each: days cost divisions. */
static void set_ends(struct schedule_run *run, struct arena *arena)
{
    struct schedule *schedule = run->schedule;
    int64_t *ends = arena_calloc(run->scratch, run->input->milestones.len + 1, sizeof *ends);
    prepare_spans(run, arena);
    for (size_t i = 0; i < schedule->span_count; i++)
        ends[i] = INT64_MIN;
    for (uint32_t i = 0; i < run->count; i++) {
        const struct schedule_slot *slot = &schedule->slots[i];
        const int32_t milestone = run->input->tasks.items[i].milestone;
        if (milestone == SCHEDULE_NONE)
            continue;
        count_in_span(&schedule->spans[milestone], slot);
        if (slot->state == SCHEDULE_OPEN && slot->end > ends[milestone])
            ends[milestone] = slot->end;
    }
    for (size_t i = 0; i < schedule->span_count; i++)
        if (schedule->spans[i].open > 0)
            schedule->spans[i].end_day = workday_of_end(ends[i], schedule->minutes_a_day);
    if (schedule->open > 0)
        schedule->end_day = workday_of_end(last_end(run), schedule->minutes_a_day);
    judge_spans(schedule);
}

void schedule_close(struct schedule_run *run, struct arena *arena)
{
    struct schedule *schedule = run->schedule;
    if (run->input->only_ends) {
        set_ends(run, arena);
        return;
    }
    set_slack(run);
    for (uint32_t i = 0; i < run->count; i++) {
        if (schedule_is_open(run, i))
            set_days(schedule, &schedule->slots[i]);
        else
            set_closed_days(run, i);
    }
    set_spans(run, arena);
    judge_spans(schedule);
    name_critical_path(run, arena);
}
