/* What reading the git history of a folder gave (model/landing.h), so that the next reading walks
 * only what is new. */
#ifndef ROADMAP_STORE_LANDING_H
#define ROADMAP_STORE_LANDING_H

#include <stdbool.h>

#include "model/landing.h"
#include "store/store.h"

/* Branches of one folder that are kept; the one saved longest ago goes first. */
#define STORE_LANDING_BRANCHES 8

struct store_landing_key {
    const char *common_dir; /* repo_common_dir: the clone, whichever of its work trees */
    const char *folder;
    const char *branch; /* as the caller calls it: the tip may move */
    bool first_parent;
};

/* Everything in `landings` lives in the arena; their folder is the key's. */
nodiscard enum code store_load_landings(struct store *store, struct arena *arena,
                                        const struct store_landing_key *key,
                                        struct landings *landings, bool *found, struct err *err);
/* In place of what was saved for the key. Incomplete ones (`unknown`) are a bug. */
nodiscard enum code store_put_landings(struct store *store, const struct store_landing_key *key,
                                       const struct landings *landings, int64_t now_ms,
                                       struct err *err);

#endif
