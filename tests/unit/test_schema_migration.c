/* Names of conventions, and looking a migration up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "schema/migration.h"

static void each_convention_reads_its_own_name(void **state)
{
    (void)state;
    for (int i = CONVENTION_GOLANG_MIGRATE; i <= CONVENTION_EF; i++) {
        enum convention convention = CONVENTION_NONE;
        assert_true(convention_parse(convention_name((enum convention)i), &convention));
        assert_int_equal(convention, i);
    }
    enum convention convention = CONVENTION_NONE;
    assert_false(convention_parse("auto", &convention));
    assert_false(convention_parse("none", &convention));
}

static void what_is_a_program_is_presence_only(void **state)
{
    (void)state;
    assert_true(convention_presence_only(CONVENTION_RAILS));
    assert_true(convention_presence_only(CONVENTION_LIQUIBASE));
    assert_false(convention_presence_only(CONVENTION_SQITCH));
}

static void a_version_is_found_with_and_without_zeros(void **state)
{
    (void)state;
    struct migration_file file = {.path = "m/0007_x.up.sql"};
    const struct migration_file *files[] = {&file};
    struct migration items[] = {
        {.version = "0007", .files = files, .file_count = 1},
        {.version = "0"},
    };
    struct migration_set set = {.migrations = {items, 2, 2}};
    assert_ptr_equal(migration_set_find(&set, "7"), &items[0]);
    assert_ptr_equal(migration_set_find(&set, "000"), &items[1]);
    assert_null(migration_set_find(&set, "70"));
    assert_ptr_equal(migration_set_of_file(&set, "m/0007_x.up.sql"), &items[0]);
    assert_null(migration_set_of_file(&set, "m/0007_x.down.sql"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_convention_reads_its_own_name),
        cmocka_unit_test(what_is_a_program_is_presence_only),
        cmocka_unit_test(a_version_is_found_with_and_without_zeros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
