#include "app/session/tracked.h"

#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "repo/repo.h"

static bool is_below(const char *path, const char *folder)
{
    size_t len = strlen(folder);
    while (len > 0 && folder[len - 1] == '/')
        len--;
    return strncmp(path, folder, len) == 0 && path[len] == '/';
}

/* As it stands, without following what is in it: a way up may lead out again. */
static bool in_git_dir(const struct app_project *project)
{
    const char *path = project->cache_path;
    return project->git_dir && is_below(path, project->git_dir) && !strstr(path, "/../");
}

enum code tracked_ask(void *state, const char *path, bool *tracked, struct err *err)
{
    const struct tracked *asked = state;
    struct repo *repo cleanup_repo = NULL;
    bool found = false;
    *tracked = false;
    /* Git tracks nothing inside its own directory. */
    if (!asked->project->git_dir || in_git_dir(asked->project))
        return OK;
    enum code code = repo_open(asked->folder, &repo, &found, err);
    return code || !found ? code : repo_is_tracked(repo, path, tracked, err);
}

bool cache_in_work_tree(struct arena *arena, const struct app_project *project)
{
    struct err ignored cleanup_err = ERR_INIT;
    char *folder = NULL, *root = NULL;
    if (in_git_dir(project))
        return false;
    if (path_real(arena, path_dir(arena, project->cache_path), &folder, &ignored) != OK ||
        path_real(arena, project->root, &root, &ignored) != OK) {
        err_clear(&ignored);
        return true;
    }
    return text_eq(folder, root) || is_below(folder, root);
}
