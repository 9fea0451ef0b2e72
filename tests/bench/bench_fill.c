/* bench_fill ROADMAP PLAN: syncs the plan to an empty sandbox, so that ROADMAP_CACHE is filled, and
 * says what it took. The sandbox's address, which the cache is keyed by, goes into PLAN.url. */
#include <stdio.h>

#include "stage.h"

static void keep_address(const char *plan, const char *url)
{
    char path[4096];
    snprintf(path, sizeof path, "%s.url", plan);
    FILE *file = fopen(path, "w");
    if (!file || fprintf(file, "%s\n", url) < 0 || fclose(file) != 0)
        bench_die("cannot write %s", path);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        bench_die("usage: bench_fill ROADMAP PLAN");
    struct stage stage = {.program = argv[1], .spec = argv[2]};
    stage.sandbox = stage_sandbox(&(struct sandbox_options){0});
    keep_address(stage.spec, sandbox_url(stage.sandbox));
    struct cost cost = stage_run(&stage, "sync", "--yes", NULL);
    struct sandbox_counts counts = sandbox_counts(stage.sandbox);
    char issues[32], writes[32];
    size_t sent = stage_writes(&stage);
    /* What it wrote is read once more; from then on the cache is as it is in every day's use. */
    stage_run(&stage, "plan", NULL, NULL);
    printf("  %s issues created: %s writes in %.1f s, %.1f s CPU, %.1f MiB\n",
           with_commas(issues, (long long)counts.issues), with_commas(writes, (long long)sent),
           cost.wall_ms / 1e3, cost.cpu_ms / 1e3, cost.peak_mib);
    sandbox_stop(stage.sandbox);
    return 0;
}
