/* What proving costs a person: `check` and `trace` as programs, and dbmate on the same files.
 *   bench_proof check ROADMAP REPOSITORY COUNT
 *   bench_proof dbmate ROADMAP REPOSITORY COUNT DBMATE
 *   bench_proof trace ROADMAP REPOSITORY ID
 * Works in REPOSITORY. Links nothing but libc, as bench_speed and for its reason. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "measure.h"

#define RUNS 9
#define COLD_RUNS 3
#define CACHE "../proof.db"
#define PEAK_MIB 256

/* Of as many runs as are asked for, each with an empty cache, the one of least processor time. */
static struct cost cold(int runs, const char *const argv[])
{
    struct cost best = {.cpu_ms = -1};
    for (int i = 0; i < runs; i++) {
        (void)unlink(CACHE);
        (void)unlink(CACHE "-wal");
        (void)unlink(CACHE "-shm");
        struct cost cost = measure_good(NULL, argv);
        if (best.cpu_ms < 0 || cost.cpu_ms < best.cpu_ms)
            best = cost;
    }
    return best;
}

static void row(const char *what, struct cost cost, double asked)
{
    measure_aim(what, cost.cpu_ms, "ms", asked, false);
    measure_aim("  peak memory", cost.peak_mib, "MiB", PEAK_MIB, false);
}

static void check(const char *roadmap)
{
    const char *const argv[] = {roadmap, "check", NULL};
    struct cost first = cold(COLD_RUNS, argv);
    printf("  %-54s %8.1f ms   (smoke and all, not asked for)\n", "check, the first time",
           first.cpu_ms);
    measure_aim("  peak memory", first.peak_mib, "MiB", PEAK_MIB, false);
    row("check, nothing changed", measure_median(RUNS, 0, argv), 100);
}

static void trace(const char *roadmap, const char *id)
{
    const char *const argv[] = {roadmap, "trace", id, NULL};
    row("trace, cold", cold(COLD_RUNS, argv), 1500);
    row("trace, warm", measure_median(RUNS, 0, argv), 50);
}

static struct cost sum(struct cost a, struct cost b)
{
    return (struct cost){.wall_ms = a.wall_ms + b.wall_ms, .cpu_ms = a.cpu_ms + b.cpu_ms};
}

static void per_migration(const char *what, struct cost cost, double count)
{
    printf("  %-54s %8.2f ms   (wall %.2f)\n", what, cost.cpu_ms / count, cost.wall_ms / count);
}

/* dbmate takes one migration back a call, so its way back is as many programs as migrations: that
 * is what a person pays, and what is left without their starts is said as well. */
static void beside_dbmate(const char *roadmap, int count, const char *dbmate)
{
    const char *const ours_argv[] = {roadmap, "check", NULL};
    const char *const up[] = {dbmate, "--url", "sqlite:../proof.sqlite3", "--no-dump-schema",
                              "up",   NULL};
    const char *const down[] = {dbmate, "--url", "sqlite:../proof.sqlite3", "--no-dump-schema",
                                "down", NULL};
    const char *const version[] = {dbmate, "--version", NULL};
    struct cost ours = cold(COLD_RUNS, ours_argv);
    struct cost there = measure_good(NULL, up), back = {.cpu_ms = 0};
    for (int i = 0; i < count; i++)
        back = sum(back, measure_good(NULL, down));
    struct cost start = measure_median(RUNS, 0, version);
    struct cost theirs = sum(there, back), bare = theirs;
    bare.cpu_ms -= count * start.cpu_ms;
    bare.wall_ms -= count * start.wall_ms;
    printf("  (processor time for one migration of %d)\n", count);
    per_migration("roadmap check: up, down, up, schema and rows compared", ours, count);
    per_migration("dbmate: up in one call, down in one call each", theirs, count);
    per_migration("  the same less its starts", bare, count);
    measure_aim("  dbmate takes so many times as long", theirs.cpu_ms / ours.cpu_ms, "x", 5, true);
    measure_aim("  the same less its starts", bare.cpu_ms / ours.cpu_ms, "x", 5, true);
}

int main(int argc, char **argv)
{
    if (argc < 5 || chdir(argv[3]) != 0)
        bench_die("usage: bench_proof check|dbmate|trace ROADMAP REPOSITORY COUNT|ID [DBMATE]");
    setenv("ROADMAP_CACHE", CACHE, 1);
    if (strcmp(argv[1], "check") == 0)
        check(argv[2]);
    else if (strcmp(argv[1], "trace") == 0)
        trace(argv[2], argv[4]);
    else if (argc == 6)
        beside_dbmate(argv[2], atoi(argv[4]), argv[5]);
    return 0;
}
