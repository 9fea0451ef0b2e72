#include <string.h>

#include "repo/walk.h"

bool place_is_file(const struct place *place)
{
    return place->found &&
           (place->mode == GIT_FILEMODE_BLOB || place->mode == GIT_FILEMODE_BLOB_EXECUTABLE);
}

bool place_same(const struct place *a, const struct place *b)
{
    return a->found == b->found && (!a->found || git_oid_equal(&a->id, &b->id));
}

void way_init(struct way *way, struct repo *repo, struct arena *arena, const char *path)
{
    *way = (struct way){.repo = repo};
    while (*path) {
        size_t len = strcspn(path, "/");
        if (len > 0) {
            struct way_step *step = VEC_ADD(arena, &way->steps);
            step->name = arena_strndup(arena, path, len);
        }
        path += len;
        path += *path == '/';
    }
}

static enum code look(struct way *way, struct way_step *step, const git_oid *id, bool *here,
                      struct err *err)
{
    cleanup_tree git_tree *tree = NULL;
    int failed = git_tree_lookup(&tree, way->repo->git, id);
    *here = failed != GIT_ENOTFOUND; /* a partial clone has not every tree */
    if (!*here)
        return OK;
    if (failed)
        return git_fail(err, "cannot read a tree");
    const git_tree_entry *entry = git_tree_entry_byname(tree, step->name);
    step->looked = true;
    step->tree = *id;
    step->child = (struct place){0};
    if (entry)
        step->child =
            (struct place){true, *git_tree_entry_id(entry), git_tree_entry_filemode(entry)};
    return OK;
}

enum code way_find(struct way *way, const git_oid *root, struct place *place, bool *here,
                   struct err *err)
{
    *here = true;
    *place = (struct place){true, *root, GIT_FILEMODE_TREE};
    for (size_t i = 0; i < way->steps.len; i++) {
        struct way_step *step = &way->steps.items[i];
        if (!place->found || place->mode != GIT_FILEMODE_TREE) {
            *place = (struct place){0};
            return OK;
        }
        if (!step->looked || !git_oid_equal(&step->tree, &place->id)) {
            enum code code = look(way, step, &place->id, here, err);
            if (code != OK || !*here) {
                *place = (struct place){0};
                return code;
            }
        }
        *place = step->child;
    }
    return OK;
}
