/* When creations were sent, per host and account: the hourly budget outlives the process. */
#ifndef ROADMAP_STORE_BUDGET_H
#define ROADMAP_STORE_BUDGET_H

#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "store/store.h"

struct store_instants {
    VEC(int64_t) items;
};

/* One creation (any POST), sent at `at_ms`. Before sending it, so that a crash counts too much
 * rather than too little. */
nodiscard enum code store_budget_add(struct store *store, const char *host, const char *account,
                                     int64_t at_ms, struct err *err);
/* Their instants since `since_ms`, ascending: when does the window open again. */
nodiscard enum code store_budget_load(struct store *store, struct arena *arena, const char *host,
                                      const char *account, int64_t since_ms,
                                      struct store_instants *instants, struct err *err);
/* Older ones go, of all hosts. */
nodiscard enum code store_budget_prune(struct store *store, int64_t before_ms, struct err *err);

#endif
