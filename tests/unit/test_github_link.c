#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/str.h"
#include "github/link.h"

struct row {
    const char *header, *next, *last; /* next "!": an error */
};

static const struct row rows[] = {
    {NULL, NULL, NULL},
    {"", NULL, NULL},
    {"   ", NULL, NULL},
    {"<https://a/x?page=2>; rel=\"next\"", "https://a/x?page=2", NULL},
    {"<https://a/x?page=2>;rel=next", "https://a/x?page=2", NULL},
    {"<https://a/2>; rel=\"next\", <https://a/9>; rel=\"last\"", "https://a/2", "https://a/9"},
    {"<https://a/9>; rel=\"last\",<https://a/2>; rel=\"next\"", "https://a/2", "https://a/9"},
    {"<https://a/1>; rel=\"prev\", <https://a/1>; rel=\"first\"", NULL, NULL},
    /* A deprecation notice is no page. */
    {"<https://docs.github.com/en/rest>; rel=\"deprecation\"; type=\"text/html\"", NULL, NULL},
    {"<https://d/>; rel=\"deprecation\"; type=\"text/html\", <https://a/2>; rel=\"next\"",
     "https://a/2", NULL},
    /* Commas and semicolons inside the target and inside quotes. */
    {"<https://a/x?labels=a,b;c&page=2>; rel=\"next\"", "https://a/x?labels=a,b;c&page=2", NULL},
    {"<https://a/2>; title=\"a, b; rel=next\"; rel=\"last\"", NULL, "https://a/2"},
    {"<https://a/2>; title=\"a \\\" b\"; rel=\"next\"", "https://a/2", NULL},
    /* Order, case, blanks, several relations, first wins. */
    {"<https://a/2>; type=\"x\"; REL=\"NEXT\"", "https://a/2", NULL},
    {"<https://a/2> ; rel = \"next\"", "https://a/2", NULL},
    {"<https://a/2>; rel=\"prev next\"", "https://a/2", NULL},
    {"<https://a/2>; rel=\"nextish\"", NULL, NULL},
    {"<https://a/2>; rel=\"prev\"; rel=\"next\"", NULL, NULL},
    {"<https://a/2>; rel=\"next\", <https://a/3>; rel=\"next\"", "https://a/2", NULL},
    {",, <https://a/2>; rel=\"next\" ,,", "https://a/2", NULL},
    {"<https://a/2>; rel=\"next\";", "https://a/2", NULL},
    {"<https://a/2>", NULL, NULL},
    {"<>; rel=\"next\"", "", NULL},
    {"<https://a/2>; flag; rel=next", "https://a/2", NULL},
    /* Half a header must not end a list in silence. */
    {"https://a/2; rel=\"next\"", "!", NULL},
    {"<https://a/2; rel=\"next\"", "!", NULL},
    {"<https://a/2>; rel=\"next", "!", NULL},
    {"<https://a/2>; rel=\"next\" garbage", "!", NULL},
    {"<https://a/2>; rel=\"next\" <https://a/3>", "!", NULL},
    {"garbage", "!", NULL},
    {"<", "!", NULL},
    {"<https://a/2>; =\"next\"", "!", NULL},
};

static void every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena *arena cleanup_arena = arena_new();
        struct err err cleanup_err = ERR_INIT;
        struct link link;
        enum code code = link_parse(arena, rows[i].header, &link, &err);
        bool bad = text_eq(rows[i].next, "!");
        if ((code != OK) != bad)
            print_error("row %zu: %s\n", i, rows[i].header);
        assert_int_equal(code, bad ? ERR_FAILED : OK);
        if (bad)
            continue;
        assert_int_equal(link.next == NULL, rows[i].next == NULL);
        assert_int_equal(link.last == NULL, rows[i].last == NULL);
        assert_string_equal(link.next ? link.next : "", rows[i].next ? rows[i].next : "");
        assert_string_equal(link.last ? link.last : "", rows[i].last ? rows[i].last : "");
    }
}

/* Every prefix, and every single byte replaced, ends in an answer or an error, never beyond. */
static void cut_and_changed_headers_do_no_harm(void **state)
{
    (void)state;
    static const char bytes[] = "<>;,=\"\\ r\x01\xff";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t len = rows[i].header ? strlen(rows[i].header) : 0;
        for (size_t at = 0; at < len; at++) {
            struct arena *arena cleanup_arena = arena_new();
            struct link link;
            struct err err = ERR_INIT;
            enum code code =
                link_parse(arena, arena_strndup(arena, rows[i].header, at), &link, &err);
            assert_int_equal(err.code, code);
            err_clear(&err);
            for (size_t b = 0; b < sizeof bytes - 1; b++) {
                char *changed = arena_strdup(arena, rows[i].header);
                changed[at] = bytes[b];
                code = link_parse(arena, changed, &link, &err);
                assert_int_equal(err.code, code);
                err_clear(&err);
            }
        }
    }
}

static void an_endless_header_is_refused(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    struct err err cleanup_err = ERR_INIT;
    struct str text cleanup_str;
    str_init(&text, 0);
    while (text.len <= LIMIT_LINK_BYTES)
        str_add(&text, "<https://a/2>; rel=\"prev\", ");
    struct link link;
    assert_int_equal(link_parse(arena, text.p, &link, &err), ERR_CEILING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_row),
                                       cmocka_unit_test(cut_and_changed_headers_do_no_harm),
                                       cmocka_unit_test(an_endless_header_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
