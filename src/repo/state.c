#include "repo/state.h"

#include "repo/git.h"

bool repo_is_shallow(const struct repo *repo)
{
    return git_repository_is_shallow(repo->git) == 1;
}

enum code repo_is_ignored(struct repo *repo, const char *path, bool *ignored, struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    const char *relative;
    int answer = 1;
    enum code code = repo_relative(repo, scratch, path, &relative, err);
    if (code)
        return code;
    if (relative && git_ignore_path_is_ignored(&answer, repo->git, relative) != 0)
        return git_fail(err, "cannot ask git whether '%s' is ignored", relative);
    *ignored = answer != 0;
    return OK;
}
