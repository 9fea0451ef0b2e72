/* Every broken spec of tests/fixtures/specs/bad gives exactly the one diagnostic of expected.tsv,
 * at its place, with its width; every file of good/ gives none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/str.h"
#include "spec/codes.h"
#include "spec/spec.h"

#define BAD "tests/fixtures/specs/bad/"
#define GOOD "tests/fixtures/specs/good/"
#define MIN_BAD 80
#define COLUMNS 6

struct expected {
    const char *column[COLUMNS]; /* file, code, where, line:col, width, severity */
};

static char *read_text(struct arena *arena, const char *path)
{
    cleanup_err struct err err = ERR_INIT;
    char *bytes;
    size_t len;
    if (file_read(arena, path, 1 << 20, &bytes, &len, &err))
        fail_msg("%s", err.message);
    return bytes;
}

/* Cuts the next line off; NULL at the end. */
static char *next_line(char **text)
{
    char *line = *text;
    if (!*line)
        return NULL;
    char *end = strchr(line, '\n');
    *text = end ? end + 1 : line + strlen(line);
    if (end)
        *end = '\0';
    return line;
}

static void split(char *line, struct expected *row)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        row->column[i] = line;
        char *tab = strchr(line, '\t');
        if (i + 1 == COLUMNS)
            return;
        if (!tab)
            fail_msg("expected.tsv: '%s' has no %zu columns", row->column[0], (size_t)COLUMNS);
        *tab = '\0';
        line = tab + 1;
    }
}

static void check_row(const struct expected *row)
{
    cleanup_arena struct arena *arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    struct diags diags = {0};
    struct plan *plan;
    char *path = arena_printf(arena, BAD "%s", row->column[0]);
    if (spec_load(arena, path, &plan, &diags, &err))
        fail_msg("%s: %s", path, err.message);
    if (diags.len != 1 || diags.errors + diags.warnings != 1)
        fail_msg("%s: %zu diagnostics, the second is '%s'", path, diags.len,
                 diags.len > 1 ? diags.items[1].message : "");
    const struct diag *diag = &diags.items[0];
    char *found = arena_printf(arena, "%s\t%s\t%u:%u\t%u\t%s", diag->code, diag->pos.source->path,
                               diag->pos.line, diag->pos.col, diag->pos.width,
                               diag->severity == SEVERITY_ERROR ? "error" : "warning");
    char *wanted = arena_printf(arena, "%s\t" BAD "%s\t%s\t%s\t%s", row->column[1], row->column[2],
                                row->column[3], row->column[4], row->column[5]);
    if (strcmp(found, wanted) != 0)
        fail_msg("%s:\n found %s\nwanted %s\n(%s)", path, found, wanted, diag->message);
    if (text_empty(diag->help) || text_empty(diag->message))
        fail_msg("%s: no help", path);
    if (text_ends(diag->message, "."))
        fail_msg("%s: a message ends with a full stop", path);
}

static bool code_is_used(const char *code)
{
    cleanup_arena struct arena *arena = arena_new();
    char *text = read_text(arena, BAD "expected.tsv");
    return strstr(text, arena_printf(arena, "\t%s\t", code)) != NULL;
}

static void every_bad_fixture(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    char *text = read_text(arena, BAD "expected.tsv");
    size_t count = 0;
    for (char *line; (line = next_line(&text));) {
        struct expected row;
        if (*line == '#')
            continue;
        split(line, &row);
        check_row(&row);
        count++;
    }
    assert_true(count >= MIN_BAD);
}

/* Two codes need files that are too large for a fixture or are tested elsewhere. */
static void every_code_has_a_fixture(void **state)
{
    (void)state;
    for (size_t i = 0; i < spec_code_count; i++) {
        if (strcmp(spec_codes[i].code, "E0118") != 0 && !code_is_used(spec_codes[i].code))
            fail_msg("no fixture for %s", spec_codes[i].code);
    }
}

static void every_code_has_a_page(void **state)
{
    (void)state;
    for (size_t i = 0; i < spec_code_count; i++) {
        const struct spec_code *code = &spec_codes[i];
        const char *page = spec_code_page(code->code);
        if (!page)
            fail_msg("no page for %s", code->code);
        if (!strstr(page, code->code) || !strstr(page, code->title) || !strstr(page, "Wrong") ||
            !strstr(page, "Right"))
            fail_msg("the page of %s lacks its code, its title, Wrong or Right", code->code);
    }
    assert_null(spec_code_find("E9999"));
    assert_ptr_equal(spec_code_find("e0101"), &spec_codes[0]);
}

static void every_good_fixture(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    struct strlist names = {0};
    assert_int_equal(dir_list(arena, GOOD, &names, &err), OK);
    size_t count = 0;
    for (size_t i = 0; i < names.len; i++) {
        char *path = path_join(arena, GOOD, names.items[i]);
        struct diags diags = {0};
        struct plan *plan;
        if (file_is_dir(path))
            continue;
        if (spec_load(arena, path, &plan, &diags, &err))
            fail_msg("%s: %s", path, err.message);
        if (diags.len)
            fail_msg("%s:%u:%u %s %s", path, diags.items[0].pos.line, diags.items[0].pos.col,
                     diags.items[0].code, diags.items[0].message);
        assert_non_null(plan);
        count++;
    }
    assert_true(count >= 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bad_fixture),
        cmocka_unit_test(every_code_has_a_fixture),
        cmocka_unit_test(every_code_has_a_page),
        cmocka_unit_test(every_good_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
