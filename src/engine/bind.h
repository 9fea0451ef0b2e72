/* Which object on GitHub is which item. Judged from the server; the cache only helps where the
 * server says nothing. (sync §1, §5) */
#ifndef ROADMAP_ENGINE_BIND_H
#define ROADMAP_ENGINE_BIND_H

#include <stdbool.h>

#include "base/map.h"
#include "engine/block.h"
#include "engine/takes.h"
#include "model/change.h"
#include "model/item.h"
#include "model/remote.h"

/* What reading one object by itself gave. */
enum looked { LOOKED_GONE, LOOKED_PULL };

struct look {
    enum kind kind;       /* KIND_LABEL, KIND_MILESTONE or KIND_ISSUE */
    struct number number; /* label: 0 */
    enum looked result;   /* an object that was found is put into the snapshot instead */
    const char *name;     /* label: what it was called last; else NULL */
};

struct looks {
    VEC(struct look) list;
};

/* An object with one of our markers, or that could be taken for an item. */
struct object {
    enum kind kind;
    size_t index; /* in remote->labels, milestones or issues */
    struct number number;
    struct db_id db_id;
    const char *title;
    const char *text; /* body or description; label: NULL */
    bool open;
    const char *created_at;
    enum marker_reading reading;
    struct marker marker; /* when reading is MARKER_READ */
    bool ours;            /* MARKER_ITEM of this scope */
    bool copy, planted;
    const struct want *owner; /* the item bound to it; NULL */
    /* Inside of bind: the holders of one id, as a chain. */
    struct object *next;          /* NULL at the end */
    struct object *last, *winner; /* of the first one */
    bool judged;
};

struct binding {
    const struct want *want;
    enum bound bound;
    struct object *object;        /* NULL when not on GitHub */
    const struct base_item *base; /* the cache's; NULL */
    uint32_t depth;               /* labels: renames that must come first */
    bool taken;                   /* --adopt ID=new, --recreate: create in spite of what is there */
    enum refusal refusal;         /* then nothing is written and nothing created */
    const char *reason;
    struct strlist ways;
    const char *note;
    struct object *holders; /* the first that carries its mark */
};

/* A duplicate: another genuine open holder of an id. */
struct twin {
    const struct want *want; /* may be NULL: the id left the spec */
    const char *id;
    struct object *winner, *loser;
    bool heal;          /* pristine: may be closed, after both were read again */
    const char *reason; /* why not */
};

/* A copy or a planted marker, told but never touched. */
struct stray {
    enum kind kind;
    struct number number;
    const char *title, *id;
    bool planted; /* else a copy */
};

struct bind_input {
    const struct want *wants;
    size_t want_count;
    const struct remote *remote;
    const struct base *base; /* may be NULL */
    const char *scope;
    const struct looks *looks;      /* may be NULL */
    const struct adopts *adopts;    /* may be NULL */
    const struct strlist *recreate; /* ids; may be NULL */
    int64_t now_ms, horizon_ms;     /* healing only beyond the recovery horizon */
};

struct bind_result {
    VEC(struct binding) bindings;          /* one for each want; those of relations are empty */
    VEC(struct object) milestones, issues; /* all objects, by place in the snapshot */
    VEC(struct object) labels;
    VEC(struct twin) twins;
    VEC(struct stray) strays;
    VEC(struct look) look;   /* objects to read by themselves; then bind again with the answers */
    const char *other_scope; /* the remote has none of ours, but an equal id of this scope; NULL */
    const char *other_id;
    struct map *wanted[KIND_COUNT]; /* id → struct binding */
    struct map *cached[KIND_COUNT]; /* id → struct base_item */
};

/* Never fails; linear in wants and objects. Everything in the arena. */
void bind_all(struct arena *arena, const struct bind_input *input, struct bind_result *result);

/* The reason that goes by itself: the twin may still be the only one that lists show. */
extern const char bind_too_young[];
/* Whether `loser` may be closed in favour of `winner`, both as just read again. NULL = yes, else
 * the reason. `own` : this journal saw the loser being created. */
const char *bind_heal_refusal(struct arena *arena, const struct remote_issue *winner,
                              const struct remote_issue *loser, const char *scope, int64_t now_ms,
                              int64_t horizon_ms, bool own);

#endif
