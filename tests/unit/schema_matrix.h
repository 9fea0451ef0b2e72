/* Every kind of check, and every answer that it can give: a kind without a case for one of pass,
 * fail, error and unknown is a hole. */
#ifndef ROADMAP_TESTS_SCHEMA_MATRIX_H
#define ROADMAP_TESTS_SCHEMA_MATRIX_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "schema/check/check_params.h"

/* Which program has the cases of a kind: together they have those of every kind that is answered.
 */
enum matrix_part {
    MATRIX_NOBODY,
    MATRIX_SQLITE,
    MATRIX_TIME,
    MATRIX_GIT,
    MATRIX_FILES,
    MATRIX_DESCRIBED
};
static const enum matrix_part matrix_parts[CHECK_KIND_COUNT] = {
    [CHECK_NAMING] = MATRIX_GIT,         [CHECK_ORDERING] = MATRIX_GIT,
    [CHECK_MIGRATION_PAIR] = MATRIX_GIT, [CHECK_CO_CHANGE] = MATRIX_GIT,
    [CHECK_IMMUTABLE] = MATRIX_GIT,      [CHECK_APPLY] = MATRIX_SQLITE,
    [CHECK_SMOKE] = MATRIX_SQLITE,       [CHECK_DURATION] = MATRIX_SQLITE,
    [CHECK_SEED] = MATRIX_SQLITE,        [CHECK_TABLE] = MATRIX_SQLITE,
    [CHECK_PRIMARY_KEY] = MATRIX_SQLITE, [CHECK_UNIQUE] = MATRIX_SQLITE,
    [CHECK_FOREIGN_KEY] = MATRIX_SQLITE, [CHECK_CHECK_CONSTRAINT] = MATRIX_SQLITE,
    [CHECK_INDEX] = MATRIX_SQLITE,       [CHECK_OBJECT] = MATRIX_SQLITE,
    [CHECK_INTEGRITY] = MATRIX_SQLITE,   [CHECK_PRAGMA] = MATRIX_SQLITE,
    [CHECK_QUERY_PLAN] = MATRIX_SQLITE,  [CHECK_LATENCY] = MATRIX_TIME,
    [CHECK_SQL] = MATRIX_SQLITE,         [CHECK_LINT] = MATRIX_GIT,
    [CHECK_DICTIONARY] = MATRIX_FILES,   [CHECK_CLASSIFICATION] = MATRIX_FILES,
    [CHECK_FILE] = MATRIX_FILES,         [CHECK_FILE_KEYS] = MATRIX_FILES,
    [CHECK_JSON_PATH] = MATRIX_FILES,    [CHECK_DOC_SECTION] = MATRIX_FILES,
    [CHECK_MAKE_TARGET] = MATRIX_FILES,  [CHECK_WORKFLOW] = MATRIX_FILES,
    [CHECK_COVERAGE] = MATRIX_FILES,     [CHECK_ERD] = MATRIX_DESCRIBED,
    [CHECK_CONTRACT] = MATRIX_DESCRIBED, [CHECK_MAPPING] = MATRIX_DESCRIBED,
    [CHECK_LINEAGE] = MATRIX_DESCRIBED,
};

/* Not for SQLite (skipped there), or not to be had without GitHub. */
static inline bool asks_no_sqlite(enum check_kind kind)
{
    return kind == CHECK_PARTITION || kind == CHECK_RLS || check_kind_needs(kind);
}

static unsigned seen[CHECK_KIND_COUNT][VERDICT_COUNT];

static inline void expect(enum check_kind kind, enum verdict want, const struct check_result *is,
                          const char *says)
{
    if (is->verdict != want || (says && (!is->message || !strstr(is->message, says))))
        fail_msg("%s: %s, not %s: '%s', not '%s'", check_kind_name(kind), verdict_name(is->verdict),
                 verdict_name(want), is->message ? is->message : "", says ? says : "");
    if (want != VERDICT_PASS)
        assert_non_null(is->message);
    seen[kind][want]++;
}

static inline void print_matrix(enum matrix_part part, bool *hole)
{
    static const enum verdict needed[] = {VERDICT_PASS, VERDICT_FAIL, VERDICT_ERROR,
                                          VERDICT_UNKNOWN};
    static const char *const parts[] = {"", "sqlite", "sqlite", "git", "files", "files"};
    for (enum check_kind kind = 0; kind < CHECK_KIND_COUNT; kind++) {
        *hole |= asks_no_sqlite(kind) != (matrix_parts[kind] == MATRIX_NOBODY);
        if (matrix_parts[kind] != part)
            continue;
        printf("  %-17s %-6s", check_kind_name(kind), parts[part]);
        for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
            printf(" %s %2u", verdict_name(needed[i]), seen[kind][needed[i]]);
            *hole |= seen[kind][needed[i]] == 0;
        }
        printf("\n");
    }
}

/* One or two texts. */
static inline struct strlist list_of(struct arena *arena, const char *a, const char *b)
{
    struct strlist list = {0};
    if (a)
        strlist_add(arena, &list, a);
    if (b)
        strlist_add(arena, &list, b);
    return list;
}

/* What a program ends with: its own part, after all of its cases. */
#define MATRIX_TEST(part)                                                                          \
    static void no_hole_in_the_matrix(void **state)                                                \
    {                                                                                              \
        bool hole = false;                                                                         \
        (void)state;                                                                               \
        print_matrix(part, &hole);                                                                 \
        assert_false(hole);                                                                        \
    }

#endif
