/* Plan and GitHub and base → what has to move. The whole of it, pure: the same input gives the same
 * changeset, in the same order. (sync §1, §3, §5, §8, §9) */
#ifndef ROADMAP_ENGINE_RECONCILE_H
#define ROADMAP_ENGINE_RECONCILE_H

#include <stdbool.h>

#include "engine/bind.h"
#include "engine/body.h"
#include "engine/compare.h"
#include "engine/have.h"
#include "engine/takes.h"
#include "model/change.h"
#include "model/item.h"
#include "model/plan.h"
#include "model/remote.h"

struct reconcile_input {
    const char *scope;
    const struct want *wants; /* all items of the plan, see wants.h */
    size_t want_count;
    const struct remote *remote;    /* must be complete */
    const struct base *base;        /* may be NULL: no cache */
    const struct takes *takes;      /* may be NULL */
    const struct adopts *adopts;    /* may be NULL */
    const struct strlist *recreate; /* may be NULL */
    const struct strlist *select;   /* ids; NULL or empty = everything */
    const struct looks *looks;      /* may be NULL */
    struct compare_text text;
    bool prune_labels, prune_milestones, prune_issues;
    bool rewrite, drop_ticks;
    int64_t max_creates; /* -1 = no limit */
    int64_t now_ms;      /* GitHub's clock as far as known */
    int64_t horizon_ms;  /* sum of the recovery delays */
};

/* One item and the object it is bound to, whether or not something moves. */
struct bound_item {
    const struct want *want;
    enum bound bound;
    struct number number; /* relations: 0 */
    struct db_id db_id;
    const struct base_item *base; /* after the agreements, nothing written; NULL = none */
    bool
        changed; /* differs from the cache's, or the cache has none: store it. `base` is then never
                    NULL, and fields whose value only a marker knows (hashed) are not known in it */
};

struct reconciliation {
    struct changeset changeset;
    VEC(struct bound_item) bound; /* in the order of wants */
    VEC(struct stray) strays;
    VEC(struct look)
    look;                              /* not empty: read these numbers, add what is found to the
                                          snapshot and the rest to `looks`, and reconcile again */
    VEC(const struct want *) deferred; /* left for another run by --max-creates */
    VEC(const struct base_item *)
    forgotten; /* the cache's items that neither plan nor GitHub has */
    struct names names;
    int64_t existing[KIND_COUNT]; /* items of this scope that are on GitHub, for the thresholds */
    bool plan_empty;              /* no milestone and no issue is wanted */
    struct reconcile_input input;
    struct bind_result binding;
};

/* ERR_FAILED: the snapshot is not complete. ERR_REFUSED: GitHub has none of this scope but equal
 * ids of another (both named). ERR_USAGE: an id in select, takes, adopts or recreate is no item.
 * Also what merge and base_text fail with. */
nodiscard enum code reconcile(struct arena *arena, const struct reconcile_input *input,
                              struct reconciliation *result, struct err *err);

/* One item anew against the object as just read (verify): the comparison of before with fresh
 * values. *have is filled for body_for_write and compare_next_base. `issue`/`milestone`/`label`:
 * the one of the item's kind. The verb may come out as VERB_NONE: then nothing is left to do. */
nodiscard enum code reconcile_again(struct arena *arena, const struct reconciliation *result,
                                    const struct item_change *item,
                                    const struct remote_label *label,
                                    const struct remote_milestone *milestone,
                                    const struct remote_issue *issue, struct have *have,
                                    struct item_change *again, struct err *err);

/* Tells the names of an object that this run has made or bound, so that later items find it
 * (labels: id → name; milestones, issues: number → id). */
void reconcile_bound(struct arena *arena, struct reconciliation *result, const struct want *want,
                     struct number number, struct db_id db_id);
/* The label keeps this name: its rename was refused, and asking for the new one would make a second
 * label. */
void reconcile_not_renamed(struct reconciliation *result, const struct want *want,
                           const char *name);
/* The bound object of an id: number and database id, 0 when it is not on GitHub (yet). */
bool reconcile_find(const struct reconciliation *result, enum kind kind, const char *id,
                    struct number *number, struct db_id *db_id);

/* Requests that an item takes: all writes, and of these the POSTs. */
void reconcile_requests(const struct item_change *item, int64_t *writes, int64_t *creations);

#endif
