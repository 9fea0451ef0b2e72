#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"
#include "doc/doc.h"

static struct doc *read_yaml(struct arena *arena, const char *text, struct doc_problems *problems)
{
    struct doc_text *source =
        doc_text_new(arena, "plan.yaml", arena_strdup(arena, text), strlen(text));
    return doc_read(arena, source, DOC_YAML, problems, NULL);
}

static void scalars_that_stay_text(void **state)
{
    (void)state;
    static const char *const texts[] = {"5319e7", "000000", "no",         "on",    "yes",   "off",
                                        "y",      "0o17",   "0x1f",       "1e3",   "1_000", ".5",
                                        "1.",     "+1",     "2026-02-02", "12:30", "1.2.3", "NaN",
                                        ".inf",   "009800", "-",          "nULL",  "tRUE"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(texts[i], "-") == 0)
            continue;
        cleanup_arena struct arena *arena = arena_new();
        struct doc_problems problems = {0};
        char *text = arena_printf(arena, "a: %s\n", texts[i]);
        struct doc *doc = read_yaml(arena, text, &problems);
        assert_non_null(doc);
        const struct doc_node *node = doc_get(&doc->root, "a");
        assert_int_equal(node->type, DOC_STRING);
        assert_string_equal(node->text, texts[i]);
    }
}

static void scalars_that_are_values(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct doc_problems problems = {0};
    struct doc *doc = read_yaml(
        arena, "[1, -20, 0, 1.10, true, False, null, ~, '1', \"true\", !!str 1, ]", &problems);
    assert_non_null(doc);
    static const enum doc_type types[] = {DOC_INT,    DOC_INT,    DOC_INT,   DOC_REAL,
                                          DOC_BOOL,   DOC_BOOL,   DOC_NULL,  DOC_NULL,
                                          DOC_STRING, DOC_STRING, DOC_STRING};
    assert_int_equal(doc->root.count, sizeof types / sizeof *types);
    for (size_t i = 0; i < doc->root.count; i++)
        assert_int_equal(doc->root.items[i].type, types[i]);
    assert_int_equal(doc_integer(&doc->root.items[1]), -20);
    assert_string_equal(doc->root.items[3].text, "1.10");
}

static void block_scalars_and_places(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct doc_problems problems = {0};
    struct doc *doc = read_yaml(arena,
                                "# Ä comment\n"
                                "täg: é x   # behind\n"
                                "body: |\n"
                                "  one\n"
                                "  two\n"
                                "\n"
                                "\n"
                                "list:\n"
                                "  - a\n"
                                "  - {b: 'c d'}\n"
                                "\n"
                                "# end\n"
                                "last:\n",
                                &problems);
    assert_non_null(doc);
    const struct doc_node *root = &doc->root;
    struct doc_place key = doc_key_place(doc, &root->entries[0]);
    assert_int_equal(key.line, 2);
    assert_int_equal(key.col, 1);
    assert_int_equal(key.width, 3);
    struct doc_place value = doc_place(doc, &root->entries[0].value);
    assert_int_equal(value.col, 6);
    assert_int_equal(value.width, 3);
    const struct doc_node *body = doc_get(root, "body");
    assert_string_equal(body->text, "one\ntwo\n");
    assert_int_equal(memcmp(doc->source->bytes + body->end - 3, "two", 3), 0);
    const struct doc_node *list = doc_get(root, "list");
    assert_false(list->flow);
    assert_int_equal(doc->source->bytes[list->end - 1], '}');
    struct doc_place inner = doc_place(doc, doc_get(&list->items[1], "b"));
    assert_int_equal(inner.line, 10);
    assert_int_equal(inner.col, 9);
    assert_int_equal(inner.width, 5);
    assert_int_equal(doc_get(root, "last")->type, DOC_NULL);
}

static void windows_lines(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct doc_problems problems = {0};
    struct doc *doc = read_yaml(arena,
                                "\xEF\xBB\xBF"
                                "a: é\r\nbb: |\r\n  x\r\n  y\r\nc: d\r\n",
                                &problems);
    assert_non_null(doc);
    assert_string_equal(doc_get(&doc->root, "bb")->text, "x\ny\n");
    struct doc_place pos = doc_place(doc, doc_get(&doc->root, "c"));
    assert_int_equal(pos.line, 5);
    assert_int_equal(pos.col, 4);
    assert_int_equal(pos.width, 1);
}

static void anchors_and_merge_keys(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct doc_problems problems = {0};
    struct doc *doc = read_yaml(arena,
                                "base: &b {x: 1, y: 2}\n"
                                "other: &o {x: 7, z: 8}\n"
                                "one: {y: 3, <<: *b}\n"
                                "two: {<<: [*b, *o]}\n"
                                "same: *b\n"
                                "text: {'<<': 1}\n",
                                &problems);
    assert_non_null(doc);
    assert_int_equal(problems.count, 0);
    const struct doc_node *one = doc_get(&doc->root, "one");
    assert_int_equal(one->count, 2);
    assert_int_equal(doc_integer(doc_get(one, "y")), 3);
    assert_int_equal(doc_integer(doc_get(one, "x")), 1);
    assert_true(doc_get(one, "x")->shared);
    assert_false(doc_get(one, "y")->shared);
    const struct doc_node *two = doc_get(&doc->root, "two");
    assert_int_equal(two->count, 3);
    assert_int_equal(doc_integer(doc_get(two, "x")), 1);
    assert_int_equal(doc_integer(doc_get(two, "z")), 8);
    assert_true(doc_get(&doc->root, "same")->shared);
    assert_non_null(doc_get(doc_get(&doc->root, "text"), "<<"));
}

struct refused {
    const char *text, *code;
    unsigned line, col;
};

static void refusals(void **state)
{
    (void)state;
    static const struct refused cases[] = {
        {"a: 1\n--- \nb: 2\n", "E0120", 2, 1},
        {"? {x: 1}\n: 2\n", "E0120", 1, 3},
        {"a: !thing 1\n", "E0120", 1, 4},
        {"a: *nobody\n", "E0121", 1, 4},
        {"a: &x [*x]\n", "E0121", 1, 8},
        {"a: 1\n\tb: 2\n", "E0101", 2, 1},
        {"a: b: c\n", "E0101", 1, 5},
        {"a: 'open\n", "E0101", 2, 1},
        {"a: @x\n", "E0101", 1, 4},
        {"a: \"\\0\"\n", "E0101", 1, 4},
        {"a: \x01\n", "E0101", 1, 4},
        {"é: \x01\n", "E0101", 1, 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cleanup_arena struct arena *arena = arena_new();
        struct doc_problems problems = {0};
        assert_null(read_yaml(arena, cases[i].text, &problems));
        assert_int_equal(problems.count, 1);
        const struct doc_problem *diag = &problems.list.items[0];
        if (strcmp(diag->code, cases[i].code) != 0 || diag->place.line != cases[i].line ||
            diag->place.col != cases[i].col)
            fail_msg("'%s': %s %u:%u %s", cases[i].text, diag->code, diag->place.line,
                     diag->place.col, diag->message);
    }
}

static void duplicates_are_reported_and_reading_goes_on(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct doc_problems problems = {0};
    struct doc *doc = read_yaml(arena, "a: 1\nb: {c: 1, c: 2}\na: 2\n", &problems);
    assert_non_null(doc);
    assert_int_equal(problems.count, 2);
    assert_int_equal(problems.list.items[0].place.line, 2);
    assert_int_equal(problems.list.items[0].place.col, 11);
    assert_int_equal(problems.list.items[1].place.line, 3);
}

static void alias_bombs_are_refused(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    cleanup_str struct str text;
    str_init(&text, 0);
    str_add(&text, "a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
        str_addf(&text, "a%d: &a%d [", i, i);
        for (int j = 0; j < 9; j++)
            str_addf(&text, "%s*a%d", j ? ", " : "", i - 1);
        str_add(&text, "]\n");
    }
    struct doc_problems problems = {0};
    assert_null(read_yaml(arena, text.p, &problems));
    assert_string_equal(problems.list.items[0].code, "E0121");
    assert_non_null(strstr(problems.list.items[0].message, "LIMIT_DOC_ALIASES"));
    assert_true(arena_used(arena) < 1024 * 1024);
}

static void deep_nesting_is_refused_early(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    size_t len = 200 * 1024;
    char *deep = arena_alloc(arena, len + 1);
    memset(deep, '[', len);
    struct doc_problems problems = {0};
    size_t events = 0;
    struct doc_text *source = doc_text_new(arena, "deep.yaml", deep, len);
    assert_null(doc_read(arena, source, DOC_YAML, &problems, &events));
    assert_true(events <= 100);
    assert_string_equal(problems.list.items[0].code, "E0117");
}

static void other_encodings_say_how_to_convert(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
        const char *name;
    } cases[] = {
        {"\xFF\xFE{\0}\0", 6, "UTF-16"},
        {"\xFE\xFF\0{\0}", 6, "UTF-16"},
        {"{\0}\0", 4, "UTF-16LE"},
        {"\0{\0}", 4, "UTF-16BE"},
        {"\xFF\xFE\0\0{\0\0\0", 8, "UTF-32"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int format = 0; format < 2; format++) {
            cleanup_arena struct arena *arena = arena_new();
            struct doc_problems problems = {0};
            char *bytes = arena_alloc(arena, cases[i].len + 1);
            memcpy(bytes, cases[i].bytes, cases[i].len);
            struct doc_text *source = doc_text_new(arena, "p", bytes, cases[i].len);
            assert_null(doc_read(arena, source, (enum doc_format)format, &problems, NULL));
            assert_string_equal(problems.list.items[0].code, "E0119");
            assert_non_null(strstr(problems.list.items[0].message, cases[i].name));
            assert_non_null(strstr(problems.list.items[0].help, "iconv -f UTF-"));
        }
    }
    cleanup_arena struct arena *arena = arena_new();
    struct doc_problems problems = {0};
    assert_null(read_yaml(arena, "a: b\nc: \xE9t\xE9\n", &problems));
    assert_string_equal(problems.list.items[0].code, "E0119");
    assert_int_equal(problems.list.items[0].place.line, 2);
    assert_int_equal(problems.list.items[0].place.col, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalars_that_stay_text),
        cmocka_unit_test(scalars_that_are_values),
        cmocka_unit_test(block_scalars_and_places),
        cmocka_unit_test(windows_lines),
        cmocka_unit_test(anchors_and_merge_keys),
        cmocka_unit_test(refusals),
        cmocka_unit_test(duplicates_are_reported_and_reading_goes_on),
        cmocka_unit_test(alias_bombs_are_refused),
        cmocka_unit_test(deep_nesting_is_refused_early),
        cmocka_unit_test(other_encodings_say_how_to_convert),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
