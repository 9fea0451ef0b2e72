/* Which files a commit gives a content that none of its parents has. Private to repo. */
#ifndef ROADMAP_REPO_TOUCH_H
#define ROADMAP_REPO_TOUCH_H

#include "base/globs.h"
#include "base/str.h"
#include "model/landing.h"
#include "repo/walk.h"

typedef enum code (*touch_fn)(void *state, const char *path, struct err *err);

struct touching {
    struct repo *repo;
    const struct globs *globs; /* NULL: every path */
    touch_fn visit;
    void *state;
    bool removed; /* files that all parents have and the commit has not are visited too */
    struct str path;
    bool complete; /* false: a folder is not in this clone */
};

/* Begins at `folder`; release with touching_release. */
void touching_init(struct touching *touching, struct repo *repo, const char *folder, touch_fn visit,
                   void *state);
void touching_release(struct touching *touching);
#define cleanup_touching __attribute__((cleanup(touching_release)))

/* The files of the folder `at` that differ from all of `parents`; with none, all of them. */
nodiscard enum code touched_files(struct touching *touching, const struct place *at,
                                  const struct place *parents, size_t parent_count,
                                  struct err *err);
/* The same for a commit that came out of the walk. A parent that is not in this clone counts as
 * empty. */
nodiscard enum code touched_by(struct touching *touching, struct arena *scratch,
                               const struct walk *walk, const git_commit *commit,
                               const struct walk_node *node, struct err *err);

/* What is kept of a commit, in the arena. */
struct landing_commit touch_commit(struct arena *arena, git_commit *commit);

#endif
