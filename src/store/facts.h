/* The plan's own facts as of the last sync, kept with its items so that `status` needs no plan. */
#ifndef ROADMAP_STORE_FACTS_H
#define ROADMAP_STORE_FACTS_H

#include "model/kind.h"
#include "store/repository.h"
#include "store/store.h"

/* What the plan says about one milestone or issue. */
struct store_fact {
    enum kind kind; /* KIND_MILESTONE or KIND_ISSUE */
    const char *id, *title;
    const char *milestone_id; /* issue; NULL */
    const char *owner;        /* issue; NULL */
    double hours;             /* issue; < 0 = absent */
    int32_t due_day;          /* milestone; DAY_NONE */
    int64_t place;            /* place in the plan, for the order */
    const char *worker;       /* issue: whose hands it takes; NULL = nobody's */
    uint32_t hands;           /* how many those are; 0 without a worker */
    int32_t start_day;        /* milestone; DAY_NONE */
};

/* Replaces the facts of a scope: items without an entry lose theirs (they left the plan), items
 * that are not on GitHub yet are made, unbound. Equal rows stay untouched. */
nodiscard enum code store_save_facts(struct store *store, struct store_scope at,
                                     const struct store_fact *facts, size_t count, struct err *err);

#endif
