/* Where the issues of a plan stand, as far as numbers are made of it: small, because there may be
 * 10,000 of them. The words of those that are shown are asked for one by one. */
#ifndef ROADMAP_MODEL_STANDING_H
#define ROADMAP_MODEL_STANDING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/vec.h"
#include "model/kind.h"
#include "model/schedule.h"

struct standing {
    int64_t key;              /* what its words are found by */
    struct number number;     /* 0 = not on GitHub */
    int64_t place;            /* place in the plan */
    double hours;             /* < 0 = absent */
    const uint32_t *blockers; /* positions of other issues, open or not */
    uint32_t blocker_count;
    int32_t milestone; /* position of the milestone, -1 = none */
    uint32_t owner;    /* whose hands it takes: position in owners + 1; 0 = nobody's */
    bool read;         /* the fields below are known */
    bool closed;
    bool dropped;  /* closed as not planned or as a duplicate */
    bool assigned; /* to anybody */
    bool begun;    /* a migration of its own is there, if only as a draft */
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
    int32_t due_day;   /* the plan's; DAY_NONE */
    int32_t start_day; /* none of its issues begins earlier; DAY_NONE */
    struct number number;
    bool read, closed;                  /* closed: once it was read */
    int64_t github_open, github_closed; /* issues, as GitHub counts them; once it was read */
};

struct map;

struct standings {
    VEC(struct standing_milestone) milestones; /* in the order of the plan */
    VEC(struct standing) issues;               /* in any order */
    VEC(struct schedule_owner) owners;
    struct map *owner_places; /* name → position + 1 in owners; NULL without any */
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

/* Position + 1 of an owner, who is added when he is new (then his name is copied). */
uint32_t standings_owner(struct arena *arena, struct standings *standings, const char *name,
                         uint32_t hands);

#endif
