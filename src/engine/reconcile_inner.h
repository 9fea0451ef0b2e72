/* Inside of reconcile: what its files share. Nobody else includes it. */
#ifndef ROADMAP_ENGINE_RECONCILE_INNER_H
#define ROADMAP_ENGINE_RECONCILE_INNER_H

#include "base/map.h"
#include "engine/reconcile.h"

enum wish {
    WISH_NONE,   /* not chosen */
    WISH_NEEDED, /* a chosen item needs it: made when it is not there, else left alone */
    WISH_CHOSEN
};

struct run {
    struct arena *arena;
    struct arena *scratch; /* for one item; cleared before the next */
    const struct reconcile_input *input;
    struct reconciliation *result;
    struct map *parents;     /* child → base_item: the parent that the plan gave it before */
    struct map *new_parents; /* child whose parent is to be written, kept or settled */
    unsigned char *wishes;   /* enum wish, one for each want */
    enum verb *verbs;        /* what happens to each want, as far as known */
};

size_t run_place(const struct run *run, const struct want *want);
const struct want *run_want(const struct run *run, enum kind kind, const char *id);
const struct base_item *run_cached(const struct run *run, enum kind kind, const char *id);
struct item_change *run_add(struct run *run, const struct item_change *item);

/* Fills wishes. ERR_USAGE: an id that is no item. */
nodiscard enum code run_select(struct run *run, struct err *err);
nodiscard enum code run_relations(struct run *run, struct err *err);
void run_prune(struct run *run);
void run_twins(struct run *run);
void run_defer(struct run *run);
void run_unplanned(struct run *run);
void run_counts(struct run *run);

#endif
