#include "repo/walk.h"

#include <string.h>

#include "base/clock.h"

/* Clocks of committers differ, so a hidden commit may be dated before ones that it hides. As git
 * does, a few more are looked at before the walk ends. */
#define WALK_SLACK 8

static bool is_newer(const struct walk_waiting *a, const struct walk_waiting *b)
{
    return a->time != b->time ? a->time > b->time : a->order < b->order;
}

static void swap(struct walk_waiting *a, struct walk_waiting *b)
{
    struct walk_waiting kept = *a;
    *a = *b;
    *b = kept;
}

static void heap_push(struct walk *walk, struct walk_waiting waiting)
{
    VEC_PUSH(walk->arena, &walk->heap, waiting);
    struct walk_waiting *items = walk->heap.items;
    for (size_t i = walk->heap.len - 1; i > 0 && is_newer(&items[i], &items[(i - 1) / 2]);
         i = (i - 1) / 2)
        swap(&items[i], &items[(i - 1) / 2]);
}

static struct walk_waiting heap_pop(struct walk *walk)
{
    struct walk_waiting *items = walk->heap.items;
    struct walk_waiting newest = items[0];
    items[0] = items[--walk->heap.len];
    for (size_t i = 0;;) {
        size_t best = i;
        for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < walk->heap.len; child++)
            if (is_newer(&items[child], &items[best]))
                best = child;
        if (best == i)
            return newest;
        swap(&items[i], &items[best]);
        i = best;
    }
}

/* Where the id stands in the table, or the free place for it. An id is a hash already. */
static size_t slot_of(const struct walk *walk, const git_oid *id)
{
    size_t hash;
    memcpy(&hash, id->id, sizeof hash);
    size_t slot = hash & (walk->table_cap - 1);
    while (walk->table[slot] && !git_oid_equal(&walk->table[slot]->id, id))
        slot = (slot + 1) & (walk->table_cap - 1);
    return slot;
}

static void table_grow(struct walk *walk)
{
    struct walk_node **old = walk->table;
    size_t old_cap = walk->table_cap;
    walk->table_cap = old_cap ? old_cap * 4 : 1024;
    walk->table = arena_calloc(walk->arena, walk->table_cap, sizeof(struct walk_node *));
    for (size_t i = 0; i < old_cap; i++)
        if (old[i])
            walk->table[slot_of(walk, &old[i]->id)] = old[i];
}

const struct walk_node *walk_seen(const struct walk *walk, const git_oid *id)
{
    return walk->table[slot_of(walk, id)];
}

void walk_init(struct walk *walk, struct repo *repo, struct arena *arena, const char *path)
{
    *walk = (struct walk){.repo = repo, .arena = arena, .complete = true, .slack = WALK_SLACK};
    way_init(&walk->way, repo, arena, path);
    table_grow(walk);
}

void walk_release(struct walk *walk)
{
    for (size_t i = 0; i < walk->heap.len; i++)
        git_commit_free(walk->heap.items[i].commit);
    walk->heap.len = 0;
}

static void join(struct walk *walk, struct walk_node *node)
{
    node->joined = true;
    if (!walk->joint || node->time > walk->joint->time)
        walk->joint = node;
}

/* A commit that is hidden after it came out hides what it brought in. */
static void hide(struct walk *walk, struct walk_node *first)
{
    VEC(struct walk_node *) todo = {0};
    VEC_PUSH(walk->arena, &todo, first);
    while (todo.len > 0) {
        struct walk_node *node = todo.items[--todo.len];
        if (node->hidden)
            continue;
        node->hidden = true;
        if (!node->popped) {
            walk->wanted--;
            continue;
        }
        cleanup_commit git_commit *commit = NULL;
        if (git_commit_lookup(&commit, walk->repo->git, &node->id) != 0)
            continue;
        for (unsigned i = 0; i < git_commit_parentcount(commit); i++) {
            struct walk_node *parent = walk->table[slot_of(walk, git_commit_parent_id(commit, i))];
            if (parent)
                VEC_PUSH(walk->arena, &todo, parent);
        }
    }
}

enum code walk_push(struct walk *walk, const git_oid *id, bool hidden, struct err *err)
{
    size_t slot = slot_of(walk, id);
    if (walk->table[slot]) {
        struct walk_node *known = walk->table[slot];
        if (hidden != known->hidden)
            join(walk, known);
        if (hidden)
            hide(walk, known);
        return OK;
    }
    git_commit *commit = NULL;
    int failed = git_commit_lookup(&commit, walk->repo->git, id);
    if (failed == GIT_ENOTFOUND) {
        walk->complete = false; /* ends this line of history, not the walk */
        return OK;
    }
    if (failed)
        return git_fail(err, "cannot read a commit");
    struct walk_node *node = ARENA_NEW(walk->arena, struct walk_node);
    node->id = *id;
    node->time = git_commit_time(commit);
    node->hidden = hidden;
    heap_push(walk, (struct walk_waiting){node, commit, node->time, walk->arrivals++});
    walk->wanted += !hidden;
    if (4 * ++walk->table_len > 3 * walk->table_cap) {
        table_grow(walk);
        slot = slot_of(walk, id);
    }
    walk->table[slot] = node;
    bool here = true;
    enum code code = way_find(&walk->way, git_commit_tree_id(commit), &node->place, &here, err);
    walk->complete = walk->complete && here;
    return code;
}

static enum code push_parents(struct walk *walk, const git_commit *commit, bool hidden,
                              struct err *err)
{
    unsigned parents = git_commit_parentcount(commit);
    /* What a hidden merge hides does not depend on how the walk follows merges. */
    if (walk->first_parent && !hidden && parents > 1)
        parents = 1;
    enum code code = OK;
    for (unsigned i = 0; i < parents && code == OK; i++) {
        code = walk_push(walk, git_commit_parent_id(commit, i), hidden, err);
    }
    return code;
}

enum code walk_next(struct walk *walk, git_commit **commit, struct walk_node **node,
                    struct err *err)
{
    *commit = NULL;
    while (walk->heap.len > 0 && (walk->wanted > 0 || walk->slack > 0)) {
        if (interrupt_requested())
            return err_set(err, ERR_INTERRUPTED, "interrupted while reading the git history");
        struct walk_waiting next = heap_pop(walk);
        cleanup_commit git_commit *taken = next.commit;
        next.node->popped = true;
        if (walk->wanted == 0)
            walk->slack--;
        else
            walk->slack = WALK_SLACK;
        walk->wanted -= !next.node->hidden;
        enum code code = push_parents(walk, taken, next.node->hidden, err);
        if (code != OK)
            return code;
        if (next.node->hidden)
            continue;
        *node = next.node;
        *commit = taken;
        taken = NULL;
        return OK;
    }
    return OK;
}
