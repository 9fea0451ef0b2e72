/* `status` says what is not in the plan: it asks the cache only. */
#include "support/app_story.h"

static const char plan[] = "scope: db\n"
                           "milestones: [{id: M1, title: First}, {id: M2, title: Second}]\n"
                           "issues:\n"
                           "  - {id: DB-001, title: \"DB-001: One\", milestone: M1}\n"
                           "  - {id: DB-002, title: \"DB-002: Two\", milestone: M2}\n";

static void status_of(struct app_world *world, struct status_report *report)
{
    world->diags = (struct diags){0};
    *report = (struct status_report){0};
    sandbox_log_clear(world->sandbox);
    const struct status_options options = {.list_max = SIZE_MAX};
    assert_int_equal(app_status(&world->app, &options, &world->diags, report, &world->err), OK);
    assert_int_equal(gets(world), 0);
}

static void issues_that_nobody_planned_are_shown(void **state)
{
    (void)state;
    struct app_world world;
    struct status_report report;
    story_open(&world, plan);
    status_of(&world, &report);
    assert_int_equal(report.not_in_plan, 0);

    person(&world, "issue new Audit log is too slow");
    person(&world, "issue 3 milestone First");
    person(&world, "issue new DB-002: The same again");
    person(&world, "issue new DB-099: A key of somebody else");
    person(&world, "issue new Closed already");
    person(&world, "issue 6 milestone First");
    person(&world, "issue 6 close");
    assert_int_equal(app_world_plan_run(&world, NULL), 0);
    assert_int_equal(world.report.changeset->unplanned.len, 2);
    status_of(&world, &report);
    assert_int_equal(report.not_in_plan, 2);
    assert_int_equal(report.look_at.len, 2);
    assert_int_equal(report.look_at.items[0].number.v, 3);
    assert_string_equal(report.look_at.items[0].reason, "is in M1, not in the plan");
    assert_int_equal(report.look_at.items[1].number.v, 4);
    assert_string_equal(report.look_at.items[1].title, "DB-002: The same again");
    app_world_close(&world);
}

static void an_issue_that_left_the_plan_is_shown(void **state)
{
    (void)state;
    struct app_world world;
    struct status_report report;
    story_open(&world, plan);
    app_world_plan(&world, "scope: db\n"
                           "milestones: [{id: M1, title: First}, {id: M2, title: Second}]\n"
                           "issues: [{id: DB-001, title: \"DB-001: One\", milestone: M1}]\n");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    status_of(&world, &report);
    assert_int_equal(report.not_in_plan, 1);
    assert_int_equal(report.look_at.items[0].number.v, 2);
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(issues_that_nobody_planned_are_shown),
        cmocka_unit_test(an_issue_that_left_the_plan_is_shown),
    };
    return cmocka_run_group_tests_name("app status", tests, NULL, NULL);
}
