/* Edits by byte range: the exact bytes that come out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"
#include "doc/edit.h"

/* What is done, with values as JSON:
 *   set PATH VALUE · put PATH KEY VALUE · put PATH KEY<AFTER VALUE · drop PATH KEY
 *   add PATH INDEX VALUE · remove PATH INDEX;   PATH: a/0/b, "." is the root */
static struct doc *read_doc(struct arena *arena, const char *text, enum doc_format format)
{
    struct doc_problems problems = {0};
    struct doc *doc =
        doc_read(arena, doc_text_new(arena, "plan", arena_strdup(arena, text), strlen(text)),
                 format, &problems, NULL);
    if (!doc || problems.count)
        fail_msg("cannot be read: %s\n%s", problems.list.items[0].message, text);
    return doc;
}

static const struct doc_node *value_of(struct arena *arena, const char *json)
{
    return &read_doc(arena, json, DOC_JSON)->root;
}

static struct edit_node *walk(struct edit *edit, char *path)
{
    struct edit_node *node = edit_root(edit);
    char *state = NULL;
    if (strcmp(path, ".") == 0)
        return node;
    for (char *step = strtok_r(path, "/", &state); step; step = strtok_r(NULL, "/", &state)) {
        struct edit_node *next = edit_get(node, step);
        node = next ? next : edit_at(node, (size_t)atoi(step));
        assert_non_null(node);
    }
    return node;
}

static void do_edit(struct arena *arena, struct edit *edit, const char *text)
{
    char *line = arena_strdup(arena, text), *rest = line;
    const char *verb = strsep(&rest, " ");
    struct edit_node *node = walk(edit, strsep(&rest, " "));
    if (strcmp(verb, "set") == 0) {
        edit_set(node, value_of(arena, rest));
        return;
    }
    char *what = strsep(&rest, " ");
    if (strcmp(verb, "put") == 0) {
        char *after = what;
        const char *key = strsep(&after, "<");
        edit_put(node, key, after, value_of(arena, rest));
    } else if (strcmp(verb, "drop") == 0) {
        edit_drop(node, what);
    } else if (strcmp(verb, "add") == 0) {
        edit_insert(node, (size_t)atoi(what), value_of(arena, rest));
    } else if (strcmp(verb, "remove") == 0) {
        edit_remove(node, (size_t)atoi(what));
    } else {
        fail_msg("no such verb: %s", verb);
    }
}

struct row {
    const char *before, *edits, *after; /* edits: one a line; after NULL: refused */
};

static void run_rows(const struct row *rows, size_t count, enum doc_format format)
{
    for (size_t i = 0; i < count; i++) {
        cleanup_arena struct arena *arena = arena_new();
        cleanup_err struct err err = ERR_INIT;
        struct edit *edit = edit_new(arena, read_doc(arena, rows[i].before, format));
        char *rest = arena_strdup(arena, rows[i].edits);
        for (char *line; (line = strsep(&rest, "\n"));)
            do_edit(arena, edit, line);
        char *bytes = NULL;
        size_t len = 0;
        const enum code code = edit_finish(edit, &bytes, &len, &err);
        if (!rows[i].after) {
            assert_int_equal(code, ERR_REFUSED);
            continue;
        }
        if (code)
            fail_msg("%s\n%s\n-> %s\n%s", rows[i].before, rows[i].edits, err.message,
                     bytes ? bytes : "");
        assert_int_equal(len, strlen(bytes));
        assert_string_equal(bytes, rows[i].after);
    }
}
#define RUN(rows, format) run_rows(rows, sizeof(rows) / sizeof *(rows), format)

static void scalars_keep_their_style(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a: one  # why\nb: x\n", "set a \"two words\"", "a: two words  # why\nb: x\n"},
        {"a: 'one'\n", "set a \"it's\"", "a: 'it''s'\n"},
        {"a: 'one'\n", "set a \"two\\nlines\"", "a: |-\n  two\n  lines\n"},
        {"a: 'one' # c\n", "set a \"two\\nlines\"", "a: \"two\\nlines\" # c\n"},
        {"a: \"one\"\n", "set a \"\\\"two\\\"\\n\"", "a: \"\\\"two\\\"\\n\"\n"},
        {"a: one\n", "set a \"# no comment\"", "a: \"# no comment\"\n"},
        {"a: one\n", "set a \"x: y\"", "a: \"x: y\"\n"},
        {"a: one\n", "set a \"say \\\"x: y\\\"\"", "a: 'say \"x: y\"'\n"},
        {"a: one\n", "set a \"area:db\"", "a: area:db\n"},
        {"a: one\nb: two\n", "set a 12\nset b null", "a: 12\nb: null\n"},
        {"a: 3 # n\n", "set a 40", "a: 40 # n\n"},
        {"a: one\n", "set a \"\\u00e9t\\u00e9 \\ud83d\\ude80\"", "a: été 🚀\n"},
        {"a: one\n", "set a \"x\\u200by\"", "a: \"x\\u200By\"\n"},
        {"a: one\n", "set a \"\"", "a: \"\"\n"},
        {"a: one\n", "set a \" x \"", "a: \" x \"\n"},
        {"a: one", "set a \"two\"", "a: two"},
        {"a: one\r\nb: 1\r\n", "set a \"x\\ny\\n\"", "a: |\r\n  x\r\n  y\r\nb: 1\r\n"},
        {"a:   # nothing yet\nb: 1\n", "set a \"x\"", "a: x   # nothing yet\nb: 1\n"},
        {"a:\n  one\n  two\nb: 1\n", "set a \"x\\ny\"", "a: |-\n  x\n  y\nb: 1\n"},
        {"a: [x, 'y: z', plain]\n", "set a/2 \"n: m\"\nset a/0 \"z, z\"",
         "a: [\"z, z\", 'y: z', \"n: m\"]\n"},
        {"- {a: x, b: y}\n", "set 0/a \"longer text\"", "- {a: longer text, b: y}\n"},
        {"a: one\n", "set a \"tab\\there\"", "a: \"tab\\there\"\n"},
    };
    RUN(rows, DOC_YAML);
}

static void a_line_may_come_behind_one_that_goes(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"- t: a\n  l:\n    - x\n    - w\n- b\n", "remove 0/l 1\nadd . 1 \"new\"",
         "- t: a\n  l:\n    - x\n- new\n- b\n"},
        {"- t: a\n  l:\n    - x\n    - w\n", "remove 0/l 1\nadd . 1 \"new\"",
         "- t: a\n  l:\n    - x\n- new\n"},
        {"- t: a\n  l:\n    - x\n    - w", "remove 0/l 1\nadd . 1 \"new\"",
         "- t: a\n  l:\n    - x\n- new"},
        {"- t: a\r\n  l: # why\r\n    - x\r\n- b\r\n",
         "remove 0/l 0\nadd . 1 \"new\"\nadd . 2 \"o\"",
         "- t: a\r\n  l: [] # why\r\n- new\r\n- o\r\n- b\r\n"},
        {"- t: a\n  l:\n    - x\n    # kept\n    - k: 1\n      z:\n        - deep\n- b\n",
         "remove 0/l 1\nadd 0/l 1 \"m\"\nadd . 1 {\"t\": \"new\"}",
         "- t: a\n  l:\n    - x\n    - m\n    # kept\n- t: new\n- b\n"},
        {"- t: a\n  l:\n    - w\n    - deep:\n        - z\n- b\n",
         "remove 0/l/1/deep 0\nadd 0/l 2 \"m\"\nadd . 1 \"new\"",
         "- t: a\n  l:\n    - w\n    - deep: []\n    - m\n- new\n- b\n"},
    };
    RUN(rows, DOC_YAML);
}

static void text_that_reads_as_other_is_quoted(void **state)
{
    (void)state;
    static const char *const texts[] = {"5319e7", "000000", "no",  "on",         "Yes",  "null",
                                        "~",      "12",     "1.5", "2026-02-02", "0x1f", "1e3",
                                        "true",   "+1",     ".5",  "12:30",      "y",    "<<"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cleanup_arena struct arena *arena = arena_new();
        const struct row row = {"a: one\n", arena_printf(arena, "set a \"%s\"", texts[i]),
                                arena_printf(arena, "a: \"%s\"\n", texts[i])};
        run_rows(&row, 1, DOC_YAML);
    }
    static const struct row dates[] = {
        {"due_on: 2026-01-01 # d\n", "set due_on \"2027-02-03\"", "due_on: 2027-02-03 # d\n"}};
    RUN(dates, DOC_YAML);
}

static void block_scalars(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a: |\n  one\n  two\n\n\nb: 1\n", "set a \"x\\n\\n  y\\n\"",
         "a: |\n  x\n\n    y\n\n\nb: 1\n"},
        {"a: |  # keep\n    one\nb: 1\n", "set a \"x\"", "a: |-  # keep\n    x\nb: 1\n"},
        {"a: |-\n  one\n", "set a \"x\\n\"", "a: |\n  x\n"},
        {"a: |\n  one\n", "set a \"  led\\nx\\n\"", "a: |2\n    led\n  x\n"},
        {"a: |\n  one\n", "set a \"\\nx\\n\"", "a: |2\n\n  x\n"},
        {"a: |\n  one\n", "set a \"x\\n\\n\\n\"", "a: \"x\\n\\n\\n\"\n"},
        {"a: |+\n  one\n\nb: 1\n", "put . c<a 2", "a: |+\n  one\n\nc: 2\nb: 1\n"},
        {"a: >\n  one\n  two\n\n  three\nb: 1\n", "set a \"x y\\nz\\n\\nw\\n\"",
         "a: >\n  x y\n\n  z\n\n\n  w\nb: 1\n"},
        {"a: >-\n  one\n", "set a \"x\\n  y\"", "a: |-\n  x\n    y\n"},
        {"- a: |2\n     one\n  b: 1\n", "set 0/a \"x\\n\"", "- a: |\n    x\n  b: 1\n"},
        {"- |\n  one\n- two\n", "set 0 \"x\\ny\\n\"\nset 1 \"p\\nq\"",
         "- |\n  x\n  y\n- |-\n  p\n  q\n"},
        {"a: |\n  one", "set a \"x\"", "a: |-\n  x"},
    };
    RUN(rows, DOC_YAML);
}

static void keys_come_and_go(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a: 1 # x\n# about b\nb: 2\n", "put . c<a \"t\"", "a: 1 # x\nc: t\n# about b\nb: 2\n"},
        {"a: 1\nb: 2", "put . c 3", "a: 1\nb: 2\nc: 3"},
        {"i:\n  - id: A\n    t: x\n\n  # next\n  - id: B\n", "put i/0 k 4\nput i/1 m 5",
         "i:\n  - id: A\n    t: x\n    k: 4\n\n  # next\n  - id: B\n    m: 5\n"},
        {"i:\n  - {id: A, t: x} # c\n", "put i/0 k<id 4\nput i/0 l [\"p\",\"q: r\"]",
         "i:\n  - {id: A, k: 4, t: x, l: [p, \"q: r\"]} # c\n"},
        {"a: 1\nb: 2 # two\nc: 3\n", "drop . b", "a: 1\nc: 3\n"},
        {"a: 1\nb:\n  - x\n  - y\nc: 3", "drop . b\ndrop . c", "a: 1\n"},
        {"- a: 1\n  b: 2\n  c: 3\n", "drop 0 a\ndrop 0 b", "- c: 3\n"},
        {"- {a: 1, b: 2, c: 3}\n", "drop 0 a", "- {b: 2, c: 3}\n"},
        {"- {a: 1, b: 2, c: 3}\n", "drop 0 b\ndrop 0 c", "- {a: 1}\n"},
        {"- {a: 1}\n", "drop 0 a", "- {}\n"},
        {"x: {a: 1, b: 2}\n", "drop x b\nput x c 5\nset x/a 9", "x: {a: 9, c: 5}\n"},
        {"a: 1\r\nb: 2\r\n", "put . c [\"x\"]\ndrop . a", "b: 2\r\nc: [x]\r\n"},
        {"a: 1\n", "put . t [{\"text\":\"one\",\"tasks\":[\"x\"]},\"two\"]",
         "a: 1\nt:\n  - text: one\n    tasks: [x]\n  - two\n"},
        {"i:\n- id: A\n", "put i/0 t [{\"k\":1}]", "i:\n- id: A\n  t:\n  - k: 1\n"},
    };
    RUN(rows, DOC_YAML);
}

static void items_come_and_go(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"l: [a, b] # c\n", "add l 2 \"x\"\nadd l 0 \"w\"", "l: [w, a, b, x] # c\n"},
        {"l: [a, b, c]\n", "remove l 1", "l: [a, c]\n"},
        {"l: [a, b, ]\n", "add l 2 \"c\"\nremove l 0", "l: [b, c, ]\n"},
        {"l: [a]\n", "remove l 0", "l: []\n"},
        {"l: [a]\n", "remove l 0\nadd l 0 \"b\"", "l: [b]\n"},
        {"l: []\n", "add l 0 \"b\"", "l: [b]\n"},
        {"l: [\n  a,  # one\n  b\n]\n", "add l 2 \"c\"", "l: [\n  a,  # one\n  b,\n  c\n]\n"},
        {"l: [\n  a,\n  b\n]\n", "add l 2 \"c\"", "l: [\n  a,\n  b,\n  c\n]\n"},
        {"l:\n  - a\n  # between\n  - b # b\nm: 1\n", "add l 1 \"x\"\nadd l 3 \"w\"",
         "l:\n  - a\n  - x\n  # between\n  - b # b\n  - w\nm: 1\n"},
        {"l:\n- a\n- b\nm: 1\n", "add l 0 \"x\"\nremove l 2", "l:\n- x\n- a\nm: 1\n"},
        {"l: # c\n  - a\n  - b\nm: 1\n", "remove l 0\nremove l 0", "l: [] # c\nm: 1\n"},
        {"l:\n  - a\n  - b\nm: 1\n", "remove l 0\nremove l 0\nadd l 0 \"z\"", "l:\n  - z\nm: 1\n"},
        {"issues: [] # none\nz: 1\n", "add issues 0 {\"id\":\"A\",\"body\":\"x\\ny\\n\"}",
         "issues: # none\n  - id: A\n    body: |\n      x\n      y\nz: 1\n"},
        {"a: 1\n", "put . issues [{\"id\":\"A\",\"labels\":[\"p\",\"5319e7\"]}]",
         "a: 1\nissues:\n  - id: A\n    labels: [p, \"5319e7\"]\n"},
        {"issues:\n    - id: A\n      body: |\n        x\n\n\n# end\n",
         "add issues 1 {\"id\":\"B\"}",
         "issues:\n    - id: A\n      body: |\n        x\n    - id: B\n\n\n# end\n"},
        {"l:\n  - - a\n    - b\n  - c\n", "remove l/0 0\nadd l/0 1 \"d\"",
         "l:\n  - - b\n    - d\n  - c\n"},
        {"l: x\n", "set l [\"a\",\"b\"]", "l: [a, b]\n"},
        {"l: null # c\n", "set l [{\"a\":1}]", "l: # c\n  - a: 1\n"},
        {"l:\n  - a\nm: 1\n", "set l null", "l: null\nm: 1\n"},
        {"t:\n  - one\n  - two # c\n", "set t/0 {\"text\":\"one\",\"tasks\":[\"x\"]}",
         "t:\n  - text: one\n    tasks: [x]\n  - two # c\n"},
    };
    RUN(rows, DOC_YAML);
}

static void anchors_are_refused(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a: &x one\nb: *x\n", "set a \"two\"", NULL},
        {"a: &x one\nb: *x\n", "set b \"two\"", NULL},
        {"a: &x {k: v}\nb: *x\n", "set a/k \"w\"", NULL},
        {"a: &x {k: v}\nb: {<<: *x, m: n}\n", "set b/k \"w\"", NULL},
        {"a: &x {k: v}\nb: {<<: *x, m: n}\n", "set b/m \"w\"", "a: &x {k: v}\nb: {<<: *x, m: w}\n"},
        {"a: &x {k: v}\nb:\n  <<: *x\n  m: n\n", "put b o 1",
         "a: &x {k: v}\nb:\n  <<: *x\n  m: n\n  o: 1\n"},
        {"a: &x {k: v}\nb:\n  m: n\n  <<: *x\nc: 1\n", "put b o<m 1\nput b p 2",
         "a: &x {k: v}\nb:\n  m: n\n  o: 1\n  p: 2\n  <<: *x\nc: 1\n"},
    };
    RUN(rows, DOC_YAML);
}

static void json(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"{\"a\": \"x\", \"b\": 1}\n", "set a \"y\\n\\\"\\u00e9\"\nset b 2",
         "{\"a\": \"y\\n\\\"é\", \"b\": 2}\n"},
        {"{\"a\": \"\\u00e8\"}", "set a \"\\u00e9\"", "{\"a\": \"\\u00E9\"}"},
        {"{\n  \"a\": 1\n}\n", "put . b [\"x\"]", "{\n  \"a\": 1,\n  \"b\": [\"x\"]\n}\n"},
        {"{\n\t\"l\": [\n\t\t\"a\"\n\t]\n}", "add l 1 \"b\"\nput . m [\"c\"]",
         "{\n\t\"l\": [\n\t\t\"a\",\n\t\t\"b\"\n\t],\n\t\"m\": [\n\t\t\"c\"\n\t]\n}"},
        {"{\"a\":1,\"b\":[]}", "add b 0 {\"k\":\"v\",\"l\":2}\ndrop . a",
         "{\"b\":[{\"k\":\"v\",\"l\":2}]}"},
        {"{\n    \"issues\": []\n}\n", "add issues 0 {\"id\":\"A\",\"labels\":[\"p\",\"q\"]}",
         "{\n    \"issues\": [\n        {\n            \"id\": \"A\",\n            \"labels\": "
         "[\"p\", \"q\"]\n        }\n    ]\n}\n"},
        {"{\r\n  \"issues\": [\r\n    {\r\n      \"id\": \"A\"\r\n    }\r\n  ]\r\n}\r\n",
         "add issues 1 {\"id\":\"B\"}",
         "{\r\n  \"issues\": [\r\n    {\r\n      \"id\": \"A\"\r\n    },\r\n    {\r\n      "
         "\"id\": \"B\"\r\n    }\r\n  ]\r\n}\r\n"},
        {"{\n  \"l\": [\"a\", \"b\", \"c\"]\n}\n", "remove l 2\nremove l 0\nadd l 0 \"z\"",
         "{\n  \"l\": [\"z\", \"b\"]\n}\n"},
        {"{\n  \"a\": 1,\n  \"b\": 2\n}\n", "drop . b", "{\n  \"a\": 1\n}\n"},
    };
    RUN(rows, DOC_JSON);
}

static void the_bom_stays(void **state)
{
    (void)state;
    static const struct row rows[] = {{DOC_BOM "ä: ö\nb: ü # é\nc: 1\n", "set b \"ï\"\nput . d 2",
                                       DOC_BOM "ä: ö\nb: ï # é\nc: 1\nd: 2\n"}};
    RUN(rows, DOC_YAML);
}

static void a_new_file(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    const struct doc_node *value = value_of(
        arena, "{\"version\": 1, \"issues\": [{\"title\": \"a: b\", \"number\": 3, \"body\": "
               "\"x\\n\\ny\\n\"}, {\"title\": \"c\", \"labels\": [\"p\"]}], \"labels\": []}");
    assert_string_equal(edit_compose(arena, DOC_YAML, value),
                        "version: 1\nissues:\n  - title: \"a: b\"\n    number: 3\n    body: |\n"
                        "      x\n\n      y\n  - title: c\n    labels: [p]\nlabels: []\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalars_keep_their_style),
        cmocka_unit_test(a_line_may_come_behind_one_that_goes),
        cmocka_unit_test(text_that_reads_as_other_is_quoted),
        cmocka_unit_test(block_scalars),
        cmocka_unit_test(keys_come_and_go),
        cmocka_unit_test(items_come_and_go),
        cmocka_unit_test(anchors_are_refused),
        cmocka_unit_test(json),
        cmocka_unit_test(the_bom_stays),
        cmocka_unit_test(a_new_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
