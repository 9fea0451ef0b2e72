#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/env.h"
#include "base/str.h"

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

/* Every test ends here: no process of ours is left, alive or dead. */
static void assert_no_child(void)
{
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static enum code run(const char *script, const char *input, size_t max_bytes, int64_t timeout_ms,
                     char **output, int *status, struct err *err)
{
    const char *const argv[] = {"sh", "-c", script, NULL};
    return process_run(arena, argv, input, max_bytes, timeout_ms, output, status, err);
}

static void empty_counts_as_unset(void **state)
{
    (void)state;
    setenv("ROADMAP_TEST_VALUE", "", 1);
    assert_null(env_get("ROADMAP_TEST_VALUE"));
    setenv("ROADMAP_TEST_VALUE", "x", 1);
    assert_string_equal(env_get("ROADMAP_TEST_VALUE"), "x");
    unsetenv("ROADMAP_TEST_VALUE");
    assert_null(env_get("ROADMAP_TEST_VALUE"));
}

static void utf8_is_what_the_locale_names(void **state)
{
    (void)state;
    static const struct {
        const char *all, *ctype, *lang;
        bool utf8;
    } cases[] = {
        {"", "", "", false},
        {"", "", "C", false},
        {"", "", "C.UTF-8", true},
        {"", "", "ko_KR.utf8", true},
        {"", "POSIX", "C.UTF-8", false},
        {"C", "C.UTF-8", "C.UTF-8", false},
        {"de_DE.UTF-8@euro", "C", "C", true},
        {"", "", "de_DE.ISO-8859-1", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        setenv("LC_ALL", cases[i].all, 1);
        setenv("LC_CTYPE", cases[i].ctype, 1);
        setenv("LANG", cases[i].lang, 1);
        assert_int_equal(env_is_utf8(), cases[i].utf8);
    }
}

static void random_differs(void **state)
{
    (void)state;
    unsigned char a[1000] = {0}, b[1000] = {0};
    random_bytes(a, sizeof a);
    random_bytes(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    assert_true(random_u32() != random_u32() || random_u32() != random_u32());
}

static void gives_output_and_status(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    char *output;
    int status;
    assert_int_equal(
        run("printf out; printf noise >&2; exit 3", NULL, 100, 10000, &output, &status, &err), OK);
    assert_string_equal(output, "out");
    assert_int_equal(status, 3);
    assert_int_equal(run("kill -TERM $$", NULL, 100, 10000, &output, &status, &err), OK);
    assert_int_equal(status, 128 + SIGTERM);
    assert_no_child();
}

static void no_shell_is_involved(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    const char *const argv[] = {"printf", "%s", "$HOME; `id`", NULL};
    char *output;
    int status;
    assert_int_equal(process_run(arena, argv, NULL, 100, 10000, &output, &status, &err), OK);
    assert_string_equal(output, "$HOME; `id`");
}

static void large_input_comes_back(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    const size_t len = 1000000; /* many times what a pipe holds, both ways at once */
    char *input = arena_alloc(arena, len + 1);
    for (size_t i = 0; i < len; i++)
        input[i] = (char)('a' + i % 26);
    char *output;
    int status;
    assert_int_equal(run("cat", input, len, 20000, &output, &status, &err), OK);
    assert_string_equal(output, input);
    assert_int_equal(run("cat", "", len, 20000, &output, &status, &err), OK);
    assert_string_equal(output, "");
    assert_int_equal(run("cat", NULL, len, 20000, &output, &status, &err), OK);
    assert_string_equal(output, "");
}

static void a_child_that_does_not_read_is_no_harm(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    char *input = arena_alloc(arena, 1000001);
    memset(input, 'x', 1000000);
    char *output;
    int status;
    assert_int_equal(run("exec <&-; printf done", input, 100, 10000, &output, &status, &err), OK);
    assert_string_equal(output, "done");
    sigset_t pending;
    sigpending(&pending);
    assert_int_equal(sigismember(&pending, SIGPIPE), 0);
    assert_no_child();
}

static void absent_program_is_127(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    const char *const argv[] = {"roadmap-no-such-program", NULL};
    char *output;
    int status;
    assert_int_equal(process_run(arena, argv, "input", 100, 10000, &output, &status, &err), OK);
    assert_int_equal(status, 127);
    assert_string_equal(output, "");
    assert_no_child();
}

static void timeout_kills_the_whole_group(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    char *output;
    int status;
    struct clock clock = clock_system();
    int64_t start = clock_mono(&clock);
    /* Whoever is started inherits the pipe: it ends when the last of them is dead. */
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(run("sleep 60 & sleep 60", NULL, 100, 200, &output, &status, &err),
                     ERR_FAILED);
    assert_non_null(strstr(err.message, "200 ms"));
    close(ends[1]);
    char byte;
    assert_int_equal(read(ends[0], &byte, 1), 0);
    close(ends[0]);
    err_clear(&err);
    assert_int_equal(run("exec >&-; sleep 60", NULL, 100, 200, &output, &status, &err), ERR_FAILED);
    assert_true(clock_mono(&clock) - start < 10000);
    assert_no_child();
}

static void a_daemon_left_behind_holds_nobody_up(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    char *output;
    int status;
    struct clock clock = clock_system();
    int64_t start = clock_mono(&clock);
    assert_int_equal(run("sleep 20 & printf out", NULL, 100, 15000, &output, &status, &err), OK);
    assert_string_equal(output, "out");
    assert_true(clock_mono(&clock) - start < 10000);
    assert_no_child();
}

static void too_much_output_is_an_error(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    char *output;
    int status;
    assert_int_equal(run("yes", NULL, 1000, 10000, &output, &status, &err), ERR_CEILING);
    assert_non_null(strstr(err.message, "1000"));
    assert_no_child();
}

static void tokens_stay_here(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    setenv("GH_TOKEN", "a", 1);
    setenv("GITHUB_TOKEN", "b", 1);
    setenv("GH_ENTERPRISE_TOKEN", "c", 1);
    setenv("GH_HOST", "kept", 1);
    char *output;
    int status;
    assert_int_equal(run("printf %s \"$GH_TOKEN$GITHUB_TOKEN$GH_ENTERPRISE_TOKEN$GH_HOST\"", NULL,
                         100, 10000, &output, &status, &err),
                     OK);
    assert_string_equal(output, "kept");
    assert_string_equal(env_get("GH_TOKEN"), "a");
    unsetenv("GH_TOKEN");
    unsetenv("GITHUB_TOKEN");
    unsetenv("GH_ENTERPRISE_TOKEN");
    unsetenv("GH_HOST");
}

static void interruption_ends_the_wait(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    char *output;
    int status;
    interrupt_request(SIGINT);
    assert_int_equal(run("sleep 60", NULL, 100, 60000, &output, &status, &err), ERR_INTERRUPTED);
    interrupt_clear();
    assert_no_child();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_counts_as_unset),
        cmocka_unit_test(utf8_is_what_the_locale_names),
        cmocka_unit_test(random_differs),
        cmocka_unit_test(gives_output_and_status),
        cmocka_unit_test(no_shell_is_involved),
        cmocka_unit_test(large_input_comes_back),
        cmocka_unit_test(a_child_that_does_not_read_is_no_harm),
        cmocka_unit_test(absent_program_is_127),
        cmocka_unit_test(timeout_kills_the_whole_group),
        cmocka_unit_test(a_daemon_left_behind_holds_nobody_up),
        cmocka_unit_test(too_much_output_is_an_error),
        cmocka_unit_test(tokens_stay_here),
        cmocka_unit_test(interruption_ends_the_wait),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
