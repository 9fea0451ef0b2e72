#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/embed.h"
#include "base/str.h"
#include "schema/check/check_params.h"
#include "spec/spec.h"

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

static struct check_params read_ok(struct arena *arena, enum check_kind kind, const char *json)
{
    struct check_params params;
    struct params_problem problem = {0};
    if (!check_params_read(arena, kind, json, &params, &problem))
        fail_msg("%s %s: at '%s': %s", check_kind_name(kind), json, problem.where, problem.message);
    return params;
}

static void kinds_are_those_of_the_plan(void **state)
{
    size_t count = 0;
    (void)state;
    for (; spec_check_kinds[count]; count++) {
        enum check_kind kind;
        assert_true(check_kind_parse(spec_check_kinds[count], &kind));
        assert_string_equal(check_kind_name(kind), spec_check_kinds[count]);
        assert_true(check_kind_version(kind) > 0);
    }
    assert_int_equal(count, CHECK_KIND_COUNT);
}

/* One right text for each kind, short and long. */
static void right_ones(void **state)
{
    static const struct {
        enum check_kind kind;
        const char *json;
    } cases[] = {
        {CHECK_NAMING, "{}"},
        {CHECK_NAMING, "null"},
        {CHECK_NAMING, "\"ts14\""},
        {CHECK_NAMING, "{\"preset\":\"regex:^V[0-9]+\"}"},
        {CHECK_ORDERING, "{}"},
        {CHECK_MIGRATION_PAIR, "{}"},
        {CHECK_MIGRATION_PAIR, "{\"reversible\":\"required\"}"},
        {CHECK_CO_CHANGE, "[\"docs/**\"]"},
        {CHECK_CO_CHANGE, "{\"when\":[\"db/**\"],\"with\":\"docs/db.md\"}"},
        {CHECK_IMMUTABLE, "{}"},
        {CHECK_IMMUTABLE, "{\"files\":[\"a\"]}"},
        {CHECK_APPLY, "{}"},
        {CHECK_SMOKE, "{\"compare\":\"semantic\",\"preserve_rows\":true,\"rows\":20}"},
        {CHECK_DURATION, "{\"up_ms\":600000}"},
        {CHECK_SEED, "\"seeds/a.sql\""},
        {CHECK_TABLE, "\"tasks\""},
        {CHECK_PRIMARY_KEY, "{\"columns\":\"id\",\"table\":\"t\"}"},
        {CHECK_UNIQUE, "{\"columns\":[\"a\",\"b\"],\"table\":\"t\"}"},
        {CHECK_FOREIGN_KEY, "{}"},
        {CHECK_CHECK_CONSTRAINT, "{\"contains\":\"json_valid\",\"table\":\"t\"}"},
        {CHECK_INDEX, "\"i\""},
        {CHECK_INDEX, "{\"columns\":[\"a desc\"],\"table\":\"t\",\"where\":\"\"}"},
        {CHECK_OBJECT, "{\"name\":\"v\",\"type\":\"view\"}"},
        {CHECK_PARTITION, "{\"by\":\"range\",\"columns\":\"day\",\"table\":\"event\"}"},
        {CHECK_RLS, "{\"tables\":\"tenant\"}"},
        {CHECK_INTEGRITY, "{}"},
        {CHECK_PRAGMA, "{\"expect\":5000,\"name\":\"busy_timeout\"}"},
        {CHECK_QUERY_PLAN, "\"SELECT 1\""},
        {CHECK_LATENCY, "{\"p99_ms\":50,\"rows\":{\"t\":1000},\"sql\":\"SELECT 1\"}"},
        {CHECK_SQL, "{\"expect\":\"empty\",\"sql\":\"SELECT 1\"}"},
        {CHECK_LINT, "{}"},
        {CHECK_LINT, "{\"ignore\":\"drop-table\",\"min_version\":\"3.35\",\"rules\":[\"RM201\"],"
                     "\"severity\":\"warning\"}"},
        {CHECK_DICTIONARY, "{\"file\":\"d.md\"}"},
        {CHECK_ERD, "{\"file\":\"x\",\"format\":\"dot\"}"},
        {CHECK_ERD, "\"docs/schema.puml\""},
        {CHECK_CONTRACT, "{\"exact\":true,\"file\":\"c.yaml\",\"tables\":\"task\"}"},
        {CHECK_MAPPING, "\"docs/lake.yaml\""},
        {CHECK_LINEAGE, "\"docs/lineage.yaml\""},
        {CHECK_CLASSIFICATION, "{\"file\":\"c.yml\",\"require\":[\"classification\"]}"},
        {CHECK_FILE, "\"README.md\""},
        {CHECK_FILE_KEYS, "{\"keys\":[\"DB_URL\"],\"path\":\".env\"}"},
        {CHECK_JSON_PATH, "{\"at\":\"a.b\",\"equals\":null,\"path\":\"x.json\"}"},
        {CHECK_DOC_SECTION, "{\"heading\":\"Rollback\",\"path\":\"a.md\",\"x-note\":1}"},
        {CHECK_MAKE_TARGET, "\"db-migrate\""},
        {CHECK_WORKFLOW, "{\"path\":\".github/workflows/a.yml\",\"run\":\"make test\"}"},
        {CHECK_COVERAGE, "{\"min\":\"90%\",\"path\":\"lcov.info\"}"},
        {CHECK_APPROVAL, "{\"min\":2}"},
    };
    bool had[CHECK_KIND_COUNT] = {false};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        (void)read_ok(*state, cases[i].kind, cases[i].json);
        had[cases[i].kind] = true;
    }
    for (enum check_kind kind = 0; kind < CHECK_KIND_COUNT; kind++)
        if (!had[kind])
            fail_msg("no case of '%s'", check_kind_name(kind));
}

static void values(void **state)
{
    struct check_params p = read_ok(*state, CHECK_TABLE,
                                    "{\"columns\":[\"id\",{\"default\":0,\"name\":\"b\",\"null\":"
                                    "false,\"type\":\"text\"}],\"name\":\"t\",\"strict\":true}");
    assert_int_equal(p.table.columns.len, 2);
    assert_string_equal(p.table.columns.items[1].default_value, "0");
    assert_int_equal(p.table.columns.items[1].null, ASKED_NO);
    assert_int_equal(p.table.columns.items[0].null, ASKED_ANY);
    assert_int_equal(p.table.strict, ASKED_YES);

    p = read_ok(*state, CHECK_FOREIGN_KEY,
                "{\"columns\":[\"a\"],\"on_delete\":\"SET NULL\",\"references\":\"s ( id , no )\","
                "\"table\":\"t\"}");
    assert_string_equal(p.foreign_key.parent, "s");
    assert_int_equal(p.foreign_key.parent_columns.len, 2);
    assert_string_equal(p.foreign_key.parent_columns.items[1], "no");
    assert_string_equal(p.foreign_key.on_delete, "set null");

    p = read_ok(*state, CHECK_QUERY_PLAN, "{\"rows\":{\"t\":100000},\"sql\":\"SELECT 1\"}");
    assert_int_equal(p.plan.forbid, FORBID_SCAN | FORBID_AUTOMATIC_INDEX);
    assert_int_equal(p.plan.sizes.items[0].rows, 100000);
    p = read_ok(*state, CHECK_QUERY_PLAN, "{\"forbid\":[\"temp_btree\"],\"sql\":\"SELECT 1\"}");
    assert_int_equal(p.plan.forbid, FORBID_TEMP_BTREE);
    p = read_ok(*state, CHECK_QUERY_PLAN, "{\"forbid\":[],\"sql\":\"SELECT 1\"}");
    assert_int_equal(p.plan.forbid, 0);

    p = read_ok(*state, CHECK_SQL, "{\"expect\":{\"value\":null},\"sql\":\"SELECT NULL\"}");
    assert_int_equal(p.sql.expect, EXPECT_VALUE);
    assert_null(p.sql.text);
    p = read_ok(*state, CHECK_SQL, "{\"expect\":{\"error\":\"FOREIGN KEY\"},\"sql\":\"x\"}");
    assert_int_equal(p.sql.expect, EXPECT_ERROR);
    p = read_ok(*state, CHECK_SQL, "{\"expect\":{\"rows\":3},\"sql\":\"x\"}");
    assert_int_equal(p.sql.count, 3);

    p = read_ok(*state, CHECK_SMOKE, "{}");
    assert_int_equal(p.smoke.rows, 3);
    p = read_ok(*state, CHECK_DURATION, "{\"down_ms\":0.5}");
    assert_int_equal(p.duration.down_us, 500);
    p = read_ok(*state, CHECK_PRAGMA, "{\"expect\":true,\"name\":\"foreign_keys\"}");
    assert_string_equal(p.pragma.expect, "true");
    p = read_ok(*state, CHECK_LINT, "[\"drop-table\"]");
    assert_string_equal(p.lint.rules.items[0], "RM201");
    p = read_ok(*state, CHECK_MAKE_TARGET, "\"a\"");
    assert_string_equal(p.make_target.path, "Makefile");
    p = read_ok(*state, CHECK_JSON_PATH, "{\"at\":\"a\",\"equals\":1.5,\"path\":\"x\"}");
    assert_string_equal(p.json_path.equals, "1.5");
    assert_false(p.json_path.equals_text);
    p = read_ok(*state, CHECK_COVERAGE, "{\"min\":\"92.5%\",\"path\":\"x\"}");
    assert_true(p.coverage.min > 92.4 && p.coverage.min < 92.6);
    struct strlist files = check_params_files(*state, &p);
    assert_int_equal(files.len, 1);
}

static void wrong_ones(void **state)
{
    static const struct {
        enum check_kind kind;
        const char *json, *where, *says, *help;
        bool at_key;
    } cases[] = {
        {CHECK_TABLE, "{\"colums\":[],\"name\":\"t\"}", "/colums", "no key 'colums' in table",
         "did you mean 'columns'?", true},
        {CHECK_TABLE, "{\"columns\":[{\"name\":\"a\",\"nul\":true}],\"name\":\"t\"}",
         "/columns/0/nul", "no key 'nul'", "did you mean 'null'?", true},
        {CHECK_FILE, "{\"exists\":false,\"path\":\"../a\"}", "", "'../a' leads out",
         "from the top of the repository", false},
        {CHECK_FILE, "\"a/../../b\"", "", "leads out", "from the top", false},
        {CHECK_FILE, "\"a/..\"", "", "leads out", "from the top", false},
        {CHECK_FILE, "\"/etc/passwd\"", "", "leads out", "from the top", false},
        {CHECK_SEED, "\"../a.sql\"", "", "leads out", "from the top", false},
        {CHECK_QUERY_PLAN, "\"SELECT 1; SELECT 2\"", "", "a plan is that of one statement",
         "write a check for each", false},
        {CHECK_QUERY_PLAN, "{\"sql\":\"-- later\"}", "", "here are 0", "write a check", false},
        {CHECK_SQL, "{\"expect\":\"empty\",\"sql\":\" ; -- later\"}", "", "holds no statement",
         NULL, false},
        {CHECK_TABLE, "{\"columns\":[]}", "", "needs the key 'name'", "add name: …", false},
        {CHECK_TABLE, "{\"columns\":[3],\"name\":\"t\"}", "/columns/0", "a text, not the number 3",
         NULL, false},
        {CHECK_TABLE, "7", "", "should be a text, not the number 7", NULL, false},
        {CHECK_APPLY, "{\"rows\":3}", "/rows", "no key 'rows'", "it takes no parameters", true},
        {CHECK_OBJECT, "{\"name\":\"v\",\"type\":\"veiw\"}", "/type", "not 'veiw'",
         "did you mean 'view'?", false},
        {CHECK_SQL, "{\"expect\":{\"valu\":1},\"sql\":\"x\"}", "/expect/valu", "should be value",
         "did you mean 'value'?", true},
        {CHECK_SQL, "\"SELECT 1\"", "", "needs the key 'expect'", "write {sql: …", false},
        {CHECK_SQL, "{\"expect\":\"value\",\"sql\":\"x\"}", "/expect", "does not say", NULL, false},
        {CHECK_QUERY_PLAN, "{\"forbid\":[\"scans\"],\"sql\":\"x\"}", "/forbid/0", "'scans'",
         "did you mean 'scan'?", false},
        {CHECK_LINT, "{\"rules\":[\"drop-tabel\"]}", "/rules/0", "no rule 'drop-tabel'",
         "did you mean 'drop-table'?", false},
        {CHECK_LINT, "{\"min_version\":\"3.x\"}", "/min_version", "no version", NULL, false},
        {CHECK_FILE, "{\"matches\":[\"(\"],\"path\":\"a\"}", "/matches/0", "no pattern", NULL,
         false},
        {CHECK_FILE, "{\"matches\":\"((a{200}){200}){200}\",\"path\":\"a\"}", "/matches",
         "LIMIT_PATTERN_REPEATS", NULL, false},
        {CHECK_FILE, "{\"matches\":\"(a)\\\\1\",\"path\":\"a\"}", "/matches", "references back",
         NULL, false},
        {CHECK_FILE, "{\"contains\":\"x\",\"exists\":false,\"path\":\"a\"}", "/exists",
         "holds nothing", NULL, false},
        {CHECK_FILE, "{\"path\":\"a\\u0000b\"}", "/path", "zero byte", NULL, false},
        {CHECK_FOREIGN_KEY, "{\"table\":\"t\"}", "", "needs the key 'columns'", "write {table",
         false},
        {CHECK_FOREIGN_KEY,
         "{\"columns\":\"a\",\"on_delete\":\"casacde\",\"references\":\"b\",\"table\":\"t\"}",
         "/on_delete", "'casacde'", "did you mean 'cascade'?", false},
        {CHECK_NAMING, "\"ts13\"", "", "ts13", NULL, false},
        {CHECK_SMOKE, "{\"rows\":0}", "/rows", "at least 1", NULL, false},
        {CHECK_SMOKE, "{\"rows\":-1}", "/rows", "a whole number from 0", NULL, false},
        {CHECK_COVERAGE, "{\"min\":190,\"path\":\"x\"}", "/min", "a percentage", NULL, false},
        {CHECK_COVERAGE, "{\"path\":\"x\"}", "", "needs 'min'", NULL, false},
        {CHECK_LATENCY, "{\"rows\":{\"a/b\":1e3},\"sql\":\"x\"}", "/rows/a~1b", "a whole number",
         NULL, false},
        {CHECK_PRAGMA, "{\"name\":\"a\"", "", "cannot be read", NULL, false},
        {CHECK_LATENCY, "{\"max_regression\":\"20%\",\"sql\":\"x\"}", "/max_regression",
         "compares with nothing", "add baseline", true},
        {CHECK_LATENCY, "{\"p99_ms\":50}", "", "needs the key 'sql'", NULL, false},
        {CHECK_ERD, "{\"file\":\"x.png\"}", "", "does not say what kind", "add format", false},
        {CHECK_RLS, "{\"tabels\":\"tenant\"}", "/tabels", "no key 'tabels'",
         "did you mean 'tables'?", true},
        {CHECK_PARTITION, "{\"by\":\"rang\",\"table\":\"t\"}", "/by", "not 'rang'",
         "did you mean 'range'?", false},
        {CHECK_APPROVAL, "{\"mni\":2}", "/mni", "no key 'mni'", "did you mean 'min'?", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct check_params params;
        struct params_problem problem = {0};
        if (check_params_read(*state, cases[i].kind, cases[i].json, &params, &problem))
            fail_msg("taken: %s", cases[i].json);
        if (strcmp(problem.where, cases[i].where) != 0 ||
            !text_contains(problem.message, cases[i].says) || problem.at_key != cases[i].at_key ||
            (cases[i].help && !text_contains(problem.help, cases[i].help)))
            fail_msg("%s: at '%s' (key: %d): %s (%s)", cases[i].json, problem.where, problem.at_key,
                     problem.message, problem.help ? problem.help : "");
    }
}

/* `roadmap explain KIND` has a page for each kind. */
static void pages(void **state)
{
    static const char *const parts[] = {"\n## Fails when\n", "\n## Effect\n", "\n## Fix\n"};
    for (enum check_kind kind = 0; kind < CHECK_KIND_COUNT; kind++) {
        const char *path = arena_printf(*state, "docs/explain/%s.md", check_kind_name(kind));
        const struct embedded_file *page = embed_find(path);
        if (!page)
            fail_msg("there is no '%s'", path);
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (!strstr(page->bytes, parts[i]))
                fail_msg("'%s' has no '%s'", path, parts[i]);
    }
}

#define WITH_ARENA(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(kinds_are_those_of_the_plan),
        WITH_ARENA(right_ones),
        WITH_ARENA(values),
        WITH_ARENA(wrong_ones),
        WITH_ARENA(pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
