/* What has to move: made by engine, shown by render, carried out by app. */
#ifndef ROADMAP_MODEL_CHANGE_H
#define ROADMAP_MODEL_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/item.h"
#include "model/kind.h"

/* What happens to one field of one item. */
enum move {
    MOVE_NONE,      /* equal, or neither side moved */
    MOVE_WRITE,     /* only the spec changed: it is written */
    MOVE_OVERWRITE, /* policy own: written over an edit on GitHub; the old value is journalled */
    MOVE_KEEP,      /* only a person changed it: kept, listed as drift; the base stays */
    MOVE_CONFLICT,  /* both changed: nothing is written, a person decides */
    MOVE_AGREE      /* equal by themselves: nothing to write, base := both */
};

struct change {
    enum field field;
    enum move move;
    struct value before;           /* GitHub's value */
    struct value after;            /* what will stand there (merged text for a block) */
    struct value agreed;           /* the base, for conflicts; known may be false */
    struct strlist added, removed; /* sets: elements to add and to remove (raw) */
    bool merged;                   /* a block that both changed and that merged cleanly */
    const char *note;              /* e.g. "2 ticked boxes stay ticked"; NULL */
    struct strlist lost_ticks;     /* boxes whose tick finds no place */
};

/* What happens to one item. */
enum verb {
    VERB_NONE, /* nothing */
    VERB_CREATE,
    VERB_UPDATE, /* at least one MOVE_WRITE/OVERWRITE, none of them a close */
    VERB_CLOSE,
    VERB_ADOPT,  /* bound by title or number without a marker; may also write fields */
    VERB_DELETE, /* --prune, retired labels; relations that left the spec */
    VERB_HEAL,   /* close a pristine duplicate */
    VERB_REFUSE  /* left alone; `reason` and `ways` say why and what to do */
};

/* Why an item is refused; each has its own text and ways out. */
enum refusal {
    REFUSAL_NONE,
    REFUSAL_AMBIGUOUS,   /* several adoption candidates, or only the leading key is equal */
    REFUSAL_COPY,        /* a copied marker blocks it */
    REFUSAL_PLANTED,     /* a stranger's marker */
    REFUSAL_DAMAGED,     /* broken block */
    REFUSAL_GONE,        /* deleted or transferred on GitHub */
    REFUSAL_NEWER,       /* roadmap:v2 marker */
    REFUSAL_CONTESTED,   /* twins that may not be healed */
    REFUSAL_NAMES_CLASH, /* old and `previously` name both present */
    REFUSAL_NOT_ISSUE,   /* `number:` names a pull request or nothing */
    REFUSAL_LOST_TICKS,  /* needs --drop-ticks */
    REFUSAL_YOUNG,       /* a twin that a later run may heal; not for people to decide */
    REFUSAL_MISSING_END  /* relation: one of its issues is not on GitHub and not created either */
};

/* How an item and its object on GitHub found each other, best first. (sync: match order) */
enum bound {
    BOUND_NONE,  /* not on GitHub */
    BOUND_CACHE, /* cached number with the same database id */
    BOUND_MARKER,
    BOUND_NUMBER, /* `number:` of the spec, no marker yet */
    BOUND_ADOPT,  /* whole title equal, or --adopt ID=#N */
    BOUND_NAME    /* label: name or `previously` */
};

struct item_change {
    enum kind kind;
    enum verb verb;
    enum bound bound;
    const struct base_item *base; /* that it was compared with, from cache or marker; NULL */
    const char *id;
    const char *title;    /* as the spec has it (GitHub's for prune) */
    struct number number; /* 0 when it is not on GitHub yet */
    struct db_id db_id;
    const struct want *want; /* NULL for prune, heal */
    VEC(struct change) changes;
    enum refusal refusal;
    const char *reason;     /* one sentence, for people */
    struct strlist ways;    /* commands that settle it */
    struct edge edge;       /* KIND_RELATION */
    const char *body;       /* GitHub's whole body or description, as compared; NULL: creation */
    const char *note;       /* e.g. "stays on its 3 issues" */
    const char *who, *when; /* last editor and time of drift where known; NULL */
};

/* An open issue in one of our milestones, or with one of our keys in its title, that no item owns.
 */
struct unplanned {
    struct number number;
    const char *title, *milestone_id; /* milestone_id may be NULL */
};

/* What left the plan and still stands on GitHub, told where --prune was not asked for (why_kept
 * NULL) or would not touch it. Issues: the open ones. */
struct leftover {
    enum kind kind;
    const char *id, *title;
    struct number number;
    const char *why_kept; /* "issues carry it"; NULL: --prune would remove it */
};

struct kind_counts {
    int64_t create, update, close, adopt, delete, unchanged, others, refused, conflict, drift;
};

struct changeset {
    VEC(struct item_change)
    items; /* in the order of writing; VERB_NONE items are left out unless
              they carry drift or conflicts (agreements alone stand in
              engine/reconcile.h) */
    VEC(struct unplanned) unplanned;
    VEC(struct leftover) leftovers;
    struct kind_counts counts[KIND_COUNT];
    int64_t objects;              /* items of the plan: labels + milestones + issues + relations */
    int64_t writes;               /* requests that write */
    int64_t creations;            /* of these, POSTs (budget) */
    int64_t notifications;        /* issues created */
    struct strlist skipped_kinds; /* e.g. "dependencies": the server has none; said once */
};

/* "create", "update" …: JSON and journals. */
const char *verb_name(enum verb verb);
bool verb_parse(const char *name, enum verb *verb);

struct change *item_change_field(const struct item_change *item, enum field field); /* or NULL */
bool item_change_writes(const struct item_change *item);
/* Left alone until people decide. */
bool item_change_refused(const struct item_change *item);
bool changeset_has_conflicts(const struct changeset *changeset);

#endif
