#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/day.h"

static void parses_only_days_that_exist(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int32_t day; /* DAY_NONE: refused */
    } cases[] = {
        {"1970-01-01", 0},         {"1969-12-31", -1},        {"2000-02-29", 11016},
        {"2024-02-29", 19782},     {"2023-02-29", DAY_NONE},  {"1900-02-29", DAY_NONE},
        {"2026-03-13", 20525},     {"0001-01-01", -719162},   {"9999-12-31", 2932896},
        {"0000-01-01", DAY_NONE},  {"2026-13-01", DAY_NONE},  {"2026-00-01", DAY_NONE},
        {"2026-04-31", DAY_NONE},  {"2026-04-00", DAY_NONE},  {"2026-4-1", DAY_NONE},
        {"2026-04-01 ", DAY_NONE}, {" 2026-04-01", DAY_NONE}, {"", DAY_NONE},
        {"2026/04/01", DAY_NONE},  {"+026-04-01", DAY_NONE},  {"20260401", DAY_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t day = DAY_NONE;
        assert_int_equal(day_parse(cases[i].text, &day), cases[i].day != DAY_NONE);
        assert_int_equal(day, cases[i].day);
    }
    int32_t untouched = 5;
    assert_false(day_parse(NULL, &untouched));
    assert_int_equal(untouched, 5);
}

static void every_day_comes_back(void **state)
{
    (void)state;
    int last_weekday = day_weekday(-719163);
    for (int32_t day = -719162; day <= 2932896; day++) {
        char text[11];
        int32_t again;
        day_format(day, text);
        assert_true(day_parse(text, &again));
        assert_int_equal(again, day);
        assert_int_equal(day_weekday(day), (last_weekday + 1) % 7);
        last_weekday = day_weekday(day);
    }
    assert_int_equal(day_weekday(0), 3);
}

static void prefix_takes_times(void **state)
{
    (void)state;
    int32_t day;
    assert_true(day_parse_prefix("2026-03-13T07:00:00Z", &day));
    assert_int_equal(day, 20525);
    assert_true(day_parse_prefix("2026-03-13", &day));
    assert_false(day_parse_prefix("2026-03-133", &day));
    assert_false(day_parse_prefix("2026-03-1", &day));
}

static void outside_the_calendar_is_empty(void **state)
{
    (void)state;
    char text[24];
    day_format(DAY_NONE, text);
    assert_string_equal(text, "");
    day_format_people(DAY_NONE, 0, text);
    assert_string_equal(text, "");
    int year, month, day_of_month;
    day_civil(INT32_MIN, &year, &month, &day_of_month);
    day_civil(INT32_MAX, &year, &month, &day_of_month);
    assert_int_equal(year, 5881580);
}

static int32_t day_of(const char *text)
{
    int32_t day;
    assert_true(day_parse(text, &day));
    return day;
}

static void people_read_days(void **state)
{
    (void)state;
    static const struct {
        const char *day, *today, *text;
    } cases[] = {
        {"2026-03-13", "2026-02-01", "13 Mar"},     {"2026-03-13", "2026-03-05", "Fri 13 Mar"},
        {"2026-03-13", "2026-02-27", "Fri 13 Mar"}, {"2026-03-13", "2026-02-26", "13 Mar"},
        {"2026-03-13", "2026-03-27", "Fri 13 Mar"}, {"2026-03-13", "2026-03-28", "13 Mar"},
        {"2027-05-08", "2026-03-05", "8 May 2027"}, {"2027-01-02", "2026-12-31", "Sat 2 Jan 2027"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[24];
        day_format_people(day_of(cases[i].day), day_of(cases[i].today), text);
        assert_string_equal(text, cases[i].text);
    }
}

static void parses_instants(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ms; /* -1: refused */
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2026-03-13T07:08:09Z", 1773385689000},
        {"2026-03-13T07:08:09.5Z", 1773385689500},
        {"2026-03-13T07:08:09.123456Z", 1773385689123},
        {"2026-03-13T09:08:09+02:00", 1773385689000},
        {"2026-03-13T00:38:09-06:30", 1773385689000},
        {"2016-12-31T23:59:60Z", 1483228800000},
        {"2026-03-13 07:08:09Z", -1},
        {"2026-03-13T07:08:09", -1},
        {"2026-03-13T07:08:09.Z", -1},
        {"2026-03-13T24:08:09Z", -1},
        {"2026-03-13T07:60:09Z", -1},
        {"2026-02-30T07:08:09Z", -1},
        {"2026-03-13T07:08:09+0200", -1},
        {"2026-03-13T07:08:09Zx", -1},
        {"", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ms = -1;
        assert_int_equal(instant_parse(cases[i].text, &ms), cases[i].ms != -1);
        assert_true(ms == cases[i].ms);
    }
}

static void parses_the_date_header(void **state)
{
    (void)state;
    int64_t ms;
    assert_true(instant_parse_http("Sun, 06 Nov 1994 08:49:37 GMT", &ms));
    assert_true(ms == 784111777000);
    assert_false(instant_parse_http("Sunday, 06-Nov-94 08:49:37 GMT", &ms));
    assert_false(instant_parse_http("Sun, 06 Nov 1994 08:49:37 UTC", &ms));
    assert_false(instant_parse_http("Sun, 31 Feb 1994 08:49:37 GMT", &ms));
    assert_false(instant_parse_http("Sun,", &ms));
    assert_false(instant_parse_http("", &ms));
    assert_false(instant_parse_http(NULL, &ms));
}

static void formats_instants(void **state)
{
    (void)state;
    char text[21];
    instant_format(1773385689999, text);
    assert_string_equal(text, "2026-03-13T07:08:09Z");
    instant_format(-1, text);
    assert_string_equal(text, "1969-12-31T23:59:59Z");
    assert_int_equal(instant_day(-1), -1);
    assert_int_equal(instant_day(0), 0);
    assert_int_equal(instant_day(86399999), 0);
    instant_format(INT64_MAX, text);
    assert_int_equal(strlen(text), 20);
    instant_format(INT64_MIN, text);
    assert_int_equal(strlen(text), 20);
}

static void formats_durations(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        const char *text;
    } cases[] = {
        {-5, "0 s"},        {0, "0 s"},
        {40, "0 s"},        {400, "0.4 s"},
        {960, "1 s"},       {1100, "1.1 s"},
        {1960, "2 s"},      {9000, "9 s"},
        {9400, "9 s"},      {59400, "59 s"},
        {59600, "1 min"},   {69000, "1 min 9 s"},
        {600000, "10 min"}, {3599400, "59 min 59 s"},
        {3599600, "1 h"},   {7500000, "2 h 5 min"},
        {86400000, "24 h"}, {INT64_MAX, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[32];
        duration_format(cases[i].ms, text);
        if (cases[i].text)
            assert_string_equal(text, cases[i].text);
    }
}

static void formats_counts(void **state)
{
    (void)state;
    static const struct {
        int64_t count;
        const char *text;
    } cases[] = {
        {0, "0"},
        {999, "999"},
        {1000, "1,000"},
        {123456, "123,456"},
        {1234567, "1,234,567"},
        {-1000, "-1,000"},
        {INT64_MIN, "-9,223,372,036,854,775,808"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[32];
        count_format(cases[i].count, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void clock_goes_forward_and_sleeps_end_on_interrupt(void **state)
{
    (void)state;
    struct clock clock = clock_system();
    assert_true(clock_now(&clock) > 1600000000000);
    int64_t start = clock_mono(&clock);
    clock_sleep(&clock, 20);
    assert_true(clock_mono(&clock) - start >= 20);
    interrupt_request(2);
    start = clock_mono(&clock);
    clock_sleep(&clock, 60000);
    assert_true(clock_mono(&clock) - start < 5000);
    interrupt_clear();
    clock_sleep(&clock, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses_only_days_that_exist),
        cmocka_unit_test(every_day_comes_back),
        cmocka_unit_test(prefix_takes_times),
        cmocka_unit_test(outside_the_calendar_is_empty),
        cmocka_unit_test(people_read_days),
        cmocka_unit_test(parses_instants),
        cmocka_unit_test(parses_the_date_header),
        cmocka_unit_test(formats_instants),
        cmocka_unit_test(formats_durations),
        cmocka_unit_test(formats_counts),
        cmocka_unit_test(clock_goes_forward_and_sleeps_end_on_interrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
