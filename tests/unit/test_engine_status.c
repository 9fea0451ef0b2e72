#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/status.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

#define NOW INT64_C(1772614800000) /* 2026-03-04T09:00:00Z */

/* What was read of an issue. */
struct row {
    bool closed;
    const char *reason, *assignee;
};

static struct plan *plan;
static VEC(struct row) rows; /* beside plan->issues */
static size_t list_max;
static size_t asked; /* for words */

static int32_t day(const char *text)
{
    int32_t value;
    assert_true(day_parse(text, &value));
    return value;
}

static void add_milestone(const char *id, const char *due)
{
    struct plan_milestone milestone = {.id = id, .title = id, .start_on = DAY_NONE};
    if (due) {
        milestone.due_on.presence = SET;
        assert_true(day_parse(due, &milestone.due_on.day));
    }
    VEC_PUSH(arena, &plan->milestones, milestone);
}

static struct row *add_issue(const char *id, const char *milestone, double hours, const char *after)
{
    struct plan_issue issue = {.id = id, .title = id, .effort_hours = hours};
    if (milestone)
        issue.milestone = (struct opt_text){.presence = SET, .text = milestone};
    if (after)
        strlist_add(arena, &issue.depends_on.items, after);
    VEC_PUSH(arena, &plan->issues, issue);
    const struct row row = {0};
    VEC_PUSH(arena, &rows, row);
    return &rows.items[rows.len - 1];
}

static void close_row(struct row *row, const char *reason)
{
    row->closed = true;
    row->reason = reason;
}

static enum code words_of(void *state, const struct standing *issue, struct standing_words *words,
                          struct err *err)
{
    const struct row *row = &rows.items[issue->key];
    (void)state;
    (void)err;
    asked++;
    *words = (struct standing_words){.id = plan->issues.items[issue->key].id,
                                     .assignee = row->assignee,
                                     .since = row->closed ? "2026-03-03T08:00:00Z"
                                                          : "2026-03-02T08:00:00Z"};
    return OK;
}

static void read_all(struct standings *standings)
{
    for (size_t i = 0; i < standings->milestones.len; i++) {
        standings->milestones.items[i].read = true;
        standings->milestones.items[i].number.v = (int64_t)i + 1;
    }
    for (size_t i = 0; i < standings->issues.len; i++) {
        const struct row *row = &rows.items[i];
        struct standing *issue = &standings->issues.items[i];
        issue->read = true;
        issue->number.v = (int64_t)(standings->milestones.len + i);
        issue->closed = row->closed;
        issue->dropped = row->closed && row->reason && strcmp(row->reason, "completed") != 0;
        issue->assigned = row->assignee != NULL;
    }
}

static struct status_report compute(void)
{
    struct status_report report = {0};
    struct err err cleanup_err = ERR_INIT;
    const bool any = plan->milestones.len + plan->issues.len > 0;
    struct status_input input = {.list_max = list_max, .read_at_ms = any ? NOW : 0, .now_ms = NOW};
    status_take_plan(arena, plan, &input);
    input.words = words_of;
    read_all(&input.standings);
    asked = 0;
    assert_int_equal(status_compute(arena, &input, &report, &err), OK);
    return report;
}

static void start(void)
{
    plan = ARENA_NEW(arena, struct plan);
    memset(&rows, 0, sizeof rows);
    list_max = SIZE_MAX;
}

static void numbers(void **state)
{
    (void)state;
    start();
    add_milestone("M1", "2026-03-13");
    close_row(add_issue("A1", "M1", 10, NULL), "completed");
    add_issue("A2", "M1", 20, "A1");
    add_issue("A3", "M1", -1, "A2");
    close_row(add_issue("A4", "M1", 100, NULL), "not_planned");
    close_row(add_issue("A5", NULL, 2, NULL), NULL);
    rows.items[1].assignee = "octocat";
    add_issue("A6", NULL, 2, NULL);
    struct status_report report = compute();
    const struct status_milestone *milestone = &report.milestones.items[0];
    assert_int_equal(milestone->done, 1);
    assert_int_equal(milestone->total, 3); /* not planned leaves the scope */
    assert_true(milestone->hours_estimated);
    assert_true(milestone->hours_done > 9.9 && milestone->hours_done < 10.1);
    assert_true(milestone->hours_total > 39.9 && milestone->hours_total < 40.1); /* median 10 */
    assert_int_equal(report.whole.done, 2);
    assert_int_equal(report.whole.total, 5);
    assert_int_equal(report.done.len, 2);
    assert_int_equal(report.in_work.len, 1);
    assert_string_equal(report.in_work.items[0].owner, "octocat");
    assert_int_equal(report.in_work.items[0].age_days, 2);
    assert_int_equal(report.blocked.len, 1);
    assert_string_equal(report.blocked.items[0].blocked_by.items[0], "A2");
    assert_int_equal(report.ready.len, 1);
    assert_int_equal(report.outlook, OUTLOOK_ON_TRACK);
    assert_string_equal(report.focus->id, "M1");
    assert_true(report.focus->slack_known); /* 30 h from Wednesday on end on Monday */
    assert_int_equal(report.focus->slack_days, 4);
    assert_int_equal(report.expected_day, day("2026-03-09"));
    assert_int_equal(report.whole.expected_day, day("2026-03-09"));
    assert_int_equal(report.whole.slack_days, 4);
    assert_int_equal(report.whole.proven, -1);
}

/* Expected comes from the schedule: who does what, after what, and when milestones start. */
static void expected(void **state)
{
    (void)state;
    start();
    add_milestone("M1", "2026-03-06");
    add_milestone("M2", "2026-03-20");
    plan->milestones.items[1].start_on = day("2026-03-16");
    add_issue("A1", "M1", 16, NULL);
    add_issue("A2", "M1", 16, NULL);
    add_issue("B1", "M2", 8, "A1");
    struct status_report report = compute();
    assert_int_equal(report.outlook, OUTLOOK_ON_TRACK); /* two people could do it */
    assert_string_equal(report.focus->id, "M1");
    assert_int_equal(report.focus->slack_days, 1);
    assert_int_equal(report.milestones.items[1].expected_day, day("2026-03-16"));
    plan->issues.items[0].owner = plan->issues.items[1].owner = "octocat";
    report = compute();
    assert_int_equal(report.outlook, OUTLOOK_AT_RISK); /* one cannot */
    assert_string_equal(report.focus->id, "M1");
    assert_int_equal(report.expected_day, day("2026-03-09"));
    assert_int_equal(report.focus->slack_days, -1);
    plan->milestones.items[1].due_on.day = day("2026-03-03");
    report = compute();
    assert_int_equal(report.outlook, OUTLOOK_LATE);
    assert_string_equal(report.focus->id, "M2");
    strlist_add(arena, &plan->issues.items[0].depends_on.items, "B1");
    report = compute(); /* a circle: nobody can say when, but what is past is past */
    assert_int_equal(report.outlook, OUTLOOK_LATE);
    assert_int_equal(report.expected_day, DAY_NONE);
    assert_false(report.milestones.items[0].slack_known);
    assert_int_equal(report.milestones.items[1].slack_days, -1);
}

static void verdicts(void **state)
{
    (void)state;
    start();
    assert_int_equal(compute().outlook, OUTLOOK_NO_DATA);
    add_milestone("M1", NULL);
    add_issue("A1", "M1", 1, NULL);
    assert_int_equal(compute().outlook, OUTLOOK_NO_DATES);
    add_milestone("M2", "2026-03-01");
    add_issue("A2", "M2", 1, NULL);
    struct status_report report = compute();
    assert_int_equal(report.outlook, OUTLOOK_LATE);
    assert_string_equal(report.focus->id, "M2");
    assert_int_equal(report.focus->slack_days, -3);
    close_row(&rows.items[1], "completed");
    report = compute();
    assert_int_equal(report.outlook, OUTLOOK_NO_DATES);
    assert_int_equal(report.look_at.len, 1); /* complete, but open */
    assert_string_equal(report.look_at.items[0].id, "M2");
    close_row(&rows.items[0], "completed");
    assert_int_equal(compute().outlook, OUTLOOK_DONE);
    rows.items[0].reason = "duplicate";
    assert_int_equal(compute().outlook, OUTLOOK_DONE);
}

/* A short list counts as a long one does, and asks for no word that it does not show. */
static void short_lists(void **state)
{
    (void)state;
    start();
    add_issue("A1", NULL, 1, NULL);
    add_issue("A2", NULL, 1, "A1");
    add_issue("A3", NULL, 1, "A2");
    add_issue("A4", NULL, 1, "A1");
    close_row(add_issue("A5", NULL, 1, NULL), NULL);
    list_max = 1;
    struct status_report report = compute();
    assert_int_equal(report.ready.len, 1);
    assert_int_equal(report.ready.more, 0);
    assert_int_equal(report.blocked.len, 1);
    assert_int_equal(report.blocked.more, 2);
    assert_string_equal(report.blocked.items[0].id, "A2");
    assert_string_equal(report.blocked.items[0].blocked_by.items[0], "A1");
    assert_int_equal(report.done.len, 1);
    assert_int_equal(asked, 4);
    assert_int_equal(report.whole.total, 5);
    list_max = 0;
    report = compute();
    assert_int_equal(report.blocked.len, 0);
    assert_int_equal(report.blocked.more, 3);
    assert_int_equal(asked, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(numbers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(expected, set_up, tear_down),
        cmocka_unit_test_setup_teardown(verdicts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(short_lists, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
