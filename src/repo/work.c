#include "repo/work.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "repo/git.h"
#include "repo/state.h"

static void git_indexp(git_index **index)
{
    git_index_free(*index);
}

static void git_configp(git_config **config)
{
    git_config_free(*config);
}

static void git_status_listp(git_status_list **list)
{
    git_status_list_free(*list);
}

struct listing {
    struct repo *repo;
    struct arena *arena;
    const struct globs *globs;
    struct work_files *files;
    git_odb *odb;
};

/* What git's status says of one path. */
struct seen {
    const char *path;
    const git_oid *head;  /* NULL: not in HEAD */
    const git_oid *clean; /* what the index has, when git takes the file for that; NULL */
    bool untracked;
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

/* Git knows the id, so that the filters need not run: thousands of files are told by their sizes. A
 * blob that is not in this clone has none to compare. */
static int take_clean(const struct listing *listing, struct work_file *file, const char *absolute,
                      const git_oid *clean, git_oid *id)
{
    *id = *clean;
    size_t size;
    git_object_t type;
    if (git_odb_read_header(&size, &type, listing->odb, clean) == 0) {
        file->filtered = (int64_t)size != file->file.size_bytes;
        return 0;
    }
    git_oid plain;
    int failed = git_odb_hashfile(&plain, absolute, GIT_OBJECT_BLOB);
    file->filtered = !failed && !git_oid_equal(&plain, clean);
    return failed;
}

/* A filter that nobody has set up is none for git either. */
static bool is_set_up(git_repository *git, const char *filter)
{
    static const char *const ways[] = {"clean", "process"};
    __attribute__((cleanup(git_configp))) git_config *config = NULL;
    cleanup_arena struct arena *scratch = arena_new();
    bool found = git_repository_config_snapshot(&config, git) != 0;
    for (size_t i = 0; i < 2 && !found; i++) {
        const char *command = NULL;
        found = git_config_get_string(&command, config,
                                      arena_printf(scratch, "filter.%s.%s", filter, ways[i])) == 0;
    }
    return found;
}

/* What git would commit is known to nobody who does not run what .gitattributes asks for. */
static const char *foreign_filter(const struct listing *listing, const char *path)
{
    const char *filter = NULL, *encoding = NULL;
    git_repository *git = listing->repo->git;
    if (git_attr_get(&encoding, git, 0, path, "working-tree-encoding") == 0 &&
        git_attr_value(encoding) == GIT_ATTR_VALUE_STRING && strcasecmp(encoding, "UTF-8") != 0)
        return arena_printf(listing->arena, "git keeps it in another encoding than '%s'", encoding);
    if (git_attr_get(&filter, git, 0, path, "filter") == 0 &&
        git_attr_value(filter) == GIT_ATTR_VALUE_STRING && is_set_up(git, filter))
        return arena_printf(listing->arena, "git has it through the filter '%s', not run here",
                            filter);
    return NULL;
}

static void take_id(const struct listing *listing, const struct seen *seen, const char *absolute,
                    const struct stat *info, struct work_file *file)
{
    git_oid id;
    int failed = -1;
    if (S_ISREG(info->st_mode) && !seen->clean)
        file->no_id = foreign_filter(listing, file->file.path);
    if (S_ISLNK(info->st_mode))
        failed = hash_link(&id, absolute, info);
    else if (S_ISREG(info->st_mode) && seen->clean)
        failed = take_clean(listing, file, absolute, seen->clean, &id);
    else if (S_ISREG(info->st_mode) && !file->no_id && (uint64_t)info->st_size <= LIMIT_WORK_BYTES)
        failed = hash_file(listing, file, absolute, &id);
    char hex[GIT_OID_HEXSZ + 1];
    if (!failed)
        file->file.id = arena_strdup(listing->arena, git_oid_tostr(hex, sizeof hex, &id));
    file->changed = failed || !seen->head || !git_oid_equal(seen->head, &id);
}

/* A sparse checkout leaves files out of the work tree that git still takes for unchanged. */
static bool find_sparse(struct repo *repo, const char *path, git_oid *id, bool *link)
{
    __attribute__((cleanup(git_indexp))) git_index *index = NULL;
    if (git_repository_index(&index, repo->git) != 0)
        return false;
    const git_index_entry *entry = git_index_get_bypath(index, path, 0);
    if (!entry || !(entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE))
        return false;
    *id = entry->id;
    *link = entry->mode == GIT_FILEMODE_LINK;
    return entry->mode != GIT_FILEMODE_COMMIT;
}

static void take_sparse(const struct listing *listing, const struct seen *seen, const git_oid *id,
                        bool link, struct work_file *file)
{
    char hex[GIT_OID_HEXSZ + 1];
    size_t size;
    git_object_t type;
    file->file.path = arena_strdup(listing->arena, seen->path);
    file->file.kind = link ? TREE_LINK : TREE_FILE;
    file->file.id = arena_strdup(listing->arena, git_oid_tostr(hex, sizeof hex, id));
    file->file.size_bytes =
        git_odb_read_header(&size, &type, listing->odb, id) == 0 ? (int64_t)size : -1;
    file->changed = !seen->head || !git_oid_equal(seen->head, id);
}

static enum code add(struct listing *listing, const struct seen *seen, struct err *err)
{
    if (!globs_match(listing->globs, seen->path))
        return OK;
    const char *absolute = path_join(listing->arena, listing->repo->workdir, seen->path);
    struct stat info;
    git_oid sparse;
    bool link = false;
    const bool absent = lstat(absolute, &info) != 0;
    if (absent ? !find_sparse(listing->repo, seen->path, &sparse, &link) : S_ISDIR(info.st_mode))
        return OK;
    if (listing->files->items.len == LIMIT_TREE_FILES)
        return err_set(err, ERR_CEILING,
                       "the patterns take more files than the limit of %d in the work tree",
                       LIMIT_TREE_FILES);
    struct work_file *file = VEC_ADD(listing->arena, &listing->files->items);
    if (absent) {
        take_sparse(listing, seen, &sparse, link, file);
        return OK;
    }
    file->file.path = arena_strdup(listing->arena, seen->path);
    file->file.kind = S_ISLNK(info.st_mode) ? TREE_LINK : TREE_FILE;
    file->file.executable = S_ISREG(info.st_mode) && (info.st_mode & S_IXUSR);
    file->file.size_bytes = (int64_t)info.st_size;
    file->untracked = seen->untracked;
    take_id(listing, seen, absolute, &info, file);
    return OK;
}

static enum code add_entry(struct listing *listing, const git_status_entry *entry, struct err *err)
{
    const unsigned unlike_index = GIT_STATUS_WT_NEW | GIT_STATUS_WT_MODIFIED |
                                  GIT_STATUS_WT_TYPECHANGE | GIT_STATUS_WT_DELETED |
                                  GIT_STATUS_WT_UNREADABLE | GIT_STATUS_CONFLICTED;
    const git_diff_delta *work = entry->index_to_workdir;
    const git_diff_delta *index = entry->head_to_index;
    const git_diff_delta *last = work ? work : index;
    if (!last || !last->new_file.path)
        return OK;
    struct seen seen = {.path = last->new_file.path,
                        .untracked = work && work->status == GIT_DELTA_UNTRACKED};
    if (index && index->status != GIT_DELTA_ADDED)
        seen.head = &index->old_file.id;
    else if (!index && work && !seen.untracked)
        seen.head = &work->old_file.id;
    if (!(entry->status & unlike_index))
        seen.clean = work ? &work->old_file.id : &index->new_file.id;
    return add(listing, &seen, err);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct work_file *)a)->file.path,
                  ((const struct work_file *)b)->file.path);
}

/* libgit2 1.5 knows no index with folders in it, which git writes for some sparse checkouts. */
static enum code listing_failed(const struct repo *repo, int reason, struct err *err)
{
    const git_error *last = git_error_last();
    const char *help;
    if (last && last->message && strstr(last->message, "'sdir'")) {
        (void)err_set(err, ERR_FAILED,
                      "the index of '%s' is a sparse one, which cannot be read yet", repo->workdir);
        return err_hint(err, "git sparse-checkout reapply --no-sparse-index");
    }
    if (reason != GIT_ENOTFOUND)
        return git_fail(err, "cannot read the work tree '%s'", repo->workdir);
    const char *why = repo_why_missing(repo, &help);
    (void)err_set(err, ERR_FAILED, "cannot compare the work tree '%s' with HEAD (%s)",
                  repo->workdir, why);
    return err_hint(err, "%s", help);
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
    const int failed = git_status_list_new(&list, repo->git, &options);
    if (failed)
        return listing_failed(repo, failed, err);
    cleanup_odb git_odb *odb = NULL;
    if (git_repository_odb(&odb, repo->git) != 0)
        return git_fail(err, "cannot read the objects of '%s'", repo->common_dir);
    struct listing listing = {repo, arena, globs, files, odb};
    enum code code = OK;
    for (size_t i = 0; i < git_status_list_entrycount(list) && code == OK; i++)
        code = add_entry(&listing, git_status_byindex(list, i), err);
    /* libgit2's order depends on core.ignorecase. */
    if (files->items.len > 0)
        qsort(files->items.items, files->items.len, sizeof(struct work_file), by_path);
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
    enum code code =
        file_read_beneath(arena, repo->workdir, path, max_bytes, bytes, len, found, err);
    git_oid id;
    bool link = false;
    char hex[GIT_OID_HEXSZ + 1];
    if (code || *found || file_exists(path_join(arena, repo->workdir, path)) ||
        !find_sparse(repo, path, &id, &link) || link)
        return code;
    return tree_blob(repo, arena, git_oid_tostr(hex, sizeof hex, &id), max_bytes, bytes, len, found,
                     err);
}
