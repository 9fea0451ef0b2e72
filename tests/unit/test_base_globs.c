#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/globs.h"
#include "base/str.h"

/* Patterns with a blank between them. */
static struct globs globs(struct arena *arena, const char *patterns)
{
    struct strlist list = {0};
    while (*patterns) {
        const char *space = patterns;
        while (*space && *space != ' ')
            space++;
        strlist_add(arena, &list, arena_strndup(arena, patterns, (size_t)(space - patterns)));
        patterns = *space ? space + 1 : space;
    }
    return globs_of(arena, &list);
}

static void takes_files_and_folders(void **state)
{
    (void)state;
    static const struct {
        const char *patterns, *path;
        bool matches;
    } cases[] = {
        {"db/*.sql", "db/1.sql", true},
        {"db/*.sql", "db/old/1.sql", false},
        {"db/*.sql", "x/db/1.sql", false},
        {"/db/*.sql", "db/1.sql", true},
        {"./db/*.sql", "db/1.sql", true},
        {"db", "db/old/1.sql", true},
        {"db/", "db/1.sql", true},
        {"db", "db", true},
        {"db", "dba/1.sql", false},
        {"d*", "dba/1.sql", true},
        {"**/*.sql", "1.sql", true},
        {"**/*.sql", "a/b/1.sql", true},
        {"*.sql", "a/1.sql", false},
        {".", "a/1.sql", true},
        {"", "a", false},
        {"db !db/old", "db/1.sql", true},
        {"db !db/old", "db/old/1.sql", false},
        {"db !db/old db/old/1.sql", "db/old/1.sql", true},
        {"!db", "x", false},
        {"db/20251115001_*", "db/20251115001_a.up.sql", true},
        {".github", ".github/x", true},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct globs compiled = globs(arena, cases[i].patterns);
        if (globs_match(&compiled, cases[i].path) != cases[i].matches)
            fail_msg("'%s' and '%s'", cases[i].patterns, cases[i].path);
    }
    arena_free(arena);
}

static void looks_only_where_something_can_be(void **state)
{
    (void)state;
    static const struct {
        const char *patterns, *folder;
        bool reach;
    } cases[] = {
        {"db/m/*.sql", "", true},
        {"db/m/*.sql", "db", true},
        {"db/m/*.sql", "db/m", true},
        {"db/m/*.sql", "db/m/x", true},
        {"db/m/*.sql", "db/n", false},
        {"db/m/*.sql", "dbx", false},
        {"a/b", "a/b", true},
        {"a/b", "a", true},
        {"a/b", "b", false},
        {"**/x", "anything/at/all", true},
        {"!a", "a", false},
        {"a/x[0-9]/c", "a/x1", true},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct globs compiled = globs(arena, cases[i].patterns);
        if (globs_reach(&compiled, cases[i].folder) != cases[i].reach)
            fail_msg("'%s' and '%s'", cases[i].patterns, cases[i].folder);
    }
    arena_free(arena);
}

static void folders_are_named_once(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct globs compiled = globs(arena, "db/m/*.sql docs/a.md db/m/x/*.sql !out db/m/*.md");
    struct strlist folders = globs_folders(arena, &compiled);
    assert_int_equal(folders.len, 2);
    assert_string_equal(folders.items[0], "db/m");
    assert_string_equal(folders.items[1], "docs/a.md");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_files_and_folders),
        cmocka_unit_test(looks_only_where_something_can_be),
        cmocka_unit_test(folders_are_named_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
