/* Tokens that may less than the plan needs: it is said (4), nothing is repeated, nothing is lost.
 */
#include "support/app_story.h"

static const char *const plan =
    "scope: db\n"
    "labels:\n"
    "  - {name: 'area:db', color: '5319e7', description: Database}\n"
    "milestones:\n"
    "  - {id: M1, title: 'M1: Foundation', description: First steps}\n"
    "issues:\n"
    "  - {id: DB-001, title: 'DB-001: Inventory', milestone: M1, labels: ['area:db'],\n"
    "     summary: Know what is there.}\n"
    "  - {id: DB-002, title: 'DB-002: Schema', summary: Write it down.}\n";

static void dropped_fields_are_told(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan);
    fault(&world, "POST /repos/*/*/issues * drop-fields");
    assert_int_equal(app_world_sync(&world, NULL), 4);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 2);
    assert_true(world.report.errors.len >= 2);
    sandbox_fault_clear(world.sandbox);
    /* With the right to it the next run puts them there. */
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_string_equal(issue_at(&world, 1).labels, "area:db");
    assert_int_equal(issue_at(&world, 1).milestone, 1);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 2);
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void roles_that_may_not_write(void **state)
{
    (void)state;
    static const enum sandbox_role roles[] = {SANDBOX_ROLE_TRIAGE, SANDBOX_ROLE_READ};
    for (size_t i = 0; i < 2; i++) {
        struct app_world world;
        struct sandbox_options options = {.role = roles[i], .login = "hubot"};
        app_world_open(&world, &options);
        app_world_plan(&world, plan);
        assert_int_equal(app_world_sync(&world, NULL), 4);
        assert_true(world.report.errors.len > 0);
        assert_int_equal(writes(&world), 1);
        assert_int_equal(app_world_plan_run(&world, NULL), 0);
        app_world_close(&world);
    }
}

static void hidden_repository_and_wrong_token(void **state)
{
    (void)state;
    struct sandbox_options hidden = {.hidden = true}, other = {.token = "another"};
    struct sandbox_options *rows[] = {&hidden, &other};
    for (size_t i = 0; i < 2; i++) {
        struct app_world world;
        app_world_open(&world, rows[i]);
        app_world_plan(&world, plan);
        assert_int_equal(app_world_sync(&world, NULL), 4);
        assert_int_equal(writes(&world), 0);
        app_world_close(&world);
    }
}

/* What GitHub makes of a value beyond normalisation is an error of the item, not a new base. */
static void changed_beyond_normalisation(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    respec(&world, "DB-002: Schema", "DB-002: Tables");
    fault(&world, "PATCH /repos/*/*/issues/2 1 echo-old");
    assert_true(app_world_sync(&world, NULL) != 0);
    assert_int_equal(world.report.errors.len, 1);
    assert_run(&world, 0, 1);
    assert_string_equal(issue_at(&world, 2).title, "DB-002: Tables");
    assert_settled(&world, 0);
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dropped_fields_are_told),
        cmocka_unit_test(roles_that_may_not_write),
        cmocka_unit_test(hidden_repository_and_wrong_token),
        cmocka_unit_test(changed_beyond_normalisation),
    };
    return cmocka_run_group_tests_name("app rights", tests, NULL, NULL);
}
