#include "app/session/tracked.h"

#include "base/str.h"
#include "repo/repo.h"

enum code tracked_ask(void *state, const char *path, bool *tracked, struct err *err)
{
    const struct tracked *asked = state;
    struct repo *repo cleanup_repo = NULL;
    bool found = false;
    *tracked = false;
    /* Git tracks nothing outside its work tree, and nothing inside its own directory. */
    const struct app_project *project = asked->project;
    if (!project->git_dir || text_starts(path, project->git_dir) ||
        (path[0] == '/' && !text_starts(path, project->root)))
        return OK;
    enum code code = repo_open(asked->folder, &repo, &found, err);
    return code || !found ? code : repo_is_tracked(repo, path, tracked, err);
}
