/* The comment in Markdown: as the screens have it, whatever stands in the fields, and never too
 * long. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/utf8.h"
#include "render/comment_text.h"
#include "render/markdown_text.h"

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static int32_t day(const char *text)
{
    int32_t found = DAY_NONE;
    assert_true(day_parse(text, &found));
    return found;
}

#define HEAD "4f1d9e0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define BASE "3d0c9aabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static struct comment_place place = {.repository_url = "https://github.com/acme/data-pipeline",
                                     .run_url =
                                         "https://github.com/acme/data-pipeline/actions/runs/1"};

static char *render(const struct comment_facts *facts, const struct comment_limits *limits,
                    const char *marker)
{
    static struct style style;
    style = style_default();
    style.today = day("2026-03-04");
    const struct comment_page page = {
        .facts = facts, .place = &place, .style = &style, .marker = marker, .limits = *limits};
    return comment_markdown(arena, &page);
}

static char *usual(const struct comment_facts *facts)
{
    const struct comment_limits limits = comment_limits_default();
    return render(facts, &limits, "<!-- roadmap:v1 scope=db kind=comment key=plan -->");
}

/* The story of the screens, with one text in every place where a text of somebody else stands. */
static struct comment_facts story(const char *title, const char *other)
{
    struct comment_facts facts = {
        .scope = "db", .head = HEAD, .base = BASE, .base_name = other ? other : "main"};
    struct plan_diff *diff = ARENA_NEW(arena, struct plan_diff);
    facts.diff = diff;
    const struct plan_milestone_totals milestone = {.id = other ? other : "DB-ML1",
                                                    .before_id = "DB-ML1",
                                                    .title = title,
                                                    .before = {.there = true,
                                                               .issues = 5,
                                                               .hours = 86,
                                                               .due_day = day("2026-03-13"),
                                                               .expected_day = day("2026-03-12"),
                                                               .slack_days = 1},
                                                    .after = {.there = true,
                                                              .issues = 6,
                                                              .hours = 118,
                                                              .due_day = day("2026-03-13"),
                                                              .expected_day = day("2026-03-18"),
                                                              .slack_days = -3}};
    VEC_PUSH(arena, &diff->milestones, milestone);
    const struct plan_difference added = {.kind = KIND_ISSUE,
                                          .change = PLAN_ADDED,
                                          .id = other ? other : "DB-023",
                                          .title = title,
                                          .hours = 32,
                                          .needs = other ? other : "DB-007"};
    struct plan_difference changed = {.kind = KIND_ISSUE,
                                      .change = PLAN_CHANGED,
                                      .id = other ? other : "DB-004",
                                      .title = title,
                                      .hours = 8};
    const struct plan_field field = {
        .name = "owner", .before = other ? other : "Tech Lead", .after = other ? other : "octocat"};
    VEC_PUSH(arena, &changed.fields, field);
    VEC_PUSH(arena, &diff->items, added);
    VEC_PUSH(arena, &diff->items, changed);
    diff->effect.creates[KIND_ISSUE] = diff->effect.creates[KIND_RELATION] = 1;
    strlist_add(arena, &diff->effect.people, other ? other : "hubot");
    const struct weakened weakened = {.message =
                                          other ? other : "check 'duration' of DB-008 is gone",
                                      .path = other ? other : "roadmap/database.json",
                                      .line = 260};
    VEC_PUSH(arena, &facts.weakened.items, weakened);
    struct comment_check checks[] = {{other ? other : "DB-005",
                                      other ? other : "rls",
                                      VERDICT_FAIL,
                                      FAILING_NEW,
                                      other ? other : "policies have no effect",
                                      other ? other : "db/0041.up.sql",
                                      41,
                                      {0}},
                                     {other ? other : "DB-005",
                                      "smoke",
                                      VERDICT_PASS,
                                      FAILING_NOT,
                                      other ? other : "2 migrations up, down, up again",
                                      NULL,
                                      0,
                                      {0}}};
    strlist_add(arena, &checks[0].lines, other ? other : "tenant A read 300 of 300 rows");
    for (size_t i = 0; i < 2; i++)
        VEC_PUSH(arena, &facts.checks, checks[i]);
    facts.by_verdict[VERDICT_PASS] = facts.by_failing[FAILING_NEW] = 1;
    const struct comment_step step = {other ? other : "DB-005", title, other ? other : "planned",
                                      other ? other : "committed, asserted"};
    VEC_PUSH(arena, &facts.steps, step);
    return facts;
}

static void the_comment_of_the_screens(void **state)
{
    (void)state;
    struct comment_facts facts = story("Partition the two log tables", NULL);
    facts.by_failing[FAILING_NEW] = 0;
    facts.checks.items[0].failing = FAILING_NOT_YET;
    facts.by_failing[FAILING_NOT_YET] = 1;
    assert_string_equal(
        usual(&facts),
        "<!-- roadmap:v1 scope=db kind=comment key=plan -->\n"
        "**Roadmap: DB-ML1 moves from 12 Mar to 18 Mar; it is due on 13 Mar.**\n"
        "\n"
        "| | main | with this pull request |\n"
        "|:--|:--|:--|\n"
        "| **DB-ML1** expected | 12 Mar, 1 day of slack | **18 Mar, 3 days late** |\n"
        "| **DB-ML1** scope | 5 issues, 86 h | 6 issues, 118 h |\n"
        "| **DB-023** Partition the two log tables |  | new, 32 h, after DB-007 |\n"
        "| **DB-004** Partition the two log tables | owner Tech Lead | owner octocat |\n"
        "| **DB-005** Partition the two log tables | planned | **committed, asserted** |\n"
        "\n"
        "Needs a look:\n"
        "- less proof: check 'duration' of DB-008 is gone "
        "([roadmap/database.json:260](https://github.com/acme/data-pipeline/blob/" HEAD
        "/roadmap/database.json#L260))\n"
        "- DB-ML1 is expected 3 working days after its due date\n"
        "\n"
        "After merging, `roadmap sync` creates 1 issue and 1 link and changes nothing else. "
        "hubot is assigned.\n"
        "\n"
        "<details><summary>1 check passes, 1 not yet, 0 fail</summary>\n"
        "\n"
        "| issue | check | result |\n"
        "|:--|:--|:--|\n"
        "| DB-005 | `rls` | not yet, policies have no effect |\n"
        "| DB-005 | `smoke` | pass, 2 migrations up, down, up again |\n"
        "\n"
        "</details>\n"
        "\n"
        "<sub>4f1d9e0 against main 3d0c9aa. This comment is edited in place and only when its "
        "content changes. <a href=\"https://github.com/acme/data-pipeline/actions/runs/1\">"
        "Report</a></sub>");
}

/* What gives a text its structure: the signs that are not escaped, and where lines begin. */
static const char *skeleton(const char *text)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    bool starts = true;
    for (const char *at = text; *at; at++) {
        if (*at == '\\' && at[1] && strchr("\\`*_[]#|~!$^{}-+=.)", at[1])) {
            at++;
            starts = false;
            continue;
        }
        if (strncmp(at, "](", 2) == 0) { /* an address ends where no sign of a path can stand */
            str_add(&out, "]()");
            at += strcspn(at, ")\n <>");
            assert_int_equal(*at, ')');
            continue;
        }
        if (strchr("\n|*_`[]<>#~!$^{}", *at) || (starts && strchr("-+=", *at)))
            str_addc(&out, *at);
        if (*at == '&')
            assert_true(strncmp(at, "&lt;", 4) == 0 || strncmp(at, "&gt;", 4) == 0 ||
                        strncmp(at, "&amp;", 5) == 0);
        starts = *at == '\n';
    }
    return str_dup(&out, arena);
}

static const char *const corpus[] = {
    "*bold* _it_ **b** __b__ ~~s~~ `code` ``c``",
    "[link](https://evil.example) ![image](x.png) [ref]: https://evil.example",
    "<img src=x onerror=alert(1)> <script>alert(1)</script> <b>",
    "</details></sub></summary> <!-- roadmap:v1 scope=db kind=comment key=plan -->",
    "--> <!-- a comment",
    "a | b | c \\| d",
    "| --- | --- |",
    "first\nsecond\n\n# Heading\n- item\n> quote\n```\nfence",
    "\r\n\r\n---\r\n===",
    "# Heading",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "2) item",
    "> quote",
    "=== x",
    "--- x",
    "    indented code",
    "\ttab",
    "- [ ] box",
    "```sh",
    "~~~",
    "@octocat @acme/team @hubot, mail octocat@example.com",
    "#12 GH-12 acme/data-pipeline#12 closes #3",
    "https://evil.example http://x www.evil.example ftp://x",
    ":tada: :+1: :x:",
    "$x$ $$y$$",
    "^[note] [^1]",
    "{{ template }} ${{ secrets.X }}",
    "&lt;img&gt; &amp; &#60;img&#62;",
    "\\\\* \\`x\\`",
    "\\",
    "::add-mask::x ::error::y ##[error]z",
    "\x1b[31mred\x1b[0m \xE2\x80\xAEgnirts \xE2\x80\x8Bzero",
    "javascript:alert(1) data:text/html,x",
    "日本語 👩‍💻 é \xF0\x9F\x98\x80",
    "`unclosed",
    "[unclosed",
    "<unclosed",
    "**unclosed",
    "|",
    "\"quotes' \"><svg onload=x>",
    "",
    " ",
};

/* One word alone is shown as code where a check is named, others are not. */
static const char *without_code(const char *text)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    for (const char *at = text; *at; at++)
        if (*at != '`')
            str_addc(&out, *at);
    return str_dup(&out, arena);
}

static void assert_structure(const struct comment_limits *limits, const char *marker)
{
    const struct comment_facts plain = story("words", "words");
    const char *want = without_code(skeleton(render(&plain, limits, marker)));
    for (size_t i = 0; i < sizeof corpus / sizeof *corpus; i++) {
        if (corpus[i][strspn(corpus[i], " ")] == '\0')
            continue;
        const struct comment_facts facts = story(corpus[i], corpus[i]);
        const char *body = render(&facts, limits, marker);
        if (strcmp(want, without_code(skeleton(body))) != 0)
            fail_msg("'%s' changes the structure:\n%s", corpus[i], body);
    }
}

static void no_text_changes_the_structure(void **state)
{
    (void)state;
    const struct comment_limits usual_ones = comment_limits_default();
    const struct comment_limits whole = comment_limits_summary();
    assert_structure(&usual_ones, "<!-- roadmap:v1 scope=db kind=comment key=plan -->");
    assert_structure(&whole, NULL);
}

static const char *escaped(const char *text)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    md_text(&out, arena, text, 0);
    return str_dup(&out, arena);
}

#define ZWSP "\xE2\x80\x8B"

static void nobody_is_mentioned_and_nothing_linked(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"@octocat", "@" ZWSP "octocat"},
        {"ask @acme/team", "ask @" ZWSP "acme/team"},
        {"a@b.example", "a@" ZWSP "b.example"},
        {"at @ noon", "at @ noon"},
        {"#12", "\\#" ZWSP "12"},
        {"GH-12, gh-3, NIGH-1", "GH-" ZWSP "12, gh-" ZWSP "3, NIGH-" ZWSP "1"},
        {"acme/x#12", "acme/x\\#" ZWSP "12"},
        {"https://x", "https:" ZWSP "//x"},
        {"www.x.example WWW.y", "www." ZWSP "x.example WWW." ZWSP "y"},
        {":tada: area:db 12:30", ":" ZWSP "tada: area:db 12:30"},
        {"<b> & |", "&lt;b&gt; &amp; \\|"},
        {"1. one", "1\\. one"},
        {"  - two", "\\- two"},
        {"DB-001: x", "DB-001: x"},
        {"a\nb", "a b"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(escaped(rows[i].text), rows[i].want);
}

static void paths_are_escaped_in_addresses(void **state)
{
    (void)state;
    struct str out cleanup_str;
    str_init(&out, 0);
    md_path(&out, "a b/(c)/é?#\"<");
    assert_string_equal(out.p, "a%20b/%28c%29/%C3%A9%3F%23%22%3C");
}

static void a_large_plan_is_cut_and_says_so(void **state)
{
    (void)state;
    struct comment_facts facts = story("words", NULL);
    char longest[256];
    memset(longest, '&', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    for (int i = 0; i < 100000; i++) {
        const struct plan_difference item = {
            .kind = KIND_ISSUE, .change = PLAN_ADDED, .id = "X-1", .title = longest, .hours = -1};
        const struct comment_check check = {"X-1",   longest, VERDICT_FAIL, FAILING_NEW, longest,
                                            longest, 1,       {0}};
        const struct weakened weakened = {.message = longest, .path = longest, .line = 1};
        VEC_PUSH(arena, &facts.diff->items, item);
        VEC_PUSH(arena, &facts.checks, check);
        VEC_PUSH(arena, &facts.weakened.items, weakened);
    }
    const char *body = usual(&facts);
    assert_true(utf8_count(body) <= 65536);
    assert_non_null(strstr(body, "and 99,997 further changes."));
    assert_non_null(strstr(body, "\n- and "));
    assert_non_null(strstr(body, "| … | | and "));
    assert_non_null(strstr(body, "</sub>"));
    const struct comment_limits limits = comment_limits_summary();
    const char *summary = render(&facts, &limits, NULL);
    assert_true(strlen(summary) <= 1024 * 1024);
    assert_non_null(strstr(summary, "further changes."));
    /* As many bytes as there can be. */
    for (size_t i = 0; i + 4 < sizeof longest; i += 4)
        memcpy(longest + i, "\xF0\x9F\x98\x80", 5);
    assert_true(utf8_count(usual(&facts)) <= 65536);
    assert_true(strlen(render(&facts, &limits, NULL)) <= 1024 * 1024);
}

static void the_same_is_said_from_another_commit(void **state)
{
    (void)state;
    struct comment_facts facts = story("words", NULL);
    const char *a = usual(&facts);
    facts.head = "1111111111111111111111111111111111111111";
    place.run_url = "https://github.com/acme/data-pipeline/actions/runs/2";
    const char *b = usual(&facts);
    assert_string_not_equal(a, b);
    assert_true(comment_says_same(arena, a, b));
    facts.diff->items.items[0].hours = 33;
    assert_false(comment_says_same(arena, a, usual(&facts)));
    assert_false(comment_says_same(arena, a, NULL));
}

static void the_job_summary_has_the_whole_of_a_failure(void **state)
{
    (void)state;
    const struct comment_facts facts = story("words", NULL);
    const struct comment_limits limits = comment_limits_summary();
    assert_non_null(
        strstr(render(&facts, &limits, NULL), "#L41))\n  - tenant A read 300 of 300 rows\n"));
    assert_null(strstr(usual(&facts), "tenant A"));
}

static void no_effect_is_one_line(void **state)
{
    (void)state;
    struct comment_facts facts = {.scope = "db", .diff = ARENA_NEW(arena, struct plan_diff)};
    facts.by_failing[FAILING_NOT_YET] = 3;
    facts.by_failing[FAILING_PROMISE] = 1; /* of before; it is not this change that broke it */
    assert_false(comment_has_effect(&facts));
    assert_string_equal(usual(&facts), "<!-- roadmap:v1 scope=db kind=comment key=plan -->\n"
                                       "Roadmap: this pull request no longer changes the plan.");
    facts.by_failing[FAILING_NEW] = 1;
    assert_true(comment_has_effect(&facts));
}

/* What stands on GitHub and in no plan has no id: its number and its title say what is meant. */
static void a_look_says_at_what(void **state)
{
    (void)state;
    struct style style = style_default();
    style.today = day("2026-03-04");
    const struct comment_page page = {
        .place = &place, .style = &style, .limits = comment_limits_default()};
    struct status_report status = {.today = style.today};
    const struct report_line lines[] = {
        {.kind = KIND_ISSUE,
         .number = {8},
         .title = "Too *slow*",
         .reason = "is in M1, not in the plan"},
        {.kind = KIND_ISSUE, .id = "DB-001", .reason = "is closed, but 'a.sql' is only committed"}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        VEC_PUSH(arena, &status.look_at, lines[i]);
    const char *body = comment_status_markdown(arena, &page, &status);
    assert_non_null(strstr(body, "8 \"Too \\*slow\\*\" is in M1, not in the plan\n"));
    assert_non_null(strstr(body, "- DB-001 is closed, but"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_comment_of_the_screens),
        cmocka_unit_test(no_text_changes_the_structure),
        cmocka_unit_test(nobody_is_mentioned_and_nothing_linked),
        cmocka_unit_test(paths_are_escaped_in_addresses),
        cmocka_unit_test(a_large_plan_is_cut_and_says_so),
        cmocka_unit_test(the_same_is_said_from_another_commit),
        cmocka_unit_test(the_job_summary_has_the_whole_of_a_failure),
        cmocka_unit_test(no_effect_is_one_line),
        cmocka_unit_test(a_look_says_at_what),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
