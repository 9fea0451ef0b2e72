#include "schema_chain.h"
#include "schema_matrix.h"

#include "schema/check/check.h"

#define SCHEMA                                                                                     \
    "CREATE TABLE account (id INTEGER PRIMARY KEY, mail TEXT NOT NULL UNIQUE,"                     \
    " state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')), note VARCHAR(30));"  \
    "CREATE TABLE event (account INT NOT NULL REFERENCES account ON DELETE CASCADE,"               \
    " no INT NOT NULL, body TEXT CONSTRAINT body_is_json CHECK (json_valid(body)),"                \
    " PRIMARY KEY (account, no)) WITHOUT ROWID;"                                                   \
    "CREATE INDEX event_body ON event (no DESC, body) WHERE body IS NOT NULL;"                     \
    "CREATE INDEX account_state ON account (state);"                                               \
    "CREATE UNIQUE INDEX account_note ON account (lower(note));"                                   \
    "CREATE VIEW open_account AS SELECT * FROM account WHERE state = 'open';"                      \
    "CREATE TRIGGER touch AFTER INSERT ON account BEGIN SELECT 1; END;"

struct world {
    struct arena *arena;
    struct sqlite_box *box;
    struct sqlite_run run;
    struct schema_snapshot snapshot;
    struct schema_state whole, stopped, none; /* the same database, told to be cut off; nothing */
};

static int setup(void **state)
{
    struct arena *arena = arena_new();
    struct world *world = ARENA_NEW(arena, struct world);
    struct sqlite_options options = CHAIN(arena, {SCHEMA, NULL, false, NULL});
    struct err err = ERR_INIT;
    world->arena = arena;
    world->box = box_of(arena, &options, &world->run);
    if (world->run.steps[0].message)
        fail_msg("%s", world->run.steps[0].message);
    assert_int_equal(sqlite_box_snapshot(arena, world->box, &world->snapshot, &err), OK);
    world->whole = (struct schema_state){&world->snapshot, world->box, NULL};
    world->stopped = (struct schema_state){&world->snapshot, world->box, "the chain stops at '2'"};
    *state = world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;
    sqlite_box_close(world->box);
    arena_free(world->arena);
    return 0;
}

static struct strlist names(struct arena *arena, const char *a, const char *b)
{
    struct strlist list = {NULL, 0, 0};
    if (a)
        strlist_add(arena, &list, a);
    if (b)
        strlist_add(arena, &list, b);
    return list;
}

static void tables(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *table, *column, *type, *value;
        enum asked null, strict;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {"account", NULL, NULL, NULL, ASKED_ANY, ASKED_ANY, VERDICT_PASS, NULL},
        {"ACCOUNT", "Mail", "text", NULL, ASKED_NO, ASKED_NO, VERDICT_PASS, NULL},
        {"account", "state", "TEXT", "'open'", ASKED_NO, ASKED_ANY, VERDICT_PASS, NULL},
        {"account", "note", "varchar (30)", NULL, ASKED_YES, ASKED_ANY, VERDICT_PASS, NULL},
        {"account", "id", "INTEGER", NULL, ASKED_NO, ASKED_ANY, VERDICT_PASS, NULL},
        {"acount", NULL, NULL, NULL, ASKED_ANY, ASKED_ANY, VERDICT_FAIL, "no table 'acount'"},
        {"open_account", NULL, NULL, NULL, ASKED_ANY, ASKED_ANY, VERDICT_FAIL, "is a view"},
        {"account", "phone", NULL, NULL, ASKED_ANY, ASKED_ANY, VERDICT_FAIL, "no column 'phone'"},
        {"account", "mail", "INT", NULL, ASKED_ANY, ASKED_ANY, VERDICT_FAIL, "has the type 'TEXT'"},
        {"account", "mail", NULL, NULL, ASKED_YES, ASKED_ANY, VERDICT_FAIL, "is NOT NULL"},
        {"account", "note", NULL, NULL, ASKED_NO, ASKED_ANY, VERDICT_FAIL, "may be NULL"},
        {"account", "state", NULL, "'shut'", ASKED_ANY, ASKED_ANY, VERDICT_FAIL, "default 'open'"},
        {"account", NULL, NULL, NULL, ASKED_ANY, ASKED_YES, VERDICT_FAIL, "is not STRICT"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct table_asked asked = {.table = cases[i].table, .strict = cases[i].strict};
        if (cases[i].column)
            VEC_PUSH(w->arena, &asked.columns,
                     ((struct column_asked){cases[i].column, cases[i].type, cases[i].value,
                                            cases[i].null}));
        struct check_result is = schema_check_table(w->arena, &w->whole, &asked);
        expect(CHECK_TABLE, cases[i].verdict, &is, cases[i].says);
        is = schema_check_table(w->arena, &w->stopped, &asked);
        bool fails = cases[i].verdict == VERDICT_FAIL;
        expect(CHECK_TABLE, fails ? VERDICT_UNKNOWN : VERDICT_PASS, &is,
               fails ? "but the chain stops at '2'" : NULL);
        is = schema_check_table(w->arena, &w->none, &asked);
        expect(CHECK_TABLE, VERDICT_ERROR, &is, NULL);
    }
}

static void keys(void **state)
{
    struct world *w = *state;
    struct strlist id = names(w->arena, "id", NULL), mail = names(w->arena, "mail", NULL);
    struct strlist pair = names(w->arena, "account", "no"),
                   turned = names(w->arena, "no", "account");
    struct check_result is = schema_check_primary_key(w->arena, &w->whole, "event", &pair);
    expect(CHECK_PRIMARY_KEY, VERDICT_PASS, &is, NULL);
    is = schema_check_primary_key(w->arena, &w->whole, "event", &turned);
    expect(CHECK_PRIMARY_KEY, VERDICT_FAIL, &is, "has the primary key (account, no)");
    is = schema_check_primary_key(w->arena, &w->stopped, "nothing", &id);
    expect(CHECK_PRIMARY_KEY, VERDICT_UNKNOWN, &is, NULL);
    is = schema_check_primary_key(w->arena, &w->none, "event", &pair);
    expect(CHECK_PRIMARY_KEY, VERDICT_ERROR, &is, NULL);

    is = schema_check_unique(w->arena, &w->whole, "account", &mail);
    expect(CHECK_UNIQUE, VERDICT_PASS, &is, NULL);
    is = schema_check_unique(w->arena, &w->whole, "event", &turned);
    expect(CHECK_UNIQUE, VERDICT_PASS, &is, NULL);
    struct strlist note = names(w->arena, "note", NULL);
    is = schema_check_unique(w->arena, &w->whole, "account", &note);
    expect(CHECK_UNIQUE, VERDICT_FAIL, &is, "(note) of 'account' is not unique");
    is = schema_check_unique(w->arena, &w->stopped, "account", &note);
    expect(CHECK_UNIQUE, VERDICT_UNKNOWN, &is, NULL);
    is = schema_check_unique(w->arena, &w->none, "account", &mail);
    expect(CHECK_UNIQUE, VERDICT_ERROR, &is, NULL);
}

static void foreign_keys(void **state)
{
    struct world *w = *state;
    struct foreign_key_asked asked = {.table = "event",
                                      .columns = names(w->arena, "account", NULL),
                                      .parent = "account",
                                      .parent_columns = names(w->arena, "id", NULL),
                                      .on_delete = "CASCADE"};
    struct check_result is = schema_check_foreign_key(w->arena, &w->whole, &asked);
    expect(CHECK_FOREIGN_KEY, VERDICT_PASS, &is, NULL);
    asked.on_delete = "set null";
    is = schema_check_foreign_key(w->arena, &w->whole, &asked);
    expect(CHECK_FOREIGN_KEY, VERDICT_FAIL, &is, "ON DELETE cascade, not set null");
    asked.columns = names(w->arena, "no", NULL);
    is = schema_check_foreign_key(w->arena, &w->stopped, &asked);
    expect(CHECK_FOREIGN_KEY, VERDICT_UNKNOWN, &is, "no foreign key on (no)");
    is = schema_check_foreign_key(w->arena, &w->none, &asked);
    expect(CHECK_FOREIGN_KEY, VERDICT_ERROR, &is, NULL);
}

/* SQLite takes all of these, and never a row: neither PRAGMA has a word about them. */
static void dangling_keys(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *sql, *says;
    } cases[] = {
        {"CREATE TABLE t (s INT REFERENCES sessions(id));", "there is no table 'sessions'"},
        {"CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (s INT REFERENCES p(no));",
         "table 'p' has no column 'no'"},
        {"CREATE TABLE p (id INTEGER PRIMARY KEY, n INT); CREATE TABLE t (s INT REFERENCES p(n));",
         "(n) is no primary or unique key of table 'p'"},
        {"CREATE TABLE p (a INT, b INT, PRIMARY KEY (a, b)); CREATE TABLE t (s INT REFERENCES p);",
         "table 'p' has a primary key of 2 columns, not of 1"},
        {"CREATE TABLE p (a INT, b INT); CREATE UNIQUE INDEX u ON p (a) WHERE b = 1;"
         "CREATE TABLE t (s INT REFERENCES p(a));",
         "(a) is no primary or unique key"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sqlite_options options = CHAIN(w->arena, {cases[i].sql, NULL, false, NULL});
        struct sqlite_run run;
        struct schema_snapshot snapshot;
        struct check_result is;
        struct err err = ERR_INIT;
        cleanup_sqlite_box struct sqlite_box *box = box_of(w->arena, &options, &run);
        assert_int_equal(run.applied, 1);
        assert_int_equal(sqlite_box_snapshot(w->arena, box, &snapshot, &err), OK);
        struct schema_state dangling = {&snapshot, box, NULL};
        is = schema_check_foreign_key(w->arena, &dangling,
                                      &(struct foreign_key_asked){.table = NULL});
        expect(CHECK_FOREIGN_KEY, VERDICT_FAIL, &is, cases[i].says);
        assert_int_equal(schema_check_integrity(w->arena, &dangling, 3, &is, &err), OK);
        expect(CHECK_INTEGRITY, VERDICT_FAIL, &is, cases[i].says);
    }
}

static void constraints_indexes_objects(void **state)
{
    struct world *w = *state;
    struct check_result is = schema_check_constraint(w->arena, &w->whole, "event", "JSON_VALID");
    expect(CHECK_CHECK_CONSTRAINT, VERDICT_PASS, &is, NULL);
    is = schema_check_constraint(w->arena, &w->whole, "account", "state IN ( 'open','closed' )");
    expect(CHECK_CHECK_CONSTRAINT, VERDICT_PASS, &is, NULL);
    is = schema_check_constraint(w->arena, &w->whole, "event", "body_is_json");
    expect(CHECK_CHECK_CONSTRAINT, VERDICT_PASS, &is, NULL);
    is = schema_check_constraint(w->arena, &w->whole, "account", "length(mail)");
    expect(CHECK_CHECK_CONSTRAINT, VERDICT_FAIL, &is, "no CHECK of 'account' contains");
    is = schema_check_constraint(w->arena, &w->stopped, "account", "length(mail)");
    expect(CHECK_CHECK_CONSTRAINT, VERDICT_UNKNOWN, &is, NULL);
    is = schema_check_constraint(w->arena, &w->none, "account", "length(mail)");
    expect(CHECK_CHECK_CONSTRAINT, VERDICT_ERROR, &is, NULL);

    is = schema_check_object(w->arena, &w->whole, "view", "OPEN_account", NULL);
    expect(CHECK_OBJECT, VERDICT_PASS, &is, NULL);
    is = schema_check_object(w->arena, &w->whole, "trigger", "touch", "account");
    expect(CHECK_OBJECT, VERDICT_PASS, &is, NULL);
    is = schema_check_object(w->arena, &w->whole, "trigger", "touch", "event");
    expect(CHECK_OBJECT, VERDICT_FAIL, &is, "is on 'account'");
    is = schema_check_object(w->arena, &w->whole, "view", "touch", NULL);
    expect(CHECK_OBJECT, VERDICT_FAIL, &is, "there is no view 'touch'");
    is = schema_check_object(w->arena, &w->whole, "function", "f", NULL);
    expect(CHECK_OBJECT, VERDICT_SKIP, &is, "SQLite has no objects");
    is = schema_check_object(w->arena, &w->stopped, "view", "later", NULL);
    expect(CHECK_OBJECT, VERDICT_UNKNOWN, &is, NULL);
    is = schema_check_object(w->arena, &w->none, "view", "open_account", NULL);
    expect(CHECK_OBJECT, VERDICT_ERROR, &is, NULL);
}

static void indexes(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *name, *table, *a, *b, *where;
        enum asked unique;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {"event_body", "event", "no DESC", "body", "body is not null", ASKED_NO, VERDICT_PASS,
         NULL},
        {"account_note", NULL, "lower(note)", NULL, "", ASKED_YES, VERDICT_PASS, NULL},
        {NULL, "account", "state", NULL, NULL, ASKED_ANY, VERDICT_PASS, NULL},
        {NULL, "account", "mail", NULL, NULL, ASKED_YES, VERDICT_PASS, NULL},
        {"event_body", "event", "no", "body", NULL, ASKED_ANY, VERDICT_FAIL,
         "over (no desc, body)"},
        {"event_body", "account", NULL, NULL, NULL, ASKED_ANY, VERDICT_FAIL, "is on 'event'"},
        {"event_body", NULL, NULL, NULL, "", ASKED_ANY, VERDICT_FAIL, "body is not null"},
        {"account_state", NULL, NULL, NULL, NULL, ASKED_YES, VERDICT_FAIL, "is not unique"},
        {"account_age", NULL, NULL, NULL, NULL, ASKED_ANY, VERDICT_FAIL, "no index 'account_age'"},
        {NULL, "account", "note", NULL, NULL, ASKED_ANY, VERDICT_FAIL, "no such index over (note)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct index_asked asked = {cases[i].name, cases[i].table,
                                    names(w->arena, cases[i].a, cases[i].b), cases[i].where,
                                    cases[i].unique};
        struct check_result is = schema_check_index(w->arena, &w->whole, &asked);
        expect(CHECK_INDEX, cases[i].verdict, &is, cases[i].says);
        if (cases[i].verdict == VERDICT_FAIL) {
            is = schema_check_index(w->arena, &w->stopped, &asked);
            expect(CHECK_INDEX, VERDICT_UNKNOWN, &is, NULL);
        }
        is = schema_check_index(w->arena, &w->none, &asked);
        expect(CHECK_INDEX, VERDICT_ERROR, &is, NULL);
    }
}

static void sql(void **state)
{
    struct world *w = *state;
    static const struct {
        struct sql_asked asked;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {{"SELECT 1 + 1", EXPECT_VALUE, "2", 0}, VERDICT_PASS, NULL},
        {{"SELECT NULL", EXPECT_VALUE, NULL, 0}, VERDICT_PASS, NULL},
        {{"SELECT 1 + 1", EXPECT_VALUE, "3", 0}, VERDICT_FAIL, "the value is '2', not '3'"},
        {{"SELECT 1 WHERE 0", EXPECT_VALUE, "1", 0}, VERDICT_FAIL, "no row"},
        {{"VALUES (1), (2)", EXPECT_ROWS, NULL, 2}, VERDICT_PASS, NULL},
        {{"VALUES (1), (2)", EXPECT_ROWS, NULL, 3}, VERDICT_FAIL, "2 rows, not 3"},
        {{"SELECT * FROM account", EXPECT_EMPTY, NULL, 0}, VERDICT_PASS, NULL},
        {{"SELECT 1", EXPECT_EMPTY, NULL, 0}, VERDICT_FAIL, "1 rows, not none"},
        {{"SELECT 1", EXPECT_NONEMPTY, NULL, 0}, VERDICT_PASS, NULL},
        {{"SELECT * FROM account", EXPECT_NONEMPTY, NULL, 0}, VERDICT_FAIL, "there is no row"},
        {{"SELECT 'v12'", EXPECT_MATCHES, "^v[0-9]+$", 0}, VERDICT_PASS, NULL},
        {{"SELECT 'x12'", EXPECT_MATCHES, "^v[0-9]+$", 0}, VERDICT_FAIL, "does not match"},
        {{"SELECT 'x'", EXPECT_MATCHES, "(", 0}, VERDICT_ERROR, "no regular expression"},
        {{"INSERT INTO event VALUES (7, 1, '{}')", EXPECT_ERROR, "foreign key", 0},
         VERDICT_PASS,
         NULL},
        {{"INSERT INTO event VALUES (7, 1, '{')", EXPECT_ERROR, "body_is_json", 0},
         VERDICT_PASS,
         NULL},
        {{"INSERT INTO account (mail) VALUES ('a')", EXPECT_ERROR, "UNIQUE", 0},
         VERDICT_FAIL,
         "no error"},
        {{"INSERT INTO account (mail) VALUES (NULL)", EXPECT_ERROR, "UNIQUE", 0},
         VERDICT_FAIL,
         "the error is 'NOT NULL"},
        /* the rule of a key, tried */
        {{"INSERT INTO account (id, mail) VALUES (1, 'a'); INSERT INTO event VALUES (1, 1, '{}');"
          "DELETE FROM account; SELECT count(*) FROM event",
          EXPECT_VALUE, "0", 0},
         VERDICT_PASS,
         NULL},
        {{"SELECT 1;\n SELECT * FROM missing", EXPECT_EMPTY, NULL, 0},
         VERDICT_FAIL,
         "statement 2 ('SELECT * FROM missing'): no such table: missing"},
        {{"ATTACH 'x' AS y", EXPECT_EMPTY, NULL, 0}, VERDICT_ERROR, "ATTACH"},
        {{"ATTACH 'x' AS y", EXPECT_ERROR, "ATTACH", 0}, VERDICT_ERROR, "ATTACH"},
        {{"SELECT of_the_application(1)", EXPECT_EMPTY, NULL, 0},
         VERDICT_UNKNOWN,
         "no such function"},
    };
    struct err err = ERR_INIT;
    struct check_result is;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(schema_check_sql(w->arena, &w->whole, &cases[i].asked, &is, &err), OK);
        expect(CHECK_SQL, cases[i].verdict, &is, cases[i].says);
    }
    assert_int_equal(schema_check_sql(w->arena, &w->stopped, &cases[18].asked, &is, &err), OK);
    expect(CHECK_SQL, VERDICT_UNKNOWN, &is, "but the chain stops");
    assert_int_equal(is.line, 2);
    assert_int_equal(schema_check_sql(w->arena, &w->stopped, &cases[6].asked, &is, &err), OK);
    expect(CHECK_SQL, VERDICT_UNKNOWN, &is, "it holds so far, but the chain stops");
    is =
        schema_check_foreign_key(w->arena, &w->stopped, &(struct foreign_key_asked){.table = NULL});
    expect(CHECK_FOREIGN_KEY, VERDICT_UNKNOWN, &is, "it holds so far");
    assert_int_equal(schema_check_integrity(w->arena, &w->stopped, 3, &is, &err), OK);
    expect(CHECK_INTEGRITY, VERDICT_UNKNOWN, &is, "it holds so far");
}

static void query_plans(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *sql, *uses, *may_scan;
        uint32_t forbid;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {"SELECT * FROM account WHERE state = ?1", "account_state", NULL, FORBID_SCAN, VERDICT_PASS,
         NULL},
        {"SELECT * FROM account WHERE id = 1", NULL, NULL, FORBID_SCAN, VERDICT_PASS, NULL},
        {"SELECT * FROM account", NULL, "account", FORBID_SCAN, VERDICT_PASS, NULL},
        {"SELECT 1", NULL, NULL, FORBID_SCAN, VERDICT_PASS, NULL},
        {"SELECT a.id FROM account AS a JOIN event e ON e.account = a.id WHERE a.mail = 'x'", NULL,
         NULL, FORBID_SCAN | FORBID_AUTOMATIC_INDEX, VERDICT_PASS, NULL},
        {"SELECT * FROM account WHERE note = 'x'", NULL, NULL, FORBID_SCAN, VERDICT_FAIL,
         "reads every row of 'account'"},
        /* "USING INDEX" stands in the plan of each of these */
        {"SELECT state FROM account", NULL, NULL, FORBID_SCAN, VERDICT_FAIL,
         "reads every row of 'account' through index 'account_state'"},
        {"SELECT * FROM account AS a, account AS b WHERE b.note = a.note AND a.id = 1", NULL,
         "account", FORBID_SCAN | FORBID_AUTOMATIC_INDEX, VERDICT_PASS, NULL},
        {"SELECT * FROM account a JOIN account b ON b.note = a.note", NULL, "account",
         FORBID_AUTOMATIC_INDEX, VERDICT_FAIL, "makes an index over 'account' for itself"},
        {"SELECT * FROM account WHERE state = 'open' ORDER BY note", NULL, NULL, FORBID_TEMP_BTREE,
         VERDICT_FAIL, "sorts by itself"},
        {"SELECT * FROM account WHERE id = 1", "account_state", NULL, FORBID_SCAN, VERDICT_FAIL,
         "does not use index 'account_state'"},
        {"WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 5) SELECT x "
         "FROM c",
         NULL, NULL, FORBID_SCAN, VERDICT_PASS, NULL},
        /* not there yet, which is no fault of the question */
        {"SELECT * FROM nowhere", NULL, NULL, FORBID_SCAN, VERDICT_FAIL, "no such table"},
        {"SELECT due FROM account", NULL, NULL, FORBID_SCAN, VERDICT_FAIL, "no such column"},
        {"SELECT * FRM account", NULL, NULL, FORBID_SCAN, VERDICT_ERROR, "syntax error"},
        {"SELECT of_the_application(1)", NULL, NULL, FORBID_SCAN, VERDICT_UNKNOWN,
         "no such function"},
    };
    struct err err = ERR_INIT;
    struct check_result is;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plan_asked asked = {.sql = cases[i].sql,
                                   .uses = names(w->arena, cases[i].uses, NULL),
                                   .forbid = cases[i].forbid,
                                   .may_scan = names(w->arena, cases[i].may_scan, NULL)};
        assert_int_equal(schema_check_query_plan(w->arena, &w->whole, &asked, &is, &err), OK);
        expect(CHECK_QUERY_PLAN, cases[i].verdict, &is, cases[i].says);
    }
}

/* The size that a table is said to have decides which of two indexes the planner takes. */
static void sizes_change_the_plan(void **state)
{
    struct world *w = *state;
    struct sqlite_options options =
        CHAIN(w->arena, {"CREATE TABLE a (id INTEGER PRIMARY KEY, x INT);"
                         "CREATE TABLE b (id INTEGER PRIMARY KEY, x INT);"
                         "CREATE INDEX ax ON a (x); CREATE INDEX bx ON b (x);",
                         NULL, false, NULL});
    struct sqlite_run run;
    struct schema_snapshot snapshot;
    struct check_result is;
    struct err err = ERR_INIT;
    cleanup_sqlite_box struct sqlite_box *box = box_of(w->arena, &options, &run);
    assert_int_equal(sqlite_box_snapshot(w->arena, box, &snapshot, &err), OK);
    struct schema_state both = {&snapshot, box, NULL};
    for (int large = 0; large < 2; large++) {
        struct plan_asked asked = {.sql = "SELECT * FROM a JOIN b ON a.x = b.x",
                                   .uses = names(w->arena, large ? "ax" : "bx", NULL)};
        VEC_PUSH(w->arena, &asked.sizes, ((struct box_size){"a", large ? 100000 : 10}));
        VEC_PUSH(w->arena, &asked.sizes, ((struct box_size){"b", large ? 10 : 100000}));
        assert_int_equal(schema_check_query_plan(w->arena, &both, &asked, &is, &err), OK);
        expect(CHECK_QUERY_PLAN, VERDICT_PASS, &is, NULL);
    }
}

static void seeds(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *sql;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {"INSERT OR IGNORE INTO account (id, mail) VALUES (1, 'a')", VERDICT_PASS, NULL},
        {"-- later\n", VERDICT_FAIL, "it holds no statement"},
        {"INSERT INTO account (mail) VALUES (hex(randomblob(8)))", VERDICT_FAIL,
         "'account': 1 rows after the first run, 2 after the second"},
        {"INSERT INTO account (id, mail) VALUES (1, 'a')", VERDICT_FAIL, "UNIQUE"},
        {"INSERT OR REPLACE INTO account (id, mail) VALUES (1, hex(randomblob(8)))", VERDICT_FAIL,
         "changes column 'mail'"},
        {"ATTACH 'x' AS y", VERDICT_ERROR, "ATTACH"},
        {"SELECT of_the_application(1)", VERDICT_UNKNOWN, NULL},
    };
    struct err err = ERR_INIT;
    struct check_result is;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(
            schema_check_seed(w->arena, &w->whole, "seed.sql", cases[i].sql, &is, &err), OK);
        expect(CHECK_SEED, cases[i].verdict, &is, cases[i].says);
    }
}

static void integrity(void **state)
{
    struct world *w = *state;
    struct err err = ERR_INIT;
    struct check_result is;
    assert_int_equal(schema_check_integrity(w->arena, &w->whole, 3, &is, &err), OK);
    expect(CHECK_INTEGRITY, VERDICT_PASS, &is, NULL);
    assert_int_equal(schema_check_integrity(w->arena, &w->none, 3, &is, &err), OK);
    expect(CHECK_INTEGRITY, VERDICT_ERROR, &is, NULL);

    struct sqlite_options options = CHAIN(
        w->arena, {"CREATE TABLE t (a INT NOT NULL CHECK (a > 5 AND a < 3));", NULL, false, NULL});
    struct sqlite_run run;
    struct schema_snapshot snapshot;
    cleanup_sqlite_box struct sqlite_box *box = box_of(w->arena, &options, &run);
    assert_int_equal(sqlite_box_snapshot(w->arena, box, &snapshot, &err), OK);
    struct schema_state empty = {&snapshot, box, NULL};
    assert_int_equal(schema_check_integrity(w->arena, &empty, 3, &is, &err), OK);
    expect(CHECK_INTEGRITY, VERDICT_UNKNOWN, &is, "no rows could be made for 't'");

    /* A row that points nowhere, from a time without enforcement. */
    options = CHAIN(w->arena, {"PRAGMA foreign_keys = OFF; CREATE TABLE p (id INTEGER PRIMARY KEY);"
                               "CREATE TABLE c (p INT REFERENCES p); INSERT INTO c VALUES (7);",
                               NULL, true, NULL});
    cleanup_sqlite_box struct sqlite_box *other = box_of(w->arena, &options, &run);
    assert_int_equal(sqlite_box_snapshot(w->arena, other, &snapshot, &err), OK);
    struct schema_state orphan = {&snapshot, other, NULL};
    assert_int_equal(schema_check_integrity(w->arena, &orphan, 3, &is, &err), OK);
    expect(CHECK_INTEGRITY, VERDICT_FAIL, &is, "a row of c points at no row of p");
}

static void pragmas(void **state)
{
    struct world *w = *state;
    static const struct {
        struct pragma_asked asked;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {{"journal_mode", "WAL", NULL}, VERDICT_PASS, NULL},
        {{"user_version", "7", NULL}, VERDICT_PASS, NULL},
        {{"synchronous", "normal", NULL}, VERDICT_PASS, NULL},
        {{"busy_timeout", "5000", "PRAGMA busy_timeout = 5000"}, VERDICT_PASS, NULL},
        {{"journal_mode", "delete", NULL}, VERDICT_FAIL, "is wal, not delete"},
        {{"synchronous", "full", NULL}, VERDICT_FAIL, "is 1, not full"},
        {{"foreign_keys", "on", NULL}, VERDICT_UNKNOWN, "a setting of each connection"},
        {{"foreign_keys; DROP TABLE a", "on", NULL}, VERDICT_ERROR, "no name of a PRAGMA"},
        {{"nonesuch", "1", NULL}, VERDICT_ERROR, "nonesuch"},
    };
    struct sqlite_options options =
        CHAIN(w->arena,
              {"PRAGMA journal_mode = WAL; PRAGMA main.synchronous = NORMAL;", NULL, true, NULL},
              {"PRAGMA user_version = 7; CREATE TABLE a (id);", NULL, false, NULL});
    struct sqlite_run run;
    struct err err = ERR_INIT;
    struct check_result is;
    struct schema_snapshot snapshot;
    options.on_disk = true;
    cleanup_sqlite_box struct sqlite_box *box = box_of(w->arena, &options, &run);
    assert_int_equal(sqlite_box_snapshot(w->arena, box, &snapshot, &err), OK);
    struct schema_state disk = {&snapshot, box, NULL};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(schema_check_pragma(w->arena, &disk, &cases[i].asked, &is, &err), OK);
        expect(CHECK_PRAGMA, cases[i].verdict, &is, cases[i].says);
    }
}

static void runs(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *up, *down;
        enum verdict apply, smoke, duration;
    } cases[] = {
        {"CREATE TABLE x (id);", "DROP TABLE x;", VERDICT_PASS, VERDICT_PASS, VERDICT_PASS},
        {"CREATE TABLE x (id);", "", VERDICT_PASS, VERDICT_FAIL, VERDICT_PASS},
        {"CREATE TABEL x (id);", "", VERDICT_FAIL, VERDICT_FAIL, VERDICT_UNKNOWN},
        {"ATTACH 'x' AS y;", "", VERDICT_ERROR, VERDICT_ERROR, VERDICT_ERROR},
        {"SELECT of_the_application(1);", "", VERDICT_UNKNOWN, VERDICT_UNKNOWN, VERDICT_UNKNOWN},
        {"CREATE TABLE x (id);", NULL, VERDICT_PASS, VERDICT_SKIP, VERDICT_PASS},
        {"WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c;",
         "", VERDICT_ERROR, VERDICT_ERROR, VERDICT_FAIL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sqlite_options options = CHAIN(w->arena, {cases[i].up, cases[i].down, false, NULL});
        options.leg_ms = cases[i].duration == VERDICT_FAIL ? 1000 : options.leg_ms;
        struct sqlite_run run = smoke_of(w->arena, &options);
        struct check_result is = schema_check_apply(w->arena, &run, 0);
        expect(CHECK_APPLY, cases[i].apply, &is, NULL);
        is = schema_check_smoke(w->arena, &run, 0);
        expect(CHECK_SMOKE, cases[i].smoke, &is, NULL);
        is = schema_check_duration(w->arena, &run, 0, 60000000, 0);
        expect(CHECK_DURATION, cases[i].duration, &is, NULL);
    }
}

MATRIX_TEST(MATRIX_SQLITE)

#define ON_WORLD(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_WORLD(tables),
        ON_WORLD(keys),
        ON_WORLD(foreign_keys),
        ON_WORLD(dangling_keys),
        ON_WORLD(constraints_indexes_objects),
        ON_WORLD(indexes),
        ON_WORLD(sql),
        ON_WORLD(query_plans),
        ON_WORLD(sizes_change_the_plan),
        ON_WORLD(seeds),
        ON_WORLD(integrity),
        ON_WORLD(pragmas),
        ON_WORLD(runs),
        cmocka_unit_test(no_hole_in_the_matrix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
