/* What runs did: read only, no network. */
#include "app/app.h"

#include "app/runs/run_read.h"

/* The cache as it is; where there is none, an empty one. */
static enum code open_cache(struct app *app, struct app_project *project, struct store **store,
                            struct err *err)
{
    enum code code = app_find_project(app, project, err);
    if (code)
        return code;
    const struct store_options options = {
        .path = project->cache_path, .mode = STORE_READ, .now_ms = clock_now(&app->clock)};
    struct store_told told;
    return store_open(app->arena, &options, store, &told, err);
}

enum code app_log(struct app *app, struct run_logs *logs, struct err *err)
{
    struct store *store cleanup_store = NULL;
    struct app_project project;
    enum code code = open_cache(app, &project, &store, err);
    return code ? code : run_list(store, app->arena, logs, err);
}

enum code app_log_run(struct app *app, const char *name, struct run_log *log, struct err *err)
{
    struct store *store cleanup_store = NULL;
    struct app_project project;
    enum code code = open_cache(app, &project, &store, err);
    return code ? code : run_read(store, app->arena, project.cache_path, name, log, err);
}
