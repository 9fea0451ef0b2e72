#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "render/issue_evidence.h"

static struct trace_issue story(struct arena *arena)
{
    struct trace_issue issue = {
        .asks = true, .has_subjects = true, .presence = PRESENCE_MERGED, .proof = PROOF_REVERSIBLE};
    const struct trace_migration migration = {.path = "db/1_a.up.sql",
                                              .presence = PRESENCE_MERGED,
                                              .edited = true,
                                              .proof = PROOF_REVERSIBLE};
    const struct trace_check pass = {
        .name = "t", .kind = "table", .verdict = VERDICT_PASS, .message = "took 12 ms"};
    const struct trace_check fail = {.name = "i|x",
                                     .kind = "index",
                                     .verdict = VERDICT_FAIL,
                                     .message = "no <b>index</b>\nask @octocat, see #12"};
    VEC_PUSH(arena, &issue.migrations, migration);
    VEC_PUSH(arena, &issue.checks, pass);
    VEC_PUSH(arena, &issue.checks, fail);
    return issue;
}

static void a_section_is_quiet_and_stands_still(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    const struct trace_issue issue = story(arena);
    assert_string_equal(evidence_section(arena, &issue),
                        "<details><summary>Evidence: merged, reversible; 1 of 2 checks "
                        "pass</summary>\n"
                        "\n| migration | presence | proof |\n|:--|:--|:--|\n"
                        "| db/1\\_a.up.sql | merged, edited since | reversible |\n"
                        "\n| check | kind | result |\n|:--|:--|:--|\n"
                        "| t | table | pass |\n"
                        "| i\\|x | index | fail: no &lt;b>index&lt;/b> ask @\xE2\x80\x8Boctocat, "
                        "see #\xE2\x80\x8B"
                        "12 |\n"
                        "\n</details>\n");
}

static void its_first_line_is_its_summary(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    const struct trace_issue issue = story(arena), nothing = {.asks = true};
    assert_string_equal(evidence_summary(arena, evidence_section(arena, &issue)),
                        "merged, reversible; 1 of 2 checks pass");
    assert_string_equal(evidence_summary(arena, evidence_section(arena, &nothing)),
                        "not proven yet");
    assert_string_equal(evidence_summary(arena, "somebody's words"), "");
    assert_string_equal(evidence_summary(arena, NULL), "");
}

static void many_rows_are_counted(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct trace_issue issue = {.asks = true};
    for (size_t i = 0; i < 40; i++)
        VEC_PUSH(arena, &issue.checks, ((struct trace_check){.name = "t", .kind = "table"}));
    assert_non_null(strstr(evidence_section(arena, &issue), "| and 10 more | | |\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_section_is_quiet_and_stands_still),
        cmocka_unit_test(its_first_line_is_its_summary),
        cmocka_unit_test(many_rows_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
