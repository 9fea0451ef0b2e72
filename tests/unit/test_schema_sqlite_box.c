#include "schema_chain.h"

#include <signal.h>

#include "base/clock.h"
#include "base/limits.h"
#include "schema/sqlite/sqlite_box.h"

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

/* One migration whose way there is `sql`: its step. */
static struct sqlite_step apply_within(struct arena *arena, const char *sql, int64_t leg_ms)
{
    struct sqlite_options options =
        CHAIN(arena, {"CREATE TABLE first (id INTEGER PRIMARY KEY);", NULL, false, NULL},
              {sql, NULL, false, NULL}, {"CREATE TABLE last (id INTEGER);", NULL, false, NULL});
    struct sqlite_run run;
    options.leg_ms = leg_ms;
    cleanup_sqlite_box struct sqlite_box *box = box_of(arena, &options, &run);
    assert_non_null(box);
    assert_int_equal(run.len, 3);
    assert_int_equal(run.steps[0].verdict, VERDICT_PASS);
    return run.steps[1];
}

static struct sqlite_step apply_one(struct arena *arena, const char *sql)
{
    return apply_within(arena, sql, 60000);
}

static void applies_a_chain(void **state)
{
    struct sqlite_options options =
        CHAIN(*state, {"CREATE TABLE a (id INTEGER PRIMARY KEY, n TEXT);", NULL, false, NULL},
              {"CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET n = ';'; SELECT 1; END;\n"
               "-- a comment; with a semicolon\nCREATE INDEX i ON a (n)",
               NULL, false, NULL},
              {"BEGIN; ALTER TABLE a ADD COLUMN m INT; COMMIT;", NULL, false, NULL},
              {"VACUUM;\nPRAGMA foreign_keys = ON;", NULL, true, NULL});
    struct sqlite_run run;
    cleanup_sqlite_box struct sqlite_box *box = box_of(*state, &options, &run);
    for (size_t i = 0; i < run.len; i++) {
        if (run.steps[i].message)
            fail_msg("%s", run.steps[i].message);
        assert_int_equal(run.steps[i].verdict, VERDICT_PASS);
        assert_true(run.steps[i].up_us >= 0);
    }
    assert_non_null(box);
    assert_int_equal(run.applied, 4);
}

static void wrong_sql_has_a_place(void **state)
{
    static const struct {
        const char *sql, *says;
        uint32_t line, col, statement;
    } cases[] = {
        {"CREATE TABLE b (x);\n\n  CREATE TABEL c (y);", "near \"TABEL\": syntax error", 3, 10, 2},
        {"-- words\nINSERT INTO first VALUES (1);\nINSERT INTO first VALUES (1);",
         "UNIQUE constraint failed: first.id", 3, 1, 2},
        {"CREATE TABLE b (x TEXT DEFAULT '\xc3\xa4', y CHEK (1) );\nSELECT 1 FROM nowhere",
         "no such table: nowhere", 2, 1, 2},
        {"SELECT (1", "incomplete input", 1, 1, 1},
        {"VALUES (E'one\n\n\033[1mtwo')", "near \"'one two'\": syntax error", 1, 10, 1},
        {"VALUES (E'a text of many words that nobody wants to read as a whole, since it goes on')",
         "near \"'a text of many words that nobody wants to read as a...\": syntax error", 1, 10,
         1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sqlite_step step = apply_one(*state, cases[i].sql);
        assert_int_equal(step.verdict, VERDICT_FAIL);
        assert_int_equal(step.trouble.reason, SQLITE_REASON_SQL);
        assert_string_equal(step.trouble.message, cases[i].says);
        assert_int_equal(step.trouble.statement, cases[i].statement);
        assert_int_equal(step.trouble.line, cases[i].line);
        assert_int_equal(step.trouble.col, cases[i].col);
        assert_string_equal(step.trouble.path, "m/2_step.up.sql");
    }
}

static void a_failed_file_leaves_nothing(void **state)
{
    struct sqlite_options options =
        CHAIN(*state, {"CREATE TABLE a (x);", NULL, false, NULL},
              {"CREATE TABLE b (x); CREATE TABLE a (x);", NULL, false, NULL},
              {"CREATE TABLE c (x);", NULL, false, NULL});
    struct sqlite_run run;
    struct err err = ERR_INIT;
    struct schema_snapshot snapshot;
    cleanup_sqlite_box struct sqlite_box *box = box_of(*state, &options, &run);
    assert_int_equal(sqlite_box_snapshot(*state, box, &snapshot, &err), OK);
    assert_int_equal(snapshot.tables.len, 1);
    assert_int_equal(run.applied, 1);
    assert_int_equal(run.steps[1].verdict, VERDICT_FAIL);
    assert_string_equal(run.steps[1].trouble.words, "CREATE TABLE a (x)");
    assert_int_equal(run.steps[2].verdict, VERDICT_UNKNOWN);
    assert_true(run.steps[2].flags & SMOKE_NOT_REACHED);
}

/* A slip in a file behind the one that stopped the chain is found in the same run. */
static void what_is_not_reached_is_read(void **state)
{
    struct sqlite_options options =
        CHAIN(*state, {"CREATE TABLE a (x); SELECT * FROM nowhere;", NULL, false, NULL},
              {"INSERT INTO a VALUES (1); CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;",
               NULL, false, NULL},
              {"CREATE TABLE b (x);\nCREATE TABEL c (x);", NULL, false, NULL},
              {"CREATE TABLE d (x);", "DROP d;", false, NULL});
    struct sqlite_run run;
    cleanup_sqlite_box struct sqlite_box *box = box_of(*state, &options, &run);
    assert_non_null(box);
    assert_int_equal(run.applied, 0);
    assert_int_equal(run.steps[0].verdict, VERDICT_FAIL);
    assert_int_equal(run.steps[1].verdict, VERDICT_UNKNOWN);
    assert_int_equal(run.steps[2].verdict, VERDICT_FAIL);
    assert_int_equal(run.steps[2].trouble.line, 2);
    assert_int_equal(run.steps[2].trouble.col, 8);
    assert_int_equal(run.steps[3].verdict, VERDICT_FAIL);
    assert_string_equal(run.steps[3].trouble.path, "m/4_step.down.sql");
    assert_true(run.steps[3].flags & SMOKE_NOT_REACHED);
}

/* Denied, or bounded: each with its statement, none of them ours to die of. */
static void hostile_sql(void **state)
{
    static const struct {
        const char *sql;
        enum sqlite_reason reason;
        const char *says;
    } cases[] = {
        {"ATTACH '/etc/passwd' AS p;", SQLITE_REASON_DENIED, "ATTACH"},
        {"ATTACH ':memory:' AS p;", SQLITE_REASON_DENIED, "ATTACH"},
        {"DETACH main;", SQLITE_REASON_DENIED, "DETACH"},
        {"VACUUM INTO '/tmp/out.db';", SQLITE_REASON_SQL, "VACUUM"},
        {"SELECT load_extension('x');", SQLITE_REASON_DENIED, "load_extension"},
        {"PRAGMA writable_schema = ON;", SQLITE_REASON_DENIED, "writable_schema"},
        {"PRAGMA temp_store_directory = '/etc';", SQLITE_REASON_DENIED, "temp_store_directory"},
        {"PRAGMA temp_store = FILE;", SQLITE_REASON_DENIED, "temp_store"},
        {"PRAGMA trusted_schema = ON;", SQLITE_REASON_DENIED, "trusted_schema"},
        {"PRAGMA max_page_count = 1000000000;", SQLITE_REASON_DENIED, "max_page_count"},
        {"UPDATE sqlite_schema SET sql = '';", SQLITE_REASON_SQL, "may not be modified"},
        {"CREATE VIRTUAL TABLE v USING csv(filename='/etc/passwd');", SQLITE_REASON_DENIED,
         "virtual table of csv"},
        {"WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c;",
         SQLITE_REASON_TIME, "took longer than 1000 ms"},
        {"CREATE TABLE big AS SELECT zeroblob(1000000000);", SQLITE_REASON_LIMIT, "larger"},
        {"CREATE TABLE big AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c"
         " LIMIT 200) SELECT zeroblob(8000000) FROM c;",
         SQLITE_REASON_LIMIT, "larger"},
        {"SELECT upper_case_of_the_application('x');", SQLITE_REASON_BRINGS, "no such function"},
        {"CREATE TABLE c (n TEXT COLLATE of_the_application); CREATE INDEX i ON c (n);",
         SQLITE_REASON_BRINGS, "no such collation"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        /* Only what never ends may meet the clock. */
        struct sqlite_step step = apply_within(
            *state, cases[i].sql, cases[i].reason == SQLITE_REASON_TIME ? 1000 : 60000);
        if (step.trouble.reason != cases[i].reason || !step.trouble.message ||
            !strstr(step.trouble.message, cases[i].says))
            fail_msg("%s: reason %d, '%s'", cases[i].sql, (int)step.trouble.reason,
                     step.trouble.message ? step.trouble.message : "");
        assert_true(step.trouble.statement >= 1);
        assert_non_null(step.trouble.words);
        assert_int_equal(step.verdict, cases[i].reason == SQLITE_REASON_SQL      ? VERDICT_FAIL
                                       : cases[i].reason == SQLITE_REASON_BRINGS ? VERDICT_UNKNOWN
                                                                                 : VERDICT_ERROR);
    }
}

static void statements_too_deep_and_too_large(void **state)
{
    cleanup_str struct str deep, large, many;
    str_init(&deep, 0);
    str_init(&large, 0);
    str_init(&many, 0);
    str_add(&deep, "SELECT ");
    str_add_repeat(&deep, "(", 5000);
    str_add(&deep, "1");
    str_add_repeat(&deep, ")", 5000);
    struct sqlite_step step = apply_one(*state, deep.p);
    assert_true(step.verdict == VERDICT_FAIL || step.verdict == VERDICT_ERROR);
    assert_int_equal(step.trouble.statement, 1);

    str_add(&large, "SELECT '");
    str_add_repeat(&large, "xxxxxxxx", LIMIT_BOX_SQL_BYTES / 8 + 1);
    str_add(&large, "';");
    step = apply_one(*state, large.p);
    assert_int_equal(step.trouble.reason, SQLITE_REASON_LIMIT);
    assert_int_equal(step.trouble.statement, 1);

    str_add(&many, "SELECT 1");
    str_add_repeat(&many, "+1", 100000);
    step = apply_one(*state, many.p);
    assert_int_equal(step.verdict, VERDICT_ERROR);
}

/* One opcode that runs on, where no progress handler is called: the alarm ends the child. */
static void one_long_opcode(void **state)
{
    struct sqlite_step step =
        apply_within(*state, "SELECT 1;\nSELECT printf('%.*c', 2000000000, 'x');", 1000);
    assert_int_equal(step.verdict, VERDICT_ERROR);
    assert_true(step.trouble.reason == SQLITE_REASON_TIME ||
                step.trouble.reason == SQLITE_REASON_LIMIT);
    assert_int_equal(step.trouble.statement, 2);
    assert_int_equal(step.trouble.line, 2);
    assert_string_equal(step.trouble.words, "SELECT printf('%.*c', 2000000000, 'x')");
}

static void questions_do_not_stay(void **state)
{
    struct sqlite_options options =
        CHAIN(*state, {"CREATE TABLE a (id INTEGER PRIMARY KEY);", NULL, false, NULL});
    struct sqlite_run run;
    struct err err = ERR_INIT;
    struct box_answer answer;
    struct box_request insert = {.question = BOX_SCRIPT,
                                 .sql = "INSERT INTO a VALUES (1), (2); SELECT count(*) FROM a;"};
    struct box_request endless = {
        .question = BOX_SCRIPT,
        .sql = "SELECT 1;\nWITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
               " SELECT count(*) FROM c;"};
    options.leg_ms = 1000;
    cleanup_sqlite_box struct sqlite_box *box = box_of(*state, &options, &run);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sqlite_box_ask(*state, box, &insert, &answer, &err), OK);
        assert_int_equal(answer.trouble.reason, SQLITE_REASON_NONE);
        assert_string_equal(answer.rows.items[0].values.items[0], "2");
        assert_int_equal(sqlite_box_ask(*state, box, &endless, &answer, &err), OK);
        assert_int_equal(answer.trouble.reason, SQLITE_REASON_TIME);
        assert_int_equal(answer.trouble.line, 2);
        assert_int_equal(answer.trouble.statement, 2);
    }
}

/* Ctrl-C does not wait for SQL: the child is gone, and asking again is no hang. */
static void an_interrupt_ends_the_wait(void **state)
{
    struct sqlite_options options = CHAIN(*state, {"CREATE TABLE a (id);", NULL, false, NULL});
    struct sqlite_run run;
    struct err err = ERR_INIT;
    struct box_answer answer;
    struct box_request endless = {
        .question = BOX_SCRIPT,
        .sql = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
               " SELECT count(*) FROM c;"};
    options.leg_ms = 60000;
    cleanup_sqlite_box struct sqlite_box *box = box_of(*state, &options, &run);
    interrupt_request(SIGINT);
    assert_int_equal(sqlite_box_ask(*state, box, &endless, &answer, &err), ERR_INTERRUPTED);
    interrupt_clear();
    err_clear(&err);
    assert_int_equal(sqlite_box_ask(*state, box, &endless, &answer, &err), ERR_FAILED);
    err_clear(&err);
}

static void many_rows_are_counted(void **state)
{
    struct sqlite_options options = CHAIN(*state, {"CREATE TABLE a (id);", NULL, false, NULL});
    struct sqlite_run run;
    struct err err = ERR_INIT;
    struct box_answer answer;
    struct box_request many = {
        .question = BOX_SCRIPT,
        .sql = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 5000)"
               " SELECT x FROM c;"};
    cleanup_sqlite_box struct sqlite_box *box = box_of(*state, &options, &run);
    assert_int_equal(sqlite_box_ask(*state, box, &many, &answer, &err), OK);
    assert_int_equal(answer.row_count, 5000);
    assert_int_equal(answer.rows.len, LIMIT_BOX_ROWS);
}

static void a_database_on_the_disk_keeps_its_journal_mode(void **state)
{
    struct sqlite_options options = CHAIN(*state, {"PRAGMA journal_mode = WAL;", NULL, true, NULL},
                                          {"CREATE TABLE a (id);", NULL, false, NULL});
    struct sqlite_run run;
    struct err err = ERR_INIT;
    struct box_answer answer;
    struct box_request mode = {.question = BOX_SCRIPT, .sql = "PRAGMA journal_mode"};
    options.on_disk = true;
    cleanup_sqlite_box struct sqlite_box *box = box_of(*state, &options, &run);
    assert_int_equal(run.applied, 2);
    assert_int_equal(sqlite_box_ask(*state, box, &mode, &answer, &err), OK);
    assert_string_equal(answer.rows.items[0].values.items[0], "wal");
}

/* Nothing of one question, its setup least of all, is there when the next one asks. */
static void questions_on_the_disk_do_not_stay(void **state)
{
    struct sqlite_options options = CHAIN(*state, {"CREATE TABLE a (id);", NULL, false, NULL});
    struct sqlite_run run;
    struct err err = ERR_INIT;
    struct box_answer answer;
    struct box_request change = {.question = BOX_SCRIPT,
                                 .sql = "PRAGMA journal_mode = WAL; PRAGMA user_version = 7"};
    struct box_request mode = {.question = BOX_SCRIPT, .sql = "PRAGMA journal_mode", .reads = true};
    struct box_request version = {
        .question = BOX_SCRIPT, .sql = "PRAGMA user_version", .reads = true};
    options.on_disk = true;
    cleanup_sqlite_box struct sqlite_box *box = box_of(*state, &options, &run);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sqlite_box_ask(*state, box, &change, &answer, &err), OK);
        assert_int_equal(answer.trouble.reason, SQLITE_REASON_NONE);
        assert_int_equal(sqlite_box_ask(*state, box, &mode, &answer, &err), OK);
        assert_string_equal(answer.rows.items[0].values.items[0], "delete");
        assert_int_equal(sqlite_box_ask(*state, box, &version, &answer, &err), OK);
        assert_string_equal(answer.rows.items[0].values.items[0], "0");
    }
}

/* What is gone with the migrations' connection proves nothing. */
static void temporary_objects_do_not_stay(void **state)
{
    struct sqlite_options options =
        CHAIN(*state,
              {"CREATE TABLE a (id INTEGER PRIMARY KEY);"
               "CREATE TABLE k (p REFERENCES a (id) CHECK (p > 0));",
               NULL, true, NULL},
              {"CREATE TEMP TABLE a (id, more); CREATE INDEX temp.i ON a (more);"
               "CREATE TEMP VIEW v AS SELECT * FROM a; INSERT INTO temp.a VALUES (1, 2);"
               "CREATE TEMP TRIGGER t AFTER INSERT ON main.k BEGIN DELETE FROM k; END;"
               "CREATE VIRTUAL TABLE temp.f USING fts5 (words);"
               "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;",
               NULL, true, NULL});
    static const struct {
        const char *sql, *says;
    } cases[] = {
        {"SELECT more FROM a", "no such column: more"},
        {"SELECT * FROM v", "no such table: v"},
        {"SELECT * FROM f", "no such table: f"},
        {"INSERT INTO k VALUES (0)", "CHECK constraint failed"},
        {"INSERT INTO k VALUES (1)", "FOREIGN KEY constraint failed"},
    };
    struct schema_snapshot snapshot;
    struct sqlite_run run;
    struct err err = ERR_INIT;
    cleanup_sqlite_box struct sqlite_box *box = box_of(*state, &options, &run);
    assert_int_equal(run.applied, 2);
    assert_int_equal(sqlite_box_snapshot(*state, box, &snapshot, &err), OK);
    assert_int_equal(snapshot.tables.len, 2);
    assert_int_equal(snapshot_table(&snapshot, "a")->columns.len, 1);
    assert_int_equal(snapshot_table(&snapshot, "a")->indexes.len, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct box_request request = {.question = BOX_SCRIPT, .sql = cases[i].sql};
        struct box_answer answer;
        assert_int_equal(sqlite_box_ask(*state, box, &request, &answer, &err), OK);
        if (!answer.trouble.message || !strstr(answer.trouble.message, cases[i].says))
            fail_msg("%s: %s", cases[i].sql,
                     answer.trouble.message ? answer.trouble.message : "no trouble");
    }
}

/* What is bounded is a statement, not the file; and none is cut in two. */
static void a_long_file_of_short_statements(void **state)
{
    struct arena *arena = *state;
    static const char one[] = "INSERT INTO a VALUES ('x; y'); -- then; another\n";
    struct str text cleanup_str;
    str_init(&text, 0);
    str_add(&text, "CREATE TABLE a (x);");
    while (text.len < LIMIT_BOX_SQL_BYTES + 100000)
        str_add(&text, one);
    const size_t rows = (text.len - strlen("CREATE TABLE a (x);")) / strlen(one);
    str_add(&text, "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT ';");
    for (int i = 0; i < 20000; i++)
        str_add(&text, ";x");
    str_add(&text, "'; SELECT 2; END;");
    struct sqlite_options options = CHAIN(arena, {text.p, NULL, false, NULL});
    options.leg_ms = 60000;
    struct sqlite_run run;
    struct err err = ERR_INIT;
    struct box_answer answer;
    struct box_request count = {.question = BOX_SCRIPT, .sql = "SELECT count(*) FROM a"};
    cleanup_sqlite_box struct sqlite_box *box = box_of(arena, &options, &run);
    if (run.steps[0].message)
        fail_msg("%s", run.steps[0].message);
    assert_int_equal(sqlite_box_ask(arena, box, &count, &answer, &err), OK);
    assert_string_equal(answer.rows.items[0].values.items[0], arena_printf(arena, "%zu", rows));
}

/* Cut off where one may be, this would be a statement too, and its comment would be run. */
static void a_long_statement_is_not_cut(void **state)
{
    struct arena *arena = *state;
    struct str text cleanup_str;
    str_init(&text, 0);
    str_add(&text, "; CREATE TABLE a (x) /* ");
    while (text.len < LIMIT_BOX_SQL_BYTES + 1000)
        str_add(&text, "; CREATE TABLE IF NOT EXISTS b (x); ");
    str_add(&text, "*/; CREATE TABLE c (x);");
    struct sqlite_step step = apply_within(arena, text.p, 60000);
    assert_int_equal(step.verdict, VERDICT_ERROR);
    assert_int_equal(step.trouble.reason, SQLITE_REASON_LIMIT);
}

/* SQLite takes a byte 0 for the end of the text, however much stands behind it. */
static void a_byte_zero(void **state)
{
    static const char *const texts[] = {"CREATE TABLE a (x);\n@ DROP TABLE a;",
                                        "CREATE TABLE a (x); -- so@ it goes\nCREATE TABEL b (x);"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct sqlite_options options = CHAIN(*state, {texts[i], NULL, false, NULL});
        const struct migration_file *file = options.migrations[0].up.spans.items[0].file;
        char *bytes = arena_strdup(*state, file->bytes);
        *strchr(bytes, '@') = '\0';
        ((struct migration_file *)(uintptr_t)file)->bytes = bytes;
        options.leg_ms = 60000;
        struct sqlite_run run;
        cleanup_sqlite_box struct sqlite_box *box = box_of(*state, &options, &run);
        assert_non_null(box);
        assert_int_equal(run.applied, 0);
        assert_int_equal(run.steps[0].verdict, VERDICT_FAIL);
        assert_non_null(strstr(run.steps[0].message, "byte 0"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(applies_a_chain, setup, teardown),
        cmocka_unit_test_setup_teardown(wrong_sql_has_a_place, setup, teardown),
        cmocka_unit_test_setup_teardown(a_failed_file_leaves_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_not_reached_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(hostile_sql, setup, teardown),
        cmocka_unit_test_setup_teardown(statements_too_deep_and_too_large, setup, teardown),
        cmocka_unit_test_setup_teardown(one_long_opcode, setup, teardown),
        cmocka_unit_test_setup_teardown(questions_do_not_stay, setup, teardown),
        cmocka_unit_test_setup_teardown(an_interrupt_ends_the_wait, setup, teardown),
        cmocka_unit_test_setup_teardown(many_rows_are_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(questions_on_the_disk_do_not_stay, setup, teardown),
        cmocka_unit_test_setup_teardown(temporary_objects_do_not_stay, setup, teardown),
        cmocka_unit_test_setup_teardown(a_long_file_of_short_statements, setup, teardown),
        cmocka_unit_test_setup_teardown(a_long_statement_is_not_cut, setup, teardown),
        cmocka_unit_test_setup_teardown(a_byte_zero, setup, teardown),
        cmocka_unit_test_setup_teardown(a_database_on_the_disk_keeps_its_journal_mode, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
