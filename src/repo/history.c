#include "repo/history.h"

#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "repo/walk.h"

struct reading {
    struct repo *repo;
    struct arena *arena;
    struct map *seen; /* ids of contents, as hex digits */
    size_t revisions;
    bool complete;
};

/* False when the content came before. */
static bool is_new(struct reading *reading, const git_oid *id)
{
    char hex[GIT_OID_HEXSZ + 1];
    (void)git_oid_tostr(hex, sizeof hex, id);
    if (map_has(reading->seen, hex))
        return false;
    (void)map_put(reading->seen, arena_strdup(reading->arena, hex), NULL);
    return true;
}

static enum code push_head(struct walk *walk, struct err *err)
{
    git_oid head;
    int failed = git_reference_name_to_id(&head, walk->repo->git, "HEAD");
    if (failed == GIT_ENOTFOUND)
        return OK; /* no commit yet */
    if (failed)
        return git_fail(err, "cannot read 'HEAD'");
    return walk_push(walk, &head, false, err);
}

/* The blob's bytes; *here false when the clone does not have it or it is over the ceiling. */
static enum code read_blob(struct reading *reading, struct arena *arena, const git_oid *id,
                           struct history_revision *revision, bool *here, struct err *err)
{
    cleanup_blob git_blob *blob = NULL;
    int failed = git_blob_lookup(&blob, reading->repo->git, id);
    if (failed && failed != GIT_ENOTFOUND)
        return git_fail(err, "cannot read a blob");
    *here = !failed && (uint64_t)git_blob_rawsize(blob) <= LIMIT_SPEC_BYTES;
    if (!*here) {
        reading->complete = false;
        return OK;
    }
    revision->len = (size_t)git_blob_rawsize(blob);
    char *bytes = arena_alloc(arena, revision->len + 1);
    if (revision->len)
        memcpy(bytes, git_blob_rawcontent(blob), revision->len);
    revision->bytes = bytes;
    return OK;
}

static enum code visit_commit(struct reading *reading, const git_commit *commit,
                              const struct place *place, history_fn visit, void *state, bool *stop,
                              struct err *err)
{
    bool is_folder = place->found && place->mode == GIT_FILEMODE_TREE;
    if (!(is_folder || place_is_file(place)) || !is_new(reading, &place->id))
        return OK;
    if (reading->revisions == LIMIT_HISTORY_REVISIONS) {
        reading->complete = false;
        *stop = true;
        return OK;
    }
    reading->revisions++;
    cleanup_arena struct arena *scratch = arena_new();
    char commit_hex[GIT_OID_HEXSZ + 1];
    char id_hex[GIT_OID_HEXSZ + 1];
    struct history_revision revision = {
        .commit = git_oid_tostr(commit_hex, sizeof commit_hex, git_commit_id(commit)),
        .id = git_oid_tostr(id_hex, sizeof id_hex, &place->id),
        .commit_ms = (int64_t)git_commit_time(commit) * 1000};
    bool here = true;
    enum code code = OK;
    if (!is_folder)
        code = read_blob(reading, scratch, &place->id, &revision, &here, err);
    if (code != OK || !here)
        return code;
    return visit(state, &revision, stop, err);
}

enum code history_walk(struct repo *repo, const char *path, history_fn visit, void *state,
                       bool *complete, struct err *err)
{
    cleanup_arena struct arena *arena = arena_new();
    struct walk walk cleanup_walk;
    walk_init(&walk, repo, arena, path);
    struct reading reading = {
        .repo = repo, .arena = arena, .seen = map_new(arena), .complete = true};
    enum code code = push_head(&walk, err);
    bool stop = false;
    for (size_t commits = 0; code == OK && !stop; commits++) {
        cleanup_commit git_commit *commit = NULL;
        struct walk_node *node;
        code = walk_next(&walk, &commit, &node, err);
        if (code != OK || !commit)
            break;
        if (commits == LIMIT_HISTORY_COMMITS) {
            reading.complete = false;
            break;
        }
        code = visit_commit(&reading, commit, &node->place, visit, state, &stop, err);
    }
    *complete = reading.complete && walk.complete;
    return code;
}

enum code history_read(struct repo *repo, struct arena *arena, const char *commit, const char *path,
                       size_t max_bytes, char **bytes, size_t *len, bool *found, struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    *found = false;
    git_oid id;
    cleanup_commit git_commit *read = NULL;
    if (git_oid_fromstr(&id, commit) != 0 || git_commit_lookup(&read, repo->git, &id) != 0)
        return git_fail(err, "cannot read the commit '%s'", commit);
    struct way way;
    way_init(&way, repo, scratch, path);
    struct place place;
    bool here;
    enum code code = way_find(&way, git_commit_tree_id(read), &place, &here, err);
    if (code != OK || !place_is_file(&place))
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
