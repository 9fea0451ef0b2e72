#include "engine/forecast.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/workday.h"

#define WEEK 7
#define WORKDAYS 5      /* of a week: what is closed in it is closed on these, one like the other */
#define WEEKS_AHEAD 520 /* ten years */
#define NEVER (WEEKS_AHEAD * WORKDAYS)

/* splitmix64: small, quick, and the same everywhere. */
struct dice {
    uint64_t state;
};

/* 0 … sides - 1; the bias of so few sides in 32 bits is nothing. */
static uint32_t roll(struct dice *dice, uint32_t sides)
{
    uint64_t z = (dice->state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((((z ^ (z >> 31)) >> 32) * sides) >> 32);
}

void forecast_read(const int32_t *closed_days, size_t count, int32_t start_on, int32_t today,
                   struct forecast_history *history)
{
    int32_t begin = start_on;
    *history = (struct forecast_history){.first_day = DAY_NONE};
    for (size_t i = 0; i < count; i++)
        if (closed_days[i] != DAY_NONE && (begin == DAY_NONE || closed_days[i] < begin))
            begin = closed_days[i];
    if (begin == DAY_NONE || begin >= today)
        return;
    const int32_t weeks = (today - begin) / WEEK;
    history->count = weeks < FORECAST_WEEKS_MOST ? (uint32_t)weeks : FORECAST_WEEKS_MOST;
    if (history->count == 0)
        return;
    history->first_day = today - (int32_t)history->count * WEEK;
    for (size_t i = 0; i < count; i++) {
        if (closed_days[i] == DAY_NONE || closed_days[i] < history->first_day ||
            closed_days[i] >= today)
            continue;
        history->weeks[(closed_days[i] - history->first_day) / WEEK]++;
        history->closed++;
    }
}

bool forecast_possible(const struct forecast_history *history)
{
    return history->count >= FORECAST_WEEKS_LEAST && history->closed >= FORECAST_CLOSED_LEAST;
}

struct due {
    int32_t day;
    uint32_t place;
};

static int by_due(const void *a, const void *b)
{
    const struct due *left = a, *right = b;
    const int64_t one = left->day == DAY_NONE ? INT64_MAX : left->day;
    const int64_t other = right->day == DAY_NONE ? INT64_MAX : right->day;
    if (one != other)
        return one < other ? -1 : 1;
    return (left->place > right->place) - (left->place < right->place);
}

void forecast_set_goals(struct arena *arena, const struct schedule *schedule,
                        struct forecast_goal *goals)
{
    struct due *order = arena_calloc(arena, schedule->span_count + 1, sizeof *order);
    for (size_t i = 0; i < schedule->span_count; i++)
        order[i] = (struct due){schedule->spans[i].due_day, (uint32_t)i};
    if (schedule->span_count > 0)
        qsort(order, schedule->span_count, sizeof *order, by_due);
    uint32_t left = 0;
    for (size_t i = 0, end; i < schedule->span_count; i = end) {
        for (end = i; end == i || (end < schedule->span_count && order[end].day != DAY_NONE &&
                                   order[end].day == order[i].day);
             end++)
            left += schedule->spans[order[end].place].open;
        for (size_t at = i; at < end; at++)
            goals[order[at].place] =
                (struct forecast_goal){.left = schedule->spans[order[at].place].open ? left : 0,
                                       .days = {DAY_NONE, DAY_NONE, DAY_NONE}};
    }
}

/* The weeks that one run lives by; never without any closed issue. */
static uint32_t draw_weeks(struct dice *dice, const struct forecast_history *history,
                           uint32_t *drawn)
{
    const uint32_t wanted = (2 * history->count + 2) / 5;
    for (uint32_t closed = 0; closed == 0;) {
        for (uint32_t i = 0; i < wanted; i += 2) {
            const uint32_t at = roll(dice, history->count);
            drawn[i] = history->weeks[at];
            drawn[i + 1] = history->weeks[at + 1 < history->count ? at + 1 : 0];
            closed += drawn[i] + (i + 1 < wanted ? drawn[i + 1] : 0);
        }
    }
    return wanted;
}

struct simulation {
    const struct forecast_goal **goals; /* ascending */
    size_t goal_count;
    uint32_t *ends; /* of each goal, how many runs came there on working day 1, 2, …, NEVER */
};

static void count_end(const struct simulation *simulation, size_t goal, uint32_t day)
{
    simulation->ends[goal * (NEVER + 1) + day]++;
}

static void run_once(const struct simulation *simulation, struct dice *dice, const uint32_t *drawn,
                     uint32_t drawn_count)
{
    uint32_t closed = 0, at = 0;
    size_t goal = 0;
    for (uint32_t week = 0; week < WEEKS_AHEAD; week++) {
        at = week % 2 == 0 ? roll(dice, drawn_count) : at + 1 < drawn_count ? at + 1 : 0;
        const uint32_t now = drawn[at];
        for (; closed + now >= simulation->goals[goal]->left;) {
            const uint32_t wanted = simulation->goals[goal]->left - closed;
            count_end(simulation, goal, week * WORKDAYS + (WORKDAYS * wanted + now - 1) / now);
            if (++goal == simulation->goal_count)
                return;
        }
        closed += now;
    }
    for (; goal < simulation->goal_count; goal++)
        count_end(simulation, goal, NEVER);
}

/* Working day 1 is today. */
static int32_t date_of(uint32_t day, int32_t today)
{
    return day >= NEVER ? DAY_NONE : workday_at(workday_index(today) + day - 1);
}

static void read_odds(const uint32_t *ends, const struct forecast_settings *settings,
                      struct forecast_goal *goal)
{
    static const uint32_t percent[FORECAST_ODDS] = {50, 85, 95};
    uint32_t day = 0;
    uint64_t runs = ends[0];
    for (int odds = 0; odds < FORECAST_ODDS; odds++) {
        while (runs * 100 < (uint64_t)settings->runs * percent[odds])
            runs += ends[++day];
        goal->days[odds] = date_of(day, settings->today);
    }
}

static int by_left(const void *a, const void *b)
{
    const struct forecast_goal *left = *(const struct forecast_goal *const *)a;
    const struct forecast_goal *right = *(const struct forecast_goal *const *)b;
    return (left->left > right->left) - (left->left < right->left);
}

/* Goals in ascending order, each number once: there may be one a milestone. */
static void collect_goals(struct arena *scratch, const struct forecast_goal *goals, size_t count,
                          struct simulation *simulation)
{
    simulation->goals = arena_calloc(scratch, count + 1, sizeof(struct forecast_goal *));
    for (size_t i = 0; i < count; i++)
        if (goals[i].left > 0)
            simulation->goals[simulation->goal_count++] = &goals[i];
    if (simulation->goal_count > 0)
        qsort(simulation->goals, simulation->goal_count, sizeof(struct forecast_goal *), by_left);
    size_t len = 0;
    for (size_t i = 0; i < simulation->goal_count; i++)
        if (len == 0 || simulation->goals[len - 1]->left != simulation->goals[i]->left)
            simulation->goals[len++] = simulation->goals[i];
    simulation->goal_count = len;
    simulation->ends = arena_calloc(scratch, (len + 1) * (NEVER + 1), sizeof *simulation->ends);
}

static void give_days(const struct simulation *simulation, const struct forecast_settings *settings,
                      struct forecast_goal *goal)
{
    for (int odds = 0; odds < FORECAST_ODDS; odds++)
        goal->days[odds] = settings->today;
    for (size_t i = 0; i < simulation->goal_count && goal->left > 0; i++)
        if (simulation->goals[i]->left == goal->left)
            read_odds(simulation->ends + i * (NEVER + 1), settings, goal);
}

void forecast_run(const struct forecast_history *history, const struct forecast_settings *settings,
                  struct forecast_goal *goals, size_t goal_count)
{
    struct arena *scratch cleanup_arena = arena_new();
    struct simulation simulation = {0};
    struct dice dice = {settings->seed};
    BUG_UNLESS(forecast_possible(history));
    BUG_UNLESS(settings->runs > 0 && settings->runs <= FORECAST_RUNS_MOST);
    collect_goals(scratch, goals, goal_count, &simulation);
    for (uint32_t run = 0; run < settings->runs && simulation.goal_count > 0; run++) {
        uint32_t drawn[FORECAST_WEEKS_MOST];
        const uint32_t count = draw_weeks(&dice, history, drawn);
        run_once(&simulation, &dice, drawn, count);
    }
    for (size_t i = 0; i < goal_count; i++)
        give_days(&simulation, settings, &goals[i]);
}
