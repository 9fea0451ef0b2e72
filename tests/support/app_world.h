/* A project folder, a sandbox and an app on one virtual clock, for tests of the use cases. */
#ifndef ROADMAP_TESTS_APP_WORLD_H
#define ROADMAP_TESTS_APP_WORLD_H

#include "app/app.h"
#include "sandbox/sandbox.h"

struct app_world {
    struct arena *arena;
    struct sandbox *sandbox;
    char *folder;
    struct app app;
    struct sync_report report;
    struct diags diags;
    struct err err;
    int64_t now_ms; /* of the virtual clock; sleeping moves it */
    int64_t slept_ms;
};

/* Repository acme/data-pipeline, 14 watchers; `options` may be NULL. The pace is off. */
void app_world_open(struct app_world *world, struct sandbox_options *options);
void app_world_close(struct app_world *world);
/* Writes roadmap/roadmap.yaml of the project. */
void app_world_plan(struct app_world *world, const char *yaml);
/* A fresh report; gives the exit status. */
int app_world_sync(struct app_world *world, const struct sync_options *options);
int app_world_plan_run(struct app_world *world, const struct sync_options *options);
/* Throws the cache away. */
void app_world_lose_cache(struct app_world *world);

#endif
