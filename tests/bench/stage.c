#include "stage.h"

struct sandbox *stage_sandbox(const struct sandbox_options *options)
{
    struct err err = ERR_INIT;
    struct sandbox *sandbox = sandbox_start(options, &err);
    if (!sandbox)
        bench_die("%s", err.message);
    return sandbox;
}

struct cost stage_run(const struct stage *stage, const char *command, const char *option,
                      const char *out)
{
    const char *url = stage->url ? stage->url : sandbox_url(stage->sandbox);
    const char *argv[] = {stage->program, "--repo",    STAGE_REPOSITORY, "--api-url", url,
                          "--spec",       stage->spec, command,          option,      NULL};
    return measure_good(out, argv);
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
