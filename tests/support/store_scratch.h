/* What the tests of the store share: a folder of their own, a store in it, and the shortest way to
 * say that a call has to work. */
#ifndef ROADMAP_TESTS_STORE_SCRATCH_H
#define ROADMAP_TESTS_STORE_SCRATCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"
#include "store/repository.h"
#include "store/store.h"

#define SCRATCH_NOW_MS INT64_C(1795269600000) /* 2026-11-21T14:00:00Z */

struct scratch {
    struct arena *arena;
    char folder[64];
    const char *path; /* of a cache that is not there yet */
    struct err err;
};

static inline int scratch_setup(void **state)
{
    struct scratch *scratch = calloc(1, sizeof *scratch);
    if (!scratch)
        return -1;
    (void)snprintf(scratch->folder, sizeof scratch->folder, "/tmp/roadmap-store-XXXXXX");
    if (!mkdtemp(scratch->folder))
        return -1;
    scratch->arena = arena_new();
    scratch->path = arena_printf(scratch->arena, "%s/in/cache.db", scratch->folder);
    *state = scratch;
    return 0;
}

static inline int scratch_teardown(void **state)
{
    struct scratch *scratch = *state;
    /* The folder's name is our own and has no character that a shell could mind. */
    char *command = arena_printf(scratch->arena, "rm -rf '%s'", scratch->folder);
    int failed = system(command);
    err_clear(&scratch->err);
    arena_free(scratch->arena);
    free(scratch);
    return failed ? -1 : 0;
}

#define WORKS(scratch, call)                                                                       \
    do {                                                                                           \
        if ((call) != OK)                                                                          \
            fail_msg("%s: %s", #call, (scratch)->err.message);                                     \
    } while (0)

/* The call fails with `wanted`, and its message names `part`. */
#define FAILS(scratch, call, wanted, part)                                                         \
    do {                                                                                           \
        assert_int_equal((call), (wanted));                                                        \
        assert_int_equal((scratch)->err.code, (wanted));                                           \
        if (!strstr((scratch)->err.message, (part)))                                               \
            fail_msg("'%s' does not say '%s'", (scratch)->err.message, (part));                    \
        err_clear(&(scratch)->err);                                                                \
    } while (0)

static inline struct store_options scratch_options(const struct scratch *scratch,
                                                   enum store_mode mode)
{
    return (struct store_options){.path = scratch->path, .mode = mode, .now_ms = SCRATCH_NOW_MS};
}

static inline struct store *scratch_open(struct scratch *scratch, enum store_mode mode)
{
    struct store_options options = scratch_options(scratch, mode);
    struct store_told told;
    struct store *store = NULL;
    WORKS(scratch, store_open(scratch->arena, &options, &store, &told, &scratch->err));
    return store;
}

static inline struct store *scratch_memory(struct scratch *scratch)
{
    struct store *store = NULL;
    WORKS(scratch, store_open_memory(SCRATCH_NOW_MS, &store, &scratch->err));
    return store;
}

/* A repository row to hang things on, and the scope "db" in it. */
static inline struct store_scope scratch_scope(struct scratch *scratch, struct store *store)
{
    struct store_repository repository = {.host = "github.com",
                                          .id = {4711},
                                          .full_name = "octocat/hello",
                                          .has_issues = true,
                                          .watchers = 14};
    WORKS(scratch, store_put_repository(store, &repository, &scratch->err));
    return (struct store_scope){repository.key, "db"};
}

#endif
