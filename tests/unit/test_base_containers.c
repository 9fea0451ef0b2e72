#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"

static void arena_gives_zeroed_aligned_memory(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    size_t asked = 0;
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *p = arena_alloc(arena, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAA, size);
        asked += size;
    }
    assert_int_equal(arena_used(arena), asked);
}

static void arena_mixes_large_and_small(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    char *large_first = arena_alloc(arena, 3u * 1024 * 1024);
    char *small = arena_strdup(arena, "small");
    char *large = arena_calloc(arena, 1024, 1024);
    memset(large_first, 1, 3u * 1024 * 1024);
    memset(large, 2, 1024u * 1024);
    assert_string_equal(small, "small");
    assert_string_equal(arena_printf(arena, "%s %d", small, 7), "small 7");
}

static void arena_copies_text(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    assert_null(arena_strdup(arena, NULL));
    assert_null(arena_strndup(arena, NULL, 3));
    assert_string_equal(arena_strndup(arena, "abc", 2), "ab");
    assert_string_equal(arena_strndup(arena, "abc", 9), "abc");
    assert_string_equal(arena_strdup(arena, ""), "");
    arena_free(NULL);
}

static void vec_grows_and_zeroes(void **state)
{
    (void)state;
    struct point {
        int x, y;
    };
    cleanup_arena struct arena *arena = arena_new();
    VEC(struct point) points = {NULL, 0, 0};
    for (int i = 0; i < 1000; i++)
        VEC_PUSH(arena, &points, (struct point){i, -i});
    assert_int_equal(points.len, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(points.items[i].y, -i);
    points.len = 10;
    struct point *added = VEC_ADD(arena, &points);
    assert_int_equal(added->x, 0);
    assert_int_equal(points.len, 11);
}

static void strlist_sorts_by_bytes(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct strlist list = {NULL, 0, 0};
    strlist_sort_unique(&list);
    static const char *const texts[] = {"b", "a", "é", "B", "b", "a", ""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        strlist_add(arena, &list, texts[i]);
    strlist_sort_unique(&list);
    static const char *const sorted[] = {"", "B", "a", "b", "é"};
    assert_int_equal(list.len, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(list.items[i], sorted[i]);
    assert_true(strlist_has(&list, "é"));
    assert_false(strlist_has(&list, "c"));
}

static void str_builds_text(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    cleanup_str struct str str;
    str_init(&str, 0);
    assert_string_equal(str.p, "");
    str_addn(&str, NULL, 0);
    str_add(&str, "one");
    str_addc(&str, ' ');
    str_addf(&str, "%d%s", 2, "");
    str_add_repeat(&str, "ab", 3);
    assert_string_equal(str.p, "one 2ababab");
    assert_false(str_over(&str));
    str_truncate(&str, 100);
    str_truncate(&str, 5);
    assert_string_equal(str.p, "one 2");
    char *copy = str_dup(&str, arena);
    str_clear(&str);
    assert_string_equal(str.p, "");
    assert_string_equal(copy, "one 2");
    for (int i = 0; i < 10000; i++)
        str_addf(&str, "%04d", i);
    assert_int_equal(str.len, 40000);
    assert_memory_equal(str.p + 39996, "9999", 5);
}

static void str_adds_lists(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct strlist list = {0};
    cleanup_str struct str str;
    str_init(&str, 0);
    str_add_list(&str, &list, ", ");
    assert_string_equal(str.p, "");
    strlist_add(arena, &list, "one");
    str_add_list(&str, &list, ", ");
    assert_string_equal(str.p, "one");
    strlist_add(arena, &list, "");
    strlist_add(arena, &list, "three");
    str_clear(&str);
    str_add_list(&str, &list, ", ");
    assert_string_equal(str.p, "one, , three");
}

static void str_stops_at_its_ceiling(void **state)
{
    (void)state;
    cleanup_str struct str str;
    str_init(&str, 5);
    str_add(&str, "12345");
    assert_false(str_over(&str));
    str_add(&str, "6");
    assert_true(str_over(&str));
    assert_string_equal(str.p, "12345");
    str_clear(&str);
    assert_false(str_over(&str));
    str_addf(&str, "%s", "abcdefgh");
    assert_string_equal(str.p, "abcde");
    assert_true(str_over(&str));
    str_add_repeat(&str, "x", SIZE_MAX);
    assert_int_equal(str.len, 5);
}

static void questions_take_null(void **state)
{
    (void)state;
    assert_true(text_eq(NULL, ""));
    assert_true(text_eq("a", "a"));
    assert_false(text_eq("a", NULL));
    assert_true(text_starts("abc", "ab"));
    assert_true(text_starts("abc", NULL));
    assert_false(text_starts("ab", "abc"));
    assert_true(text_ends("abc", "bc"));
    assert_false(text_ends("c", "bc"));
    assert_true(text_empty(NULL));
    assert_true(text_empty(""));
    assert_false(text_empty(" "));
}

static void map_keeps_the_order_of_insertion(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct map *map = map_new(arena);
    int values[1000];
    assert_null(map_get(map, "0"));
    assert_null(map_remove(map, "0"));
    for (int i = 0; i < 1000; i++)
        assert_null(map_put(map, arena_printf(arena, "%d", i), &values[i]));
    for (int i = 0; i < 1000; i += 2)
        assert_ptr_equal(map_remove(map, arena_printf(arena, "%d", i)), &values[i]);
    assert_int_equal(map_len(map), 500);
    assert_ptr_equal(map_put(map, "1", &values[0]), &values[1]);
    assert_null(map_put(map, "0", &values[0]));
    assert_false(map_has(map, "2"));
    size_t cursor = 0;
    const char *key = NULL;
    void *value = NULL;
    int expected = 1;
    for (; expected < 1000 && map_next(map, &cursor, &key, &value); expected += 2)
        assert_int_equal(atoi(key), expected);
    assert_true(map_next(map, &cursor, &key, &value));
    assert_string_equal(key, "0");
    assert_false(map_next(map, &cursor, &key, &value));
}

static void map_tells_null_values_from_absence(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct map *map = map_new(arena);
    (void)map_put(map, "", NULL);
    assert_true(map_has(map, ""));
    assert_null(map_get(map, ""));
    assert_false(map_has(map, "a"));
}

static void map_does_not_grow_by_churn(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct map *map = map_new(arena);
    static const char *const keys[] = {"a", "b", "c"};
    int value;
    for (int i = 0; i < 100000; i++) {
        (void)map_put(map, keys[i % 3], &value);
        (void)map_remove(map, keys[i % 3]);
    }
    assert_int_equal(map_len(map), 0);
    assert_true(arena_used(arena) < 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_gives_zeroed_aligned_memory),
        cmocka_unit_test(arena_mixes_large_and_small),
        cmocka_unit_test(arena_copies_text),
        cmocka_unit_test(vec_grows_and_zeroes),
        cmocka_unit_test(strlist_sorts_by_bytes),
        cmocka_unit_test(str_builds_text),
        cmocka_unit_test(str_adds_lists),
        cmocka_unit_test(str_stops_at_its_ceiling),
        cmocka_unit_test(questions_take_null),
        cmocka_unit_test(map_keeps_the_order_of_insertion),
        cmocka_unit_test(map_tells_null_values_from_absence),
        cmocka_unit_test(map_does_not_grow_by_churn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
