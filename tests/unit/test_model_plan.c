#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "model/diag.h"
#include "model/plan.h"

static void words_of_fields(void **state)
{
    (void)state;
    for (int i = 0; i < FIELD_COUNT; i++) {
        enum field field;
        assert_true(field_parse(field_name((enum field)i), &field));
        assert_int_equal(field, i);
        for (int kind = 0; kind < KIND_COUNT; kind++) {
            assert_true(field_parse(field_name_people((enum kind)kind, (enum field)i), &field));
            assert_int_equal(field, i);
        }
    }
    enum field field;
    assert_string_equal(field_name_people(KIND_LABEL, FIELD_TITLE), "name");
    assert_string_equal(field_name_people(KIND_ISSUE, FIELD_TITLE), "title");
    assert_false(field_parse("titel", &field));
    assert_true(field_is_set(FIELD_LABELS));
    assert_false(field_is_set(FIELD_TITLE));
}

static void words_of_policies(void **state)
{
    (void)state;
    static const enum policy policies[] = {POLICY_MERGE, POLICY_OWN, POLICY_CREATE_ONLY,
                                           POLICY_IGNORE};
    for (size_t i = 0; i < 4; i++) {
        enum policy policy;
        assert_true(policy_parse(policy_name(policies[i]), &policy));
        assert_int_equal(policy, policies[i]);
    }
}

static void default_policies(void **state)
{
    (void)state;
    assert_int_equal(policy_default(KIND_LABEL, FIELD_COLOR), POLICY_OWN);
    assert_int_equal(policy_default(KIND_LABEL, FIELD_DESCRIPTION), POLICY_OWN);
    assert_int_equal(policy_default(KIND_MILESTONE, FIELD_DUE_ON), POLICY_OWN);
    assert_int_equal(policy_default(KIND_ISSUE, FIELD_ASSIGNEES), POLICY_CREATE_ONLY);
    assert_int_equal(policy_default(KIND_ISSUE, FIELD_LABELS), POLICY_MERGE);
    assert_int_equal(policy_default(KIND_ISSUE, FIELD_TITLE), POLICY_MERGE);
}

static void planned_due_days(void **state)
{
    (void)state;
    int32_t start;
    int32_t friday;
    assert_true(day_parse("2026-02-04", &start)); /* a Wednesday */
    assert_true(day_parse("2026-02-13", &friday));
    struct plan plan = {.start_on = start};
    struct plan_milestone milestone = {.weeks = {1, 2}};
    assert_int_equal(plan_milestone_planned_due(&plan, &milestone), friday);
    milestone.due_on = (struct opt_day){.presence = SET, .day = start};
    assert_int_equal(plan_milestone_planned_due(&plan, &milestone), start);
    struct plan_milestone none = {0};
    assert_int_equal(plan_milestone_planned_due(&plan, &none), DAY_NONE);
    plan.start_on = DAY_NONE;
    milestone.due_on.presence = ABSENT;
    assert_int_equal(plan_milestone_planned_due(&plan, &milestone), DAY_NONE);
}

static void diagnostics_are_sorted_and_each_once(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct source first = {.path = "a", .bytes = "one\r\ntwo", .len = 8, .order = 0};
    struct source second = {.path = "b", .bytes = "", .len = 0, .order = 1};
    struct pos late = {.source = &first, .line = 2, .col = 1, .width = 1, .offset = 5};
    struct pos early = {.source = &first, .line = 1, .col = 2, .width = 1, .offset = 1};
    struct pos other = {.source = &second, .line = 1, .col = 1, .width = 1};
    struct pos nowhere = {0};
    struct diags diags = {0};
    diags_add(arena, &diags, SEVERITY_ERROR, "E0103", other, "x", NULL);
    diags_add(arena, &diags, SEVERITY_ERROR, "E0103", late, "x", NULL);
    diags_add(arena, &diags, SEVERITY_ERROR, "E0103", late, "x", NULL);
    diags_add(arena, &diags, SEVERITY_WARNING, "W0301", early, "x", "help");
    diags_add(arena, &diags, SEVERITY_ERROR, "E0118", nowhere, "x", NULL);
    diags_sort(&diags);
    static const char *const codes[] = {"E0118", "W0301", "E0103", "E0103"};
    assert_int_equal(diags.len, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(diags.items[i].code, codes[i]);
    assert_string_equal(diags.items[2].message, "x");
    assert_int_equal(diags.errors, 3);
    assert_int_equal(diags.warnings, 1);
    assert_string_equal(pos_line_text(arena, early), "one");
    assert_string_equal(pos_line_text(arena, late), "two");
    assert_string_equal(pos_line_text(arena, nowhere), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_fields),
        cmocka_unit_test(words_of_policies),
        cmocka_unit_test(default_policies),
        cmocka_unit_test(planned_due_days),
        cmocka_unit_test(diagnostics_are_sorted_and_each_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
