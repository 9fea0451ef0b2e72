#include "repo/work.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "repo/git.h"

static void git_status_listp(git_status_list **list)
{
    git_status_list_free(*list);
}

struct listing {
    struct repo *repo;
    struct arena *arena;
    const struct globs *globs;
    struct work_files *files;
};

/* A link's blob is the text of the link. */
static int hash_link(git_oid *id, const char *absolute, const struct stat *info)
{
    char target[4096];
    if (info->st_size >= (off_t)sizeof target)
        return -1;
    ssize_t len = readlink(absolute, target, sizeof target);
    return len < 0 ? -1 : git_odb_hash(id, target, (size_t)len, GIT_OBJECT_BLOB);
}

/* Twice: with the filters it is what git would commit, without them what stands on the disk. */
static int hash_file(const struct listing *listing, struct work_file *file, const char *absolute,
                     git_oid *id)
{
    git_oid plain;
    int failed =
        git_repository_hashfile(id, listing->repo->git, absolute, GIT_OBJECT_BLOB, file->file.path);
    if (!failed)
        failed = git_odb_hashfile(&plain, absolute, GIT_OBJECT_BLOB);
    file->filtered = !failed && !git_oid_equal(&plain, id);
    return failed;
}

static enum code add(struct listing *listing, const git_diff_file *seen, bool untracked,
                     const git_oid *head, struct err *err)
{
    const char *absolute = path_join(listing->arena, listing->repo->workdir, seen->path);
    struct stat info;
    if (lstat(absolute, &info) != 0 || S_ISDIR(info.st_mode) ||
        !globs_match(listing->globs, seen->path))
        return OK;
    if (listing->files->items.len == LIMIT_TREE_FILES)
        return err_set(err, ERR_CEILING,
                       "the patterns take more files than the limit of %d in the work tree",
                       LIMIT_TREE_FILES);
    struct work_file *file = VEC_ADD(listing->arena, &listing->files->items);
    file->file.path = arena_strdup(listing->arena, seen->path);
    file->file.kind = S_ISLNK(info.st_mode) ? TREE_LINK : TREE_FILE;
    file->file.executable = S_ISREG(info.st_mode) && (info.st_mode & S_IXUSR);
    file->file.size_bytes = (int64_t)info.st_size;
    file->untracked = untracked;
    git_oid id;
    int failed = -1;
    if (S_ISLNK(info.st_mode))
        failed = hash_link(&id, absolute, &info);
    else if (S_ISREG(info.st_mode) && (uint64_t)info.st_size <= LIMIT_WORK_BYTES)
        failed = hash_file(listing, file, absolute, &id);
    char hex[GIT_OID_HEXSZ + 1];
    if (!failed)
        file->file.id = arena_strdup(listing->arena, git_oid_tostr(hex, sizeof hex, &id));
    file->changed = failed || !head || !git_oid_equal(head, &id);
    return OK;
}

static enum code add_entry(struct listing *listing, const git_status_entry *entry, struct err *err)
{
    const git_diff_delta *work = entry->index_to_workdir;
    const git_diff_delta *index = entry->head_to_index;
    const git_oid *head = NULL;
    if (index && index->status != GIT_DELTA_ADDED)
        head = &index->old_file.id;
    else if (!index && work && work->status != GIT_DELTA_UNTRACKED)
        head = &work->old_file.id;
    bool untracked = work && work->status == GIT_DELTA_UNTRACKED;
    const git_diff_delta *last = work ? work : index;
    if (!last || !last->new_file.path)
        return OK;
    return add(listing, &last->new_file, untracked, head, err);
}

enum code work_list(struct repo *repo, struct arena *arena, const struct globs *globs,
                    struct work_files *files, struct err *err)
{
    *files = (struct work_files){0};
    struct strlist folders = globs_folders(arena, globs);
    if (!repo->workdir || folders.len == 0)
        return OK;
    git_status_options options = {.version = GIT_STATUS_OPTIONS_VERSION};
    options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
    options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS |
                    GIT_STATUS_OPT_INCLUDE_UNMODIFIED | GIT_STATUS_OPT_EXCLUDE_SUBMODULES |
                    GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH;
    /* "" as a path would take nothing: no path at all takes everything. */
    if (*folders.items[0]) {
        options.pathspec.strings = arena_calloc(arena, folders.len, sizeof(char *));
        for (uint32_t i = 0; i < folders.len; i++)
            options.pathspec.strings[i] = arena_strdup(arena, folders.items[i]);
        options.pathspec.count = folders.len;
    }
    __attribute__((cleanup(git_status_listp))) git_status_list *list = NULL;
    if (git_status_list_new(&list, repo->git, &options) != 0)
        return git_fail(err, "cannot read the work tree '%s'", repo->workdir);
    struct listing listing = {repo, arena, globs, files};
    enum code code = OK;
    for (size_t i = 0; i < git_status_list_entrycount(list) && code == OK; i++)
        code = add_entry(&listing, git_status_byindex(list, i), err);
    return code;
}

const struct work_file *work_files_find(const struct work_files *files, const char *path)
{
    return vec_find_text(files->items.items, files->items.len, sizeof(struct work_file), path);
}

enum code work_read(struct repo *repo, struct arena *arena, const char *path, size_t max_bytes,
                    char **bytes, size_t *len, bool *found, struct err *err)
{
    *found = false;
    if (!repo->workdir)
        return OK;
    return file_read_beneath(arena, repo->workdir, path, max_bytes, bytes, len, found, err);
}
