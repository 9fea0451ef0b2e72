/* What the files of this layer share about libgit2. Private to repo. */
#ifndef ROADMAP_REPO_GIT_H
#define ROADMAP_REPO_GIT_H

#include <git2.h>

#include "repo/repo.h"

struct repo {
    git_repository *git;
    char *workdir, *common_dir; /* heap; workdir NULL when bare */
};

/* libgit2 counts: every git_begin needs its git_end. */
nodiscard enum code git_begin(struct err *err);
void git_end(void);

/* "problem: what libgit2 says", ERR_FAILED. Call it before anything else calls libgit2. */
enum code git_fail(struct err *err, const char *format, ...) printf_like(2, 3);

void git_commitp(git_commit **commit);
void git_treep(git_tree **tree);
void git_blobp(git_blob **blob);
void git_odbp(git_odb **odb);
#define cleanup_commit __attribute__((cleanup(git_commitp)))
#define cleanup_tree __attribute__((cleanup(git_treep)))
#define cleanup_blob __attribute__((cleanup(git_blobp)))
#define cleanup_odb __attribute__((cleanup(git_odbp)))

#endif
