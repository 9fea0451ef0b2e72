/* What the git history of a plan gave, so that the next report reads only what is new. */
#ifndef ROADMAP_STORE_SCOPE_LINE_H
#define ROADMAP_STORE_SCOPE_LINE_H

#include <stdbool.h>

#include "store/store.h"

struct store_scope_line {
    const char *common_dir; /* repo_common_dir: the clone, whichever of its work trees */
    const char *path;       /* of the plan, from the top */
    const char *tip;        /* 40 hex digits: the newest commit that `revisions` counts */
    char *revisions;        /* as its owner writes them */
};

/* By common_dir and path, which are given; the others live in the arena. */
nodiscard enum code store_load_scope_line(struct store *store, struct arena *arena,
                                          struct store_scope_line *line, bool *found,
                                          struct err *err);
/* In place of what was saved. */
nodiscard enum code store_put_scope_line(struct store *store, const struct store_scope_line *line,
                                         struct err *err);

#endif
