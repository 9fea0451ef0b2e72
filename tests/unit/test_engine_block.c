#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "engine/block.h"

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

#define MARK "<!-- roadmap:v1 scope=db id=A1 -->"
#define END "<!-- /roadmap -->"

static struct block_parts split(const char *body)
{
    struct block_parts parts;
    block_split(arena, body, &parts);
    return parts;
}

static struct marker mark(void)
{
    return (struct marker){.type = MARKER_ITEM, .scope = "db", .id = "A1"};
}

static void parts_are_told_apart(void **state)
{
    (void)state;
    struct block_parts parts =
        split("above\r\n\r\n" MARK "\r\n\r\nthe\r\nblock\r\n\r\n" END "\r\n\r\nbelow\r\n");
    assert_true(parts.found);
    assert_int_equal(parts.damage, BLOCK_WHOLE);
    assert_string_equal(parts.prefix, "above\r\n\r\n");
    assert_string_equal(parts.block, "the\r\nblock");
    assert_string_equal(parts.middle, "\r\n\r\nbelow\r\n");
    assert_null(parts.status);
    assert_string_equal(parts.suffix, "");
}

static void status_stands_apart(void **state)
{
    (void)state;
    const char *body = MARK "\n\nblock\n\n" END "\nnear\n<!-- roadmap:status -->\nold\n"
                            "<!-- /roadmap:status -->\nfar";
    struct block_parts parts = split(body);
    assert_string_equal(parts.middle, "\nnear\n");
    assert_string_equal(parts.suffix, "far");
    block_set_status(arena, &parts, "new");
    const char *expected = MARK "\n\nblock\n\n" END "\nnear\n<!-- roadmap:status -->\nnew\n"
                                "<!-- /roadmap:status -->\nfar";
    assert_string_equal(block_compose(arena, &parts), expected);
    block_set_status(arena, &parts, NULL);
    assert_string_equal(block_compose(arena, &parts), MARK "\n\nblock\n\n" END "\nnear\nfar");
    block_set_status(arena, &parts, "again");
    struct block_parts again = split(block_compose(arena, &parts));
    assert_non_null(again.status);
    assert_int_equal(again.damage, BLOCK_WHOLE);
}

static void damage(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        enum block_damage damage;
        bool found;
    } cases[] = {
        {NULL, BLOCK_WHOLE, false},
        {"people's text", BLOCK_WHOLE, false},
        {"text\n" END "\n", BLOCK_WHOLE, false},
        {MARK "\n\nblock", BLOCK_NO_END, true},
        {MARK "\nx\n" END "\n" MARK "\n", BLOCK_TWO_MARKERS, true},
        {MARK "\n" MARK "\nx\n" END, BLOCK_TWO_MARKERS, true},
        {END "\n" MARK "\nx\n" END, BLOCK_END_FIRST, true},
        {MARK " joined\nx\n" END, BLOCK_BROKEN_MARKER, true},
        {"<!-- roadmap:v2 scope=db id=A1 -->\nx\n" END, BLOCK_NEWER, true},
        {MARK "\n```\n" END "\n```\n" END, BLOCK_WHOLE, true}, /* quoted in code */
        {MARK "\n" END, BLOCK_WHOLE, true},
        {"<!-- roadmap:v1 scope=db kind=comment key=a -->\ntext", BLOCK_WHOLE, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct block_parts parts = split(cases[i].body);
        if (parts.damage != cases[i].damage || parts.found != cases[i].found)
            fail_msg("case %zu: damage %d found %d", i, parts.damage, parts.found);
    }
}

static void created_body_reads_back(void **state)
{
    (void)state;
    struct marker marker = mark();
    const char *footer =
        "<sub>Planned in `roadmap/roadmap.yaml` as `A1`; edit it here or there.</sub>";
    const char *body = block_create(arena, &marker, "one\n\ntwo\n", footer);
    assert_string_equal(body,
                        MARK "\n\none\n\ntwo\n\n" END "\n\n"
                             "<sub>Planned in `roadmap/roadmap.yaml` as `A1`; edit it here or "
                             "there.</sub>\n");
    struct block_parts parts = split(body);
    assert_string_equal(parts.block, "one\n\ntwo");
    assert_true(block_alone(&parts));
    assert_true(block_has_footer(parts.middle));
    struct block_parts empty = split(block_create(arena, &marker, "", NULL));
    assert_int_equal(empty.damage, BLOCK_WHOLE);
    assert_string_equal(empty.block, "");
}

static void a_deleted_footer_stays_deleted(void **state)
{
    (void)state;
    struct block_parts parts = split(MARK "\n\nblock\n\n" END "\n");
    parts.block = "changed";
    assert_false(block_has_footer(block_compose(arena, &parts)));
}

static void adoption(void **state)
{
    (void)state;
    struct marker marker = mark();
    const char *footer = "<sub>Planned in `plan.json` as `A1`; edit it here or there.</sub>";
    /* Equal but for line ends and ticks: wrapped. */
    const char *equal =
        block_adopt(arena, "- [x] a\r\n- [ ] b\r\n", &marker, "- [x] a\n- [ ] b", footer);
    assert_string_equal(split(equal).block, "- [x] a\n- [ ] b");
    struct block_parts wrapped = split(equal);
    assert_true(block_alone(&wrapped));
    /* Different: stays below, byte for byte. */
    const char *other = block_adopt(arena, "their words\r\n  \r\n", &marker, "ours", footer);
    assert_string_equal(split(other).block, "ours");
    assert_true(text_ends(other, "\n\ntheir words\r\n  \r\n"));
    /* Stray lines of an old block would damage the new one; an old footer is not doubled. */
    const char *stray = block_adopt(
        arena, "old\n" END "\n<sub>Planned in `plan.json` as A1; edit it here or there.</sub>\n",
        &marker, "ours", footer);
    assert_int_equal(split(stray).damage, BLOCK_WHOLE);
    assert_null(strstr(strstr(stray, "<sub>Planned") + 1, "<sub>Planned"));
    assert_non_null(strstr(stray, "old\n"));
    /* Nothing there yet. */
    assert_string_equal(block_adopt(arena, " \n", &marker, "ours", NULL),
                        block_create(arena, &marker, "ours", NULL));
}

static void texts_that_fit(void **state)
{
    (void)state;
    assert_true(block_text_fits(arena, "plain"));
    assert_true(block_text_fits(arena, "```\n" END "\n```"));
    assert_false(block_text_fits(arena, "a\n" END));
    assert_false(block_text_fits(arena, MARK));
    assert_false(block_text_fits(arena, "```\nnever closed"));
}

/* Bytes of people around the block come back as they were, whatever they are. */
static void human_bytes_survive(void **state)
{
    (void)state;
    static const char *const pieces[] = {"word",
                                         " ",
                                         "\n",
                                         "\r\n",
                                         "\r",
                                         "\t",
                                         "- [x] done",
                                         "```\n",
                                         "~~~\n",
                                         "> q",
                                         "# h",
                                         "&amp;",
                                         "<br>",
                                         "@me",
                                         "\xE2\x80\x8B",
                                         "\xF0\x9F\x98\x80",
                                         "    c",
                                         "* * *",
                                         "<!-- theirs -->"};
    uint32_t seed = 20260302;
    for (int round = 0; round < 3000; round++) {
        struct str before cleanup_str, after cleanup_str;
        str_init(&before, 0);
        str_init(&after, 0);
        for (int i = 0; i < 12; i++) {
            seed = seed * 1664525u + 1013904223u;
            str_add(i < 6 ? &before : &after,
                    pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
        }
        str_add(&before, "\n");
        struct marker marker = mark();
        const char *block = block_create(arena, &marker, "the block", NULL);
        const char *body = arena_printf(arena, "%s%s%s", before.p, block, after.p);
        struct block_parts parts = split(body);
        if (!parts.found) /* people opened a fence above it: then it is not ours to write */
            continue;
        assert_int_equal(parts.damage, BLOCK_WHOLE);
        assert_string_equal(block_compose(arena, &parts), body);
        parts.block = "another text";
        const char *changed = block_compose(arena, &parts);
        assert_true(text_starts(changed, before.p));
        assert_true(text_ends(changed, after.p));
        arena_free(arena);
        arena = arena_new();
    }
}

static void the_section_reads_as_it_was_written(void **state)
{
    (void)state;
    static const char *const texts[] = {"one\n", "one\n\ntwo\n", "<details>\n\n</details>\n"};
    struct block_parts parts;
    block_split(arena, MARK "\n\nblock\n\n" END "\nnear\n", &parts);
    assert_null(block_status(arena, &parts));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        block_set_status(arena, &parts, texts[i]);
        block_split(arena, block_compose(arena, &parts), &parts);
        assert_string_equal(block_status(arena, &parts), texts[i]);
    }
    block_set_status(arena, &parts, "");
    assert_string_equal(block_status(arena, &parts), "");
    block_set_status(arena, &parts, NULL);
    assert_string_equal(block_compose(arena, &parts), MARK "\n\nblock\n\n" END "\nnear\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(parts_are_told_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(status_stands_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damage, set_up, tear_down),
        cmocka_unit_test_setup_teardown(created_body_reads_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_deleted_footer_stays_deleted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(adoption, set_up, tear_down),
        cmocka_unit_test_setup_teardown(texts_that_fit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(human_bytes_survive, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_section_reads_as_it_was_written, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
