/* Civil days and instants. A day is a count since 1970-01-01 and has no time zone; an instant is
 * milliseconds since the epoch, UTC. */
#ifndef ROADMAP_BASE_DAY_H
#define ROADMAP_BASE_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DAY_NONE INT32_MIN

/* Exactly YYYY-MM-DD, years 0001 to 9999, a day that exists; false otherwise. */
bool day_parse(const char *text, int32_t *day);
/* The first 10 characters of a date or RFC 3339 time. */
bool day_parse_prefix(const char *text, int32_t *day);
/* ISO; `out` needs 11 bytes. Empty for DAY_NONE and what is outside the years 0001 to 9999. */
void day_format(int32_t day, char out[11]);
void day_civil(int32_t day, int *year, int *month, int *day_of_month);
/* 0 = Monday … 6 = Sunday. */
int day_weekday(int32_t day);
/* For people: "13 Mar", with weekday when within 14 days of `today`, with year when another year
 * than today's. `out` needs 24 bytes. (screens: numbers) */
void day_format_people(int32_t day, int32_t today, char out[24]);

/* YYYY-MM-DDTHH:MM:SSZ (GitHub), fractions and numeric offsets accepted. */
bool instant_parse(const char *text, int64_t *instant_ms);
/* RFC 7231 IMF-fixdate, as in the Date header. */
bool instant_parse_http(const char *text, int64_t *instant_ms);
/* YYYY-MM-DDTHH:MM:SSZ; `out` needs 21 bytes. */
void instant_format(int64_t instant_ms, char out[21]);
int32_t instant_day(int64_t instant_ms);

/* "0.4 s", "9 s", "1 min 9 s", "2 h 5 min"; `out` needs 32 bytes. */
void duration_format(int64_t duration_ms, char out[32]);
/* "1,000"; `out` needs 32 bytes. */
void count_format(int64_t count, char out[32]);

#endif
