/* What the files of the schedule share. Private to engine/schedule*.c. */
#ifndef ROADMAP_ENGINE_SCHEDULE_INNER_H
#define ROADMAP_ENGINE_SCHEDULE_INNER_H

#include "engine/schedule.h"

#define MOMENT_NONE INT64_MAX

/* Positions by need: those that wait for `i` stand from first[i] up to first[i + 1]. */
struct schedule_run {
    struct arena *scratch;
    const struct schedule_input *input;
    struct schedule *schedule;
    uint32_t count;
    uint32_t *first, *waiting;
    uint32_t *topological; /* the open ones, needs first */
    int64_t *bound;        /* not before this moment; open ones */
    int64_t *due;          /* end of the due day; MOMENT_NONE */
    int64_t *urgency;      /* latest begin if owners had hands for everything */
    uint32_t *sequence;    /* the open ones as they begin */
    int32_t *before;       /* what the same hand did before, or SCHEDULE_NONE */
};

static inline bool schedule_is_open(const struct schedule_run *run, uint32_t i)
{
    return run->input->tasks.items[i].state == SCHEDULE_OPEN;
}

/* Fills sequence, before, and of the open slots begin, end, cause, after. */
void schedule_place(struct schedule_run *run);
/* From there: latest dates, slack, days, spans, the critical path. */
void schedule_close(struct schedule_run *run, struct arena *arena);

#endif
