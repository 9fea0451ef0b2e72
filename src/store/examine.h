/* The cache looked at from outside, for `doctor`: nothing here changes a byte unless it is named
 * mend. */
#ifndef ROADMAP_STORE_EXAMINE_H
#define ROADMAP_STORE_EXAMINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/repository.h"
#include "store/store.h"

/* The file as it stands there, before anybody opens it. */
struct store_facts {
    bool exists;
    bool is_file; /* neither a link nor a folder */
    bool is_link;
    bool is_own;      /* belongs to this user */
    bool is_private;  /* nobody else may read or write it */
    bool has_journal; /* a run is writing, or one died while it did */
    bool is_ours;     /* begins as a cache of roadmap does */
    unsigned mode;    /* 0644 */
    int64_t size_bytes;
};
nodiscard enum code store_look(const char *path, struct store_facts *facts, struct err *err);

/* The lock beside the cache. Takes and gives back a shared lock where nobody holds it; makes no
 * file. `holder`: "pid 7, host x, since …" when held. */
nodiscard enum code store_lock_look(struct arena *arena, const char *path, bool *held,
                                    const char **holder, struct err *err);

/* Every page, every index and every reference: ERR_CORRUPT with the first finding. A store that is
 * open for writing is then moved aside on closing. */
nodiscard enum code store_examine(struct store *store, struct err *err);

/* How many of something, and an instant of it; 0 = none. */
struct store_tally {
    int64_t count, at_ms;
};
/* Intents that are not settled, and the oldest of them. */
nodiscard enum code store_tally_pending(struct store *store, struct store_scope at,
                                        struct store_tally *tally, struct err *err);
/* Runs since the last whole sync that did not come to their end, and the newest of them. */
nodiscard enum code store_tally_open_runs(struct store *store, struct store_scope at,
                                          struct store_tally *tally, struct err *err);

/* Takes the rights of group and others away. */
nodiscard enum code store_mend_mode(const char *path, struct err *err);

#endif
