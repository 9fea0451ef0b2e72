#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/normal.h"

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

struct pair {
    const char *in, *out;
};

static void check_pairs(const char *(*normal)(struct arena *, const char *),
                        const struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *once = normal(arena, pairs[i].in);
        assert_string_equal(once, pairs[i].out);
        /* A normal form is a fixed point. */
        assert_string_equal(normal(arena, once), pairs[i].out);
    }
}

static void texts(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {NULL, ""},
        {"", ""},
        {"plain", "plain"},
        {"a\r\nb\rc\n", "a\nb\nc"},
        {"a  \n\tb\t \n", "a\n\tb"},
        {"\n \n\n  first\n\n\nlast \n\n", "  first\n\n\nlast"},
        {" \t\n\r\n", ""},
        {"e\xCC\x81", "\xC3\xA9"}, /* NFD to NFC */
        {"@\xE2\x80\x8Boctocat", "@octocat"},
        {"@\xE2\x80\x8B\xE2\x80\x8Boctocat", "@octocat"},
        {"see #\xE2\x80\x8B"
         "12",
         "see #12"},
        {"#\xE2\x80\x8Bno digit", "#\xE2\x80\x8Bno digit"},
        {"a\xE2\x80\x8B"
         "b",
         "a\xE2\x80\x8B"
         "b"},
        {"Ink \xE2\x80\x93 \xE2\x86\x92 \xF0\x9F\x98\x80",
         "Ink \xE2\x80\x93 \xE2\x86\x92 \xF0\x9F\x98\x80"},
    };
    check_pairs(normal_text, pairs, sizeof pairs / sizeof *pairs);
}

static void lines_and_names(void **state)
{
    (void)state;
    static const struct pair lines[] = {
        {"  two \t words\nthree ", "two words three"}, {"as it is", "as it is"}, {"\n", ""}};
    static const struct pair names[] = {{"  Area:DB ", "area:db"},
                                        {"\xC3\x84NDERN", "\xC3\xA4ndern"}};
    static const struct pair colors[] = {{"#BADA55", "bada55"}, {"000000", "000000"}};
    static const struct pair dates[] = {
        {"2026-03-13T07:00:00Z", "2026-03-13"}, {"2026-03-13", "2026-03-13"}, {NULL, ""}};
    check_pairs(normal_line, lines, 3);
    check_pairs(normal_name, names, 2);
    check_pairs(normal_color, colors, 2);
    check_pairs(normal_date, dates, 3);
}

static void blocks_have_empty_boxes(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"- [x] done\n- [X] too\n- [ ] not", "- [ ] done\n- [ ] too\n- [ ] not"},
        {"```\n- [x] an example\n```", "```\n- [x] an example\n```"},
        {"text [x] in it", "text [x] in it"},
    };
    check_pairs(normal_block, pairs, 3);
}

/* Computed with sha256sum: the format of the marker must never change by accident. */
static void hashes_are_fixed(void **state)
{
    (void)state;
    assert_string_equal(hash_kind(arena, "t", "Physical DDL"), "0a402b19aaac");
    assert_string_equal(hash_kind(arena, "l", "area:db"), "3244a490");
    assert_string_equal(hash_kind(arena, "m", NULL), "dc711b0abfa8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(texts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lines_and_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(blocks_have_empty_boxes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hashes_are_fixed, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
