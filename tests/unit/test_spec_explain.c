/* The examples of docs/explain: what is called wrong gives that very code, what is called right
 * gives nothing. Pages whose example is no plan (```text) show what cannot stand in one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/embed.h"
#include "base/file.h"
#include "base/str.h"
#include "spec/codes.h"
#include "spec/spec.h"

static char folder[] = "/tmp/roadmap-explain-XXXXXX";

/* The text of the first yaml block below the heading; NULL when there is none. */
static char *example(struct arena *arena, const char *page, const char *heading)
{
    const char *place = strstr(page, heading);
    assert_non_null(place);
    const char *begin = strstr(place, "```") + 3;
    if (!text_starts(begin, "yaml\n"))
        return NULL;
    begin += strlen("yaml\n");
    return arena_strndup(arena, begin, (size_t)(strstr(begin, "```") - begin));
}

static bool has_key(const char *text, const char *key)
{
    for (const char *p = text; (p = strstr(p, key)); p++) {
        if (p == text || p[-1] == '\n')
            return true;
    }
    return false;
}

/* Pages leave out what every plan has. It goes in front: the example may end in the middle. */
static char *complete(struct arena *arena, const char *text)
{
    return arena_printf(arena, "%s%s%s", has_key(text, "milestones:") ? "" : "milestones: []\n",
                        has_key(text, "issues:") ? "" : "issues: []\n", text);
}

static void load(struct arena *arena, const char *text, struct diags *diags)
{
    cleanup_err struct err err = ERR_INIT;
    struct plan *plan;
    char *path = path_join(arena, folder, "plan.yaml");
    char *whole = complete(arena, text);
    if (file_write_atomic(path, whole, strlen(whole), 0600, &err) ||
        spec_load(arena, path, &plan, diags, &err))
        fail_msg("%s", err.message);
    (void)unlink(path);
}

static void examples_are_true(void **state)
{
    (void)state;
    size_t tried = 0;
    for (size_t i = 0; i < spec_code_count; i++) {
        cleanup_arena struct arena *arena = arena_new();
        const char *code = spec_codes[i].code;
        const char *page = spec_code_page(code);
        char *wrong = example(arena, page, "## Wrong");
        char *right = example(arena, page, "## Right");
        struct diags found = {0};
        struct diags none = {0};
        if (!wrong || !right)
            continue;
        load(arena, wrong, &found);
        if (found.len != 1 || strcmp(found.items[0].code, code) != 0)
            fail_msg("%s: the wrong example gives %zu, first %s %s", code, found.len,
                     found.len ? found.items[0].code : "", found.len ? found.items[0].message : "");
        load(arena, right, &none);
        if (none.len)
            fail_msg("%s: the right example gives %s %s", code, none.items[0].code,
                     none.items[0].message);
        tried++;
    }
    assert_true(tried >= 40);
}

/* `roadmap explain KIND` finds the line of that kind on the page of all checks. */
static void every_check_kind_is_explained(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    const struct embedded_file *page = embed_find("docs/explain/check.md");
    assert_non_null(page);
    size_t lines = 0, kinds = 0;
    for (const char *p = page->bytes; (p = strstr(p, "\n- `")); p++)
        lines++;
    for (; spec_check_kinds[kinds]; kinds++) {
        if (!strstr(page->bytes, arena_printf(arena, "\n- `%s`: ", spec_check_kinds[kinds])))
            fail_msg("no line about '%s'", spec_check_kinds[kinds]);
    }
    assert_int_equal(lines, kinds);
}

/* What a user is told to look at is a thing that he has. */
static void no_help_names_a_file_of_this_repository(void **state)
{
    (void)state;
    static const char *const ours[] = {"docs/", "src/", "tests/", ".schema.json"};
    for (size_t i = 0; i < spec_code_count; i++)
        for (size_t k = 0; k < sizeof ours / sizeof *ours; k++)
            if (strstr(spec_codes[i].help, ours[k]))
                fail_msg("%s: %s", spec_codes[i].code, spec_codes[i].help);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_are_true),
        cmocka_unit_test(every_check_kind_is_explained),
        cmocka_unit_test(no_help_names_a_file_of_this_repository),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
