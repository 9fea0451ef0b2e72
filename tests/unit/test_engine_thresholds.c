#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "engine/thresholds.h"

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

/* A result with `existing` issues of which `updates` change and `closes` close. */
static struct reconciliation made(int64_t existing, int updates, int closes, int creates)
{
    struct reconciliation result = {0};
    result.existing[KIND_ISSUE] = existing;
    const struct {
        enum verb verb;
        int count;
    } parts[] = {{VERB_UPDATE, updates}, {VERB_CLOSE, closes}, {VERB_CREATE, creates}};
    for (size_t i = 0; i < 3; i++)
        for (int k = 0; k < parts[i].count; k++) {
            struct item_change item = {.kind = KIND_ISSUE, .verb = parts[i].verb, .id = "x"};
            VEC_PUSH(arena, &result.changeset.items, item);
        }
    return result;
}

static void limits(void **state)
{
    (void)state;
    static const struct {
        int64_t existing;
        int updates, closes, creates;
        int64_t allow_changes, allow_closes;
        bool refused;
        const char *headline, *options;
    } cases[] = {
        {22, 9, 0, 0, -1, -1, true,
         "this would change 9 of 22 issues (41 %). Above 30 %, say the number.",
         "--allow-changes 9"},
        {22, 9, 0, 0, 9, -1, false, NULL, NULL},
        {22, 9, 0, 0, 10, -1, false, NULL, NULL},
        {22, 9, 0, 0, 8, -1, true,
         "this would change 9 of 22 issues (41 %). Above 30 %, say the number.",
         "--allow-changes 9"},
        {22, 6, 0, 500, -1, -1, false, NULL, NULL},
        {10, 3, 1, 0, -1, -1, false, NULL, NULL},
        {10, 4, 0, 0, -1, -1, true,
         "this would change 4 of 10 issues (40 %). Above 30 %, say the number.",
         "--allow-changes 4"},
        {9, 9, 9, 0, -1, -1, false, NULL, NULL},
        {1000, 101, 0, 0, -1, -1, true,
         "this would change 101 of 1,000 issues. Above 100, say the number.",
         "--allow-changes 101"},
        {1000, 100, 20, 0, -1, -1, false, NULL, NULL},
        {1000, 0, 21, 0, -1, -1, true,
         "this would close 21 of 1,000 issues. Above 20, say the number.", "--allow-closes 21"},
        {22, 0, 3, 0, -1, -1, true,
         "this would close 3 of 22 issues (14 %). Above 10 %, say the number.", "--allow-closes 3"},
        {22, 9, 3, 0, -1, -1, true,
         "this would change 9 of 22 issues (41 %). Above 30 %, say the number.",
         "--allow-changes 9 --allow-closes 3"},
        {22, 9, 3, 0, 9, -1, true,
         "this would close 3 of 22 issues (14 %). Above 10 %, say the number.",
         "--allow-changes 9 --allow-closes 3"},
        {22, 9, 3, 0, 9, 3, false, NULL, NULL},
        {0, 0, 0, 700, -1, -1, false, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reconciliation result =
            made(cases[i].existing, cases[i].updates, cases[i].closes, cases[i].creates);
        struct threshold_verdict verdict;
        thresholds_judge(arena, &result, cases[i].allow_changes, cases[i].allow_closes, &verdict);
        if (verdict.refused != cases[i].refused || !text_eq(verdict.headline, cases[i].headline) ||
            !text_eq(verdict.options, cases[i].options))
            fail_msg("case %zu: refused %d, '%s', '%s'", i, verdict.refused, verdict.headline,
                     verdict.options);
    }
}

static void an_emptied_plan(void **state)
{
    (void)state;
    struct reconciliation result = made(22, 0, 0, 0);
    result.existing[KIND_MILESTONE] = 6;
    result.plan_empty = true;
    struct threshold_verdict verdict;
    thresholds_judge(arena, &result, -1, -1, &verdict);
    assert_true(verdict.refused);
    assert_string_equal(verdict.options, "--allow-closes 28");
    thresholds_judge(arena, &result, -1, 28, &verdict);
    assert_false(verdict.refused);
    /* Nothing of this plan on GitHub: nothing to lose. */
    result.existing[KIND_MILESTONE] = result.existing[KIND_ISSUE] = 0;
    thresholds_judge(arena, &result, -1, -1, &verdict);
    assert_false(verdict.refused);
}

/* A repository that has labels of these names in other colours: they are not the plan's yet. */
static void labels_that_were_there_do_not_count(void **state)
{
    (void)state;
    struct reconciliation result = {0};
    for (int i = 0; i < 12; i++) {
        struct item_change item = {
            .kind = KIND_LABEL, .verb = VERB_UPDATE, .bound = BOUND_NAME, .id = "x"};
        VEC_PUSH(arena, &result.changeset.items, item);
    }
    struct threshold_verdict verdict;
    thresholds_judge(arena, &result, -1, -1, &verdict);
    assert_false(verdict.refused);
    /* Links that go are changes, labels that go are deleted. */
    result.changeset.items.len = 0;
    result.existing[KIND_RELATION] = result.existing[KIND_LABEL] = 10;
    for (int i = 0; i < 4; i++) {
        struct item_change item = {.kind = KIND_RELATION, .verb = VERB_DELETE, .id = "x"};
        VEC_PUSH(arena, &result.changeset.items, item);
    }
    thresholds_judge(arena, &result, -1, -1, &verdict);
    assert_string_equal(verdict.headline,
                        "this would change 4 of 10 links (40 %). Above 30 %, say the number.");
    for (size_t i = 0; i < 4; i++)
        result.changeset.items.items[i].kind = KIND_LABEL;
    thresholds_judge(arena, &result, -1, -1, &verdict);
    assert_string_equal(verdict.headline,
                        "this would delete 4 of 10 labels (40 %). Above 10 %, say the number.");
}

static void evidence_does_not_count(void **state)
{
    (void)state;
    struct reconciliation result = made(10, 10, 0, 0);
    struct threshold_verdict verdict;
    for (size_t i = 0; i < 10; i++)
        VEC_PUSH(arena, &result.changeset.items.items[i].changes,
                 ((struct change){.field = FIELD_EVIDENCE, .move = MOVE_WRITE}));
    thresholds_judge(arena, &result, -1, -1, &verdict);
    assert_false(verdict.refused);
    for (size_t i = 0; i < 4; i++)
        VEC_PUSH(arena, &result.changeset.items.items[i].changes,
                 ((struct change){.field = FIELD_TITLE, .move = MOVE_WRITE}));
    thresholds_judge(arena, &result, -1, -1, &verdict);
    assert_true(verdict.refused);
    assert_string_equal(verdict.options, "--allow-changes 4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(limits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_emptied_plan, set_up, tear_down),
        cmocka_unit_test_setup_teardown(evidence_does_not_count, set_up, tear_down),
        cmocka_unit_test_setup_teardown(labels_that_were_there_do_not_count, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
