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
    assert_true(report.milestones.items[0].counts_known);
    assert_int_equal(report.milestones.items[0].github_open, 2);
    assert_int_equal(report.milestones.items[0].github_closed, 1);
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

static void write_plan(struct app_world *world, const char *name, const char *text)
{
    const char *path = path_join(world->arena, world->folder, name);
    assert_int_equal(file_write_atomic(path, text, strlen(text), 0644, &world->err), OK);
}

/* Two plans of one repository share a cache; each is itself, whichever was synced last. */
static void the_plan_that_was_named_is_shown(void **state)
{
    (void)state;
    struct app_world world;
    struct status_report report;
    story_open(&world, plan);
    write_plan(&world, "roadmap/docs.yaml",
               "scope: docs\nmilestones: []\nissues: [{id: DOC-1, title: A guide}, {id: DOC-2, "
               "title: Another}]\n");
    world.app.spec_path = "roadmap/docs.yaml";
    world.now_ms += 60000;
    assert_int_equal(app_world_sync(&world, NULL), 0);
    status_of(&world, &report);
    assert_string_equal(report.plan->path, "roadmap/docs.yaml");
    assert_string_equal(report.ready.items[0].id, "DOC-1");

    world.app.spec_path = "roadmap/roadmap.yaml";
    status_of(&world, &report);
    assert_string_equal(report.plan->path, "roadmap/roadmap.yaml");
    assert_int_equal(report.milestones.len, 2);
    assert_string_equal(report.ready.items[0].id, "DB-001");
    world.app.spec_path = NULL; /* what every other command would take */
    status_of(&world, &report);
    assert_string_equal(report.ready.items[0].id, "DB-001");
    app_world_close(&world);
}

static void a_plan_that_was_never_synced_is_itself(void **state)
{
    (void)state;
    struct app_world world;
    struct status_report report;
    story_open(&world, plan);
    write_plan(&world, "roadmap/new.yaml",
               "scope: new\nmilestones: []\nissues: [{id: N-1, title: New}]\n");
    world.app.spec_path = "roadmap/new.yaml";
    status_of(&world, &report);
    assert_string_equal(report.plan->path, "roadmap/new.yaml");
    assert_int_equal(report.outlook, OUTLOOK_NO_DATA);
    assert_int_equal(report.whole.total, 1);

    world.app.spec_path = "roadmap/gone.yaml";
    const struct status_options options = {.list_max = SIZE_MAX};
    assert_int_equal(app_status(&world.app, &options, &world.diags, &report, &world.err), ERR_SPEC);
    err_clear(&world.err);
    app_world_close(&world);
}

/* The same plan under another name: what GitHub has of it is known. */
static void a_plan_whose_file_was_renamed_is_known(void **state)
{
    (void)state;
    struct app_world world;
    struct status_report report;
    story_open(&world, plan);
    person(&world, "issue 1 close");
    person(&world, "issue 2 assign octocat");
    assert_int_equal(app_world_plan_run(&world, NULL), 0);
    write_plan(&world, "roadmap/other.yaml", plan);
    world.app.spec_path = "roadmap/other.yaml";
    status_of(&world, &report);
    assert_string_equal(report.plan->path, "roadmap/other.yaml");
    assert_int_equal(report.whole.done, 1);
    assert_string_equal(report.in_work.items[0].owner, "octocat");
    assert_int_equal(report.milestones.items[0].number, 1);
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(issues_that_nobody_planned_are_shown),
        cmocka_unit_test(an_issue_that_left_the_plan_is_shown),
        cmocka_unit_test(the_plan_that_was_named_is_shown),
        cmocka_unit_test(a_plan_that_was_never_synced_is_itself),
        cmocka_unit_test(a_plan_whose_file_was_renamed_is_known),
    };
    return cmocka_run_group_tests_name("app status", tests, NULL, NULL);
}
