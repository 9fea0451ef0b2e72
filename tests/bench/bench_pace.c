/* bench_pace FOLDER: how long first syncs take that are paced as GitHub asks, on a virtual clock,
 * beside the least that its limits allow: a second between two writes, 500 creations an hour. */
#include <stdio.h>
#include <unistd.h>

#include "app/app.h"
#include "generate.h"
#include "measure.h"
#include "sandbox/sandbox.h"

#define START_MS INT64_C(1770000000000)
#define PACE_MS 1000
#define PER_MINUTE 80
#define PER_HOUR 500
#define HOUR_MS (INT64_C(60) * 60 * 1000)

static int64_t virtual_now(void *state)
{
    return __atomic_load_n((int64_t *)state, __ATOMIC_SEQ_CST);
}

static void virtual_sleep(void *state, int64_t duration_ms)
{
    __atomic_add_fetch((int64_t *)state, duration_ms, __ATOMIC_SEQ_CST);
}

/* When the last of so many may begin, after the first. */
static int64_t least_ms(int creations)
{
    return (creations - 1) / PER_HOUR * HOUR_MS + (creations - 1) % PER_HOUR * (int64_t)PACE_MS;
}

static struct sandbox *limited_sandbox(const struct clock *clock)
{
    struct err err = ERR_INIT;
    const struct sandbox_options options = {.clock = clock,
                                            .pace_ms = PACE_MS,
                                            .creates_per_minute = PER_MINUTE,
                                            .creates_per_hour = PER_HOUR};
    struct sandbox *sandbox = sandbox_start(&options, &err);
    if (!sandbox)
        bench_die("%s", err.message);
    return sandbox;
}

static void sync_all(struct app *app)
{
    struct err err = ERR_INIT;
    struct diags diags = {0};
    struct sync_report report = {0};
    struct sync_options options = sync_options_default();
    if (app_sync(app, &options, &diags, &report, &err) != OK || report.exit_status != 0)
        bench_die("sync: %s", err.message ? err.message : "not everything was written");
}

static void measure(const char *folder, const char *spec, const char *cache, int creations)
{
    const struct plan_size size = {.issues = creations};
    generate_file(spec, &size);
    unlink(cache);
    int64_t now_ms = START_MS;
    const struct clock clock = {&now_ms, virtual_now, virtual_now, virtual_sleep};
    struct sandbox *sandbox = limited_sandbox(&clock);
    struct app app = {.arena = arena_new(),
                      .clock = clock,
                      .limits = app_limits_default(),
                      .folder = folder,
                      .spec_path = spec,
                      .repo = "octocat/hello-world",
                      .api_url = sandbox_url(sandbox),
                      .token = "bench",
                      .token_source = "bench",
                      .cache_path = cache,
                      .version = "bench"};
    app.limits.max_wait_ms = 2 * HOUR_MS;
    sync_all(&app);
    const double share = (double)least_ms(creations) * 100 / (double)(now_ms - START_MS);
    const size_t refused = sandbox_count_status(sandbox, 403);
    printf("  %d creations paced: %.2f %% of the legal optimum (aim: 99), %zu refused, %zu too "
           "close: %s\n",
           creations, share, refused, sandbox_pace_violations(sandbox),
           share >= 99 && !refused && !sandbox_pace_violations(sandbox) ? "kept" : "MISSED");
    arena_free(app.arena);
    sandbox_stop(sandbox);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        bench_die("usage: bench_pace FOLDER");
    static const int creations[] = {100, 500, 1200, 2000};
    char spec[4096], cache[4096];
    snprintf(spec, sizeof spec, "%s/pace.json", argv[1]);
    snprintf(cache, sizeof cache, "%s/pace.db", argv[1]);
    for (size_t i = 0; i < sizeof creations / sizeof *creations; i++)
        measure(argv[1], spec, cache, creations[i]);
    return 0;
}
