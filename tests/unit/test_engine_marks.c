/* Which marks a cache has seen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/marks.h"

static void what_is_agreed_makes_the_sum(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct marker_base base = {.t = "03b3a9c373ec", .b = "56765fd601cc", .k = "00", .s = 'o'};
    const char *sum = marks_sum(arena, &base);
    assert_int_equal(strlen(sum), 8);
    base.k = "11"; /* ticks are people's */
    assert_string_equal(marks_sum(arena, &base), sum);
    base.s = 'c';
    assert_string_not_equal(marks_sum(arena, &base), sum);
    base.s = 'o';
    base.has_l = true;
    strlist_add(arena, &base.l, "eeb7b7d1");
    assert_string_not_equal(marks_sum(arena, &base), sum);
    base = (struct marker_base){.t = "56765fd601cc", .b = "03b3a9c373ec", .s = 'o'};
    assert_string_not_equal(marks_sum(arena, &base), sum);
    arena_free(arena);
}

static void the_newest_are_remembered(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *seen = NULL;
    assert_false(marks_have(seen, "00000000"));
    for (unsigned i = 0; i < 100; i++) {
        seen = marks_add(arena, seen, arena_printf(arena, "%08x", i));
        assert_true(marks_have(seen, arena_printf(arena, "%08x", i)));
        assert_true(strlen(seen) < 300);
    }
    assert_string_equal(marks_add(arena, seen, "00000063"), seen);
    assert_true(marks_have(seen, "00000050"));
    assert_false(marks_have(seen, "00000000"));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_agreed_makes_the_sum),
        cmocka_unit_test(the_newest_are_remembered),
    };
    return cmocka_run_group_tests_name("engine marks", tests, NULL, NULL);
}
