/* The git repository round a folder. Read only: nothing here writes to it, ever. */
#ifndef ROADMAP_REPO_REPO_H
#define ROADMAP_REPO_REPO_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

struct repo;

/* Looks from `folder` upward. *found false and *repo NULL outside git: that is no error. A
 * repository of another user is ERR_FAILED, unless they are trusted, with git's own way out as the
 * hint. */
nodiscard enum code repo_open(const char *folder, struct repo **repo, bool *found, struct err *err);
/* Whether repositories of other users are read too, from now on: libgit2 knows that only for the
 * whole process. Off at the start. */
void repo_trust_owners(bool trusted);
/* NULL is fine. */
void repo_close(struct repo *repo);
/* For __attribute__((cleanup)). */
void repo_closep(struct repo **repo);
#define cleanup_repo __attribute__((cleanup(repo_closep)))

/* The root of the work tree: absolute, without symlinks, without a final slash. NULL in a bare
 * repository. Lives as long as the repository. */
const char *repo_workdir(const struct repo *repo);
/* The git directory that all work trees of the repository share (".git" of the main one), in the
 * same form. */
const char *repo_common_dir(const struct repo *repo);

/* Where a repository is, without reading anything of it. */
struct repo_place {
    const char *root;       /* of the work tree: absolute, without symlinks */
    const char *common_dir; /* the git directory that all work trees share */
};

/* The same answers as repo_open, but for a plain clone (a `.git` folder somewhere upward) without
 * starting libgit2, which takes longer than most commands do: 4 ms, for certificates that a reader
 * never needs. Linked work trees and submodules are left to repo_open. A bare repository has no
 * root: *found is then false. */
nodiscard enum code repo_find(struct arena *arena, const char *folder, struct repo_place *place,
                              bool *found, struct err *err);

/* What a remote's URL says. */
struct repo_remote {
    const char *url; /* without user and password */
    const char
        *host; /* lower case; a port only for http(s) and only when it is not the usual one */
    const char *owner;
    const char *name;       /* without ".git" */
    const char *repository; /* "owner/name" */
};

/* https, http, git and ssh URLs and the scp form (git@host:owner/name.git). False for everything
 * else: local paths, more or fewer than two parts, characters GitHub does not know in names. */
bool repo_parse_remote(struct arena *arena, const char *url, struct repo_remote *remote);
/* The remote "origin", `url.….insteadOf` applied. *found false when there is none, or its URL is
 * not of one of the forms above. */
nodiscard enum code repo_origin(struct repo *repo, struct arena *arena, struct repo_remote *remote,
                                bool *found, struct err *err);

/* The default branch, short ("main"): refs/remotes/origin/HEAD, else `base_ref` (the value of
 * GITHUB_BASE_REF), else `setting`; each may be NULL. NULL when nobody knows: it is never guessed.
 */
nodiscard enum code repo_default_branch(struct repo *repo, struct arena *arena,
                                        const char *base_ref, const char *setting,
                                        const char **branch, struct err *err);

/* The path inside the work tree ("roadmap/roadmap.yaml", "" for its root) of `path`, which is
 * absolute or relative to the current folder and need not exist. NULL when it is outside. Symlinks
 * of its folder are followed, one at the path itself is not. */
nodiscard enum code repo_relative(struct repo *repo, struct arena *arena, const char *path,
                                  const char **relative, struct err *err);
/* Whether git knows the file, or anything below the folder, at `path` (as in repo_relative): in the
 * index, so added but not yet committed counts, and so does all that a submodule holds. Outside
 * the work tree: false. */
nodiscard enum code repo_is_tracked(struct repo *repo, const char *path, bool *tracked,
                                    struct err *err);

#endif
