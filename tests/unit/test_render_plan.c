/* The screens of plan against golden files, and the rules that hold for all of them. */
#include "unit/render_story.h"

#include "render/plan_text.h"

static void draw_first(struct arena *arena, const struct style *style, struct str *out)
{
    const struct plan *plan = story_plan(arena);
    plan_text(arena, style, story_report(arena, plan, story_first(arena, plan)), out);
}

static void first_time(void **state)
{
    (void)state;
    assert_screens("plan-first", "2026-02-02T09:00:00Z", draw_first);
}

static void draw_first_verbose(struct arena *arena, const struct style *style, struct str *out)
{
    struct plan *plan = story_plan(arena);
    for (int i = 0; i < 30; i++) {
        struct plan_issue *issue = VEC_ADD(arena, &plan->issues);
        issue->id = arena_printf(arena, "DB-%d", 100 + i);
        issue->title = "One of many";
        issue->milestone = plan->issues.items[20].milestone;
    }
    plan_text(arena, style, story_report(arena, plan, story_first(arena, plan)), out);
}

static void many_are_rolled_up(void **state)
{
    (void)state;
    assert_screens("plan-many", "2026-02-02T09:00:00Z", draw_first_verbose);
    cleanup_arena struct arena *arena = arena_new();
    struct style style = story_style(80, false, "2026-02-02T09:00:00Z");
    style.verbose = 1;
    cleanup_str struct str out;
    str_init(&out, 0);
    draw_first_verbose(arena, &style, &out);
    assert_non_null(strstr(out.p, "DB-129"));
}

static struct sync_report *week_report(struct arena *arena)
{
    struct plan *plan = story_plan(arena);
    struct sync_report *report = story_report(arena, plan, story_week(arena, plan));
    report->last_sync = "2026-03-03T16:40:00Z";
    report->last_sync_by = "CI";
    report->estimate_ms = 6000;
    return report;
}

static void draw_week(struct arena *arena, const struct style *style, struct str *out)
{
    plan_text(arena, style, week_report(arena), out);
}

static void normal_week(void **state)
{
    (void)state;
    assert_screens("plan-week", "2026-03-06T09:00:00Z", draw_week);
}

static void verbose_only_adds(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct style style = story_style(80, false, "2026-03-06T09:00:00Z");
    cleanup_str struct str plain, verbose;
    str_init(&plain, 0);
    str_init(&verbose, 0);
    draw_week(arena, &style, &plain);
    style.verbose = 1;
    draw_week(arena, &style, &verbose);
    const char *at = verbose.p;
    for (const char *line = plain.p; *line;) {
        size_t len = strcspn(line, "\n") + 1;
        at = strstr(at, arena_strndup(arena, line, len));
        assert_non_null(at);
        at += len;
        line += len;
    }
    assert_non_null(strstr(verbose.p, "- - [ ] old words"));
    assert_non_null(strstr(verbose.p, "+ - [ ] three"));
}

static void draw_nothing(struct arena *arena, const struct style *style, struct str *out)
{
    plan_text(arena, style, story_report(arena, story_plan(arena), story_nothing(arena)), out);
}

static void nothing_to_do(void **state)
{
    (void)state;
    assert_screens("plan-nothing", "2026-03-06T09:00:00Z", draw_nothing);
}

static void draw_refused(struct arena *arena, const struct style *style, struct str *out)
{
    struct plan *plan = story_plan(arena);
    struct changeset *changeset = ARENA_NEW(arena, struct changeset);
    for (size_t i = 3; i < 8; i++)
        story_change(arena,
                     story_item(arena, changeset, KIND_ISSUE, VERB_UPDATE, story_issues[i].id,
                                story_issues[i].title),
                     FIELD_MILESTONE, MOVE_WRITE, "DB-ML1", NULL);
    for (size_t i = 8; i < 15; i++)
        story_change(arena,
                     story_item(arena, changeset, KIND_ISSUE, VERB_UPDATE, story_issues[i].id,
                                story_issues[i].title),
                     FIELD_TITLE, MOVE_WRITE, "An older title of this issue",
                     story_issues[i].title);
    changeset->counts[KIND_ISSUE].update = 12;
    changeset->writes = 12;
    changeset->objects = 67;
    struct sync_report *report = story_report(arena, plan, changeset);
    report->threshold_refused = true;
    report->refusal_headline =
        "this would change 12 of 22 issues (55 %). Above 30 %, say the number.";
    report->refusal_command = "roadmap sync --allow-changes 12";
    plan_text(arena, style, report, out);
}

static void refused(void **state)
{
    (void)state;
    assert_screens("refused", "2026-03-06T09:00:00Z", draw_refused);
}

static void quiet_is_one_line(void **state)
{
    (void)state;
    static const story_draw_fn draws[] = {draw_first, draw_week, draw_nothing, draw_refused};
    for (size_t i = 0; i < sizeof draws / sizeof *draws; i++) {
        cleanup_arena struct arena *arena = arena_new();
        struct style style = story_style(120, false, "2026-03-06T09:00:00Z");
        style.quiet = true;
        cleanup_str struct str out;
        str_init(&out, 0);
        draws[i](arena, &style, &out);
        assert_ptr_equal(strchr(out.p, '\n'), out.p + out.len - 1);
    }
}

/* Titles that a terminal must not obey and titles that are wide. */
static void foreign_titles(void **state)
{
    (void)state;
    static const char *const titles[] = {
        "資料庫的架構與所有資料表的遷移計畫以及備份與還原的完整流程說明文件",
        "👩‍💻 family emoji 👨‍👩‍👧‍👦 and flags 🇩🇪 in a title that "
        "goes "
        "on "
        "and "
        "on",
        "combining e\xCC\x81 a\xCC\x88 o\xCC\x81 marks one after another in one very long title",
        "\x1b[31mred\x1b[0m and \x1b]0;title\x07 and \xE2\x80\xAEright to left",
        "한국어 제목은 두 칸을 차지합니다 그리고 아주 길 수도 있습니다 정말로",
        "העברית ועברית ועוד קצת טקסט ארוך מאוד כדי שלא ייכנס לשורה אחת",
        "oneverylongwordwithoutanyblankthatcannotbebrokenanywhereandgoesonbeyondthecolumns",
        "tab\tand\nnewline\r\nin a title",
        "",
        "    ",
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        for (size_t w = 0; w < 3; w++)
            for (int ascii = 0; ascii < 2; ascii++) {
                cleanup_arena struct arena *arena = arena_new();
                struct plan *plan = story_plan(arena);
                for (size_t k = 0; k < plan->issues.len; k++)
                    plan->issues.items[k].title = titles[i];
                plan->milestones.items[0].title = titles[i];
                struct style style = story_style(story_widths[w], ascii, "2026-02-02T09:00:00Z");
                cleanup_str struct str out;
                str_init(&out, 0);
                plan_text(arena, &style, story_report(arena, plan, story_first(arena, plan)), &out);
                assert_fits(out.p, style.columns);
                assert_null(strchr(out.p, '\x1b'));
                assert_null(strchr(out.p, '\r'));
                assert_null(strstr(out.p, "\xE2\x80\xAE"));
                str_clear(&out);
                struct changeset *changeset = story_week(arena, plan);
                struct change *change = &changeset->items.items[3].changes.items[0];
                change->before = story_text(titles[i]);
                change->after = story_text(titles[(i + 1) % 10]);
                changeset->unplanned.items[0].title = titles[i];
                plan_text(arena, &style, story_report(arena, plan, changeset), &out);
                assert_fits(out.p, style.columns);
                assert_null(strchr(out.p, '\x1b'));
            }
}

static void colour_marks_roles_only(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct style style = story_style(80, false, "2026-03-06T09:00:00Z");
    cleanup_str struct str plain, coloured, stripped;
    str_init(&plain, 0);
    str_init(&coloured, 0);
    str_init(&stripped, 0);
    draw_week(arena, &style, &plain);
    style.color = true;
    draw_week(arena, &style, &coloured);
    assert_non_null(strstr(coloured.p, "\x1b[32m+\x1b[0m"));
    assert_non_null(strstr(coloured.p, "\x1b[31m!\x1b[0m"));
    for (const char *c = coloured.p; *c; c++) {
        if (*c == '\x1b')
            c += strcspn(c, "m");
        else
            str_addc(&stripped, *c);
    }
    assert_string_equal(stripped.p, plain.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_time),
        cmocka_unit_test(many_are_rolled_up),
        cmocka_unit_test(normal_week),
        cmocka_unit_test(verbose_only_adds),
        cmocka_unit_test(nothing_to_do),
        cmocka_unit_test(refused),
        cmocka_unit_test(quiet_is_one_line),
        cmocka_unit_test(foreign_titles),
        cmocka_unit_test(colour_marks_roles_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
