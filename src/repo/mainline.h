/* What one file was along the main line of history: the first parent of each commit, and the file
 * under the names that it had before. By comparing ids; a diff is made only where the file has come
 * and may have been renamed. */
#ifndef ROADMAP_REPO_MAINLINE_H
#define ROADMAP_REPO_MAINLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "repo/repo.h"

struct mainline_step {
    const char *commit; /* 40 hex digits: the one that brought this content */
    int64_t at_ms;      /* the committer's time */
    const char *path;   /* of the file then; NULL: it was not there */
    /* 40 hex digits of the file, and of the folder that it is in ("" names the whole commit). */
    const char *file_id, *folder_id;
};

/* Everything in the step is gone after the call. */
typedef enum code (*mainline_fn)(void *state, const struct mainline_step *step, struct err *err);

struct mainline_options {
    const char *tip;  /* 40 hex digits */
    const char *path; /* from the top, at the tip */
    /* A commit up to which the file is known under this name: the walk ends before it, unless the
     * file was renamed since. NULL */
    const char *until;
};

struct mainline_end {
    bool reached;        /* `until` was found: what was visited came behind it */
    const char *unknown; /* why there may be more before: "shallow clone"; NULL */
};

/* Newest first, a step for each time that the file or its folder changed. LIMIT_HISTORY_COMMITS
 * are looked at. ERR_INTERRUPTED after a signal. */
nodiscard enum code mainline_walk(struct repo *repo, const struct mainline_options *options,
                                  mainline_fn visit, void *state, struct mainline_end *end,
                                  struct err *err);

#endif
