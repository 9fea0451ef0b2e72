/* Which comment of a thread is ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "engine/living.h"

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

#define BOT "github-actions[bot]"
#define MINE "<!-- roadmap:v1 scope=db kind=comment key=plan n=0123456789abcdef -->\n**Roadmap**"

/* The ids of ours, "3 7". */
static const char *ours(const struct living_seen *seen, size_t count)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    const struct living_list list = living_ours(arena, seen, count, BOT, "db", "plan");
    for (size_t i = 0; i < list.items.len; i++)
        str_addf(&out, "%s%lld", i ? " " : "", (long long)list.items.items[i].id.v);
    return str_dup(&out, arena);
}

static void the_oldest_of_several_comes_first(void **state)
{
    (void)state;
    const struct living_seen seen[] = {{{9}, MINE, BOT, false},
                                       {{3}, "text", BOT, false},
                                       {{7}, MINE, "GitHub-Actions[bot]", false}};
    assert_string_equal(ours(seen, 3), "7 9");
}

static void what_others_wrote_is_text(void **state)
{
    (void)state;
    const struct living_seen seen[] = {{{1}, MINE, "hubot", false}, {{2}, MINE, NULL, false}};
    assert_string_equal(ours(seen, 2), "");
}

static void a_minimised_comment_is_not_brought_back(void **state)
{
    (void)state;
    const struct living_seen seen[] = {{{1}, MINE, BOT, true}, {{2}, MINE, BOT, false}};
    assert_string_equal(ours(seen, 2), "2");
}

static void scope_and_key_are_another_comment(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "<!-- roadmap:v1 scope=web kind=comment key=plan -->\nx",
        "<!-- roadmap:v1 scope=db kind=comment key=status -->\nx",
        "<!-- roadmap:v1 scope=db id=plan -->\nx",
        "<!-- roadmap:v2 scope=db kind=comment key=plan -->\nx",
        "```\n" MINE "\n```",
        "text " MINE,
        NULL,
        "",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        const struct living_seen seen = {{1}, bodies[i], BOT, false};
        assert_string_equal(ours(&seen, 1), "");
    }
    /* The web editor writes CRLF, and a person may have put a line above. */
    const struct living_seen edited = {
        {1}, "Note\r\n\r\n<!-- roadmap:v1 scope=db kind=comment key=plan -->\r\nx", BOT, false};
    assert_string_equal(ours(&edited, 1), "1");
}

static void the_marker_is_read_back(void **state)
{
    (void)state;
    const char *marker = living_marker(arena, "db", "plan", "0123456789abcdef");
    assert_string_equal(marker,
                        "<!-- roadmap:v1 scope=db kind=comment key=plan n=0123456789abcdef -->");
    assert_string_equal(living_nonce(arena, MINE), "0123456789abcdef");
    assert_null(living_nonce(arena, "text"));
    const struct living_seen seen = {{1}, marker, BOT, false};
    assert_string_equal(ours(&seen, 1), "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_oldest_of_several_comes_first),
        cmocka_unit_test(what_others_wrote_is_text),
        cmocka_unit_test(a_minimised_comment_is_not_brought_back),
        cmocka_unit_test(scope_and_key_are_another_comment),
        cmocka_unit_test(the_marker_is_read_back),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
