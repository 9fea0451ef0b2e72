/* Trailers of commit messages that name issues: `Roadmap: DB-004, DB-005`. Squash merges lose them,
 * so they are the weakest of the links. */
#ifndef ROADMAP_REPO_TRAILERS_H
#define ROADMAP_REPO_TRAILERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/globs.h"
#include "model/landing.h"
#include "repo/repo.h"

/* The ids of a message's `Roadmap:` trailers, each once; what cannot be an id is left out. */
struct strlist trailers_issues(struct arena *arena, const char *message);

struct range_commit {
    struct landing_commit commit;
    struct strlist paths; /* that it changes or removes and the globs take, in byte order */
};

struct range {
    VEC(struct range_commit) commits; /* newest first */
    bool truncated;                   /* there were more than asked for */
    const char *unknown; /* "shallow clone": there may be more, or some that the base has too */
};

struct range_options {
    const char *tip;           /* 40 hex digits */
    const char *base;          /* its commits are left out; NULL: none are */
    const struct globs *globs; /* which paths matter; NULL: none, only trailers do */
    size_t max_commits;        /* kept, newest first */
};

/* Commits of `tip` that `base` does not have and that name an issue or change one of the paths. Of
 * a merge only what differs from all of its parents counts as changed. */
nodiscard enum code range_read(struct repo *repo, struct arena *arena,
                               const struct range_options *options, struct range *range,
                               struct err *err);

#endif
