/* Random documents × random edits, from fixed seeds: the tree is what jansson makes of the same
 * edits, and every other value and every comment keeps its bytes. Also over the plans that are
 * known to be good. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/str.h"
#include "doc/edit.h"

#define CASES 4000
#define EDITS_PER_FILE 400

/* ---- chance ---- */

static uint64_t seed;

static unsigned pick(unsigned below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

static bool chance(unsigned percent)
{
    return pick(100) < percent;
}

static const char *const texts[] = {
    "one",
    "two words",
    "5319e7",
    "no",
    "2026-02-02",
    "x: y",
    "# hash",
    "say \"it\"",
    "it's",
    "",
    " led",
    "trail ",
    "a\nb",
    "a\nb\n",
    "  led\nb\n",
    "a\n\n  b\nc\n",
    "a\n\n\n",
    "\n\nx\n",
    "été 🚀 日本",
    "x\xE2\x80\x8By",
    "tab\tin",
    "- dash",
    "[x]",
    "{x}",
    "a, b",
    "back\\slash",
    "ends:",
    "&a",
    "*a",
    "!t",
    "| p",
    "> f",
    "%d",
    "@octocat `code`",
    "a word after another and so on until the line is far longer than eighty columns, as texts are",
    "\xC2\x85",
    "a\r\nb",
    "<!-- roadmap:v1 scope=a -->",
    "---",
    "...",
    "? q",
    "#1",
    "=",
    "\ta\n",
    "a \nb",
};

static const char *any_text(void)
{
    return texts[pick(sizeof texts / sizeof *texts)];
}

/* ---- a document ---- */

struct maker {
    struct str out;
    const char *nl;
    unsigned step;
    unsigned names;
    bool json;
};

static void put_line(struct maker *maker, unsigned column)
{
    if (chance(15))
        str_addf(&maker->out, "%s# c%u", chance(50) ? "  " : " ", maker->names++);
    str_add(&maker->out, maker->nl);
    if (chance(10))
        str_add(&maker->out, maker->nl);
    if (chance(10)) {
        str_add_repeat(&maker->out, " ", column);
        str_addf(&maker->out, "# c%u%s", maker->names++, maker->nl);
    }
    str_add_repeat(&maker->out, " ", column);
}

static void put_inline(struct maker *maker)
{
    static const char *const inlines[] = {"plain", "two words", "'it''s'", "\"a\\nb\"", "12", "-3",
                                          "true",  "null",      "\"\"",    "5319e7",    "ä é"};
    static const char *const in_json[] = {"\"plain\"", "\"a\\n\\u00e9\"", "12", "true", "null",
                                          "\"\""};
    if (maker->json)
        str_add(&maker->out, in_json[pick(sizeof in_json / sizeof *in_json)]);
    else
        str_add(&maker->out, inlines[pick(sizeof inlines / sizeof *inlines)]);
}

static void put_flow(struct maker *maker, unsigned depth, bool lines, unsigned column)
{
    const bool map = chance(50);
    const unsigned count = pick(4);
    if (depth == 0 || chance(40)) {
        put_inline(maker);
        return;
    }
    str_addc(&maker->out, map ? '{' : '[');
    for (unsigned i = 0; i < count; i++) {
        str_add(&maker->out, i ? "," : "");
        if (lines) {
            str_add(&maker->out, maker->nl);
            str_add_repeat(&maker->out, " ", column + maker->step);
        } else if (i) {
            str_addc(&maker->out, ' ');
        }
        if (map)
            str_addf(&maker->out, maker->json ? "\"k%u\": " : "k%u: ", maker->names++);
        put_flow(maker, depth - 1, lines, column + maker->step);
    }
    if (lines && count) {
        str_add(&maker->out, maker->nl);
        str_add_repeat(&maker->out, " ", column);
    }
    str_addc(&maker->out, map ? '}' : ']');
}

static void put_block_text(struct maker *maker, unsigned column)
{
    static const char *const heads[] = {"|", "|-", ">", ">-", "|  # head", "|+"};
    str_add(&maker->out, heads[pick(6)]);
    for (unsigned i = 0, lines = 1 + pick(3); i < lines; i++) {
        str_add(&maker->out, maker->nl);
        if (i && chance(25))
            str_add(&maker->out, maker->nl);
        str_add_repeat(&maker->out, " ", column + maker->step);
        str_add(&maker->out, chance(20) && i ? "  more ü" : "text # no comment");
    }
    str_add(&maker->out, maker->nl);
    if (chance(30))
        str_add(&maker->out, maker->nl);
    str_add_repeat(&maker->out, " ", 0);
}

/* The cursor stands at `column`; ends with the last byte of the value or in a fresh line. */
static bool put_block(struct maker *maker, unsigned depth, unsigned column)
{
    const bool map = depth == 4 || chance(50);
    bool fresh = false;
    for (unsigned i = 0, count = 1 + pick(4); i < count; i++) {
        if (i && fresh)
            str_add_repeat(&maker->out, " ", column);
        else if (i)
            put_line(maker, column);
        fresh = false;
        if (map)
            str_addf(&maker->out, "k%u:", maker->names++);
        else
            str_addc(&maker->out, '-');
        const unsigned kind = pick(depth ? 8 : 4);
        if (kind == 0 && map) {
            continue;
        }
        if (kind <= 2) {
            str_addc(&maker->out, ' ');
            put_inline(maker);
        } else if (kind == 3) {
            str_addc(&maker->out, ' ');
            put_block_text(maker, column);
            fresh = true;
        } else if (kind == 4) {
            str_addc(&maker->out, ' ');
            put_flow(maker, depth, chance(30), column + maker->step);
        } else if (map) {
            put_line(maker, column + maker->step);
            fresh = put_block(maker, depth - 1, column + maker->step);
        } else {
            str_addc(&maker->out, ' ');
            fresh = put_block(maker, depth - 1, column + 2);
        }
    }
    return fresh;
}

static char *make(struct arena *arena, bool json)
{
    struct maker maker = {.nl = chance(25) ? "\r\n" : "\n", .step = 2 + pick(3), .json = json};
    str_init(&maker.out, 0);
    if (json) {
        const bool lines = chance(60);
        const char *nl = lines ? maker.nl : "", *indent = lines ? "  " : "";
        str_addf(&maker.out, "{%s%s\"a\": ", nl, indent);
        put_flow(&maker, 4, lines, 2);
        str_addf(&maker.out, ",%s%s\"b\": ", nl, indent);
        put_flow(&maker, 4, lines, 2);
        str_addf(&maker.out, "%s}%s", nl, chance(80) ? nl : "");
    } else {
        if (chance(20))
            str_add(&maker.out, DOC_BOM);
        if (!put_block(&maker, 4, 0) && chance(80))
            put_line(&maker, 0);
    }
    char *text = str_dup(&maker.out, arena);
    str_release(&maker.out);
    return text;
}

/* ---- an edit, on both trees ---- */

static const struct doc_node *new_value(struct arena *arena, json_t **json)
{
    struct doc_node *value = ARENA_NEW(arena, struct doc_node);
    const unsigned kind = pick(8);
    if (kind == 0) {
        *value = edit_number(arena, (int64_t)pick(1000));
        *json = json_integer(doc_integer(value));
    } else if (kind == 1) {
        struct strlist list = {0};
        *json = json_array();
        for (unsigned i = 0, count = pick(4); i < count; i++) {
            strlist_add(arena, &list, any_text());
            json_array_append_new(*json, json_string(list.items[i]));
        }
        *value = edit_texts(arena, &list);
    } else if (kind == 2) {
        *value = edit_map(arena, 3);
        *json = json_object();
        static const char *const keys[] = {"id", "y", "a b"};
        for (unsigned i = 0, count = 1 + pick(3); i < count; i++) {
            json_t *inner = NULL;
            edit_map_add(value, keys[i], *new_value(arena, &inner));
            json_object_set_new(*json, keys[i], inner);
        }
    } else {
        const char *text = any_text();
        *value = edit_text(text);
        *json = json_string(text);
    }
    return value;
}

/* Byte ranges of the old text that the edit may touch, as [begin, end). */
struct touched {
    size_t begin, end;
};

/* Goes down at random and edits there. */
static struct touched edit_somewhere(struct arena *arena, struct edit_node *node, json_t *json)
{
    const struct doc_node *old = edit_old(node);
    const bool map = old && old->type == DOC_MAP, list = old && old->type == DOC_LIST;
    struct touched touched = {old->begin, old->end};
    json_t *value = NULL;
    if (old->count && (map || list) && chance(75)) {
        const size_t at = pick(old->count);
        const char *key = map ? old->entries[at].key : NULL;
        struct edit_node *child = map ? edit_get(node, key) : edit_at(node, at);
        json_t *below = map ? json_object_get(json, key) : json_array_get(json, at);
        const struct doc_node *there = edit_old(child);
        if (there->type == DOC_MAP || there->type == DOC_LIST)
            return edit_somewhere(arena, child, below);
        edit_set(child, new_value(arena, &value));
        if (map)
            json_object_set_new(json, key, value);
        else
            json_array_set_new(json, at, value);
        return (struct touched){there->begin, there->end};
    }
    const bool drops = old->count && chance(40);
    const size_t at = old->count ? pick(old->count) : 0;
    if (drops && map) {
        touched.begin = old->entries[at].key_begin;
        touched.end = old->entries[at].value.end;
        json_object_del(json, old->entries[at].key);
        edit_drop(node, old->entries[at].key);
    } else if (drops && list) {
        touched = (struct touched){old->items[at].begin, old->items[at].end};
        edit_remove(node, at);
        json_array_remove(json, at);
    } else if (map) {
        edit_put(node, "new", old->count && chance(50) ? old->entries[at].key : NULL,
                 new_value(arena, &value));
        json_object_set_new(json, "new", value);
        touched.end = touched.begin;
    } else if (list) {
        edit_insert(node, at, new_value(arena, &value));
        json_array_insert_new(json, at, value);
        touched.end = touched.begin;
    } else {
        fail_msg("no container");
    }
    return touched;
}

/* ---- what must hold ---- */

static char *canonical(struct arena *arena, json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    char *copy = arena_strdup(arena, text);
    free(text);
    return copy;
}

static struct doc *read_again(struct arena *arena, const char *bytes, size_t len,
                              enum doc_format format)
{
    struct doc_problems problems = {0};
    struct doc *doc =
        doc_read(arena, doc_text_new(arena, "p", arena_strndup(arena, bytes, len), len), format,
                 &problems, NULL);
    return problems.count ? NULL : doc;
}

/* Comments in order; those inside the touched range may be missing. */
static void assert_comments_stay(const char *before, const char *after, struct touched touched)
{
    const char *at = after;
    for (const char *c = before; (c = strstr(c, "# c")); c++) {
        const size_t offset = (size_t)(c - before);
        size_t line_end = touched.end + strcspn(before + touched.end, "\n");
        if (offset >= touched.begin && offset <= line_end)
            continue;
        char name[24] = {0};
        memcpy(name, c, 3 + strspn(c + 3, "0123456789"));
        const char *found = strstr(at, name);
        if (!found)
            fail_msg("lost the comment '%s':\n%s\n-----\n%s", name, before, after);
        at = found + 1;
    }
}

/* Every scalar outside the touched range stands in the new text with the same bytes, in order. */
static void assert_bytes_stay(const struct doc_node *node, const char *bytes, const char **at,
                              struct touched touched, const char *after)
{
    for (uint32_t i = 0; i < node->count && (node->type == DOC_MAP || node->type == DOC_LIST);
         i++) {
        const struct doc_node *child =
            node->type == DOC_MAP ? &node->entries[i].value : &node->items[i];
        if (child->begin < node->begin || child->shared)
            continue;
        assert_bytes_stay(child, bytes, at, touched, after);
    }
    if (node->type == DOC_MAP || node->type == DOC_LIST || node->begin == node->end ||
        (node->begin < touched.end && node->end > touched.begin) ||
        (node->begin >= touched.begin && node->end <= touched.end))
        return;
    const char *found = memmem(*at, strlen(*at), bytes + node->begin, node->end - node->begin);
    if (!found)
        fail_msg("lost the bytes '%.*s':\n%s\n-----\n%s", (int)(node->end - node->begin),
                 bytes + node->begin, bytes, after);
    *at = found + (node->end - node->begin);
}

/* False when it was refused. */
static bool run_case(const char *text, enum doc_format format, uint64_t of)
{
    cleanup_arena struct arena *arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    struct doc *doc = read_again(arena, text, strlen(text), format);
    if (!doc)
        fail_msg("case %llu cannot be read:\n%s", (unsigned long long)of, text);
    json_t *json = json_loads(doc_canonical_json(arena, &doc->root), JSON_DECODE_ANY, NULL);
    assert_non_null(json);
    struct edit *edit = edit_new(arena, doc);
    const struct touched touched = edit_somewhere(arena, edit_root(edit), json);
    char *bytes = NULL;
    size_t len = 0;
    const enum code code = edit_finish(edit, &bytes, &len, &err);
    /* A key taken out can be one that hid a merged one, or that ended the text above it. */
    if (code == ERR_FAILED && !strstr(text, "<<") && !strstr(text, "|+"))
        fail_msg("case %llu: %s\n%s\n----- \n%s", (unsigned long long)of, err.message, text,
                 bytes ? bytes : "");
    if (code == OK) {
        struct doc *again = read_again(arena, bytes, len, format);
        assert_non_null(again);
        assert_string_equal(doc_canonical_json(arena, &again->root), canonical(arena, json));
        assert_true(again->source->bom == doc->source->bom);
        if (format == DOC_YAML)
            assert_comments_stay(doc->source->bytes, again->source->bytes, touched);
        const char *at = again->source->bytes;
        assert_bytes_stay(&doc->root, doc->source->bytes, &at, touched, at);
        if (strstr(text, "\r\n") && !strstr(text, "\\r"))
            for (const char *nl = bytes; (nl = strchr(nl, '\n')); nl++)
                assert_true(nl > bytes && nl[-1] == '\r');
    }
    json_decref(json);
    return code == OK;
}

static void random_documents(enum doc_format format, unsigned most_refused)
{
    unsigned refused = 0;
    for (uint64_t i = 0; i < CASES; i++) {
        cleanup_arena struct arena *arena = arena_new();
        seed = i * 2654435761u + format;
        char *text = make(arena, format == DOC_JSON);
        refused += !run_case(text, format, i);
    }
    print_message("%d cases, %u refused\n", CASES, refused);
    assert_true(refused <= most_refused);
}

static void random_yaml(void **state)
{
    (void)state;
    random_documents(DOC_YAML, CASES / 50);
}

static void random_json(void **state)
{
    (void)state;
    random_documents(DOC_JSON, 0);
}

static void plans_that_are_good(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    const char *folder = path_join(arena, ROADMAP_SOURCE_DIR, "tests/fixtures/specs/good");
    struct strlist names = {0};
    assert_int_equal(dir_list(arena, folder, &names, &err), OK);
    size_t done = 0;
    for (size_t i = 0; i < names.len; i++) {
        enum doc_format format;
        char *bytes = NULL;
        size_t len = 0;
        if (!doc_format_of(names.items[i], &format))
            continue;
        const char *path = path_join(arena, folder, names.items[i]);
        assert_int_equal(file_read(arena, path, 1u << 24, &bytes, &len, &err), OK);
        for (uint64_t k = 0; k < (len > 50000 ? 5 : EDITS_PER_FILE); k++) {
            seed = k * 40503u + i;
            done += run_case(bytes, format, k);
        }
    }
    print_message("%zu edits\n", done);
    assert_true(done > 10 * EDITS_PER_FILE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_yaml),
        cmocka_unit_test(random_json),
        cmocka_unit_test(plans_that_are_good),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
