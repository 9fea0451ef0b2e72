#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/pace.h"

#define NOW INT64_C(1000000000)
static const struct pace_settings github = {1010, 80, 500};

static void next_start(void **state)
{
    (void)state;
    enum pace_cause cause;
    struct pace pace = {.settings = github, .last_write_ms = INT64_MIN};
    assert_int_equal(pace_next_ms(&pace, NOW, true, &cause), NOW);
    assert_int_equal(cause, PACE_NOW);
    pace.last_write_ms = NOW - 10;
    assert_int_equal(pace_next_ms(&pace, NOW, false, &cause), NOW + 1000);
    assert_int_equal(cause, PACE_INTERVAL);
    int64_t created[500];
    for (int i = 0; i < 500; i++)
        created[i] = NOW - 3000000 + i * 1010;
    pace = (struct pace){.settings = github,
                         .created_ms = created,
                         .created_count = 500,
                         .last_write_ms = INT64_MIN};
    assert_int_equal(pace_next_ms(&pace, NOW, true, &cause), NOW - 3000000 + PACE_HOUR_MS);
    assert_int_equal(cause, PACE_HOUR);
    assert_int_equal(pace_next_ms(&pace, NOW, false, &cause), NOW);
    pace.created_count = 499;
    assert_int_equal(pace_next_ms(&pace, NOW, true, &cause), NOW);
    for (int i = 0; i < 80; i++)
        created[i] = NOW - 40000 + i;
    pace.created_count = 80;
    assert_int_equal(pace_next_ms(&pace, NOW, true, &cause), NOW + 20000);
    assert_int_equal(cause, PACE_MINUTE);
    pace.settings = (struct pace_settings){0, 0, 0};
    pace.last_write_ms = NOW;
    assert_int_equal(pace_next_ms(&pace, NOW, true, &cause), NOW);
}

static void estimates(void **state)
{
    (void)state;
    struct pace pace = {.settings = github, .last_write_ms = INT64_MIN};
    assert_int_equal(pace_estimate_ms(&pace, NOW, 0, 0), 0);
    assert_int_equal(pace_estimate_ms(&pace, NOW, 67, 67), 67 * 1010);
    /* 600 creations: the 501st waits until the first is an hour old. */
    int64_t six_hundred = pace_estimate_ms(&pace, NOW, 600, 600);
    assert_true(six_hundred >= PACE_HOUR_MS && six_hundred < PACE_HOUR_MS + 110 * 1010);
    /* Changes do not count. */
    assert_int_equal(pace_estimate_ms(&pace, NOW, 600, 100), 600 * 1010);
    pace.settings = (struct pace_settings){0, 0, 0};
    assert_int_equal(pace_estimate_ms(&pace, NOW, 600, 600), 0);
}

static void what_is_left(void **state)
{
    (void)state;
    struct pace pace = {.settings = github, .last_write_ms = INT64_MIN};
    assert_int_equal(pace_left_ms(&pace, NOW, 1000, 5, 5, 0), 0);
    assert_int_equal(pace_left_ms(&pace, NOW, 5000, 5, 15, 0), 10 * 1010);
    /* Slower than the pace allows: the measured rate counts. */
    assert_int_equal(pace_left_ms(&pace, NOW, 50000, 5, 15, 0), 100000);
    assert_int_equal(pace_left_ms(&pace, NOW, 0, 0, 3, 3), 3 * 1010);
}

/* However long the run, no window ever holds more than it may. */
static void windows_hold(void **state)
{
    (void)state;
    int64_t created[1500];
    struct pace pace = {.settings = github, .created_ms = created, .last_write_ms = INT64_MIN};
    int64_t now = NOW;
    for (size_t i = 0; i < 1500; i++) {
        enum pace_cause cause;
        now = pace_next_ms(&pace, now, true, &cause);
        created[pace.created_count++] = now;
        pace.last_write_ms = now;
        if (i >= 500)
            assert_true(created[i] - created[i - 500] >= PACE_HOUR_MS);
        if (i >= 80)
            assert_true(created[i] - created[i - 80] >= PACE_MINUTE_MS);
        if (i >= 1)
            assert_true(created[i] - created[i - 1] >= 1010);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(next_start),
        cmocka_unit_test(estimates),
        cmocka_unit_test(what_is_left),
        cmocka_unit_test(windows_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
