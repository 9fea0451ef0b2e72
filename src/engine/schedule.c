#include "engine/schedule.h"

#include "base/limits.h"
#include "base/workday.h"
#include "engine/hours.h"
#include "engine/schedule_inner.h"

#define MINUTES_MOST 1e11 /* beyond every calendar */
#define LAST_DAY 2932896  /* 9999-12-31 */

static double count_tasks(struct schedule_run *run)
{
    const struct schedule_input *input = run->input;
    struct schedule *schedule = run->schedule;
    double *hours = arena_calloc(run->scratch, run->count + 1, sizeof *hours);
    size_t known = 0;
    for (uint32_t i = 0; i < run->count; i++) {
        const struct schedule_task *task = &input->tasks.items[i];
        const bool estimated = !(task->hours >= 0), open = task->state == SCHEDULE_OPEN;
        schedule->open += open;
        schedule->done += task->state == SCHEDULE_DONE;
        schedule->dropped += task->state == SCHEDULE_DROPPED;
        schedule->open_estimated += open && estimated;
        schedule->open_unowned += open && task->owner == SCHEDULE_NONE;
        if (!estimated)
            hours[known++] = task->hours;
    }
    return hours_median(hours, known);
}

static void take_minutes(struct schedule_run *run)
{
    struct schedule *schedule = run->schedule;
    for (uint32_t i = 0; i < run->count; i++) {
        const struct schedule_task *task = &run->input->tasks.items[i];
        const bool estimated = !(task->hours >= 0);
        const double minutes = 60 * (estimated ? schedule->median_hours : task->hours);
        schedule->slots[i] = (struct schedule_slot){
            .state = task->state,
            .estimated = estimated,
            .start_day = DAY_NONE,
            .end_day = DAY_NONE,
            .latest_start_day = DAY_NONE,
            .latest_end_day = DAY_NONE,
            .after = SCHEDULE_NONE,
            .minutes = (int64_t)((minutes < MINUTES_MOST ? minutes : MINUTES_MOST) + 0.5)};
        if (task->state == SCHEDULE_OPEN)
            schedule->open_minutes += schedule->slots[i].minutes;
    }
}

static int32_t earliest_start(const struct schedule_input *input)
{
    int32_t start = DAY_NONE;
    if (input->start_day != DAY_NONE)
        return input->start_day;
    if (input->today != DAY_NONE)
        return input->today;
    for (size_t i = 0; i < input->milestones.len; i++) {
        const int32_t day = input->milestones.items[i].start_day;
        if (day != DAY_NONE && (start == DAY_NONE || day < start))
            start = day;
    }
    return start;
}

static int64_t later(int64_t moment, int32_t day, int32_t minutes_a_day)
{
    const int64_t other = day == DAY_NONE ? INT64_MIN : workday_begin(day, minutes_a_day);
    return other > moment ? other : moment;
}

static void take_bounds(struct schedule_run *run)
{
    const struct schedule_input *input = run->input;
    const int32_t minutes = run->schedule->minutes_a_day;
    const int64_t floor =
        later(workday_begin(run->schedule->start_day, minutes), input->today, minutes);
    const size_t count = input->milestones.len;
    int64_t *starts = arena_calloc(run->scratch, count + 1, sizeof *starts);
    int64_t *dues = arena_calloc(run->scratch, count + 1, sizeof *dues);
    for (size_t i = 0; i < count; i++) {
        const struct schedule_milestone *milestone = &input->milestones.items[i];
        starts[i] = later(floor, milestone->start_day, minutes);
        dues[i] =
            milestone->due_day == DAY_NONE ? MOMENT_NONE : workday_end(milestone->due_day, minutes);
    }
    for (uint32_t i = 0; i < run->count; i++) {
        const int32_t milestone = input->tasks.items[i].milestone;
        run->bound[i] = milestone == SCHEDULE_NONE ? floor : starts[milestone];
        run->due[i] = milestone == SCHEDULE_NONE ? MOMENT_NONE : dues[milestone];
    }
}

/* Only links between open issues: what is closed keeps nobody. */
static void take_links(struct schedule_run *run)
{
    const struct schedule_task *tasks = run->input->tasks.items;
    run->first = arena_calloc(run->scratch, run->count + 2, sizeof *run->first);
    for (uint32_t i = 0; i < run->count; i++)
        for (uint32_t n = 0; schedule_is_open(run, i) && n < tasks[i].need_count; n++)
            run->first[tasks[i].needs[n] + 2] += schedule_is_open(run, tasks[i].needs[n]);
    for (uint32_t i = 2; i < run->count + 2; i++)
        run->first[i] += run->first[i - 1];
    run->waiting = arena_calloc(run->scratch, run->first[run->count + 1] + 1, sizeof *run->waiting);
    for (uint32_t i = 0; i < run->count; i++)
        for (uint32_t n = 0; schedule_is_open(run, i) && n < tasks[i].need_count; n++)
            if (schedule_is_open(run, tasks[i].needs[n]))
                run->waiting[run->first[tasks[i].needs[n] + 1]++] = i;
}

/* From one that never became free back through what it waits for, until one comes again. */
static void name_cycle(struct schedule_run *run, struct arena *arena, const uint32_t *left)
{
    const struct schedule_task *tasks = run->input->tasks.items;
    uint32_t *path = arena_calloc(arena, run->count, sizeof *path);
    uint32_t *place = arena_calloc(run->scratch, run->count, sizeof *place); /* in path, from 1 */
    uint32_t len = 0, at = 0;
    while (left[at] == 0)
        at++;
    while (place[at] == 0) {
        path[len++] = at;
        place[at] = len;
        uint32_t n = 0;
        while (left[tasks[at].needs[n]] == 0)
            n++;
        at = tasks[at].needs[n];
    }
    run->schedule->cycle = path + place[at] - 1;
    run->schedule->cycle_count = len - place[at] + 1;
}

/* false: there is a circle. */
static bool sort_topologically(struct schedule_run *run, struct arena *arena)
{
    uint32_t *left = arena_calloc(run->scratch, run->count + 1, sizeof *left);
    uint32_t len = 0;
    for (uint32_t i = 0; i < run->first[run->count]; i++)
        left[run->waiting[i]]++;
    for (uint32_t i = 0; i < run->count; i++)
        if (schedule_is_open(run, i) && left[i] == 0)
            run->topological[len++] = i;
    for (uint32_t at = 0; at < len; at++) {
        const uint32_t i = run->topological[at];
        for (uint32_t n = run->first[i]; n < run->first[i + 1]; n++)
            if (--left[run->waiting[n]] == 0)
                run->topological[len++] = run->waiting[n];
    }
    if (len == run->schedule->open)
        return true;
    name_cycle(run, arena, left);
    return false;
}

/* How late each could begin if everybody had hands for everything: who is more urgent. */
static void weigh(struct schedule_run *run)
{
    const uint32_t open = run->schedule->open;
    int64_t *earliest = arena_calloc(run->scratch, run->count + 1, sizeof *earliest);
    int64_t horizon = INT64_MIN;
    for (uint32_t i = 0; i < run->count; i++)
        earliest[i] = run->bound[i];
    for (uint32_t at = 0; at < open; at++) {
        const uint32_t i = run->topological[at];
        const int64_t end = earliest[i] + run->schedule->slots[i].minutes;
        horizon = end > horizon ? end : horizon;
        if (run->due[i] != MOMENT_NONE && run->due[i] > horizon)
            horizon = run->due[i];
        for (uint32_t n = run->first[i]; n < run->first[i + 1]; n++)
            if (earliest[run->waiting[n]] < end)
                earliest[run->waiting[n]] = end;
    }
    for (uint32_t at = open; at-- > 0;) {
        const uint32_t i = run->topological[at];
        int64_t end = run->due[i] < horizon ? run->due[i] : horizon;
        for (uint32_t n = run->first[i]; n < run->first[i + 1]; n++)
            if (run->urgency[run->waiting[n]] < end)
                end = run->urgency[run->waiting[n]];
        run->urgency[i] = end - run->schedule->slots[i].minutes;
    }
}

static enum code check_ceilings(const struct schedule_input *input, struct err *err)
{
    if (input->tasks.len > LIMIT_SCHEDULE_TASKS)
        return err_set(err, ERR_CEILING, "the plan has more than %d issues, too many to schedule",
                       LIMIT_SCHEDULE_TASKS);
    return OK;
}

static void allocate(struct schedule_run *run, struct arena *arena)
{
    struct schedule *schedule = run->schedule;
    const size_t count = run->count + 1;
    schedule->slots = arena_calloc(arena, count, sizeof *schedule->slots);
    schedule->slot_count = run->count;
    run->topological = arena_calloc(run->scratch, count, sizeof *run->topological);
    run->bound = arena_calloc(run->scratch, count, sizeof *run->bound);
    run->due = arena_calloc(run->scratch, count, sizeof *run->due);
    run->urgency = arena_calloc(run->scratch, count, sizeof *run->urgency);
    run->sequence = arena_calloc(run->scratch, count, sizeof *run->sequence);
    run->before = arena_calloc(run->scratch, count, sizeof *run->before);
}

enum code schedule_compute(struct arena *arena, const struct schedule_input *input,
                           struct schedule *schedule, struct err *err)
{
    enum code code = check_ceilings(input, err);
    if (code)
        return code;
    struct arena *scratch cleanup_arena = arena_new();
    struct schedule_run run = {.scratch = scratch,
                               .input = input,
                               .schedule = schedule,
                               .count = (uint32_t)input->tasks.len};
    *schedule = (struct schedule){.today = input->today,
                                  .end_day = DAY_NONE,
                                  .focus = SCHEDULE_NONE,
                                  .minutes_a_day = input->minutes_a_day ? input->minutes_a_day
                                                                        : SCHEDULE_MINUTES_A_DAY};
    BUG_UNLESS(schedule->minutes_a_day > 0 &&
               schedule->minutes_a_day <= SCHEDULE_MINUTES_A_DAY_MAX);
    schedule->start_day = earliest_start(input);
    BUG_UNLESS(schedule->start_day != DAY_NONE);
    allocate(&run, arena);
    schedule->median_hours = count_tasks(&run);
    take_minutes(&run);
    take_links(&run);
    if (!sort_topologically(&run, arena))
        return OK;
    take_bounds(&run);
    if (schedule->open_unowned < schedule->open)
        weigh(&run);
    schedule_place(&run);
    schedule_close(&run, arena);
    if (schedule->end_day != DAY_NONE && schedule->end_day > LAST_DAY)
        return err_set(err, ERR_CEILING, "the plan would end after the year 9999");
    return OK;
}
