/* The screen of status against golden files. */
#include "unit/render_story.h"

#include "render/status_text.h"

#define NOW "2026-03-06T09:15:00Z"

static struct status_milestone row(const struct style *style, size_t i, int64_t done, int64_t total,
                                   double hours_done, double hours_total)
{
    (void)style;
    struct status_milestone milestone = {.id = story_milestones[i].id,
                                         .title = story_milestones[i].title,
                                         .done = done,
                                         .total = total,
                                         .hours_done = hours_done,
                                         .hours_total = hours_total,
                                         .proven = -1,
                                         .asked = -1,
                                         .expected_day = DAY_NONE};
    assert_true(day_parse(story_milestones[i].due, &milestone.due_day));
    return milestone;
}

static struct status_issue issue(size_t i, const char *owner, int64_t age)
{
    return (struct status_issue){.id = story_issues[i].id,
                                 .title = story_issues[i].title,
                                 .state = "open",
                                 .owner = owner,
                                 .milestone_id = story_issues[i].milestone,
                                 .number = (int64_t)i + 32,
                                 .age_days = age};
}

static struct status_report *story_status(struct arena *arena, const struct style *style)
{
    static const double hours[][2] = {{40, 40}, {22, 50}, {0, 60}, {0, 60}, {0, 50}, {0, 50}};
    static const int64_t counts[][2] = {{3, 3}, {2, 5}, {0, 4}, {0, 4}, {0, 3}, {0, 3}};
    struct status_report *report = ARENA_NEW(arena, struct status_report);
    report->plan = story_plan(arena);
    report->repository = "acme/data-pipeline";
    report->outlook = OUTLOOK_ON_TRACK;
    for (size_t i = 0; i < STORY_MILESTONES; i++) {
        struct status_milestone milestone =
            row(style, i, counts[i][0], counts[i][1], hours[i][0], hours[i][1]);
        VEC_PUSH(arena, &report->milestones, milestone);
    }
    report->focus = &report->milestones.items[1];
    report->expected_day = DAY_NONE;
    report->whole = row(style, 5, 5, 22, 62, 310);
    struct status_issue work = issue(4, "octocat", 3), free_one = issue(8, NULL, -1);
    struct status_issue blocked = issue(6, "octocat", 6);
    strlist_add(arena, &blocked.blocked_by, "DB-006");
    VEC_PUSH(arena, &report->in_work, work);
    VEC_PUSH(arena, &report->ready, free_one);
    VEC_PUSH(arena, &report->blocked, blocked);
    struct report_line line = {.kind = KIND_ISSUE,
                               .number = {57},
                               .title = "Audit log is too slow",
                               .reason = "is in DB-ML1, not in the plan"};
    VEC_PUSH(arena, &report->look_at, line);
    report->not_in_plan = 1;
    report->read_at_ms = style->now_ms - 180000;
    report->today = style->today;
    return report;
}

static void draw_first_cut(struct arena *arena, const struct style *style, struct str *out)
{
    status_text(arena, style, story_status(arena, style), out);
}

static void first_cut(void **state)
{
    (void)state;
    assert_screens("status", NOW, draw_first_cut);
}

static void draw_whole(struct arena *arena, const struct style *style, struct str *out)
{
    struct status_report *report = story_status(arena, style);
    for (size_t i = 0; i < report->milestones.len; i++) {
        report->milestones.items[i].asked = 4;
        report->milestones.items[i].proven = 1;
        report->milestones.items[i].slack_known = true;
        report->milestones.items[i].slack_days = (int32_t)i - 2;
    }
    report->milestones.items[5].asked = report->milestones.items[5].proven = 0;
    report->outlook = OUTLOOK_LATE;
    report->focus = &report->milestones.items[0];
    report->read_at_ms = style->now_ms - 9LL * 86400000;
    status_text(arena, style, report, out);
}

static void with_proof_and_slack(void **state)
{
    (void)state;
    assert_screens("status-whole", NOW, draw_whole);
}

#define LONG_TITLE "データ移行とスキーマ設計の完了、およびレビューの実施とリリース準備作業の全工程"

/* Titles of wide letters, more blockers than there is room for, an issue without a milestone. */
static void draw_issues(struct arena *arena, const struct style *style, struct str *out)
{
    struct style verbose = *style;
    struct status_report *report = story_status(arena, style);
    struct status_issue *blocked = &report->blocked.items[0];
    struct status_issue homeless = issue(9, "hubot", -1);
    verbose.verbose = 1;
    homeless.milestone_id = NULL;
    homeless.title = "👩‍👩‍👧‍👦 Émigré " LONG_TITLE;
    VEC_PUSH(arena, &report->ready, homeless);
    report->milestones.items[1].title = "🚀 " LONG_TITLE " – " LONG_TITLE;
    report->milestones.items[1].counts_known = true;
    report->milestones.items[1].github_open = 4;
    report->milestones.items[1].github_closed = 2;
    blocked->title = LONG_TITLE;
    for (size_t i = 13; i < 18; i++)
        strlist_add(arena, &blocked->blocked_by, story_issues[i].id);
    struct report_line line = {
        .kind = KIND_MILESTONE, .id = "DB-ML0", .title = "Inventory", .reason = "is open"};
    VEC_PUSH(arena, &report->look_at, line);
    status_text(arena, &verbose, report, out);
}

static void every_issue_with_wide_letters(void **state)
{
    (void)state;
    assert_screens("status-issues", NOW, draw_issues);
}

static void draw_no_data(struct arena *arena, const struct style *style, struct str *out)
{
    struct status_report *report = ARENA_NEW(arena, struct status_report);
    report->outlook = OUTLOOK_NO_DATA;
    status_text(arena, style, report, out);
}

static void nothing_read_yet(void **state)
{
    (void)state;
    assert_screens("status-no-data", NOW, draw_no_data);
}

static void every_verdict_has_a_first_line(void **state)
{
    (void)state;
    static const struct {
        enum outlook outlook;
        const char *line;
    } rows[] = {
        {OUTLOOK_NO_DATES, "No due dates in the plan: 5 of 22 done.\n"},
        {OUTLOOK_ON_TRACK, "On track: DB-ML1 is due Fri 13 Mar.\n"},
        {OUTLOOK_AT_RISK, "At risk: DB-ML1 Postgres OLTP schema finalized (nc.*), expected 5 days "
                          "after its due date at the present pace.\n"},
        {OUTLOOK_LATE, "Late: DB-ML1 was due Fri 13 Mar, 2 of 5 done.\n"},
        {OUTLOOK_DONE, "Done: all 22 issues closed.\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cleanup_arena struct arena *arena = arena_new();
        struct style style = story_style(160, false, NOW);
        style.quiet = true;
        struct status_report *report = story_status(arena, &style);
        report->outlook = rows[i].outlook;
        if (rows[i].outlook == OUTLOOK_AT_RISK)
            report->expected_day = report->focus->due_day + 5;
        cleanup_str struct str out;
        str_init(&out, 0);
        status_text(arena, &style, report, &out);
        assert_string_equal(out.p, rows[i].line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_cut),
        cmocka_unit_test(with_proof_and_slack),
        cmocka_unit_test(every_issue_with_wide_letters),
        cmocka_unit_test(nothing_read_yet),
        cmocka_unit_test(every_verdict_has_a_first_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
