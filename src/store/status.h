/* What `status` shows without reading the plan or GitHub: facts of the plan as of the last sync,
 * beside the state of its issues as last read. */
#ifndef ROADMAP_STORE_STATUS_H
#define ROADMAP_STORE_STATUS_H

#include "base/vec.h"
#include "model/standing.h"
#include "store/repository.h"
#include "store/store.h"

/* An open issue that no item of the plan owns. */
struct store_other {
    struct number number, milestone; /* milestone 0 = none */
    const char *title;
};

struct store_others {
    VEC(struct store_other) items; /* ascending number */
};

/* Issues in ascending number, those without one first, from two narrow covering indexes: no word of
 * them is read. `others` are open issues of nobody's plan; each costs a look. */
nodiscard enum code store_load_standings(struct store *store, struct arena *arena,
                                         struct store_scope at, struct standings *standings,
                                         struct store_others *others, struct err *err);

/* The words of one issue. */
nodiscard enum code store_load_words(struct store *store, struct arena *arena,
                                     const struct standing *issue, struct standing_words *words,
                                     struct err *err);

struct store_title {
    const char *id, *title;
};

struct store_titles {
    VEC(struct store_title) items;
};

/* Of all issues of the plan. */
nodiscard enum code store_load_titles(struct store *store, struct arena *arena,
                                      struct store_scope at, struct store_titles *titles,
                                      struct err *err);

/* Where one issue of the plan stands on GitHub, by its id. */
struct store_state {
    const char *id;
    struct number number;
    const char *state, *state_reason; /* NULL: was not read */
    const char *assignee;             /* the first one; NULL */
    const char *since; /* instant: closed_at of a closed one, updated_at of an open one; NULL */
};

struct store_states {
    VEC(struct store_state) items;
};

/* Of all issues of the plan that are on GitHub, in any order. */
nodiscard enum code store_load_states(struct store *store, struct arena *arena,
                                      struct store_scope at, struct store_states *states,
                                      struct err *err);

#endif
