/* Runs that wrote, and each value they moved: what `log` shows and `undo` takes back. */
#ifndef ROADMAP_STORE_RUNS_H
#define ROADMAP_STORE_RUNS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/run.h"
#include "store/repository.h"
#include "store/store.h"

struct run {
    char id[RUN_ID_BYTES];
    struct store_scope at;
    int64_t started_ms, ended_ms; /* ended 0: it did not come to its end */
    const char *who;              /* account or "CI"; NULL */
    const char *spec;             /* path of the plan */
    const char *promise;          /* digest of the plan file that it kept; NULL */
    const char *command;          /* "sync", "undo" */
    const char *undoes;           /* the run that it takes back; NULL */
    int exit_status;              /* RUN_NO_EXIT while it runs */
    int64_t changes, objects;     /* filled in when loading: values, and of how many objects */
};

struct runs {
    VEC(struct run) items;
};

/* What else an id may be taken by: files of runs outlive the cache that knew them. */
struct run_taken {
    bool (*is)(void *state, const char *id);
    void *state;
};

/* Gives the run an id of its own (random; neither in the cache nor `taken`, which may be NULL) and
 * stores it. */
nodiscard enum code store_run_begin(struct store *store, struct run *run,
                                    const struct run_taken *taken, struct err *err);
nodiscard enum code store_run_end(struct store *store, const char *id, int64_t ended_ms,
                                  int exit_status, struct err *err);
/* Sets change->seq. In the transaction of the intent that will move it (change->intent), and while
 * that one is open or unknown it is in doubt; without an intent in that of store_intent_done. */
nodiscard enum code store_change_add(struct store *store, const char *run,
                                     struct run_change *change, struct err *err);
/* What the answer made of it: verb, number, after and intent of the row `change->seq`. */
nodiscard enum code store_change_put(struct store *store, const char *run,
                                     const struct run_change *change, struct err *err);
/* It did not come about. */
nodiscard enum code store_change_drop(struct store *store, const char *run, int64_t seq,
                                      struct err *err);

/* Newest first, at most `limit`. */
nodiscard enum code store_load_runs(struct store *store, struct arena *arena, int64_t limit,
                                    struct runs *runs, struct err *err);
/* By the whole id or a beginning that only one run has. */
nodiscard enum code store_find_run(struct store *store, struct arena *arena, const char *id,
                                   struct run *run, bool *found, struct err *err);
/* In the order of writing, without those whose intent was found absent. */
nodiscard enum code store_load_changes(struct store *store, struct arena *arena, const char *run,
                                       struct run_changes *changes, struct err *err);
/* What runs under the plan file of this digest wrote in the scope: kind, item_id, field. */
nodiscard enum code store_load_promised(struct store *store, struct arena *arena,
                                        struct store_scope at, const char *promise,
                                        struct run_changes *changes, struct err *err);
/* All but the newest `keep` runs go, with their changes. */
nodiscard enum code store_prune_runs(struct store *store, int64_t keep, struct err *err);

#endif
