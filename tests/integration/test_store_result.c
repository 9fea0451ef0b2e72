#include "support/store_scratch.h"

#include "store/result.h"

#define NOW_MS INT64_C(1800000000000)

static void test_an_answer_comes_back_whole(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_result kept = {.key = "k1",
                                .verdict = VERDICT_FAIL,
                                .message = "no index",
                                .path = "db/1.sql",
                                .line = 4,
                                .col = 7};
    struct store_result got;
    bool found;
    strlist_add(s->arena, &kept.lines, "one");
    strlist_add(s->arena, &kept.lines, "two\nlines");
    WORKS(s, store_load_result(store, s->arena, "k1", &got, &found, &s->err));
    assert_false(found);
    WORKS(s, store_put_results(store, &kept, 1, NOW_MS, &s->err));
    WORKS(s, store_load_result(store, s->arena, "k1", &got, &found, &s->err));
    assert_true(found);
    assert_int_equal(got.verdict, VERDICT_FAIL);
    assert_string_equal(got.message, "no index");
    assert_string_equal(got.path, "db/1.sql");
    assert_int_equal(got.line, 4);
    assert_int_equal(got.col, 7);
    assert_int_equal(got.lines.len, 2);
    assert_string_equal(got.lines.items[1], "two lines");

    kept.verdict = VERDICT_PASS;
    kept.message = kept.path = NULL;
    WORKS(s, store_put_results(store, &kept, 1, NOW_MS, &s->err));
    WORKS(s, store_load_result(store, s->arena, "k1", &got, &found, &s->err));
    assert_int_equal(got.verdict, VERDICT_PASS);
    assert_null(got.message);
    assert_null(got.path);
    store_close(store);
}

static void test_old_answers_go(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    const struct store_result first = {.key = "old"}, second = {.key = "new"};
    struct store_result got;
    bool found;
    WORKS(s, store_put_results(store, &first, 1, NOW_MS, &s->err));
    WORKS(s, store_put_results(store, &second, 1, NOW_MS + STORE_RESULT_KEPT_MS + 1, &s->err));
    WORKS(s, store_load_result(store, s->arena, "old", &got, &found, &s->err));
    assert_false(found);
    WORKS(s, store_load_result(store, s->arena, "new", &got, &found, &s->err));
    assert_true(found);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_an_answer_comes_back_whole, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(test_old_answers_go, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
