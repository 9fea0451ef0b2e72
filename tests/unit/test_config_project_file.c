#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/str.h"
#include "config/config.h"
#include "spec/spec.h"

/* Settings stand beside the plan, and are never taken for one. */
static void test_settings_are_no_plan(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    struct err err cleanup_err = ERR_INIT;
    char folder[] = "/tmp/roadmap-settings-XXXXXX";
    char *found = NULL;
    assert_non_null(mkdtemp(folder));
    const char *settings = path_join(arena, folder, CONFIG_PROJECT_FILE);
    const char *plan = path_join(arena, folder, "roadmap/database.json");
    assert_int_equal(file_create(settings, "color: never\n", 13, 0644, &err), OK);
    assert_int_equal(spec_find_default(arena, folder, &found, &err), ERR_USAGE);
    assert_non_null(strstr(err.message, "no plan here"));
    err_clear(&err);
    assert_int_equal(file_create(plan, "{}", 2, 0644, &err), OK);
    assert_int_equal(spec_find_default(arena, folder, &found, &err), OK);
    assert_true(text_ends(found, "roadmap/database.json"));
    assert_int_equal(system(arena_printf(arena, "rm -rf '%s'", folder)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settings_are_no_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
