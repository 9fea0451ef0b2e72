#include "base/workday.h"

#define WEEK_DAYS 7
#define WEEK_WORKDAYS 5
#define FIRST_MONDAY (-3) /* 1969-12-29 */

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

bool workday_is(int32_t day)
{
    return day_weekday(day) < WEEK_WORKDAYS;
}

int64_t workday_index(int32_t day)
{
    const int64_t since = (int64_t)day - FIRST_MONDAY, week = floor_div(since, WEEK_DAYS);
    const int64_t weekday = since - week * WEEK_DAYS;
    return week * WEEK_WORKDAYS + (weekday < WEEK_WORKDAYS ? weekday : WEEK_WORKDAYS);
}

int32_t workday_at(int64_t index)
{
    const int64_t most = INT64_C(1) << 30; /* days; two million years */
    const int64_t week = floor_div(index, WEEK_WORKDAYS);
    if (week > most / WEEK_DAYS || week < -most / WEEK_DAYS)
        return week < 0 ? (int32_t)-most : (int32_t)most;
    return (int32_t)(week * WEEK_DAYS + (index - week * WEEK_WORKDAYS) + FIRST_MONDAY);
}

int64_t workday_between(int32_t from, int32_t to)
{
    /* What lies after a day begins with the next one, also when the day is a Saturday. */
    return workday_index(to + 1) - workday_index(from + 1);
}

int64_t workday_begin(int32_t day, int32_t minutes_a_day)
{
    return workday_index(day) * minutes_a_day;
}

int64_t workday_end(int32_t day, int32_t minutes_a_day)
{
    return workday_index(day + 1) * minutes_a_day;
}

int32_t workday_of_begin(int64_t moment, int32_t minutes_a_day)
{
    return workday_at(floor_div(moment, minutes_a_day));
}

int32_t workday_of_end(int64_t moment, int32_t minutes_a_day)
{
    return workday_at(floor_div(moment - 1, minutes_a_day));
}

int64_t workday_whole(int64_t minutes, int32_t minutes_a_day)
{
    return floor_div(minutes, minutes_a_day);
}
