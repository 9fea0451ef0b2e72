/* Where the project is: root, git directory, cache, origin. */
#include "app/app.h"

#include <string.h>

#include "app/session/target.h"
#include "base/file.h"
#include "repo/repo.h"
#include "store/place.h"

struct app_limits app_limits_default(void)
{
    return (struct app_limits){.write_interval_ms = 1010,
                               .creates_per_hour = 500,
                               .creates_per_minute = 80,
                               .recovery_delays_ms = {5000, 30000, 120000, 600000},
                               .recovery_looks = 4,
                               .http_timeout_ms = 60000,
                               .retry_base_ms = 1000,
                               .secondary_wait_ms = 60000,
                               .max_wait_ms = 15 * 60 * 1000};
}

struct sync_options sync_options_default(void)
{
    return (struct sync_options){.allow_changes = -1, .allow_closes = -1, .max_creates = -1};
}

enum code app_find_project(struct app *app, struct app_project *project, struct err *err)
{
    char *real = NULL;
    repo_trust_owners(app->trust_repo);
    enum code code = path_real(app->arena, app->folder, &real, err);
    if (code)
        return code;
    *project = (struct app_project){.root = real};
    struct repo_place git = {0};
    bool found = false;
    code = repo_find(app->arena, app->folder, &git, &found, err);
    if (code)
        return code;
    if (found) {
        project->root = git.root;
        project->git_dir = git.common_dir;
    }
    const struct store_place place = {.given = app->cache_path,
                                      .work_root = project->root,
                                      .git_dir = project->git_dir,
                                      .xdg_cache = app->xdg_cache};
    char *cache = NULL;
    code = store_place(app->arena, &place, &cache, err);
    project->cache_path = cache;
    return code;
}

/* acme/data-pipeline of another forge is not acme/data-pipeline of github.com. A host without a dot
 * is a name out of ssh's settings, and what an API of somebody's own belongs to only he knows. */
static bool is_elsewhere(const struct app *app, const char *host)
{
    return app->api_url && strchr(host, '.') && strcmp(host, "github.com") != 0 &&
           strcmp(target_host(app->arena, app->api_url), "github.com") == 0;
}

enum code app_find_origin(struct app *app, const char **origin, struct err *err)
{
    struct repo *repo cleanup_repo = NULL;
    struct repo_remote remote = {0};
    bool found = false;
    *origin = NULL;
    enum code code = repo_open(app->folder, &repo, &found, err);
    if (!code && found)
        code = repo_origin(repo, app->arena, &remote, &found, err);
    if (!code && found && is_elsewhere(app, remote.host))
        app->origin_host = remote.host;
    else if (!code && found)
        *origin = remote.repository;
    return code;
}
