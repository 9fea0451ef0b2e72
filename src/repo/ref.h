/* Which commit is meant. Nothing is guessed: an answer that this clone cannot give says why. */
#ifndef ROADMAP_REPO_REF_H
#define ROADMAP_REPO_REF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "repo/repo.h"

struct ref {
    bool found;
    const char *id;   /* 40 hex digits; NULL unless found */
    const char *name; /* for messages: "origin/main", "v1.2", "9c1e2f7"; never NULL */
    /* Not found: NULL when it certainly is not there, else why nobody can say, for "unknown (…)":
     * "shallow clone", "no default branch is known", "'main' is not in this clone". */
    const char *unknown;
    const char *help; /* what to do about `unknown`: a command, or a setting of CI; NULL */
};

/* A branch, tag, remote branch, abbreviated id, or anything else that git calls a revision
 * ("HEAD~3", "v1.2^{commit}"). In a shallow clone what is not found is unknown. */
nodiscard enum code ref_resolve(struct repo *repo, struct arena *arena, const char *text,
                                struct ref *ref, struct err *err);
/* The same where nothing goes on without it: not found is ERR_USAGE, with what to do about it as
 * the hint. `option` stands in front of the message; NULL: nothing does. */
nodiscard enum code ref_need(struct repo *repo, struct arena *arena, const char *option,
                             const char *text, struct ref *ref, struct err *err);
/* HEAD: the branch's short name, or the short id when detached. Not found: no commit yet. */
nodiscard enum code ref_head(struct repo *repo, struct arena *arena, struct ref *ref,
                             struct err *err);
/* The tip of a branch by its short name: refs/remotes/origin/NAME, else refs/heads/NAME. Neither is
 * there: unknown, because a clone need not have every branch. */
nodiscard enum code ref_branch(struct repo *repo, struct arena *arena, const char *branch,
                               struct ref *ref, struct err *err);
/* ref_branch of repo_default_branch; unknown when nobody knows which that is. */
nodiscard enum code ref_default(struct repo *repo, struct arena *arena, const char *base_ref,
                                const char *setting, struct ref *ref, struct err *err);
/* When a commit (40 hex digits) was made: the committer's time, milliseconds since the epoch. */
nodiscard enum code ref_time(struct repo *repo, const char *commit, int64_t *at_ms,
                             struct err *err);
/* The newest common ancestor of two commits (40 hex digits each). Not found: they have nothing in
 * common; unknown where a shallow clone ends before it. */
nodiscard enum code ref_merge_base(struct repo *repo, struct arena *arena, const char *a,
                                   const char *b, struct ref *ref, struct err *err);

#endif
