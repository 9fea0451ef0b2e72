/* When may the next write start: GitHub's advice on content creation, as arithmetic. (sync §8) */
#ifndef ROADMAP_ENGINE_PACE_H
#define ROADMAP_ENGINE_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACE_MINUTE_MS 60000
#define PACE_HOUR_MS 3600000

struct pace_settings {
    int64_t interval_ms;                          /* between starts of writes; 0 = none */
    int64_t creates_per_minute, creates_per_hour; /* 0 = none */
};

struct pace {
    struct pace_settings settings;
    const int64_t *created_ms; /* times of creations of the last hour, ascending */
    size_t created_count;
    int64_t last_write_ms; /* start of the last write; INT64_MIN = none */
};

enum pace_cause { PACE_NOW, PACE_INTERVAL, PACE_MINUTE, PACE_HOUR };

/* The earliest start of the next write, never before now_ms. `creates`: it is a POST. */
int64_t pace_next_ms(const struct pace *pace, int64_t now_ms, bool creates, enum pace_cause *cause);
/* How long `writes` writes take from now, `creates` of them creations (spread evenly). */
int64_t pace_estimate_ms(const struct pace *pace, int64_t now_ms, int64_t writes, int64_t creates);
/* How long the rest takes: as the estimate, but where a write has taken longer so far than the
 * interval asks for, that is its interval. `busy_ms`: since the start, without the time spent
 * waiting for pace and limits, which the estimate knows better. 0 when nothing is left. */
int64_t pace_left_ms(const struct pace *pace, int64_t now_ms, int64_t busy_ms, int64_t done,
                     int64_t total, int64_t creates_left);

#endif
