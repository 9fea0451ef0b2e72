/* The schedule against an oracle that enumerates paths, on random graphs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/workday.h"
#include "engine/schedule.h"
#include "torture/dice.h"

#define GRAPHS 12000
#define MOST 8
#define OWNERS 3
#define MONDAY 20486 /* 2026-02-02 */

struct graph {
    struct schedule_input input;
    uint32_t needs[MOST][MOST];
    struct schedule_task tasks[MOST];
    struct schedule_milestone milestones[2];
    struct schedule_owner owners[OWNERS];
    bool edge[MOST][MOST]; /* [a][b]: b waits for a, by needs or by its owner's hand */
    int64_t bound[MOST], limit[MOST];
    uint32_t count;
};

static void draw_milestones(struct graph *graph, struct dice *dice)
{
    for (size_t i = 0; i < 2; i++) {
        const int32_t start = MONDAY + (int32_t)dice_roll(dice, 20);
        graph->milestones[i].start_day = dice_roll(dice, 2) ? start : DAY_NONE;
        graph->milestones[i].due_day =
            dice_roll(dice, 2) ? start + (int32_t)dice_roll(dice, 20) : DAY_NONE;
    }
}

/* Links go to any earlier place of a shuffled order, so positions say nothing about the order. */
static void draw(struct graph *graph, struct dice *dice, bool owned)
{
    *graph = (struct graph){.count = 1 + (uint32_t)dice_roll(dice, MOST)};
    uint32_t order[MOST];
    for (uint32_t i = 0; i < graph->count; i++) {
        const uint32_t to = (uint32_t)dice_roll(dice, i + 1);
        order[i] = order[to];
        order[to] = i;
    }
    draw_milestones(graph, dice);
    const size_t density = 1 + dice_roll(dice, 4);
    for (uint32_t i = 0; i < graph->count; i++) {
        struct schedule_task *task = &graph->tasks[order[i]];
        *task = (struct schedule_task){.milestone = (int32_t)dice_roll(dice, 3) - 1,
                                       .owner = owned ? (int32_t)dice_roll(dice, OWNERS + 1) - 1
                                                      : SCHEDULE_NONE,
                                       .closed_day = DAY_NONE};
        task->hours = (double)(1 + dice_roll(dice, 40)) / 2;
        if (!owned && dice_roll(dice, 6) == 0)
            task->hours = 0;
        for (uint32_t from = 0; from < i; from++)
            if (dice_roll(dice, density + 1) == 0)
                graph->needs[order[i]][task->need_count++] = order[from];
        task->needs = graph->needs[order[i]];
        if (dice_roll(dice, 12) == 0) {
            task->state = dice_roll(dice, 3) ? SCHEDULE_DONE : SCHEDULE_DROPPED;
            task->closed_day = task->state == SCHEDULE_DONE ? MONDAY - 3 : DAY_NONE;
        }
    }
    for (size_t i = 0; i < OWNERS; i++)
        graph->owners[i] = (struct schedule_owner){"octocat", 1};
    graph->input.tasks.items = graph->tasks;
    graph->input.tasks.len = graph->count;
    graph->input.milestones.items = graph->milestones;
    graph->input.milestones.len = 2;
    graph->input.owners.items = graph->owners;
    graph->input.owners.len = OWNERS;
    graph->input.start_day = MONDAY;
    graph->input.today = dice_roll(dice, 2) ? MONDAY + (int32_t)dice_roll(dice, 10) : DAY_NONE;
}

static int64_t minutes(const struct graph *graph, uint32_t i)
{
    return (int64_t)(graph->tasks[i].hours * 60);
}

static bool is_open(const struct graph *graph, uint32_t i)
{
    return graph->tasks[i].state == SCHEDULE_OPEN;
}

static void take_bounds(struct graph *graph)
{
    for (uint32_t i = 0; i < graph->count; i++) {
        const int32_t milestone = graph->tasks[i].milestone;
        int32_t day = MONDAY;
        if (graph->input.today != DAY_NONE && graph->input.today > day)
            day = graph->input.today;
        if (milestone >= 0 && graph->milestones[milestone].start_day > day)
            day = graph->milestones[milestone].start_day;
        graph->bound[i] = workday_begin(day, SCHEDULE_MINUTES_A_DAY);
        for (uint32_t n = 0; n < graph->tasks[i].need_count; n++) {
            const uint32_t need = graph->needs[i][n];
            if (is_open(graph, need) && is_open(graph, i))
                graph->edge[need][i] = true;
        }
    }
}

/* The latest end over all paths that end with `i`. */
static int64_t end_by_paths(const struct graph *graph, uint32_t i, int64_t after)
{
    int64_t end = graph->bound[i] + minutes(graph, i) + after, other;
    for (uint32_t from = 0; from < graph->count; from++)
        if (graph->edge[from][i] &&
            (other = end_by_paths(graph, from, minutes(graph, i) + after)) > end)
            end = other;
    return end;
}

/* The least of the limits of all paths that begin with `i`, as an end of `i`. */
static int64_t latest_by_paths(const struct graph *graph, const int64_t *limit, uint32_t i)
{
    int64_t latest = limit[i], other;
    for (uint32_t to = 0; to < graph->count; to++)
        if (graph->edge[i][to] &&
            (other = latest_by_paths(graph, limit, to) - minutes(graph, to)) < latest)
            latest = other;
    return latest;
}

static int64_t set_limits(struct graph *graph, const int64_t *ends)
{
    int64_t last = INT64_MIN;
    for (uint32_t i = 0; i < graph->count; i++)
        if (is_open(graph, i) && ends[i] > last)
            last = ends[i];
    for (uint32_t i = 0; i < graph->count; i++) {
        const int32_t milestone = graph->tasks[i].milestone;
        const int32_t due = milestone >= 0 ? graph->milestones[milestone].due_day : DAY_NONE;
        graph->limit[i] = due == DAY_NONE ? last : workday_end(due, SCHEDULE_MINUTES_A_DAY);
    }
    return last;
}

static void check_slack(struct graph *graph, const struct schedule *schedule)
{
    int64_t ends[MOST] = {0}, all[MOST];
    for (uint32_t i = 0; i < graph->count; i++)
        ends[i] = end_by_paths(graph, i, 0);
    const int64_t last = set_limits(graph, ends);
    for (uint32_t i = 0; i < graph->count; i++)
        all[i] = last;
    for (uint32_t i = 0; i < graph->count; i++) {
        const struct schedule_slot *slot = &schedule->slots[i];
        if (!is_open(graph, i))
            continue;
        assert_int_equal(slot->end, ends[i]);
        assert_int_equal(slot->begin, ends[i] - minutes(graph, i));
        const int64_t latest = latest_by_paths(graph, graph->limit, i);
        assert_int_equal(slot->latest_end, latest);
        assert_int_equal(slot->slack_days, workday_whole(latest - ends[i], SCHEDULE_MINUTES_A_DAY));
        assert_int_equal(slot->critical, latest_by_paths(graph, all, i) == ends[i]);
    }
}

static void check_critical_path(const struct graph *graph, const struct schedule *schedule)
{
    int64_t last = INT64_MIN;
    for (uint32_t i = 0; i < graph->count; i++)
        if (is_open(graph, i) && schedule->slots[i].end > last)
            last = schedule->slots[i].end;
    assert_int_equal(schedule->critical_count > 0, schedule->open > 0);
    for (size_t at = 0; at < schedule->critical_count; at++) {
        const uint32_t i = schedule->critical[at];
        assert_true(schedule->slots[i].critical);
        if (at + 1 == schedule->critical_count) {
            assert_int_equal(schedule->slots[i].end, last);
            continue;
        }
        const uint32_t next = schedule->critical[at + 1];
        assert_true(graph->edge[i][next]);
        assert_int_equal(schedule->slots[i].end, schedule->slots[next].begin);
    }
    if (schedule->critical_count > 0)
        assert_int_equal(schedule->slots[schedule->critical[0]].begin,
                         graph->bound[schedule->critical[0]]);
}

static void check_days(const struct graph *graph, const struct schedule *schedule)
{
    for (uint32_t i = 0; i < graph->count; i++) {
        const struct schedule_slot *slot = &schedule->slots[i];
        if (!is_open(graph, i))
            continue;
        assert_true(workday_is(slot->start_day) && workday_is(slot->end_day));
        assert_true(slot->start_day <= slot->end_day);
        const int64_t days = workday_between(slot->start_day, slot->end_day) + 1;
        const int64_t least = (slot->minutes + SCHEDULE_MINUTES_A_DAY - 1) / SCHEDULE_MINUTES_A_DAY;
        assert_true(days >= least && days <= least + 1);
    }
}

static void compute(struct arena *arena, const struct graph *graph, struct schedule *schedule)
{
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(schedule_compute(arena, &graph->input, schedule, &err), OK);
    assert_int_equal(schedule->cycle_count, 0);
}

static void paths_agree(void **state)
{
    (void)state;
    struct dice dice = dice_new(1);
    struct arena *arena cleanup_arena = arena_new();
    for (int i = 0; i < GRAPHS; i++) {
        struct graph graph;
        struct schedule schedule = {0};
        arena_clear(arena);
        draw(&graph, &dice, false);
        take_bounds(&graph);
        compute(arena, &graph, &schedule);
        check_slack(&graph, &schedule);
        check_critical_path(&graph, &schedule);
        check_days(&graph, &schedule);
    }
}

/* An owner with one hand: who follows whom can be read from the result, and is then a link like any
 * other. Nothing overlaps, and nothing waits without a reason. */
static void follow_owners(struct graph *graph, const struct schedule *schedule)
{
    for (uint32_t a = 0; a < graph->count; a++) {
        for (uint32_t b = 0; b < graph->count; b++) {
            const struct schedule_slot *one = &schedule->slots[a], *two = &schedule->slots[b];
            if (a == b || graph->tasks[a].owner != graph->tasks[b].owner ||
                graph->tasks[a].owner == SCHEDULE_NONE || !is_open(graph, a) || !is_open(graph, b))
                continue;
            assert_true(one->end <= two->begin || two->end <= one->begin);
            if (one->begin < two->begin)
                graph->edge[a][b] = true;
        }
    }
}

/* Whatever waited although its owner was idle would have been begun. */
static void check_never_idle(const struct graph *graph, const struct schedule *schedule)
{
    for (uint32_t i = 0; i < graph->count; i++) {
        const struct schedule_slot *slot = &schedule->slots[i];
        if (!is_open(graph, i) || slot->cause != SCHEDULE_BY_OWNER)
            continue;
        int64_t ready = graph->bound[i], busy = 0;
        for (uint32_t n = 0; n < graph->tasks[i].need_count; n++) {
            const uint32_t need = graph->needs[i][n];
            if (is_open(graph, need) && schedule->slots[need].end > ready)
                ready = schedule->slots[need].end;
        }
        assert_true(ready < slot->begin);
        for (uint32_t other = 0; other < graph->count; other++) {
            const struct schedule_slot *its = &schedule->slots[other];
            if (other == i || graph->tasks[other].owner != graph->tasks[i].owner ||
                !is_open(graph, other))
                continue;
            const int64_t from = its->begin > ready ? its->begin : ready;
            const int64_t to = its->end < slot->begin ? its->end : slot->begin;
            busy += to > from ? to - from : 0;
        }
        assert_int_equal(busy, slot->begin - ready);
    }
}

static void owners_agree(void **state)
{
    (void)state;
    struct dice dice = dice_new(2);
    struct arena *arena cleanup_arena = arena_new();
    for (int i = 0; i < GRAPHS; i++) {
        struct graph graph;
        struct schedule schedule = {0};
        arena_clear(arena);
        draw(&graph, &dice, true);
        take_bounds(&graph);
        compute(arena, &graph, &schedule);
        check_never_idle(&graph, &schedule);
        follow_owners(&graph, &schedule);
        check_slack(&graph, &schedule);
        check_critical_path(&graph, &schedule);
    }
}

/* With several hands: never more at once than hands, and an issue that waits finds them all busy.
 */
static void hands_are_kept(void **state)
{
    (void)state;
    struct dice dice = dice_new(3);
    struct arena *arena cleanup_arena = arena_new();
    for (int round = 0; round < GRAPHS; round++) {
        struct graph graph;
        struct schedule schedule = {0};
        arena_clear(arena);
        draw(&graph, &dice, true);
        for (size_t i = 0; i < OWNERS; i++)
            graph.owners[i].hands = (uint32_t)(1 + i);
        take_bounds(&graph);
        compute(arena, &graph, &schedule);
        for (uint32_t i = 0; i < graph.count; i++) {
            if (!is_open(&graph, i) || graph.tasks[i].owner == SCHEDULE_NONE)
                continue;
            const int64_t begin = schedule.slots[i].begin;
            uint32_t beside = 0, just_before = 0;
            for (uint32_t other = 0; other < graph.count; other++) {
                const struct schedule_slot *its = &schedule.slots[other];
                if (!is_open(&graph, other) || graph.tasks[other].owner != graph.tasks[i].owner)
                    continue;
                beside += its->begin <= begin && begin < its->end;
                just_before += its->begin < begin && begin <= its->end;
            }
            assert_true(beside <= graph.owners[graph.tasks[i].owner].hands);
            if (schedule.slots[i].cause == SCHEDULE_BY_OWNER)
                assert_int_equal(just_before, graph.owners[graph.tasks[i].owner].hands);
        }
        for (uint32_t i = 0; i < graph.count; i++)
            for (uint32_t n = 0; is_open(&graph, i) && n < graph.tasks[i].need_count; n++)
                if (is_open(&graph, graph.needs[i][n]))
                    assert_true(schedule.slots[graph.needs[i][n]].end <= schedule.slots[i].begin);
    }
}

/* One more link from the end to the beginning of a path: the circle is found, whole. */
static void circles_are_named(void **state)
{
    (void)state;
    struct dice dice = dice_new(4);
    struct arena *arena cleanup_arena = arena_new();
    for (int round = 0; round < GRAPHS; round++) {
        struct graph graph;
        struct schedule schedule = {0};
        arena_clear(arena);
        draw(&graph, &dice, true);
        const uint32_t from = (uint32_t)dice_roll(&dice, graph.count);
        const uint32_t to = (uint32_t)dice_roll(&dice, graph.count);
        if (graph.tasks[from].need_count == MOST)
            continue;
        graph.needs[from][graph.tasks[from].need_count++] = to;
        take_bounds(&graph);
        bool reaches[MOST][MOST] = {{false}};
        for (uint32_t i = 0; i < graph.count; i++)
            for (uint32_t j = 0; j < graph.count; j++)
                reaches[i][j] = graph.edge[i][j];
        for (uint32_t k = 0; k < graph.count; k++)
            for (uint32_t i = 0; i < graph.count; i++)
                for (uint32_t j = 0; j < graph.count; j++)
                    reaches[i][j] |= reaches[i][k] && reaches[k][j];
        bool circle = false;
        for (uint32_t i = 0; i < graph.count; i++)
            circle |= reaches[i][i];
        struct err err cleanup_err = ERR_INIT;
        assert_int_equal(schedule_compute(arena, &graph.input, &schedule, &err), OK);
        assert_int_equal(schedule.cycle_count > 0, circle);
        for (size_t i = 0; i < schedule.cycle_count; i++)
            assert_true(
                graph.edge[schedule.cycle[(i + 1) % schedule.cycle_count]][schedule.cycle[i]]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_agree),
        cmocka_unit_test(owners_agree),
        cmocka_unit_test(hands_are_kept),
        cmocka_unit_test(circles_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
