#include "repo/tree.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "repo/state.h"
#include "repo/walk.h"

struct listing {
    struct repo *repo;
    struct arena *arena;
    const struct globs *globs;
    git_odb *sizes; /* NULL: not asked for */
    struct tree_files *files;
    struct str path; /* of the entry that is looked at */
};

static enum code cut_off(struct listing *listing)
{
    const char *help;
    listing->files->unknown = repo_why_missing(listing->repo, &help);
    return OK;
}

static enum code add_file(struct listing *listing, const git_tree_entry *entry, struct err *err)
{
    git_filemode_t mode = git_tree_entry_filemode(entry);
    const git_oid *id = git_tree_entry_id(entry);
    if (listing->files->items.len == LIMIT_TREE_FILES)
        return err_set(err, ERR_CEILING,
                       "the patterns take more files than the limit of %d in one commit",
                       LIMIT_TREE_FILES);
    struct tree_file *file = VEC_ADD(listing->arena, &listing->files->items);
    char hex[GIT_OID_HEXSZ + 1];
    file->path = str_dup(&listing->path, listing->arena);
    file->id = arena_strdup(listing->arena, git_oid_tostr(hex, sizeof hex, id));
    file->kind = mode == GIT_FILEMODE_LINK     ? TREE_LINK
                 : mode == GIT_FILEMODE_COMMIT ? TREE_SUBMODULE
                                               : TREE_FILE;
    file->executable = mode == GIT_FILEMODE_BLOB_EXECUTABLE;
    file->size_bytes = -1;
    size_t size;
    git_object_t type;
    if (listing->sizes && mode != GIT_FILEMODE_COMMIT &&
        git_odb_read_header(&size, &type, listing->sizes, id) == 0)
        file->size_bytes = (int64_t)size;
    return OK;
}

/* libgit2 keeps the order of git, where a folder sorts as if it ended in "/": that is the byte
 * order of whole paths. */
static enum code list_folder(struct listing *listing, const git_oid *id, int depth, struct err *err)
{
    if (depth == LIMIT_TREE_DEPTH)
        return err_set(err, ERR_CEILING, "'%s' is deeper than the limit of %d folders",
                       listing->path.p, LIMIT_TREE_DEPTH);
    cleanup_tree git_tree *tree = NULL;
    int failed = git_tree_lookup(&tree, listing->repo->git, id);
    if (failed == GIT_ENOTFOUND)
        return cut_off(listing);
    if (failed)
        return git_fail(err, "cannot read the folder '%s'", listing->path.p);
    size_t above = listing->path.len;
    enum code code = OK;
    for (size_t i = 0; i < git_tree_entrycount(tree) && code == OK; i++) {
        const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
        if (above)
            str_addc(&listing->path, '/');
        str_add(&listing->path, git_tree_entry_name(entry));
        bool is_folder = git_tree_entry_filemode(entry) == GIT_FILEMODE_TREE;
        if (is_folder && globs_reach(listing->globs, listing->path.p))
            code = list_folder(listing, git_tree_entry_id(entry), depth + 1, err);
        else if (!is_folder && globs_match(listing->globs, listing->path.p))
            code = add_file(listing, entry, err);
        str_truncate(&listing->path, above);
    }
    return code;
}

static enum code tree_id_of(struct repo *repo, const char *commit, git_oid *tree, struct err *err)
{
    git_oid id;
    cleanup_commit git_commit *read = NULL;
    if (git_oid_fromstr(&id, commit) != 0 || git_commit_lookup(&read, repo->git, &id) != 0)
        return git_fail(err, "cannot read the commit '%s'", commit);
    *tree = *git_commit_tree_id(read);
    return OK;
}

enum code tree_list(struct repo *repo, struct arena *arena, const char *commit,
                    const struct globs *globs, bool with_sizes, struct tree_files *files,
                    struct err *err)
{
    *files = (struct tree_files){0};
    git_oid root;
    enum code code = tree_id_of(repo, commit, &root, err);
    if (code != OK)
        return code;
    cleanup_odb git_odb *odb = NULL;
    if (with_sizes && git_repository_odb(&odb, repo->git) != 0)
        return git_fail(err, "cannot read the objects of '%s'", repo->common_dir);
    struct listing listing = {
        .repo = repo, .arena = arena, .globs = globs, .sizes = odb, .files = files};
    str_init(&listing.path, 0);
    code = list_folder(&listing, &root, 0, err);
    str_release(&listing.path);
    return code;
}

const struct tree_file *tree_files_find(const struct tree_files *files, const char *path)
{
    return vec_find_text(files->items.items, files->items.len, sizeof(struct tree_file), path);
}

enum code tree_folder_id(struct repo *repo, struct arena *arena, const char *commit,
                         const char *path, const char **id, struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    *id = NULL;
    git_oid root;
    enum code code = tree_id_of(repo, commit, &root, err);
    if (code != OK)
        return code;
    struct way way;
    struct place place;
    bool here;
    way_init(&way, repo, scratch, path);
    code = way_find(&way, &root, &place, &here, err);
    if (code == OK && !here)
        return git_fail(err, "cannot read the folders above '%s'", path);
    char hex[GIT_OID_HEXSZ + 1];
    if (code == OK && place.found && place.mode == GIT_FILEMODE_TREE)
        *id = arena_strdup(arena, git_oid_tostr(hex, sizeof hex, &place.id));
    return code;
}

enum code tree_submodule(struct repo *repo, struct arena *arena, const char *commit,
                         const char *path, const char **submodule, struct err *err)
{
    git_oid root;
    cleanup_tree git_tree *tree = NULL;
    *submodule = NULL;
    enum code code = tree_id_of(repo, commit, &root, err);
    if (code != OK || git_tree_lookup(&tree, repo->git, &root) != 0)
        return code;
    for (size_t len = strcspn(path, "/"); *path && !*submodule;
         len += path[len] == '/' ? 1 + strcspn(path + len + 1, "/") : 0) {
        char *part = arena_strndup(arena, path, len);
        git_tree_entry *entry = NULL;
        if (git_tree_entry_bypath(&entry, tree, part) != 0)
            break;
        if (git_tree_entry_filemode(entry) == GIT_FILEMODE_COMMIT)
            *submodule = part;
        git_tree_entry_free(entry);
        if (path[len] == '\0')
            break;
    }
    return OK;
}

enum code tree_blob(struct repo *repo, struct arena *arena, const char *id, size_t max_bytes,
                    char **bytes, size_t *len, bool *found, struct err *err)
{
    *found = false;
    git_oid oid;
    cleanup_odb git_odb *odb = NULL;
    if (git_oid_fromstr(&oid, id) != 0 || git_repository_odb(&odb, repo->git) != 0)
        return git_fail(err, "cannot read the object '%s'", id);
    size_t size;
    git_object_t type;
    int failed = git_odb_read_header(&size, &type, odb, &oid);
    if (failed == GIT_ENOTFOUND)
        return OK;
    if (failed)
        return git_fail(err, "cannot read the object '%s'", id);
    if (size > max_bytes)
        return err_set(err, ERR_CEILING, "%zu bytes are more than the limit of %zu", size,
                       max_bytes);
    cleanup_blob git_blob *blob = NULL;
    if (git_blob_lookup(&blob, repo->git, &oid) != 0)
        return git_fail(err, "cannot read the object '%s'", id);
    *len = (size_t)git_blob_rawsize(blob);
    *bytes = arena_text(arena, *len);
    if (*len)
        memcpy(*bytes, git_blob_rawcontent(blob), *len);
    *found = true;
    return OK;
}
