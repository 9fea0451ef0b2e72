/* Scope and work done by day, and what changed; the thousand histories of integration/app_burnup
 * hold the numbers against a recomputation, here stand the rules beside them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include "engine/burnup.h"
#include "engine/scope.h"

#define DAY_MS (INT64_C(24) * 3600 * 1000)
#define DAY 20000 /* the first one */

static struct arena *arena;
static struct scope_history history;
static struct scope_reader reader;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    history = (struct scope_history){0};
    scope_begin(arena, &history, &reader);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct plan *plan_of(size_t issues, bool closed)
{
    struct plan *plan = ARENA_NEW(arena, struct plan);
    const struct plan_milestone milestone = {
        .id = "M1", .title = "One", .start_on = DAY_NONE, .closed = closed};
    plan->start_on = DAY_NONE;
    VEC_PUSH(arena, &plan->milestones, milestone);
    for (size_t i = 0; i < issues; i++) {
        struct plan_issue issue = {.id = arena_printf(arena, "A-%zu", i),
                                   .title = arena_printf(arena, "A-%zu: Step", i),
                                   .effort_hours = 8};
        issue.milestone = (struct opt_text){.presence = SET, .text = "M1"};
        VEC_PUSH(arena, &plan->issues, issue);
    }
    return plan;
}

static void take(const struct plan *plan, int32_t day)
{
    scope_take(&reader, plan, "c0ffee", (DAY + day) * DAY_MS);
}

static struct burnup burn(const struct scope_closing *closings, size_t count, int32_t today)
{
    struct burnup burnup;
    const struct burnup_input input = {
        .history = &history, .closings = closings, .closing_count = count, .today = DAY + today};
    burnup_compute(arena, &input, &burnup);
    return burnup;
}

static void expect_point(const struct burnup_line *line, size_t at, int32_t day, int64_t scope,
                         int64_t done)
{
    assert_true(at < line->points.len);
    assert_int_equal(line->points.items[at].day, DAY + day);
    assert_int_equal(line->points.items[at].scope, scope);
    assert_int_equal(line->points.items[at].done, done);
}

static void a_closed_milestone_keeps_its_line(void **state)
{
    (void)state;
    const struct scope_closing closings[] = {{.id = "A-0", .closed = true, .day = DAY + 3},
                                             {.id = "A-1", .closed = true, .day = DAY + 5}};
    take(plan_of(2, false), 0);
    take(plan_of(2, true), 6);
    struct burnup before = burn(closings, 2, 10);
    /* A year later somebody puts an issue into it. */
    take(plan_of(3, true), 370);
    struct burnup after = burn(closings, 2, 400);
    const struct burnup_line *line = &after.milestones.items[0];
    assert_int_equal(line->end_day, DAY + 5);
    assert_int_equal(line->end_day, before.milestones.items[0].end_day);
    assert_int_equal(line->points.len, before.milestones.items[0].points.len);
    expect_point(line, 0, 0, 2, 0);
    expect_point(line, 1, 3, 2, 1);
    expect_point(line, 2, 5, 2, 2);
    assert_int_equal(after.whole.points.items[after.whole.points.len - 1].scope, 3);
}

static void what_was_dropped_on_github_leaves_the_scope_on_that_day(void **state)
{
    (void)state;
    const struct scope_closing closings[] = {
        {.id = "A-0", .closed = true, .dropped = true, .day = DAY + 4}};
    take(plan_of(2, false), 0);
    struct burnup burnup = burn(closings, 1, 10);
    assert_int_equal(burnup.whole.points.len, 2);
    expect_point(&burnup.whole, 0, 0, 2, 0);
    expect_point(&burnup.whole, 1, 4, 1, 0);
}

static struct scope_closing reopened(bool closed, int32_t day)
{
    struct scope_closing closing = {.id = "A-0", .closed = closed, .day = day};
    const struct scope_reopening past = {.closed_day = DAY + 3, .reopened_day = DAY + 5};
    VEC_PUSH(arena, &closing.past, past);
    return closing;
}

static void what_github_reopened_was_done_in_between(void **state)
{
    (void)state;
    const struct scope_closing open = reopened(false, DAY_NONE), again = reopened(true, DAY + 8);
    take(plan_of(2, false), 0);
    struct burnup burnup = burn(&open, 1, 10);
    assert_int_equal(burnup.whole.points.len, 3);
    expect_point(&burnup.whole, 0, 0, 2, 0);
    expect_point(&burnup.whole, 1, 3, 2, 1);
    expect_point(&burnup.whole, 2, 5, 2, 0);
    burnup = burn(&again, 1, 10);
    assert_int_equal(burnup.whole.points.len, 4);
    expect_point(&burnup.whole, 2, 5, 2, 0);
    expect_point(&burnup.whole, 3, 8, 2, 1);
    /* A clock behind that of GitHub. */
    burnup = burn(&open, 1, 4);
    assert_int_equal(burnup.whole.points.len, 3);
    expect_point(&burnup.whole, 2, 4, 2, 0);
    burnup = burn(&again, 1, 4);
    assert_int_equal(burnup.whole.points.len, 2);
    expect_point(&burnup.whole, 1, 3, 2, 1);
}

static void the_plan_does_not_close_what_github_reopened(void **state)
{
    (void)state;
    const struct scope_closing again = reopened(true, DAY + 8);
    struct plan *plan = plan_of(2, false);
    take(plan, 0);
    plan = plan_of(2, false);
    plan->issues.items[0].closed = true;
    take(plan, 2);
    struct burnup burnup = burn(&again, 1, 10);
    assert_int_equal(burnup.whole.points.len, 4);
    expect_point(&burnup.whole, 1, 2, 2, 1); /* nothing is known of GitHub then */
    expect_point(&burnup.whole, 2, 5, 2, 0);
    expect_point(&burnup.whole, 3, 8, 2, 1);
}

static void several_revisions_of_a_day_are_one(void **state)
{
    (void)state;
    take(plan_of(2, false), 0);
    scope_take(&reader, plan_of(5, false), "a", DAY * DAY_MS + 1000);
    scope_take(&reader, plan_of(3, false), "b", DAY * DAY_MS + 2000);
    scope_take(&reader, plan_of(3, false), "c", DAY * DAY_MS + 3000);
    struct burnup burnup = burn(NULL, 0, 2);
    assert_int_equal(burnup.revisions, 3); /* the last one changed nothing */
    assert_int_equal(burnup.whole.points.len, 1);
    expect_point(&burnup.whole, 0, 0, 3, 0);
}

static void a_reopening_is_a_change(void **state)
{
    (void)state;
    const struct scope_closing again = reopened(true, DAY + 8);
    struct plan *plan = plan_of(2, false);
    take(plan, 0);
    struct page page = {.plan = plan, .since_day = DAY + 4};
    const struct burnup_input input = {
        .history = &history, .closings = &again, .closing_count = 1, .today = DAY + 9};
    burnup_changes(arena, &input, &page, 9);
    assert_int_equal(page.changes.len, 2);
    assert_string_equal(page.changes.items[0].text, "done");
    assert_int_equal(page.changes.items[0].day, DAY + 8);
    assert_string_equal(page.changes.items[1].text, "reopened on GitHub");
    assert_int_equal(page.changes.items[1].day, DAY + 5);
}

static void a_plan_that_is_not_there_yet_has_no_days(void **state)
{
    (void)state;
    struct burnup burnup = burn(NULL, 0, 2);
    assert_int_equal(burnup.first_day, DAY_NONE);
    assert_int_equal(burnup.whole.points.len, 0);
}

static void expect_change(const struct page *page, size_t at, const char *id, const char *text)
{
    assert_true(at < page->changes.len);
    if (id)
        assert_string_equal(page->changes.items[at].id, id);
    assert_string_equal(page->changes.items[at].text, text);
}

static void changes_are_those_since_a_day_newest_first(void **state)
{
    (void)state;
    const struct scope_closing closings[] = {{.id = "A-1", .closed = true, .day = DAY + 12}};
    struct plan *plan = plan_of(3, false);
    take(plan, 0);
    plan = plan_of(2, false);
    plan->milestones.items[0].due_on = (struct opt_day){.presence = SET, .day = DAY + 30};
    plan->issues.items[0].effort_hours = 20;
    take(plan, 8);
    struct page page = {.plan = plan, .since_day = DAY + 5};
    const struct burnup_input input = {
        .history = &history, .closings = closings, .closing_count = 1, .today = DAY + 14};
    burnup_changes(arena, &input, &page, 3);
    assert_int_equal(page.changes.len, 3);
    assert_int_equal(page.more_changes, 1);
    expect_change(&page, 0, "A-1", "done");
    expect_change(&page, 1, "M1", "due none → 3 Nov");
    expect_change(&page, 2, "A-0", "effort 8 h → 20 h");

    page = (struct page){.plan = plan, .since_day = DAY - 5};
    burnup_changes(arena, &input, &page, 3);
    expect_change(&page, 1, NULL, "the plan begins, with 3 issues");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_closed_milestone_keeps_its_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_dropped_on_github_leaves_the_scope_on_that_day,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_github_reopened_was_done_in_between, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_plan_does_not_close_what_github_reopened, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_reopening_is_a_change, set_up, tear_down),
        cmocka_unit_test_setup_teardown(several_revisions_of_a_day_are_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_plan_that_is_not_there_yet_has_no_days, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(changes_are_those_since_a_day_newest_first, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests_name("engine burn-up", tests, NULL, NULL);
}
