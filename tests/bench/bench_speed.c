/* bench_speed ROADMAP FOLDER: time and memory of what needs no network. FOLDER has plan-N.json,
 * plan-N.yaml and cache-N.db of 1,000 and 10,000 issues. Links nothing but libc: a program's peak
 * begins with the size of the one that started it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "measure.h"

#define RUNS 9
#define QUICK_RUNS 41

static const char *program, *folder;

static double file_mib(const char *name)
{
    char path[4096];
    struct stat info;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (stat(path, &info) != 0)
        bench_die("%s is not there", path);
    return (double)info.st_size / 1024 / 1024;
}

static void use_cache(const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    setenv("ROADMAP_CACHE", path, 1);
}

static struct cost run(int runs, const char *plan, const char *command, const char *option)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, plan);
    const char *argv[] = {program, "--repo", "octocat/hello-world", "--spec", path, command,
                          option,  NULL};
    return measure_median(runs, 0, argv);
}

/* plan --offline with what bench_fill left in the cache. */
static struct cost run_cached(int runs, const char *plan, const char *filled)
{
    char path[4096], url[256] = "";
    snprintf(path, sizeof path, "%s/%s.url", folder, filled);
    FILE *file = fopen(path, "r");
    if (!file || !fgets(url, sizeof url, file) || fclose(file) != 0)
        bench_die("cannot read %s", path);
    url[strcspn(url, "\n")] = '\0';
    snprintf(path, sizeof path, "%s/%s", folder, plan);
    const char *argv[] = {program, "--repo", "octocat/hello-world", "--api-url", url, "--spec",
                          path,    "plan",   "--offline",           NULL};
    return measure_median(runs, 0, argv);
}

static void line(const char *what, struct cost cost, double input_mib, const char *aim)
{
    printf("  %-40s %7.1f ms  %7.1f ms CPU  %6.1f MiB", what, cost.wall_ms, cost.cpu_ms,
           cost.peak_mib);
    if (input_mib > 0)
        printf(" (input %.1f, %+.1f)", input_mib, cost.peak_mib - input_mib);
    printf("%s%s\n", *aim ? "  aim: " : "", aim);
}

static void plans(void)
{
    use_cache("cache-empty.db");
    line("validate, 1,000 issues, JSON", run(RUNS, "plan-1000.json", "validate", NULL),
         file_mib("plan-1000.json"), "");
    line("validate, 10,000 issues, JSON", run(RUNS, "plan-10000.json", "validate", NULL),
         file_mib("plan-10000.json"), "60 ms, +64");
    line("validate, 10,000 issues, YAML", run(RUNS, "plan-10000.yaml", "validate", NULL),
         file_mib("plan-10000.yaml"), "60 ms, +64");
    line("plan --offline, all 10,000 new, JSON", run(RUNS, "plan-10000.json", "plan", "--offline"),
         file_mib("plan-10000.json"), "150 ms, +64");
    line("plan --offline, all 10,000 new, YAML", run(RUNS, "plan-10000.yaml", "plan", "--offline"),
         file_mib("plan-10000.yaml"), "150 ms, +64");
    line("schedule, 10,000 issues, JSON", run(RUNS, "plan-10000.json", "schedule", NULL),
         file_mib("plan-10000.json"), "");
    use_cache("cache-10000.db");
    line("plan --offline, all 10,000 agree, JSON",
         run_cached(RUNS, "plan-10000.json", "plan-10000.json"), file_mib("plan-10000.json"), "");
}

static void beyond(const char *what, double small, double large)
{
    printf(
        "  status beyond process start, %-4s: 1,000 issues %.1f ms, 10,000 issues %.1f ms (aim: 8 "
        "ms), ratio %.1f (aim: at most 11)\n",
        what, small, large, small > 0.05 ? large / small : 0.0);
}

static void statuses(struct cost start)
{
    use_cache("cache-1000.db");
    struct cost small = run(QUICK_RUNS, "plan-1000.json", "status", NULL);
    line("status, cache of 1,000 issues", small, 0, "");
    use_cache("cache-10000.db");
    struct cost large = run(QUICK_RUNS, "plan-10000.json", "status", NULL);
    line("status, cache of 10,000 issues", large, 0, "");
    beyond("wall", small.wall_ms - start.wall_ms, large.wall_ms - start.wall_ms);
    beyond("CPU", small.cpu_ms - start.cpu_ms, large.cpu_ms - start.cpu_ms);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        bench_die("usage: bench_speed ROADMAP FOLDER");
    program = argv[1];
    folder = argv[2];
    const char *version[] = {program, "version", NULL};
    struct cost start = measure_median(QUICK_RUNS, 0, version);
    printf("  (median of %d runs, of %d for start and status; wall, CPU, peak memory)\n", RUNS,
           QUICK_RUNS);
    line("process start (version)", start, 0, "");
    plans();
    statuses(start);
    return 0;
}
