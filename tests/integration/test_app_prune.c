/* What leaves the plan: told, closed or removed only where --prune asks for it, and never what
 * people use. */
#include "support/app_story.h"

static const char *const plan = "scope: db\n"
                                "labels:\n"
                                "  - {name: spare, color: '112233', description: Not used}\n"
                                "milestones:\n"
                                "  - {id: M1, title: 'M1: Foundation'}\n"
                                "  - {id: M2, title: 'M2: Roof'}\n"
                                "issues:\n"
                                "  - {id: DB-001, title: 'DB-001: Inventory', milestone: M1}\n"
                                "  - {id: DB-002, title: 'DB-002: Schema', labels: [p1]}\n";

static const char *const less = "scope: db\n"
                                "milestones:\n"
                                "  - {id: M1, title: 'M1: Foundation'}\n"
                                "issues:\n"
                                "  - {id: DB-001, title: 'DB-001: Inventory', milestone: M1}\n";

static struct sync_options pruning(void)
{
    struct sync_options options = sync_options_default();
    options.prune_labels = options.prune_milestones = options.prune_issues = true;
    options.allow_closes = 10;
    return options;
}

static int prune(struct app_world *world)
{
    const struct sync_options options = pruning();
    sandbox_log_clear(world->sandbox);
    return app_world_sync(world, &options);
}

static bool is_closed(struct app_world *world, int64_t number)
{
    return strcmp(issue_at(world, number).state, "closed") == 0;
}

static size_t leftovers(const struct app_world *world)
{
    return world->report.changeset->leftovers.len;
}

static void without_being_asked_it_only_tells(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    app_world_plan(&world, less);
    for (int i = 0; i < 2; i++) {
        assert_run(&world, 0, 0);
        assert_int_equal(leftovers(&world), 3);
    }
    assert_false(is_closed(&world, 2));
    app_world_close(&world);
}

static void it_closes_and_removes_what_left(void **state)
{
    (void)state;
    struct app_world world;
    struct sandbox_label label;
    struct sandbox_milestone milestone;
    story_open(&world, plan);
    app_world_plan(&world, less);
    assert_int_equal(prune(&world), 0);
    assert_int_equal(writes(&world), 3);
    assert_true(is_closed(&world, 2));
    assert_string_equal(issue_at(&world, 2).state_reason, "not_planned");
    assert_false(is_closed(&world, 1));
    assert_false(sandbox_label(world.sandbox, "spare", &label));
    assert_true(sandbox_label(world.sandbox, "p1", &label));
    assert_false(sandbox_milestone(world.sandbox, "M2: Roof", &milestone));
    assert_true(sandbox_milestone(world.sandbox, "M1: Foundation", &milestone));
    assert_int_equal(prune(&world), 0);
    assert_int_equal(writes(&world), 0);
    assert_settled(&world, 0);
    app_world_close(&world);
}

/* The item comes back into the plan: bound again, never made a second time, never reopened. */
static void what_comes_back_is_bound_again(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    app_world_plan(&world, less);
    assert_int_equal(prune(&world), 0);
    app_world_plan(&world, plan);
    assert_run(&world, 0, 2); /* the label and the milestone */
    assert_true(is_closed(&world, 2));
    assert_int_equal(sandbox_issues_containing(world.sandbox, "id=DB-002"), 1);
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void what_people_use_stays(void **state)
{
    (void)state;
    struct app_world world;
    struct sandbox_label label;
    struct sandbox_milestone milestone;
    story_open(&world, plan);
    (void)sandbox_add_pull(world.sandbox, "Work", NULL, NULL);
    person(&world, "issue 3 label spare"); /* a pull request, which no list of issues shows us */
    person(&world, "issue new Mine");
    person(&world, "issue 4 milestone M2: Roof");
    app_world_plan(&world, less);
    assert_int_equal(prune(&world), 0);
    assert_int_equal(writes(&world), 1);
    assert_true(sandbox_label(world.sandbox, "spare", &label));
    assert_true(sandbox_milestone(world.sandbox, "M2: Roof", &milestone));
    assert_true(is_closed(&world, 2));
    assert_int_equal(prune(&world), 0);
    assert_int_equal(writes(&world), 0);
    app_world_close(&world);
}

/* Between reading and writing somebody puts it to use. */
static void it_is_read_again_right_before(void **state)
{
    (void)state;
    struct app_world world;
    struct sandbox_label label;
    struct sandbox_milestone milestone;
    story_open(&world, plan);
    person(&world, "issue new Mine");
    app_world_plan(&world, less);
    fault(&world, "GET /repos/*/*/labels/spare 1 person-edit issue 3 label spare");
    fault(&world, "GET /repos/*/*/milestones/2 1 person-edit issue 3 milestone M2: Roof");
    fault(&world, "GET /repos/*/*/issues/2 1 person-edit issue 2 close completed");
    assert_int_equal(prune(&world), 0);
    assert_int_equal(writes(&world), 0);
    assert_string_equal(issue_at(&world, 2).state_reason, "completed");
    assert_true(sandbox_label(world.sandbox, "spare", &label));
    assert_true(sandbox_milestone(world.sandbox, "M2: Roof", &milestone));
    app_world_close(&world);
}

/* Made by somebody else, or unknown to this cache: not ours to remove. Issues are closed by their
 * mark, whoever made them. */
static void without_the_cache_nothing_is_removed(void **state)
{
    (void)state;
    struct app_world world;
    struct sandbox_label label;
    story_open(&world, plan);
    app_world_lose_cache(&world);
    app_world_plan(&world, less);
    assert_int_equal(prune(&world), 0);
    assert_int_equal(writes(&world), 1);
    assert_true(is_closed(&world, 2));
    assert_true(sandbox_label(world.sandbox, "spare", &label));
    app_world_close(&world);
}

static void thresholds_hold_for_it(void **state)
{
    (void)state;
    struct app_world world;
    struct str text cleanup_str;
    str_init(&text, 0);
    str_add(&text, "scope: db\nmilestones: []\nissues:\n");
    for (int i = 0; i < 20; i++)
        str_addf(&text, "  - {id: A-%d, title: 'A-%d: Work'}\n", i, i);
    story_open(&world, text.p);
    app_world_plan(&world, "scope: db\nmilestones: []\nissues:\n"
                           "  - {id: A-0, title: 'A-0: Work'}\n");
    struct sync_options options = pruning();
    options.allow_closes = 18;
    sandbox_log_clear(world.sandbox);
    assert_int_equal(app_world_sync(&world, &options), 5);
    assert_int_equal(writes(&world), 0);
    assert_true(has(world.report.refusal_command, "--allow-closes 19"));
    options.allow_closes = 19;
    assert_int_equal(app_world_sync(&world, &options), 0);
    assert_int_equal(writes(&world), 19);
    app_world_close(&world);
}

static void a_lost_answer_is_settled_by_reading(void **state)
{
    (void)state;
    struct app_world world;
    struct sandbox_label label;
    story_open(&world, plan);
    app_world_plan(&world, less);
    fault(&world, "DELETE /repos/*/*/labels/spare 1 reset-after");
    fault(&world, "DELETE /repos/*/*/milestones/2 1 reset-after");
    fault(&world, "PATCH /repos/*/*/issues/2 1 reset-after");
    assert_int_equal(prune(&world), 0);
    assert_int_equal(writes(&world), 3);
    assert_true(is_closed(&world, 2));
    assert_false(sandbox_label(world.sandbox, "spare", &label));
    assert_settled(&world, 0);
    app_world_close(&world);
}

/* A label past its day goes also where it was there before the plan, once nothing carries it. */
static void a_retired_label_goes_when_nothing_carries_it(void **state)
{
    (void)state;
    static const char *const retired =
        "scope: db\nmilestones: []\nlabels:\n"
        "  - {name: old, color: '112233', retire_after: 2020-01-01}\n"
        "issues:\n  - {id: DB-001, title: 'DB-001: Inventory'}\n";
    struct app_world world;
    struct sandbox_label label;
    app_world_open(&world, NULL);
    (void)sandbox_add_label(world.sandbox, "old", "112233", NULL);
    app_world_plan(&world, retired);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    person(&world, "issue 1 label old");
    assert_int_equal(prune(&world), 0);
    assert_int_equal(writes(&world), 0);
    person(&world, "issue 1 unlabel old");
    assert_int_equal(prune(&world), 0);
    assert_int_equal(writes(&world), 1);
    assert_false(sandbox_label(world.sandbox, "old", &label));
    assert_settled(&world, 0);
    app_world_close(&world);
}

/* GitHub answers 404 where rights are missing, too: it counts when a read says the same. */
static void a_404_alone_removes_nothing(void **state)
{
    (void)state;
    for (int nth = 1; nth <= 2; nth++) {
        struct app_world world;
        struct sandbox_label label;
        struct sandbox_milestone milestone;
        story_open(&world, plan);
        app_world_plan(&world, less);
        fault(&world, arena_printf(world.arena, "DELETE /** %d not-found", nth));
        const int status = prune(&world);
        assert_true(status == 1 || status == 4);
        assert_int_equal(sandbox_label(world.sandbox, "spare", &label) +
                             sandbox_milestone(world.sandbox, "M2: Roof", &milestone),
                         1);
        assert_int_equal(prune(&world), 0);
        assert_int_equal(writes(&world), 1);
        assert_false(sandbox_label(world.sandbox, "spare", &label));
        assert_false(sandbox_milestone(world.sandbox, "M2: Roof", &milestone));
        assert_settled(&world, 0);
        app_world_close(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_being_asked_it_only_tells),
        cmocka_unit_test(it_closes_and_removes_what_left),
        cmocka_unit_test(what_comes_back_is_bound_again),
        cmocka_unit_test(what_people_use_stays),
        cmocka_unit_test(it_is_read_again_right_before),
        cmocka_unit_test(without_the_cache_nothing_is_removed),
        cmocka_unit_test(thresholds_hold_for_it),
        cmocka_unit_test(a_lost_answer_is_settled_by_reading),
        cmocka_unit_test(a_404_alone_removes_nothing),
        cmocka_unit_test(a_retired_label_goes_when_nothing_carries_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
