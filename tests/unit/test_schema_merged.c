/* A set against the target branch: what two pull requests, each green by itself, break together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "schema/folder/folder.h"
#include "schema/folder/merged.h"
#include "schema/version.h"

struct side {
    const char *plan; /* bytes of sqitch.plan, the first name; NULL */
    const char *names[6], *oids[6];
};

struct merged_case {
    const char *what, *convention;
    struct side target, ours;
    const char *expected; /* "severity code path" of each, one a line */
};

#define SIDE(...)                                                                                  \
    {                                                                                              \
        NULL, __VA_ARGS__                                                                          \
    }
#define PLAN(oid, text)                                                                            \
    {                                                                                              \
        text, {"sqitch.plan"},                                                                     \
        {                                                                                          \
            oid                                                                                    \
        }                                                                                          \
    }
#define TAG(name) name " 2024-01-02T03:04:05Z Octo Cat <octocat@example.com>\n"
#define CHANGE(name) name " 2024-01-02T03:04:05Z Octo Cat <octocat@example.com>\n"

static const struct merged_case cases[] = {
    {"a new one behind", "golang-migrate", SIDE({"1_a.up.sql"}, {"aa"}),
     SIDE({"1_a.up.sql", "2_b.up.sql"}, {"aa", "bb"}), ""},
    {"a new one in front of a merged one", "golang-migrate",
     SIDE({"1_a.up.sql", "10_c.up.sql"}, {"aa", "cc"}),
     SIDE({"1_a.up.sql", "9_b.up.sql", "10_c.up.sql"}, {"aa", "bb", "cc"}),
     "error RM106 m/9_b.up.sql\n"},
    {"the target went on in the meantime", "golang-migrate",
     SIDE({"1_a.up.sql", "3_c.up.sql"}, {"aa", "cc"}),
     SIDE({"1_a.up.sql", "2_b.up.sql"}, {"aa", "bb"}),
     "error RM106 m/2_b.up.sql\nerror RM116 m/3_c.up.sql\n"},
    {"the target took the version", "golang-migrate",
     SIDE({"1_a.up.sql", "2_other.up.sql"}, {"aa", "cc"}),
     SIDE({"1_a.up.sql", "2_b.up.sql"}, {"aa", "bb"}),
     "error RM105 m/2_b.up.sql\nerror RM116 m/2_other.up.sql\n"},
    {"edited", "golang-migrate", SIDE({"1_a.up.sql", "1_a.down.sql"}, {"aa", "dd"}),
     SIDE({"1_a.up.sql", "1_a.down.sql"}, {"ab", "dd"}), "error RM115 m/1_a.up.sql\n"},
    {"only the way back was edited", "golang-migrate",
     SIDE({"1_a.up.sql", "1_a.down.sql"}, {"aa", "dd"}),
     SIDE({"1_a.up.sql", "1_a.down.sql"}, {"aa", "de"}), "warning RM115 m/1_a.down.sql\n"},
    {"renamed", "golang-migrate", SIDE({"1_a.up.sql"}, {"aa"}), SIDE({"1_b.up.sql"}, {"aa"}),
     "error RM105 m/1_b.up.sql\nerror RM116 m/1_a.up.sql\n"},
    {"a repeatable one may change", "flyway", SIDE({"R__v.sql", "V1__a.sql"}, {"aa", "bb"}),
     SIDE({"R__v.sql", "V1__a.sql", "V1.1__b.sql"}, {"ab", "bb", "cc"}), ""},
    {"by name", "dbmate", SIDE({"10_a.sql"}, {"aa"}), SIDE({"10_a.sql", "9_b.sql"}, {"aa", "bb"}),
     ""},
    {"blobs that are not here", "plain", SIDE({"1_a.sql"}, {NULL}), SIDE({"1_a.sql"}, {"aa"}),
     "note RM119 m/1_a.sql\n"},
    {"a plan grows at its end", "sqitch", PLAN("aa", CHANGE("a")),
     PLAN("ab", CHANGE("a") CHANGE("b")), ""},
    {"a plan that grows in front", "sqitch", PLAN("aa", CHANGE("a")),
     PLAN("ab", CHANGE("b") CHANGE("a")), "error RM106 -\n"},
    {"a change that is reworked",
     "sqitch",
     {CHANGE("a") TAG("@v1"), {"sqitch.plan", "deploy/a.sql", "revert/a.sql"}, {"aa", "bb", "cc"}},
     {CHANGE("a") TAG("@v1") CHANGE("b") CHANGE("a"),
      {"sqitch.plan", "deploy/a.sql", "deploy/a@v1.sql", "deploy/b.sql", "revert/a.sql",
       "revert/a@v1.sql"},
      {"ab", "ee", "bb", "ff", "bb", "cc"}},
     ""},
    {"a reworked change whose first form was edited",
     "sqitch",
     {CHANGE("a") TAG("@v1"), {"sqitch.plan", "deploy/a.sql", "revert/a.sql"}, {"aa", "bb", "cc"}},
     {CHANGE("a") TAG("@v1") CHANGE("a"),
      {"sqitch.plan", "deploy/a.sql", "deploy/a@v1.sql", "revert/a.sql"},
      {"ab", "ee", "bc", "bb"}},
     "error RM115 m/deploy/a@v1.sql\nerror RM116 m/revert/a.sql\n"},
    {"a change that is edited in place",
     "sqitch",
     {CHANGE("a"), {"sqitch.plan", "deploy/a.sql", "verify/a.sql"}, {"aa", "bb", "cc"}},
     {CHANGE("a"), {"sqitch.plan", "deploy/a.sql", "verify/a.sql"}, {"ab", "ee", "dd"}},
     "error RM115 m/deploy/a.sql\nwarning RM115 m/verify/a.sql\n"},
    {"a change that is taken out of the plan",
     "sqitch",
     {CHANGE("a") CHANGE("b"), {"sqitch.plan", "deploy/a.sql", "deploy/b.sql"}, {"aa", "bb", "cc"}},
     {CHANGE("a"), {"sqitch.plan", "deploy/a.sql", "deploy/b.sql"}, {"ab", "bb", "cc"}},
     "error RM116 m/deploy/b.sql\n"},
};

static void read_side(struct arena *arena, const struct merged_case *one, const struct side *side,
                      struct migration_set *set)
{
    cleanup_err struct err err = ERR_INIT;
    struct migration_file *files = arena_calloc(arena, 6, sizeof *files);
    size_t count = 0;
    for (; count < 6 && side->names[count] != NULL; count++) {
        files[count].path = arena_printf(arena, "m/%s", side->names[count]);
        files[count].oid = side->oids[count];
        if (count == 0 && side->plan != NULL) {
            files[count].bytes = side->plan;
            files[count].len = strlen(side->plan);
        }
    }
    struct migration_source source = {
        .root = "m", .convention = one->convention, .reversible = REVERSIBLE_OPTIONAL};
    assert_int_equal(migration_set_read(arena, &source, files, count, set, &err), OK);
    set->findings = (struct findings){0};
}

static void each_change_against_the_target_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena cleanup_arena = arena_new();
        struct migration_set target, ours;
        struct str out cleanup_str;
        str_init(&out, 0);
        read_side(arena, &cases[i], &cases[i].target, &target);
        read_side(arena, &cases[i], &cases[i].ours, &ours);
        migration_set_compare(arena, &ours, &target);
        for (size_t k = 0; k < ours.findings.len; k++) {
            const struct finding *finding = &ours.findings.items[k];
            str_addf(&out, "%s %s %s\n", severity_word(finding->severity), finding->code,
                     finding->path == NULL ? "-" : finding->path);
        }
        const char *expected = cases[i].expected;
        size_t len = strlen(expected);
        /* The order of the list says nothing. */
        bool same = out.len == len;
        for (const char *line = expected; *line != '\0'; line = strchr(line, '\n') + 1)
            same &= strstr(out.p, arena_strndup(arena, line, strcspn(line, "\n") + 1)) != NULL;
        if (!same)
            fail_msg("%s:\n%s", cases[i].what, out.p);
    }
}

static void keys_sort_like_numbers(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    static const char *const rising[] = {"0",    "0.9/0", "1", "1.0.1", "1.2",
                                         "1.10", "02",    "9", "10",    "18446744073709551616"};
    for (size_t i = 1; i < sizeof rising / sizeof *rising; i++)
        assert_true(strcmp(version_key_parts(arena, rising[i - 1]),
                           version_key_parts(arena, rising[i])) < 0);
    assert_string_equal(version_key_parts(arena, "1"), version_key_parts(arena, "001.0.00"));
}

static void days_have_to_exist(void **state)
{
    (void)state;
    static const struct {
        const char *digits;
        bool good;
    } texts[] = {{"20240229235959", true},  {"20230229000000", false}, {"20240229240000", false},
                 {"20240229236000", false}, {"20240229235960", false}, {"202402292359", true},
                 {"202402292360", false},   {"20240229001", true},     {"20240230001", false},
                 {"20240229", true},        {"2024022", false},        {"2024-02-29", false},
                 {"00000000000000", false}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int32_t day;
        if (version_day(texts[i].digits, &day) != texts[i].good)
            fail_msg("%s", texts[i].digits);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_change_against_the_target_is_found),
        cmocka_unit_test(keys_sort_like_numbers),
        cmocka_unit_test(days_have_to_exist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
