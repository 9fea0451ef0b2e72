/* GitHub's limits, our thresholds, and the lock: who has to wait, who is refused, who goes on. */
#include <sys/wait.h>
#include <unistd.h>

#include "store/lock.h"
#include "support/app_story.h"

/* A plan of `labels` labels and `issues` issues. */
static const char *plan_of(struct app_world *world, int labels, int issues, const char *summary)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    str_add(&text, "scope: db\nlabels:\n");
    for (int i = 1; i <= labels; i++)
        str_addf(&text, "  - {name: 'l%d', color: '5319e7', description: '%s'}\n", i, summary);
    str_add(&text, labels ? "" : "  []\n");
    str_add(&text, "milestones: [{id: M1, title: 'M1: All'}]\nissues:\n");
    for (int i = 1; i <= issues; i++)
        str_addf(&text, "  - {id: DB-%03d, title: 'DB-%03d: Work', summary: '%s'}\n", i, i,
                 summary);
    str_add(&text, issues ? "" : "  []\n");
    return str_dup(&text, world->arena);
}

static void open_with(struct app_world *world, int labels, int issues)
{
    app_world_open(world, NULL);
    app_world_plan(world, plan_of(world, labels, issues, "one"));
    assert_int_equal(app_world_sync(world, NULL), 0);
    sandbox_log_clear(world->sandbox);
}

static void limits_are_waited_for(void **state)
{
    (void)state;
    static const struct {
        const char *fault;
        int64_t at_least_ms;
    } rows[] = {{"POST /repos/*/*/issues 2 secondary:90", 90000},
                {"POST /repos/*/*/issues 2 secondary-429:70", 70000},
                {"POST /repos/*/*/issues 2 secondary-no-header", 60000},
                {"POST /repos/*/*/issues 2 primary:300", 300000},
                {"POST /repos/*/*/issues 2 too-fast", 60000},
                {"GET /repos/*/*/issues 1 secondary:90", 90000},
                {"GET /repos/*/*/labels 1 primary:200", 200000}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct app_world world;
        app_world_open(&world, NULL);
        app_world_plan(&world, plan_of(&world, 1, 4, "s"));
        fault(&world, rows[i].fault);
        print_message("%s\n", rows[i].fault);
        assert_int_equal(app_world_sync(&world, NULL), 0);
        assert_true(world.slept_ms >= rows[i].at_least_ms);
        assert_true(world.slept_ms <= rows[i].at_least_ms + 5000);
        assert_int_equal(sandbox_counts(world.sandbox).issues, 4);
        assert_run(&world, 0, 0);
        app_world_close(&world);
    }
}

static void beyond_max_wait_is_6_with_the_time_to_go_on(void **state)
{
    (void)state;
    static const char *const faults[] = {"POST /repos/*/*/issues 2+ primary:3600",
                                         "POST /repos/*/*/issues 2+ secondary:1800"};
    for (size_t i = 0; i < 2; i++) {
        struct app_world world;
        app_world_open(&world, NULL);
        app_world_plan(&world, plan_of(&world, 1, 4, "s"));
        fault(&world, faults[i]);
        assert_int_equal(app_world_sync(&world, NULL), 6);
        assert_int_equal(world.report.stop, STOP_LIMIT);
        assert_true(world.report.resume_at_ms - world.now_ms > 15 * 60 * 1000);
        assert_true(world.slept_ms < 5000);
        assert_int_equal(sandbox_counts(world.sandbox).issues, 1);
        sandbox_fault_clear(world.sandbox);
        world.now_ms = world.report.resume_at_ms + 1000;
        assert_run(&world, 0, 3);
        assert_int_equal(sandbox_counts(world.sandbox).issues, 4);
        app_world_close(&world);
    }
}

static void no_permission_is_not_retried(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan_of(&world, 1, 4, "s"));
    fault(&world, "POST /** 1+ permission");
    assert_int_equal(app_world_sync(&world, NULL), 4);
    assert_int_equal(writes(&world), 1);
    assert_int_equal(world.slept_ms, 0);
    app_world_close(&world);
}

static void pace_is_never_violated(void **state)
{
    (void)state;
    struct app_world world;
    struct sandbox_options options = {
        .pace_ms = 1000, .creates_per_minute = 80, .creates_per_hour = 500};
    app_world_open(&world, &options);
    const struct app_limits limits = app_limits_default();
    world.app.limits.write_interval_ms = limits.write_interval_ms;
    world.app.limits.creates_per_hour = limits.creates_per_hour;
    world.app.limits.creates_per_minute = limits.creates_per_minute;
    app_world_plan(&world, plan_of(&world, 150, 60, "s"));
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_pace_violations(world.sandbox), 0);
    assert_int_equal(sandbox_count_status(world.sandbox, 403), 0);
    assert_true(world.slept_ms >= 210 * 1010);
    assert_true(world.slept_ms <= 230 * 1010);
    app_world_close(&world);
}

/* 500 creations an hour, counted over runs and also without the cache of before. */
static void creations_are_counted_over_runs(void **state)
{
    (void)state;
    struct app_world world;
    struct sandbox_options options = {.creates_per_hour = 60};
    app_world_open(&world, &options);
    world.app.limits.creates_per_hour = 60;
    app_world_plan(&world, plan_of(&world, 30, 10, "s"));
    assert_int_equal(app_world_sync(&world, NULL), 0);
    world.now_ms += 10 * 60 * 1000;
    app_world_plan(&world, plan_of(&world, 50, 60, "s"));
    assert_int_equal(app_world_sync(&world, NULL), 6);
    assert_int_equal(world.report.stop, STOP_LIMIT);
    size_t minute, hour;
    sandbox_creation_peaks(world.sandbox, &minute, &hour);
    assert_int_equal(hour, 60);
    assert_int_equal(sandbox_count_status(world.sandbox, 403), 0);
    for (int run = 0; run < 6 && world.report.exit_status; run++) {
        world.now_ms = world.report.resume_at_ms;
        app_world_sync(&world, NULL);
    }
    assert_int_equal(world.report.exit_status, 0);
    sandbox_creation_peaks(world.sandbox, &minute, &hour);
    assert_true(hour <= 60);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 60);
    app_world_close(&world);
}

static void refused(struct app_world *world, bool expected)
{
    sandbox_log_clear(world->sandbox);
    assert_int_equal(app_world_sync(world, NULL), expected ? 5 : 0);
    assert_int_equal(world->report.threshold_refused, expected);
    if (expected)
        assert_int_equal(writes(world), 0);
}

/* Changes the summary of the first `count` of `total` issues. */
static void change_some(struct app_world *world, int count, int total)
{
    app_world_plan(world, plan_of(world, 0, total, "one"));
    for (int i = 1; i <= count; i++)
        respec(world, arena_printf(world->arena, "%03d: Work', summary: 'one'", i),
               arena_printf(world->arena, "%03d: Work', summary: 'two'", i));
}

static void changes_above_the_threshold_are_refused(void **state)
{
    (void)state;
    static const struct {
        int total, count;
        bool refused;
    } rows[] = {{9, 9, false}, {10, 3, false},    {10, 4, true},   {20, 6, false},
                {20, 7, true}, {400, 100, false}, {400, 101, true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct app_world world;
        app_world_open(&world, NULL);
        app_world_plan(&world, plan_of(&world, 0, rows[i].total, "one"));
        assert_int_equal(app_world_sync(&world, NULL), 0);
        change_some(&world, rows[i].count, rows[i].total);
        refused(&world, rows[i].refused);
        if (rows[i].refused) {
            struct sync_options options = sync_options_default();
            options.allow_changes = rows[i].count - 1;
            assert_int_equal(app_world_sync(&world, &options), 5);
            assert_int_equal(writes(&world), 0);
            options.allow_changes = rows[i].count;
            assert_int_equal(app_world_sync(&world, &options), 0);
            assert_int_equal(writes(&world), rows[i].count);
        }
        app_world_close(&world);
    }
}

static void creations_and_ticks_do_not_count(void **state)
{
    (void)state;
    struct app_world world;
    open_with(&world, 0, 10);
    app_world_plan(&world, plan_of(&world, 5, 60, "one"));
    refused(&world, false);
    app_world_close(&world);
}

static void emptied_plan_is_refused(void **state)
{
    (void)state;
    struct app_world world;
    open_with(&world, 0, 4);
    app_world_plan(&world, "scope: db\nmilestones: []\nissues: []\n");
    refused(&world, true);
    app_world_lose_cache(&world);
    refused(&world, true);
    app_world_close(&world);
}

static void closes_above_the_threshold_are_refused(void **state)
{
    (void)state;
    struct app_world world;
    open_with(&world, 0, 20);
    for (int i = 1; i <= 3; i++)
        respec(&world, arena_printf(world.arena, "%03d: Work',", i),
               arena_printf(world.arena, "%03d: Work', state: closed,", i));
    refused(&world, true);
    struct sync_options options = sync_options_default();
    options.allow_changes = 99;
    assert_int_equal(app_world_sync(&world, &options), 5);
    options.allow_closes = 2;
    assert_int_equal(app_world_sync(&world, &options), 5);
    assert_int_equal(sandbox_counts(world.sandbox).open_issues, 20);
    options.allow_changes = -1;
    options.allow_closes = 3;
    assert_int_equal(app_world_sync(&world, &options), 0);
    assert_int_equal(sandbox_counts(world.sandbox).open_issues, 17);
    app_world_close(&world);
}

/* A plan that only shows says what sync would refuse, and does not fail. */
static void plan_shows_what_sync_would_refuse(void **state)
{
    (void)state;
    struct app_world world;
    open_with(&world, 0, 10);
    change_some(&world, 10, 10);
    assert_int_equal(app_world_plan_run(&world, NULL), 0);
    assert_int_equal(writes(&world), 0);
    assert_int_equal(world.report.changeset->writes, 10);
    assert_false(world.report.threshold_refused);
    assert_non_null(strstr(world.report.refusal_headline, "10 of 10 issues"));
    assert_string_equal(world.report.refusal_command, "roadmap sync --allow-changes 10");
    app_world_close(&world);
}

/* Another process holds the lock: sync ends with 7 at once, plan works beside it. */
static void lock_of_another_process(void **state)
{
    (void)state;
    struct app_world world;
    open_with(&world, 1, 3);
    int ready[2], done[2];
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(done), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct store_lock lock = STORE_LOCK_INIT;
        const enum code code =
            store_lock_take(world.app.cache_path, &world.app.clock, 0, &lock, &world.err);
        char byte = code ? 'n' : 'y';
        if (write(ready[1], &byte, 1) != 1 || read(done[0], &byte, 1) != 1)
            _exit(1);
        _exit(code ? 1 : 0);
    }
    char byte = 0;
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    respec(&world, "summary: 'one'", "summary: 'two'");
    assert_run(&world, 7, 0);
    assert_int_equal(app_world_plan_run(&world, NULL), 0);
    assert_int_equal(world.report.changeset->writes, 1);
    assert_int_equal(write(done[1], "x", 1), 1);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_run(&world, 0, 1);
    for (int i = 0; i < 2; i++) {
        close(ready[i]);
        close(done[i]);
    }
    app_world_close(&world);
}

static void plan_without_a_cache_makes_none_beside_a_sync(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan_of(&world, 1, 3, "one"));
    assert_int_equal(app_world_plan_run(&world, NULL), 0);
    assert_int_equal(writes(&world), 0);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 3);
    assert_run(&world, 0, 0);
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_waited_for),
        cmocka_unit_test(beyond_max_wait_is_6_with_the_time_to_go_on),
        cmocka_unit_test(no_permission_is_not_retried),
        cmocka_unit_test(pace_is_never_violated),
        cmocka_unit_test(creations_are_counted_over_runs),
        cmocka_unit_test(changes_above_the_threshold_are_refused),
        cmocka_unit_test(creations_and_ticks_do_not_count),
        cmocka_unit_test(emptied_plan_is_refused),
        cmocka_unit_test(closes_above_the_threshold_are_refused),
        cmocka_unit_test(plan_shows_what_sync_would_refuse),
        cmocka_unit_test(lock_of_another_process),
        cmocka_unit_test(plan_without_a_cache_makes_none_beside_a_sync),
    };
    return cmocka_run_group_tests_name("app limits", tests, NULL, NULL);
}
