#include "repo/history.h"

#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"
#include "repo/git.h"

/* Our own walk and not git_revwalk, which fails as a whole at the edge of a shallow clone (what CI
 * checks out by default) and keeps no count. */
struct waiting {
    git_oid id;
    git_time_t time;
    size_t order; /* of arrival: equal times stay in the order of the parents */
};

/* One step of the path: the tree that was looked into last and what stood there under the name. As
 * long as the tree's id is the same, so is everything below. */
struct step {
    const char *name;
    bool looked;
    git_oid tree;
    bool found;
    git_oid child;
    git_filemode_t mode;
};

struct walk {
    struct repo *repo;
    struct arena *arena;
    VEC(struct waiting) heap;
    size_t arrivals;
    struct map *queued, *seen; /* ids of commits and of contents, as hex digits */
    VEC(struct step) steps;
    size_t revisions;
    bool complete;
};

struct place {
    bool found;
    git_oid id;
    git_filemode_t mode;
};

static bool is_newer(const struct waiting *a, const struct waiting *b)
{
    return a->time != b->time ? a->time > b->time : a->order < b->order;
}

static void swap(struct waiting *a, struct waiting *b)
{
    struct waiting kept = *a;
    *a = *b;
    *b = kept;
}

static void heap_push(struct walk *walk, const git_oid *id, git_time_t time)
{
    VEC_PUSH(walk->arena, &walk->heap, (struct waiting){*id, time, walk->arrivals++});
    struct waiting *items = walk->heap.items;
    for (size_t i = walk->heap.len - 1; i > 0 && is_newer(&items[i], &items[(i - 1) / 2]);
         i = (i - 1) / 2)
        swap(&items[i], &items[(i - 1) / 2]);
}

static struct waiting heap_pop(struct walk *walk)
{
    struct waiting *items = walk->heap.items;
    struct waiting newest = items[0];
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

/* False when the id was in the set already. */
static bool set_add(struct walk *walk, struct map *set, const git_oid *id)
{
    char hex[GIT_OID_HEXSZ + 1];
    (void)git_oid_tostr(hex, sizeof hex, id);
    if (map_has(set, hex))
        return false;
    (void)map_put(set, arena_strdup(walk->arena, hex), NULL);
    return true;
}

/* A commit that is not here (shallow clone) ends its line of history, not the walk. */
static enum code enqueue(struct walk *walk, const git_oid *id, struct err *err)
{
    if (!set_add(walk, walk->queued, id))
        return OK;
    cleanup_commit git_commit *commit = NULL;
    int failed = git_commit_lookup(&commit, walk->repo->git, id);
    if (failed == GIT_ENOTFOUND) {
        walk->complete = false;
        return OK;
    }
    if (failed)
        return git_fail(err, "cannot read a commit");
    heap_push(walk, id, git_commit_time(commit));
    return OK;
}

static enum code enqueue_head(struct walk *walk, struct err *err)
{
    git_oid head;
    int failed = git_reference_name_to_id(&head, walk->repo->git, "HEAD");
    if (failed == GIT_ENOTFOUND)
        return OK; /* no commit yet */
    if (failed)
        return git_fail(err, "cannot read 'HEAD'");
    return enqueue(walk, &head, err);
}

static void split_path(struct walk *walk, const char *path)
{
    while (*path) {
        size_t len = strcspn(path, "/");
        if (len > 0) {
            struct step *step = VEC_ADD(walk->arena, &walk->steps);
            step->name = arena_strndup(walk->arena, path, len);
        }
        path += len;
        path += *path == '/';
    }
}

/* What stands at the path in the tree `root`. */
static enum code find_place(struct walk *walk, const git_oid *root, struct place *place,
                            struct err *err)
{
    *place = (struct place){true, *root, GIT_FILEMODE_TREE};
    for (size_t i = 0; i < walk->steps.len && place->found; i++) {
        struct step *step = &walk->steps.items[i];
        if (!step->looked || !git_oid_equal(&step->tree, &place->id)) {
            cleanup_tree git_tree *tree = NULL;
            int failed = git_tree_lookup(&tree, walk->repo->git, &place->id);
            if (failed == GIT_ENOTFOUND) {
                walk->complete = false; /* a partial clone without this tree */
                place->found = false;
                return OK;
            }
            if (failed)
                return git_fail(err, "cannot read a tree");
            const git_tree_entry *entry = git_tree_entry_byname(tree, step->name);
            step->looked = true;
            step->tree = place->id;
            step->found = entry != NULL;
            if (entry) {
                step->child = *git_tree_entry_id(entry);
                step->mode = git_tree_entry_filemode(entry);
            }
        }
        bool last = i + 1 == walk->steps.len;
        place->found = step->found && (last || step->mode == GIT_FILEMODE_TREE);
        place->id = step->child;
        place->mode = step->mode;
    }
    return OK;
}

static bool is_file(git_filemode_t mode)
{
    return mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
}

/* The blob's bytes; *here false when the clone does not have it or it is over the ceiling. */
static enum code read_blob(struct walk *walk, struct arena *arena, const git_oid *id,
                           struct history_revision *revision, bool *here, struct err *err)
{
    cleanup_blob git_blob *blob = NULL;
    int failed = git_blob_lookup(&blob, walk->repo->git, id);
    if (failed && failed != GIT_ENOTFOUND)
        return git_fail(err, "cannot read a blob");
    *here = !failed && (uint64_t)git_blob_rawsize(blob) <= LIMIT_SPEC_BYTES;
    if (!*here) {
        walk->complete = false;
        return OK;
    }
    revision->len = (size_t)git_blob_rawsize(blob);
    char *bytes = arena_alloc(arena, revision->len + 1);
    if (revision->len)
        memcpy(bytes, git_blob_rawcontent(blob), revision->len);
    revision->bytes = bytes;
    return OK;
}

static enum code visit_commit(struct walk *walk, git_commit *commit, history_fn visit, void *state,
                              bool *stop, struct err *err)
{
    struct place place;
    enum code code = find_place(walk, git_commit_tree_id(commit), &place, err);
    if (code != OK || !place.found || !(is_file(place.mode) || place.mode == GIT_FILEMODE_TREE))
        return code;
    if (!set_add(walk, walk->seen, &place.id))
        return OK;
    if (walk->revisions == LIMIT_HISTORY_REVISIONS) {
        walk->complete = false;
        *stop = true;
        return OK;
    }
    walk->revisions++;
    cleanup_arena struct arena *scratch = arena_new();
    char commit_hex[GIT_OID_HEXSZ + 1];
    char id_hex[GIT_OID_HEXSZ + 1];
    struct history_revision revision = {
        .commit = git_oid_tostr(commit_hex, sizeof commit_hex, git_commit_id(commit)),
        .id = git_oid_tostr(id_hex, sizeof id_hex, &place.id),
        .commit_ms = (int64_t)git_commit_time(commit) * 1000};
    bool here = true;
    if (is_file(place.mode))
        code = read_blob(walk, scratch, &place.id, &revision, &here, err);
    if (code != OK || !here)
        return code;
    return visit(state, &revision, stop, err);
}

static enum code walk_all(struct walk *walk, history_fn visit, void *state, struct err *err)
{
    enum code code = enqueue_head(walk, err);
    bool stop = false;
    for (size_t commits = 0; code == OK && walk->heap.len > 0 && !stop; commits++) {
        if (interrupt_requested())
            return err_set(err, ERR_INTERRUPTED, "interrupted while reading the git history");
        if (commits == LIMIT_HISTORY_COMMITS) {
            walk->complete = false;
            return OK;
        }
        struct waiting next = heap_pop(walk);
        cleanup_commit git_commit *commit = NULL;
        if (git_commit_lookup(&commit, walk->repo->git, &next.id) != 0)
            return git_fail(err, "cannot read a commit");
        code = visit_commit(walk, commit, visit, state, &stop, err);
        unsigned parents = git_commit_parentcount(commit);
        for (unsigned i = 0; i < parents && code == OK && !stop; i++)
            code = enqueue(walk, git_commit_parent_id(commit, i), err);
    }
    return code;
}

enum code history_walk(struct repo *repo, const char *path, history_fn visit, void *state,
                       bool *complete, struct err *err)
{
    cleanup_arena struct arena *arena = arena_new();
    struct walk walk = {.repo = repo, .arena = arena, .complete = true};
    walk.queued = map_new(arena);
    walk.seen = map_new(arena);
    split_path(&walk, path);
    enum code code = walk_all(&walk, visit, state, err);
    *complete = walk.complete;
    return code;
}

enum code history_read(struct repo *repo, struct arena *arena, const char *commit, const char *path,
                       size_t max_bytes, char **bytes, size_t *len, bool *found, struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    struct walk walk = {.repo = repo, .arena = scratch, .complete = true};
    *found = false;
    git_oid id;
    cleanup_commit git_commit *read = NULL;
    if (git_oid_fromstr(&id, commit) != 0 || git_commit_lookup(&read, repo->git, &id) != 0)
        return git_fail(err, "cannot read the commit '%s'", commit);
    split_path(&walk, path);
    struct place place;
    enum code code = find_place(&walk, git_commit_tree_id(read), &place, err);
    if (code != OK || !place.found || !is_file(place.mode))
        return code;
    cleanup_blob git_blob *blob = NULL;
    int failed = git_blob_lookup(&blob, repo->git, &place.id);
    if (failed == GIT_ENOTFOUND)
        return OK;
    if (failed)
        return git_fail(err, "cannot read '%s' of the commit '%s'", path, commit);
    if ((uint64_t)git_blob_rawsize(blob) > max_bytes)
        return err_set(err, ERR_CEILING,
                       "'%s' of the commit '%s' is larger than the limit of %zu bytes", path,
                       commit, max_bytes);
    *len = (size_t)git_blob_rawsize(blob);
    char *copy = arena_alloc(arena, *len + 1);
    if (*len)
        memcpy(copy, git_blob_rawcontent(blob), *len);
    *bytes = copy;
    *found = true;
    return OK;
}
