#include "schema_matrix.h"

#include "base/arena.h"
#include "base/day.h"
#include "schema/folder/folder.h"
#include "schema/folder/merged.h"
#include "schema/folder/names.h"
#include "schema/lint/lint.h"

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

/* -------------------------------------------------------------------------------- migrations */

struct folder_text {
    const char *path, *text; /* text NULL: not in this clone */
};

static struct migration_set *set_of(struct arena *arena, const char *convention,
                                    const struct folder_text *texts, size_t count)
{
    struct migration_file *files = arena_calloc(arena, count, sizeof *files);
    struct migration_set *set = ARENA_NEW(arena, struct migration_set);
    struct migration_source source = {.root = "m", .convention = convention};
    struct err err = ERR_INIT;
    for (size_t i = 0; i < count; i++)
        files[i] = (struct migration_file){texts[i].path, texts[i].text,
                                           texts[i].text ? strlen(texts[i].text) : 9,
                                           texts[i].text ? texts[i].text : "unread", NULL};
    if (migration_set_read(arena, &source, files, count, set, &err) != OK)
        fail_msg("%s", err.message);
    migration_names_check(arena, set, &(struct naming){NAMING_NONE, NULL}, DAY_NONE);
    return set;
}
#define SET(arena, ...)                                                                            \
    set_of((arena), NULL, (const struct folder_text[]){__VA_ARGS__},                               \
           sizeof((const struct folder_text[]){__VA_ARGS__}) / sizeof(struct folder_text))

#define UP(n)                                                                                      \
    {                                                                                              \
        "m/" n "_a.up.sql", "CREATE TABLE a" n " (id INTEGER PRIMARY KEY);"                        \
    }
#define DOWN(n)                                                                                    \
    {                                                                                              \
        "m/" n "_a.down.sql", "DROP TABLE a" n ";"                                                 \
    }

static void names(void **state)
{
    struct arena *arena = *state;
    struct naming_asked any = {NULL}, ts12 = {"ts12"}, date = {"date_seq3"};
    struct migrations_seen seen_set = {.set = SET(arena, UP("20251115001"), DOWN("20251115001"))};
    struct check_result is = schema_check_naming(arena, &seen_set, &any);
    expect(CHECK_NAMING, VERDICT_PASS, &is, NULL);
    is = schema_check_naming(arena, &seen_set, &date);
    expect(CHECK_NAMING, VERDICT_PASS, &is, NULL);
    /* The rule asks for 12 digits, its own examples have 11. */
    is = schema_check_naming(arena, &seen_set, &ts12);
    expect(CHECK_NAMING, VERDICT_FAIL, &is, "RM1");
    assert_non_null(is.path);

    seen_set.set = SET(arena, UP("1"), DOWN("1"), {"m/second.sql", "SELECT 1;"});
    is = schema_check_naming(arena, &seen_set, &any);
    expect(CHECK_NAMING, VERDICT_FAIL, &is, "(RM102)");
    assert_string_equal(is.path, "m/second.sql");
    struct strlist mine = list_of(arena, "m/1_a.up.sql", NULL);
    seen_set.paths = &mine; /* what is wrong with others is not of this issue */
    is = schema_check_naming(arena, &seen_set, &any);
    expect(CHECK_NAMING, VERDICT_PASS, &is, NULL);
    mine = list_of(arena, "m/7_z.up.sql", NULL);
    is = schema_check_naming(arena, &seen_set, &any);
    expect(CHECK_NAMING, VERDICT_UNKNOWN, &is, "no migration to look at yet");
    seen_set = (struct migrations_seen){.set = SET(arena, {"m/notes.xyz", "hello"})};
    is = schema_check_naming(arena, &seen_set, &any);
    assert_int_equal(seen_set.set->convention, CONVENTION_NONE);
    expect(CHECK_NAMING, VERDICT_UNKNOWN, &is, "the tool of the folder 'm' is not known");
    seen_set.set = NULL;
    is = schema_check_naming(arena, &seen_set, &any);
    expect(CHECK_NAMING, VERDICT_ERROR, &is, NULL);
}

static void order(void **state)
{
    struct arena *arena = *state;
    struct migration_set *set = SET(arena, UP("1"), DOWN("1"), UP("3"), DOWN("3"));
    struct migration_set *target = SET(arena, UP("1"), DOWN("1"), UP("2"), DOWN("2"));
    struct migrations_seen seen_set = {.set = set};
    struct check_result is = schema_check_ordering(arena, &seen_set);
    expect(CHECK_ORDERING, VERDICT_PASS, &is, NULL);
    seen_set.no_target = "the target branch is not in this clone";
    is = schema_check_ordering(arena, &seen_set);
    expect(CHECK_ORDERING, VERDICT_UNKNOWN, &is, "not in this clone");
    seen_set.no_target = NULL;
    migration_set_compare(arena, set, target);
    is = schema_check_ordering(arena, &seen_set);
    expect(CHECK_ORDERING, VERDICT_FAIL, &is, "(RM116)"); /* 2 is gone */
    set = SET(arena, UP("1"), DOWN("1"), UP("2"), DOWN("2"));
    target = SET(arena, UP("1"), DOWN("1"), UP("3"), DOWN("3"));
    migration_set_compare(arena, set, target);
    struct strlist mine = list_of(arena, "m/2_a.up.sql", NULL);
    seen_set = (struct migrations_seen){.set = set, .paths = &mine};
    is = schema_check_ordering(arena, &seen_set);
    expect(CHECK_ORDERING, VERDICT_FAIL, &is, "(RM106)");
    seen_set.set = NULL;
    is = schema_check_ordering(arena, &seen_set);
    expect(CHECK_ORDERING, VERDICT_ERROR, &is, NULL);
}

/* Numbers that grow by themselves sort otherwise as text: worth a note, no reason to fail. */
static void notes_do_not_fail(void **state)
{
    struct arena *arena = *state;
    struct migrations_seen seen_set = {.set = SET(arena, UP("9"), DOWN("9"), UP("10"), DOWN("10"))};
    struct check_result is = schema_check_ordering(arena, &seen_set);
    assert_true(seen_set.set->findings.len > 0);
    expect(CHECK_ORDERING, VERDICT_PASS, &is, NULL);
}

static void heads(void **state)
{
    struct arena *arena = *state;
    struct migrations_seen seen_set = {
        .set = SET(arena, {"m/a.py", "revision = 'a'\ndown_revision = None\n"},
                   {"m/b.py", "revision = 'b'\ndown_revision = 'a'\n"},
                   {"m/c.py", "revision = 'c'\ndown_revision = 'a'\n"})};
    struct check_result is = schema_check_ordering(arena, &seen_set);
    expect(CHECK_ORDERING, VERDICT_FAIL, &is, "(RM125)");
    assert_string_equal(is.path, "m/c.py");
    seen_set.set =
        SET(arena, {"m/a.py", "revision = 'a'\ndown_revision = None\n"}, {"m/b.py", NULL});
    is = schema_check_ordering(arena, &seen_set);
    expect(CHECK_ORDERING, VERDICT_UNKNOWN, &is, "not all of them can be read");
}

static void pairs(void **state)
{
    struct arena *arena = *state;
    struct pair_asked asked = {REVERSIBLE_DEFAULT};
    struct migrations_seen seen_set = {.set = SET(arena, UP("1"), DOWN("1"), UP("2"))};
    struct check_result is = schema_check_pair(arena, &seen_set, &asked);
    expect(CHECK_MIGRATION_PAIR, VERDICT_FAIL, &is, "'2_a' has no way back");
    struct strlist mine = list_of(arena, "m/1_a.down.sql", NULL);
    seen_set.paths = &mine;
    is = schema_check_pair(arena, &seen_set, &asked);
    expect(CHECK_MIGRATION_PAIR, VERDICT_PASS, &is, NULL);
    asked.reversible = REVERSIBLE_OPTIONAL;
    is = schema_check_pair(arena, &seen_set, &asked);
    expect(CHECK_MIGRATION_PAIR, VERDICT_SKIP, &is, NULL);
    asked.reversible = REVERSIBLE_DEFAULT;
    seen_set = (struct migrations_seen){.set = SET(arena, UP("1"), {"m/1_a.down.sql", "-- no"})};
    is = schema_check_pair(arena, &seen_set, &asked);
    expect(CHECK_MIGRATION_PAIR, VERDICT_FAIL, &is, "the way back of '1_a' is empty");
    seen_set.set = SET(arena,
                       {"m/1_a.up.sql", "-- roadmap:irreversible the rows are gone\nDROP "
                                        "TABLE b;"},
                       UP("2"), DOWN("2"));
    is = schema_check_pair(arena, &seen_set, &asked);
    expect(CHECK_MIGRATION_PAIR, VERDICT_PASS, &is, NULL);
    seen_set.set = SET(arena, UP("1"), {"m/1_a.down.sql", NULL});
    is = schema_check_pair(arena, &seen_set, &asked);
    expect(CHECK_MIGRATION_PAIR, VERDICT_UNKNOWN, &is, "not in this clone");
    seen_set.set = SET(arena, {"m/1_a.down.sql", "DROP TABLE a1;"}, UP("2"), DOWN("2"));
    is = schema_check_pair(arena, &seen_set, &asked);
    expect(CHECK_MIGRATION_PAIR, VERDICT_FAIL, &is, "nothing leads there");
    seen_set.set = NULL;
    is = schema_check_pair(arena, &seen_set, &asked);
    expect(CHECK_MIGRATION_PAIR, VERDICT_ERROR, &is, NULL);
}

static void histories(void **state)
{
    static const struct {
        struct file_history file;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {{"a", "1", "1", "1", NULL}, VERDICT_PASS, NULL},
        {{"a", "1", NULL, NULL, NULL}, VERDICT_PASS, NULL},
        {{"a", "2", "1", "1", NULL}, VERDICT_FAIL, "is merged, and edited here"},
        {{"a", NULL, "1", "1", NULL}, VERDICT_FAIL, "gone here"},
        {{"a", "2", "2", "1", NULL}, VERDICT_FAIL, "was edited after it was merged"},
        {{"a", "1", "1", NULL, "a shallow clone"}, VERDICT_UNKNOWN, "a shallow clone"},
        {{"a", "2", "1", NULL, "a shallow clone"}, VERDICT_FAIL, "edited here"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct check_result is = schema_check_immutable(*state, &cases[i].file, 1);
        expect(CHECK_IMMUTABLE, cases[i].verdict, &is, cases[i].says);
    }
    struct check_result is = schema_check_immutable(*state, NULL, 0);
    expect(CHECK_IMMUTABLE, VERDICT_ERROR, &is, "not said which files");
    is = schema_check_immutable(*state, &cases[0].file, 0);
    expect(CHECK_IMMUTABLE, VERDICT_UNKNOWN, &is, "no file fits"); /* a plan made in advance */
}

static void changes(void **state)
{
    struct arena *arena = *state;
    struct co_change_asked asked = {list_of(arena, "db/**", NULL),
                                    list_of(arena, "docs/db.md", "seeds/**")};
    struct change_paths change = {"this branch", {0}};
    change.paths = list_of(arena, "src/a.c", NULL);
    struct check_result is = schema_check_co_change(arena, &asked, &change, 1, NULL);
    expect(CHECK_CO_CHANGE, VERDICT_SKIP, &is, NULL);
    change.paths = list_of(arena, "db/1.sql", "docs/db.md");
    is = schema_check_co_change(arena, &asked, &change, 1, NULL);
    expect(CHECK_CO_CHANGE, VERDICT_FAIL, &is,
           "this branch changes 'db/1.sql' and nothing that fits 'seeds/**'");
    strlist_add(arena, &change.paths, "seeds/a.sql");
    is = schema_check_co_change(arena, &asked, &change, 1, NULL);
    expect(CHECK_CO_CHANGE, VERDICT_PASS, &is, NULL);
    is = schema_check_co_change(arena, &asked, &change, 1, "the base is not in this clone");
    expect(CHECK_CO_CHANGE, VERDICT_UNKNOWN, &is, "the base is not in this clone");
    asked.when.len = 0;
    is = schema_check_co_change(arena, &asked, &change, 1, NULL);
    expect(CHECK_CO_CHANGE, VERDICT_ERROR, &is, NULL);
}

/* What reading the files found counts with the rules, where no other check is about it. */
static void lints_of_reading(void **state)
{
    struct arena *arena = *state;
    struct migration_set *set =
        SET(arena, {"m/1_a.up.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY);\r\n"},
            {"m/1_a.down.sql", "-- none"}, UP("3"), DOWN("3"),
            {"m/2_b.up.sql", "-- roadmap:ignore RM110 an old editor\r\nSELECT 1;"},
            {"m/2_b.down.sql", "SELECT 1;"});
    struct migrations_seen seen_set = {.set = set};
    struct findings none = {0};
    struct strlist codes = list_of(arena, "RM110", NULL);
    struct lint_asked asked = {.severity = SEVERITY_WARNING};
    migration_ignores_apply(arena, set, engine_dialect(NULL), &codes, &set->findings);
    struct check_result is = schema_check_lint(arena, &seen_set, &asked, &none);
    expect(CHECK_LINT, VERDICT_FAIL, &is, "lines end with CR LF (RM110)");
    assert_int_equal(is.lines.len, 1);
    assert_string_equal(is.path, "m/1_a.up.sql");
    asked.severity = SEVERITY_ERROR;
    is = schema_check_lint(arena, &seen_set, &asked, &none);
    expect(CHECK_LINT, VERDICT_PASS, &is, NULL);
    asked =
        (struct lint_asked){.rules = list_of(arena, "RM201", NULL), .severity = SEVERITY_WARNING};
    is = schema_check_lint(arena, &seen_set, &asked, &none);
    expect(CHECK_LINT, VERDICT_PASS, &is, NULL);
}

static void lints(void **state)
{
    struct arena *arena = *state;
    struct migration_set *set =
        SET(arena, UP("1"), DOWN("1"), {"m/2_a.up.sql", "DROP TABLE a1;"}, DOWN("2"));
    struct migrations_seen seen_set = {.set = set};
    struct findings findings = {0};
    struct lint_options options = {.dialect = engine_dialect(NULL)};
    migration_lint(arena, set, &options, &findings);
    struct lint_asked asked = {.severity = SEVERITY_WARNING};
    struct check_result is = schema_check_lint(arena, &seen_set, &asked, &findings);
    expect(CHECK_LINT, VERDICT_FAIL, &is, "(RM201)");
    assert_string_equal(is.path, "m/2_a.up.sql");
    assert_int_equal(is.line, 1);
    asked.ignore = list_of(arena, "RM201", NULL);
    is = schema_check_lint(arena, &seen_set, &asked, &findings);
    expect(CHECK_LINT, VERDICT_PASS, &is, NULL);
    asked = (struct lint_asked){.rules = list_of(arena, "RM202", NULL), .severity = SEVERITY_NOTE};
    is = schema_check_lint(arena, &seen_set, &asked, &findings);
    expect(CHECK_LINT, VERDICT_PASS, &is, NULL);
    findings.dropped = 1;
    is = schema_check_lint(arena, &seen_set, &asked, &findings);
    expect(CHECK_LINT, VERDICT_UNKNOWN, &is, "LIMIT_FINDINGS");
    struct migrations_seen away = {.set = SET(arena, {"m/1_a.up.sql", NULL}, DOWN("1"))};
    is = schema_check_lint(arena, &away, &asked, &findings);
    expect(CHECK_LINT, VERDICT_UNKNOWN, &is, "the text of '1_a' is not in this clone");
    struct strlist later = list_of(arena, "m/3_a.up.sql", NULL);
    findings.dropped = 0;
    seen_set.paths = &later;
    is = schema_check_lint(arena, &seen_set, &asked, &findings);
    expect(CHECK_LINT, VERDICT_UNKNOWN, &is, "no migration to look at yet");
    seen_set.set = NULL;
    is = schema_check_lint(arena, &seen_set, &asked, &findings);
    expect(CHECK_LINT, VERDICT_ERROR, &is, NULL);
    assert_int_equal(lint_min_version("3.35.5"), 335);
    assert_int_equal(lint_min_version("3.x"), 0);
    assert_int_equal(lint_min_version(NULL), 0);
}

MATRIX_TEST(MATRIX_GIT)

#define WITH_ARENA(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(names),
        WITH_ARENA(order),
        WITH_ARENA(notes_do_not_fail),
        WITH_ARENA(heads),
        WITH_ARENA(pairs),
        WITH_ARENA(histories),
        WITH_ARENA(changes),
        WITH_ARENA(lints),
        WITH_ARENA(lints_of_reading),
        cmocka_unit_test(no_hole_in_the_matrix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
