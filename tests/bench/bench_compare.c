/* bench_compare ROADMAP SPEC FOLDER SCRIPTS: one plan created by us, by a loop over curl and by a
 * loop over gh, each in an empty repository of the same server, with and without TLS.
 *
 * The loops get the bodies of the very requests that we sent, as files made before the clock
 * starts; so they only send, while we also read the plan, plan, journal and keep the cache. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stage.h"

#define RUNS 5

static const char *program, *spec, *folder, *scripts;

struct entry {
    const char *name;
    struct cost cost;
    size_t requests;
    bool same;
};

static struct sandbox_options options_of(bool tls)
{
    return (struct sandbox_options){.path_prefix = tls ? "/api/v3" : NULL};
}

/* ---- The requests that a loop has to send ---------------------------------------------------- */

static void save(const char *name, const char *text)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *out = fopen(path, "w");
    if (!out || fputs(text, out) < 0 || fclose(out) != 0)
        bench_die("cannot write %s", path);
}

static const char *kind_of(const char *path)
{
    const char *name = strrchr(path, '/');
    if (!name)
        return NULL;
    if (strcmp(name, "/labels") == 0)
        return "label";
    if (strcmp(name, "/milestones") == 0)
        return "milestone";
    return strcmp(name, "/issues") == 0 ? "issue" : NULL;
}

static void save_links(struct sandbox *sandbox)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/links", folder);
    FILE *out = fopen(path, "w");
    if (!out)
        bench_die("cannot write %s", path);
    struct sandbox_issue issue;
    for (int64_t number = 1; sandbox_issue(sandbox, number, &issue); number++) {
        const char *at = issue.blocked_by;
        while (at && *at) {
            fprintf(out, "%lld %d\n", (long long)number, atoi(at));
            at = strchr(at, ',');
            at = at ? at + 1 : NULL;
        }
    }
    if (fclose(out) != 0)
        bench_die("cannot write %s", path);
}

static void save_requests(struct sandbox *sandbox)
{
    struct sandbox_request request;
    for (size_t i = 0; sandbox_request_at(sandbox, i, &request); i++) {
        const char *kind = strcmp(request.method, "POST") == 0 ? kind_of(request.path) : NULL;
        if (!kind)
            continue;
        char name[64];
        snprintf(name, sizeof name, "%s-%05zu.json", kind, i);
        save(name, request.body);
    }
    save_links(sandbox);
}

/* ---- TLS ------------------------------------------------------------------------------------- */

struct terminator {
    FILE *port_of;
    pid_t pid;
    int port;
};

static struct terminator terminator_start(const struct sandbox *sandbox)
{
    char script[4096], key[4096], cert[4096], port[16];
    const char *colon = strrchr(sandbox_url(sandbox), ':');
    snprintf(script, sizeof script, "%s/tls.mjs", scripts);
    snprintf(key, sizeof key, "%s/server.key", folder);
    snprintf(cert, sizeof cert, "%s/server.pem", folder);
    snprintf(port, sizeof port, "%d", atoi(colon + 1));
    int ends[2];
    if (pipe(ends) != 0)
        bench_die("pipe failed");
    struct terminator terminator = {.pid = fork()};
    if (terminator.pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM); /* also when the bench ends early */
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execlp("node", "node", script, key, cert, port, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    terminator.port_of = fdopen(ends[0], "r");
    if (!terminator.port_of || fscanf(terminator.port_of, "%d", &terminator.port) != 1)
        bench_die("the TLS terminator did not start");
    return terminator;
}

static void terminator_stop(struct terminator *terminator)
{
    kill(terminator->pid, SIGTERM);
    fclose(terminator->port_of);
    waitpid(terminator->pid, NULL, 0);
}

/* ---- The contestants ------------------------------------------------------------------------- */

static struct cost by_us(const struct stage *stage)
{
    char cache[4096];
    snprintf(cache, sizeof cache, "%s/compare.db", folder);
    unlink(cache);
    setenv("ROADMAP_CACHE", cache, 1);
    return stage_run(stage, "sync", "--yes", NULL);
}

static struct cost by_script(const struct stage *stage, const char *script)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", scripts, script);
    const char *url = stage->url ? stage->url : sandbox_url(stage->sandbox);
    const char *argv[] = {path, folder, STAGE_REPOSITORY, url, NULL};
    return measure_good(NULL, argv);
}

static double pick(const struct cost *costs, size_t offset)
{
    double values[RUNS];
    for (int i = 0; i < RUNS; i++) {
        memcpy(&values[i], (const char *)&costs[i] + offset, sizeof values[i]);
        for (int j = i; j > 0 && values[j - 1] > values[j]; j--) {
            double swap = values[j];
            values[j] = values[j - 1];
            values[j - 1] = swap;
        }
    }
    return values[RUNS / 2];
}

static bool same_world(const struct sandbox_counts *a, const struct sandbox_counts *b)
{
    return a->labels == b->labels && a->milestones == b->milestones && a->issues == b->issues &&
           a->dependencies == b->dependencies;
}

/* `script` NULL: us. Fills `counts` when it is the first one, else compares with it. */
static struct entry contest(const char *name, const char *script, bool tls,
                            struct sandbox_counts *counts)
{
    struct entry entry = {.name = name};
    struct cost costs[RUNS];
    for (int i = 0; i < RUNS; i++) {
        struct sandbox_options options = options_of(tls);
        struct stage stage = {.program = program, .spec = spec};
        stage.sandbox = stage_sandbox(&options);
        struct terminator terminator = {0};
        char url[96], host[64];
        if (tls) {
            terminator = terminator_start(stage.sandbox);
            snprintf(host, sizeof host, "localhost:%d", terminator.port);
            snprintf(url, sizeof url, "https://%s/api/v3", host);
            setenv("GH_HOST", host, 1);
            stage.url = url;
        }
        costs[i] = script ? by_script(&stage, script) : by_us(&stage);
        entry.requests = sandbox_count_method(stage.sandbox, "*");
        struct sandbox_counts now = sandbox_counts(stage.sandbox);
        if (!counts->issues) {
            *counts = now;
            save_requests(stage.sandbox);
        }
        entry.same = same_world(&now, counts);
        if (tls)
            terminator_stop(&terminator);
        sandbox_stop(stage.sandbox);
    }
    entry.cost.wall_ms = pick(costs, offsetof(struct cost, wall_ms));
    entry.cost.cpu_ms = pick(costs, offsetof(struct cost, cpu_ms));
    return entry;
}

static void show(const struct entry *entry, const struct entry *us)
{
    printf("  %-28s %8zu  %9.3f s  %9.3f s  %8.1f  %8.1f  %s\n", entry->name, entry->requests,
           entry->cost.cpu_ms / 1e3, entry->cost.wall_ms / 1e3,
           entry->cost.cpu_ms / us->cost.cpu_ms, entry->cost.wall_ms / us->cost.wall_ms,
           entry->same ? "" : "NOT THE SAME OBJECTS");
}

int main(int argc, char **argv)
{
    if (argc != 5)
        bench_die("usage: bench_compare ROADMAP SPEC FOLDER SCRIPTS");
    program = argv[1];
    spec = argv[2];
    folder = argv[3];
    scripts = argv[4];
    struct sandbox_counts counts = {0};
    struct entry us = contest("roadmap sync", NULL, false, &counts);
    struct entry us_tls = contest("roadmap sync, TLS", NULL, true, &counts);
    struct entry curl = contest("curl loop", "by_curl.sh", false, &counts);
    struct entry curl_tls = contest("curl loop, TLS", "by_curl.sh", true, &counts);
    struct entry gh_tls = contest("gh api loop, TLS", "by_gh.sh", true, &counts);

    printf("  %zu labels, %zu milestones, %zu issues, %zu links; median of %d runs\n\n",
           counts.labels, counts.milestones, counts.issues, counts.dependencies, RUNS);
    printf("  %-28s %8s  %11s  %11s  %8s  %8s\n", "", "requests", "CPU", "wall", "CPU x", "wall x");
    show(&us, &us);
    show(&curl, &us);
    putchar('\n');
    show(&us_tls, &us_tls);
    show(&curl_tls, &us_tls);
    show(&gh_tls, &us_tls);
    printf("\n  gh needs %.0f times our CPU with TLS (aim: at least 80), %.0f times without.\n",
           gh_tls.cost.cpu_ms / us_tls.cost.cpu_ms, gh_tls.cost.cpu_ms / us.cost.cpu_ms);
    return 0;
}
