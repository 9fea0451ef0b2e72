#include "engine/status.h"

#include "base/map.h"
#include "base/str.h"
#include "base/workday.h"
#include "engine/hours.h"
#include "engine/schedule.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

struct status_run {
    struct arena *arena;
    const struct status_input *input;
    const struct standings *standings;
    struct status_report *report;
    double median; /* hours of an issue without any; < 0 until it is needed */
};

static double median_hours(const struct status_run *run)
{
    const size_t count = run->standings->issues.len;
    double *hours = arena_calloc(run->arena, count + 1, sizeof *hours);
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        if (run->standings->issues.items[i].hours >= 0)
            hours[len++] = run->standings->issues.items[i].hours;
    return hours_median(hours, len);
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

static enum code ask_words(const struct status_run *run, const struct standing *issue,
                           struct standing_words *words, struct err *err)
{
    return run->input->words(run->input->words_state, issue, words, err);
}

/* A blocker that was never read is not done either. */
static bool is_blocked(const struct standings *standings, const struct standing *issue)
{
    for (uint32_t i = 0; i < issue->blocker_count; i++)
        if (!standings->issues.items[issue->blockers[i]].closed)
            return true;
    return false;
}

enum standing_place standing_place(const struct standings *standings, const struct standing *issue)
{
    if (issue->closed)
        return issue->dropped ? STANDING_DROPPED : STANDING_DONE;
    if (is_blocked(standings, issue))
        return STANDING_BLOCKED;
    return issue->assigned || issue->begun ? STANDING_IN_WORK : STANDING_READY;
}

static enum code name_blockers(const struct status_run *run, const struct standing *issue,
                               struct strlist *ids, struct err *err)
{
    for (uint32_t i = 0; i < issue->blocker_count; i++) {
        const struct standing *blocker = &run->standings->issues.items[issue->blockers[i]];
        struct standing_words words = {0};
        if (blocker->closed)
            continue;
        enum code code = ask_words(run, blocker, &words, err);
        if (code)
            return code;
        if (!strlist_has(ids, words.id))
            strlist_add(run->arena, ids, words.id);
    }
    return OK;
}

static enum code list_issue(struct status_run *run, const struct standing *issue,
                            struct status_list *list, struct err *err)
{
    struct standing_words words = {0};
    if (list->len == run->input->list_max) {
        list->more++;
        return OK;
    }
    enum code code = ask_words(run, issue, &words, err);
    if (code)
        return code;
    struct status_issue entry = {.id = words.id,
                                 .title = words.title,
                                 .state = issue->closed ? "closed" : "open",
                                 .owner = words.assignee ? words.assignee : words.owner,
                                 .number = issue->number.v,
                                 .age_days = age_days(run->input, words.since)};
    if (issue->milestone >= 0)
        entry.milestone_id = run->standings->milestones.items[issue->milestone].id;
    if (list == &run->report->blocked)
        code = name_blockers(run, issue, &entry.blocked_by, err);
    VEC_PUSH(run->arena, list, entry);
    return code;
}

static enum code add_issue(struct status_run *run, const struct standing *issue, struct err *err)
{
    struct status_report *report = run->report;
    const enum standing_place place = standing_place(run->standings, issue);
    if (place == STANDING_DROPPED)
        return OK;
    const bool guessed = issue->hours < 0;
    if (guessed && run->median < 0)
        run->median = median_hours(run);
    const double hours = guessed ? run->median : issue->hours;
    if (issue->milestone >= 0)
        count_in(&report->milestones.items[issue->milestone], hours, guessed, issue->closed);
    count_in(&report->whole, hours, guessed, issue->closed);
    struct status_list *const lists[] = {[STANDING_READY] = &report->ready,
                                         [STANDING_IN_WORK] = &report->in_work,
                                         [STANDING_BLOCKED] = &report->blocked,
                                         [STANDING_DONE] = &report->done};
    return list_issue(run, issue, lists[place], err);
}

static void add_milestones(struct status_run *run)
{
    for (size_t i = 0; i < run->standings->milestones.len; i++) {
        const struct standing_milestone *from = &run->standings->milestones.items[i];
        const struct status_milestone milestone = {.id = from->id,
                                                   .title = from->title,
                                                   .number = from->read ? from->number.v : 0,
                                                   .proven = -1,
                                                   .asked = -1,
                                                   .due_day = from->due_day,
                                                   .expected_day = DAY_NONE,
                                                   .closed = from->closed,
                                                   .counts_known = from->read,
                                                   .github_open = from->github_open,
                                                   .github_closed = from->github_closed};
        VEC_PUSH(run->arena, &run->report->milestones, milestone);
    }
}

static bool is_open(const struct status_milestone *milestone)
{
    return !milestone->closed && !milestone->complete;
}

static bool is_late(const struct status_report *report, const struct status_milestone *milestone)
{
    return milestone->due_day != DAY_NONE && is_open(milestone) && milestone->total > 0 &&
           milestone->due_day < report->today;
}

static void set_slack(struct status_milestone *milestone, int32_t from_day)
{
    milestone->slack_known = true;
    milestone->slack_days = (int32_t)workday_between(from_day, milestone->due_day);
}

static void close_milestones(struct status_run *run)
{
    struct status_report *report = run->report;
    for (size_t i = 0; i < report->milestones.len; i++) {
        struct status_milestone *milestone = &report->milestones.items[i];
        milestone->complete = milestone->total > 0 && milestone->done == milestone->total;
        if (is_late(report, milestone))
            set_slack(milestone, report->today);
        if (milestone->due_day != DAY_NONE &&
            (report->whole.due_day == DAY_NONE || milestone->due_day > report->whole.due_day))
            report->whole.due_day = milestone->due_day;
    }
    struct status_milestone *whole = &report->whole;
    whole->complete = whole->total > 0 && whole->done == whole->total;
}

static void expect_at(struct status_milestone *milestone, int32_t day)
{
    milestone->expected_day = day;
    if (milestone->due_day != DAY_NONE)
        set_slack(milestone, day);
}

/* What the schedule says. A circle of people's own links, or dates beyond every calendar, leave
 * what is known without it. */
static void expect(struct status_run *run)
{
    struct status_report *report = run->report;
    struct arena *scratch cleanup_arena = arena_new();
    struct err ignored cleanup_err = ERR_INIT;
    struct schedule_input input = {
        .today = report->today, .minutes_a_day = run->input->minutes_a_day, .only_ends = true};
    struct schedule schedule = {0};
    schedule_take_standings(scratch, run->standings, &input);
    if (schedule_compute(scratch, &input, &schedule, &ignored) != OK || schedule.cycle_count > 0)
        return;
    for (size_t i = 0; i < report->milestones.len; i++)
        if (schedule.spans[i].open > 0 && is_open(&report->milestones.items[i]))
            expect_at(&report->milestones.items[i], schedule.spans[i].end_day);
    if (schedule.open > 0)
        expect_at(&report->whole, schedule.end_day);
}

static bool is_tighter(const struct status_milestone *a, const struct status_milestone *b)
{
    if (a->slack_known && b->slack_known && a->slack_days != b->slack_days)
        return a->slack_days < b->slack_days;
    return a->due_day < b->due_day;
}

/* Of the milestones that are open, or late, the one with the least slack. */
static const struct status_milestone *find_focus(const struct status_report *report, bool late)
{
    const struct status_milestone *focus = NULL;
    for (size_t i = 0; i < report->milestones.len; i++) {
        const struct status_milestone *milestone = &report->milestones.items[i];
        if (milestone->due_day != DAY_NONE && is_open(milestone) && milestone->total > 0 &&
            (!late || is_late(report, milestone)) && (!focus || is_tighter(milestone, focus)))
            focus = milestone;
    }
    return focus;
}

static bool any_read(const struct standings *standings)
{
    for (size_t i = 0; i < standings->milestones.len; i++)
        if (standings->milestones.items[i].read)
            return true;
    for (size_t i = 0; i < standings->issues.len; i++)
        if (standings->issues.items[i].read)
            return true;
    return false;
}

static void judge(struct status_run *run)
{
    struct status_report *report = run->report;
    const struct status_milestone *late = find_focus(report, true);
    report->focus = late ? late : find_focus(report, false);
    if (run->input->read_at_ms == 0 || !any_read(run->standings)) {
        report->outlook = OUTLOOK_NO_DATA;
        report->focus = NULL;
    } else if (report->whole.complete) {
        report->outlook = OUTLOOK_DONE;
        report->focus = NULL;
    } else if (report->focus == NULL) {
        report->outlook = OUTLOOK_NO_DATES;
    } else {
        const bool risk = report->focus->slack_known && report->focus->slack_days < 0;
        report->outlook = late ? OUTLOOK_LATE : risk ? OUTLOOK_AT_RISK : OUTLOOK_ON_TRACK;
    }
    if (report->focus)
        report->expected_day = report->focus->expected_day;
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

static enum code add_issues(struct status_run *run, struct err *err)
{
    const struct standings *standings = run->standings;
    enum code code = OK;
    for (size_t i = 0; !code && i < standings->issues.len; i++)
        code = add_issue(run, &standings->issues.items[standings->order ? standings->order[i] : i],
                         err);
    return code;
}

enum code status_compute(struct arena *arena, const struct status_input *input,
                         struct status_report *report, struct err *err)
{
    struct status_run run = {.arena = arena,
                             .input = input,
                             .standings = &input->standings,
                             .report = report,
                             .median = -1};
    *report = (struct status_report){.plan = report->plan,
                                     .repository = report->repository,
                                     .expected_day = DAY_NONE,
                                     .conflicts = input->conflicts,
                                     .not_in_plan = (int64_t)input->unplanned_count,
                                     .read_at_ms = input->read_at_ms,
                                     .today = instant_day(input->now_ms)};
    report->whole = (struct status_milestone){
        .proven = -1, .asked = -1, .due_day = DAY_NONE, .expected_day = DAY_NONE};
    add_milestones(&run);
    enum code code = add_issues(&run, err);
    if (code)
        return code;
    close_milestones(&run);
    if (input->read_at_ms > 0 && any_read(run.standings))
        expect(&run);
    judge(&run);
    look_at(&run);
    return OK;
}
