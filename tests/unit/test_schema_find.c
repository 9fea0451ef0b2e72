/* Which folders are taken for migrations when nobody names one, and for which engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"
#include "schema/folder/find.h"

/* Blank between two paths, and between two folders. */
static void expect(const char *paths, const char *folders)
{
    struct arena *arena cleanup_arena = arena_new();
    struct strlist given = {0}, found = {0};
    char *rest = arena_strdup(arena, paths), *path;
    struct str text cleanup_str;
    while ((path = strsep(&rest, " ")))
        strlist_add(arena, &given, path);
    migration_folders_find(arena, &given, &found);
    str_init(&text, 0);
    for (uint32_t i = 0; i < found.len; i++)
        str_addf(&text, "%s%s", i > 0 ? " " : "", *found.items[i] ? found.items[i] : "top");
    assert_string_equal(text.p, folders);
}

static void folders_by_their_files(void **state)
{
    (void)state;
    expect("db/1_a.sql db/2_b.sql", "db");
    expect("db/1_a.sql", "");
    expect("db/a.sql db/b.sql db/c.sql", "");
    expect("db/V1__a.sql db/V2__b.sql", "db");
    expect("db/20240101_a/up.sql db/20240102_b/up.sql db/20240102_b/down.sql", "db");
    expect("db/1_a/migration.sql db/2_b/migration.sql", "db");
    expect("db/sqitch.plan db/deploy/1.sql db/deploy/2.sql", "db");
    expect("prisma/x/migration_lock.toml", "prisma/x");
    expect("1_a.sql 2_b.sql docs/x.sql", "top");
    expect("a/1_a.sql a/2_b.sql vendor/c/1_a.sql vendor/c/2_a.sql b/1.sql b/2.sql", "a b");
}

static void the_first_migration_of_a_folder(void **state)
{
    (void)state;
    expect("db/migrations/0001_init.sql", "db/migrations");
    expect("server/migration/sqlite/V20240101__init.sql", "server/migration/sqlite");
    expect("migrations/2024-01-01-000000_init/up.sql", "migrations");
    expect("migrations/readme.sql", "");
}

static void releases_are_no_folders_of_their_own(void **state)
{
    (void)state;
    expect("m/sqlite/0.9/01__a.sql m/sqlite/0.9/02__b.sql m/sqlite/0.10/01__c.sql "
           "m/sqlite/0.10/02__d.sql",
           "m/sqlite");
    expect("db/2023/1_a.sql db/2024/2_b.sql", "db");
    expect("db/0.9/1_a.sql db/v2/1_b.sql db/v2/2_c.sql db/v2/3_d.sql", "db/v2");
}

static void a_folder_inside_another_belongs_to_it(void **state)
{
    (void)state;
    expect("db/1_a.sql db/2_b.sql db/old/1_a.sql db/old/2_b.sql dbx/1_a.sql dbx/2_b.sql", "db dbx");
}

static void engines_by_names(void **state)
{
    static const char *const cases[][2] = {
        {"", "sqlite"},
        {"db/migrations", "sqlite"},
        {"db/db_mysql/migrations", "mysql"},
        {"crates/server-postgres/migrations", "postgres"},
        {"migrations/pg", "postgres"},
        {"migrations/PostgreSQL", "postgres"},
        {"postgres-tools/sqlite3/migrations", "sqlite"},
        {"sqlite/mariadb", "mysql"},
        {"pages/upgrade", "sqlite"},
        {"db/clickhouse", "clickhouse"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(migration_folder_engine(cases[i][0]), cases[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_by_their_files),
        cmocka_unit_test(the_first_migration_of_a_folder),
        cmocka_unit_test(releases_are_no_folders_of_their_own),
        cmocka_unit_test(a_folder_inside_another_belongs_to_it),
        cmocka_unit_test(engines_by_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
