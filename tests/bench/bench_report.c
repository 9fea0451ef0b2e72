/* bench_report generate REVISIONS >STREAM: a repository for `git fast-import`, with a plan of 40 KB
 * that each commit changes, one a day.
 * bench_report pages ROADMAP FOLDER: what a page of 1,000 and of 10,000 issues costs, of the
 * repositories FOLDER/report-N with the caches FOLDER/cache-N.db.
 * bench_report scope ROADMAP FOLDER REVISIONS: the same of FOLDER/scope, cold and warm. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "measure.h"

#define RUNS 9
#define FIRST_S 1650000000LL /* 15 April 2022 */
#define ISSUES 130
#define PLAN_BYTES 64000

static size_t write_plan(char *text, int revision)
{
    size_t len = (size_t)snprintf(
        text, PLAN_BYTES, "{\"milestones\":[{\"id\":\"M1\",\"title\":\"One\"}],\n\"issues\":[\n");
    for (int i = 0; i < ISSUES; i++)
        len += (size_t)snprintf(
            text + len, PLAN_BYTES - len,
            "{\"id\":\"DB-%03d\",\"title\":\"DB-%03d: A step of the plan\",\"milestone\":\"M1\",\n"
            " \"effort_hours\":%d,\"summary\":\"What has to be done, in some words, and why it "
            "is\",\n \"tasks\":[\"Write it\",\"Try it\",\"Show it to somebody else\"],"
            "\"done_when\":[\"it works twice\",\"somebody has read it\"]}%s\n",
            i, i, i == revision % ISSUES ? 2 + revision / ISSUES : 1, i + 1 < ISSUES ? "," : "");
    return len + (size_t)snprintf(text + len, PLAN_BYTES - len, "]}\n");
}

static void generate(int revisions)
{
    static char text[PLAN_BYTES];
    for (int i = 0; i < revisions; i++) {
        const size_t len = write_plan(text, i);
        printf("commit refs/heads/main\ncommitter octocat <octocat@example.com> %lld +0000\n"
               "data 1\nx\nM 100644 inline roadmap/roadmap.json\ndata %zu\n%s\n",
               FIRST_S + 86400LL * i, len, text);
    }
}

static long size_of(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0)
        bench_die("%s is not there", path);
    return (long)info.st_size;
}

static struct cost report(int runs, const char *program, const char *folder)
{
    const char *argv[] = {program, "-C", folder, "report", "-o", "page.html", NULL};
    return runs > 1 ? measure_median(runs, 0, argv) : measure_good(NULL, argv);
}

static void page(const char *program, const char *folder, int issues, double most_ms,
                 double most_kb)
{
    char path[4096], cache[4096], what[100], count[32];
    snprintf(cache, sizeof cache, "%s/cache-%d.db", folder, issues);
    snprintf(path, sizeof path, "%s/report-%d", folder, issues);
    setenv("ROADMAP_CACHE", cache, 1);
    const struct cost cost = report(RUNS, program, path);
    snprintf(what, sizeof what, "report, %s issues", with_commas(count, issues));
    measure_aim(what, cost.cpu_ms, "ms", most_ms, false);
    snprintf(path, sizeof path, "%s/report-%d/page.html", folder, issues);
    measure_aim("  the file", (double)size_of(path) / 1000, "KB", most_kb, false);
}

static void scope(const char *program, const char *folder, const char *revisions)
{
    char path[4096], cache[4096], what[100];
    snprintf(cache, sizeof cache, "%s/scope.db", folder);
    snprintf(path, sizeof path, "%s/scope", folder);
    setenv("ROADMAP_CACHE", cache, 1);
    (void)unlink(cache);
    snprintf(what, sizeof what, "report over %s revisions, cold", revisions);
    measure_aim(what, report(1, program, path).cpu_ms, "ms", 1000, false);
    measure_aim("  the same again", report(RUNS, program, path).cpu_ms, "ms", 50, false);
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "generate") == 0) {
        generate(atoi(argv[2]));
        return fflush(stdout) == 0 ? 0 : 1;
    }
    if (argc == 4 && strcmp(argv[1], "pages") == 0) {
        page(argv[2], argv[3], 1000, 150, 300);
        page(argv[2], argv[3], 10000, 1000, 3000);
        return 0;
    }
    if (argc != 5 || strcmp(argv[1], "scope") != 0)
        bench_die("usage: bench_report generate REVISIONS | pages ROADMAP FOLDER | scope ROADMAP "
                  "FOLDER REVISIONS");
    scope(argv[2], argv[3], argv[4]);
    return 0;
}
