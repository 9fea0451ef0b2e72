#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "engine/several.h"

static struct arena *arena;
static struct several several;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    several = (struct several){0};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct several_plan *add(const char *spec, enum outlook outlook)
{
    struct several_plan plan = {.spec = spec};
    plan.report.outlook = outlook;
    plan.report.whole = (struct status_milestone){.done = 1,
                                                  .total = 4,
                                                  .hours_done = 8,
                                                  .hours_total = 40,
                                                  .proven = -1,
                                                  .asked = -1,
                                                  .due_day = DAY_NONE};
    VEC_PUSH(arena, &several.plans, plan);
    return &several.plans.items[several.plans.len - 1];
}

static void due_with(struct several_plan *plan, int32_t slack)
{
    struct status_milestone *focus = ARENA_NEW(arena, struct status_milestone);
    *focus = (struct status_milestone){.id = "M", .slack_known = true, .slack_days = slack};
    plan->report.focus = focus;
}

static void assert_order(const char *names)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < several.plans.len; i++)
        str_addf(&text, "%s%s", i ? " " : "", several.plans.items[i].name);
    assert_string_equal(text.p, names);
}

static void the_worst_comes_first(void **state)
{
    (void)state;
    (void)add("done", OUTLOOK_DONE);
    (void)add("undated", OUTLOOK_NO_DATES);
    (void)add("unread", OUTLOOK_NO_DATA);
    due_with(add("loose", OUTLOOK_ON_TRACK), 9);
    due_with(add("tight", OUTLOOK_ON_TRACK), 1);
    (void)add("risky", OUTLOOK_AT_RISK);
    (void)add("late", OUTLOOK_LATE);
    add("broken", OUTLOOK_NO_DATA)->code = ERR_SPEC;
    several_sum_up(&several);
    assert_order("broken late risky unread tight loose undated done");
    assert_int_equal(several.failed, 1);
    assert_int_equal(several.outlooks[OUTLOOK_ON_TRACK], 2);
    assert_int_equal(several.outlooks[OUTLOOK_NO_DATA], 1);
    assert_string_equal(several.worst->name, "late");
    assert_int_equal(several.total.outlook, OUTLOOK_LATE);
}

static void those_that_stand_alike_keep_their_order(void **state)
{
    (void)state;
    (void)add("c", OUTLOOK_NO_DATES);
    (void)add("a", OUTLOOK_NO_DATES);
    (void)add("b", OUTLOOK_NO_DATES);
    several_sum_up(&several);
    assert_order("c a b");
}

static void names_leave_out_the_folders_that_all_share(void **state)
{
    (void)state;
    (void)add("plans/web/roadmap.json", OUTLOOK_DONE);
    (void)add("plans/warehouse/roadmap.json", OUTLOOK_DONE);
    several_sum_up(&several);
    assert_order("web/roadmap.json warehouse/roadmap.json");

    several = (struct several){0};
    (void)add("roadmap/a.json", OUTLOOK_DONE);
    (void)add("b.json", OUTLOOK_DONE);
    several_sum_up(&several);
    assert_order("roadmap/a.json b.json");
}

static void numbers_are_added_and_the_oldest_reading_counts(void **state)
{
    (void)state;
    struct several_plan *plan = add("a", OUTLOOK_ON_TRACK);
    plan->report.read_at_ms = 2000;
    plan->report.blocked.more = 3;
    plan->report.not_in_plan = 1;
    plan->report.whole.due_day = 70;
    plan = add("b", OUTLOOK_ON_TRACK);
    plan->report.read_at_ms = 1000;
    plan->report.blocked.len = 2;
    plan->report.whole.asked = 3;
    plan->report.whole.proven = 1;
    plan->report.whole.due_day = 60;
    (void)add("never read", OUTLOOK_NO_DATA);
    plan = add("broken", OUTLOOK_DONE);
    plan->code = ERR_SPEC;
    several_sum_up(&several);
    const struct status_report *total = &several.total;
    assert_int_equal(total->whole.done, 3);
    assert_int_equal(total->whole.total, 12);
    assert_true(total->whole.hours_total == 120.0);
    assert_int_equal(total->whole.asked, 3);
    assert_int_equal(total->whole.proven, 1);
    assert_int_equal(total->whole.due_day, 70);
    assert_int_equal(total->blocked.more, 5);
    assert_int_equal(total->not_in_plan, 1);
    assert_int_equal(total->read_at_ms, 1000);
}

static void nothing_that_could_be_shown_is_unknown(void **state)
{
    (void)state;
    add("a", OUTLOOK_DONE)->code = ERR_SPEC;
    add("b", OUTLOOK_DONE)->code = ERR_FAILED;
    several_sum_up(&several);
    assert_null(several.worst);
    assert_int_equal(several.failed, 2);
    assert_int_equal(several.total.outlook, OUTLOOK_NO_DATA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_worst_comes_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(those_that_stand_alike_keep_their_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_leave_out_the_folders_that_all_share, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(numbers_are_added_and_the_oldest_reading_counts, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(nothing_that_could_be_shown_is_unknown, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
