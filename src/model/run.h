/* A run that wrote, and each value it moved: kept by store, shown by `log`, taken back by `undo`.
 */
#ifndef ROADMAP_MODEL_RUN_H
#define ROADMAP_MODEL_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/change.h"
#include "model/kind.h"

#define RUN_ID_BYTES 8 /* 7 hex digits and NUL */
#define RUN_NO_EXIT (-1)

/* Which run it was. */
struct run_head {
    const char *id;
    const char *command; /* "sync", "undo" */
    const char *undoes;  /* id of the run that it took back; NULL */
    const char *host;    /* of the API: "github.com" */
    const char *repository;
    struct repo_id repository_id;
    const char *scope, *spec;     /* spec: path of the plan; NULL */
    const char *who;              /* account or "CI"; NULL */
    const char *version;          /* of the program; NULL: not known */
    int64_t started_ms, ended_ms; /* ended 0: it did not come to its end */
    int exit_status;              /* RUN_NO_EXIT while it runs */
};

/* One value. Texts are whole, as GitHub had them and has them; NULL = null.
 *   sets         one element a line
 *   FIELD_BLOCK  the whole body or description, people's part and mark included
 *   FIELD_MILESTONE   "ID (#N)", "#N" for one that is not in the plan
 *   FIELD_STATE  "open", "closed", "closed:REASON"
 *   FIELD_EDGE   the other end as "#N"; `number` is the child or the blocked issue
 * An item that was created has one line of its own (has_field false), then its fields; one that was
 * deleted has a line for each field it had. Whatever else a deletion moves (a label leaves its
 * issues) stands in front of it, as changes of those objects. */
struct run_change {
    int64_t seq; /* from 1, in the order of writing */
    enum kind kind;
    enum verb verb;
    const char *item_id; /* "#N" for what is not in the plan */
    struct number number;
    bool has_field; /* false: the item as a whole (created, deleted) */
    enum field field;
    const char *before, *after;
    int64_t at_ms;
    int64_t intent; /* of the cache: the write that it was noted for before it was sent; 0 = none */
    bool in_doubt;  /* nobody knows yet whether that write was carried out */
};

struct run_changes {
    VEC(struct run_change) items;
};

struct run_log {
    struct run_head head;
    struct run_changes changes;
    /* Also where the changes were not loaded: how many there are, and of how many objects. What
     * people are told is objects, as sync tells them. */
    int64_t count, objects;
    bool torn; /* its last line was cut off: the run was killed, or the disk was full */
};

struct run_logs {
    VEC(struct run_log) items;
};

#endif
