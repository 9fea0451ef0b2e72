/* What goes back when a run is taken back, and what stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/utf8.h"
#include "engine/restore.h"

#define MARK(base) "<!-- roadmap:v1 scope=db id=A n=0011223344556677 base=" base " -->\n\n"
#define END "\n\n<!-- /roadmap -->\n"

static void scalars_go_back_only_where_the_run_left_them(void **state)
{
    (void)state;
    static const struct {
        enum kind kind;
        enum field field;
        const char *now, *before, *after;
        enum restored verdict;
    } rows[] = {
        {KIND_ISSUE, FIELD_TITLE, "New", "Old", "New", RESTORE_BACK},
        {KIND_ISSUE, FIELD_TITLE, " New  ", "Old", "New", RESTORE_BACK},
        {KIND_ISSUE, FIELD_TITLE, "Old", "Old", "New", RESTORE_ALREADY},
        {KIND_ISSUE, FIELD_TITLE, "Theirs", "Old", "New", RESTORE_CHANGED},
        {KIND_ISSUE, FIELD_TITLE, "new", "Old", "New", RESTORE_CHANGED},
        {KIND_LABEL, FIELD_TITLE, "area", "Area", "area", RESTORE_BACK},
        {KIND_LABEL, FIELD_TITLE, "AREA", "old", "area", RESTORE_BACK},
        {KIND_LABEL, FIELD_COLOR, "5319E7", "000000", "#5319e7", RESTORE_BACK},
        {KIND_MILESTONE, FIELD_DUE_ON, "2026-03-13T12:00:00Z", NULL, "2026-03-13", RESTORE_BACK},
        {KIND_MILESTONE, FIELD_DUE_ON, NULL, NULL, "2026-03-13", RESTORE_ALREADY},
        {KIND_ISSUE, FIELD_STATE, "closed:not_planned", "open", "closed:not_planned", RESTORE_BACK},
        {KIND_ISSUE, FIELD_STATE, "closed:completed", "open", "closed:not_planned",
         RESTORE_CHANGED},
        {KIND_MILESTONE, FIELD_STATE, "closed", "open", "closed:completed", RESTORE_BACK},
        {KIND_ISSUE, FIELD_STATE, "open", "open", "closed:completed", RESTORE_ALREADY},
    };
    cleanup_arena struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(restore_scalar(arena, rows[i].kind, rows[i].field, rows[i].now,
                                        rows[i].before, rows[i].after),
                         rows[i].verdict);
}

static void a_block_goes_back_and_leaves_people_their_part_and_their_ticks(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    const char *before = "Mine.\n" MARK("t:1,s:o") "Old.\n\n- [ ] one\n- [ ] two" END;
    const char *after = "Mine.\n" MARK("t:1,s:o") "New.\n\n- [ ] one\n- [ ] two" END;
    const char *now =
        "Mine, longer.\n" MARK("t:2,s:o") "New.\n\n- [ ] one\n- [x] two" END "Below.\n";
    const char *text = NULL;
    assert_int_equal(restore_body(arena, now, before, after, &text), RESTORE_BACK);
    assert_true(text_contains(text, "Mine, longer."));
    assert_true(text_contains(text, "Old.\n\n- [ ] one\n- [x] two"));
    assert_true(text_contains(text, "Below."));
    assert_false(text_contains(text, "New."));
    assert_int_equal(restore_body(arena, text, before, after, &text), RESTORE_ALREADY);
    const char *edited = MARK("t:1,s:o") "New, and theirs." END;
    assert_int_equal(restore_body(arena, edited, before, after, &text), RESTORE_CHANGED);
    assert_int_equal(restore_body(arena, "No mark.", before, after, &text), RESTORE_CHANGED);
    assert_int_equal(restore_body(arena, NULL, before, after, &text), RESTORE_CHANGED);
}

static void an_adopted_body_goes_back_whole_or_not_at_all(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    const char *before = "Theirs.\r\nSecond line.";
    const char *after = MARK("t:1,s:o") "Ours." END "\nTheirs.\r\nSecond line.";
    const char *renewed = MARK("t:2,s:o") "Ours." END "\nTheirs.\r\nSecond line.";
    const char *text = NULL;
    assert_int_equal(restore_body(arena, after, before, after, &text), RESTORE_BACK);
    assert_string_equal(text, before);
    assert_int_equal(restore_body(arena, renewed, before, after, &text), RESTORE_BACK);
    assert_string_equal(text, before);
    assert_int_equal(
        restore_body(arena, MARK("t:1,s:o") "Ours." END "\nTheirs, edited.", before, after, &text),
        RESTORE_CHANGED);
    assert_int_equal(restore_body(arena, before, before, after, &text), RESTORE_ALREADY);
}

static void sets_go_back_element_by_element(void **state)
{
    (void)state;
    static const struct {
        const char *now, *before, *after, *add, *remove;
    } rows[] = {
        {"a\nb", "a", "a\nb", "", "b"},
        {"a", "a", "a\nb", "", ""}, /* somebody took it off */
        {"a\nB\nmine", "a\nold", "a\nb", "old", "b"},
        {"a\nold", "a\nold", "a", "", ""}, /* somebody put it back */
        {"", NULL, "a", "", ""},
        {"a", NULL, "a", "", "a"},
    };
    cleanup_arena struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct strlist now, add = {0}, remove = {0};
        cleanup_str struct str added, removed;
        str_init(&added, 0);
        str_init(&removed, 0);
        restore_elements(arena, rows[i].now, &now);
        restore_set(arena, &now, rows[i].before, rows[i].after, &add, &remove);
        str_add_list(&added, &add, ",");
        str_add_list(&removed, &remove, ",");
        assert_string_equal(added.p, rows[i].add);
        assert_string_equal(utf8_fold(arena, removed.p), rows[i].remove);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalars_go_back_only_where_the_run_left_them),
        cmocka_unit_test(a_block_goes_back_and_leaves_people_their_part_and_their_ticks),
        cmocka_unit_test(an_adopted_body_goes_back_whole_or_not_at_all),
        cmocka_unit_test(sets_go_back_element_by_element),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
