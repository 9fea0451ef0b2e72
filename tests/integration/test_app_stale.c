/* Two machines with caches of their own, one after the other: what the other one wrote meanwhile
 * is no edit of a person. */
#include "support/app_story.h"

static const char *const plan =
    "scope: db\n"
    "milestones:\n"
    "  - {id: M1, title: 'M1: First', description: Steps one}\n"
    "  - {id: M2, title: 'M2: Second'}\n"
    "issues:\n"
    "  - {id: DB-001, title: 'DB-001: Inventory', milestone: M1, labels: [p0],\n"
    "     body: \"Know what is there.\\n\\n- [ ] Look\"}\n"
    "labels:\n"
    "  - {name: p0, color: '5319e7'}\n"
    "  - {name: p1, color: '5319e7'}\n"
    "  - {name: p2, color: '5319e7'}\n";

/* Puts the cache of the other machine in place of this one's. */
static void change_machine(struct app_world *world)
{
    static const char *const names[] = {"one.db", "two.db"};
    const bool first = strstr(world->app.cache_path, names[0]) != NULL;
    world->app.cache_path = path_join(world->arena, world->folder, names[first]);
    world->now_ms += 60LL * 60 * 1000;
}

/* Both machines know the first revision. */
static void two_machines(struct app_world *world)
{
    app_world_open(world, NULL);
    app_world_plan(world, plan);
    for (int i = 0; i < 2; i++) {
        change_machine(world);
        assert_int_equal(app_world_sync(world, NULL), 0);
    }
}

/* The first machine syncs what the plan says now; then the second one is at work. */
static void other_machine_syncs(struct app_world *world)
{
    change_machine(world);
    assert_int_equal(app_world_sync(world, NULL), 0);
    change_machine(world);
}

static const struct change *change_of(struct app_world *world, const char *id, enum field field)
{
    const struct changeset *changeset = world->report.changeset;
    for (size_t i = 0; i < changeset->items.len; i++)
        if (text_eq(changeset->items.items[i].id, id))
            return item_change_field(&changeset->items.items[i], field);
    return NULL;
}

static void assert_moves(struct app_world *world, const char *id, enum field field, enum move move)
{
    const struct change *change = change_of(world, id, field);
    if (!change)
        fail_msg("%s: no change of field %d", id, (int)field);
    assert_int_equal(change->move, move);
}

static void newer_plan_beside_a_stale_cache(void **state)
{
    (void)state;
    struct app_world world;
    two_machines(&world);
    respec(&world, "DB-001: Inventory", "DB-001: Stocktaking");
    respec(&world, "milestone: M1", "milestone: M2");
    respec(&world, "Know what is there.", "Know all that is there.");
    respec(&world, "M1: First", "M1: The first");
    respec(&world, "Steps one", "Steps one and two");
    respec(&world, "labels: [p0]", "labels: [p1]");
    other_machine_syncs(&world);
    respec(&world, "DB-001: Stocktaking", "DB-001: Census");
    respec(&world, "milestone: M2,", "milestone: null,");
    respec(&world, "Know all that is there.", "Count all that is there.");
    respec(&world, "M1: The first", "M1: Number one");
    respec(&world, "Steps one and two", "Steps one to three");
    respec(&world, "labels: [p1]", "labels: [p2]");
    assert_int_equal(app_world_plan_run(&world, NULL), 0);
    assert_moves(&world, "DB-001", FIELD_TITLE, MOVE_WRITE);
    assert_moves(&world, "DB-001", FIELD_BLOCK, MOVE_WRITE);
    assert_moves(&world, "DB-001", FIELD_MILESTONE, MOVE_WRITE);
    assert_moves(&world, "M1", FIELD_TITLE, MOVE_WRITE);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    const struct sandbox_issue issue = issue_at(&world, 1);
    assert_string_equal(issue.title, "DB-001: Census");
    assert_true(has(issue.body, "Count all that is there."));
    assert_string_equal(issue.labels, "p2");
    struct sandbox_milestone milestone;
    assert_true(sandbox_milestone(world.sandbox, "M1: Number one", &milestone));
    assert_true(has(milestone.description, "Steps one to three"));
    for (int i = 0; i < 3; i++) {
        sandbox_log_clear(world.sandbox);
        assert_int_equal(app_world_sync(&world, NULL), 0);
        assert_int_equal(writes(&world), 0);
        change_machine(&world);
    }
    app_world_close(&world);
}

/* The plan is back at what the cache knows; GitHub has what came between. */
static void plan_that_went_back(void **state)
{
    (void)state;
    struct app_world world;
    two_machines(&world);
    respec(&world, "DB-001: Inventory", "DB-001: Stocktaking");
    respec(&world, "labels: [p0]", "labels: [p1]");
    other_machine_syncs(&world);
    respec(&world, "DB-001: Stocktaking", "DB-001: Inventory");
    respec(&world, "labels: [p1]", "labels: [p0]");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_string_equal(issue_at(&world, 1).title, "DB-001: Inventory");
    assert_string_equal(issue_at(&world, 1).labels, "p0");
    app_world_close(&world);
}

static void an_edit_after_the_other_machine_stays_one(void **state)
{
    (void)state;
    struct app_world world;
    two_machines(&world);
    respec(&world, "DB-001: Inventory", "DB-001: Stocktaking");
    respec(&world, "Know what is there.", "Know all that is there.");
    other_machine_syncs(&world);
    person(&world, "issue 1 title DB-001: Headcount");
    respec(&world, "DB-001: Stocktaking", "DB-001: Census");
    respec(&world, "Know all that is there.", "Count all that is there.");
    assert_int_equal(app_world_sync(&world, NULL), 5);
    assert_moves(&world, "DB-001", FIELD_TITLE, MOVE_CONFLICT);
    assert_string_equal(issue_at(&world, 1).title, "DB-001: Headcount");
    assert_true(has(issue_at(&world, 1).body, "Count all that is there."));
    app_world_close(&world);
}

/* Both sides came to the same title by themselves, so the mark still says the old one. When a
 * person takes that back, this is an edit although the mark agrees with it. */
static void an_agreement_that_the_mark_does_not_know(void **state)
{
    (void)state;
    struct app_world world;
    two_machines(&world);
    person(&world, "issue 1 title DB-001: Census");
    respec(&world, "DB-001: Inventory", "DB-001: Census");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    person(&world, "issue 1 title DB-001: Inventory");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_moves(&world, "DB-001", FIELD_TITLE, MOVE_KEEP);
    respec(&world, "DB-001: Census", "DB-001: Headcount");
    assert_int_equal(app_world_sync(&world, NULL), 5);
    assert_string_equal(issue_at(&world, 1).title, "DB-001: Inventory");
    app_world_close(&world);
}

/* Somebody puts an old text back, hidden lines and all: this cache has seen that mark before. */
static void an_old_text_put_back(void **state)
{
    (void)state;
    struct app_world world;
    two_machines(&world);
    const char *const old = issue_at(&world, 1).body;
    respec(&world, "DB-001: Inventory", "DB-001: Stocktaking");
    respec(&world, "Know what is there.", "Know all that is there.");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    person(&world, "issue 1 title DB-001: Inventory");
    sandbox_set_body(world.sandbox, 1, old);
    world.now_ms += 60000;
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_moves(&world, "DB-001", FIELD_TITLE, MOVE_KEEP);
    assert_moves(&world, "DB-001", FIELD_BLOCK, MOVE_KEEP);
    assert_int_equal(writes(&world) > 0, true);
    assert_string_equal(issue_at(&world, 1).body, old);
    app_world_close(&world);
}

/* Our own PATCH arrived, its answer did not, and the plan has moved on when we come back. */
static void a_write_whose_answer_was_lost(void **state)
{
    (void)state;
    struct app_world world;
    two_machines(&world);
    respec(&world, "DB-001: Inventory", "DB-001: Stocktaking");
    fault(&world, "PATCH /repos/*/*/issues/1 1 reset-after");
    assert_int_not_equal(app_world_sync(&world, NULL), 5);
    assert_string_equal(issue_at(&world, 1).title, "DB-001: Stocktaking");
    respec(&world, "DB-001: Stocktaking", "DB-001: Census");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_string_equal(issue_at(&world, 1).title, "DB-001: Census");
    app_world_close(&world);
}

/* Labels carry no mark, so whose new name it is cannot be known: it stays a conflict. */
static void a_label_renamed_twice(void **state)
{
    (void)state;
    struct app_world world;
    two_machines(&world);
    respec(&world, "name: p2,", "name: p3, previously: [p2],");
    other_machine_syncs(&world);
    respec(&world, "name: p3, previously: [p2],", "name: p4, previously: [p2, p3],");
    assert_int_equal(app_world_sync(&world, NULL), 5);
    assert_int_equal(sync_take(&world, "p4.title=spec"), 0);
    struct sandbox_label label;
    assert_true(sandbox_label(world.sandbox, "p4", &label));
    assert_false(sandbox_label(world.sandbox, "p3", &label));
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(newer_plan_beside_a_stale_cache),
        cmocka_unit_test(plan_that_went_back),
        cmocka_unit_test(an_edit_after_the_other_machine_stays_one),
        cmocka_unit_test(an_agreement_that_the_mark_does_not_know),
        cmocka_unit_test(an_old_text_put_back),
        cmocka_unit_test(a_write_whose_answer_was_lost),
        cmocka_unit_test(a_label_renamed_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
