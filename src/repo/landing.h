/* When each file of a folder came and was last changed on a ref: one walk that compares the ids of
 * the folder, no diffs. What was found is plain values, so that a cache can keep them and the next
 * reading walks only what is new. */
#ifndef ROADMAP_REPO_LANDING_H
#define ROADMAP_REPO_LANDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/landing.h"
#include "repo/repo.h"

struct landing_options {
    const char *folder; /* from the top, without a slash at its end; "" is the top */
    const char *tip;    /* 40 hex digits */
    bool first_parent;  /* only what merges brought in, as of the merge */
    size_t max_commits; /* 0: LIMIT_HISTORY_COMMITS */
};

/* `known` (NULL: none): an earlier result for the same folder and the same first_parent. Of the
 * same tip it is the answer; of an ancestor only what came since is walked; of anything else
 * (rewritten history) it is not used. Strings of `known` are shared, not copied. */
nodiscard enum code landing_read(struct repo *repo, struct arena *arena,
                                 const struct landing_options *options,
                                 const struct landings *known, struct landings *landings,
                                 struct err *err);

#endif
