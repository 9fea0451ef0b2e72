#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/workday.h"
#include "engine/schedule.h"
#include "engine/schedule_diff.h"

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int drop_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static int32_t day(const char *text)
{
    int32_t value;
    assert_true(day_parse(text, &value));
    return value;
}

static struct plan *new_plan(const char *start_on)
{
    struct plan *plan = ARENA_NEW(arena, struct plan);
    plan->start_on = start_on ? day(start_on) : DAY_NONE;
    return plan;
}

static struct plan_milestone *add_milestone(struct plan *plan, const char *id, const char *start_on,
                                            const char *due_on)
{
    struct plan_milestone milestone = {.id = id, .title = id};
    milestone.start_on = start_on ? day(start_on) : DAY_NONE;
    if (due_on)
        milestone.due_on = (struct opt_day){.presence = SET, .day = day(due_on)};
    VEC_PUSH(arena, &plan->milestones, milestone);
    return &plan->milestones.items[plan->milestones.len - 1];
}

static struct plan_issue *add_issue(struct plan *plan, const char *id, const char *milestone,
                                    double hours, const char *owner, const char *need)
{
    struct plan_issue issue = {.id = id, .title = id, .effort_hours = hours, .owner = owner};
    if (milestone)
        issue.milestone = (struct opt_text){.presence = SET, .text = milestone};
    if (need) {
        issue.depends_on.presence = SET;
        strlist_add(arena, &issue.depends_on.items, need);
    }
    VEC_PUSH(arena, &plan->issues, issue);
    return &plan->issues.items[plan->issues.len - 1];
}

static struct schedule compute(const struct plan *plan, const struct schedule_known *known,
                               size_t count, const char *today)
{
    struct err err cleanup_err = ERR_INIT;
    struct schedule_input input = {.today = today ? day(today) : DAY_NONE};
    struct schedule schedule = {0};
    schedule_take_plan(arena, plan, known, count, &input);
    assert_int_equal(schedule_compute(arena, &input, &schedule, &err), OK);
    return schedule;
}

static void assert_days(const struct schedule_slot *slot, const char *start, const char *end)
{
    assert_int_equal(slot->start_day, day(start));
    assert_int_equal(slot->end_day, day(end));
}

/* 2026-02-06 is a Friday. */
static void workdays(void **state)
{
    (void)state;
    const int32_t friday = day("2026-02-06");
    assert_true(workday_is(friday));
    assert_false(workday_is(friday + 1));
    assert_int_equal(workday_between(friday, friday + 3), 1);
    assert_int_equal(workday_between(friday, friday + 2), 0);
    assert_int_equal(workday_between(friday + 1, friday + 3), 1);
    assert_int_equal(workday_between(friday + 3, friday), -1);
    assert_int_equal(workday_end(friday + 2, 480), workday_begin(friday + 3, 480));
    assert_int_equal(workday_of_end(workday_end(friday + 2, 480), 480), friday);
    assert_int_equal(workday_of_begin(workday_end(friday, 480), 480), friday + 3);
    assert_int_equal(workday_whole(-1, 480), -1);
    for (int32_t d = -1000; d < 1000; d++) {
        if (!workday_is(d))
            continue;
        assert_int_equal(workday_at(workday_index(d)), d);
        assert_int_equal(workday_of_end(workday_end(d, 480), 480), d);
        assert_int_equal(workday_of_begin(workday_begin(d, 480), 480), d);
    }
}

static void work_takes_working_days(void **state)
{
    (void)state;
    struct plan *plan = new_plan("2026-02-05"); /* a Thursday */
    add_issue(plan, "A", NULL, 12, NULL, NULL);
    add_issue(plan, "B", NULL, 4, NULL, "A");
    add_issue(plan, "C", NULL, 1, NULL, "B");
    add_issue(plan, "D", NULL, 0, NULL, "B");
    const struct schedule schedule = compute(plan, NULL, 0, NULL);
    assert_days(&schedule.slots[0], "2026-02-05", "2026-02-06");
    assert_days(&schedule.slots[1], "2026-02-06", "2026-02-06");
    assert_days(&schedule.slots[2], "2026-02-09", "2026-02-09");
    assert_days(&schedule.slots[3], "2026-02-06", "2026-02-06");
    assert_int_equal(schedule.end_day, day("2026-02-09"));
    assert_int_equal(schedule.critical_count, 3);
    assert_false(schedule.slots[3].critical);
    assert_int_equal(schedule.slots[1].cause, SCHEDULE_BY_NEED);
    assert_int_equal(schedule.slots[1].after, 0);
}

static void milestones_are_windows(void **state)
{
    (void)state;
    struct plan *plan = new_plan("2026-02-04"); /* the Wednesday of week 1 */
    struct plan_phase phase = {.id = "p2", .weeks = {2, 3}};
    VEC_PUSH(arena, &plan->phases, phase);
    add_milestone(plan, "M1", NULL, NULL)->weeks = (struct weeks){1, 1};
    add_milestone(plan, "M2", NULL, NULL)->phase = "p2";
    add_milestone(plan, "M3", "2026-02-28", "2026-03-03");
    add_issue(plan, "A", "M1", 8, NULL, NULL);
    add_issue(plan, "B", "M2", 16, NULL, "A");
    add_issue(plan, "C", "M3", 40, NULL, "B");
    const struct schedule schedule = compute(plan, NULL, 0, NULL);
    assert_days(&schedule.slots[0], "2026-02-04", "2026-02-04");
    assert_days(&schedule.slots[1], "2026-02-09", "2026-02-10");
    assert_days(&schedule.slots[2], "2026-03-02", "2026-03-06"); /* the 28th is a Saturday */
    assert_int_equal(schedule.slots[0].cause, SCHEDULE_BY_START);
    assert_int_equal(schedule.slots[1].cause, SCHEDULE_BY_MILESTONE);
    assert_int_equal(schedule.slots[1].after, SCHEDULE_NONE);
    assert_int_equal(schedule.spans[0].slack_days, 2);  /* due on the Friday of week 1 */
    assert_int_equal(schedule.spans[1].slack_days, 8);  /* … of week 3 */
    assert_int_equal(schedule.spans[2].slack_days, -3); /* Tuesday against Friday */
    assert_int_equal(schedule.focus, 2);
    /* What waits for B has to end on 3 March: B by 24 February, and A by its own Friday. */
    assert_int_equal(schedule.slots[2].slack_days, -3);
    assert_int_equal(schedule.slots[2].latest_end_day, day("2026-03-03"));
    assert_int_equal(schedule.slots[1].slack_days, 8);
    assert_int_equal(schedule.slots[0].slack_days, 2);
    assert_true(schedule.slots[2].critical);
    assert_false(schedule.slots[1].critical);
}

static void owners_do_one_thing_at_a_time(void **state)
{
    (void)state;
    struct plan *plan = new_plan("2026-02-02");
    struct plan_person lead = {.name = "Tech Lead"}, team = {.name = "Dev Team"};
    strlist_add(arena, &lead.logins, "octocat");
    strlist_add(arena, &team.logins, "hubot");
    strlist_add(arena, &team.logins, "octocat");
    VEC_PUSH(arena, &plan->people, lead);
    VEC_PUSH(arena, &plan->people, team);
    add_issue(plan, "A", NULL, 8, "Tech Lead", NULL);
    strlist_add(arena, &add_issue(plan, "B", NULL, 8, NULL, NULL)->assignees.items, "octocat");
    add_issue(plan, "C", NULL, 8, "Dev Team", NULL);
    add_issue(plan, "D", NULL, 8, "Dev Team", NULL);
    add_issue(plan, "E", NULL, 8, "Dev Team", NULL);
    add_issue(plan, "F", NULL, 8, NULL, NULL);
    add_issue(plan, "G", NULL, 8, NULL, NULL);
    const struct schedule_known known = {"G", SCHEDULE_OPEN, DAY_NONE, "octocat"};
    const struct schedule schedule = compute(plan, &known, 1, NULL);
    assert_days(&schedule.slots[0], "2026-02-02", "2026-02-02");
    assert_days(&schedule.slots[1], "2026-02-03", "2026-02-03");
    assert_int_equal(schedule.slots[1].cause, SCHEDULE_BY_OWNER);
    assert_int_equal(schedule.slots[1].after, 0);
    assert_days(&schedule.slots[2], "2026-02-02", "2026-02-02");
    assert_days(&schedule.slots[3], "2026-02-02", "2026-02-02");
    assert_days(&schedule.slots[4], "2026-02-03", "2026-02-03");
    assert_days(&schedule.slots[5], "2026-02-02", "2026-02-02"); /* nobody: waits for nobody */
    assert_days(&schedule.slots[6], "2026-02-04", "2026-02-04");
    assert_int_equal(schedule.open_unowned, 1);
}

/* Who takes over which hand decides what has how much room. */
static void hands_leave_room(void **state)
{
    (void)state;
    struct plan *plan = new_plan("2026-02-02");
    struct plan_person team = {.name = "Dev Team"};
    strlist_add(arena, &team.logins, "hubot");
    strlist_add(arena, &team.logins, "octocat");
    VEC_PUSH(arena, &plan->people, team);
    add_milestone(plan, "M", "2026-02-09", NULL);
    add_issue(plan, "A", NULL, 8, "Dev Team", NULL);
    add_issue(plan, "B", NULL, 16, "Dev Team", NULL);
    struct plan_issue *last = add_issue(plan, "C", "M", 16, "Dev Team", NULL);
    struct schedule schedule = compute(plan, NULL, 0, NULL);
    assert_int_equal(schedule.slots[0].latest_end_day, day("2026-02-06")); /* C takes A's hand, */
    assert_int_equal(schedule.slots[1].latest_end_day,
                     day("2026-02-10")); /* which is free longer */
    strlist_add(arena, &last->depends_on.items, "B");
    schedule = compute(plan, NULL, 0, NULL);
    assert_int_equal(schedule.slots[0].latest_end_day,
                     day("2026-02-10")); /* now B's: C waits for */
    assert_int_equal(schedule.slots[1].latest_end_day, day("2026-02-06")); /* B anyway */
}

/* The one that has to end first goes first, not the one that stands first. */
static void urgent_work_goes_first(void **state)
{
    (void)state;
    struct plan *plan = new_plan("2026-02-02");
    add_milestone(plan, "M", NULL, "2026-02-04");
    add_issue(plan, "A", NULL, 8, "octocat", NULL);
    add_issue(plan, "B", "M", 8, "octocat", NULL);
    add_issue(plan, "C", "M", 8, "hubot", "B");
    const struct schedule schedule = compute(plan, NULL, 0, NULL);
    assert_days(&schedule.slots[1], "2026-02-02", "2026-02-02");
    assert_days(&schedule.slots[0], "2026-02-03", "2026-02-03");
    assert_int_equal(schedule.spans[0].slack_days, 1);
}

static void progress_counts(void **state)
{
    (void)state;
    struct plan *plan = new_plan("2026-02-02");
    add_milestone(plan, "M", NULL, "2026-03-13");
    add_issue(plan, "A", "M", 12, NULL, NULL);
    add_issue(plan, "B", "M", 8, NULL, "A");
    add_issue(plan, "C", "M", 8, NULL, "A");
    add_issue(plan, "D", "M", -1, NULL, "C");
    const struct schedule_known known[] = {{"A", SCHEDULE_DONE, day("2026-03-03"), NULL},
                                           {"B", SCHEDULE_DROPPED, day("2026-03-02"), NULL}};
    const struct schedule schedule = compute(plan, known, 2, "2026-03-07"); /* a Saturday */
    assert_days(&schedule.slots[0], "2026-03-02", "2026-03-03");
    assert_int_equal(schedule.slots[0].latest_end_day, DAY_NONE);
    assert_int_equal(schedule.slots[1].start_day, DAY_NONE);
    assert_days(&schedule.slots[2], "2026-03-09", "2026-03-09");
    assert_int_equal(schedule.slots[2].cause, SCHEDULE_BY_TODAY);
    assert_days(&schedule.slots[3], "2026-03-10", "2026-03-10");
    assert_true(schedule.slots[3].estimated);
    assert_int_equal(schedule.slots[3].minutes, 8 * 60);
    assert_int_equal(schedule.open, 2);
    assert_int_equal(schedule.done, 1);
    assert_int_equal(schedule.dropped, 1);
    assert_int_equal(schedule.open_estimated, 1);
    assert_int_equal(schedule.start_day, day("2026-03-02"));
    assert_int_equal(schedule.spans[0].slack_days, 3);
    assert_false(schedule.spans[0].complete);
}

/* A milestone that starts later holds up nobody else. */
static void without_a_start_work_begins_today(void **state)
{
    (void)state;
    struct plan *plan = new_plan(NULL);
    add_milestone(plan, "M", "2026-03-16", NULL);
    add_issue(plan, "A", NULL, 8, NULL, NULL);
    add_issue(plan, "B", "M", 8, NULL, NULL);
    struct schedule schedule = compute(plan, NULL, 0, "2026-03-04");
    assert_days(&schedule.slots[0], "2026-03-04", "2026-03-04");
    assert_days(&schedule.slots[1], "2026-03-16", "2026-03-16");
    schedule = compute(plan, NULL, 0, NULL);
    assert_days(&schedule.slots[0], "2026-03-16", "2026-03-16");
}

static void everything_done(void **state)
{
    (void)state;
    struct plan *plan = new_plan(NULL);
    add_milestone(plan, "M", NULL, "2026-03-13");
    add_issue(plan, "A", "M", 8, NULL, NULL)->closed = true;
    const struct schedule_known known = {"A", SCHEDULE_DONE, day("2026-03-01"), NULL};
    struct schedule schedule = compute(plan, &known, 1, "2026-03-20");
    assert_true(schedule.spans[0].complete);
    assert_false(schedule.spans[0].slack_known);
    assert_int_equal(schedule.focus, SCHEDULE_NONE);
    assert_int_equal(schedule.end_day, day("2026-03-01"));
    assert_int_equal(schedule.critical_count, 0);
    schedule = compute(plan, NULL, 0, "2026-03-20"); /* the plan says closed, not when */
    assert_int_equal(schedule.done, 1);
    assert_int_equal(schedule.end_day, DAY_NONE);
}

static void fewer_hours_a_day(void **state)
{
    (void)state;
    struct err err cleanup_err = ERR_INIT;
    struct plan *plan = new_plan("2026-02-02");
    add_issue(plan, "A", NULL, 16, NULL, NULL);
    struct schedule_input input = {.today = DAY_NONE, .minutes_a_day = 240};
    struct schedule schedule = {0};
    schedule_take_plan(arena, plan, NULL, 0, &input);
    assert_int_equal(schedule_compute(arena, &input, &schedule, &err), OK);
    assert_days(&schedule.slots[0], "2026-02-02", "2026-02-05");
}

static void ceilings(void **state)
{
    (void)state;
    struct err err cleanup_err = ERR_INIT;
    struct schedule schedule = {0};
    struct schedule_task task = {.hours = 1e30, .milestone = -1, .owner = -1};
    struct schedule_input input = {.today = 0, .start_day = 0};
    VEC_PUSH(arena, &input.tasks, task);
    assert_int_equal(schedule_compute(arena, &input, &schedule, &err), ERR_CEILING);
    err_clear(&err);
    input.tasks.len = LIMIT_SCHEDULE_TASKS + 1;
    assert_int_equal(schedule_compute(arena, &input, &schedule, &err), ERR_CEILING);
}

/* By id, wherever it stands now; what left the scope went. */
static void what_moved(void **state)
{
    (void)state;
    struct plan *before = new_plan("2026-02-02"), *after = new_plan("2026-02-02");
    add_milestone(before, "M", NULL, "2026-02-13");
    add_milestone(before, "OLD", NULL, NULL);
    add_milestone(after, "M", NULL, "2026-02-20");
    add_issue(before, "A", "M", 8, NULL, NULL);
    add_issue(before, "B", "M", 8, NULL, "A");
    add_issue(before, "C", "M", 8, NULL, NULL);
    add_issue(before, "D", "M", 8, NULL, NULL);
    add_issue(after, "E", "M", 8, NULL, NULL);
    add_issue(after, "C", "M", 8, NULL, NULL);
    add_issue(after, "B", "M", 40, NULL, "A");
    add_issue(after, "A", "M", 4, NULL, NULL);
    const struct schedule_known known = {"C", SCHEDULE_DROPPED, DAY_NONE, NULL};
    const struct schedule then = compute(before, NULL, 0, NULL);
    const struct schedule now = compute(after, &known, 1, NULL);
    struct schedule_moves moves;
    schedule_diff(arena, &(struct schedule_side){before, &then},
                  &(struct schedule_side){after, &now}, &moves);
    assert_int_equal(moves.milestones.len, 2);
    assert_int_equal(moves.milestones.items[0].days, 4); /* 3 → 9 February */
    assert_int_equal(moves.milestones.items[0].due_after, day("2026-02-20"));
    assert_string_equal(moves.milestones.items[1].id, "OLD");
    assert_int_equal(moves.milestones.items[1].change, SCHEDULE_REMOVED);
    assert_int_equal(moves.end_days, 4);
    static const struct {
        const char *id;
        enum schedule_change change;
        int32_t days;
    } rows[] = {{"E", SCHEDULE_ADDED, 0},
                {"B", SCHEDULE_MOVED, 4},
                {"C", SCHEDULE_REMOVED, 0},
                {"D", SCHEDULE_REMOVED, 0}};
    assert_int_equal(moves.issues.len, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(moves.issues.items[i].id, rows[i].id);
        assert_int_equal(moves.issues.items[i].change, rows[i].change);
        assert_int_equal(moves.issues.items[i].days, rows[i].days);
    }
    assert_int_equal(moves.added, 1);
    assert_int_equal(moves.removed, 2);
    assert_int_equal(moves.later, 1);
    schedule_diff(arena, &(struct schedule_side){after, &now}, &(struct schedule_side){after, &now},
                  &moves);
    assert_int_equal(moves.issues.len + moves.milestones.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(workdays),
        cmocka_unit_test(work_takes_working_days),
        cmocka_unit_test(milestones_are_windows),
        cmocka_unit_test(owners_do_one_thing_at_a_time),
        cmocka_unit_test(hands_leave_room),
        cmocka_unit_test(urgent_work_goes_first),
        cmocka_unit_test(progress_counts),
        cmocka_unit_test(without_a_start_work_begins_today),
        cmocka_unit_test(everything_done),
        cmocka_unit_test(fewer_hours_a_day),
        cmocka_unit_test(what_moved),
        cmocka_unit_test(ceilings),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
