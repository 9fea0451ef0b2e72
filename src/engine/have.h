/* What GitHub has, as comparable values. */
#ifndef ROADMAP_ENGINE_HAVE_H
#define ROADMAP_ENGINE_HAVE_H

#include <stdbool.h>

#include "base/map.h"
#include "engine/block.h"
#include "model/item.h"
#include "model/remote.h"

/* Names of GitHub that mean ids of the plan, and back. Made by reconcile; an empty one (zeroed)
 * translates nothing. */
struct names {
    struct map *label_ids;     /* GitHub's name (normal_name) → id of the bound label */
    struct map *label_aliases; /* earlier names (normal_name and their 8-digit hash) → id */
    struct map *label_wire;    /* id → the name to use in requests after this run's renames */
    struct map *label_held;    /* ids of refused labels: their names go nowhere until settled */
    struct map *milestone_ids; /* "N" → id of the bound milestone */
};

struct have {
    enum kind kind;
    struct number number;
    struct db_id db_id;
    struct value value[FIELD_COUNT]; /* what does not belong to the kind is not known */
    const char *body;                /* issue body or milestone description as read, "" for null */
    struct block_parts parts;        /* of the body */
    bool reopened;                   /* open, and GitHub's state_reason is "reopened" */
    const char *updated_at;
};

void have_label(struct arena *arena, const struct remote_label *label, struct have *have);
void have_milestone(struct arena *arena, const struct remote_milestone *milestone,
                    struct have *have);
void have_issue(struct arena *arena, const struct remote_issue *issue, const struct names *names,
                struct have *have);

/* The id of the milestone with this number, or "#N". NULL for number 0. */
const char *names_milestone(struct arena *arena, const struct names *names, struct number number);
/* The name that a label id has on GitHub once this run's label changes are done. */
const char *names_label_wire(const struct names *names, const char *id, const char *fallback);
/* The label is refused. GitHub makes a label whose name is only used, so it is not put on or taken
 * off anything. */
bool names_label_held(const struct names *names, const char *id);

#endif
