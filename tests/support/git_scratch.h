/* What the tests of git share: a folder of their own, scripts run in it by the real git, away from
 * the settings of whoever runs the tests. */
#ifndef ROADMAP_TESTS_GIT_SCRATCH_H
#define ROADMAP_TESTS_GIT_SCRATCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/str.h"
#include "repo/repo.h"

/* libgit2 1.5 leaks at every look at a setting of a repository with extensions (fixed in 1.6). */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libpcre2";
}

static struct arena *arena;
static struct err git_err = ERR_INIT;
static char root[] = "/tmp/roadmap-test-XXXXXX";

static inline void shell(const char *script)
{
    const char *command = arena_printf(arena, "cd %s && (set -e; %s) >out.log 2>&1", root, script);
    if (system(command) != 0)
        fail_msg("%s", script);
}

/* The first line that a script prints. */
static inline const char *shell_line(const char *script)
{
    shell(arena_printf(arena, "{ %s; } | head -n 1 >line.txt", script));
    char *bytes;
    size_t len;
    if (file_read(arena, path_join(arena, root, "line.txt"), 100000, &bytes, &len, &git_err) != OK)
        fail_msg("%s", git_err.message);
    bytes[strcspn(bytes, "\n")] = '\0';
    return bytes;
}

static inline char *in_root(const char *name)
{
    return path_join(arena, root, name);
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    if (!mkdtemp(root))
        return -1;
    setenv("HOME", root, 1);
    setenv("XDG_CONFIG_HOME", root, 1);
    setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    unsetenv("GIT_DIR");
    shell("git config --global user.name octocat;"
          "git config --global user.email octocat@example.com;"
          "git config --global protocol.file.allow always;"
          "git config --global init.defaultBranch main");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    int status = system(arena_printf(arena, "rm -rf %s", root));
    arena_free(arena);
    return status;
}

static inline struct repo *open_repo(const char *name)
{
    struct repo *repo;
    bool found;
    if (repo_open(in_root(name), &repo, &found, &git_err) != OK)
        fail_msg("%s", git_err.message);
    assert_true(found);
    return repo;
}

/* Each commit is a minute after the one before. In scripts: `n` counts. */
#define COMMIT COMMIT_AS("$n")
#define COMMIT_AS(message)                                                                         \
    "n=$((n+1)); export GIT_COMMITTER_DATE=\"$((1770000000+60*n)) +0000\";"                        \
    "git add -A; git commit -q --allow-empty -m \"" message "\";"

/* A call that has to work. */
#define WORKS(call)                                                                                \
    do {                                                                                           \
        if ((call) != OK)                                                                          \
            fail_msg("%s: %s", #call, git_err.message);                                            \
    } while (0)
/* The call fails with `wanted`, and its message names `part`. */
#define FAILS(call, wanted, part)                                                                  \
    do {                                                                                           \
        assert_int_equal((call), (wanted));                                                        \
        if (!strstr(git_err.message, (part)))                                                      \
            fail_msg("'%s' does not say '%s'", git_err.message, (part));                           \
        err_clear(&git_err);                                                                       \
    } while (0)

#endif
