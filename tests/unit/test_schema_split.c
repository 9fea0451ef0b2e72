/* SQL into statements, and what comments say to this program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "schema/folder/directive.h"
#include "schema/sql/split.h"

struct split_case {
    const char *what, *sql;
    enum sql_dialect dialect;
    const char *expected; /* "line:col text" of each, one a line; '~' = not closed, '?' = open */
};

static const struct split_case cases[] = {
    {"two on a line", "SELECT 1; SELECT 2;", SQL_SQLITE, "1:1 SELECT 1;\n1:11 SELECT 2;\n"},
    {"the last without semicolon", "SELECT 1;\nSELECT 2\n", SQL_SQLITE,
     "1:1 SELECT 1;\n2:1 ~SELECT 2\n"},
    {"comments and lonely semicolons are none", "-- a;\n/* b; */ ;;\n SELECT 1;", SQL_SQLITE,
     "3:2 SELECT 1;\n"},
    {"columns count letters", "SELECT '\xC3\xA4'; SELECT 2;", SQL_SQLITE,
     "1:1 SELECT '\xC3\xA4';\n1:13 SELECT 2;\n"},
    {"semicolons in strings and names", "SELECT ';', ';'';', \";\";SELECT 2;", SQL_SQLITE,
     "1:1 SELECT ';', ';'';', \";\";\n1:25 SELECT 2;\n"},
    {"the quotes of SQLite", "SELECT `;`, [;] ;SELECT 2;", SQL_SQLITE,
     "1:1 SELECT `;`, [;] ;\n1:18 SELECT 2;\n"},
    {"brackets of PostgreSQL are arrays", "SELECT a[1], '[' ;SELECT ']';", SQL_POSTGRES,
     "1:1 SELECT a[1], '[' ;\n1:19 SELECT ']';\n"},
    {"comments do not nest in SQLite", "/* /* */ SELECT 1; -- */", SQL_SQLITE, "1:10 SELECT 1;\n"},
    {"comments nest in PostgreSQL", "/* /* ; */ ; */ SELECT 1;", SQL_POSTGRES, "1:17 SELECT 1;\n"},
    {"an open comment runs to the end", "SELECT 1; /* SELECT 2;", SQL_SQLITE,
     "1:1 SELECT 1;\n1:11 ~?/* SELECT 2;\n"},
    {"an open string runs to the end", "SELECT 'a; SELECT 2;", SQL_SQLITE,
     "1:1 ~?SELECT 'a; SELECT 2;\n"},
    {"backslashes are plain in SQL", "SELECT '\\'; SELECT 2;", SQL_POSTGRES,
     "1:1 SELECT '\\';\n1:13 SELECT 2;\n"},
    {"backslashes escape in E''", "SELECT E'\\'; SELECT 2;';", SQL_POSTGRES,
     "1:1 SELECT E'\\'; SELECT 2;';\n"},
    {"dollar quotes", "DO $$ BEGIN; END $$; SELECT $a$ $$; $b$; $a$; SELECT $1;", SQL_POSTGRES,
     "1:1 DO $$ BEGIN; END $$;\n1:22 SELECT $a$ $$; $b$; $a$;\n1:47 SELECT $1;\n"},
    {"the body of a trigger",
     "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN\n SELECT CASE WHEN 1 THEN 2 END;\n DELETE FROM "
     "b;\nEND;\nSELECT 1;",
     SQL_SQLITE,
     "1:1 CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN\n SELECT CASE WHEN 1 THEN 2 END;\n DELETE "
     "FROM b;\nEND;\n5:1 SELECT 1;\n"},
    {"a transaction is no body", "BEGIN; SELECT 1; END;", SQL_SQLITE,
     "1:1 BEGIN;\n1:8 SELECT 1;\n1:18 END;\n"},
    {"a function with a body of SQL",
     "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 3; END; "
     "SELECT 4;",
     SQL_POSTGRES,
     "1:1 CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 3; "
     "END;\n1:94 SELECT 4;\n"},
    {"a rule with two actions",
     "CREATE RULE r AS ON INSERT TO a DO (SELECT 1; SELECT 2); SELECT 3;", SQL_POSTGRES,
     "1:1 CREATE RULE r AS ON INSERT TO a DO (SELECT 1; SELECT 2);\n1:58 SELECT 3;\n"},
    {"goose holds statements together",
     "-- +goose StatementBegin\nCREATE FUNCTION f() AS 'a'; x;\n-- +goose StatementEnd\nSELECT 1;",
     SQL_POSTGRES, "2:1 CREATE FUNCTION f() AS 'a'; x;\n4:1 SELECT 1;\n"},
    {"commands of psql", "\\set a 'b;\nSELECT 1 \\gexec\nSELECT 2;", SQL_POSTGRES,
     "1:1 \\set a 'b;\n2:1 SELECT 1 \\gexec\n3:1 SELECT 2;\n"},
    {"the data of COPY", "COPY a FROM STDIN;\n1;'\n\\.\nSELECT 2;", SQL_POSTGRES,
     "1:1 COPY a FROM STDIN;\n4:1 SELECT 2;\n"},
    {"words begin no strings", "SELECT e.x, n'y', aE'z' ; SELECT 1.5e-3;", SQL_POSTGRES,
     "1:1 SELECT e.x, n'y', aE'z' ;\n1:27 SELECT 1.5e-3;\n"},
};

static void each_text_falls_into_its_statements(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena cleanup_arena = arena_new();
        struct str out cleanup_str;
        str_init(&out, 0);
        /* A copy without a NUL, so that a look behind the end is seen. */
        size_t len = strlen(cases[i].sql);
        char *bytes = test_malloc(len);
        memcpy(bytes, cases[i].sql, len);
        struct migration_file file = {.path = "m/1.sql", .bytes = bytes, .len = len};
        struct migration_span span = {.file = &file, .end = len, .line = 1};
        struct statements statements = {0};
        statements_of(arena, &span, cases[i].dialect, &statements);
        for (size_t k = 0; k < statements.len; k++) {
            const struct statement *one = &statements.items[k];
            str_addf(&out, "%u:%u %s%s", one->line, one->col, one->closed ? "" : "~",
                     one->open ? "?" : "");
            str_addn(&out, bytes + one->begin, one->end - one->begin);
            str_addc(&out, '\n');
        }
        if (strcmp(out.p, cases[i].expected) != 0)
            fail_msg("%s:\n%s", cases[i].what, out.p);
        test_free(bytes);
    }
}

static void a_span_begins_in_the_middle_of_its_file(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    const char *sql = "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n";
    struct migration_file file = {.path = "m/1.sql", .bytes = sql, .len = strlen(sql)};
    struct migration_span down = {.file = &file, .begin = 40, .end = file.len, .line = 4};
    struct statements statements = {0};
    statements_of(arena, &down, SQL_SQLITE, &statements);
    assert_int_equal(statements.len, 1);
    assert_int_equal(statements.items[0].line, 4);
    assert_int_equal(statements.items[0].begin, 40);
}

static void what_has_nothing_to_run_is_empty(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        bool empty;
    } texts[] = {
        {"", true}, {" \n;;", true}, {"-- x\n/* y */", true}, {"SELECT 1", false}, {"'", false}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct migration_file file = {.bytes = texts[i].sql, .len = strlen(texts[i].sql)};
        struct migration_span span = {.file = &file, .end = file.len};
        assert_int_equal(span_is_empty(&span, SQL_SQLITE), texts[i].empty);
    }
}

static char *describe_directives(struct arena *arena, const char *text, bool is_sql)
{
    static const char *const kinds[] = {"link", "one-way", "no-transaction", "ignore", "wrong"};
    struct migration_file file = {.path = "m/1.sql", .bytes = text, .len = strlen(text)};
    struct directives directives = {0};
    struct str out cleanup_str;
    str_init(&out, 0);
    directives_of(arena, &file, SQL_SQLITE, is_sql, &directives);
    for (size_t i = 0; i < directives.len; i++) {
        const struct directive *one = &directives.items[i];
        str_addf(&out, "%u %s %s %s%s\n", one->line, kinds[one->kind], one->what,
                 one->reason == NULL ? "-" : one->reason, one->leading ? "" : " (inside)");
    }
    return str_dup(&out, arena);
}

static void comments_speak_to_us(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    assert_string_equal(
        describe_directives(arena,
                            "-- a note\n--roadmap: DB-004,DB-005  T001\n"
                            "-- roadmap:irreversible  the column is gone \r\n"
                            "-- roadmap:no-transaction\n-- roadmap:ignore RM201,RM202 moved away\n"
                            "SELECT '-- roadmap: NOT-1';\n-- roadmap:ignore RM210 all of them\n",
                            true),
        "2 link DB-004 -\n2 link DB-005 -\n2 link T001 -\n"
        "3 one-way  the column is gone\n4 no-transaction  -\n"
        "5 ignore RM201 moved away\n5 ignore RM202 moved away\n"
        "7 ignore RM210 all of them (inside)\n");
    assert_string_equal(describe_directives(arena,
                                            "# frozen\n# roadmap: DB-004\n\nclass A\n"
                                            "# roadmap: DB-005\n",
                                            false),
                        "2 link DB-004 -\n");
    assert_string_equal(describe_directives(arena, "// roadmap: DB-004\npackage m\n", false),
                        "1 link DB-004 -\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_text_falls_into_its_statements),
        cmocka_unit_test(a_span_begins_in_the_middle_of_its_file),
        cmocka_unit_test(what_has_nothing_to_run_is_empty),
        cmocka_unit_test(comments_speak_to_us),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
