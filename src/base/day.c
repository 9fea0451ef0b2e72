#include "base/day.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"

#define DAYS_PER_400_YEARS 146097
#define DAYS_PER_100_YEARS 36524
#define DAYS_PER_4_YEARS 1461
/* 0001-01-01 and 9999-12-31 as days since 1970-01-01. */
#define DAY_FIRST (-719162)
#define DAY_LAST 2932896

static const char *const month_names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const weekday_names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_before_month(int year, int month)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    return before[month - 1] + (month > 2 && is_leap(year) ? 1 : 0);
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static bool day_from_civil(int year, int month, int day_of_month, int32_t *day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day_of_month < 1 ||
        day_of_month > days_in_month(year, month))
        return false;
    int past = year - 1;
    *day = DAY_FIRST + past * 365 + past / 4 - past / 100 + past / 400 +
           days_before_month(year, month) + day_of_month - 1;
    return true;
}

/* Exactly `count` digits at *text, which moves behind them. */
static bool take_digits(const char **text, int count, int *number)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        char c = (*text)[i];
        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (c - '0');
    }
    *text += count;
    *number = value;
    return true;
}

static bool take_char(const char **text, char c)
{
    if (**text != c)
        return false;
    (*text)++;
    return true;
}

static bool take_day(const char **text, int32_t *day)
{
    int year, month, day_of_month;
    return take_digits(text, 4, &year) && take_char(text, '-') && take_digits(text, 2, &month) &&
           take_char(text, '-') && take_digits(text, 2, &day_of_month) &&
           day_from_civil(year, month, day_of_month, day);
}

bool day_parse(const char *text, int32_t *day)
{
    int32_t parsed;
    if (!text || !take_day(&text, &parsed) || *text)
        return false;
    *day = parsed;
    return true;
}

bool day_parse_prefix(const char *text, int32_t *day)
{
    int32_t parsed;
    if (!text || !take_day(&text, &parsed) ||
        (*text && *text != 'T' && *text != 't' && *text != ' '))
        return false;
    *day = parsed;
    return true;
}

void day_civil(int32_t day, int *year, int *month, int *day_of_month)
{
    int64_t since = (int64_t)day - DAY_FIRST;
    int64_t cycles = since / DAYS_PER_400_YEARS;
    if (since % DAYS_PER_400_YEARS < 0)
        cycles--;
    int rest = (int)(since - cycles * DAYS_PER_400_YEARS);
    /* The last day of a 400-year and of a 4-year cycle is one beyond the even division. */
    int hundreds = rest / DAYS_PER_100_YEARS;
    if (hundreds == 4)
        hundreds = 3;
    rest -= hundreds * DAYS_PER_100_YEARS;
    int fours = rest / DAYS_PER_4_YEARS;
    rest -= fours * DAYS_PER_4_YEARS;
    int ones = rest / 365;
    if (ones == 4)
        ones = 3;
    rest -= ones * 365;
    *year = (int)(cycles * 400) + hundreds * 100 + fours * 4 + ones + 1;
    *month = 12;
    while (days_before_month(*year, *month) > rest)
        (*month)--;
    *day_of_month = rest - days_before_month(*year, *month) + 1;
}

void day_format(int32_t day, char out[11])
{
    out[0] = '\0';
    if (day < DAY_FIRST || day > DAY_LAST)
        return;
    int year, month, day_of_month;
    day_civil(day, &year, &month, &day_of_month);
    char text[48];
    (void)snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day_of_month);
    memcpy(out, text, 10);
    out[10] = '\0';
}

int day_weekday(int32_t day)
{
    /* 1970-01-01 was a Thursday. */
    int weekday = (int)(((int64_t)day + 3) % 7);
    return weekday < 0 ? weekday + 7 : weekday;
}

void day_format_people(int32_t day, int32_t today, char out[24])
{
    out[0] = '\0';
    if (day < DAY_FIRST || day > DAY_LAST)
        return;
    int year, month, day_of_month, this_year, unused_month, unused_day;
    day_civil(day, &year, &month, &day_of_month);
    day_civil(today, &this_year, &unused_month, &unused_day);
    int64_t distance = (int64_t)day - today;
    size_t len = 0;
    if (distance >= -14 && distance <= 14)
        len += (size_t)snprintf(out, 24, "%s ", weekday_names[day_weekday(day)]);
    len += (size_t)snprintf(out + len, 24 - len, "%d %s", day_of_month, month_names[month - 1]);
    if (year != this_year)
        (void)snprintf(out + len, 24 - len, " %d", year);
}

static bool take_time(const char **text, int64_t *ms)
{
    int hour, minute, second;
    if (!take_digits(text, 2, &hour) || !take_char(text, ':') || !take_digits(text, 2, &minute) ||
        !take_char(text, ':') || !take_digits(text, 2, &second))
        return false;
    /* 60 is a leap second (RFC 3339, 5.6); it counts as the first of the next minute. */
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    *ms = ((int64_t)hour * 3600 + minute * 60 + second) * 1000;
    return true;
}

static bool take_fraction(const char **text, int64_t *ms)
{
    *ms = 0;
    if (!take_char(text, '.'))
        return true;
    if (**text < '0' || **text > '9')
        return false;
    for (int64_t scale = 100; **text >= '0' && **text <= '9'; (*text)++, scale /= 10)
        *ms += (**text - '0') * scale;
    return true;
}

static bool take_offset(const char **text, int64_t *ms)
{
    *ms = 0;
    if (take_char(text, 'Z') || take_char(text, 'z'))
        return true;
    int64_t sign = **text == '-' ? -1 : 1;
    int hour, minute;
    if (!take_char(text, '+') && !take_char(text, '-'))
        return false;
    if (!take_digits(text, 2, &hour) || !take_char(text, ':') || !take_digits(text, 2, &minute) ||
        hour > 23 || minute > 59)
        return false;
    *ms = sign * (hour * 60 + minute) * 60000;
    return true;
}

bool instant_parse(const char *text, int64_t *instant_ms)
{
    int32_t day;
    int64_t time_ms, fraction_ms, offset_ms;
    if (!text || !take_day(&text, &day))
        return false;
    if (!take_char(&text, 'T') && !take_char(&text, 't'))
        return false;
    if (!take_time(&text, &time_ms) || !take_fraction(&text, &fraction_ms) ||
        !take_offset(&text, &offset_ms) || *text)
        return false;
    *instant_ms = (int64_t)day * 86400000 + time_ms + fraction_ms - offset_ms;
    return true;
}

static bool take_name(const char **text, const char *const *names, int count, int *found)
{
    for (int i = 0; i < count; i++)
        if (strncmp(*text, names[i], 3) == 0) {
            *text += 3;
            *found = i;
            return true;
        }
    return false;
}

bool instant_parse_http(const char *text, int64_t *instant_ms)
{
    int weekday, day_of_month, month, year;
    int32_t day;
    int64_t time_ms;
    if (!text || !take_name(&text, weekday_names, 7, &weekday) || !take_char(&text, ',') ||
        !take_char(&text, ' ') || !take_digits(&text, 2, &day_of_month) || !take_char(&text, ' ') ||
        !take_name(&text, month_names, 12, &month) || !take_char(&text, ' ') ||
        !take_digits(&text, 4, &year) || !take_char(&text, ' ') || !take_time(&text, &time_ms) ||
        strcmp(text, " GMT") != 0 || !day_from_civil(year, month + 1, day_of_month, &day))
        return false;
    *instant_ms = (int64_t)day * 86400000 + time_ms;
    return true;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

int32_t instant_day(int64_t instant_ms)
{
    int64_t day = floor_div(instant_ms, 86400000);
    if (day < DAY_FIRST)
        return DAY_FIRST;
    return day > DAY_LAST ? DAY_LAST : (int32_t)day;
}

void instant_format(int64_t instant_ms, char out[21])
{
    int32_t day = instant_day(instant_ms);
    int64_t ms_of_day = instant_ms % 86400000;
    if (ms_of_day < 0)
        ms_of_day += 86400000;
    int second = (int)(ms_of_day / 1000);
    char date[11];
    day_format(day, date);
    char text[64];
    (void)snprintf(text, sizeof text, "%sT%02d:%02d:%02dZ", date, second / 3600, second / 60 % 60,
                   second % 60);
    memcpy(out, text, 20);
    out[20] = '\0';
}

void duration_format(int64_t duration_ms, char out[32])
{
    if (duration_ms < 0)
        duration_ms = 0;
    int64_t tenths = duration_ms / 100 + (duration_ms % 100 >= 50 ? 1 : 0);
    int64_t seconds = duration_ms / 1000 + (duration_ms % 1000 >= 500 ? 1 : 0);
    int64_t minutes = seconds / 60 + (seconds % 60 >= 30 ? 1 : 0);
    /* Tenths matter only where they are a good part of the whole. */
    if (tenths < 20 && tenths % 10 != 0)
        (void)snprintf(out, 32, "%lld.%lld s", (long long)tenths / 10, (long long)tenths % 10);
    else if (seconds < 60)
        (void)snprintf(out, 32, "%lld s", (long long)seconds);
    else if (seconds < 3600 && seconds % 60 == 0)
        (void)snprintf(out, 32, "%lld min", (long long)seconds / 60);
    else if (seconds < 3600)
        (void)snprintf(out, 32, "%lld min %lld s", (long long)seconds / 60,
                       (long long)seconds % 60);
    else if (minutes % 60 == 0)
        (void)snprintf(out, 32, "%lld h", (long long)minutes / 60);
    else
        (void)snprintf(out, 32, "%lld h %lld min", (long long)minutes / 60,
                       (long long)minutes % 60);
}

void count_format(int64_t count, char out[32])
{
    char digits[24];
    /* By unsigned arithmetic, because -INT64_MIN does not exist. */
    uint64_t size = count < 0 ? 0 - (uint64_t)count : (uint64_t)count;
    int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)size);
    char *to = out;
    if (count < 0)
        *to++ = '-';
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            *to++ = ',';
        *to++ = digits[i];
    }
    *to = '\0';
}
