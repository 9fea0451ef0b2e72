/* bench_large ROADMAP FOLDER: a plan of 10,000 issues that is there already, read again with the
 * cache and without it, and a first sync that is killed and resumed; each beside its aim. FOLDER is
 * best in memory: filling writes tens of thousands of times. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "generate.h"
#include "stage.h"

#define ISSUES 10000
#define LATENCY "GET /** * stall:50"
#define LATENCY_MS 50
#define NO_OP_RUNS 9
#define RESUMED 600
#define KILLS 5
#define RESUME_MOST 3

static int pages(size_t count)
{
    return count <= 100 ? 1 : (int)((count + 99) / 100);
}

static const char *judged(bool kept)
{
    return kept ? "kept" : "MISSED";
}

static void slow(const struct stage *stage)
{
    struct err err = ERR_INIT;
    if (sandbox_fault_add(stage->sandbox, LATENCY, &err) != OK)
        bench_die("%s", err.message);
}

/* ---- With the cache ----------------------------------------------------------------------------
 */

static int small_lists(const struct plan_size *size)
{
    return pages((size_t)size->labels) + pages((size_t)size->milestones);
}

/* The first run reads what the filling wrote and what somebody said since. */
static void no_op(struct stage *stage, const struct plan_size *size)
{
    stage_an_hour_passes(stage);
    for (int run = 1; run <= 2; run++)
        stage_run(stage, "sync", "--yes", NULL);
    stage_clear(stage);
    stage_run(stage, "sync", "--yes", NULL);
    const int gets = (int)stage_gets(stage), writes = (int)stage_writes(stage);
    const int most = small_lists(size) + 1;
    struct cost cost = stage_median(stage, NO_OP_RUNS, "sync", "--yes");
    printf("  no-op sync of 10,000 issues, third run in a row: %d GETs (aim: %d), %d writes (aim: "
           "0), %.0f ms CPU (aim: 150), %.0f ms wall, %.0f MiB: %s\n",
           gets, most, writes, cost.cpu_ms, cost.wall_ms, cost.peak_mib,
           judged(gets <= most && writes == 0 && cost.cpu_ms <= 150));
}

/* ---- Without it --------------------------------------------------------------------------------
 */

/* The same issues behind a server that counts its pages. */
static struct sandbox *numbered_copy(struct sandbox *sandbox)
{
    struct sandbox *copy = stage_sandbox(&(struct sandbox_options){.numeric_pages = true});
    struct sandbox_issue issue;
    for (int64_t number = 1; sandbox_issue(sandbox, number, &issue); number++)
        (void)sandbox_add_issue(copy, issue.title, issue.body, NULL);
    return copy;
}

/* From the first request to the last answer, by the server's clock. */
static double read_s(const struct stage *stage)
{
    struct sandbox_request first, last;
    const size_t count = sandbox_request_count(stage->sandbox);
    if (!sandbox_request_at(stage->sandbox, 0, &first) ||
        !sandbox_request_at(stage->sandbox, count - 1, &last))
        bench_die("nothing was read");
    return (double)(last.at_ms - first.at_ms + LATENCY_MS) / 1e3;
}

static void cold(struct stage *stage, const char *cache, const char *what, double aim_s)
{
    unlink(cache);
    slow(stage);
    stage_clear(stage);
    struct cost cost = stage_run(stage, "plan", NULL, NULL);
    const double took_s = read_s(stage);
    printf("  cold read of 10,000 issues at 50 ms a request, %s: %.2f s (aim: %.1f), %d GETs; the "
           "whole plan %.2f s, %.0f ms CPU: %s\n",
           what, took_s, aim_s, (int)stage_gets(stage), cost.wall_ms / 1e3, cost.cpu_ms,
           judged(took_s <= aim_s));
    sandbox_fault_clear(stage->sandbox);
}

static void large(struct stage *stage, const char *cache)
{
    const struct plan_size size = {.issues = ISSUES, .milestones = 20, .labels = 30};
    generate_file(stage->spec, &size);
    unlink(cache);
    stage->sandbox = stage_sandbox(&(struct sandbox_options){0});
    stage_run(stage, "sync", "--yes", NULL);
    no_op(stage, &size);
    cold(stage, cache, "cursors", 2.8);
    struct stage numbered = *stage;
    numbered.sandbox = numbered_copy(stage->sandbox);
    cold(&numbered, cache, "numeric pages", 0.8);
    sandbox_stop(numbered.sandbox);
    sandbox_stop(stage->sandbox);
}

/* ---- After a kill ------------------------------------------------------------------------------
 */

/* Requests of the resuming run that are no write of the plan's and no page of a warm start, which
 * reads what the killed run wrote. */
static int resumed_beyond(struct stage *stage, const struct plan_size *size, const char *cache,
                          size_t kill_after)
{
    unlink(cache);
    stage->sandbox = stage_sandbox(&(struct sandbox_options){0});
    stage_kill(stage, "sync", "--yes", kill_after);
    const int there = (int)sandbox_counts(stage->sandbox).issues;
    stage_clear(stage);
    stage_run(stage, "sync", "--yes", NULL);
    const int warm = small_lists(size) + pages((size_t)there);
    if (sandbox_counts(stage->sandbox).issues != (size_t)size->issues)
        bench_die("a resumed run left %zu issues instead of %d",
                  sandbox_counts(stage->sandbox).issues, size->issues);
    const int beyond = (int)stage_gets(stage) - warm;
    sandbox_stop(stage->sandbox);
    return beyond;
}

static void resume(struct stage *stage, const char *cache)
{
    const struct plan_size size = {.issues = RESUMED, .milestones = 5, .labels = 5};
    generate_file(stage->spec, &size);
    int worst = 0;
    for (int i = 1; i <= KILLS; i++) {
        const int beyond = resumed_beyond(stage, &size, cache, (size_t)(i * RESUMED / (KILLS + 1)));
        worst = beyond > worst ? beyond : worst;
    }
    printf("  resume after a kill, the worst of %d: %d requests beyond a warm start (aim: %d): "
           "%s\n",
           KILLS, worst, RESUME_MOST, judged(worst <= RESUME_MOST));
}

int main(int argc, char **argv)
{
    if (argc != 3)
        bench_die("usage: bench_large ROADMAP FOLDER");
    char spec[4096], cache[4096];
    snprintf(spec, sizeof spec, "%s/large.json", argv[2]);
    snprintf(cache, sizeof cache, "%s/large.db", argv[2]);
    setenv("ROADMAP_CACHE", cache, 1);
    setenv("ROADMAP_RECOVERY_DELAYS_MS", "10,20", 1);
    struct stage stage = {.program = argv[1], .spec = spec};
    large(&stage, cache);
    resume(&stage, cache);
    return 0;
}
