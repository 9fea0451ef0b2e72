/* The JSON reader against jansson: the same verdict on every input, the same values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/arena.h"
#include "base/str.h"
#include "doc/doc.h"

static struct doc *read_json(struct arena *arena, const char *text, struct doc_problems *problems)
{
    struct doc_text *source =
        doc_text_new(arena, "plan.json", arena_strdup(arena, text), strlen(text));
    return doc_read(arena, source, DOC_JSON, problems, NULL);
}

static const char *const verdicts[] = {
    "{}",
    "[]",
    "{\"a\":1}",
    " [1, -2, 0, -0, 1.5, 1e3, 1E-3, 123456789012345678]\n",
    "[\"\\u00e9\\ud83d\\ude00\\n\\t\\\\\\/\\\"\"]",
    "{\"a\":{\"b\":[true,false,null]}}",
    "[01]",
    "[1.]",
    "[.5]",
    "[+1]",
    "[1e]",
    "[-]",
    "[1,]",
    "[,1]",
    "{\"a\":1,}",
    "{\"a\" 1}",
    "{a:1}",
    "{'a':1}",
    "[\"\t\"]",
    "[\"\n\"]",
    "[\"\\x\"]",
    "[\"\\u12\"]",
    "[\"\\ud800\"]",
    "[\"\\udc00\"]",
    "[\"\\ud800\\u0041\"]",
    "[\"\\u0000\"]",
    "[\"open]",
    "[tru]",
    "[nul",
    "[True]",
    "{} {}",
    "[1] x",
    "",
    " ",
    "[",
    "{",
    "{\"a\":",
    "{\"a\"",
    "[1 2]",
    "// no\n{}",
    "[NaN]",
    "[\"\x7f\"]",
};

static void same_verdict_as_jansson(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        cleanup_arena struct arena *arena = arena_new();
        struct doc_problems problems = {0};
        bool ours = read_json(arena, verdicts[i], &problems) != NULL;
        json_error_t error;
        json_t *theirs = json_loads(verdicts[i], 0, &error);
        if (ours != (theirs != NULL))
            fail_msg("'%s': ours %d, jansson %d", verdicts[i], ours, theirs != NULL);
        json_decref(theirs);
        assert_int_equal(problems.count, ours ? 0 : 1);
        if (!ours)
            assert_string_equal(problems.list.items[0].code, "E0101");
    }
}

static void same_values_as_jansson(void **state)
{
    (void)state;
    const char *text = "{\"z\":[1,-2,true,null,\"a\\u00e9\\ud83d\\ude00\\n\"],\"a\":{\"c\":1.5,"
                       "\"b\":\"\\\"x\\\\\"},\"m\":{}, \"l\":[]}";
    cleanup_arena struct arena *arena = arena_new();
    struct doc_problems problems = {0};
    struct doc *doc = read_json(arena, text, &problems);
    assert_non_null(doc);
    json_error_t error;
    json_t *theirs = json_loads(text, 0, &error);
    char *dumped = json_dumps(theirs, JSON_COMPACT | JSON_SORT_KEYS);
    assert_string_equal(doc_canonical_json(arena, &doc->root), dumped);
    free(dumped);
    json_decref(theirs);
}

/* Random edits of a good text, with a fixed seed: never a crash, always jansson's verdict but for
 * what we refuse on purpose (duplicate keys are kept apart by their code). */
static void same_verdict_on_mutations(void **state)
{
    (void)state;
    static const char seed_text[] = "{\"issues\":[{\"title\":\"A\\u00e9\",\"n\":-1.5e3,\"l\":[true,"
                                    "false,null]},{}],\"x\":\"\"}";
    static const char alphabet[] = "{}[]\",:\\u0159eE+-.tfn \n/ax";
    uint32_t random = 12345;
    for (int round = 0; round < 4000; round++) {
        char text[sizeof seed_text];
        memcpy(text, seed_text, sizeof text);
        for (int edit = 0; edit < 1 + round % 3; edit++) {
            random = random * 1664525u + 1013904223u;
            size_t at = (random >> 8) % (sizeof text - 1);
            random = random * 1664525u + 1013904223u;
            text[at] = alphabet[(random >> 8) % (sizeof alphabet - 1)];
        }
        cleanup_arena struct arena *arena = arena_new();
        struct doc_problems problems = {0};
        bool ours = read_json(arena, text, &problems) != NULL;
        json_error_t error;
        json_t *theirs = json_loads(text, 0, &error);
        /* A number beyond a double is refused by jansson and kept as written by us. */
        bool range = !theirs && strstr(error.text, "overflow");
        if (!range && ours != (theirs != NULL))
            fail_msg("'%s': ours %d, jansson %d (%s)", text, ours, theirs != NULL, error.text);
        json_decref(theirs);
    }
}

static void places_are_exact(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct doc_problems problems = {0};
    struct doc *doc =
        read_json(arena, "{\n  \"é\": \"ü\",\r\n  \"list\": [1,\n 22],\n  \"m\": {\"k\": null}\n}",
                  &problems);
    assert_non_null(doc);
    struct doc_place key = doc_key_place(doc, &doc->root.entries[0]);
    assert_int_equal(key.line, 2);
    assert_int_equal(key.col, 3);
    assert_int_equal(key.width, 3);
    struct doc_place value = doc_place(doc, &doc->root.entries[0].value);
    assert_int_equal(value.col, 8);
    assert_int_equal(value.width, 3);
    const struct doc_node *list = doc_get(&doc->root, "list");
    struct doc_place item = doc_place(doc, &list->items[1]);
    assert_int_equal(item.line, 4);
    assert_int_equal(item.col, 2);
    assert_int_equal(item.width, 2);
    assert_int_equal(doc_place(doc, list).width, 3); /* ends with its first line */
}

static void duplicates_are_all_reported(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct doc_problems problems = {0};
    struct doc *doc = read_json(arena, "{\"a\":1,\n\"b\":2,\n\"a\":3,\n\"\\u0062\":4}", &problems);
    assert_non_null(doc);
    assert_int_equal(problems.count, 2);
    assert_string_equal(problems.list.items[0].code, "E0102");
    assert_int_equal(problems.list.items[0].place.line, 3);
    assert_int_equal(problems.list.items[1].place.line, 4);
    assert_int_equal(doc->root.count, 2);
    assert_int_equal(doc_integer(doc_get(&doc->root, "a")), 1);
}

static void many_keys_are_told_apart(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    cleanup_str struct str text;
    str_init(&text, 0);
    str_add(&text, "{");
    for (int i = 0; i < 5000; i++)
        str_addf(&text, "\"key%d\":%d,\n", i, i);
    str_add(&text, "\"key4999\":0}");
    struct doc_problems problems = {0};
    struct doc *doc = read_json(arena, text.p, &problems);
    assert_int_equal(problems.count, 1);
    assert_int_equal(problems.list.items[0].place.line, 5001);
    assert_int_equal(doc->root.count, 5000);
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
    struct doc_text *source = doc_text_new(arena, "deep.json", deep, len);
    assert_null(doc_read(arena, source, DOC_JSON, &problems, &events));
    assert_true(events <= 100);
    assert_string_equal(problems.list.items[0].code, "E0117");
    assert_int_equal(problems.list.items[0].place.col, 65);
}

static void sixty_four_levels_are_fine(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    char deep[129] = {0};
    memset(deep, '[', 64);
    memset(deep + 64, ']', 64);
    struct doc_problems problems = {0};
    assert_non_null(read_json(arena, deep, &problems));
}

static void large_texts_are_refused(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    size_t len = 1024 * 1024 + 1;
    char *text = arena_alloc(arena, len + 5);
    text[0] = '[';
    memset(text + 1, 'x', len + 2);
    text[1] = '"';
    text[len + 2] = '"';
    text[len + 3] = ']';
    struct doc_problems problems = {0};
    assert_null(read_json(arena, text, &problems));
    assert_string_equal(problems.list.items[0].code, "E0118");
    assert_non_null(strstr(problems.list.items[0].message, "LIMIT_DOC_SCALAR_BYTES"));
}

static void numbers_keep_their_text(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct doc_problems problems = {0};
    struct doc *doc = read_json(arena, "[1.10, 99999999999999999999, 7]", &problems);
    assert_int_equal(doc->root.items[0].type, DOC_REAL);
    assert_string_equal(doc->root.items[0].text, "1.10");
    assert_int_equal(doc->root.items[1].type, DOC_REAL);
    assert_int_equal(doc->root.items[2].type, DOC_INT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_verdict_as_jansson),
        cmocka_unit_test(same_values_as_jansson),
        cmocka_unit_test(same_verdict_on_mutations),
        cmocka_unit_test(places_are_exact),
        cmocka_unit_test(duplicates_are_all_reported),
        cmocka_unit_test(many_keys_are_told_apart),
        cmocka_unit_test(deep_nesting_is_refused_early),
        cmocka_unit_test(sixty_four_levels_are_fine),
        cmocka_unit_test(large_texts_are_refused),
        cmocka_unit_test(numbers_keep_their_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
