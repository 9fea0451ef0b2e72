/* Writes whose outcome nobody knows: at every write, with every way to lose an answer, and with the
 * sender killed. In the end everything is there once, and a further run writes nothing. */
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/app_story.h"

static const char *const plan =
    "scope: db\n"
    "labels:\n"
    "  - {name: 'area:db', color: '5319e7', description: Database}\n"
    "milestones:\n"
    "  - {id: M1, title: 'M1: Foundation', description: First steps, due_on: 2026-12-14}\n"
    "  - {id: M2, title: 'M2: Roof', description: Last steps}\n"
    "issues:\n"
    "  - {id: DB-001, title: 'DB-001: Inventory', milestone: M1, labels: ['area:db'],\n"
    "     summary: Know what is there.}\n"
    "  - {id: DB-002, title: 'DB-002: Schema', milestone: M1, labels: ['area:db', 'p1'],\n"
    "     depends_on: [DB-001], summary: Write it down.}\n"
    "  - {id: DB-003, title: 'DB-003: Part of it', parent: DB-002, summary: Part.}\n";

/* 2 labels, 2 milestones, 3 issues, 2 links. */
#define CREATIONS 9

static void change_everything(struct app_world *world)
{
    respec(world, "description: Database", "description: All of it");
    respec(world, "name: 'area:db'", "name: 'area:data', previously: ['area:db']");
    respec(world, "labels: ['area:db']", "labels: ['area:data']");
    respec(world, "labels: ['area:db', 'p1']", "labels: ['area:data', 'p2']");
    respec(world, "title: 'M1: Foundation', description: First steps",
           "title: 'M1: Basis', description: The first steps");
    respec(world, "title: 'DB-001: Inventory', milestone: M1",
           "title: 'DB-001: Stock', milestone: M2");
    respec(world, "Know what is there.", "Know all of it.");
    respec(world, "title: 'DB-003: Part of it', parent: DB-002",
           "title: 'DB-003: Part of it', parent: DB-001, state: closed, depends_on: [DB-002]");
    respec(world, "depends_on: [DB-001], summary", "summary");
}

static const char *title_of(struct app_world *world, int64_t number)
{
    return number ? issue_at(world, number).title : "-";
}

/* Everything but numbers and nonces, which may differ. */
static char *shape(struct app_world *world)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    const struct sandbox_counts counts = sandbox_counts(world->sandbox);
    str_addf(&text, "%zu labels, %zu milestones, %zu issues, %zu open, %zu parents, %zu blockers\n",
             counts.labels, counts.milestones, counts.issues, counts.open_issues, counts.sub_issues,
             counts.dependencies);
    static const char *const labels[] = {"area:db", "area:data", "p1", "p2"};
    for (size_t i = 0; i < 4; i++) {
        struct sandbox_label label;
        if (sandbox_label(world->sandbox, labels[i], &label))
            str_addf(&text, "%s: %s\n", label.name, label.description ? label.description : "");
    }
    static const char *const milestones[] = {"M1: Foundation", "M1: Basis", "M2: Roof"};
    for (size_t i = 0; i < 3; i++) {
        struct sandbox_milestone one;
        if (sandbox_milestone(world->sandbox, milestones[i], &one))
            str_addf(&text, "%s, due %s, %d issues\n", one.title, one.due_on ? one.due_on : "-",
                     (int)(one.open_issues + one.closed_issues));
    }
    static const char *const issues[] = {"DB-001: Inventory", "DB-001: Stock", "DB-002: Schema",
                                         "DB-003: Part of it"};
    for (size_t i = 0; i < 4; i++) {
        const int64_t number = sandbox_issue_titled(world->sandbox, issues[i]);
        if (!number)
            continue;
        const struct sandbox_issue issue = issue_at(world, number);
        const char *base = strstr(issue.body, "base=");
        str_addf(&text, "%s: %s, %s, milestone %d, parent %s, blocker %s, %s\n", issue.title,
                 issue.state, issue.labels, (int)issue.milestone, title_of(world, issue.parent),
                 title_of(world, atoll(issue.blocked_by)), base ? base : "no mark");
    }
    return strdup(text.p);
}

static char *expected_shape(bool changed)
{
    struct app_world world;
    story_open(&world, plan);
    if (changed) {
        change_everything(&world);
        assert_int_equal(app_world_sync(&world, NULL), 0);
    }
    char *json = shape(&world);
    app_world_close(&world);
    return json;
}

static size_t writes_of_the_change(void)
{
    struct app_world world;
    story_open(&world, plan);
    change_everything(&world);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    const size_t count = writes(&world);
    assert_run(&world, 0, 0);
    app_world_close(&world);
    return count;
}

/* The first ones leave the outcome in doubt. */
#define LOSSES_OF_ANSWERS 5
static const char *const losses[] = {"reset-after", "reset-before",      "status-after:502",
                                     "cutoff",      "late-commit:20000", "late-commit:200000",
                                     "refuse",      "invalid-json",      "status:502",
                                     "empty",       "secondary:60",      "too-fast"};

/* Loses the answer of write `nth` and runs to completion. */
static void lose(size_t nth, const char *loss, bool changed, bool lag, bool forget,
                 const char *expected)
{
    struct app_world world;
    struct sandbox_options options = {.list_lag_ms = lag ? 15000 : 0};
    app_world_open(&world, &options);
    app_world_plan(&world, plan);
    if (changed) {
        assert_int_equal(app_world_sync(&world, NULL), 0);
        world.now_ms += 60000;
        assert_int_equal(app_world_sync(&world, NULL), 0);
        change_everything(&world);
    }
    fault(&world, arena_printf(world.arena, "WRITE /** %d %s", (int)nth, loss));
    int status = app_world_sync(&world, NULL);
    if (status != 0 && status != 6)
        fail_msg("write %d, %s: status %d", (int)nth, loss, status);
    for (int run = 0; run < 3 && status; run++) {
        world.now_ms += 20LL * 60 * 1000;
        status = app_world_sync(&world, NULL);
    }
    if (status)
        fail_msg("write %d, %s: still status %d", (int)nth, loss, status);
    world.now_ms += 20LL * 60 * 1000;
    if (forget)
        app_world_lose_cache(&world);
    sandbox_log_clear(world.sandbox);
    status = app_world_sync(&world, NULL);
    if (status || writes(&world))
        fail_msg("write %d, %s: the next run has status %d, %d writes", (int)nth, loss, status,
                 (int)writes(&world));
    char *got = shape(&world);
    if (strcmp(got, expected) != 0)
        fail_msg("write %d, %s:\n%s\ninstead of\n%s", (int)nth, loss, got, expected);
    free(got);
    app_world_close(&world);
}

static void lose_each(bool changed, bool lag, bool forget)
{
    char *expected = expected_shape(changed);
    const size_t count = changed ? writes_of_the_change() : CREATIONS;
    const size_t all = sizeof losses / sizeof *losses;
    for (size_t i = 0; i < (lag || forget ? LOSSES_OF_ANSWERS : all); i++)
        for (size_t nth = 1; nth <= count; nth++)
            lose(nth, losses[i], changed, lag, forget, expected);
    free(expected);
}

static void every_creation(void **state)
{
    (void)state;
    lose_each(false, false, false);
}

static void every_creation_while_lists_lag(void **state)
{
    (void)state;
    lose_each(false, true, false);
}

static void every_change(void **state)
{
    (void)state;
    lose_each(true, false, false);
}

static void every_change_and_then_the_cache(void **state)
{
    (void)state;
    lose_each(true, false, true);
}

static void beyond_max_wait_the_next_run_goes_on(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan);
    world.app.limits.max_wait_ms = 10000;
    fault(&world, "POST /repos/*/*/issues 1 reset-before");
    assert_int_equal(app_world_sync(&world, NULL), 6);
    assert_int_equal(world.report.stop, STOP_HORIZON);
    assert_true(world.report.resume_at_ms > world.now_ms);
    /* Everything else of the kind went on meanwhile. */
    assert_int_equal(sandbox_counts(world.sandbox).issues, 2);
    assert_int_equal(app_world_sync(&world, NULL), 6);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 2);
    for (int run = 0; run < 4; run++) {
        world.now_ms += 10LL * 60 * 1000;
        if (app_world_sync(&world, NULL) == 0)
            break;
    }
    assert_int_equal(world.report.exit_status, 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 3);
    assert_int_equal(sandbox_counts(world.sandbox).dependencies, 1);
    assert_run(&world, 0, 0);
    app_world_close(&world);
}

/* The intent was written long before its request went out: the process was asleep in between. The
 * looks count from when it was gone, not from the intent, or they would all be over at once and the
 * request, still on its way, would make a second issue. */
static void a_sleeper_sends_long_after_its_intent(void **state)
{
    (void)state;
    struct app_world world;
    sqlite3 *db = NULL;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan);
    world.app.limits.max_wait_ms = 1000;
    fault(&world, "POST /repos/*/*/issues 1 late-commit:100000");
    assert_int_equal(app_world_sync(&world, NULL), 6);
    assert_int_equal(sqlite3_open(world.app.cache_path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "UPDATE intent SET created_ms = created_ms - 1200000,"
                                  " server_ms = server_ms - 1200000 WHERE state = 'unknown'",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_changes(db), 1);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    world.app.limits.max_wait_ms = app_limits_default().max_wait_ms;
    assert_int_equal(app_world_sync(&world, NULL), 0);
    world.now_ms += 200000; /* by now the sleeper's request has arrived, whoever waited for it */
    assert_run(&world, 0, 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 3);
    app_world_close(&world);
}

/* The issue comes into being long after everybody gave it up: two of them, and one is healed. */
static void later_than_the_horizon_is_healed(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan);
    /* After the last look, and young enough to be no copy. */
    fault(&world, "POST /repos/*/*/issues 2 late-commit:800000");
    const int64_t start = world.now_ms;
    assert_int_equal(app_world_sync(&world, NULL), 0);
    world.now_ms = start + 810000;
    /* Too young to be sure. */
    assert_int_equal(app_world_sync(&world, NULL), 6);
    assert_int_equal(sandbox_counts(world.sandbox).open_issues, 4);
    world.now_ms += 30LL * 60 * 1000;
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_counts(world.sandbox).open_issues, 3);
    assert_int_equal(sandbox_issues_containing(world.sandbox, "roadmap:dup of=DB-002"), 1);
    assert_run(&world, 0, 0);
    app_world_lose_cache(&world);
    assert_run(&world, 0, 0);
    app_world_close(&world);
}

/* Runs sync in a process of its own until `ready` says that the server has got so far, and kills
 * it there. */
static void run_and_kill(struct app_world *world, size_t issues, size_t posts)
{
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct sync_options options = sync_options_default();
        _exit((int)app_sync(&world->app, &options, &world->diags, &world->report, &world->err));
    }
    for (int i = 0; i < 2000; i++) {
        if (sandbox_counts(world->sandbox).issues >= issues &&
            sandbox_fault_hits(world->sandbox) >= posts)
            break;
        usleep(5000);
    }
    assert_int_equal(kill(child, SIGKILL), 0);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
}

static void killed_between_intent_and_answer(void **state)
{
    (void)state;
    static const struct {
        const char *fault;
        size_t issues;
    } rows[] = {{"POST /repos/*/*/issues 2 stall:20000", 2},
                {"POST /repos/*/*/issues 2 stall-before:20000", 1}};
    for (size_t i = 0; i < 2; i++) {
        struct app_world world;
        app_world_open(&world, NULL);
        app_world_plan(&world, plan);
        fault(&world, rows[i].fault);
        run_and_kill(&world, rows[i].issues, 1);
        sandbox_fault_clear(world.sandbox);
        assert_int_equal(sandbox_counts(world.sandbox).issues, rows[i].issues);
        assert_int_equal(app_world_sync(&world, NULL), 0);
        assert_int_equal(sandbox_counts(world.sandbox).issues, 3);
        assert_int_equal(sandbox_counts(world.sandbox).labels, 2);
        assert_int_equal(sandbox_counts(world.sandbox).dependencies, 1);
        assert_int_equal(sandbox_counts(world.sandbox).sub_issues, 1);
        assert_run(&world, 0, 0);
        app_world_lose_cache(&world);
        assert_run(&world, 0, 0);
        app_world_close(&world);
    }
}

/* One creation of many is lost. What was made behind it is known by number, so a look reads one
 * page and the numbers above; looks that are overdue are one. */
static void a_look_reads_only_what_is_not_known(void **state)
{
    (void)state;
    struct app_world world;
    struct str text cleanup_str;
    app_world_open(&world, NULL);
    str_init(&text, 0);
    str_add(&text, "scope: db\nmilestones: []\nissues:\n");
    for (int i = 0; i < 330; i++)
        str_addf(&text, "  - {id: DB-%03d, title: 'DB-%03d: Work'}\n", i, i);
    app_world_plan(&world, text.p);
    world.app.limits.write_interval_ms = 1000;
    fault(&world, "POST /repos/*/*/issues 20 reset-before");
    const size_t first_reads = 4;
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 330);
    if (gets(&world) > first_reads + 2 * 3)
        fail_msg("%d GETs", (int)gets(&world));
    assert_int_equal(writes(&world), 331);
    app_world_close(&world);
}

/* A label that comes off and a link that goes: 404 is what GitHub answers where rights are missing,
 * too. The item has failed, and the next run does it. */
static void a_404_alone_takes_nothing_away(void **state)
{
    (void)state;
    char *expected = expected_shape(true);
    size_t struck = 0;
    for (int nth = 1; nth <= 3; nth++) {
        struct app_world world;
        story_open(&world, plan);
        change_everything(&world);
        fault(&world, arena_printf(world.arena, "DELETE /** %d not-found", nth));
        const int status = app_world_sync(&world, NULL);
        const bool hit = sandbox_fault_hits(world.sandbox) > 0;
        sandbox_fault_clear(world.sandbox);
        struck += hit;
        if (hit ? status != 1 && status != 4 : status != 0)
            fail_msg("DELETE %d: status %d", nth, status);
        assert_int_equal(app_world_sync(&world, NULL), 0);
        char *got = shape(&world);
        assert_string_equal(got, expected);
        free(got);
        assert_run(&world, 0, 0);
        app_world_close(&world);
    }
    assert_true(struck >= 2);
    free(expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_creation),
        cmocka_unit_test(every_creation_while_lists_lag),
        cmocka_unit_test(every_change),
        cmocka_unit_test(every_change_and_then_the_cache),
        cmocka_unit_test(a_404_alone_takes_nothing_away),
        cmocka_unit_test(beyond_max_wait_the_next_run_goes_on),
        cmocka_unit_test(a_sleeper_sends_long_after_its_intent),
        cmocka_unit_test(later_than_the_horizon_is_healed),
        cmocka_unit_test(killed_between_intent_and_answer),
        cmocka_unit_test(a_look_reads_only_what_is_not_known),
    };
    return cmocka_run_group_tests_name("app outcomes", tests, NULL, NULL);
}
