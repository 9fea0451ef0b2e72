/* bench_schedule: the schedule of a large plan and a forecast over a long backlog, in this process,
 * against aims. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "engine/forecast.h"
#include "engine/schedule.h"
#include "measure.h"

#define RUNS 21
#define ISSUES 10000
#define MILESTONES 100
#define OWNERS 25
#define BACKLOG 500
#define MONDAY 20486 /* 2026-02-02 */

static uint64_t state = 1;

/* splitmix64 */
static uint32_t roll(uint32_t sides)
{
    uint64_t z = (state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((z ^ (z >> 31)) % sides);
}

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(double *times)
{
    qsort(times, RUNS, sizeof *times, by_value);
    return times[RUNS / 2];
}

static struct plan *make_plan(struct arena *arena)
{
    struct plan *plan = ARENA_NEW(arena, struct plan);
    plan->start_on = MONDAY;
    for (int i = 0; i < MILESTONES; i++) {
        struct plan_milestone milestone = {.id = arena_printf(arena, "M%d", i),
                                           .start_on = MONDAY + 14 * (i / 4),
                                           .due_on = {.presence = SET, .day = MONDAY + 14 * i}};
        VEC_PUSH(arena, &plan->milestones, milestone);
    }
    for (uint32_t i = 0; i < ISSUES; i++) {
        struct plan_issue issue = {.id = arena_printf(arena, "I-%u", i),
                                   .effort_hours = roll(10) ? 1 + (double)roll(40) : -1};
        issue.milestone = (struct opt_text){
            .presence = SET, .text = plan->milestones.items[i / (ISSUES / MILESTONES)].id};
        if (roll(4))
            issue.owner = arena_printf(arena, "owner-%u", roll(OWNERS));
        for (uint32_t n = i ? roll(4) : 0; n > 0; n--)
            strlist_add(arena, &issue.depends_on.items, arena_printf(arena, "I-%u", roll(i)));
        VEC_PUSH(arena, &plan->issues, issue);
    }
    return plan;
}

static void schedule_large(void)
{
    struct arena *arena cleanup_arena = arena_new();
    const struct plan *plan = make_plan(arena);
    double times[RUNS];
    struct schedule schedule = {0};
    for (int run = 0; run < RUNS; run++) {
        struct arena *once cleanup_arena = arena_new();
        struct err err cleanup_err = ERR_INIT;
        struct schedule_input input = {.today = MONDAY + 30};
        const double begin = now_ms();
        schedule_take_plan(once, plan, NULL, 0, &input);
        if (schedule_compute(once, &input, &schedule, &err) != OK)
            bench_die("%s", err.message);
        times[run] = now_ms() - begin;
    }
    const double took = median(times);
    printf("  schedule of %d issues, %d owners: %.1f ms (aim: 50): %s; %zu on the critical path\n",
           ISSUES, OWNERS, took, took <= 50 ? "met" : "NOT met", schedule.critical_count);
}

static void forecast_long(void)
{
    struct forecast_history history = {.count = FORECAST_WEEKS_MOST};
    double times[RUNS];
    for (uint32_t i = 0; i < history.count; i++) {
        history.weeks[i] = roll(5) ? roll(9) : 0;
        history.closed += history.weeks[i];
    }
    struct forecast_goal goal = {.left = BACKLOG};
    for (int run = 0; run < RUNS; run++) {
        const struct forecast_settings settings = {FORECAST_RUNS, (uint64_t)run, MONDAY};
        const double begin = now_ms();
        forecast_run(&history, &settings, &goal, 1);
        times[run] = now_ms() - begin;
    }
    const double took = median(times);
    printf("  forecast, %d runs of %d issues at %.1f a week: %.1f ms (aim: 50): %s\n",
           FORECAST_RUNS, BACKLOG, (double)history.closed / history.count, took,
           took <= 50 ? "met" : "NOT met");
}

int main(void)
{
    schedule_large();
    forecast_long();
    return 0;
}
