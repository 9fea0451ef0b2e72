#include "engine/status.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/str.h"

#define HOURS_WITHOUT_ANY 8.0
#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

struct status_run {
    struct arena *arena;
    const struct status_input *input;
    struct status_report *report;
    const struct status_fact *facts;
    size_t fact_count;
    struct map *issues;     /* id → row, made when it is first needed */
    struct map *milestones; /* id → row */
    struct map *places;     /* milestone id → status_milestone */
    size_t at;              /* the row that is tried next */
    double median;          /* hours of an issue without any; < 0 until it is needed */
};

static int compare_hours(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return left < right ? -1 : left > right;
}

static double median_hours(const struct status_run *run)
{
    double *hours = arena_calloc(run->arena, run->fact_count + 1, sizeof *hours);
    size_t len = 0;
    for (size_t i = 0; i < run->fact_count; i++)
        if (run->facts[i].hours >= 0)
            hours[len++] = run->facts[i].hours;
    if (len == 0)
        return HOURS_WITHOUT_ANY;
    qsort(hours, len, sizeof *hours, compare_hours);
    return len % 2 ? hours[len / 2] : (hours[len / 2 - 1] + hours[len / 2]) / 2;
}

static bool is_done(const struct status_row *row)
{
    return row && row->closed &&
           (text_empty(row->state_reason) || text_eq(row->state_reason, "completed"));
}

/* Closed as not planned or as a duplicate: above and below the line no more. */
static bool is_out(const struct status_row *row)
{
    return row && row->closed && !is_done(row);
}

static int64_t age_days(const struct status_input *input, const char *since)
{
    int64_t at;
    if (!instant_parse(since ? since : "", &at) || at > input->now_ms)
        return -1;
    return (input->now_ms - at) / DAY_MS;
}

static void count_in(struct status_milestone *milestone, double hours, bool guessed, bool done)
{
    milestone->total++;
    milestone->hours_total += hours;
    milestone->hours_estimated = milestone->hours_estimated || guessed;
    if (!done)
        return;
    milestone->done++;
    milestone->hours_done += hours;
}

static const struct status_row *row_of(struct status_run *run, const char *id)
{
    if (!run->issues) {
        run->issues = map_new(run->arena);
        for (size_t i = 0; i < run->input->row_count; i++)
            if (run->input->rows[i].kind == KIND_ISSUE)
                map_put(run->issues, run->input->rows[i].id,
                        (void *)(uintptr_t)&run->input->rows[i]);
    }
    return map_get(run->issues, id);
}

/* Rows mostly stand in the order of the plan: the next one is tried before the map. */
static const struct status_row *next_row(struct status_run *run, const char *id)
{
    const struct status_input *input = run->input;
    while (run->at < input->row_count && input->rows[run->at].kind != KIND_ISSUE)
        run->at++;
    if (run->at < input->row_count && text_eq(input->rows[run->at].id, id))
        return &input->rows[run->at++];
    return row_of(run, id);
}

/* Open blockers; a blocker that was never read is not done either. */
static void add_blocker(struct status_run *run, const char *id, struct strlist *blockers)
{
    const struct status_row *row = row_of(run, id);
    if ((row == NULL || !row->closed) && !strlist_has(blockers, id))
        strlist_add(run->arena, blockers, id);
}

static void sort_issue(struct status_run *run, const struct status_fact *issue,
                       const struct status_row *row)
{
    struct status_report *report = run->report;
    struct status_issue entry = {.id = issue->id,
                                 .title = issue->title,
                                 .state = row && row->closed ? "closed" : "open",
                                 .owner = issue->owner,
                                 .milestone_id = issue->milestone_id,
                                 .age_days = -1};
    if (row) {
        entry.number = row->number.v;
        entry.age_days = age_days(run->input, row->closed ? row->closed_at : row->updated_at);
        if (row->assignees.len > 0)
            entry.owner = row->assignees.items[0];
    }
    if (is_done(row)) {
        VEC_PUSH(run->arena, &report->done, entry);
        return;
    }
    for (size_t i = 0; issue->depends_on && i < issue->depends_on->len; i++)
        add_blocker(run, issue->depends_on->items[i], &entry.blocked_by);
    for (size_t i = 0; row && i < row->blocked_by.len; i++)
        add_blocker(run, row->blocked_by.items[i], &entry.blocked_by);
    if (entry.blocked_by.len > 0)
        VEC_PUSH(run->arena, &report->blocked, entry);
    else if (row && row->assignees.len > 0)
        VEC_PUSH(run->arena, &report->in_work, entry);
    else
        VEC_PUSH(run->arena, &report->ready, entry);
}

static void add_issue(struct status_run *run, const struct status_fact *issue)
{
    const struct status_row *row = next_row(run, issue->id);
    if (is_out(row))
        return;
    bool guessed = issue->hours < 0;
    if (guessed && run->median < 0)
        run->median = median_hours(run);
    double hours = guessed ? run->median : issue->hours;
    struct status_milestone *milestone =
        issue->milestone_id ? map_get(run->places, issue->milestone_id) : NULL;
    if (milestone)
        count_in(milestone, hours, guessed, is_done(row));
    count_in(&run->report->whole, hours, guessed, is_done(row));
    sort_issue(run, issue, row);
}

static void add_milestones(struct status_run *run)
{
    const struct plan *plan = run->input->plan;
    struct status_report *report = run->report;
    for (size_t i = 0; i < plan->milestones.len; i++) {
        const struct plan_milestone *from = &plan->milestones.items[i];
        const struct status_row *row = map_get(run->milestones, from->id);
        struct status_milestone milestone = {
            .id = from->id,
            .title = from->title,
            .number = row ? row->number.v : 0,
            .proven = -1,
            .asked = -1,
            .due_day = from->due_on.presence == SET ? from->due_on.day : DAY_NONE,
            .closed = row && row->closed};
        VEC_PUSH(run->arena, &report->milestones, milestone);
    }
    for (size_t i = 0; i < report->milestones.len; i++)
        map_put(run->places, report->milestones.items[i].id, &report->milestones.items[i]);
}

static bool is_open(const struct status_milestone *milestone)
{
    return !milestone->closed && !milestone->complete;
}

/* Days until the due date are no slack as long as nobody knows when the work will be done; once the
 * date has passed, it is certain how late it is at least. */
static void close_milestones(struct status_run *run)
{
    struct status_report *report = run->report;
    for (size_t i = 0; i < report->milestones.len; i++) {
        struct status_milestone *milestone = &report->milestones.items[i];
        milestone->complete = milestone->total > 0 && milestone->done == milestone->total;
        if (milestone->due_day != DAY_NONE && is_open(milestone) &&
            milestone->due_day < report->today) {
            milestone->slack_known = true;
            milestone->slack_days = milestone->due_day - report->today;
        }
        if (milestone->due_day != DAY_NONE &&
            (report->whole.due_day == DAY_NONE || milestone->due_day > report->whole.due_day))
            report->whole.due_day = milestone->due_day;
    }
    struct status_milestone *whole = &report->whole;
    whole->complete = whole->total > 0 && whole->done == whole->total;
}

/* The milestone with the earliest due date of those that are open. */
static const struct status_milestone *next_due(const struct status_report *report)
{
    const struct status_milestone *next = NULL;
    for (size_t i = 0; i < report->milestones.len; i++) {
        const struct status_milestone *milestone = &report->milestones.items[i];
        if (milestone->due_day != DAY_NONE && is_open(milestone) && milestone->total > 0 &&
            (next == NULL || milestone->due_day < next->due_day))
            next = milestone;
    }
    return next;
}

static void judge(struct status_run *run)
{
    struct status_report *report = run->report;
    report->focus = next_due(report);
    if (run->input->read_at_ms == 0 || run->input->row_count == 0) {
        report->verdict = VERDICT_NO_DATA;
        report->focus = NULL;
    } else if (report->whole.complete) {
        report->verdict = VERDICT_DONE;
        report->focus = NULL;
    } else if (report->focus == NULL) {
        report->verdict = VERDICT_NO_DATES;
    } else {
        report->verdict = report->focus->slack_known ? VERDICT_LATE : VERDICT_ON_TRACK;
    }
}

static void look_at(struct status_run *run)
{
    struct status_report *report = run->report;
    const struct status_input *input = run->input;
    for (size_t i = 0; i < report->milestones.len; i++) {
        const struct status_milestone *milestone = &report->milestones.items[i];
        if (!milestone->complete || milestone->closed || milestone->number == 0)
            continue;
        struct report_line line = {.kind = KIND_MILESTONE,
                                   .id = milestone->id,
                                   .number = {milestone->number},
                                   .title = milestone->title,
                                   .reason = "all its issues are done, but it is open"};
        VEC_PUSH(run->arena, &report->look_at, line);
    }
    for (size_t i = 0; i < input->unplanned_count; i++) {
        const struct unplanned *unplanned = &input->unplanned[i];
        struct report_line line = {
            .kind = KIND_ISSUE, .number = unplanned->number, .title = unplanned->title};
        line.reason =
            unplanned->milestone_id
                ? arena_printf(run->arena, "is in %s, not in the plan", unplanned->milestone_id)
                : "has a key of the plan, but is not in it";
        VEC_PUSH(run->arena, &report->look_at, line);
    }
}

static void take_facts(struct status_run *run)
{
    const struct plan *plan = run->input->plan;
    run->facts = run->input->facts;
    run->fact_count = run->input->fact_count;
    if (run->facts)
        return;
    struct status_fact *facts = arena_calloc(run->arena, plan->issues.len + 1, sizeof *facts);
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        const bool set = issue->milestone.presence == SET;
        facts[i] = (struct status_fact){.id = issue->id,
                                        .title = issue->title,
                                        .owner = issue->owner,
                                        .milestone_id = set ? issue->milestone.text : NULL,
                                        .hours = issue->effort_hours,
                                        .depends_on = &issue->depends_on.items};
    }
    run->facts = facts;
    run->fact_count = plan->issues.len;
}

/* Room for all in each list: what stays empty of it is never touched, while growing step by step
 * would leave the old storage in the arena. */
#define MAKE_ROOM(run, list)                                                                       \
    do {                                                                                           \
        (list)->cap = (run)->fact_count + 1;                                                       \
        (list)->items = arena_calloc((run)->arena, (list)->cap, sizeof *(list)->items);            \
    } while (0)

static void add_issues(struct status_run *run)
{
    MAKE_ROOM(run, &run->report->in_work);
    MAKE_ROOM(run, &run->report->ready);
    MAKE_ROOM(run, &run->report->blocked);
    MAKE_ROOM(run, &run->report->done);
    for (size_t i = 0; i < run->fact_count; i++)
        add_issue(run, &run->facts[i]);
}

void status_compute(struct arena *arena, const struct status_input *input,
                    struct status_report *report)
{
    struct status_run run = {.arena = arena, .input = input, .report = report};
    *report = (struct status_report){.plan = input->plan,
                                     .repository = report->repository,
                                     .expected_day = DAY_NONE,
                                     .conflicts = input->conflicts,
                                     .not_in_plan = (int64_t)input->unplanned_count,
                                     .read_at_ms = input->read_at_ms,
                                     .today = instant_day(input->now_ms)};
    report->whole = (struct status_milestone){.proven = -1, .asked = -1, .due_day = DAY_NONE};
    take_facts(&run);
    run.milestones = map_new(arena);
    run.places = map_new(arena);
    run.median = -1;
    for (size_t i = 0; i < input->row_count; i++)
        if (input->rows[i].kind == KIND_MILESTONE)
            map_put(run.milestones, input->rows[i].id, (void *)(uintptr_t)&input->rows[i]);
    add_milestones(&run);
    add_issues(&run);
    close_milestones(&run);
    judge(&run);
    look_at(&run);
}
