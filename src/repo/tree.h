/* The files of a commit, without a checkout. */
#ifndef ROADMAP_REPO_TREE_H
#define ROADMAP_REPO_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/globs.h"
#include "repo/repo.h"

enum tree_kind { TREE_FILE, TREE_LINK, TREE_SUBMODULE };

struct tree_file {
    const char *path; /* from the top, "/" between; bytes as git has them, not always UTF-8 */
    const char *id;   /* 40 hex digits: of the blob; of the commit when it is a submodule */
    enum tree_kind kind;
    bool executable;
    int64_t size_bytes; /* -1: not asked for, or not in this clone */
};

struct tree_files {
    VEC(struct tree_file) items; /* in byte order of the path */
    /* A folder that may have more is not in this clone: "partial clone". NULL: these are all. */
    const char *unknown;
};

/* The files of a commit (40 hex digits) that the globs take. More than LIMIT_TREE_FILES, or folders
 * deeper than LIMIT_TREE_DEPTH: ERR_CEILING. */
nodiscard enum code tree_list(struct repo *repo, struct arena *arena, const char *commit,
                              const struct globs *globs, bool with_sizes, struct tree_files *files,
                              struct err *err);
/* NULL when the list has no such path. */
const struct tree_file *tree_files_find(const struct tree_files *files, const char *path);

/* The id of the folder at `path` ("" is the top) in a commit; NULL when there is none. Equal ids
 * mean equal contents all the way down. */
nodiscard enum code tree_folder_id(struct repo *repo, struct arena *arena, const char *commit,
                                   const char *path, const char **id, struct err *err);

/* The first part of `path` that is a submodule in a commit, so that the rest of it is in another
 * repository; NULL: none is. */
nodiscard enum code tree_submodule(struct repo *repo, struct arena *arena, const char *commit,
                                   const char *path, const char **submodule, struct err *err);

/* The bytes of a blob, NUL-terminated. *found false: not in this clone (a partial one). Larger than
 * `max_bytes`: ERR_CEILING, told from the object's header and so before it is read. */
nodiscard enum code tree_blob(struct repo *repo, struct arena *arena, const char *id,
                              size_t max_bytes, char **bytes, size_t *len, bool *found,
                              struct err *err);

#endif
