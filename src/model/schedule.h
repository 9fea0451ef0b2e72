/* When the issues of a plan are worked on: what a schedule is made of, and the schedule. Issues,
 * milestones and owners are named by their position, which for a schedule of a plan is the position
 * in the plan. (design: numbers people see, "expected") */
#ifndef ROADMAP_MODEL_SCHEDULE_H
#define ROADMAP_MODEL_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/day.h"
#include "base/vec.h"
#include "model/plan.h"

#define SCHEDULE_NONE (-1)         /* no position */
#define SCHEDULE_MINUTES_A_DAY 480 /* 8 hours: what one hand does in a working day */
#define SCHEDULE_MINUTES_A_DAY_MAX (24 * 60)

enum schedule_state {
    SCHEDULE_OPEN,
    SCHEDULE_DONE,
    SCHEDULE_DROPPED /* closed as not planned or as a duplicate: takes no time, keeps nobody */
};

struct schedule_task {
    double hours;          /* < 0 = absent: the median of the others counts, 8 h without any */
    const uint32_t *needs; /* positions of what has to end first */
    uint32_t need_count;
    int32_t milestone; /* SCHEDULE_NONE */
    int32_t owner;     /* SCHEDULE_NONE: somebody will be free for it */
    enum schedule_state state;
    int32_t closed_day; /* of a done one; DAY_NONE = unknown */
};

struct schedule_milestone {
    int32_t start_day; /* none of its issues begins earlier; DAY_NONE */
    int32_t due_day;   /* DAY_NONE */
};

struct schedule_owner {
    const char *name;
    uint32_t hands; /* issues worked on at the same time; 0 counts as 1 */
};

struct schedule_input {
    VEC(struct schedule_task) tasks;
    VEC(struct schedule_milestone) milestones;
    VEC(struct schedule_owner) owners;
    int32_t start_day; /* of the plan; DAY_NONE = today, else the earliest start of a milestone */
    int32_t today;     /* open work begins today at the earliest; DAY_NONE = as planned */
    int32_t minutes_a_day; /* 0 = SCHEDULE_MINUTES_A_DAY */
    bool only_ends; /* only counts, expected ends and slack of milestones and of the whole are asked
                     */
};

/* Why something begins when it begins and not earlier. */
enum schedule_cause {
    SCHEDULE_BY_START,     /* the start of the plan */
    SCHEDULE_BY_TODAY,     /* nothing else: it could be worked on now */
    SCHEDULE_BY_MILESTONE, /* the start of its milestone */
    SCHEDULE_BY_NEED,      /* `after` has to end first */
    SCHEDULE_BY_OWNER      /* its owner is busy with `after` */
};

/* One issue. Days are working days, the end belongs to it. */
struct schedule_slot {
    enum schedule_state state;
    bool estimated; /* it has no hours of its own */
    bool critical;  /* open, and the whole plan ends later if it does */
    /* Open: the earliest days, owners not doing more than they have hands for. Done: end_day is the
     * day it was closed and start_day counted back from it; DAY_NONE when that is unknown. Dropped:
     * DAY_NONE. */
    int32_t start_day, end_day;
    /* Open: the latest days at which neither its milestone's due date, nor the end of the plan
     * where that has none, nor anything that waits for it moves. Before the earliest days when a
     * due date cannot be met. Else DAY_NONE. */
    int32_t latest_start_day, latest_end_day;
    int32_t slack_days; /* whole working days between them; negative: too late by so many */
    enum schedule_cause cause;
    int32_t after;      /* position of the issue that it waits for, or SCHEDULE_NONE */
    int64_t begin, end; /* open: the same in working minutes (base/workday.h) */
    int64_t latest_end;
    int64_t minutes; /* how long it takes */
};

/* One milestone. */
struct schedule_span {
    int32_t start_day, end_day; /* first start and expected end of its issues; DAY_NONE: unknown */
    int32_t due_day;
    int32_t slack_days; /* working days from the expected end to the due date, when slack_known */
    bool slack_known;   /* it has open issues and a due date */
    bool complete;      /* it has issues in scope, and all are done */
    uint32_t open, done;
};

struct schedule {
    struct schedule_slot *slots; /* one a task */
    size_t slot_count;
    struct schedule_span *spans; /* one a milestone */
    size_t span_count;
    int32_t start_day; /* of the first, done or open; DAY_NONE without any */
    int32_t end_day;   /* of the last */
    int32_t today;     /* as given */
    int32_t minutes_a_day;
    /* One chain of issues that ends with the plan, each waiting for the one before it. */
    uint32_t *critical;
    size_t critical_count;
    /* The milestone with the least slack (of several, the one that is due first), or SCHEDULE_NONE.
     */
    int32_t focus;
    uint32_t open, done, dropped;
    uint32_t open_estimated, open_unowned; /* of the open ones */
    int64_t open_minutes;
    double median_hours; /* what counts for an issue without hours */
    /* Issues that wait for each other, each for the next one and the last one for the first. When
     * there are any, nothing else here is filled but the counts. */
    uint32_t *cycle;
    size_t cycle_count;
};

/* What became of one issue or milestone between two schedules. */
enum schedule_change { SCHEDULE_MOVED, SCHEDULE_ADDED, SCHEDULE_REMOVED };

struct schedule_move {
    enum schedule_change change;
    const char *id, *title;
    bool open; /* it still is; a removed one: it was */
    /* Expected ends, or the day it was closed; DAY_NONE: it is not there, or unknown. */
    int32_t before_day, after_day;
    int32_t due_before, due_after; /* of milestones; DAY_NONE */
    int32_t days; /* working days later; negative: earlier; 0 when either is unknown */
};

struct schedule_moves {
    VEC(struct schedule_move) milestones, issues; /* in the order of the plan, removed ones last */
    size_t added, removed;                        /* issues in scope */
    size_t later, earlier;                        /* open issues */
    int32_t end_days;                             /* how much later the whole plan ends */
};

/* The plan of another commit, as it was expected to go on the day of that commit. */
struct schedule_baseline {
    const char *name;   /* of the ref, as given */
    const char *commit; /* 40 hex digits */
    int32_t day;        /* of the commit */
    const struct plan *plan;
    struct schedule schedule;
    struct schedule_moves moves;
};

struct schedule_report {
    const struct plan *plan;
    const char *repository; /* NULL: unknown */
    int64_t read_ms;        /* when GitHub was read last; 0 = never, so all of this is the plan */
    int32_t today;          /* also where the schedule does not begin with it */
    struct schedule_input input;
    struct schedule schedule;
    const struct schedule_baseline *baseline; /* NULL: none was asked for */
};

#endif
