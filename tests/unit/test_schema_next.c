/* The next migration in the form of each folder, free against both branches. The clock stands at
 * 2026-03-01T10:20:30Z. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/day.h"
#include "base/str.h"
#include "schema/folder/folder.h"
#include "schema/folder/next.h"

struct next_case {
    const char *what, *convention, *naming;
    const char *ours[4], *theirs[4];
    const char *expected; /* the paths, blanks between; "! " and the message when it is refused */
};

static const struct next_case cases[] = {
    {"an empty folder",
     "golang-migrate",
     NULL,
     {NULL},
     {NULL},
     "m/20260301102030_add_tasks.up.sql m/20260301102030_add_tasks.down.sql"},
    {"a running number",
     NULL,
     NULL,
     {"0009_a.up.sql", "0009_a.down.sql"},
     {NULL},
     "m/0010_add_tasks.up.sql m/0010_add_tasks.down.sql"},
    {"numbers without zeros",
     NULL,
     NULL,
     {"9_a.up.sql", "8_b.up.sql"},
     {NULL},
     "m/10_add_tasks.up.sql m/10_add_tasks.down.sql"},
    {"the target went on",
     NULL,
     NULL,
     {"0009_a.up.sql"},
     {"0009_a.up.sql", "0011_c.up.sql"},
     "m/0012_add_tasks.up.sql m/0012_add_tasks.down.sql"},
    {"14 digits",
     NULL,
     NULL,
     {"20250101000000_a.up.sql"},
     {NULL},
     "m/20260301102030_add_tasks.up.sql m/20260301102030_add_tasks.down.sql"},
    {"somebody is ahead of the clock",
     NULL,
     NULL,
     {"20260301235959_a.up.sql"},
     {NULL},
     "m/20260302000000_add_tasks.up.sql m/20260302000000_add_tasks.down.sql"},
    {"ahead of the clock with no time that exists",
     NULL,
     NULL,
     {"20250101000000_a.up.sql", "20250102000000_b.up.sql", "20260301237099_c.up.sql"},
     {NULL},
     "m/20260301237100_add_tasks.up.sql m/20260301237100_add_tasks.down.sql"},
    {"12 digits",
     NULL,
     "ts12",
     {"202603011020_a.up.sql"},
     {NULL},
     "m/202603011021_add_tasks.up.sql m/202603011021_add_tasks.down.sql"},
    {"a date and a number, the first of a day",
     NULL,
     NULL,
     {"20251115001_a.up.sql"},
     {NULL},
     "m/20260301001_add_tasks.up.sql m/20260301001_add_tasks.down.sql"},
    {"a date and a number, one of several",
     NULL,
     "date_seq3",
     {"20260301007_a.up.sql"},
     {NULL},
     "m/20260301008_add_tasks.up.sql m/20260301008_add_tasks.down.sql"},
    {"mixed widths: behind the longest",
     NULL,
     NULL,
     {"20251115001_a.up.sql", "20251115002_b.up.sql", "20250127120000_c.up.sql"},
     {NULL},
     "m/20260301102030_add_tasks.up.sql m/20260301102030_add_tasks.down.sql"},
    {"mixed widths, but the spec wants the short ones",
     NULL,
     "date_seq3",
     {"20251115001_a.up.sql", "20250127120000_c.up.sql"},
     {NULL},
     "! no version of 11 digits, YYYYMMDD and a number of three sorts behind "
     "'20250127120000_c'"},
    {"seconds since 1970",
     NULL,
     NULL,
     {"1626194317_a.up.sql", "1626194318_b.up.sql"},
     {NULL},
     "m/1772360430_add_tasks.up.sql m/1772360430_add_tasks.down.sql"},
    {"20 digits",
     NULL,
     NULL,
     {"20210311102338000006_a.up.sql"},
     {NULL},
     "m/20210311102338000007_add_tasks.up.sql m/20210311102338000007_add_tasks.down.sql"},
    {"dbmate", "dbmate", NULL, {"20250101000000_a.sql"}, {NULL}, "m/20260301102030_add_tasks.sql"},
    {"goose", "goose", NULL, {"00001_a.sql"}, {NULL}, "m/00002_add_tasks.sql"},
    {"Flyway",
     NULL,
     NULL,
     {"V1__a.sql", "V1.9__b.sql", "R__v.sql"},
     {NULL},
     "m/V1.10__add_tasks.sql"},
    {"Flyway with undo",
     NULL,
     NULL,
     {"V1__a.sql", "U1__a.sql"},
     {NULL},
     "m/V2__add_tasks.sql m/U2__add_tasks.sql"},
    {"Prisma",
     NULL,
     NULL,
     {"20250101000000_a/migration.sql"},
     {NULL},
     "m/20260301102030_add_tasks/migration.sql"},
    {"Prisma with short numbers",
     NULL,
     NULL,
     {"01_a/migration.sql"},
     {NULL},
     "m/02_add_tasks/migration.sql"},
    {"Diesel",
     NULL,
     NULL,
     {"2025-01-01-000000_a/up.sql", "2025-01-01-000000_a/down.sql"},
     {NULL},
     "m/2026-03-01-102030_add_tasks/up.sql m/2026-03-01-102030_add_tasks/down.sql"},
    {"sqlx, simple",
     "sqlx",
     NULL,
     {"20250101000000_a.sql"},
     {NULL},
     "m/20260301102030_add_tasks.sql"},
    {"sqlx, reversible",
     "sqlx",
     NULL,
     {"20250101000000_a.up.sql"},
     {NULL},
     "m/20260301102030_add_tasks.up.sql m/20260301102030_add_tasks.down.sql"},
    {"Supabase",
     "supabase",
     NULL,
     {"20250101000000_a.sql"},
     {NULL},
     "m/20260301102030_add_tasks.sql"},
    {"plain with hyphens", NULL, NULL, {"007-a.sql"}, {NULL}, "m/008-add_tasks.sql"},
    {"plain with a V",
     NULL,
     NULL,
     {"V0007.A.up.sql", "V0007.A.down.sql"},
     {NULL},
     "m/V0008.add_tasks.up.sql m/V0008.add_tasks.down.sql"},
    {"plain in releases",
     NULL,
     NULL,
     {"0.9/00__a.sql", "0.10/03__b.sql"},
     {NULL},
     "m/0.10/04__add_tasks.sql"},
    {"an own pattern that fits",
     NULL,
     "regex:^[0-9]{4}_[a-z_]+\\.(up|down)\\.sql$",
     {"0009_a.up.sql"},
     {NULL},
     "m/0010_add_tasks.up.sql m/0010_add_tasks.down.sql"},
    {"an own pattern that does not",
     NULL,
     "regex:^[0-9]{4}_db_",
     {"0009_db_a.up.sql"},
     {NULL},
     "! '0010_add_tasks.up.sql' would not match '^[0-9]{4}_db_'"},
    {"programs",
     NULL,
     NULL,
     {"20250101000000_a.rb"},
     {NULL},
     "! migrations of rails are written by that tool"},
    {"nobody knows",
     NULL,
     NULL,
     {"notes.txt"},
     {NULL},
     "! nothing says which tool the migrations in 'm' are for"},
};

static void read_names(struct arena *arena, const char *const *names, const char *convention,
                       struct migration_set *set)
{
    cleanup_err struct err err = ERR_INIT;
    struct migration_file *files = arena_calloc(arena, 4, sizeof *files);
    size_t count = 0;
    for (; count < 4 && names[count] != NULL; count++)
        files[count].path = arena_printf(arena, "m/%s", names[count]);
    struct migration_source source = {.root = "m", .convention = convention};

    assert_int_equal(migration_set_read(arena, &source, files, count, set, &err), OK);
}

static struct next_wish wish_of_tests(void)
{
    struct next_wish wish = {.issue = "DB-004", .slug = " Add  tasks! "};
    assert_true(instant_parse("2026-03-01T10:20:30Z", &wish.now_ms));
    return wish;
}

static void each_folder_goes_on_in_its_own_form(void **state)
{
    (void)state;
    struct next_wish wish = wish_of_tests();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena cleanup_arena = arena_new();
        cleanup_err struct err err = ERR_INIT;
        struct migration_set ours, theirs;
        struct naming naming;
        struct next_migration next;
        struct str out cleanup_str;
        str_init(&out, 0);
        read_names(arena, cases[i].ours, cases[i].convention, &ours);
        read_names(arena, cases[i].theirs, "golang-migrate", &theirs);
        assert_int_equal(naming_parse(arena, cases[i].naming, &naming, &err), OK);
        if (migration_next(arena, &ours, &theirs, &naming, &wish, &next, &err) != OK)
            str_addf(&out, "! %s", err.message);
        for (size_t k = 0; err.code == OK && k < next.files.len; k++)
            str_addf(&out, "%s%s", k == 0 ? "" : " ", next.files.items[k].path);
        if (strcmp(out.p, cases[i].expected) != 0)
            fail_msg("%s: %s", cases[i].what, out.p);
    }
}

/* What is written has to be read again as the same tool's next migration, tied to its issue. */
static void what_is_written_is_read_again(void **state)
{
    (void)state;
    static const char *const conventions[] = {"golang-migrate", "dbmate", "goose", "flyway",
                                              "prisma",         "diesel", "plain", "supabase"};
    struct next_wish wish = wish_of_tests();
    for (size_t i = 0; i < sizeof conventions / sizeof *conventions; i++) {
        struct arena *arena cleanup_arena = arena_new();
        cleanup_err struct err err = ERR_INIT;
        struct migration_source source = {.root = "m", .convention = conventions[i]};
        struct migration_set set, again;
        struct naming naming = {NAMING_NONE, NULL};
        struct next_migration next;
        assert_int_equal(migration_set_read(arena, &source, NULL, 0, &set, &err), OK);
        assert_int_equal(migration_next(arena, &set, NULL, &naming, &wish, &next, &err), OK);
        struct migration_file files[4] = {{0}};
        for (size_t k = 0; k < next.files.len; k++)
            files[k] = (struct migration_file){.path = next.files.items[k].path,
                                               .bytes = next.files.items[k].text,
                                               .len = strlen(next.files.items[k].text)};
        assert_int_equal(migration_set_read(arena, &source, files, next.files.len, &again, &err),
                         OK);
        assert_int_equal(again.migrations.len, 1);
        assert_int_equal(again.findings.errors, 0);
        assert_string_equal(again.migrations.items[0].version, next.version);
        assert_true(again.migrations.items[0].up.empty);
        assert_string_equal(again.migrations.items[0].links.items[0].issue, "DB-004");
    }
}

static void a_plan_gets_a_line_and_three_scripts(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    const char *plan = "accounts 2024-01-02T03:04:05Z Octo Cat <octocat@example.com>\n";
    const struct migration_file files[] = {
        {.path = "m/sqitch.plan", .bytes = plan, .len = strlen(plan)}};
    struct migration_source source = {.root = "m"};
    struct migration_set set;
    struct naming naming = {NAMING_NONE, NULL};
    struct next_wish wish = wish_of_tests();
    struct next_migration next;
    assert_int_equal(migration_set_read(arena, &source, files, 1, &set, &err), OK);
    assert_int_equal(migration_next(arena, &set, NULL, &naming, &wish, &next, &err), ERR_REFUSED);
    err_clear(&err);
    wish.planner = "Octo Cat <octocat@example.com>";
    assert_int_equal(migration_next(arena, &set, NULL, &naming, &wish, &next, &err), OK);
    assert_int_equal(next.files.len, 4);
    assert_true(next.files.items[0].append);
    assert_string_equal(next.files.items[0].text,
                        "add_tasks 2026-03-01T10:20:30Z Octo Cat <octocat@example.com> # DB-004\n");
    assert_string_equal(next.files.items[3].path, "m/verify/add_tasks.sql");
    wish.slug = "accounts";
    assert_int_equal(migration_next(arena, &set, NULL, &naming, &wish, &next, &err), ERR_REFUSED);
    err_clear(&err);
    wish.slug = "!";
    assert_int_equal(migration_next(arena, &set, NULL, &naming, &wish, &next, &err), ERR_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_folder_goes_on_in_its_own_form),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(a_plan_gets_a_line_and_three_scripts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
