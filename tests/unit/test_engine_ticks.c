#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "engine/ticks.h"

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

static void boxes_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *text, *bits;
    } cases[] = {
        {"", ""},
        {"- [ ] a\n- [x] b\n* [X] c\n+ [ ] d\n1. [x] e\n2) [ ] f", "011010"},
        {"text\n  - [x] nested\n    - [ ] deeper\n", "10"},
        {"- [x]no blank\n- [] none\n-[x] no mark\n- [y] other\n[x] no item", ""},
        {"```\n- [x] code\n```\n- [ ] real", "0"},
        {"- item\n  ```\n  - [x] code\n  ```\n  - [x] real", "1"},
        {"- item\n  ```\n  - [x] code\nout of the item\n\n- [x] real", "1"},
        {"para\n\n    - [x] indented code", ""},
        {"> - [x] quoted", "1"},
        {"- [x] crlf\r\n- [ ] crlf\r\n", "10"},
        {"- [ ]", ""},
        {"- ```\n  - [x] code\n  ```\n- [x] real", "1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (strcmp(ticks_bits(arena, cases[i].text), cases[i].bits) != 0)
            fail_msg("case %zu: %s", i, ticks_bits(arena, cases[i].text));
}

static void emptied(void **state)
{
    (void)state;
    assert_string_equal(ticks_empty(arena, "- [x] a\n- [X] b [x]\n```\n- [x] c\n```"),
                        "- [ ] a\n- [ ] b [x]\n```\n- [x] c\n```");
    const char *none = "- [ ] a";
    assert_ptr_equal(ticks_empty(arena, none), none);
}

struct carry_case {
    const char *name, *from, *to, *spec, *result, *lost;
};

static void carried(void **state)
{
    (void)state;
    static const struct carry_case cases[] = {
        {"same text", "- [x] a\n- [ ] b", "- [ ] a\n- [ ] b", NULL, "- [x] a\n- [ ] b", NULL},
        {"moved", "- [x] a\n- [ ] b", "- [ ] b\n- [ ] a", NULL, "- [ ] b\n- [x] a", NULL},
        {"markup and blanks folded", "- [x] Write  the *docs*", "- [ ] Write the `docs`", NULL,
         "- [x] Write the `docs`", NULL},
        {"link target changed", "- [x] see [plan](http://a.example)", "- [ ] see [plan](b.md)",
         NULL, "- [x] see [plan](b.md)", NULL},
        {"occurrence", "- [ ] test\n- [x] test", "- [ ] test\n- [ ] test", NULL,
         "- [ ] test\n- [x] test", NULL},
        {"same text below another parent is another box",
         "- [ ] A\n  - [x] test\n- [ ] B\n  - [ ] test",
         "- [ ] B\n  - [ ] test\n- [ ] A\n  - [ ] test", NULL,
         "- [ ] B\n  - [ ] test\n- [ ] A\n  - [x] test", NULL},
        {"plain items are parents too", "- A\n  - [ ] test\n- B\n  - [x] test", "- B\n  - [ ] test",
         NULL, "- B\n  - [x] test", NULL},
        {"reworded between the same neighbours",
         "- [ ] a\n- [x] write the first draft now\n- [ ] z",
         "- [ ] a\n- [ ] write the second draft now\n- [ ] z", NULL,
         "- [ ] a\n- [x] write the second draft now\n- [ ] z", NULL},
        {"child of a reworded parent", "- [ ] one two three\n  - [x] child",
         "- [ ] one two four\n  - [ ] child", NULL, "- [ ] one two four\n  - [x] child", NULL},
        {"too different", "- [x] write the first draft", "- [ ] paint a house", NULL,
         "- [ ] paint a house", "write the first draft"},
        {"not equally many", "- [x] write the first draft now",
         "- [ ] write the second draft now\n- [ ] write the third draft now", NULL,
         "- [ ] write the second draft now\n- [ ] write the third draft now",
         "write the first draft now"},
        {"removed", "- [x] gone\n- [ ] b", "- [ ] b", NULL, "- [ ] b", "gone"},
        {"the spec ticks a new box", "- [ ] a", "- [ ] a\n- [x] b", NULL, "- [ ] a\n- [x] b", NULL},
        {"the spec does not tick an old box", "- [ ] a", "- [x] a", NULL, "- [ ] a", NULL},
        {"an unticked box stays so", "- [ ] a\n- [x] b", "- [x] a\n- [x] b", NULL,
         "- [ ] a\n- [x] b", NULL},
        {"merged text, ticks from both", "- [x] a", "- [ ] a\n- [ ] theirs\n- [ ] ours",
         "- [ ] a\n- [x] ours", "- [x] a\n- [ ] theirs\n- [x] ours", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct carry_case *c = &cases[i];
        struct ticks_result result;
        ticks_carry(arena, c->from, c->to, c->spec ? c->spec : c->to, &result);
        const char *lost = result.lost.len ? result.lost.items[0] : NULL;
        if (strcmp(result.text, c->result) != 0 || !text_eq(lost, c->lost))
            fail_msg("%s: '%s', lost '%s'", c->name, result.text, lost ? lost : "");
    }
}

static const char *random_list(uint32_t *seed)
{
    static const char *const words[] = {"write", "docs", "test", "plan", "draft"};
    struct str text cleanup_str;
    str_init(&text, 0);
    int lines = (int)(*seed >> 8) % 7;
    for (int i = 0; i < lines; i++) {
        *seed = *seed * 1664525u + 1013904223u;
        uint32_t dice = *seed >> 10;
        str_add_repeat(&text, "  ", i == 0 ? 0 : dice % 3);
        str_addf(&text, "- %s%s %s\n",
                 dice % 5 == 0 ? ""
                 : dice % 2    ? "[x] "
                               : "[ ] ",
                 words[(dice >> 3) % 5], words[(dice >> 6) % 5]);
    }
    return str_dup(&text, arena);
}

static size_t count_ones(const char *bits)
{
    size_t ones = 0;
    for (; *bits; bits++)
        ones += *bits == '1';
    return ones;
}

/* Every tick of GitHub is either on a box of the result or named as lost. */
static void no_tick_disappears(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int round = 0; round < 5000; round++) {
        seed = seed * 1664525u + 1013904223u;
        const char *from = random_list(&seed);
        seed = seed * 1664525u + 1013904223u;
        const char *to = random_list(&seed);
        struct ticks_result result;
        ticks_carry(arena, from, to, to, &result);
        assert_int_equal(count_ones(ticks_bits(arena, from)), result.kept + result.lost.len);
        assert_int_equal(count_ones(ticks_bits(arena, result.text)), result.kept + result.fresh);
        assert_string_equal(ticks_empty(arena, result.text), ticks_empty(arena, to));
        /* Nothing changed: nothing is lost. */
        ticks_carry(arena, from, ticks_empty(arena, from), from, &result);
        assert_string_equal(result.text, from);
        arena_free(arena);
        arena = arena_new();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(boxes_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(emptied, set_up, tear_down),
        cmocka_unit_test_setup_teardown(carried, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_tick_disappears, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
