/* Holds the reading of migrations and the SQL box against folders that others wrote.
 *   corpus [--explained FILE] [--leg-ms N] [--steps] DIR
 * DIR is a folder of checkouts. Every migration folder below it is found, read and (when it is
 * SQLite's) run, each in a process of its own: one line a folder, totals at the end. Exit status 1:
 * a crash, a time-out, a file that nobody speaks of, or a stop without an explanation. */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attempt.h"
#include "base/file.h"
#include "base/str.h"
#include "schema/folder/find.h"

#define FOLDER_S 600 /* a folder may take that long as a whole */

static void die(const char *words)
{
    (void)fprintf(stderr, "corpus: %s\n", words);
    exit(2);
}

/* Everything below a folder but git's own and what package managers bring. */
static void list_tree(struct arena *arena, struct corpus *corpus, const char *below)
{
    struct err err cleanup_err = ERR_INIT;
    struct strlist names = {0};
    const char *folder = *below ? path_join(arena, corpus->top, below) : corpus->top;
    if (dir_list(arena, folder, &names, &err) != OK)
        die(err.message);
    for (uint32_t i = 0; i < names.len; i++) {
        const char *name = names.items[i];
        const char *path = *below ? path_join(arena, below, name) : name;
        const char *real = path_join(arena, corpus->top, path);
        if (file_is_symlink(real) || text_eq(name, ".git") || text_eq(name, "node_modules"))
            continue;
        if (file_is_dir(real))
            list_tree(arena, corpus, path);
        else
            strlist_add(arena, &corpus->files, path);
    }
}

static void try_apart(const struct corpus *corpus, const char *folder, struct attempt *attempt)
{
    int status = 0;
    (void)fflush(stdout);
    const pid_t child = fork();
    if (child < 0)
        die(strerror(errno));
    if (child == 0) {
        (void)alarm(FOLDER_S);
        attempt_folder(corpus, folder, attempt);
        (void)fflush(stdout);
        _exit(0);
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (attempt->ended && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return;
    attempt->wrong++;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        printf("       wrong: %s: not done after %d s\n", folder, FOLDER_S);
    else if (WIFSIGNALED(status))
        printf("       wrong: %s: crashed (signal %d)\n", folder, WTERMSIG(status));
    else
        printf("       wrong: %s: ended with status %d\n", folder, WEXITSTATUS(status));
}

/* SQL that stands in no folder of migrations, folder by folder. */
static void say_elsewhere(struct arena *arena, const struct corpus *corpus,
                          const struct strlist *folders)
{
    size_t files = 0;
    struct strlist where = {0};
    for (uint32_t i = 0; i < corpus->files.len; i++) {
        const char *path = corpus->files.items[i];
        bool inside = !text_ends(path, ".sql");
        for (uint32_t k = 0; k < folders->len && !inside; k++) {
            const size_t len = strlen(folders->items[k]);
            inside = len == 0 || (text_starts(path, folders->items[k]) && path[len] == '/');
        }
        if (inside)
            continue;
        strlist_add(arena, &where, path_dir(arena, path));
        files++;
    }
    strlist_sort_unique(&where);
    printf("SQL in no folder of migrations: %zu files in %u folders\n", files, where.len);
    for (uint32_t i = 0; i < where.len; i++)
        printf("  %s\n", where.items[i]);
}

static int totals(const struct attempt *attempts, size_t len)
{
    struct attempt all = {0};
    size_t ran = 0, stopped = 0;
    for (size_t i = 0; i < len; i++) {
        all.files += attempts[i].files;
        all.sql += attempts[i].sql;
        all.migrations += attempts[i].migrations;
        all.applied += attempts[i].applied;
        all.passed_over += attempts[i].passed_over;
        all.not_back += attempts[i].not_back;
        all.lossy += attempts[i].lossy;
        all.wrong += attempts[i].wrong;
        ran += attempts[i].ran;
        stopped += attempts[i].stopped;
    }
    printf(
        "%zu folders, %zu files (%zu SQL), %zu migrations; %zu folders run, %zu stop on the way; "
        "%zu migrations applied, %zu ways back do not restore, %zu lose rows; %zu files passed "
        "over; wrong: %zu\n",
        len, all.files, all.sql, all.migrations, ran, stopped, all.applied, all.not_back, all.lossy,
        all.passed_over, all.wrong);
    return all.wrong > 0;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"explained", required_argument, 0, 'e'},
                                            {"leg-ms", required_argument, 0, 'l'},
                                            {"steps", no_argument, 0, 's'},
                                            {0}};
    struct arena *arena cleanup_arena = arena_new();
    struct err err cleanup_err = ERR_INIT;
    struct corpus corpus = {0};
    struct strlist folders = {0};
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (option == 'l')
            corpus.leg_ms = strtol(optarg, NULL, 10);
        else if (option == 's')
            corpus.steps = true;
        else if (option != 'e')
            return 2;
        else if (explained_read(arena, optarg, &corpus.explained, &err) != OK)
            die(err.message);
    }
    if (optind != argc - 1 || !file_is_dir(argv[optind]))
        die("corpus [--explained FILE] [--leg-ms N] [--steps] DIR");
    corpus.top = argv[optind];
    list_tree(arena, &corpus, "");
    migration_folders_find(arena, &corpus.files, &folders);
    if (folders.len == 0)
        die("there is no folder of migrations");
    const size_t size = folders.len * sizeof(struct attempt);
    struct attempt *attempts =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (attempts == MAP_FAILED)
        die(strerror(errno));
    printf("%6s %-9s %6s %8s %6s %6s  %-14s %-9s %s\n", "files", " applied", "tables", "not back",
           "lossy", "ms", "tool", "engine", "folder");
    for (uint32_t i = 0; i < folders.len; i++)
        try_apart(&corpus, folders.items[i], &attempts[i]);
    say_elsewhere(arena, &corpus, &folders);
    const int status = totals(attempts, folders.len);
    (void)munmap(attempts, size);
    return status;
}
