/* What `status` shows without reading the plan or GitHub: facts of the plan as of the last sync,
 * beside the state of its issues as last read. */
#ifndef ROADMAP_STORE_STATUS_H
#define ROADMAP_STORE_STATUS_H

#include "base/vec.h"
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
};

/* Replaces the facts of a scope: items without an entry lose theirs (they left the plan), items
 * that are not on GitHub yet are made, unbound. Equal rows stay untouched. */
nodiscard enum code store_save_facts(struct store *store, struct store_scope at,
                                     const struct store_fact *facts, size_t count, struct err *err);

/* One issue of the plan. */
struct store_status_issue {
    const char *id, *title, *milestone_id, *owner; /* the plan's; owner, milestone_id may be NULL */
    double hours;                                  /* < 0 = absent */
    int64_t place;
    struct number number; /* 0 = not on GitHub */
    bool read;            /* the fields below are known */
    bool closed;
    const char *state_reason; /* or NULL */
    const char *closed_at;    /* of a closed one */
    const char *updated_at;   /* of an open one */
    struct strlist assignees;
    VEC(struct number) blocked_by; /* numbers, open or not */
};

struct store_status_milestone {
    const char *id, *title;
    int32_t due_day; /* the plan's; DAY_NONE */
    int64_t place;
    struct number number;
    bool read, closed;
};

/* An open issue that no item of the plan owns. */
struct store_status_other {
    struct number number, milestone; /* milestone 0 = none */
    const char *title;
};

struct store_status {
    VEC(struct store_status_milestone) milestones; /* in the order of the plan */
    VEC(struct store_status_issue) issues;         /* ascending number, those without first */
    VEC(struct store_status_other) others;         /* ascending number */
};

/* From two covering indexes, no body is touched; only other people's issues cost a look each. */
nodiscard enum code store_load_status_rows(struct store *store, struct arena *arena,
                                           struct store_scope at, struct store_status *status,
                                           struct err *err);

#endif
