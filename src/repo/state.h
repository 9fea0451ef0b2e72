/* What is unusual about a repository: for `doctor`, and
 * for what has to be said instead of guessed. */
#ifndef ROADMAP_REPO_STATE_H
#define ROADMAP_REPO_STATE_H

#include "repo/repo.h"

/* The history was cut off when it was cloned. */
bool repo_is_shallow(const struct repo *repo);
/* Objects may be missing: git clone --filter. */
bool repo_is_partial(const struct repo *repo);
/* Why something in or behind a commit is not here, and what helps: "shallow clone", "partial
 * clone", or "objects are missing" where git should have them. */
const char *repo_why_missing(const struct repo *repo, const char **help);
/* Whether git leaves the path out: "git add" would not take it. Outside the work tree: true. */
nodiscard enum code repo_is_ignored(struct repo *repo, const char *path, bool *ignored,
                                    struct err *err);

#endif
