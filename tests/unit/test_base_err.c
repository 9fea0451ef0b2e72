#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <signal.h>

#include "base/clock.h"
#include "base/err.h"

static void sets_message_hint_and_prefix(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    assert_int_equal(err_set(&err, ERR_AUTH, "no token for '%s'", "github.com"), ERR_AUTH);
    assert_int_equal(err_hint(&err, "run %s", "gh auth login"), ERR_AUTH);
    assert_int_equal(err_prefix(&err, "milestone %d", 7), ERR_AUTH);
    assert_string_equal(err.message, "milestone 7: no token for 'github.com'");
    assert_string_equal(err.hint, "run gh auth login");
    err_clear(&err);
    assert_int_equal(err.code, OK);
    assert_null(err.message);
    assert_null(err.hint);
    assert_int_equal(err_set(&err, ERR_FAILED, "again"), ERR_FAILED);
}

static void message_may_be_long(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    char *text = test_malloc(100001);
    memset(text, 'x', 100000);
    text[100000] = '\0';
    (void)err_set(&err, ERR_FAILED, "%s", text);
    assert_int_equal(strlen(err.message), 100000);
    test_free(text);
}

static void moves(void **state)
{
    (void)state;
    cleanup_err struct err from = ERR_INIT;
    cleanup_err struct err to = ERR_INIT;
    (void)err_set(&from, ERR_LOCKED, "locked");
    assert_int_equal(err_move(&to, &from), ERR_LOCKED);
    assert_int_equal(from.code, OK);
    assert_null(from.message);
    assert_string_equal(to.message, "locked");
}

static void every_code_has_its_status(void **state)
{
    (void)state;
    static const struct {
        enum code code;
        int status;
    } cases[] = {{OK, 0},          {ERR_FAILED, 1},    {ERR_CHECKS, 3}, {ERR_AUTH, 4},
                 {ERR_REFUSED, 5}, {ERR_RETRY, 6},     {ERR_LOCKED, 7}, {ERR_USAGE, 64},
                 {ERR_SPEC, 65},   {ERR_NOT_FOUND, 4}, {ERR_GONE, 1},   {ERR_EXISTS, 1},
                 {ERR_UNKNOWN, 6}, {ERR_CORRUPT, 1},   {ERR_CEILING, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(code_exit_status(cases[i].code), cases[i].status);
}

static void interruption_carries_the_signal(void **state)
{
    (void)state;
    interrupt_clear();
    assert_int_equal(code_exit_status(ERR_INTERRUPTED), 130);
    interrupt_request(SIGTERM);
    assert_int_equal(code_exit_status(ERR_INTERRUPTED), 143);
    interrupt_clear();
}

static void worst_status_follows_the_order(void **state)
{
    (void)state;
    static const int worst_first[] = {130, 64, 65, 7, 4, 1, 6, 5, 3, 2, 0};
    const size_t count = sizeof worst_first / sizeof *worst_first;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i; j < count; j++) {
            assert_int_equal(exit_status_worst(worst_first[i], worst_first[j]), worst_first[i]);
            assert_int_equal(exit_status_worst(worst_first[j], worst_first[i]), worst_first[i]);
        }
    assert_int_equal(exit_status_worst(42, 6), 42);
    assert_int_equal(exit_status_worst(42, 4), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_message_hint_and_prefix),
        cmocka_unit_test(message_may_be_long),
        cmocka_unit_test(moves),
        cmocka_unit_test(every_code_has_its_status),
        cmocka_unit_test(interruption_carries_the_signal),
        cmocka_unit_test(worst_status_follows_the_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
