/* What BROWSER means, and addresses that stay one word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include "base/str.h"
#include "cli/browser.h"

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

/* The words of a command between '|', a command a line. */
static const char *told(const char *setting)
{
    struct browser_commands commands = {0};
    cleanup_str struct str out;
    str_init(&out, 0);
    browser_commands(arena, setting, "file:///r.html", &commands);
    for (size_t i = 0; i < commands.items.len; i++) {
        for (const char **word = commands.items.items[i]; *word; word++)
            str_addf(&out, "%s%s", word == commands.items.items[i] ? "" : "|", *word);
        str_addc(&out, '\n');
    }
    return str_dup(&out, arena);
}

static void commands_stand_between_colons_and_words_between_blanks(void **state)
{
    (void)state;
    assert_string_equal(told("firefox"), "firefox|file:///r.html\n");
    assert_string_equal(told("firefox:w3m"), "firefox|file:///r.html\nw3m|file:///r.html\n");
    assert_string_equal(told("  firefox \t -new-tab  "), "firefox|-new-tab|file:///r.html\n");
    assert_string_equal(told("open --at=%s --now"), "open|--at=file:///r.html|--now\n");
    assert_string_equal(told("a 100%% c%cd %"), "a|100%|c:d|%|file:///r.html\n");
    assert_string_equal(told(": :"), "");
    assert_string_equal(told(""), "");
}

static void what_a_shell_would_obey_is_only_a_word(void **state)
{
    (void)state;
    assert_string_equal(told("x ;rm $(y) `z` 'a b'"), "x|;rm|$(y)|`z`|'a|b'|file:///r.html\n");
}

static void an_address_is_one_word_and_no_option(void **state)
{
    (void)state;
    assert_string_equal(browser_address(arena, "/a/b-1_x~.html"), "file:///a/b-1_x~.html");
    assert_string_equal(browser_address(arena, "/a b/%s;$(c)#?.html"),
                        "file:///a%20b/%25s%3B%24%28c%29%23%3F.html");
    assert_string_equal(browser_address(arena, "/\xc3\xa9"), "file:///%C3%A9");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(commands_stand_between_colons_and_words_between_blanks,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_a_shell_would_obey_is_only_a_word, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_address_is_one_word_and_no_option, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("cli browser", tests, NULL, NULL);
}
