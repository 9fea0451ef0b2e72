/* People who act while sync runs, and runs that have nothing but the server to go by. */
#include "support/app_story.h"

static const char *const plan =
    "scope: db\n"
    "labels:\n"
    "  - {name: 'area:db', color: '5319e7', description: Database}\n"
    "milestones:\n"
    "  - {id: M1, title: 'M1: Foundation', description: First steps}\n"
    "issues:\n"
    "  - {id: DB-001, title: 'DB-001: Inventory', milestone: M1, labels: ['area:db', 'p1'],\n"
    "     summary: Know what is there., tasks: [List the tables, List the stores],\n"
    "     done_when: [The list is reviewed]}\n"
    "  - {id: DB-002, title: 'DB-002: Schema', milestone: M1, labels: ['area:db'],\n"
    "     summary: Write it down.}\n";

/* What a person does right before our read of the object is never lost: the snapshot is too old to
 * write from. `last`: what stands there afterwards, in title or body. */
static void edits_before_the_verifying_read(void **state)
{
    (void)state;
    static const struct {
        const char *edit, *last;
        int status;
        size_t writes;
    } rows[] = {
        {"issue 1 append Their words.", "Their words.", 0, 1},
        {"issue 1 replace /[ ] List the tables/[x] List the tables/", "[x] List the tables", 0, 1},
        {"issue 1 replace /Know what is there./Their summary./", "Their summary.", 5, 0},
        {"issue 1 replace /The list is reviewed/Their criterion/", "Their criterion", 0, 1},
        {"issue 1 body All theirs.", "All theirs.", 0, 0},
        {"issue 1 title DB-001: Their title", "Know all of it.", 0, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct app_world world;
        story_open(&world, plan);
        print_message("%s\n", rows[i].edit);
        respec(&world, "Know what is there.", "Know all of it.");
        /* The lists are read; then time goes by. */
        fault(&world, "GET /repos/*/*/issues 1 person-edit-after label new later");
        fault(&world,
              arena_printf(world.arena, "GET /repos/*/*/issues/1 1 person-edit %s", rows[i].edit));
        world.app.limits.write_interval_ms = 3000;
        respec(&world, "description: Database", "description: All of it");
        respec(&world, "description: First steps", "description: The first steps");
        sandbox_log_clear(world.sandbox);
        const int status = app_world_sync(&world, NULL);
        assert_int_equal(status, rows[i].status);
        assert_int_equal(sandbox_count_matching(world.sandbox, "PATCH /repos/*/*/issues/1"),
                         rows[i].writes);
        assert_int_equal(world.report.requests.verify >= 1, 1);
        assert_true(has(issue_at(&world, 1).body, rows[i].last));
        if (has(rows[i].edit, " title "))
            assert_string_equal(issue_at(&world, 1).title, "DB-001: Their title");
        assert_run(&world, rows[i].status, 0);
        assert_run(&world, rows[i].status, 0);
        app_world_close(&world);
    }
}

/* Between our last read and our write nothing can be guarded; but what is not written is left. */
static void edits_right_before_the_write(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    fault(&world, "PATCH /repos/*/*/issues/1 1 person-edit issue 1 label theirs");
    fault(&world, "PATCH /repos/*/*/issues/1 1 person-edit issue 1 assign octocat");
    respec(&world, "DB-001: Inventory", "DB-001: Stock");
    respec(&world, "['area:db', 'p1']", "['area:db', 'p2']");
    sandbox_log_clear(world.sandbox);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    struct sandbox_issue issue = issue_at(&world, 1);
    assert_true(has(issue.labels, "p2") && has(issue.labels, "area:db"));
    assert_true(has(issue.labels, "theirs"));
    assert_false(has(issue.labels, "p1"));
    assert_string_equal(issue.assignees, "octocat");
    struct sandbox_request request;
    for (size_t i = 0; sandbox_request_at(world.sandbox, i, &request); i++)
        if (strcmp(request.method, "PATCH") == 0)
            assert_false(has(request.body, "\"labels\"") || has(request.body, "\"assignees\"") ||
                         has(request.body, "\"milestone\"") || has(request.body, "\"state\""));
    assert_settled(&world, 0);
    app_world_close(&world);
}

/* Label requests take a second each; what a person writes meanwhile is read before the PATCH. */
static void edits_between_label_requests_and_the_write(void **state)
{
    (void)state;
    static const char *const requests[] = {"POST /repos/*/*/issues/1/labels",
                                           "DELETE /repos/*/*/issues/1/labels/*"};
    for (size_t i = 0; i < 2; i++) {
        struct app_world world;
        story_open(&world, plan);
        world.app.limits.write_interval_ms = 1010;
        fault(&world,
              arena_printf(world.arena, "%s 1 person-edit issue 1 append Theirs.", requests[i]));
        fault(&world,
              arena_printf(world.arena,
                           "%s 1 person-edit issue 1 replace /[ ] List the t/[x] List the t/",
                           requests[i]));
        respec(&world, "['area:db', 'p1']", "['area:db', 'p2']");
        respec(&world, "Know what is there.", "Know all of it.");
        assert_run(&world, 0, 4); /* p2 itself, on, p1 off, text */
        const struct sandbox_issue issue = issue_at(&world, 1);
        assert_true(has(issue.body, "Theirs."));
        assert_true(has(issue.body, "[x] List the tables"));
        assert_true(has(issue.body, "Know all of it."));
        assert_string_equal(issue.labels, "area:db,p2");
        assert_settled(&world, 0);
        app_world_close(&world);
    }
}

static void deleted_while_it_runs(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    respec(&world, "Know what is there.", "Know all of it.");
    respec(&world, "Write it down.", "Write it all down.");
    fault(&world, "GET /repos/*/*/issues/1 1 person-edit issue 1 delete");
    world.app.limits.write_interval_ms = 3000;
    respec(&world, "description: First steps", "description: The first steps");
    respec(&world, "description: Database", "description: All of it");
    assert_true(app_world_sync(&world, NULL) != 0);
    assert_true(has(issue_at(&world, 2).body, "Write it all down."));
    assert_run(&world, 5, 0);
    assert_int_equal(refusal_of(&world, "DB-001"), REFUSAL_GONE);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 1);
    app_world_close(&world);
}

/* A run without a cache knows from the marks what was agreed. */
static void people_s_edits_are_known_without_a_cache(void **state)
{
    (void)state;
    static const struct {
        const char *edit, *old, *new;
        int status;
        size_t writes, kept;
    } rows[] = {
        {"issue 1 title DB-001: Theirs", "Know what is there.", "Know all of it.", 0, 1, 1},
        {"issue 1 unlabel p1", "Know what is there.", "Know all of it.", 0, 1, 1},
        {"issue 1 label theirs", "'p1'", "'p1', 'p2'", 0, 3, 0},
        {"issue 1 label theirs", ", 'p1'", "", 0, 2, 0},
        {"issue 1 milestone none", "DB-001: Inventory", "DB-001: Stock", 0, 1, 1},
        {"issue 1 append Theirs", "Know what is there.", "Know all of it.", 0, 1, 0},
        {"issue 1 close", "Know what is there.", "Know all of it.", 0, 1, 0},
        {"milestone \"M1: Foundation\" -> Theirs", "First steps", "The first steps", 0, 1, 1},
        {"issue 1 replace /[ ] List the s/[x] List the s/", "List the stores", "List all stores", 0,
         1, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct app_world world;
        story_open(&world, plan);
        print_message("%s, %s\n", rows[i].edit, rows[i].new);
        person(&world, "%s", rows[i].edit);
        respec(&world, rows[i].old, rows[i].new);
        app_world_lose_cache(&world);
        assert_run(&world, rows[i].status, rows[i].writes);
        assert_int_equal(kept(&world), rows[i].kept);
        app_world_lose_cache(&world);
        assert_run(&world, rows[i].status, 0);
        assert_int_equal(kept(&world), rows[i].kept);
        assert_run(&world, rows[i].status, 0);
        if (has(rows[i].edit, "close"))
            assert_string_equal(issue_at(&world, 1).state, "closed");
        if (has(rows[i].edit, "[x]"))
            assert_true(has(issue_at(&world, 1).body, "[x] List all stores"));
        app_world_close(&world);
    }
}

/* The cache is lost after every stage of a life with both sides at work. */
static void life_with_the_cache_lost_at_every_stage(void **state)
{
    (void)state;
    static const char *const acts[] = {
        "issue 1 append One.",    "issue 1 replace /[ ] List the tables/[x] List the tables/",
        "issue 2 label theirs",   "issue 2 close completed",
        "issue 1 assign octocat", "issue 2 comment Done.",
    };
    static const char *const changes[][2] = {
        {"Know what is there.", "Know all of it."}, {"DB-001: Inventory", "DB-001: Stock"},
        {"List the stores", "List all the stores"}, {"First steps", "The first steps"},
        {"['area:db', 'p1']", "['area:db', 'p2']"}, {"Write it down.", "Write it all down."},
    };
    for (size_t lost = 0; lost <= 6; lost++) {
        struct app_world world;
        story_open(&world, plan);
        for (size_t i = 0; i < 6; i++) {
            person(&world, "%s", acts[i]);
            respec(&world, changes[i][0], changes[i][1]);
            if (lost == i || lost == 6)
                app_world_lose_cache(&world);
            assert_int_equal(app_world_sync(&world, NULL), 0);
        }
        struct sandbox_issue one = issue_at(&world, 1), two = issue_at(&world, 2);
        assert_string_equal(one.title, "DB-001: Stock");
        assert_true(has(one.body, "One.") && has(one.body, "[x] List the tables") &&
                    has(one.body, "List all the stores") && has(one.body, "Know all of it."));
        assert_string_equal(one.labels, "area:db,p2");
        assert_string_equal(one.assignees, "octocat");
        assert_string_equal(two.labels, "area:db,theirs");
        assert_string_equal(two.state, "closed");
        assert_true(has(two.body, "Write it all down."));
        assert_settled(&world, 0);
        app_world_close(&world);
    }
}

/* Two machines with caches of their own, in turn. */
static void two_machines_agree(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    const char *mine = world.app.cache_path;
    const char *theirs = path_join(world.arena, world.folder, "other.db");
    for (int i = 0; i < 6; i++) {
        world.app.cache_path = i % 2 ? mine : theirs;
        respec(&world, "Know ", i % 2 ? "Know " : "Know now ");
        if (i == 3)
            person(&world, "issue 1 title DB-001: Theirs");
        assert_int_equal(app_world_sync(&world, NULL), 0);
        world.now_ms += 10000;
        assert_run(&world, 0, 0);
    }
    world.app.cache_path = mine;
    assert_run(&world, 0, 0);
    assert_string_equal(issue_at(&world, 1).title, "DB-001: Theirs");
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_before_the_verifying_read),
        cmocka_unit_test(edits_right_before_the_write),
        cmocka_unit_test(edits_between_label_requests_and_the_write),
        cmocka_unit_test(deleted_while_it_runs),
        cmocka_unit_test(people_s_edits_are_known_without_a_cache),
        cmocka_unit_test(life_with_the_cache_lost_at_every_stage),
        cmocka_unit_test(two_machines_agree),
    };
    return cmocka_run_group_tests_name("app verify", tests, NULL, NULL);
}
