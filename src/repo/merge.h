/* The text merge that app hands to the engine. */
#ifndef ROADMAP_REPO_MERGE_H
#define ROADMAP_REPO_MERGE_H

#include "model/merge.h"

/* A merge_fn (model/merge.h): libgit2's git_merge_file without flags, the same as `git merge-file`.
 * Edits of adjacent lines are a conflict. *clean false: *merged is NULL, so that conflict marks can
 * never be sent. `state` is not used. */
nodiscard enum code repo_merge_texts(void *state, struct arena *arena, const char *base,
                                     const char *ours, const char *theirs, bool *clean,
                                     char **merged, struct err *err);

#endif
