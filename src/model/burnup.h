/* What was in a plan, day by day: the scope as the plan's git history has it, and what of it was
 * done. */
#ifndef ROADMAP_MODEL_BURNUP_H
#define ROADMAP_MODEL_BURNUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/day.h"
#include "base/vec.h"

enum scope_state {
    SCOPE_ABSENT, /* not in the plan (any more) */
    SCOPE_OPEN,
    SCOPE_DONE,   /* the plan says that it is closed */
    SCOPE_DROPPED /* the plan says that it is closed as not planned, or as a duplicate */
};

/* One issue as it stands from a revision on. */
struct scope_fact {
    const char *id;
    enum scope_state state;
    const char *milestone; /* id; NULL */
    double hours;          /* < 0 = absent */
};

/* One milestone as it stands from a revision on. */
struct scope_due {
    const char *id;
    bool present;
    bool closed;     /* the plan says so */
    int32_t due_day; /* DAY_NONE */
};

/* A commit that changed something, and only what it changed. */
struct scope_revision {
    const char *commit; /* 40 hex digits */
    int64_t at_ms;      /* the committer's time */
    VEC(struct scope_fact) issues;
    VEC(struct scope_due) milestones;
};

struct scope_history {
    VEC(struct scope_revision) revisions; /* oldest first */
    /* Why it does not reach back to the beginning, in words ("shallow clone"); NULL: it does. */
    const char *incomplete;
    bool thinned;      /* long, and some days in between were not read */
    size_t unreadable; /* revisions that are no plan; what stood before them goes on */
    bool uncommitted;  /* the last revision is the work tree's, and has no commit */
};

/* A closing on GitHub that was taken back. */
struct scope_reopening {
    int32_t closed_day, reopened_day; /* neither is DAY_NONE */
    bool dropped;                     /* it was closed as not planned, or as a duplicate */
};

/* What GitHub said of an issue when it was last read. */
struct scope_closing {
    const char *id;
    bool closed;
    bool dropped;                     /* closed as not planned, or as a duplicate */
    int32_t day;                      /* of a closed one; DAY_NONE = not known */
    VEC(struct scope_reopening) past; /* those that were seen to go, oldest first */
};

/* The numbers from this day on. */
struct burnup_point {
    int32_t day;
    int64_t scope, done;
};

struct burnup_line {
    const char *milestone;           /* id; NULL: the whole plan */
    VEC(struct burnup_point) points; /* by day; only days on which a number changed */
    int32_t end_day; /* the last day that counts: today, or when the milestone was closed */
};

struct burnup {
    struct burnup_line whole;
    VEC(struct burnup_line) milestones; /* those that ever were in the plan, by first appearance */
    int32_t first_day;                  /* DAY_NONE: there is no history */
    int32_t today;
    const char *incomplete; /* as in the history */
    size_t revisions, unreadable;
    bool uncommitted;
};

#endif
