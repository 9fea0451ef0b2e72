#include "repo/state.h"

#include "repo/git.h"

bool repo_is_shallow(const struct repo *repo)
{
    return git_repository_is_shallow(repo->git) == 1;
}

static void git_configp(git_config **config)
{
    git_config_free(*config);
}

bool repo_is_partial(const struct repo *repo)
{
    __attribute__((cleanup(git_configp))) git_config *config = NULL;
    if (git_repository_config_snapshot(&config, repo->git) != 0)
        return false;
    const char *remote;
    int promisor = 0;
    return git_config_get_string(&remote, config, "extensions.partialclone") == 0 ||
           (git_config_get_bool(&promisor, config, "remote.origin.promisor") == 0 && promisor);
}

const char *repo_why_missing(const struct repo *repo, const char **help)
{
    if (repo_is_shallow(repo)) {
        *help = "git fetch --unshallow; in GitHub Actions 'fetch-depth: 0' of actions/checkout";
        return "shallow clone";
    }
    if (repo_is_partial(repo)) {
        *help = "git fetch --refetch --no-filter, or a clone without --filter";
        return "partial clone";
    }
    *help = "git fsck";
    return "objects are missing";
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
