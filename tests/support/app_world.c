#include "support/app_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

#define REPOSITORY "acme/data-pipeline"
#define START_MS 1770000000000LL

static int64_t virtual_now(void *state)
{
    return __atomic_load_n(&((struct app_world *)state)->now_ms, __ATOMIC_SEQ_CST);
}

static void virtual_sleep(void *state, int64_t duration_ms)
{
    struct app_world *world = state;
    __atomic_add_fetch(&world->now_ms, duration_ms, __ATOMIC_SEQ_CST);
    world->slept_ms += duration_ms;
}

void app_world_open(struct app_world *world, struct sandbox_options *options)
{
    struct sandbox_options plain = {0};
    *world = (struct app_world){.arena = arena_new(), .now_ms = START_MS};
    world->app.clock = (struct clock){world, virtual_now, virtual_now, virtual_sleep};
    if (!options)
        options = &plain;
    options->clock = &world->app.clock;
    options->repository = REPOSITORY;
    options->watchers = 14;
    world->sandbox = sandbox_start(options, &world->err);
    assert_non_null(world->sandbox);
    assert_int_equal(dir_make_temp(world->arena, "roadmap-test", &world->folder, &world->err), OK);
    world->app.arena = world->arena;
    world->app.limits = app_limits_default();
    world->app.limits.write_interval_ms = 0;
    world->app.limits.creates_per_hour = world->app.limits.creates_per_minute = 0;
    world->app.folder = world->folder;
    world->app.repo = REPOSITORY;
    world->app.api_url = sandbox_url(world->sandbox);
    world->app.token = "canary-5f1d0c7e-token";
    world->app.token_source = "test";
    world->app.cache_path = path_join(world->arena, world->folder, "cache.db");
    world->app.version = "test";
}

void app_world_close(struct app_world *world)
{
    sandbox_stop(world->sandbox);
    dir_remove_tree(world->folder);
    err_clear(&world->err);
    arena_free(world->arena);
}

void app_world_plan(struct app_world *world, const char *yaml)
{
    const char *folder = path_join(world->arena, world->folder, "roadmap");
    assert_int_equal(dir_make(folder, 0755, &world->err), OK);
    const char *path = path_join(world->arena, folder, "roadmap.yaml");
    assert_int_equal(file_write_atomic(path, yaml, strlen(yaml), 0644, &world->err), OK);
}

static void tell(const struct app_world *world, const char *what, enum code code)
{
    if (code)
        print_message("%s: %s\n", what, world->err.message);
    for (size_t i = 0; i < world->diags.len; i++)
        print_message("  %s: %s\n", world->diags.items[i].code, world->diags.items[i].message);
    for (size_t i = 0; i < world->report.errors.len; i++)
        print_message("  %s: %s\n", world->report.errors.items[i].id,
                      world->report.errors.items[i].reason);
}

static void fresh(struct app_world *world)
{
    err_clear(&world->err);
    world->report = (struct sync_report){0};
    world->diags = (struct diags){0};
}

int app_world_sync(struct app_world *world, const struct sync_options *options)
{
    static struct sync_options plain;
    plain = sync_options_default();
    fresh(world);
    enum code code = app_sync(&world->app, options ? options : &plain, &world->diags,
                              &world->report, &world->err);
    tell(world, "sync", code);
    return world->report.exit_status;
}

int app_world_plan_run(struct app_world *world, const struct sync_options *options)
{
    static struct sync_options plain;
    plain = sync_options_default();
    fresh(world);
    enum code code = app_plan(&world->app, options ? options : &plain, &world->diags,
                              &world->report, &world->err);
    tell(world, "plan", code);
    return world->report.exit_status;
}

void app_world_lose_cache(struct app_world *world)
{
    unlink(world->app.cache_path);
}
