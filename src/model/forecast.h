/* Dates with odds, from how many issues were closed in past weeks. (design: numbers people see) */
#ifndef ROADMAP_MODEL_FORECAST_H
#define ROADMAP_MODEL_FORECAST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/day.h"
#include "base/vec.h"
#include "model/schedule.h"

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

/* One issue that was counted. */
struct forecast_counted {
    const char *id, *title;
    uint32_t place; /* in the plan */
    int32_t closed_day;
};

struct forecast_report {
    struct schedule_report schedule; /* its dates, which stand alone while there is no forecast */
    struct forecast_history history;
    bool possible;
    VEC(struct forecast_counted) counted; /* by closing day, then place in the plan */
    /* One a milestone: all open issues up to and with it. Milestones come one after the other by
     * due date, those that are due on one day together, and then those without one in the order
     * of the plan. */
    struct forecast_goal *goals;
    struct forecast_goal whole;
    uint32_t runs;
    uint64_t seed;
};

#endif
