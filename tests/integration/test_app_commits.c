/* How many commits a run costs, and what is on the disk at each moment: a write whose next one
 * follows at once shares a commit with it, and before every pause everything is on the disk. */
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/app_story.h"

static const char *const head = "scope: db\n"
                                "labels:\n"
                                "  - {name: 'area:db', color: '5319e7', description: Database}\n"
                                "milestones:\n"
                                "  - {id: M1, title: 'M1: Foundation'}\n"
                                "issues:\n"
                                "  - {id: A, title: 'A: one', milestone: M1, labels: ['area:db']}\n"
                                "  - {id: B, title: 'B: two', depends_on: [A]}\n";
static const char *const more = "  - {id: C, title: 'C: three', parent: A}\n"
                                "  - {id: D, title: 'D: four', depends_on: [A, B]}\n";

static int commits;

static int on_commit(void *state)
{
    (void)state;
    commits++;
    return 0;
}

static int on_connection(sqlite3 *db, char **error, const struct sqlite3_api_routines *api)
{
    (void)error;
    (void)api;
    (void)sqlite3_commit_hook(db, on_commit, NULL);
    return SQLITE_OK;
}

/* What another process sees, however it is locked. -1: there is no such table yet. */
static int64_t seen(const struct app_world *world, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    int64_t value = -1;
    assert_int_equal(sqlite3_open_v2(world->app.cache_path, &db, SQLITE_OPEN_READONLY, NULL),
                     SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK) {
        assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
        value = sqlite3_column_int64(stmt, 0);
    }
    (void)sqlite3_finalize(stmt);
    (void)sqlite3_close(db);
    return value;
}

#define IN_STATE(state) "SELECT count(*) FROM intent WHERE state = '" state "'"

static int commits_of_run(struct app_world *world, size_t wanted_writes)
{
    const size_t before = writes(world);
    commits = 0;
    assert_int_equal(app_world_sync(world, NULL), 0);
    assert_int_equal(writes(world) - before, wanted_writes);
    return commits;
}

/* 5 writes, or 10; what else a run commits is the same for both. */
static int commits_of_plan(const char *plan, size_t wanted_writes, int64_t interval_ms)
{
    struct app_world world;
    app_world_open(&world, NULL);
    world.app.limits.write_interval_ms = interval_ms;
    app_world_plan(&world, plan);
    const int count = commits_of_run(&world, wanted_writes);
    assert_int_equal(seen(&world, IN_STATE("done")), wanted_writes);
    app_world_close(&world);
    return count;
}

static const char *longer(struct arena *arena)
{
    return arena_printf(arena, "%s%s", head, more);
}

static void one_commit_a_write_when_nothing_lies_between(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    const int few = commits_of_plan(head, 5, 0);
    const int many = commits_of_plan(longer(arena), 10, 0);
    assert_int_equal(many - few, 5);
}

static void two_commits_a_write_when_it_is_paced(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    const int few = commits_of_plan(head, 5, 1010);
    const int many = commits_of_plan(longer(arena), 10, 1010);
    assert_int_equal(many - few, 10);
}

struct pauses {
    struct app_world *world;
    struct clock real;
    int count;
};

/* Everything that was answered is on the disk while the run sleeps. */
static void sleep_and_look(void *state, int64_t duration_ms)
{
    struct pauses *pauses = state;
    assert_int_equal(seen(pauses->world, IN_STATE("done")), writes(pauses->world));
    assert_int_equal(seen(pauses->world, IN_STATE("open")), 0);
    pauses->count++;
    clock_sleep(&pauses->real, duration_ms);
}

static int64_t real_now(void *state)
{
    return clock_now(&((struct pauses *)state)->real);
}

static void before_a_pause_everything_is_on_the_disk(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, longer(arena));
    struct pauses pauses = {.world = &world, .real = world.app.clock};
    world.app.clock = (struct clock){&pauses, real_now, real_now, sleep_and_look};
    /* Three at once, then a minute's pause. */
    world.app.limits.creates_per_minute = 3;
    world.app.limits.max_wait_ms = 600000;
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_true(pauses.count >= 3);
    assert_int_equal(writes(&world), 10);
    app_world_close(&world);
}

static void nothing_is_held_behind_a_failure(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, head);
    fault(&world, "POST /repos/*/*/issues 2 status:422");
    assert_int_not_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(seen(&world, IN_STATE("failed")), 1);
    assert_int_equal(seen(&world, IN_STATE("done")), 3);
    assert_int_equal(seen(&world, IN_STATE("open")), 0);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 2);
    app_world_close(&world);
}

/* The server holds the answer to the second issue back; the sender dies there. */
static void killed_at_a_request_everything_before_it_is_done(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, head);
    fault(&world, "POST /repos/*/*/issues 2 stall:20000");
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct sync_options options = sync_options_default();
        _exit((int)app_sync(&world.app, &options, &world.diags, &world.report, &world.err));
    }
    for (int i = 0; i < 2000 && sandbox_fault_hits(world.sandbox) == 0; i++)
        usleep(5000);
    assert_int_equal(kill(child, SIGKILL), 0);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(seen(&world, IN_STATE("done")), 3);
    assert_int_equal(seen(&world, IN_STATE("open")), 1);
    sandbox_fault_clear(world.sandbox);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 2);
    assert_int_equal(sandbox_counts(world.sandbox).labels, 1);
    (void)commits_of_run(&world, 0);
    app_world_close(&world);
}

int main(void)
{
    (void)sqlite3_auto_extension((void (*)(void))on_connection);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_commit_a_write_when_nothing_lies_between),
        cmocka_unit_test(two_commits_a_write_when_it_is_paced),
        cmocka_unit_test(before_a_pause_everything_is_on_the_disk),
        cmocka_unit_test(nothing_is_held_behind_a_failure),
        cmocka_unit_test(killed_at_a_request_everything_before_it_is_done),
    };
    return cmocka_run_group_tests_name("app commits", tests, NULL, NULL);
}
