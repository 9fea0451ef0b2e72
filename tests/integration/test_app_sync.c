/* plan and sync as use cases: the real layers against the sandbox, on a virtual clock. What is
 * asserted is the sandbox's world and its log of requests, never our cache. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/app.h"
#include "base/str.h"
#include "sandbox/sandbox.h"
#include "support/app_world.h"

static const char *const small_plan =
    "scope: db\n"
    "labels:\n"
    "  - {name: 'area:db', color: '5319e7', description: Database}\n"
    "milestones:\n"
    "  - {id: M1, title: 'M1: Foundation', description: First steps, due_on: 2026-12-14}\n"
    "issues:\n"
    "  - {id: DB-001, title: 'DB-001: Inventory', milestone: M1, labels: ['area:db'],\n"
    "     summary: Know what is there., tasks: [List the tables, List the stores],\n"
    "     done_when: [The list is reviewed]}\n"
    "  - {id: DB-002, title: 'DB-002: Schema', milestone: M1, labels: ['area:db', 'type:ddl'],\n"
    "     depends_on: [DB-001], summary: Write it down.}\n"
    "  - {id: DB-003, title: 'DB-003: Part of it', parent: DB-002}\n";

/* 2 labels, 1 milestone, 3 issues, 2 relations. */
#define SMALL_OBJECTS 8

static size_t writes(struct app_world *world)
{
    return sandbox_count_method(world->sandbox, "WRITE");
}

static void first_sync(struct app_world *world)
{
    app_world_open(world, NULL);
    app_world_plan(world, small_plan);
    assert_int_equal(app_world_sync(world, NULL), 0);
    assert_int_equal(writes(world), SMALL_OBJECTS);
    sandbox_log_clear(world->sandbox);
}

static void cold_sync_creates_everything_once(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, small_plan);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    const struct sandbox_counts counts = sandbox_counts(world.sandbox);
    assert_int_equal(counts.labels, 2);
    assert_int_equal(counts.milestones, 1);
    assert_int_equal(counts.issues, 3);
    assert_int_equal(counts.sub_issues, 1);
    assert_int_equal(counts.dependencies, 1);
    assert_int_equal(writes(&world), SMALL_OBJECTS);
    /* P(labels) + P(milestones) + P(issues) + the repository. */
    assert_int_equal(sandbox_count_method(world.sandbox, "GET"), 4);
    assert_int_equal(world.report.requests.write, SMALL_OBJECTS);
    assert_int_equal(world.report.written[KIND_ISSUE].create, 3);
    app_world_close(&world);
}

static void second_sync_writes_nothing(void **state)
{
    (void)state;
    struct app_world world;
    first_sync(&world);
    /* The run after one that wrote reads once what that one wrote. */
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(writes(&world), 0);
    for (int run = 0; run < 3; run++) {
        sandbox_log_clear(world.sandbox);
        assert_int_equal(app_world_sync(&world, NULL), 0);
        assert_int_equal(writes(&world), 0);
        assert_int_equal(sandbox_count_method(world.sandbox, "GET"), 3);
    }
    app_world_close(&world);
}

static void lost_cache_creates_nothing(void **state)
{
    (void)state;
    struct app_world world;
    first_sync(&world);
    app_world_lose_cache(&world);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(writes(&world), 0);
    app_world_close(&world);
}

static void plan_sends_only_get(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, small_plan);
    assert_int_equal(app_world_plan_run(&world, NULL), 0);
    assert_int_equal(writes(&world), 0);
    assert_int_equal(world.report.changeset->writes, SMALL_OBJECTS);
    app_world_close(&world);
}

static void changed_title_is_one_write(void **state)
{
    (void)state;
    struct app_world world;
    first_sync(&world);
    struct str text;
    str_init(&text, 0);
    const char *at = strstr(small_plan, "Inventory");
    str_addn(&text, small_plan, (size_t)(at - small_plan));
    str_addf(&text, "Stock-taking%s", at + strlen("Inventory"));
    app_world_plan(&world, text.p);
    str_release(&text);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(writes(&world), 1);
    assert_int_not_equal(sandbox_issue_titled(world.sandbox, "DB-001: Stock-taking"), 0);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(writes(&world), 1);
    app_world_close(&world);
}

static int64_t number_of(struct app_world *world, const char *title)
{
    const int64_t number = sandbox_issue_titled(world->sandbox, title);
    assert_int_not_equal(number, 0);
    return number;
}

static void edit(struct app_world *world, const char *text)
{
    assert_int_equal(sandbox_edit(world->sandbox, text, &world->err), OK);
    world->now_ms += 5000;
}

static void work_of_people_is_no_drift(void **state)
{
    (void)state;
    struct app_world world;
    first_sync(&world);
    const int64_t n = number_of(&world, "DB-001: Inventory");
    edit(&world, arena_printf(world.arena,
                              "issue %d replace /[ ] List the tables/[x] List the "
                              "tables/",
                              (int)n));
    edit(&world, arena_printf(world.arena, "issue %d label urgent", (int)n));
    edit(&world, arena_printf(world.arena, "issue %d assign octocat", (int)n));
    edit(&world, arena_printf(world.arena, "issue %d append Found three more.", (int)n));
    edit(&world, arena_printf(world.arena, "issue %d close completed", (int)n));
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(writes(&world), 0);
    struct sandbox_issue issue;
    assert_true(sandbox_issue(world.sandbox, n, &issue));
    assert_string_equal(issue.state, "closed");
    assert_non_null(strstr(issue.body, "Found three more."));
    assert_non_null(strstr(issue.body, "[x] List the tables"));
    app_world_close(&world);
}

static void both_changed_title_is_a_conflict(void **state)
{
    (void)state;
    struct app_world world;
    first_sync(&world);
    const int64_t n = number_of(&world, "DB-002: Schema");
    edit(&world, arena_printf(world.arena, "issue %d title DB-002: Their words", (int)n));
    struct str text;
    str_init(&text, 0);
    const char *at = strstr(small_plan, "DB-002: Schema");
    str_addn(&text, small_plan, (size_t)(at - small_plan));
    str_addf(&text, "DB-002: Our words%s", at + strlen("DB-002: Schema"));
    app_world_plan(&world, text.p);
    str_release(&text);
    assert_int_equal(app_world_sync(&world, NULL), 5);
    assert_int_equal(writes(&world), 0);
    struct sync_options options = sync_options_default();
    strlist_add(world.arena, &options.takes, "DB-002.title=spec");
    assert_int_equal(app_world_sync(&world, &options), 0);
    assert_int_not_equal(sandbox_issue_titled(world.sandbox, "DB-002: Our words"), 0);
    app_world_close(&world);
}

static void lost_answer_of_a_creation_makes_no_duplicate(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, small_plan);
    assert_int_equal(
        sandbox_fault_add(world.sandbox, "POST /repos/*/*/issues 2 reset-after", &world.err), OK);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 3);
    sandbox_log_clear(world.sandbox);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(writes(&world), 0);
    app_world_close(&world);
}

static void server_gone_in_the_middle_is_finished_by_the_next_run(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, small_plan);
    assert_int_equal(sandbox_fault_add(world.sandbox, "* /** 7+ refuse", &world.err), OK);
    assert_int_equal(app_world_sync(&world, NULL), 6);
    assert_true(sandbox_counts(world.sandbox).labels > 0);
    sandbox_fault_clear(world.sandbox);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 3);
    assert_int_equal(sandbox_counts(world.sandbox).labels, 2);
    sandbox_log_clear(world.sandbox);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(writes(&world), 0);
    app_world_close(&world);
}

static void creations_that_never_answer_end_the_run(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, small_plan);
    assert_int_equal(
        sandbox_fault_add(world.sandbox, "POST /repos/*/*/issues * refuse", &world.err), OK);
    assert_int_equal(app_world_sync(&world, NULL), 6);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 0);
    assert_true(sandbox_count_matching(world.sandbox, "POST /repos/*/*/issues") < 20);
    sandbox_fault_clear(world.sandbox);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 3);
    app_world_close(&world);
}

static void failed_list_plans_nothing(void **state)
{
    (void)state;
    static const char *const faults[] = {"cutoff", "invalid-json", "not-a-list", "status:404"};
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        struct app_world world;
        app_world_open(&world, NULL);
        app_world_plan(&world, small_plan);
        const char *fault = arena_printf(world.arena, "GET /repos/*/*/issues * %s", faults[i]);
        assert_int_equal(sandbox_fault_add(world.sandbox, fault, &world.err), OK);
        assert_int_not_equal(app_world_sync(&world, NULL), 0);
        assert_int_equal(writes(&world), 0);
        app_world_close(&world);
    }
}

static void max_creates_leaves_the_rest(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, small_plan);
    struct sync_options options = sync_options_default();
    options.max_creates = 4;
    assert_int_equal(app_world_sync(&world, &options), 0);
    assert_int_equal(writes(&world), 4);
    assert_int_equal(world.report.deferred, SMALL_OBJECTS - 4);
    assert_int_equal(world.report.skipped.len, SMALL_OBJECTS - 4);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(world.report.deferred, 0);
    assert_int_equal(writes(&world), SMALL_OBJECTS);
    app_world_close(&world);
}

static void title_equal_is_adopted(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, small_plan);
    const int64_t n =
        sandbox_add_issue(world.sandbox, "DB-001: Inventory", "Notes of a person.", "hubot");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 3);
    struct sandbox_issue issue;
    assert_true(sandbox_issue(world.sandbox, n, &issue));
    assert_non_null(strstr(issue.body, "Notes of a person."));
    assert_non_null(strstr(issue.body, "scope=db id=DB-001"));
    sandbox_log_clear(world.sandbox);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(writes(&world), 0);
    app_world_close(&world);
}

static void recreated_issue_gets_its_links_back(void **state)
{
    (void)state;
    struct app_world world;
    first_sync(&world);
    edit(&world,
         arena_printf(world.arena, "issue %d delete", (int)number_of(&world, "DB-002: Schema")));
    struct sync_options options = sync_options_default();
    options.full = true;
    assert_int_equal(app_world_sync(&world, &options), 5);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 2);
    strlist_add(world.arena, &options.recreate, "DB-002");
    assert_int_equal(app_world_sync(&world, &options), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 3);
    assert_int_equal(sandbox_counts(world.sandbox).dependencies, 1);
    assert_int_equal(sandbox_counts(world.sandbox).sub_issues, 1);
    app_world_close(&world);
}

static void server_without_links_is_said_once(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world,
                   &(struct sandbox_options){.no_sub_issues = true, .no_dependencies = true});
    app_world_plan(&world, small_plan);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 3);
    assert_int_equal(world.report.skipped.len, 2);
    app_world_close(&world);
}

struct told {
    size_t waits, looks;
    int64_t until_ms;
};

static void count_waits(void *state, const struct event *event)
{
    struct told *told = state;
    told->waits += event->type == EVENT_WAITING;
    told->looks += event->type == EVENT_UNKNOWN_OUTCOME;
    if (event->type == EVENT_WAITING)
        told->until_ms = event->until_ms;
}

static void waits_are_told_each_second(void **state)
{
    (void)state;
    struct app_world world;
    struct told told = {0};
    app_world_open(&world, NULL);
    world.app.limits.creates_per_minute = 5;
    world.app.on_event = count_waits;
    world.app.event_state = &told;
    app_world_plan(&world, small_plan);
    const int64_t start = world.now_ms;
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(told.until_ms, start + 60000);
    assert_in_range(told.waits, 59, 62);
    app_world_close(&world);
}

static void pace_and_hourly_limit_are_kept(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, &(struct sandbox_options){
                               .pace_ms = 1000, .creates_per_minute = 80, .creates_per_hour = 5});
    world.app.limits = app_limits_default();
    world.app.limits.creates_per_hour = 5;
    app_world_plan(&world, small_plan);
    assert_int_equal(app_world_sync(&world, NULL), 6);
    assert_int_equal(writes(&world), 5);
    assert_int_equal(sandbox_pace_violations(world.sandbox), 0);
    assert_int_equal(world.report.stop, STOP_LIMIT);
    world.now_ms += 3600000;
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 3);
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cold_sync_creates_everything_once),
        cmocka_unit_test(second_sync_writes_nothing),
        cmocka_unit_test(lost_cache_creates_nothing),
        cmocka_unit_test(plan_sends_only_get),
        cmocka_unit_test(changed_title_is_one_write),
        cmocka_unit_test(work_of_people_is_no_drift),
        cmocka_unit_test(both_changed_title_is_a_conflict),
        cmocka_unit_test(lost_answer_of_a_creation_makes_no_duplicate),
        cmocka_unit_test(server_gone_in_the_middle_is_finished_by_the_next_run),
        cmocka_unit_test(creations_that_never_answer_end_the_run),
        cmocka_unit_test(failed_list_plans_nothing),
        cmocka_unit_test(max_creates_leaves_the_rest),
        cmocka_unit_test(title_equal_is_adopted),
        cmocka_unit_test(recreated_issue_gets_its_links_back),
        cmocka_unit_test(server_without_links_is_said_once),
        cmocka_unit_test(waits_are_told_each_second),
        cmocka_unit_test(pace_and_hourly_limit_are_kept),
    };
    return cmocka_run_group_tests_name("app sync", tests, NULL, NULL);
}
