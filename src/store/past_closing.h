/* Closings of issues that were taken back. GitHub knows only the present one; the cache keeps each
 * that a reading finds gone. */
#ifndef ROADMAP_STORE_PAST_CLOSING_H
#define ROADMAP_STORE_PAST_CLOSING_H

#include "base/vec.h"
#include "store/repository.h"
#include "store/store.h"

struct store_past_closing {
    const char *id;           /* of the plan */
    const char *closed_at;    /* instant */
    const char *state_reason; /* NULL */
    const char *reopened_at;  /* instant: at the latest then */
};

struct store_past_closings {
    VEC(struct store_past_closing) items;
};

/* Of the issues of the plan, by id, those of one issue oldest first. */
nodiscard enum code store_load_past_closings(struct store *store, struct arena *arena,
                                             struct store_scope at,
                                             struct store_past_closings *closings, struct err *err);

#endif
