/* The history of a scope as the cache keeps it: what was written is read, anything else is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include "app/report/scope_text.h"
#include "base/arena.h"

static const char *written(struct arena *arena)
{
    struct scope_history history = {.thinned = true, .unreadable = 3};
    struct scope_revision revision = {.commit = "c0ffee", .at_ms = 1770000000123};
    const struct scope_fact facts[] = {{"A-1", SCOPE_OPEN, "M1", 7.5},
                                       {"A-2", SCOPE_ABSENT, NULL, -1}};
    const struct scope_due due = {"M1", true, false, DAY_NONE};
    VEC_PUSH(arena, &revision.issues, facts[0]);
    VEC_PUSH(arena, &revision.issues, facts[1]);
    VEC_PUSH(arena, &revision.milestones, due);
    VEC_PUSH(arena, &history.revisions, revision);
    cleanup_str struct str text;
    str_init(&text, 0);
    scope_write(&text, &history);
    return str_dup(&text, arena);
}

static void what_was_written_is_read(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct scope_history history;
    assert_true(scope_read(arena, arena_strdup(arena, written(arena)), &history));
    assert_true(history.thinned);
    assert_int_equal(history.unreadable, 3);
    assert_int_equal(history.revisions.len, 1);
    const struct scope_revision *revision = &history.revisions.items[0];
    assert_string_equal(revision->commit, "c0ffee");
    assert_int_equal(revision->at_ms, 1770000000123);
    assert_int_equal(revision->issues.len, 2);
    assert_string_equal(revision->issues.items[0].milestone, "M1");
    assert_true(revision->issues.items[0].hours > 7.4 && revision->issues.items[0].hours < 7.6);
    assert_int_equal(revision->issues.items[1].state, SCOPE_ABSENT);
    assert_null(revision->issues.items[1].milestone);
    assert_int_equal(revision->milestones.items[0].due_day, DAY_NONE);
    cleanup_str struct str again;
    str_init(&again, 0);
    scope_write(&again, &history);
    assert_string_equal(again.p, written(arena));
}

static void anything_else_is_not(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "scope 1\t0\n",
                                        "scope 2\t0\t0",
                                        "scope 2\t2\t0\n",
                                        "scope 2\t0\t0\ni\tA-1\t1\tM1\t8\n",
                                        "scope 2\t0\t0\nr\tc\tx\n",
                                        "scope 2\t0\t0\nr\tc\t1\ni\tA-1\t9\tM1\t8\n",
                                        "scope 2\t0\t0\nr\tc\t1\nm\tM1\t1\t0\n",
                                        "scope 2\t0\t0\nr\tc\t1\ti\tA\tB\tC\n"};
    cleanup_arena struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct scope_history history = {.unreadable = 42};
        if (scope_read(arena, arena_strdup(arena, wrong[i]), &history))
            fail_msg("this was read: %s", wrong[i]);
        assert_int_equal(history.unreadable, 42);
    }
    /* Cut off anywhere but behind a line. */
    const char *whole = written(arena);
    for (size_t len = 0; len < strlen(whole); len++) {
        struct scope_history history;
        if (len == 0 || whole[len - 1] != '\n')
            assert_false(scope_read(arena, arena_strndup(arena, whole, len), &history));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read),
        cmocka_unit_test(anything_else_is_not),
    };
    return cmocka_run_group_tests_name("app scope text", tests, NULL, NULL);
}
