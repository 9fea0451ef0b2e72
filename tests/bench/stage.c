#include "stage.h"

#include <string.h>

#include "base/clock.h"

struct kill_moment {
    const struct stage *stage;
    size_t writes;
};

#define HOUR_MS (60 * 60 * 1000)

static int64_t ahead_ms;

static int64_t ahead_now(void *state)
{
    (void)state;
    const struct clock real = clock_system();
    return clock_now(&real) + ahead_ms;
}

static int64_t ahead_mono(void *state)
{
    (void)state;
    const struct clock real = clock_system();
    return clock_mono(&real) + ahead_ms;
}

static void ahead_sleep(void *state, int64_t duration_ms)
{
    (void)state;
    const struct clock real = clock_system();
    clock_sleep(&real, duration_ms);
}

static const struct clock ahead = {NULL, ahead_now, ahead_mono, ahead_sleep};

void stage_later(void)
{
    ahead_ms += HOUR_MS;
}

void stage_an_hour_passes(const struct stage *stage)
{
    struct err err = ERR_INIT;
    stage_later();
    if (sandbox_edit(stage->sandbox, "issue 1 comment A word in between.", &err))
        bench_die("%s", err.message);
}

struct sandbox *stage_sandbox(struct sandbox_options *options)
{
    options->clock = &ahead;
    struct err err = ERR_INIT;
    struct sandbox *sandbox = sandbox_start(options, &err);
    if (!sandbox)
        bench_die("%s", err.message);
    return sandbox;
}

#define WORDS 10

static void words_of(const struct stage *stage, const char *command, const char *option,
                     const char *words[WORDS])
{
    const char *url = stage->url ? stage->url : sandbox_url(stage->sandbox);
    const char *const all[WORDS] = {
        stage->program, "--repo",    STAGE_REPOSITORY, "--api-url", url,
        "--spec",       stage->spec, command,          option,      NULL};
    memcpy(words, all, sizeof all);
}

struct cost stage_run(const struct stage *stage, const char *command, const char *option,
                      const char *out)
{
    const char *argv[WORDS];
    words_of(stage, command, option, argv);
    return measure_good(out, argv);
}

struct cost stage_median(const struct stage *stage, int runs, const char *command,
                         const char *option)
{
    const char *argv[WORDS];
    words_of(stage, command, option, argv);
    return measure_median(runs, 0, argv);
}

static bool written(void *state)
{
    const struct kill_moment *moment = state;
    return stage_writes(moment->stage) >= moment->writes;
}

void stage_kill(const struct stage *stage, const char *command, const char *option, size_t writes)
{
    struct kill_moment moment = {stage, writes};
    const char *argv[WORDS];
    words_of(stage, command, option, argv);
    measure_killed(argv, written, &moment);
}

size_t stage_gets(const struct stage *stage)
{
    return sandbox_count_method(stage->sandbox, "GET");
}

size_t stage_writes(const struct stage *stage)
{
    return sandbox_count_method(stage->sandbox, "WRITE");
}

void stage_clear(const struct stage *stage)
{
    sandbox_log_clear(stage->sandbox);
}
