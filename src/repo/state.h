/* What is unusual about a repository: for `doctor`. */
#ifndef ROADMAP_REPO_STATE_H
#define ROADMAP_REPO_STATE_H

#include "repo/repo.h"

/* The history was cut off when it was cloned. */
bool repo_is_shallow(const struct repo *repo);
/* Whether git leaves the path out: "git add" would not take it. Outside the work tree: true. */
nodiscard enum code repo_is_ignored(struct repo *repo, const char *path, bool *ignored,
                                    struct err *err);

#endif
