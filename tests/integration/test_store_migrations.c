#include "support/store_scratch.h"

#include <sqlite3.h>

#include "base/embed.h"
#include "base/str.h"
#include "store/db.h"
#include "store/migrate.h"

#define FOLDER "migrations/"

static void run(sqlite3 *db, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", message, sql);
}

/* sqlite_schema as one text, in a fixed order. */
static char *schema_of(struct arena *arena, sqlite3 *db)
{
    struct str text cleanup_str = {0};
    sqlite3_stmt *stmt;
    str_init(&text, 0);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT type, name, tbl_name, coalesce(sql, '') "
                                        "FROM sqlite_schema ORDER BY type, name",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        for (int i = 0; i < 4; i++)
            str_addf(&text, "%s\n", (const char *)sqlite3_column_text(stmt, i));
    (void)sqlite3_finalize(stmt);
    return str_dup(&text, arena);
}

static size_t list_files(struct scratch *s, const char *suffix, struct strlist *paths)
{
    const struct embedded_file *end = embedded_files + embedded_file_count;
    for (const struct embedded_file *f = embed_first(FOLDER);
         f && f < end && text_starts(f->path, FOLDER); f++)
        if (text_ends(f->path, suffix))
            strlist_add(s->arena, paths, f->path);
    return paths->len;
}

static void test_every_step_has_its_way_back(void **state)
{
    struct scratch *s = *state;
    struct strlist ups = {0};
    assert_true(list_files(s, ".up.sql", &ups) >= 5);
    assert_int_equal(ups.len, (size_t)migrate_known());
    sqlite3 *db;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    run(db, "PRAGMA foreign_keys=ON");
    char **before = arena_calloc(s->arena, ups.len + 1, sizeof *before);
    for (size_t i = 0; i < ups.len; i++) {
        before[i] = schema_of(s->arena, db);
        run(db, embed_find(ups.items[i])->bytes);
    }
    before[ups.len] = schema_of(s->arena, db);
    for (size_t i = ups.len; i-- > 0;) {
        const char *up = ups.items[i];
        const char *down =
            arena_printf(s->arena, "%.*s.down.sql", (int)(strlen(up) - strlen(".up.sql")), up);
        assert_non_null(embed_find(down));
        run(db, embed_find(down)->bytes);
        assert_string_equal(schema_of(s->arena, db), before[i]);
    }
    for (size_t i = 0; i < ups.len; i++)
        run(db, embed_find(ups.items[i])->bytes);
    assert_string_equal(schema_of(s->arena, db), before[ups.len]);
    (void)sqlite3_close(db);
}

static void test_names_are_timestamps_and_slugs(void **state)
{
    struct scratch *s = *state;
    struct strlist files = {0};
    (void)list_files(s, ".sql", &files);
    for (size_t i = 0; i < files.len; i++) {
        const char *name = files.items[i] + strlen(FOLDER);
        assert_int_equal(strspn(name, "0123456789"), 12);
        assert_int_equal(name[12], '_');
        size_t slug = strspn(name + 13, "abcdefghijklmnopqrstuvwxyz_");
        assert_true(slug > 0);
        assert_true(text_eq(name + 13 + slug, ".up.sql") || text_eq(name + 13 + slug, ".down.sql"));
    }
}

static void test_every_table_is_strict(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    int64_t loose;
    WORKS(s, db_ask(store,
                    "SELECT count(*) FROM pragma_table_list WHERE type='table' AND strict=0 "
                    "AND schema='main' AND name NOT LIKE 'sqlite%'",
                    &loose, &s->err));
    assert_int_equal(loose, 0);
    store_close(store);
}

static void test_every_statement_can_be_prepared(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    for (int i = 0; i < STMT_COUNT; i++) {
        struct db_use use cleanup_use = DB_USE_INIT;
        WORKS(s, db_use(store, (enum statement)i, &use, &s->err));
        /* One statement under each head: what follows it would never run. */
        const char *rest = NULL;
        sqlite3_stmt *stmt = NULL;
        assert_int_equal(
            sqlite3_prepare_v2(store->db, store->sql[i], (int)store->sql_len[i], &stmt, &rest),
            SQLITE_OK);
        assert_true(strspn(rest, " \n") >= (size_t)(store->sql[i] + store->sql_len[i] - rest));
        (void)sqlite3_finalize(stmt);
    }
    store_close(store);
}

/* EXPLAIN QUERY PLAN of a statement, as one text. */
static char *plan_of(struct scratch *s, struct store *store, enum statement statement)
{
    struct str text cleanup_str = {0};
    sqlite3_stmt *stmt;
    char *sql = arena_printf(s->arena, "EXPLAIN QUERY PLAN %.*s", (int)store->sql_len[statement],
                             store->sql[statement]);
    str_init(&text, 0);
    assert_int_equal(sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL), SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        str_addf(&text, "%s\n", (const char *)sqlite3_column_text(stmt, 3));
    (void)sqlite3_finalize(stmt);
    return str_dup(&text, s->arena);
}

static void test_status_is_read_from_covering_indexes(void **state)
{
    static const enum statement statements[] = {STMT_STANDING_ISSUES, STMT_STANDING_STATES};
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    for (size_t i = 0; i < 2; i++) {
        char *plan = plan_of(s, store, statements[i]);
        assert_non_null(strstr(plan, "USING COVERING INDEX"));
        assert_null(strstr(plan, "TEMP B-TREE"));
    }
    store_close(store);
}

static void test_lists_are_read_in_order_without_sorting(void **state)
{
    static const enum statement statements[] = {
        STMT_ISSUE_LIST, STMT_ISSUE_IDS, STMT_MILESTONE_LIST, STMT_LABEL_LIST,
        STMT_BASE_LIST,  STMT_FACT_LIST, STMT_CHANGE_LIST,    STMT_BUDGET_LIST,
    };
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        assert_null(strstr(plan_of(s, store, statements[i]), "TEMP B-TREE"));
    store_close(store);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_every_step_has_its_way_back),
        CASE(test_names_are_timestamps_and_slugs),
        CASE(test_every_table_is_strict),
        CASE(test_every_statement_can_be_prepared),
        CASE(test_status_is_read_from_covering_indexes),
        CASE(test_lists_are_read_in_order_without_sorting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
