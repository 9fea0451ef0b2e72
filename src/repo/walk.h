/* A walk through commits, newest first, that knows what stands at one path in each of them. Our own
 * and not git_revwalk, which fails as a whole at the edge of a shallow clone (what CI checks out by
 * default) and keeps no count. Private to repo. */
#ifndef ROADMAP_REPO_WALK_H
#define ROADMAP_REPO_WALK_H

#include "base/vec.h"
#include "repo/git.h"

/* What stands at a path. */
struct place {
    bool found;
    git_oid id;
    git_filemode_t mode;
};
bool place_is_file(const struct place *place); /* no link, no submodule */
/* Both absent, or the same object. */
bool place_same(const struct place *a, const struct place *b);

/* One step of a path: the tree that was looked into last and what stood there under the name. As
 * long as the tree's id is the same, so is everything below. */
struct way_step {
    const char *name;
    bool looked;
    git_oid tree;
    struct place child;
};
struct way {
    struct repo *repo;
    VEC(struct way_step) steps;
};
void way_init(struct way *way, struct repo *repo, struct arena *arena, const char *path);
/* What stands at the end of the way in the tree `root`; *here false when a tree on the way is not
 * in this clone (then the place is not found). */
nodiscard enum code way_find(struct way *way, const git_oid *root, struct place *place, bool *here,
                             struct err *err);

struct walk_node {
    git_oid id;
    git_time_t time;
    bool hidden; /* reachable from a hidden commit */
    bool joined; /* hidden, and yet a parent of one that is not */
    bool popped;
    struct place place;
};

struct walk_waiting {
    struct walk_node *node;
    git_commit *commit; /* ours until it comes out */
    git_time_t time;
    size_t order; /* of arrival: equal times stay in the order of the parents */
};

struct walk {
    struct repo *repo;
    struct arena *arena;
    struct way way;
    VEC(struct walk_waiting) heap;
    struct walk_node **table; /* open addressing by id */
    size_t table_cap, table_len;
    size_t arrivals;
    size_t wanted;                 /* in the heap and not hidden */
    unsigned slack;                /* hidden commits still to look at after the last wanted one */
    bool first_parent;             /* of merges, only the first parent is followed */
    bool complete;                 /* false: a commit or tree is not in this clone */
    const struct walk_node *joint; /* the newest commit that is hidden and yet reached from the
                                    * others: the merge base of both sides; NULL */
};

/* `path` "": the root folder. */
void walk_init(struct walk *walk, struct repo *repo, struct arena *arena, const char *path);
/* For __attribute__((cleanup)): gives back the commits that never came out. */
void walk_release(struct walk *walk);
#define cleanup_walk __attribute__((cleanup(walk_release)))

/* Begins at a commit; with `hidden`, neither it nor its ancestors come out. A commit that is not
 * here makes the walk incomplete. Push hidden ones first. */
nodiscard enum code walk_push(struct walk *walk, const git_oid *id, bool hidden, struct err *err);
/* The next commit, a child always before its parents; *commit NULL at the end. Its parents are in
 * the walk then, so that walk_place answers for them. The caller frees the commit.
 * ERR_INTERRUPTED after a signal. */
nodiscard enum code walk_next(struct walk *walk, git_commit **commit, struct walk_node **node,
                              struct err *err);
/* NULL when the walk has not seen the commit, or it is not in this clone. */
const struct walk_node *walk_seen(const struct walk *walk, const git_oid *id);

#endif
