/* Three-way, one item. (sync §3) */
#ifndef ROADMAP_ENGINE_COMPARE_H
#define ROADMAP_ENGINE_COMPARE_H

#include <stdbool.h>

#include "engine/have.h"
#include "engine/takes.h"
#include "model/change.h"
#include "model/item.h"
#include "model/merge.h"

/* The functions that engine cannot have itself. */
struct compare_text {
    merge_fn merge; /* NULL: both changed is a conflict */
    void *merge_state;
    base_text_fn base_text; /* NULL: no earlier text is known */
    void *base_text_state;
};

struct compare_input {
    const struct want *want;
    const struct have *have;      /* NULL: it is to be created */
    const struct base_item *base; /* NULL: none, neither cache nor marker */
    enum bound bound;
    const struct names *names; /* for labels; may be NULL */
    const struct takes *takes; /* may be NULL */
    struct compare_text text;
    bool rewrite;    /* --rewrite: a new template counts as a change of the spec */
    bool drop_ticks; /* --drop-ticks */
};

/* Fills *item: verb, changes (in the order of enum field; a set can have two: one that is written
 * and one that is kept), refusal. MOVE_NONE fields are left out. `item->base` and `item->want`
 * point to the input's. Fails only when merge or base_text fails. */
nodiscard enum code compare_item(struct arena *arena, const struct compare_input *input,
                                 struct item_change *item, struct err *err);

/* The base to compare with: the cache's, each managed field it does not know taken from the marker.
 * `cached` may be NULL; NULL when neither knows anything. */
const struct base_item *compare_base(struct arena *arena, const struct base_item *cached,
                                     const struct have *have, const struct want *want);
/* A copy that shares nothing with the original. */
struct base_item *compare_copy_base(struct arena *arena, const struct base_item *base);
/* Renews the base of a marker: every field that `base` knows; the others stay as they are.
 * `block`: the text that stands in the block, for the ticks. */
void compare_to_marker(struct arena *arena, const struct base_item *base, const char *block,
                       struct marker_base *marker);

/* One field that GitHub did not take as sent. */
struct refused_field {
    enum field field;
    bool dropped; /* unchanged on GitHub: no right to set it (exit 4); else it was changed (1) */
    const char *sent, *got;  /* for people; sets: the elements that are missing */
    struct strlist elements; /* sets: the elements that were not taken (raw) */
};

struct next_base {
    struct base_item item; /* to be stored: never hashed, what only a marker knows is not known */
    VEC(struct refused_field) refused;
};

/* The base after the writes of `item` were answered with `echo` (the object as GitHub gives it
 * after the last write). Fields that were not written keep their base; MOVE_AGREE takes both
 * sides. echo NULL: as if everything came back as sent, for the hashes in the marker.
 * KIND_RELATION: echo NULL only. */
void compare_next_base(struct arena *arena, const struct item_change *item, const struct have *echo,
                       struct next_base *next);
/* The same object and the same agreed values; ticks and pristine do not count. */
bool compare_base_equal(const struct base_item *a, const struct base_item *b);
/* The base after the agreements alone, nothing written. true when it differs from item->base. */
bool compare_agreed_base(struct arena *arena, const struct item_change *item,
                         struct base_item *next);

#endif
