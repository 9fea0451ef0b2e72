/* Where the issues of a plan stand, as far as numbers are made of it: small, because there may be
 * 10,000 of them. The words of those that are shown are asked for one by one. */
#ifndef ROADMAP_MODEL_STANDING_H
#define ROADMAP_MODEL_STANDING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/vec.h"
#include "model/kind.h"

struct standing {
    int64_t key;              /* what its words are found by */
    struct number number;     /* 0 = not on GitHub */
    int64_t place;            /* place in the plan */
    double hours;             /* < 0 = absent */
    const uint32_t *blockers; /* positions of other issues, open or not */
    uint32_t blocker_count;
    int32_t milestone; /* position of the milestone, -1 = none */
    bool read;         /* the fields below are known */
    bool closed;
    bool dropped;  /* closed as not planned or as a duplicate */
    bool assigned; /* to anybody */
};

/* Where an issue stands. */
enum standing_place {
    STANDING_READY,
    STANDING_IN_WORK,
    STANDING_BLOCKED,
    STANDING_DONE,
    STANDING_DROPPED /* closed as not planned, or as a duplicate: above and below the line no more
                      */
};

struct standing_milestone {
    const char *id, *title;
    int32_t due_day; /* the plan's; DAY_NONE */
    struct number number;
    bool read, closed; /* closed: once it was read */
};

struct standings {
    VEC(struct standing_milestone) milestones; /* in the order of the plan */
    VEC(struct standing) issues;               /* in any order */
    const uint32_t *order; /* positions of issues in the order of the plan; NULL = as they stand */
};

/* Of one issue. */
struct standing_words {
    const char *id, *title;
    const char *owner;    /* the plan's, or NULL */
    const char *assignee; /* the first one, or NULL */
    const char *since;    /* instant: closed_at of a closed one, updated_at of an open one; NULL */
};

typedef enum code (*standing_words_fn)(void *state, const struct standing *issue,
                                       struct standing_words *words, struct err *err);

#endif
