/* Runs taken back: at every write, with every way to lose an answer, the world is in the end what
 * it was before the run; the plan then has the same work to do again. */
#include "support/app_story.h"

#include "app/run_journal.h"

static const char *const plan =
    "scope: db\n"
    "labels:\n"
    "  - {name: 'area:db', color: '5319e7', description: Database}\n"
    "milestones:\n"
    "  - {id: M1, title: 'M1: Foundation', description: First steps, due_on: 2026-12-14}\n"
    "  - {id: M2, title: 'M2: Roof', description: Last steps}\n"
    "issues:\n"
    "  - {id: DB-001, title: 'DB-001: Inventory', milestone: M1, labels: ['area:db'],\n"
    "     summary: Know what is there., tasks: [List it]}\n"
    "  - {id: DB-002, title: 'DB-002: Schema', milestone: M1, labels: ['area:db', 'p1'],\n"
    "     depends_on: [DB-001], summary: Write it down.}\n"
    "  - {id: DB-003, title: 'DB-003: Part of it', parent: DB-002, summary: Part.}\n";

static void change_everything(struct app_world *world)
{
    respec(world, "description: Database", "description: All of it");
    respec(world, "name: 'area:db'", "name: 'area:data', previously: ['area:db']");
    respec(world, "labels: ['area:db']", "labels: ['area:data']");
    respec(world, "labels: ['area:db', 'p1']", "labels: ['area:data', 'p2']");
    respec(world, "title: 'M1: Foundation', description: First steps",
           "title: 'M1: Basis', description: The first steps");
    respec(world, "due_on: 2026-12-14", "due_on: 2026-12-20");
    respec(world, "title: 'DB-001: Inventory', milestone: M1",
           "title: 'DB-001: Stock', milestone: M2");
    respec(world, "Know what is there.", "Know all of it.");
    respec(world, "title: 'DB-003: Part of it', parent: DB-002",
           "title: 'DB-003: Part of it', parent: DB-001, state: closed, depends_on: [DB-002]");
    respec(world, "depends_on: [DB-001], summary", "summary");
}

static int undo(struct app_world *world, const char *name, struct undo_report *report)
{
    err_clear(&world->err);
    *report = (struct undo_report){0};
    if (app_undo(&world->app, name, NULL, report, &world->err) != OK)
        print_message("undo: %s\n", world->err.message);
    for (size_t i = 0; i < report->left.len; i++)
        print_message("left: %s %s %s\n", report->left.items[i].id,
                      report->left.items[i].field ? report->left.items[i].field : "",
                      report->left.items[i].reason);
    return report->sync.exit_status;
}

/* What stands on GitHub, but for times and for the number in a mark, which comes with the first
 * PATCH and says nothing that was agreed. */
static char *shape(struct app_world *world)
{
    char *json = sandbox_world_json(world->sandbox, false);
    struct str text cleanup_str;
    str_init(&text, 0);
    for (const char *at = json; *at;) {
        if (text_starts(at, " num=")) {
            at += strlen(" num=");
            at += strspn(at, "0123456789");
        } else if (text_starts(at, ",l:")) { /* a renamed label is the same one */
            at += 1 + strcspn(at + 1, ",");
        } else if (text_starts(at, "\"reopened\"")) {
            str_add(&text, "null"); /* how GitHub says that it was closed once */
            at += strlen("\"reopened\"");
        } else {
            str_addc(&text, *at++);
        }
    }
    free(json);
    return strdup(text.p);
}

static void assert_shape(struct app_world *world, const char *expected, const char *what)
{
    char *got = shape(world);
    if (strcmp(got, expected) != 0) {
        size_t i = 0;
        while (got[i] && got[i] == expected[i])
            i++;
        i = i > 200 ? i - 200 : 0;
        fail_msg("%s:\n%.400s\ninstead of\n%.400s", what, got + i, expected + i);
    }
    free(got);
}

/* The run that changes everything, and the world before it. */
static const char *changed_world(struct app_world *world, char **before)
{
    story_open(world, plan);
    world->now_ms += 60000;
    *before = shape(world);
    change_everything(world);
    assert_int_equal(app_world_sync(world, NULL), 0);
    world->now_ms += 60000;
    sandbox_log_clear(world->sandbox);
    return world->report.run;
}

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
    story_open(&world, plan);
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
    story_open(&world, plan);
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
