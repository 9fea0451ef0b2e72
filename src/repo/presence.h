/* Where files stand: in the work tree only, committed, merged. Judged by content and never by
 * ancestry, because squashing and rebasing break that. */
#ifndef ROADMAP_REPO_PRESENCE_H
#define ROADMAP_REPO_PRESENCE_H

#include <stdbool.h>

#include "base/globs.h"
#include "model/evidence.h"
#include "repo/ref.h"
#include "repo/work.h"

struct presence_file {
    const char *path;
    enum evidence_presence presence; /* of the content that stands here: at least this */
    /* Why nobody can say whether it is merged: the base's `unknown`, "partial clone", or that the
     * file cannot be read; NULL: presence is exact. */
    const char *unknown;
    bool edited;  /* the base has the path with another content, or it was removed here: what was
                   * merged is not what stands here */
    bool behind;  /* edited, but not here: this side is still what the merge base has */
    bool removed; /* the base has it, here it is gone */
    /* Blob ids, NULL where it is not: on the disk (only when looked at), in the commit, in the tip
     * of the base, in the merge base. */
    const char *work_id, *head_id, *base_id, *fork_id;
};

struct presence_files {
    VEC(struct presence_file) items; /* in byte order of the path */
    const char *unknown;             /* there may be more: "partial clone". NULL: these are all */
};

struct presence_options {
    const char *commit;     /* 40 hex digits; NULL: no commit yet */
    const struct ref *base; /* tip of the default branch: found, absent or unknown */
    const char *fork;       /* merge base of the two, 40 hex digits; NULL: not known */
    bool work_tree;         /* drafts count; false: only what is in commits (any ref, CI) */
    /* With work_tree, by the same globs: read before, and so not again. NULL: it is read. */
    const struct work_files *listed;
};

/* Every file that the globs take in the work tree, the commit or the base. */
nodiscard enum code presence_read(struct repo *repo, struct arena *arena, const struct globs *globs,
                                  const struct presence_options *options,
                                  struct presence_files *files, struct err *err);
/* NULL: the path is nowhere, so it is planned (unless files->unknown). */
const struct presence_file *presence_files_find(const struct presence_files *files,
                                                const char *path);

#endif
