/* Earlier states of a file or a folder, found by comparing ids of trees: no diffs. */
#ifndef ROADMAP_REPO_HISTORY_H
#define ROADMAP_REPO_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "repo/repo.h"

struct history_revision {
    const char *commit; /* 40 hex digits: the newest commit that has it */
    const char *id;     /* 40 hex digits of the blob or tree */
    int64_t commit_ms;  /* committer's time, milliseconds since the epoch */
    const char *bytes;  /* NUL-terminated; NULL when the path is a folder */
    size_t len;
};

/* Called for each revision; everything in it is gone after the call. *stop ends the walk. */
typedef enum code (*history_fn)(void *state, const struct history_revision *revision, bool *stop,
                                struct err *err);

/* The distinct contents of `path` (in the work tree: "roadmap/roadmap.yaml"; a folder counts as
 * changed when anything below it does; "" is the root) in HEAD and its ancestors, newest commit
 * first, each content once. Renames are not followed; a symlink or submodule at the path counts as
 * absent. *complete false when something may be missing: a ceiling (LIMIT_HISTORY_COMMITS,
 * LIMIT_HISTORY_REVISIONS, a blob over LIMIT_SPEC_BYTES), a shallow or partial clone. A stop leaves
 * it true. No commit yet: no call. ERR_INTERRUPTED after a signal. */
nodiscard enum code history_walk(struct repo *repo, const char *path, history_fn visit, void *state,
                                 bool *complete, struct err *err);

/* The file at `path` in one commit (40 hex digits), e.g. one that a plan included then. *found
 * false when it is not there or no regular file; over `max_bytes` is ERR_CEILING. */
nodiscard enum code history_read(struct repo *repo, struct arena *arena, const char *commit,
                                 const char *path, size_t max_bytes, char **bytes, size_t *len,
                                 bool *found, struct err *err);

#endif
