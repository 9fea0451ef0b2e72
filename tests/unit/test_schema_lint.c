/* What the text of a migration says without a database, and what people excuse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "schema/folder/folder.h"
#include "schema/lint/lint.h"
#include "schema/lint/rules.h"
#include "schema/sql/split.h"

#define LITE SQL_SQLITE
#define PG SQL_POSTGRES

struct lint_case {
    const char *what;
    enum sql_dialect dialect;
    const char *convention, *sql;
    const char *expected; /* "code line:col", blanks between; "-" behind a code that is excused */
};

static const struct lint_case cases[] = {
    {"a table that was there", LITE, "plain", "DROP TABLE old;", "RM201 1:12"},
    {"several tables", PG, "plain", "DROP TABLE IF EXISTS a, s.b CASCADE;",
     "RM201 1:22 RM201 1:25"},
    {"a table of the same file", LITE, "plain",
     "CREATE TABLE \"New\" (id INTEGER PRIMARY KEY); DROP TABLE new;", ""},
    {"a table of the same file is filled, changed and emptied", LITE, "plain",
     "CREATE TABLE a (id INTEGER PRIMARY KEY);\nALTER TABLE a DROP COLUMN x;\nDELETE FROM a;\n"
     "CREATE UNIQUE INDEX i ON a (id);",
     ""},
    {"the way SQLite changes a table", LITE, "plain",
     "CREATE TABLE tmp (id INTEGER PRIMARY KEY);\nINSERT INTO tmp SELECT id FROM a;\nDROP TABLE "
     "a;\n"
     "ALTER TABLE tmp RENAME TO a;",
     ""},
    {"the same without the rows", LITE, "plain",
     "CREATE TABLE tmp (id INTEGER PRIMARY KEY);\nDROP TABLE a;\nALTER TABLE tmp RENAME TO a;",
     "RM201 2:12"},
    {"the other way round", LITE, "plain",
     "ALTER TABLE a RENAME TO old;\nCREATE TABLE a (id INTEGER PRIMARY KEY);\n"
     "INSERT INTO a SELECT id FROM old;\nDROP TABLE old;",
     ""},
    {"a table with another name", LITE, "plain", "ALTER TABLE a RENAME TO b;", "RM205 1:1"},
    {"columns", PG, "plain",
     "ALTER TABLE a DROP COLUMN IF EXISTS x, ADD y int, RENAME COLUMN p TO q;\n"
     "ALTER TABLE ONLY a RENAME z TO w;",
     "RM202 1:15 RM206 1:51 RM206 2:20"},
    {"constraints", PG, "plain",
     "ALTER TABLE a DROP CONSTRAINT c, RENAME CONSTRAINT d TO e,\n"
     "ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES b, ADD CHECK (x > 0) NOT VALID, ADD UNIQUE (y);",
     "RM207 1:15 RM302 2:77 RM304 2:1"},
    {"types and NULL", PG, "plain",
     "ALTER TABLE a ALTER COLUMN x TYPE bigint, ALTER y SET DATA TYPE text,\n"
     "ALTER x DROP NOT NULL, ALTER y SET NOT NULL, ALTER z SET DEFAULT 1;",
     "RM208 1:15 RM208 1:43 RM209 2:1 RM303 2:24"},
    {"every row", LITE, "plain",
     "DELETE FROM a;\nUPDATE a SET x = (SELECT 1 WHERE 1);\nDELETE FROM a WHERE x;\n"
     "UPDATE a SET x = 1 WHERE id = 2;",
     "RM210 1:1 RM210 2:1"},
    {"a new column gets its values", LITE, "plain",
     "ALTER TABLE a ADD COLUMN x INT;\nUPDATE a SET X = 1;\nUPDATE a SET y = 1;", "RM210 3:1"},
    {"emptied, with its schema", PG, "plain", "TRUNCATE TABLE a CASCADE;\nDROP SCHEMA s;",
     "RM203 2:1 RM204 1:1"},
    {"a column that must have a value", LITE, "plain",
     "ALTER TABLE a ADD COLUMN x TEXT NOT NULL;\nALTER TABLE a ADD y TEXT NOT NULL DEFAULT '';",
     "RM301 1:15"},
    {"an index", PG, "plain",
     "CREATE INDEX i ON a (x);\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS j ON s.a (x);",
     "RM302 2:1 RM401 1:1"},
    {"an index inside of a transaction", PG, "dbmate",
     "-- migrate:up\nCREATE INDEX CONCURRENTLY i ON a (x);\n-- migrate:down\nDROP INDEX i;",
     "RM402 2:1"},
    {"an index outside of a transaction", PG, "dbmate",
     "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY i ON a (x);\n"
     "-- migrate:down\nDROP INDEX i;",
     ""},
    {"the way back may drop", LITE, "dbmate",
     "-- migrate:up\nSELECT 1;\n-- migrate:down\nDROP TABLE a;", ""},
    {"a partition", PG, "plain", "ALTER TABLE a DETACH PARTITION p;", "RM407 1:15"},
    {"no primary key", LITE, "plain",
     "CREATE TABLE a (x INT);\nCREATE TABLE b (x INT, PRIMARY KEY (x));\nCREATE TEMP TABLE c (x);\n"
     "CREATE TABLE d AS SELECT 1;\nCREATE VIRTUAL TABLE e USING fts5(x);",
     "RM501 1:14"},
    {"names", PG, "plain",
     "CREATE TABLE \"order\" (id int PRIMARY KEY, \"user\" text,\n"
     "a234567890123456789012345678901234567890123456789012345678901234 int);",
     "RM505 1:14 RM505 1:43 RM506 2:1"},
    {"types with successors", PG, "plain",
     "CREATE TABLE a (id int PRIMARY KEY, b json, c timestamp, d timestamp with time zone, e "
     "char(3),\n"
     "f character varying(3), g jsonb, h timestamptz);",
     "RM508 1:39 RM508 1:47 RM508 1:88"},
    {"a text in double quotes", LITE, "plain",
     "CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT DEFAULT \"x\", c TEXT DEFAULT 'y');",
     "RM704 1:56"},
    {"a pragma that does nothing", LITE, "goose",
     "-- +goose Up\nPRAGMA foreign_keys = OFF;\nPRAGMA foreign_keys;\n-- +goose Down\n",
     "RM701 2:1"},
    {"a pragma outside of its transaction", LITE, "golang-migrate",
     "PRAGMA foreign_keys=OFF;\nBEGIN;\nSELECT 1;\nCOMMIT;\nPRAGMA foreign_keys=ON;", ""},
    {"a pragma inside of its transaction", LITE, "plain", "BEGIN; PRAGMA foreign_keys=OFF; COMMIT;",
     "RM701 1:8"},
    {"newer than 3.34", LITE, "plain",
     "ALTER TABLE a DROP COLUMN x;\nCREATE TABLE b (id INTEGER PRIMARY KEY) STRICT;",
     "RM202 1:15 RM703 1:15 RM703 2:39"},
    {"sweeping before a scratch table is made", LITE, "plain",
     "DROP TABLE IF EXISTS tmp;\nCREATE TABLE tmp (id INTEGER PRIMARY KEY);\n"
     "INSERT INTO tmp SELECT id FROM a;\nDROP TABLE IF EXISTS a;\nALTER TABLE tmp RENAME TO a;",
     ""},
    {"an index without a table", PG, "plain", "CREATE INDEX i USING gin (metadata);", "RM124 1:1"},
    {"a comma with nothing behind it", PG, "plain",
     "CREATE TABLE a (\n  id int PRIMARY KEY,\n  -- other columns\n);", "RM124 2:21"},
    {"a function without a body", PG, "plain", "CREATE FUNCTION f(x int) RETURNS BOOLEAN;",
     "RM124 1:1"},
    {"what never ends", LITE, "plain", "SELECT (1;\nSELECT 1);\nSELECT 'a;",
     "RM124 1:8 RM124 2:9 RM124 3:1"},
    {"a parent that nobody makes", LITE, "plain",
     "CREATE TABLE a (id INTEGER PRIMARY KEY, s TEXT REFERENCES sessions(id) ON DELETE SET NULL,\n"
     "b INT REFERENCES a(id), FOREIGN KEY (b) REFERENCES Later (id), c INT REFERENCES "
     "auth.users);\n"
     "CREATE TABLE later (id INTEGER PRIMARY KEY);",
     "RM503 1:48"},
    {"a parent that gets another name, or goes with its child", LITE, "plain",
     "CREATE TABLE p (id INTEGER PRIMARY KEY);\n"
     "CREATE TABLE q (id INTEGER PRIMARY KEY REFERENCES p);\nALTER TABLE p RENAME TO r;\n"
     "CREATE TABLE s (id INTEGER PRIMARY KEY REFERENCES r);\nDROP TABLE s;\nDROP TABLE r;",
     ""},
    {"a chain that begins elsewhere proves nothing", LITE, "plain",
     "ALTER TABLE old ADD x INT;\nCREATE TABLE a (id INTEGER PRIMARY KEY, s TEXT REFERENCES b);",
     ""},
    {"policies", PG, "plain",
     "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (id int PRIMARY KEY);\n"
     "ALTER TABLE a ENABLE ROW LEVEL SECURITY;\n"
     "CREATE POLICY p ON a USING (org = current_setting('app.org')::uuid);\n"
     "CREATE POLICY q ON b USING (org = current_setting('app.org', true)::uuid);\n"
     "ALTER TABLE a NO FORCE ROW LEVEL SECURITY;",
     "RM602 5:20 RM604 3:15 RM606 4:35"},
    {"policies as they should be", PG, "plain",
     "CREATE TABLE a (id int PRIMARY KEY);\nALTER TABLE a ENABLE ROW LEVEL SECURITY, FORCE ROW "
     "LEVEL "
     "SECURITY;\nCREATE POLICY p ON a USING (true);",
     ""},
    {"excused for the file", LITE, "plain",
     "-- roadmap:ignore RM201,RM210 moved to the archive\nDROP TABLE a;\nDELETE FROM b;",
     "RM201- 2:12 RM210- 3:1"},
    {"excused for the next statement alone", LITE, "plain",
     "SELECT 1;\n-- roadmap:ignore RM201 it was empty\nDROP TABLE a;\nDROP TABLE b;",
     "RM201- 3:12 RM201 4:12"},
    {"excused inside of the statement", LITE, "plain",
     "SELECT 1;\nDROP TABLE -- roadmap:ignore RM201 it was empty\n a;", "RM201- 3:2"},
    {"an excuse for nothing", LITE, "plain", "-- roadmap:ignore RM202 gone\nDROP TABLE a;",
     "RM123 1:1 RM201 2:12"},
};

static const char *path_of(struct arena *arena, const char *convention)
{
    bool pair = strcmp(convention, "golang-migrate") == 0;
    return arena_printf(arena, "m/1_a%s.sql", pair ? ".up" : "");
}

static void read_one(struct arena *arena, const char *convention, const char *sql,
                     struct migration_set *set)
{
    cleanup_err struct err err = ERR_INIT;
    struct migration_file *file = ARENA_NEW(arena, struct migration_file);
    *file = (struct migration_file){
        .path = path_of(arena, convention), .bytes = sql, .len = strlen(sql)};
    struct migration_source source = {.root = "m", .convention = convention};
    assert_int_equal(migration_set_read(arena, &source, file, 1, set, &err), OK);
}

static void each_statement_is_judged(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena cleanup_arena = arena_new();
        struct migration_set set;
        struct findings findings = {0};
        struct lint_options options = {.dialect = cases[i].dialect, .min_version = 334};
        struct str out cleanup_str;
        str_init(&out, 0);
        read_one(arena, cases[i].convention, cases[i].sql, &set);
        if (strcmp(cases[i].what, "newer than 3.34") != 0)
            options.min_version = 0;
        migration_lint(arena, &set, &options, &findings);
        migration_ignores_apply(arena, &set, cases[i].dialect, NULL, &findings);
        for (size_t code = 0; code < schema_rule_count; code++)
            for (size_t k = 0; k < findings.len; k++) {
                const struct finding *finding = &findings.items[k];
                if (strcmp(finding->code, schema_rules[code].code) == 0)
                    str_addf(&out, "%s%s%s %u:%u", out.len > 0 ? " " : "", finding->code,
                             finding->excuse != NULL ? "-" : "", finding->line, finding->col);
            }
        if (strcmp(out.p, cases[i].expected) != 0)
            fail_msg("%s: %s", cases[i].what, out.p);
    }
}

static void what_the_target_has_is_not_looked_at(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    const char *old = "DROP TABLE a;", *one = "CREATE TABLE b (id INTEGER PRIMARY KEY);",
               *two = "DROP TABLE b; DROP TABLE c;";
    const struct migration_file files[] = {
        {.path = "m/1_old.sql", .bytes = old, .len = strlen(old)},
        {.path = "m/2_one.sql", .bytes = one, .len = strlen(one)},
        {.path = "m/3_two.sql", .bytes = two, .len = strlen(two)},
    };
    struct migration_source source = {.root = "m"};
    struct migration_set set, target;
    struct findings findings = {0};
    assert_int_equal(migration_set_read(arena, &source, files, 3, &set, &err), OK);
    assert_int_equal(migration_set_read(arena, &source, files, 1, &target, &err), OK);
    struct lint_options options = {.dialect = SQL_SQLITE, .target = &target};
    migration_lint(arena, &set, &options, &findings);
    assert_int_equal(findings.len, 1);
    assert_string_equal(findings.items[0].path, "m/3_two.sql");
    assert_string_equal(findings.items[0].message, "table 'c' goes away with its rows");
}

static void an_ignore_of_what_was_not_looked_for_is_left_alone(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    struct migration_set set;
    struct findings findings = {0};
    struct strlist codes = {0};
    read_one(arena, "plain", "-- roadmap:ignore RM503 comes later\nSELECT 1;", &set);
    strlist_add(arena, &codes, "RM201");
    migration_ignores_apply(arena, &set, SQL_SQLITE, &codes, &findings);
    assert_int_equal(findings.len, 0);
}

static const char *const pieces[] = {"'",
                                     "\"",
                                     "`",
                                     "[",
                                     "]",
                                     "$",
                                     "$a$",
                                     "--",
                                     "/*",
                                     "*/",
                                     "\n",
                                     "\\",
                                     ";",
                                     "(",
                                     ")",
                                     ",",
                                     ".",
                                     " ",
                                     "E'",
                                     "1e",
                                     "create ",
                                     "trigger ",
                                     "begin ",
                                     "end ",
                                     "table ",
                                     "index ",
                                     "on ",
                                     "alter ",
                                     "drop ",
                                     "rename ",
                                     "to ",
                                     "add ",
                                     "column",
                                     "not ",
                                     "references ",
                                     "policy ",
                                     "copy ",
                                     "from ",
                                     "stdin",
                                     "atomic ",
                                     "-- roadmap:ignore RM201 x\n",
                                     "-- roadmap: A-1\n",
                                     "-- migrate:up\n",
                                     "-- +goose Up\n",
                                     "current_setting(",
                                     "row level security ",
                                     "enable ",
                                     "update ",
                                     "\r\n",
                                     "a"};

/* Whatever stands in a file: reading it ends, stays inside of it and gives statements in order. */
static void any_text_comes_to_an_end(void **state)
{
    (void)state;
    static const char *const conventions[] = {"plain", "dbmate", "goose", "golang-migrate"};
    uint32_t seed = 1;
    for (size_t round = 0; round < 3000; round++) {
        struct arena *arena cleanup_arena = arena_new();
        struct str text cleanup_str;
        str_init(&text, 0);
        for (size_t i = 0; i < 24; i++) {
            seed = seed * 1664525u + 1013904223u;
            str_add(&text, pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
        }
        char *bytes = test_malloc(text.len + 1); /* so that a look behind the end is seen */
        memcpy(bytes, text.p, text.len + 1);
        struct migration_set set;
        struct findings findings = {0};
        struct statements statements = {0};
        struct lint_options options = {.dialect = round % 2 == 0 ? SQL_SQLITE : SQL_POSTGRES};
        read_one(arena, conventions[round % 4], bytes, &set);
        migration_lint(arena, &set, &options, &findings);
        migration_ignores_apply(arena, &set, options.dialect, NULL, &findings);
        struct migration_file file = {.path = "m/1.sql", .bytes = bytes, .len = text.len};
        struct migration_span span = {.file = &file, .end = file.len};
        statements_of(arena, &span, options.dialect, &statements);
        size_t at = 0;
        for (size_t i = 0; i < statements.len; i++) {
            const struct statement *one = &statements.items[i];
            assert_true(one->begin >= at && one->end > one->begin && one->end <= file.len);
            at = one->data_end > one->end ? one->data_end : one->end;
        }
        test_free(bytes);
    }
}

/* Places are counted on, windows have an end: quadratic work would not finish here. */
static void a_file_of_very_many_statements_is_read_once(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    struct str text cleanup_str;
    str_init(&text, 0);
    str_add_repeat(&text, "DROP TABLE IF EXISTS a; ", 20000);
    str_add_repeat(&text, "\n-- roadmap:ignore RM201 gone", 20000);
    struct migration_set set;
    struct findings findings = {0};
    struct lint_options options = {.dialect = SQL_SQLITE};
    read_one(arena, "plain", text.p, &set);
    migration_lint(arena, &set, &options, &findings);
    assert_int_equal(findings.warnings, 20000);
    assert_int_equal(findings.items[1].line, 1);
    assert_int_equal(findings.items[1].col, 46);
    migration_ignores_apply(arena, &set, SQL_SQLITE, NULL, &findings);
}

static void rules_rise_and_say_everything(void **state)
{
    (void)state;
    for (size_t i = 0; i < schema_rule_count; i++) {
        const struct rule *rule = &schema_rules[i];
        assert_true(i == 0 || strcmp(schema_rules[i - 1].code, rule->code) < 0);
        assert_false(text_empty(rule->name) || text_empty(rule->trigger) ||
                     text_empty(rule->effect) || text_empty(rule->fix));
        assert_ptr_equal(schema_rule(rule->code), rule);
    }
    assert_null(schema_rule("RM999"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_statement_is_judged),
        cmocka_unit_test(what_the_target_has_is_not_looked_at),
        cmocka_unit_test(an_ignore_of_what_was_not_looked_for_is_left_alone),
        cmocka_unit_test(any_text_comes_to_an_end),
        cmocka_unit_test(a_file_of_very_many_statements_is_read_once),
        cmocka_unit_test(rules_rise_and_say_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
