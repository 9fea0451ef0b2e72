/* bench_history generate COMMITS >STREAM: a repository for `git fast-import`.
 * bench_history read FOLDER SUBFOLDER: what reading its history costs, cold, warm and with 50
 * commits more. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "measure.h"
#include "repo/landing.h"
#include "repo/presence.h"
#include "repo/ref.h"
#include "repo/tree.h"
#include "store/landing.h"

/* Every 20th commit adds a pair of migrations, the others change one of 2,000 files in two levels
 * of folders; every 40th names an issue of the plan that the first one brings. */
static void generate(int commits)
{
    printf("commit refs/heads/main\ncommitter octocat <octocat@example.com> 1699999999 +0000\n"
           "data 9\nThe plan\n\nM 100644 inline roadmap/roadmap.yaml\ndata <<END\n"
           "migrations:\n  - {id: db, path: db/migrations, engine: sqlite}\n"
           "milestones: [{id: M1, title: One}]\nissues:\n");
    for (int i = 0; i < commits / 40; i++)
        printf("  - {id: DB-%03d, title: Step %d, milestone: M1}\n", i, i);
    printf("END\n\n");
    for (int i = 0; i < commits; i++) {
        char message[100];
        int len = i % 40 ? snprintf(message, sizeof message, "Change %d\n", i)
                         : snprintf(message, sizeof message, "Change %d\n\nRoadmap: DB-%03d\n", i,
                                    i / 40);
        printf("commit refs/heads/main\ncommitter octocat <octocat@example.com> %d +0000\n"
               "data %d\n%s\n",
               1700000000 + 60 * i, len, message);
        int file = i % 2000;
        if (i % 20)
            printf("M 100644 inline src/d%02d/e%02d/f%03d.c\ndata 6\n%06d\n", file % 40,
                   file / 40 % 20, file, i);
        else
            printf("M 100644 inline db/migrations/%06d_step.up.sql\ndata 6\n%06d\n"
                   "M 100644 inline db/migrations/%06d_step.down.sql\ndata 7\n-%06d\n",
                   i / 20, i, i / 20, i);
    }
}

static double cpu_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void good(enum code code, const struct err *err)
{
    if (code != OK)
        bench_die("%s", err->message);
}

static struct landings land(struct repo *repo, struct arena *arena, const char *folder,
                            const char *ref, const struct landings *known, const char *what)
{
    struct err err = ERR_INIT;
    struct ref tip;
    good(ref_resolve(repo, arena, ref, &tip, &err), &err);
    if (!tip.found)
        bench_die("no %s", ref);
    struct landing_options options = {.folder = folder, .tip = tip.id};
    struct landings landings;
    double before = cpu_ms();
    good(landing_read(repo, arena, &options, known, &landings, &err), &err);
    printf("  %-34s %8.1f ms  %zu files, %zu named\n", what, cpu_ms() - before, landings.files.len,
           landings.trailers.len);
    return landings;
}

static void list(struct repo *repo, struct arena *arena, const char *folder, const char *commit)
{
    struct err err = ERR_INIT;
    struct strlist patterns = {0};
    strlist_add(arena, &patterns, folder);
    struct globs globs = globs_of(arena, &patterns);
    struct tree_files files;
    size_t total = 0;
    double before = cpu_ms();
    good(tree_list(repo, arena, commit, &globs, false, &files, &err), &err);
    for (size_t i = 0; i < files.items.len; i++) {
        char *bytes;
        size_t len;
        bool found;
        good(tree_blob(repo, arena, files.items.items[i].id, 1 << 20, &bytes, &len, &found, &err),
             &err);
        total += found ? len : 0;
    }
    printf("  %-34s %8.1f ms  %zu files, %zu bytes\n", "list and read the folder at the tip",
           cpu_ms() - before, files.items.len, total);
}

/* What a second run does: the tip is where the cache has it. */
static void keep(struct repo *repo, struct arena *arena, const struct landings *landings)
{
    struct err err = ERR_INIT;
    struct store *store;
    struct store_told told;
    const struct store_options options = {.path = "history.db", .mode = STORE_WRITE, .now_ms = 1};
    const struct store_landing_key key = {repo_common_dir(repo), landings->folder, "main", false};
    good(store_open(arena, &options, &store, &told, &err), &err);
    double before = cpu_ms();
    good(store_put_landings(store, &key, landings, 1, &err), &err);
    printf("  %-34s %8.1f ms\n", "kept in the cache", cpu_ms() - before);
    store_close(store);
    before = cpu_ms();
    struct landings loaded, same;
    struct ref tip;
    bool found;
    good(store_open(arena, &options, &store, &told, &err), &err);
    good(store_load_landings(store, arena, &key, &loaded, &found, &err), &err);
    good(ref_resolve(repo, arena, "HEAD", &tip, &err), &err);
    struct landing_options landing = {.folder = landings->folder, .tip = tip.id};
    good(landing_read(repo, arena, &landing, found ? &loaded : NULL, &same, &err), &err);
    printf("  %-34s %8.1f ms  %zu files, %zu named\n", "warm: from the cache", cpu_ms() - before,
           same.files.len, same.trailers.len);
    store_close(store);
}

static void stand(struct repo *repo, struct arena *arena, const char *folder)
{
    struct err err = ERR_INIT;
    struct strlist patterns = {0};
    strlist_add(arena, &patterns, folder);
    struct globs globs = globs_of(arena, &patterns);
    double before = cpu_ms();
    struct ref head, base, fork;
    good(ref_head(repo, arena, &head, &err), &err);
    good(ref_default(repo, arena, NULL, "main", &base, &err), &err);
    good(ref_merge_base(repo, arena, head.id, base.id, &fork, &err), &err);
    struct presence_options options = {
        .commit = head.id, .base = &base, .fork = fork.id, .work_tree = true};
    struct presence_files files;
    good(presence_read(repo, arena, &globs, &options, &files, &err), &err);
    printf("  %-34s %8.1f ms  %zu files\n", "presence, work tree and all", cpu_ms() - before,
           files.items.len);
}

static void read_history(const char *path, const char *folder)
{
    struct arena *arena = arena_new();
    struct err err = ERR_INIT;
    struct repo *repo;
    bool found;
    good(repo_open(path, &repo, &found, &err), &err);
    if (!found)
        bench_die("no git repository at %s", path);
    struct landings all = land(repo, arena, folder, "HEAD", NULL, "cold: every commit");
    keep(repo, arena, &all);
    struct landings before = land(repo, arena, folder, "HEAD~50", NULL, "again, objects in memory");
    (void)land(repo, arena, folder, "HEAD", &before, "50 commits more than known");
    list(repo, arena, folder, all.tip);
    stand(repo, arena, folder);
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    printf("  %-34s %8.1f MiB\n", "peak", (double)usage.ru_maxrss / 1024);
    repo_close(repo);
    arena_free(arena);
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "generate") == 0)
        generate(atoi(argv[2]));
    else if (argc == 4 && strcmp(argv[1], "read") == 0)
        read_history(argv[2], argv[3]);
    else
        bench_die("bench_history generate COMMITS | read FOLDER SUBFOLDER");
    return 0;
}
