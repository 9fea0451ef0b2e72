#include "repo/repo.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/shell.h"
#include "base/str.h"
#include "repo/git.h"

static void git_indexp(git_index **index)
{
    git_index_free(*index);
}

static void git_referencep(git_reference **reference)
{
    git_reference_free(*reference);
}

/* libgit2 ends folders with a slash; we never do. */
static char *copy_folder(const char *path)
{
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    char *copy = strndup(path, len);
    if (!copy)
        BUG("out of memory");
    return copy;
}

/* The folder that git compares with safe.directory: the work tree's root, or a bare repository
 * itself. libgit2 gives no handle to ask, so it is found by what stands in the folders. */
static const char *owned_folder(struct arena *arena, const char *folder)
{
    cleanup_err struct err ignored = ERR_INIT;
    char *at;
    if (path_real(arena, folder, &at, &ignored) != OK)
        return folder;
    for (const char *dir = at;; dir = path_dir(arena, dir)) {
        bool bare = file_exists(path_join(arena, dir, "HEAD")) &&
                    file_is_dir(path_join(arena, dir, "objects")) &&
                    file_is_dir(path_join(arena, dir, "refs"));
        if (bare && strcmp(path_base(dir), ".git") == 0)
            return path_dir(arena, dir);
        if (bare || file_exists(path_join(arena, dir, ".git")))
            return dir;
        if (strcmp(dir, "/") == 0)
            return at;
    }
}

/* libgit2 1.5 says ENOTFOUND, as if there were no git, where safe.directory is set nowhere. */
static bool is_foreign(int reason)
{
    if (reason == GIT_EOWNER)
        return true;
    const git_error *last = git_error_last();
    return reason == GIT_ENOTFOUND && last && last->message &&
           strstr(last->message, "safe.directory");
}

/* libgit2 1.5 knows SHA-1 only. */
static bool is_sha256(void)
{
    const git_error *last = git_error_last();
    return last && last->message && strstr(last->message, "extensions.objectformat");
}

static enum code open_failed(const char *folder, int reason, struct err *err)
{
    if (is_sha256()) {
        err_set(err, ERR_FAILED,
                "the git repository at '%s' names its objects by SHA-256, which cannot be read yet",
                folder);
        return err_hint(err, "only a repository with SHA-1 ids can be read, which is what git "
                             "makes unless told otherwise");
    }
    if (!is_foreign(reason))
        return git_fail(err, "cannot open the git repository at '%s'", folder);
    cleanup_arena struct arena *scratch = arena_new();
    const char *owned = owned_folder(scratch, folder);
    err_set(err, ERR_FAILED,
            "the git repository at '%s' belongs to another user, and --trust-repo is not given",
            owned);
    return err_hint(err, "git config --global --add safe.directory %s",
                    shell_quote(scratch, owned));
}

static bool owners_trusted;

void repo_trust_owners(bool trusted)
{
    owners_trusted = trusted;
}

enum code repo_open(const char *folder, struct repo **repo, bool *found, struct err *err)
{
    *repo = NULL;
    *found = false;
    enum code code = git_begin(err);
    if (code != OK)
        return code;
    (void)git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, owners_trusted ? 0 : 1);
    git_repository *git = NULL;
    int failed = git_repository_open_ext(&git, folder, 0, NULL);
    if (failed == GIT_ENOTFOUND && !is_foreign(failed)) {
        git_end();
        return OK;
    }
    if (failed) {
        code = open_failed(folder, failed, err);
        git_end();
        return code;
    }
    struct repo *opened = calloc(1, sizeof *opened);
    if (!opened)
        BUG("out of memory");
    *repo = opened;
    opened->git = git;
    opened->common_dir = copy_folder(git_repository_commondir(git));
    if (git_repository_workdir(git))
        opened->workdir = copy_folder(git_repository_workdir(git));
    *found = true;
    return OK;
}

void repo_close(struct repo *repo)
{
    if (!repo)
        return;
    git_repository_free(repo->git);
    free(repo->workdir);
    free(repo->common_dir);
    free(repo);
    git_end();
}

void repo_closep(struct repo **repo)
{
    repo_close(*repo);
    *repo = NULL;
}

const char *repo_workdir(const struct repo *repo)
{
    return repo->workdir;
}

const char *repo_common_dir(const struct repo *repo)
{
    return repo->common_dir;
}

enum code repo_default_branch(struct repo *repo, struct arena *arena, const char *base_ref,
                              const char *setting, const char **branch, struct err *err)
{
    static const char prefix[] = "refs/remotes/origin/";
    __attribute__((cleanup(git_referencep))) git_reference *head = NULL;
    int failed = git_reference_lookup(&head, repo->git, "refs/remotes/origin/HEAD");
    if (failed && failed != GIT_ENOTFOUND)
        return git_fail(err, "cannot read 'refs/remotes/origin/HEAD'");
    *branch = NULL;
    const char *target = head ? git_reference_symbolic_target(head) : NULL;
    if (text_starts(target, prefix))
        *branch = arena_strdup(arena, target + strlen(prefix));
    else if (!text_empty(base_ref))
        *branch = arena_strdup(arena, base_ref);
    else if (!text_empty(setting))
        *branch = arena_strdup(arena, setting);
    return OK;
}

/* Follows the links of the longest part of `path` that exists; the rest is appended as it is. */
static enum code real_folder(struct arena *arena, const char *path, char **real, struct err *err)
{
    const char *existing = path;
    const char *rest = "";
    while (!file_exists(existing) && strcmp(existing, "/") != 0) {
        if (!strchr(existing, '/')) {
            existing = ".";
            rest = path;
            break;
        }
        existing = path_dir(arena, existing);
        rest = path + strlen(existing);
        rest += strspn(rest, "/");
    }
    enum code code = path_real(arena, existing, real, err);
    if (code == OK && *rest)
        *real = path_join(arena, *real, rest);
    return code;
}

/* Without "." parts and double slashes; ".." goes back by one part. */
static char *plain_path(struct arena *arena, const char *absolute)
{
    cleanup_str struct str plain;
    str_init(&plain, 0);
    while (*absolute) {
        size_t len = strcspn(absolute, "/");
        if (len == 2 && strncmp(absolute, "..", 2) == 0) {
            const char *slash = strrchr(plain.p, '/');
            str_truncate(&plain, slash ? (size_t)(slash - plain.p) : 0);
        } else if (len > 0 && !(len == 1 && *absolute == '.')) {
            str_addc(&plain, '/');
            str_addn(&plain, absolute, len);
        }
        absolute += len;
        absolute += *absolute == '/';
    }
    return str_dup(&plain, arena);
}

enum code repo_relative(struct repo *repo, struct arena *arena, const char *path,
                        const char **relative, struct err *err)
{
    *relative = NULL;
    if (!repo->workdir)
        return OK;
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    const char *trimmed = arena_strndup(arena, path, len);
    const char *name = path_base(trimmed);
    /* A last part that is a way and not a name has no folder of its own. */
    bool is_way = !*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
    char *folder;
    enum code code = real_folder(arena, is_way ? trimmed : path_dir(arena, trimmed), &folder, err);
    if (code != OK)
        return code;
    const char *absolute = plain_path(arena, is_way ? folder : path_join(arena, folder, name));
    size_t root_len = strcmp(repo->workdir, "/") == 0 ? 0 : strlen(repo->workdir);
    if (strncmp(absolute, repo->workdir, root_len) != 0 ||
        (absolute[root_len] && absolute[root_len] != '/'))
        return OK;
    *relative = absolute + root_len + (absolute[root_len] == '/');
    return OK;
}

/* What a submodule holds comes with a clone as well. */
static bool in_submodule(struct arena *arena, git_index *index, const char *relative)
{
    size_t position;
    for (const char *slash = strchr(relative, '/'); slash; slash = strchr(slash + 1, '/'))
        if (git_index_find(&position, index,
                           arena_strndup(arena, relative, (size_t)(slash - relative))) == 0)
            return true;
    return false;
}

enum code repo_is_tracked(struct repo *repo, const char *path, bool *tracked, struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    const char *relative;
    *tracked = false;
    enum code code = repo_relative(repo, scratch, path, &relative, err);
    if (code != OK || !relative)
        return code;
    __attribute__((cleanup(git_indexp))) git_index *index = NULL;
    if (git_repository_index(&index, repo->git) != 0)
        return git_fail(err, "cannot read the index of '%s'", repo->workdir);
    if (git_index_read(index, 0) != 0)
        return git_fail(err, "cannot read the index of '%s'", repo->workdir);
    if (!*relative) {
        *tracked = git_index_entrycount(index) > 0;
        return OK;
    }
    /* Any stage: a file in a merge conflict has no stage 0. */
    size_t position;
    *tracked =
        git_index_find(&position, index, relative) == 0 ||
        git_index_find_prefix(&position, index, arena_printf(scratch, "%s/", relative)) == 0 ||
        in_submodule(scratch, index, relative);
    return OK;
}
