/* Every kind of check, and every answer that it can give: a kind without a case for one of pass,
 * fail, error and unknown is a hole. */
#ifndef ROADMAP_TESTS_SCHEMA_MATRIX_H
#define ROADMAP_TESTS_SCHEMA_MATRIX_H

#include <stdio.h>

#include "schema/check.h"
#include "schema_chain.h"

enum kind {
    KIND_APPLY,
    KIND_SMOKE,
    KIND_DURATION,
    KIND_SEED,
    KIND_TABLE,
    KIND_PRIMARY_KEY,
    KIND_UNIQUE,
    KIND_FOREIGN_KEY,
    KIND_CHECK_CONSTRAINT,
    KIND_INDEX,
    KIND_OBJECT,
    KIND_INTEGRITY,
    KIND_PRAGMA,
    KIND_QUERY_PLAN,
    KIND_LATENCY,
    KIND_SQL,
    KIND_COUNT
};
static const char *const kind_names[KIND_COUNT] = {
    "apply",  "smoke",       "duration",         "seed",  "table",  "primary_key",
    "unique", "foreign_key", "check_constraint", "index", "object", "integrity",
    "pragma", "query_plan",  "latency",          "sql"};

static unsigned seen[KIND_COUNT][VERDICT_COUNT];

static inline void expect(enum kind kind, enum verdict want, const struct check_result *is,
                          const char *says)
{
    if (is->verdict != want || (says && (!is->message || !strstr(is->message, says))))
        fail_msg("%s: %s, not %s: '%s', not '%s'", kind_names[kind], verdict_name(is->verdict),
                 verdict_name(want), is->message ? is->message : "", says ? says : "");
    if (want != VERDICT_PASS)
        assert_non_null(is->message);
    seen[kind][want]++;
}

static inline void no_hole_in_the_matrix(void **state)
{
    static const enum verdict needed[] = {VERDICT_PASS, VERDICT_FAIL, VERDICT_ERROR,
                                          VERDICT_UNKNOWN};
    bool hole = false;
    (void)state;
    for (size_t kind = 0; kind < KIND_COUNT; kind++) {
        printf("  %-17s", kind_names[kind]);
        for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
            printf(" %s %2u", verdict_name(needed[i]), seen[kind][needed[i]]);
            hole = hole || seen[kind][needed[i]] == 0;
        }
        printf("\n");
    }
    assert_false(hole);
}

#endif
