/* Revisions that follow each other: what Python says of them, and two heads that only come about
 * with the target branch. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"
#include "schema/folder/folder.h"
#include "schema/folder/merged.h"
#include "schema/folder/python.h"

static void expect_texts(const char *python, const char *expected)
{
    struct arena *arena cleanup_arena = arena_new();
    const struct migration_file file = {.path = "x.py", .bytes = python, .len = strlen(python)};
    struct python_texts texts;
    struct str text cleanup_str;
    str_init(&text, 0);
    if (!python_assignment(arena, &file, "name", &texts))
        str_add(&text, "none");
    for (size_t i = 0; i < texts.items.len; i++)
        str_addf(&text, "%s%s/%u", i > 0 ? " " : "", texts.items.items[i].text,
                 texts.items.items[i].place);
    if (!text_eq(text.p, expected))
        fail_msg("%s: %s, not %s", python, text.p, expected);
}

static void assignments(void **state)
{
    (void)state;
    expect_texts("name = 'a'", "a/0");
    expect_texts("name: str = \"a\"\n", "a/0");
    expect_texts("name: Union[str, None] = 'a'", "a/0");
    expect_texts("name=None\n", "");
    expect_texts("x = 1\n  name = ('a', 'b')\n", "a/1 b/2");
    expect_texts("name = [\n  ('a', 'b'), # ('c', 'd')\n  f('e'),\n  ('g', 'h', 'i'),\n]\nz = 'y'",
                 "a/1 b/2 e/1 g/1 h/2 i/3");
    expect_texts("name = 'a' \\\n  'b'\nx = 'c'", "a/0 b/0");
    expect_texts("\"\"\"\nname = 'doc'\n\"\"\"\nname = r'a\\'b'", "a\\'b/0");
    expect_texts("# name = 'a'\nnames = 'b'\nx.name = 'c'\nf(name='d')\nif name == 'e': pass",
                 "none");
    expect_texts("name == 'a'\nname = 'b'", "b/0");
    expect_texts("name", "none");
    expect_texts("name = 'a", "a/0");
    expect_texts("name = '''a", "a/0");
    expect_texts("name = ((((", "");
    expect_texts("", "none");
    expect_texts("\n\\", "none");
}

struct side {
    const char *names[4], *texts[4];
};

static void read_side(struct arena *arena, const struct side *side, struct migration_set *set)
{
    struct err err cleanup_err = ERR_INIT;
    struct migration_file *files = arena_calloc(arena, 4, sizeof *files);
    const struct migration_source source = {.root = "shop/migrations"};
    size_t count = 0;
    for (; count < 4 && side->names[count]; count++)
        files[count] = (struct migration_file){
            .path = arena_printf(arena, "shop/migrations/%s", side->names[count]),
            .bytes = side->texts[count],
            .len = strlen(side->texts[count]),
            .oid = side->names[count]};
    assert_int_equal(migration_set_read(arena, &source, files, count, set, &err), OK);
}

#define REVISION(id, before) "revision = '" id "'\ndown_revision = " before "\n"
#define DEPENDS(on) "dependencies = [" on "]\n"

static void expect_merged(const struct side *ours, const struct side *target, const char *expected)
{
    struct arena *arena cleanup_arena = arena_new();
    struct migration_set set, merged;
    struct str text cleanup_str;
    read_side(arena, ours, &set);
    read_side(arena, target, &merged);
    migration_set_compare(arena, &set, &merged);
    str_init(&text, 0);
    for (size_t i = 0; i < set.findings.len; i++)
        if (!text_eq(set.findings.items[i].code, "RM101"))
            str_addf(&text, "%s %s %s;", set.findings.items[i].code, set.findings.items[i].path,
                     set.findings.items[i].message);
    assert_string_equal(text.p, expected);
}

static void heads_with_the_target(void **state)
{
    const struct side base = {{"f_base.py"}, {REVISION("ff", "None")}};
    const struct side ours = {{"f_base.py", "a_ours.py"},
                              {REVISION("ff", "None"), REVISION("aa", "'ff'")}};
    const struct side theirs = {{"f_base.py", "b_theirs.py"},
                                {REVISION("ff", "None"), REVISION("bb", "'ff'")}};
    const struct side after = {
        {"f_base.py", "b_theirs.py", "a_ours.py"},
        {REVISION("ff", "None"), REVISION("bb", "'ff'"), REVISION("aa", "'bb'")}};
    (void)state;
    /* Sorting in front of a merged one by name means nothing. */
    expect_merged(&ours, &base, "");
    expect_merged(&after, &theirs, "");
    expect_merged(&ours, &ours, "");
    expect_merged(&ours, &theirs,
                  "RM116 shop/migrations/b_theirs.py removed after it was merged;"
                  "RM125 shop/migrations/a_ours.py together with the target branch 2 heads, "
                  "nothing follows any of them: a_ours, b_theirs;");
}

static void django_numbers_may_stand_twice(void **state)
{
    const struct side theirs = {{"0001_initial.py", "0002_a.py"},
                                {DEPENDS(""), DEPENDS("('shop', '0001_initial')")}};
    const struct side ours = {{"0001_initial.py", "0002_b.py"},
                              {DEPENDS(""), DEPENDS("('shop', '0001_initial')")}};
    const struct side merged = {{"0001_initial.py", "0002_a.py", "0002_b.py", "0003_merge.py"},
                                {DEPENDS(""), DEPENDS("('shop', '0001_initial')"),
                                 DEPENDS("('shop', '0001_initial')"),
                                 DEPENDS("('shop', '0002_a'), ('shop', '0002_b')")}};
    (void)state;
    expect_merged(&merged, &theirs, "");
    expect_merged(&ours, &theirs,
                  "RM116 shop/migrations/0002_a.py removed after it was merged;"
                  "RM125 shop/migrations/0002_b.py together with the target branch 2 heads, "
                  "nothing follows any of them: 0002_b, 0002_a;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(assignments),
                                       cmocka_unit_test(heads_with_the_target),
                                       cmocka_unit_test(django_numbers_may_stand_twice)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
