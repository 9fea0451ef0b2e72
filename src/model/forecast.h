/* Dates with odds, from how many issues were closed in past weeks. (design: numbers people see) */
#ifndef ROADMAP_MODEL_FORECAST_H
#define ROADMAP_MODEL_FORECAST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/day.h"
#include "base/vec.h"

#define FORECAST_WEEKS_LEAST 6   /* before that there is no forecast */
#define FORECAST_CLOSED_LEAST 10 /* nor with fewer closed issues in these weeks */
#define FORECAST_WEEKS_MOST 26   /* older weeks say little about the next ones */
#define FORECAST_RUNS 10000
#define FORECAST_RUNS_MOST 1000000
#define FORECAST_SEED 1

enum forecast_odds { FORECAST_P50, FORECAST_P85, FORECAST_P95, FORECAST_ODDS };

/* Past weeks, each of seven days, the last one ending yesterday. */
struct forecast_history {
    uint32_t weeks[FORECAST_WEEKS_MOST]; /* issues closed, oldest first */
    uint32_t count;                      /* how many weeks */
    uint32_t closed;                     /* issues closed in them */
    int32_t first_day;                   /* of the oldest; DAY_NONE without any */
};

/* When so many issues more will have been closed. */
struct forecast_goal {
    uint32_t left;
    int32_t days[FORECAST_ODDS]; /* working days; DAY_NONE: not within ten years; left 0: today */
};

#endif
