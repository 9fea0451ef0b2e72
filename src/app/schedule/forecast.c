#include "app/schedule/forecast.h"

#include <stdlib.h>

#include "app/schedule/schedule.h"
#include "engine/forecast.h"

static int by_day(const void *a, const void *b)
{
    const struct forecast_counted *left = a, *right = b;
    if (left->closed_day != right->closed_day)
        return left->closed_day < right->closed_day ? -1 : 1;
    return (left->place > right->place) - (left->place < right->place);
}

static void list_counted(struct arena *arena, struct forecast_report *report)
{
    const struct schedule_report *from = &report->schedule;
    for (size_t i = 0; i < from->schedule.slot_count; i++) {
        const struct schedule_slot *slot = &from->schedule.slots[i];
        if (slot->state != SCHEDULE_DONE || slot->end_day == DAY_NONE ||
            slot->end_day < report->history.first_day || slot->end_day >= from->today)
            continue;
        const struct plan_issue *issue = &from->plan->issues.items[i];
        const struct forecast_counted counted = {issue->id, issue->title, (uint32_t)i,
                                                 slot->end_day};
        VEC_PUSH(arena, &report->counted, counted);
    }
    if (report->counted.len > 0)
        qsort(report->counted.items, report->counted.len, sizeof *report->counted.items, by_day);
}

static void read_history(struct arena *arena, struct forecast_report *report)
{
    const struct schedule_report *from = &report->schedule;
    int32_t *days = arena_calloc(arena, from->schedule.slot_count + 1, sizeof *days);
    size_t count = 0;
    for (size_t i = 0; i < from->schedule.slot_count; i++)
        if (from->schedule.slots[i].state == SCHEDULE_DONE)
            days[count++] = from->schedule.slots[i].end_day;
    forecast_read(days, count, from->plan->start_on, from->today, &report->history);
    report->possible = from->read_ms > 0 && forecast_possible(&report->history);
    if (report->history.count > 0)
        list_counted(arena, report);
}

static void run(struct arena *arena, const struct forecast_options *options,
                struct forecast_report *report)
{
    const struct schedule *schedule = &report->schedule.schedule;
    const struct forecast_settings settings = {options->runs, options->seed,
                                               report->schedule.today};
    const size_t count = schedule->span_count;
    struct forecast_goal *all = arena_calloc(arena, count + 1, sizeof *all);
    forecast_set_goals(arena, schedule, all);
    all[count].left = schedule->open;
    if (report->possible)
        forecast_run(&report->history, &settings, all, count + 1);
    report->goals = all;
    report->whole = all[count];
    report->runs = options->runs;
    report->seed = options->seed;
}

void forecast_of(struct app *app, const struct forecast_options *options,
                 struct forecast_report *report)
{
    read_history(app->arena, report);
    run(app->arena, options, report);
}

enum code app_forecast(struct app *app, const struct forecast_options *options, struct diags *diags,
                       struct forecast_report *report, struct err *err)
{
    const struct schedule_options wanted = {0};
    enum code code = app_schedule(app, &wanted, diags, &report->schedule, err);
    if (!code)
        forecast_of(app, options, report);
    return code;
}
