/* The files of the work tree, as git would commit them. */
#ifndef ROADMAP_REPO_WORK_H
#define ROADMAP_REPO_WORK_H

#include "repo/tree.h"

struct work_file {
    struct tree_file file; /* id: what git would name its blob, after its filters (line ends). NULL:
                            * over LIMIT_WORK_BYTES, cannot be read, or see no_id */
    bool untracked;        /* not even in the index; ignored files are never listed */
    bool changed;          /* not what HEAD has at this path: untracked, added or edited (draft) */
    const char *no_id; /* why there is no id: only git itself can run a filter of the file; NULL */
    bool filtered;     /* its bytes are not those of the blob: CRLF line ends, an `ident` */
};

struct work_files {
    VEC(struct work_file) items; /* in byte order of the path */
};

/* The files that are there and that the globs take; also those that a sparse checkout leaves out of
 * the work tree, as git has them. Nothing is written, not even the index. Git's
 * external filters (LFS) are not run. More than LIMIT_TREE_FILES: ERR_CEILING. A bare repository
 * has none. */
nodiscard enum code work_list(struct repo *repo, struct arena *arena, const struct globs *globs,
                              struct work_files *files, struct err *err);
const struct work_file *work_files_find(const struct work_files *files, const char *path);

/* The bytes of one file as they are on the disk (of one that a sparse checkout leaves out: in git),
 * NUL-terminated. *found false: nothing there, or no
 * regular file, or a symlink anywhere on the way (what a clone brings along must not point out of
 * it). Over `max_bytes`: ERR_CEILING. */
nodiscard enum code work_read(struct repo *repo, struct arena *arena, const char *path,
                              size_t max_bytes, char **bytes, size_t *len, bool *found,
                              struct err *err);

#endif
