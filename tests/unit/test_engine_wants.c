#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/order.h"
#include "engine/wants.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void plan_becomes_items(void **state)
{
    (void)state;
    struct plan plan = {0};
    struct plan_label label = {.name = "Area:DB",
                               .color = "5319E7",
                               .color_given = true,
                               .declared = true,
                               .retire_after = DAY_NONE};
    VEC_PUSH(arena, &plan.labels, label);
    struct plan_label loose = {.name = "loose", .color = "ededed", .retire_after = 10};
    VEC_PUSH(arena, &plan.labels, loose);
    struct plan_milestone milestone = {
        .id = "M1", .title = " First  one ", .closed = true, .number = 3};
    milestone.due_on = (struct opt_day){.presence = CLEAR};
    VEC_PUSH(arena, &plan.milestones, milestone);
    struct plan_issue issue = {.id = "A1",
                               .title = "A1: x",
                               .text_given = true,
                               .summary = "s",
                               .closed = true,
                               .state_reason = "not_planned"};
    issue.milestone = (struct opt_text){.presence = SET, .text = "M1"};
    issue.labels.presence = SET;
    strlist_add(arena, &issue.labels.items, "area:db");
    issue.assignees.presence = CLEAR;
    issue.parent = (struct opt_text){.presence = SET, .text = "A0"};
    strlist_add(arena, &issue.depends_on.items, "A2");
    VEC_PUSH(arena, &plan.issues, issue);
    plan.has_policy[FIELD_COLOR] = true;
    plan.policy[FIELD_COLOR] = POLICY_MERGE;
    const char *blocks[] = {"s\n\n- [x] done"};
    struct wants wants;
    wants_from_plan(arena, &plan, blocks, 11, &wants);
    assert_int_equal(wants.list.len, 6);
    const struct want *area = wants_find(&wants, KIND_LABEL, "area:db");
    assert_string_equal(area->value[FIELD_TITLE].raw, "Area:DB");
    assert_string_equal(area->value[FIELD_COLOR].text, "5319e7");
    assert_int_equal(area->policy[FIELD_COLOR], POLICY_MERGE);
    assert_false(area->value[FIELD_DESCRIPTION].known);
    const struct want *undeclared = wants_find(&wants, KIND_LABEL, "loose");
    assert_int_equal(undeclared->policy[FIELD_COLOR], POLICY_CREATE_ONLY);
    assert_true(undeclared->retired);
    const struct want *first = wants_find(&wants, KIND_MILESTONE, "M1");
    assert_string_equal(first->value[FIELD_TITLE].text, "First one");
    assert_true(first->value[FIELD_DUE_ON].known);
    assert_null(first->value[FIELD_DUE_ON].text);
    assert_false(first->value[FIELD_BLOCK].known);
    assert_string_equal(first->value[FIELD_STATE].text, "closed");
    const struct want *a1 = wants_find(&wants, KIND_ISSUE, "A1");
    assert_string_equal(a1->value[FIELD_BLOCK].text, "s\n\n- [ ] done");
    assert_string_equal(a1->ticked.items[0], "done");
    assert_string_equal(a1->value[FIELD_LABELS].set.items[0], "area:db");
    assert_string_equal(a1->value[FIELD_LABELS].raw_set.items[0], "Area:DB");
    assert_true(a1->value[FIELD_ASSIGNEES].known);
    assert_int_equal(a1->value[FIELD_ASSIGNEES].set.len, 0);
    assert_string_equal(a1->value[FIELD_STATE].text, "closed:not_planned");
    assert_int_equal(a1->needs.len, 2);
    assert_non_null(wants_find(&wants, KIND_RELATION, "A1 parent A0"));
    assert_non_null(wants_find(&wants, KIND_RELATION, "A1 blocked-by A2"));
}

static void source_of_a_block(void **state)
{
    (void)state;
    struct plan_task task = {.text = "a"};
    struct plan_issue issue = {.summary = "s", .tasks = &task, .task_count = 1};
    const char *before = wants_block_source(arena, &issue);
    assert_int_equal(strlen(before), 12);
    issue.title = "another title";
    assert_string_equal(wants_block_source(arena, &issue), before);
    task.text = "b";
    assert_string_not_equal(wants_block_source(arena, &issue), before);
    task.text = "a";
    task.ticked = true;
    assert_string_not_equal(wants_block_source(arena, &issue), before);
}

static void depths(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    struct want *wants = arena_calloc(arena, COUNT, sizeof *wants);
    uint32_t *depth = arena_calloc(arena, COUNT, sizeof *depth);
    for (unsigned i = 0; i < COUNT; i++) {
        wants[i] = (struct want){.kind = KIND_ISSUE, .id = arena_printf(arena, "T%u", i)};
        if (i + 1 < COUNT)
            strlist_add(arena, &wants[i].needs, arena_printf(arena, "T%u", i + 1));
    }
    order_depths(arena, wants, COUNT, depth);
    assert_int_equal(depth[0], COUNT - 1);
    assert_int_equal(depth[COUNT - 1], 0);
    /* A cycle ends, and names that nobody has do not count. */
    strlist_add(arena, &wants[COUNT - 1].needs, "T0");
    strlist_add(arena, &wants[5].needs, "nobody");
    order_depths(arena, wants, COUNT, depth);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(plan_becomes_items, set_up, tear_down),
        cmocka_unit_test_setup_teardown(source_of_a_block, set_up, tear_down),
        cmocka_unit_test_setup_teardown(depths, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
