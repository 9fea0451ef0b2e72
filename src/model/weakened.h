/* How a plan asks for less proof than another: findings of their own, made by engine/weakened.h.
 * (design: a pull request cannot weaken its own proof in silence) */
#ifndef ROADMAP_MODEL_WEAKENED_H
#define ROADMAP_MODEL_WEAKENED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"
#include "model/plan.h"

/* The parameters of a check as a small tree: plan_check.params without its notation. */
enum given_type { GIVEN_SCALAR, GIVEN_LIST, GIVEN_MAP };

struct given {
    enum given_type type;
    const char *key;  /* in a map; NULL */
    const char *text; /* of a scalar: "tasks", "50", "true" */
    struct given *items;
    size_t len;
};

/* Reads plan_check.params of a kind; a value without keys stands below the key that the kind takes
 * it for. false: nobody can read it, and `given` means nothing. schema/check/given.h is the one
 * that is used. */
typedef bool (*given_fn)(struct arena *arena, const char *kind, const char *params,
                         struct given *given);

/* In the order in which people should hear of them. */
enum weakening {
    WEAKENED_REMOVED,  /* it is not asked any more */
    WEAKENED_LOOSENED, /* it asks for less, or for something else */
    WEAKENED_WAIVED    /* it is waived, and was not, or not for so long */
};
#define WEAKENING_COUNT (WEAKENED_WAIVED + 1)

enum weakened_what {
    WEAKENED_CHECK,     /* of an issue */
    WEAKENED_FILES,     /* migrations, docs or deliverables of an issue */
    WEAKENED_FOLDER,    /* what `migrations:` asks of a folder */
    WEAKENED_CRITERION, /* of the gate of a milestone */
    WEAKENED_PLAN       /* there is no plan any more */
};

struct weakened {
    enum weakening how;
    enum weakened_what what;
    /* The issue or milestone; the folder's id; for people also in `message`. */
    const char *owner;
    const char *kind; /* "duration", "deliverables", "migrations", "criterion" */
    const char *id;   /* of the check or criterion; NULL */
    /* One sentence without a full stop: "check 'p99' of DB-008 (latency) is gone" */
    const char *message;
    struct strlist lines; /* "p99_ms: 50 → 100" */
    /* Where to look: in the plan as it is now; where nothing of it is left there, in the plan as it
     * was, and `before` is true. path NULL: nowhere. */
    const char *path;
    uint32_t line;
    bool before;
    struct plan_waive waive; /* WEAKENED_WAIVED; else until is DAY_NONE */
};

struct weakened_list {
    VEC(struct weakened) items; /* by how, then in the order of the plan that was */
};

/* "removed", "loosened", "waived" */
const char *weakening_name(enum weakening how);
/* "check", "files", "folder", "criterion", "plan" */
const char *weakened_what_name(enum weakened_what what);

#endif
