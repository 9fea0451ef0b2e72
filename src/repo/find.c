#include <string.h>

#include "base/file.h"
#include "repo/repo.h"

/* A work tree whose `.git` is a file, or that is no clone at first sight: libgit2 knows. */
static enum code ask_libgit2(struct arena *arena, const char *folder, struct repo_place *place,
                             bool *found, struct err *err)
{
    struct repo *repo cleanup_repo = NULL;
    enum code code = repo_open(folder, &repo, found, err);
    if (code || !*found)
        return code;
    *found = repo_workdir(repo) != NULL;
    if (!*found)
        return OK;
    place->root = arena_strdup(arena, repo_workdir(repo));
    place->common_dir = arena_strdup(arena, repo_common_dir(repo));
    return OK;
}

static bool is_git_dir(struct arena *arena, const char *path)
{
    return file_exists(path_join(arena, path, "HEAD")) &&
           file_is_dir(path_join(arena, path, "objects")) &&
           file_is_dir(path_join(arena, path, "refs"));
}

enum code repo_find(struct arena *arena, const char *folder, struct repo_place *place, bool *found,
                    struct err *err)
{
    char *at = NULL;
    *found = false;
    enum code code = path_real(arena, folder, &at, err);
    for (const char *dir = at; !code; dir = path_dir(arena, dir)) {
        const char *git = path_join(arena, dir, ".git");
        if (file_is_dir(git) && !file_is_symlink(git) && is_git_dir(arena, git)) {
            *place = (struct repo_place){dir, git};
            *found = true;
            return OK;
        }
        if (file_exists(git))
            return ask_libgit2(arena, folder, place, found, err);
        if (strcmp(dir, "/") == 0)
            break;
    }
    return code;
}
