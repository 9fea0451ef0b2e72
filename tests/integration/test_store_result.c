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

/* One lock for all of them: who writes meanwhile waits, and afterwards does not. */
static void test_readings_in_a_row_see_one_state(void **state)
{
    struct scratch *s = *state;
    struct store *reader = scratch_open(s, STORE_WRITE), *writer = NULL;
    struct store_options options = scratch_options(s, STORE_WRITE);
    struct store_told told;
    options.busy_timeout_ms = 20;
    WORKS(s, store_open(s->arena, &options, &writer, &told, &s->err));
    const struct store_result first = {.key = "first"}, second = {.key = "second"};
    struct store_result got;
    bool found;
    WORKS(s, store_put_results(writer, &first, 1, NOW_MS, &s->err));
    {
        struct store_reading reading cleanup_reading = STORE_READING_INIT;
        struct store_reading within cleanup_reading = STORE_READING_INIT;
        WORKS(s, store_read(reader, &reading, &s->err));
        WORKS(s, store_read(reader, &within, &s->err));
        assert_null(within.store);
        WORKS(s, store_load_result(reader, s->arena, "first", &got, &found, &s->err));
        assert_true(found);
        assert_int_not_equal(store_put_results(writer, &second, 1, NOW_MS, &s->err), OK);
        err_clear(&s->err);
        WORKS(s, store_load_result(reader, s->arena, "second", &got, &found, &s->err));
        assert_false(found);
    }
    WORKS(s, store_put_results(writer, &second, 1, NOW_MS, &s->err));
    WORKS(s, store_load_result(reader, s->arena, "second", &got, &found, &s->err));
    assert_true(found);
    /* Inside of a transaction it leaves that alone. */
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    WORKS(s, store_begin(reader, &tx, &s->err));
    {
        struct store_reading reading cleanup_reading = STORE_READING_INIT;
        WORKS(s, store_read(reader, &reading, &s->err));
    }
    WORKS(s, store_commit(&tx, &s->err));
    store_close(writer);
    store_close(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_an_answer_comes_back_whole, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(test_old_answers_go, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_readings_in_a_row_see_one_state, scratch_setup,
                                        scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
