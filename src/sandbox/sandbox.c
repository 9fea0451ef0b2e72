/* Start, stop, and questions about the world. */
#include "sandbox/sandbox.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "sandbox/view.h"

static void copy_options(struct sandbox *sandbox, const struct sandbox_options *options)
{
    struct arena *arena = sandbox->arena;
    sandbox->options = *options;
    sandbox->options.token = arena_strdup(arena, options->token);
    sandbox->options.login = arena_strdup(arena, options->login);
    sandbox->options.repository = arena_strdup(arena, options->repository);
    sandbox->options.record_dir = arena_strdup(arena, options->record_dir);
    sandbox->prefix = options->path_prefix ? arena_strdup(arena, options->path_prefix) : "";
    sandbox->clock = options->clock ? *options->clock : clock_system();
}

static void init_lock(struct sandbox *sandbox)
{
    pthread_condattr_t attributes;
    BUG_UNLESS(pthread_mutex_init(&sandbox->lock, NULL) == 0);
    BUG_UNLESS(pthread_condattr_init(&attributes) == 0);
    BUG_UNLESS(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0);
    BUG_UNLESS(pthread_cond_init(&sandbox->wake, &attributes) == 0);
    (void)pthread_condattr_destroy(&attributes);
}

struct sandbox *sandbox_start(const struct sandbox_options *options, struct err *err)
{
    struct sandbox *sandbox = calloc(1, sizeof *sandbox);
    if (!sandbox)
        BUG("out of memory");
    sandbox->arena = arena_new();
    copy_options(sandbox, options);
    init_lock(sandbox);
    sandbox->request_ids = 0x1000000;
    sb_world_init(&sandbox->world, options, sb_now(sandbox));
    sb_record_open(sandbox);
    if (sb_server_start(sandbox, err) == OK)
        return sandbox;
    sandbox_stop(sandbox);
    return NULL;
}

const char *sandbox_url(const struct sandbox *sandbox)
{
    return sandbox->url;
}

void sandbox_stop(struct sandbox *sandbox)
{
    if (!sandbox)
        return;
    sb_server_stop(sandbox);
    if (sandbox->record)
        (void)fclose(sandbox->record);
    sb_world_release(&sandbox->world);
    (void)pthread_cond_destroy(&sandbox->wake);
    (void)pthread_mutex_destroy(&sandbox->lock);
    arena_free(sandbox->arena);
    free(sandbox);
}
