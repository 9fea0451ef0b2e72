/* The accounting of files: every fixture of the reading comes out even, and each kind of silence is
 * heard. */
#include "support/migration_folder.h"

#include <string.h>

#include "account.h"
#include "base/arena.h"

static void every_fixture_comes_out_even(void **state)
{
    struct arena *arena cleanup_arena = arena_new();
    struct err err cleanup_err = ERR_INIT;
    struct strlist names = {0};
    (void)state;
    assert_int_equal(dir_list(arena, MIGRATION_FIXTURES, &names, &err), OK);
    for (uint32_t i = 0; i < names.len; i++) {
        const char *folder = path_join(arena, MIGRATION_FIXTURES, names.items[i]);
        if (!file_is_dir(folder))
            continue;
        struct migration_files files = migration_files_of(arena, names.items[i], "m");
        const struct migration_source source = {.root = "m"};
        struct migration_set set;
        assert_int_equal(migration_set_read(arena, &source, files.items, files.len, &set, &err),
                         OK);
        for (size_t k = 0; k < files.len; k++)
            if (account_of(&set, files.items[k].path) > ACCOUNT_PASSED_OVER)
                fail_msg("%s: %s", names.items[i], files.items[k].path);
    }
}

static void silence_is_heard(void **state)
{
    struct arena *arena cleanup_arena = arena_new();
    static const struct migration_file files[] = {
        {.path = "m/1_a.sql"}, {.path = "m/b.sql"}, {.path = "m/c.md"}, {.path = "m/d.sql"}};
    const struct migration_file *own[] = {&files[0]};
    struct migration_set set = {.root = "m", .convention = CONVENTION_PLAIN};
    (void)state;
    VEC_PUSH(arena, &set.migrations, ((struct migration){.files = own, .file_count = 1}));
    assert_int_equal(account_of(&set, "m/1_a.sql"), ACCOUNT_MIGRATION);
    assert_int_equal(account_of(&set, "m/b.sql"), ACCOUNT_SILENT);
    VEC_PUSH(arena, &set.others, ((struct migration_other){&files[1], MIGRATION_STRAY}));
    VEC_PUSH(arena, &set.others, ((struct migration_other){&files[2], MIGRATION_DOCUMENT}));
    VEC_PUSH(arena, &set.others, ((struct migration_other){&files[3], MIGRATION_DOCUMENT}));
    assert_int_equal(account_of(&set, "m/b.sql"), ACCOUNT_UNSAID);
    assert_int_equal(account_of(&set, "m/c.md"), ACCOUNT_BESIDE);
    assert_int_equal(account_of(&set, "m/d.sql"), ACCOUNT_MISTAKEN);
    findings_add(arena, &set.findings,
                 &(struct finding){.severity = SEVERITY_ERROR,
                                   .code = "RM102",
                                   .path = "m/b.sql",
                                   .message = "passed over"});
    assert_int_equal(account_of(&set, "m/b.sql"), ACCOUNT_PASSED_OVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_fixture_comes_out_even),
                                       cmocka_unit_test(silence_is_heard)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
