/* One item in its three forms: wanted (from the plan), had (from GitHub), agreed (the base). All
 * values that engine compares are in normal form (engine/normal.h); what is sent is `raw`. */
#ifndef ROADMAP_MODEL_ITEM_H
#define ROADMAP_MODEL_ITEM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/diag.h"
#include "model/kind.h"

struct value {
    bool known;             /* wanted: the plan manages it; had: it was read; base: agreed once */
    bool hashed;            /* base from a marker: text holds 12 hex digits, set 8 each */
    const char *text;       /* scalars, normal form; NULL = null */
    const char *raw;        /* scalars as to be sent or as read; NULL = null */
    struct strlist set;     /* sets, normal form, sorted */
    struct strlist raw_set; /* same order as `set` */
};

/* The ends of a relation: issue ids of this scope. `from` is the child, or the blocked issue. */
struct edge {
    enum relation relation;
    const char *from, *to;
};

struct plan_issue;

struct want {
    enum kind kind;
    const char *id; /* label: its name folded; relation: relation_id() */
    const char *title;
    struct number number_hint; /* `number:` of the spec */
    struct strlist previously;
    struct edge edge; /* KIND_RELATION */
    enum policy policy[FIELD_COUNT];
    struct value value[FIELD_COUNT];
    struct strlist ticked;    /* texts of boxes that the spec itself ticks (normal form) */
    struct strlist needs;     /* ids of issues that come before it: parent, depends_on */
    size_t place;             /* place in the spec, for the order */
    bool retired;             /* a label past retire_after */
    const char *block_source; /* 12 hex digits of the spec fields behind the block, NULL = none: a
                                 new template alone does not make the block a change of the spec */
    const struct plan_issue *text_of; /* where block_source is NULL: it is made from this issue when
                                         it is needed (engine/wants.h); NULL = none */
};

/* Base of one item, from the cache or, without a cache, from a marker. Both values of each field:
 * what the spec said and what GitHub then answered (sync: three-way). From a marker only hashes
 * are known: `hashed` is true and value.text holds 12 hex digits (labels: 8 each). */
struct base_item {
    enum kind kind;
    const char *id;
    struct number number; /* milestone, issue */
    struct db_id db_id;
    bool hashed;
    bool pristine;                           /* the cache saw this journal create it */
    const struct value *spec[FIELD_COUNT];   /* NULL = not known: most fields are of other kinds */
    const struct value *remote[FIELD_COUNT]; /* the very same as of `spec` where both agree */
    const char *ticks; /* '0'/'1' per box as last written, NULL = not known; for "newly ticked in
                          the spec" */
    const char
        *block_source; /* want_block_source() when the block was last agreed; NULL = not known */
    const char *marks; /* that the cache has seen on it (engine/marks.h); NULL = none */
    bool overtaken;    /* a mark that it has not seen stands in for some of it; never stored */
};

/* Never NULL: what is not known is a value that says so. */
const struct value *base_spec(const struct base_item *item, enum field field);
const struct value *base_remote(const struct base_item *item, enum field field);

struct base {
    VEC(struct base_item) items;
};

const struct base_item *base_find(const struct base *base, enum kind kind, const char *id);
/* "DB-002 blocked-by DB-001" / "DB-002 parent DB-001". */
const char *relation_id(struct arena *arena, struct edge edge);

#endif
