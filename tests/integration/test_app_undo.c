/* Runs taken back: at every write, with every way to lose an answer, the world is in the end what
 * it was before the run; the plan then has the same work to do again. */
#include "support/app_changed.h"

#include "app/runs/run_journal.h"

static void everything_goes_back_and_can_be_done_again(void **state)
{
    (void)state;
    struct app_world world;
    struct undo_report report;
    char *before = NULL;
    const char *run = changed_world(&world, &before);
    char *after = shape(&world);
    assert_int_equal(undo(&world, run, &report), 0);
    assert_int_equal(report.left.len, 0);
    assert_shape(&world, before, "after the undo");
    const char *back = report.sync.run;
    sandbox_log_clear(world.sandbox);
    assert_int_equal(undo(&world, run, &report), 0);
    assert_int_equal(writes(&world), 0);
    assert_int_equal(undo(&world, back, &report), 0);
    assert_shape(&world, after, "after the undo of the undo");
    assert_run(&world, 0, 0);
    assert_int_equal(undo(&world, run, &report), 0);
    assert_shape(&world, before, "after the second undo");
    assert_int_equal(app_world_plan_run(&world, NULL), 0);
    assert_true(world.report.changeset->writes > 8);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_shape(&world, after, "after the next sync");
    assert_run(&world, 0, 0);
    free(before);
    free(after);
    app_world_close(&world);
}

static size_t writes_of_the_undo(void)
{
    struct app_world world;
    struct undo_report report;
    char *before = NULL;
    const char *run = changed_world(&world, &before);
    assert_int_equal(undo(&world, run, &report), 0);
    const size_t count = writes(&world);
    free(before);
    app_world_close(&world);
    return count;
}

static const char *const losses[] = {"reset-after", "reset-before", "status:502"};

static void lose(size_t nth, const char *loss)
{
    struct app_world world;
    struct undo_report report;
    char *before = NULL;
    const char *run = changed_world(&world, &before);
    const char *what = arena_printf(world.arena, "write %d, %s", (int)nth, loss);
    fault(&world, arena_printf(world.arena, "WRITE /** %d %s", (int)nth, loss));
    int status = undo(&world, run, &report);
    for (int again = 0; again < 3 && status; again++) {
        world.now_ms += 20LL * 60 * 1000;
        status = undo(&world, run, &report);
    }
    if (status)
        fail_msg("%s: still status %d", what, status);
    assert_shape(&world, before, what);
    sandbox_log_clear(world.sandbox);
    assert_int_equal(undo(&world, run, &report), 0);
    if (writes(&world))
        fail_msg("%s: the next undo writes", what);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_run(&world, 0, 0);
    free(before);
    app_world_close(&world);
}

static void every_write_of_an_undo_may_lose_its_answer(void **state)
{
    (void)state;
    const size_t count = writes_of_the_undo();
    assert_true(count > 8);
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++)
        for (size_t nth = 1; nth <= count; nth++)
            lose(nth, losses[i]);
}

/* A person is faster than we are, between our reading and our question. */
static void an_edit_after_the_snapshot_stays(void **state)
{
    (void)state;
    struct app_world world;
    struct undo_report report;
    story_open(&world, changed_plan);
    respec(&world, "DB-001: Inventory", "DB-001: Stock");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    const char *run = world.report.run;
    fault(&world, "GET /repos/*/*/issues/1 1 person-edit:issue 1 title Theirs");
    assert_int_equal(undo(&world, run, &report), 5);
    assert_int_equal(report.left.len, 1);
    assert_string_equal(issue_at(&world, 1).title, "Theirs");
    app_world_close(&world);
}

static void only_so_many_journals_are_kept(void **state)
{
    (void)state;
    struct app_world world;
    struct strlist names = {0};
    story_open(&world, changed_plan);
    const char *folder = run_journal_folder(world.arena, world.app.cache_path);
    const char *foreign = path_join(world.arena, folder, "notes.jsonl");
    assert_int_equal(file_create(foreign, "{}\n", 3, 0600, &world.err), OK);
    for (int i = 0; i < RUNS_KEPT + 5; i++) {
        const char *name = arena_printf(world.arena, "%s/%07x.jsonl", folder, i);
        if (!file_exists(name))
            assert_int_equal(file_write_atomic(name, "{}\n", 3, 0600, &world.err), OK);
    }
    respec(&world, "DB-001: Inventory", "DB-001: Stock");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(dir_list(world.arena, folder, &names, &world.err), OK);
    assert_int_equal(names.len, RUNS_KEPT + 1);
    assert_true(file_exists(foreign));
    assert_true(file_exists(
        path_join(world.arena, folder, arena_printf(world.arena, "%s.jsonl", world.report.run))));
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_goes_back_and_can_be_done_again),
        cmocka_unit_test(every_write_of_an_undo_may_lose_its_answer),
        cmocka_unit_test(an_edit_after_the_snapshot_stays),
        cmocka_unit_test(only_so_many_journals_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
