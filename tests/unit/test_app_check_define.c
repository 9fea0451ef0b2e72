/* Definitions of checks: the pages about kinds show right ones, and wrong ones are pointed at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/session/check_define.h"
#include "base/embed.h"
#include "base/file.h"
#include "schema/check/check_params.h"
#include "spec/spec.h"

#define GOOD "tests/fixtures/specs/good/"

static char folder[] = "/tmp/roadmap-define-XXXXXX";

static void define(struct arena *arena, const char *checks, struct diags *diags)
{
    cleanup_err struct err err = ERR_INIT;
    struct plan *plan = NULL;
    const char *path = path_join(arena, folder, "roadmap.yaml");
    const char *text = arena_printf(
        arena, "version: 1\nmilestones: []\nissues:\n- id: A-1\n  title: One\n  %s", checks);
    assert_int_equal(file_write_atomic(path, text, strlen(text), 0644, &err), OK);
    assert_int_equal(spec_load(arena, path, &plan, diags, &err), OK);
    assert_non_null(plan);
    check_define(arena, plan, diags);
}

/* The block of the page: lists may stand below the column of their key. */
static char *example(struct arena *arena, const char *page)
{
    const char *begin = strstr(page, "```yaml\n");
    assert_non_null(begin);
    begin += strlen("```yaml\n");
    const char *end = strstr(begin, "```");
    char *text = arena_strndup(arena, begin, (size_t)(end - begin));
    return text;
}

static void pages_of_kinds_are_true(void **state)
{
    (void)state;
    size_t pages = 0;
    for (int kind = 0; kind < CHECK_KIND_COUNT; kind++) {
        cleanup_arena struct arena *arena = arena_new();
        const char *name = check_kind_name((enum check_kind)kind);
        const struct embedded_file *page =
            embed_find(arena_printf(arena, "docs/explain/%s.md", name));
        struct diags diags = {0};
        if (!page)
            continue;
        pages++;
        assert_non_null(strstr(page->bytes, arena_printf(arena, "- %s: ", name)));
        define(arena, example(arena, page->bytes), &diags);
        if (diags.len)
            fail_msg("%s: %s", name, diags.items[0].message);
    }
    assert_true(pages >= 31);
}

static void wrong_ones_have_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *checks, *code, *help;
        uint32_t line, col;
    } rows[] = {
        {"checks:\n  - table: {name: t, colums: [a]}\n", "E0103", "did you mean 'columns'?", 7, 22},
        {"checks:\n  - {table: {name: t, columns: [{name: a, nul: true}]}}\n", "E0103",
         "did you mean 'null'?", 7, 43},
        {"checks:\n  - table:\n      name: t\n      columns: 7\n", "E0104", NULL, 9, 16},
        {"checks:\n  - file: README.md\n  - {table: {}}\n", "E0104", NULL, 8, 13},
        {"checks:\n  - {latency: {p99_ms: 50}}\n", "E0104", "add sql: …", 7, 15},
        {"checks:\n  - {rls: {tabels: tenant}}\n", "E0103", "did you mean 'tables'?", 7, 12},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cleanup_arena struct arena *arena = arena_new();
        struct diags diags = {0};
        define(arena, rows[i].checks, &diags);
        if (diags.errors != 1)
            fail_msg("%zu: %zu errors", i, diags.errors);
        assert_string_equal(diags.items[0].code, rows[i].code);
        if (rows[i].help)
            assert_string_equal(diags.items[0].help, rows[i].help);
        if (diags.items[0].pos.line != rows[i].line || diags.items[0].pos.col != rows[i].col)
            fail_msg("%zu: %u:%u", i, diags.items[0].pos.line, diags.items[0].pos.col);
    }
}

/* Who copies one of them has a plan that `check` takes. */
static void good_plans_can_be_asked(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    struct strlist names = {0};
    size_t checks = 0;
    assert_int_equal(dir_list(arena, GOOD, &names, &err), OK);
    for (uint32_t i = 0; i < names.len; i++) {
        const char *path = path_join(arena, GOOD, names.items[i]);
        struct diags diags = {0};
        struct plan *plan = NULL;
        if (file_is_dir(path))
            continue;
        assert_int_equal(spec_load(arena, path, &plan, &diags, &err), OK);
        assert_non_null(plan);
        check_define(arena, plan, &diags);
        if (diags.len)
            fail_msg("%s:%u: %s", path, diags.items[0].pos.line, diags.items[0].message);
        for (size_t k = 0; k < plan->issues.len; k++)
            checks += plan->issues.items[k].checks.len;
    }
    assert_true(checks >= 3);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    dir_remove_tree(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_of_kinds_are_true),
        cmocka_unit_test(good_plans_can_be_asked),
        cmocka_unit_test(wrong_ones_have_their_place),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
