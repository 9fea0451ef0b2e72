/* plan -o and sync --plan: a sync that does what was shown, or nothing. */
#include "support/app_story.h"

static const char *const plan = "scope: db\n"
                                "milestones:\n"
                                "  - {id: M1, title: 'M1: Foundation'}\n"
                                "issues:\n"
                                "  - {id: DB-001, title: 'DB-001: Inventory', milestone: M1,\n"
                                "     labels: [p1], summary: Know what is there.}\n"
                                "  - {id: DB-002, title: 'DB-002: Schema', state: closed,\n"
                                "     depends_on: [DB-001]}\n";

static const char *file(struct app_world *world)
{
    return path_join(world->arena, world->folder, "plan.json");
}

static int promise(struct app_world *world)
{
    struct sync_options options = sync_options_default();
    options.promise_out = file(world);
    return app_world_plan_run(world, &options);
}

static int keep(struct app_world *world)
{
    struct sync_options options = sync_options_default();
    options.promise = file(world);
    sandbox_log_clear(world->sandbox);
    return app_world_sync(world, &options);
}

static size_t stale(const struct app_world *world)
{
    return world->report.stale.len;
}

static void what_was_promised_is_done(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan);
    assert_int_equal(promise(&world), 0);
    assert_int_equal(sandbox_count_method(world.sandbox, "WRITE"), 0);
    assert_int_equal(keep(&world), 0);
    assert_int_equal(writes(&world), 6);
    /* A second time: all of it is done, and done under this file. */
    assert_int_equal(keep(&world), 0);
    assert_int_equal(writes(&world), 0);
    /* Another machine, without the journal: the file no longer holds. */
    app_world_lose_cache(&world);
    assert_int_equal(keep(&world), 5);
    assert_int_equal(writes(&world), 0);
    assert_true(stale(&world) > 0);
    app_world_close(&world);
}

/* Either side moved in between, in each of the ways that change what would be written. */
static void anything_else_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *old, *new; /* in the plan, or */
        const char *edit;      /* by a person */
    } rows[] = {
        {"title: 'DB-001: Inventory'", "title: 'DB-001: The inventory'", NULL},
        {"Know what is there.", "Know what is where.", NULL},
        {"labels: [p1]", "labels: [p1, p2]", NULL},
        {"depends_on: [DB-001]", "depends_on: []", NULL},
        {"milestone: M1,", "", NULL},
        {"M1: Foundation", "M1: Ground", NULL},
        {NULL, NULL, "label new p1"},
        {NULL, NULL, "milestone new M1: Foundation"},
        {NULL, NULL, "issue new DB-001: Inventory"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct app_world world;
        app_world_open(&world, NULL);
        app_world_plan(&world, plan);
        assert_int_equal(promise(&world), 0);
        print_message("%s\n", rows[i].edit ? rows[i].edit : rows[i].new);
        if (rows[i].edit)
            person(&world, "%s", rows[i].edit);
        else
            respec(&world, rows[i].old, rows[i].new);
        assert_int_equal(keep(&world), 5);
        assert_int_equal(writes(&world), 0);
        assert_true(stale(&world) > 0);
        assert_int_equal(promise(&world), 0);
        assert_int_equal(keep(&world), 0);
        assert_true(writes(&world) > 0);
        app_world_close(&world);
    }
}

/* What people do beside it makes no difference to it. */
static void work_beside_it_is_no_difference(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    respec(&world, "DB-001: Inventory", "DB-001: The inventory");
    assert_int_equal(promise(&world), 0);
    person(&world, "issue 1 comment Hello");
    person(&world, "issue 1 assign octocat");
    person(&world, "issue 2 reopen");
    person(&world, "issue new Something else");
    assert_int_equal(keep(&world), 0);
    assert_string_equal(issue_at(&world, 1).title, "DB-001: The inventory");
    app_world_close(&world);
}

/* Stopped at every write in turn: the rest is still what was promised. */
static void a_stopped_run_goes_on_under_it(void **state)
{
    (void)state;
    for (int nth = 1; nth <= 6; nth++) {
        struct app_world world;
        app_world_open(&world, NULL);
        app_world_plan(&world, plan);
        assert_int_equal(promise(&world), 0);
        fault(&world, arena_printf(world.arena, "WRITE /** %d+ refuse", nth));
        (void)keep(&world);
        sandbox_fault_clear(world.sandbox);
        int status = keep(&world);
        if (status == 6)
            status = keep(&world);
        print_message("stopped at write %d\n", nth);
        assert_int_equal(status, 0);
        assert_int_equal(status, 0);
        assert_int_equal(stale(&world), 0);
        assert_settled(&world, 0);
        app_world_close(&world);
    }
}

static void a_file_of_something_else_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "{}",
        "[]",
        "{\"command\": \"plan-file\"}",
        "{\"command\": \"plan-file\", \"rows\": [1]}",
    };
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan);
    assert_int_equal(keep(&world), 1); /* none at all */
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(
            file_write_atomic(file(&world), texts[i], strlen(texts[i]), 0600, &world.err), OK);
        assert_int_equal(keep(&world), 1);
    }
    /* Somebody wrote into it. */
    char *text = NULL;
    size_t len = 0;
    assert_int_equal(promise(&world), 0);
    assert_int_equal(
        file_read(world.arena, file(&world), LIMIT_SPEC_BYTES, &text, &len, &world.err), OK);
    char *at = strstr(text, "DB-002");
    assert_non_null(at);
    at[5] = '3';
    assert_int_equal(file_write_atomic(file(&world), text, len, 0600, &world.err), OK);
    assert_int_equal(keep(&world), 1);
    /* Another plan. */
    assert_int_equal(promise(&world), 0);
    respec(&world, "scope: db", "scope: other");
    assert_int_equal(keep(&world), 5);
    assert_int_equal(sandbox_count_method(world.sandbox, "WRITE"), 0);
    app_world_close(&world);
}

static void other_options_are_refused(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan);
    assert_int_equal(promise(&world), 0);
    struct sync_options options = sync_options_default();
    options.promise = file(&world);
    options.again = " --rewrite";
    options.rewrite = true;
    assert_int_equal(app_world_sync(&world, &options), 5);
    assert_int_equal(sandbox_count_method(world.sandbox, "WRITE"), 0);
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_promised_is_done),
        cmocka_unit_test(anything_else_is_refused),
        cmocka_unit_test(work_beside_it_is_no_difference),
        cmocka_unit_test(a_stopped_run_goes_on_under_it),
        cmocka_unit_test(a_file_of_something_else_is_refused),
        cmocka_unit_test(other_options_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
