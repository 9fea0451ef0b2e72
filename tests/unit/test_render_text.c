/* Templates, mentions, the block of an issue, diagnostics, errors, CSV. */
#include "unit/render_story.h"

#include <jansson.h>

#include "engine/block.h"
#include "render/block_diff.h"
#include "render/csv.h"
#include "render/diag_text.h"
#include "render/error_text.h"
#include "render/issue_block.h"
#include "render/mentions.h"
#include "render/page_text.h"
#include "render/pen.h"
#include "render/template.h"

#define ZWSP "\xE2\x80\x8B"

static const char *partial(void *state, const char *name)
{
    (void)state;
    if (strcmp(name, "who") == 0)
        return "[{{name}}]";
    return strcmp(name, "again") == 0 ? "{{>again}}" : NULL;
}

static struct template_value from_json(struct arena *arena, const json_t *json)
{
    struct template_value value = {.type = TEMPLATE_TEXT};
    size_t i = 0;
    const char *key;
    json_t *inner;
    if (json_is_object(json)) {
        struct template_member *members =
            arena_calloc(arena, json_object_size(json), sizeof *members);
        json_object_foreach((json_t *)(uintptr_t)json, key, inner) members[i++] =
            (struct template_member){arena_strdup(arena, key), from_json(arena, inner)};
        value = (struct template_value){.type = TEMPLATE_MAP, .count = i, .members = members};
    } else if (json_is_array(json)) {
        struct template_value *items = arena_calloc(arena, json_array_size(json), sizeof *items);
        json_array_foreach(json, i, inner) items[i] = from_json(arena, inner);
        value = (struct template_value){.type = TEMPLATE_LIST, .count = i, .items = items};
    } else if (json_is_string(json)) {
        value.text = arena_strdup(arena, json_string_value(json));
    } else if (json_is_integer(json)) {
        value.text = arena_printf(arena, "%d", (int)json_integer_value(json));
    } else {
        value.type = json_is_true(json) ? TEMPLATE_TRUE : TEMPLATE_NOTHING;
    }
    return value;
}

static enum code expand(struct arena *arena, const char *text, const char *json, size_t max,
                        char **out, struct err *err)
{
    json_t *context = json_loads(json, 0, NULL);
    assert_non_null(context);
    struct template_value value = from_json(arena, context);
    json_decref(context);
    struct template template;
    enum code code = template_parse(arena, "t", text, &template, err);
    template.partial = partial;
    return code ? code : template_render(arena, &template, &value, max, out, err);
}

static void long_words_are_broken(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"\"DB-001: 界界界界界界界界界界界界\" end",
         "  \"DB-001:\n  界界界界界界界界界\n  界界界\" end\n"},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "  aaaaaaaaaaaaaaaaaa\n  aaaaaaaaaaa\n"},
        {"see https://example.com/a/long/one", "  see\n  https://example.com/a/long/one\n"},
        {"one two three four five", "  one two three four\n  five\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cleanup_arena struct arena *arena = arena_new();
        cleanup_str struct str out;
        str_init(&out, 0);
        struct style style = style_default();
        style.columns = 20;
        struct pen pen;
        pen_init(&pen, arena, &style, &out);
        pen.indent = 2;
        pen_to(&pen, 2, 0);
        pen_wrap(&pen, ROLE_PLAIN, rows[i].text);
        pen_end(&pen);
        assert_string_equal(out.p, rows[i].want);
    }
}

/* Parts of a sentence come one by one; a comma stays with the word in front of it all the same. */
static void no_line_begins_with_a_comma(void **state)
{
    (void)state;
    static const struct {
        const char *plain, *coloured, *wrapped, *want;
        bool color;
    } rows[] = {
        {"two blocked, 12 ", "done", ", one more", "two blocked, 12\n  done, one more\n", false},
        {"two blocked, ", "one", ", two more", "two blocked, one,\n  two more\n", false},
        {"two blocked, 12 ", "done", ".", "two blocked, 12\n  done.\n", false},
        {"two blocked, 12 ", "done", ", x", "two blocked, 12\n  \033[33mdone\033[0m, x\n", true},
        {"1234567890123456", "7890", ", one", "12345678901234567890\n  , one\n", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cleanup_arena struct arena *arena = arena_new();
        cleanup_str struct str out;
        str_init(&out, 0);
        struct style style = style_default();
        style.columns = 20;
        style.color = rows[i].color;
        struct pen pen;
        pen_init(&pen, arena, &style, &out);
        pen.indent = 2;
        pen_put(&pen, ROLE_PLAIN, rows[i].plain);
        pen_put(&pen, ROLE_CARE, rows[i].coloured);
        pen_wrap(&pen, ROLE_PLAIN, rows[i].wrapped);
        pen_end(&pen);
        assert_string_equal(out.p, rows[i].want);
    }
}

static void templates_expand(void **state)
{
    (void)state;
    static const struct {
        const char *text, *json, *want;
    } rows[] = {
        {"a {{x}} b", "{\"x\":\"<&>\"}", "a <&> b"},
        {"{{{x}}}{{&x}}", "{\"x\":1}", "11"},
        {"{{none}}|", "{}", "|"},
        {"{{a.b.c}}", "{\"a\":{\"b\":{\"c\":\"deep\"}}}", "deep"},
        {"{{#l}}({{.}}){{/l}}", "{\"l\":[1,\"b\",true]}", "(1)(b)(true)"},
        {"{{#l}}{{n}}{{m}} {{/l}}", "{\"m\":\"!\",\"l\":[{\"n\":1},{\"n\":2}]}", "1! 2! "},
        {"{{^l}}none{{/l}}{{#l}}some{{/l}}", "{\"l\":[]}", "none"},
        {"{{#s}}{{s}}{{/s}}", "{\"s\":\"\"}", ""},
        {"a\n{{#t}}\nb\n{{/t}}\nc\n", "{\"t\":true}", "a\nb\nc\n"},
        {"a\n  {{! words }}\nb", "{}", "a\nb"},
        {"a {{! words }}b", "{}", "a b"},
        {"{{#o}}{{>who}}{{/o}}", "{\"o\":{\"name\":\"x\"}}", "[x]"},
        {"{{ x }}", "{\"x\":\"{{y}}\",\"y\":\"no\"}", "{{y}}"},
        {"{{#a}}{{#a}}x{{/a}}{{/a}}", "{\"a\":true}", "x"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cleanup_arena struct arena *arena = arena_new();
        cleanup_err struct err err = ERR_INIT;
        char *out = NULL;
        assert_int_equal(expand(arena, rows[i].text, rows[i].json, 0, &out, &err), OK);
        assert_string_equal(out, rows[i].want);
    }
}

static void templates_fail_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"a\n{{x", "t:2: a tag is not closed: '{{'"},
        {"{{#x}}", "t:1: a section is not closed: 'x'"},
        {"\n\n{{/x}}", "t:3: no section is open here for 'x'"},
        {"{{#x}}{{/y}}", "t:1: another section is open here, not 'y'"},
        {"{{>nowhere}}", "t:1: there is no partial 'nowhere'"},
        {"{{}}", "t:1: a tag has no name: '{{}}'"},
        {"{{>again}}", "again:1: sections and partials are nested more than 16 deep"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cleanup_arena struct arena *arena = arena_new();
        cleanup_err struct err err = ERR_INIT;
        char *out = NULL;
        assert_int_not_equal(expand(arena, rows[i].text, "{\"x\":true}", 0, &out, &err), OK);
        assert_string_equal(err.message, rows[i].message);
    }
}

static void templates_are_bounded(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    char *out = NULL;
    const char *many = "{\"l\":[1,2,3,4,5,6,7,8,9,10]}";
    enum code code =
        expand(arena, "{{#l}}{{#l}}{{#l}}aaaaaaaaaa{{/l}}{{/l}}{{/l}}", many, 500, &out, &err);
    assert_int_equal(code, ERR_CEILING);
    assert_non_null(strstr(err.message, "larger than 500 bytes"));
}

static void mentions(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
        bool numbers;
    } rows[] = {
        {"ask @octocat", "ask @" ZWSP "octocat", false},
        {"@" ZWSP "octocat", "@" ZWSP "octocat", false},
        {"(@acme/team)", "(@" ZWSP "acme/team)", false},
        {"mail ops@example.com", "mail ops@example.com", false},
        {"a @ b @", "a @ b @", false},
        {"`@octocat` @x", "`@octocat` @" ZWSP "x", false},
        {"``a ` @octocat`` @x", "``a ` @octocat`` @" ZWSP "x", false},
        {"`not closed @octocat", "`not closed @" ZWSP "octocat", false},
        {"`open\nb` @octocat `c`", "`open\nb` @" ZWSP "octocat `c`", false},
        {"`open\n\n`@code`", "`open\n\n`@code`", false},
        {"\\`@octocat`", "\\`@" ZWSP "octocat`", false},
        {"<a title=\"`\">@octocat `", "<a title=\"`\">@" ZWSP "octocat `", false},
        {"```\n@code\n```\n@x", "```\n@code\n```\n@" ZWSP "x", false},
        {"~~~ sql\n@code\n~~~~\n@x", "~~~ sql\n@code\n~~~~\n@" ZWSP "x", false},
        {"- a\n  ```\n@octocat", "- a\n  ```\n@" ZWSP "octocat", false},
        {"```\nx\n  ```\n@octocat", "```\nx\n  ```\n@" ZWSP "octocat", false},
        {"<div>\n```\n@octocat", "<div>\n```\n@" ZWSP "octocat", false},
        {"see #12 and #x", "see #12 and #x", false},
        {"see #12 and #x", "see #" ZWSP "12 and #x", true},
        {"`#12` a/b#3", "`#12` a/b#" ZWSP "3", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cleanup_arena struct arena *arena = arena_new();
        const char *once = mentions_neutralise(arena, rows[i].text, rows[i].numbers);
        assert_string_equal(once, rows[i].want);
        assert_string_equal(mentions_neutralise(arena, once, rows[i].numbers), once);
        if (!strstr(rows[i].text, ZWSP))
            assert_string_equal(mentions_restore(arena, once), rows[i].text);
    }
    cleanup_arena struct arena *arena = arena_new();
    assert_string_equal(mentions_restore(arena, "a" ZWSP "b #" ZWSP "x"), "a" ZWSP "b #" ZWSP "x");
}

static void block_reads_like_a_person_wrote_it(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    struct plan *plan = story_plan(arena);
    struct plan_task nested[] = {{.text = "25 tables,\nalso the small ones"}, {.text = "types"}};
    struct plan_task tasks[] = {{.text = "Write the DDL", .tasks = nested, .task_count = 2},
                                {.text = "Ask @hubot for a review", .ticked = true}};
    struct plan_issue issue = {.id = "DB-004",
                               .title = "Physical DDL",
                               .summary = "All entities get a table.\n\nSee the data model.\n",
                               .tasks = tasks,
                               .task_count = 2};
    strlist_add(arena, &issue.done_when, "a fresh database takes all of it");
    strlist_add(arena, &issue.done_when, "the smoke test passes");
    struct template template;
    assert_int_equal(render_issue_template(arena, NULL, &template, &err), OK);
    char *block = NULL;
    assert_int_equal(render_issue_block(arena, plan, &issue, &template, &block, &err), OK);
    assert_golden(arena, "issue-block.md", arena_printf(arena, "%s\n", block));
    plan->keep_mentions = true;
    assert_int_equal(render_issue_block(arena, plan, &issue, &template, &block, &err), OK);
    assert_non_null(strstr(block, "Ask @hubot"));
}

static void block_parts_are_left_out(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    struct plan *plan = story_plan(arena);
    struct plan_issue issue = {.id = "A-1", .summary = "Only words."};
    struct template template;
    assert_int_equal(render_issue_template(arena, NULL, &template, &err), OK);
    char *block = NULL;
    assert_int_equal(render_issue_block(arena, plan, &issue, &template, &block, &err), OK);
    assert_string_equal(block, "Only words.");
    issue.summary = NULL;
    assert_int_equal(render_issue_block(arena, plan, &issue, &template, &block, &err), OK);
    assert_string_equal(block, "");
    issue.body = (struct opt_text){.presence = SET, .text = "\n\n# As it is\n\n  - x {{y}}\n\n"};
    assert_int_equal(render_issue_block(arena, plan, &issue, &template, &block, &err), OK);
    assert_string_equal(block, "# As it is\n\n  - x {{y}}");
    issue.body.presence = ABSENT;
    assert_int_equal(render_issue_template(arena, "{{>x}}", &template, &err), OK);
    assert_int_equal(render_issue_block(arena, plan, &issue, &template, &block, &err), ERR_FAILED);
    assert_string_equal(err.message, "A-1: templates/issue.md:1: there is no partial 'x'");
    err_clear(&err);
    assert_int_equal(render_issue_template(arena, "{{#x}}", &template, &err), ERR_FAILED);
    assert_string_equal(err.message, "templates/issue.md:1: a section is not closed: 'x'");
    struct plan_milestone milestone = {.id = "M"};
    milestone.description = (struct opt_text){.presence = SET, .text = "Words for @hubot.\n"};
    assert_int_equal(render_milestone_block(arena, plan, &milestone, &block, &err), OK);
    assert_string_equal(block, "Words for @" ZWSP "hubot.");
}

static void block_changes_in_one_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after, *want;
    } rows[] = {
        {"- [ ] a", "- [x] a\n- [ ] b", "1 task added"},
        {"- [ ] a\n- [ ] b", "- [ ] c", "1 task removed, 1 reworded"},
        {"x\n- [ ] a", "x\n- [ ] a\n\nmore\nlines", "2 lines added below the task list"},
        {"x", "y", "1 line changed"},
        {NULL, "one\ntwo", "2 lines added"},
        {"a\n\nb", "a\nb", "only blank lines"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cleanup_arena struct arena *arena = arena_new();
        assert_string_equal(block_diff_summary(arena, rows[i].before, rows[i].after), rows[i].want);
    }
}

static const char source_text[] =
    "{\n"
    "  \"issues\": [\n"
    "    {\"id\": \"DB-001\", \"title\": \"資料庫 \x1b[31mred\", \"lables\": []}\n"
    "  ]\n"
    "}\n";

static struct diags *story_diags(struct arena *arena)
{
    static const struct source source = {
        .path = "roadmap/database.json", .bytes = source_text, .len = sizeof source_text - 1};
    struct diags *diags = ARENA_NEW(arena, struct diags);
    const char *at = strstr(source_text, "\"lables\"");
    struct pos pos = {&source, 3, 0, 8, (uint32_t)(at - source_text)};
    pos.col =
        (uint32_t)utf8_count("    {\"id\": \"DB-001\", \"title\": \"資料庫 \x1b[31mred\", ") + 1;
    diags_add(arena, diags, SEVERITY_ERROR, "E0103", pos, "unknown key 'lables'",
              "the nearest known key is 'labels'");
    pos = (struct pos){&source, 1, 1, 1, 0};
    diags_add(arena, diags, SEVERITY_WARNING, "W0301", pos, "the id comes from the title", NULL);
    struct pos nowhere = {0};
    diags_add(arena, diags, SEVERITY_ERROR, "E0101", nowhere, "the plan is empty", NULL);
    return diags;
}

static void draw_diags(struct arena *arena, const struct style *style, struct str *out)
{
    diag_text_validate(arena, style, NULL, story_diags(arena), out);
}

static void diagnostics(void **state)
{
    (void)state;
    assert_screens("diagnostics", "2026-02-02T09:00:00Z", draw_diags);
}

static void draw_valid(struct arena *arena, const struct style *style, struct str *out)
{
    const struct diags none = {0};
    diag_text_validate(arena, style, story_plan(arena), &none, out);
}

static void a_valid_plan(void **state)
{
    (void)state;
    assert_screens("valid", "2026-02-02T09:00:00Z", draw_valid);
}

static void many_diagnostics_are_counted(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct style style = story_style(80, false, "2026-02-02T09:00:00Z");
    struct diags diags = {0};
    static const struct source source = {
        .path = "a.json", .bytes = "0123456789012345678901234567890123456789", .len = 40};
    for (uint32_t i = 0; i < 31; i++)
        diags_add(arena, &diags, SEVERITY_ERROR, "E0103", (struct pos){&source, 1, i + 1, 1, i},
                  "wrong", NULL);
    cleanup_str struct str out;
    str_init(&out, 0);
    diag_text(arena, &style, &diags, &out);
    assert_non_null(strstr(out.p, "and 11 more; -v shows them\n"));
    str_clear(&out);
    style.verbose = 1;
    diag_text(arena, &style, &diags, &out);
    assert_null(strstr(out.p, "more"));
    str_clear(&out);
    diag_annotations(arena, &diags, &out);
    assert_non_null(strstr(out.p, "::error file=a.json,line=1,col=10,title=E0103::wrong\n"));
    assert_null(strstr(out.p, "col=11,"));
    assert_non_null(strstr(out.p, "21 more are not shown"));
}

static void annotations_are_escaped(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    static const struct source source = {.path = "a,b:c%.json", .bytes = "x", .len = 1};
    struct diags diags = {0};
    diags_add(arena, &diags, SEVERITY_WARNING, "W0301", (struct pos){&source, 1, 1, 1, 0},
              "50 % of\n::error::it", "do: this");
    cleanup_str struct str out;
    str_init(&out, 0);
    diag_annotations(arena, &diags, &out);
    assert_string_equal(out.p, "::warning file=a%2Cb%3Ac%25.json,line=1,col=1,title=W0301::50 %25 "
                               "of ::error::it%0Ahelp: do: this\n");
}

static void errors_have_a_hint(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct style style = story_style(80, false, "2026-02-02T09:00:00Z");
    cleanup_err struct err err = ERR_INIT;
    (void)err_set(&err, ERR_FAILED, "title '\x1b]0;x\x07' cannot be read");
    (void)err_hint(&err, "first\nsecond");
    cleanup_str struct str out;
    str_init(&out, 0);
    error_text(arena, &style, &err, &out);
    assert_string_equal(out.p, "error: title '' cannot be read\nhint: first\n      second\n");
}

static void draw_no_token(struct arena *arena, const struct style *style, struct str *out)
{
    error_text_no_token(arena, style, "write to", "acme/data-pipeline", out);
}

static void no_token(void **state)
{
    (void)state;
    assert_screens("no-token", "2026-02-02T09:00:00Z", draw_no_token);
}

static void csv_is_safe(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *want;
    } rows[] = {
        {"plain", "plain\r\n"},
        {"a,b", "\"a,b\"\r\n"},
        {"say \"x\"", "\"say \"\"x\"\"\"\r\n"},
        {"=1+1", "\"'=1+1\"\r\n"},
        {"-2", "\"'-2\"\r\n"},
        {"@x", "\"'@x\"\r\n"},
        {"+1", "\"'+1\"\r\n"},
        {"\tx", "\"'\tx\"\r\n"},
        {"two\nlines", "\"two\nlines\"\r\n"},
        {NULL, "\r\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cleanup_str struct str out;
        str_init(&out, 0);
        csv_cell(&out, rows[i].cell, true);
        assert_string_equal(out.p, rows[i].want);
    }
}

static void pages_flow(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct style style = story_style(40, false, "2026-02-02T09:00:00Z");
    cleanup_str struct str out;
    str_init(&out, 0);
    const char *page =
        "# A title\n\nSome words that go on\nover two lines of the file.\n\n"
        "- one thing that is rather long for a line\n- two\n\n```yaml\na:\n  b: 1\n```\n";
    page_text(arena, &style, page, &out);
    assert_string_equal(out.p, "A title\n\nSome words that go on over two lines of\nthe file.\n\n"
                               "- one thing that is rather long for a\n  line\n- two\n\n"
                               "    a:\n      b: 1\n");
    assert_string_equal(page_title(arena, page), "A title");
}

/* One room writes the footer, another one knows it again. */
static void footers_are_known_again(void **state)
{
    (void)state;
    static const char *const paths[] = {"roadmap/roadmap.yaml", "a`b\nc\rd.yaml"};
    cleanup_arena struct arena *arena = arena_new();
    const struct plan_issue issue = {.id = "DB-001"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const struct plan plan = {.path = paths[i]};
        const char *footer = render_issue_footer(arena, &plan, &issue);
        assert_true(block_is_footer(footer, strlen(footer)));
        assert_null(strpbrk(footer, "\r\n"));
        assert_non_null(strstr(footer, "as `DB-001`"));
    }
    const struct plan odd = {.path = paths[1]};
    assert_non_null(strstr(render_issue_footer(arena, &odd, &issue), "`a'b'c'd.yaml`"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_words_are_broken),
        cmocka_unit_test(no_line_begins_with_a_comma),
        cmocka_unit_test(templates_expand),
        cmocka_unit_test(templates_fail_with_their_line),
        cmocka_unit_test(templates_are_bounded),
        cmocka_unit_test(mentions),
        cmocka_unit_test(block_reads_like_a_person_wrote_it),
        cmocka_unit_test(block_parts_are_left_out),
        cmocka_unit_test(block_changes_in_one_sentence),
        cmocka_unit_test(diagnostics),
        cmocka_unit_test(a_valid_plan),
        cmocka_unit_test(many_diagnostics_are_counted),
        cmocka_unit_test(annotations_are_escaped),
        cmocka_unit_test(errors_have_a_hint),
        cmocka_unit_test(footers_are_known_again),
        cmocka_unit_test(no_token),
        cmocka_unit_test(csv_is_safe),
        cmocka_unit_test(pages_flow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
