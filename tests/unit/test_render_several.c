/* The screens of status with several plans against golden files. */
#include "unit/render_story.h"

#include "render/several_text.h"

#define NOW "2026-03-06T09:15:00Z"

static struct status_milestone milestone(const char *id, const char *title, const char *due,
                                         int32_t slack)
{
    struct status_milestone made = {.id = id,
                                    .title = title,
                                    .done = 2,
                                    .total = 5,
                                    .hours_done = 22,
                                    .hours_total = 50,
                                    .proven = 1,
                                    .asked = 3,
                                    .due_day = DAY_NONE,
                                    .expected_day = DAY_NONE,
                                    .slack_known = true,
                                    .slack_days = slack};
    assert_true(day_parse(due, &made.due_day));
    made.expected_day = made.due_day - slack;
    return made;
}

static struct several_plan *add(struct arena *arena, struct several *several, const char *spec,
                                enum outlook outlook, const struct status_milestone *focus)
{
    struct several_plan plan = {
        .spec = spec, .name = spec, .options = arena_printf(arena, " --spec %s", spec)};
    plan.report.outlook = outlook;
    plan.report.expected_day = focus ? focus->expected_day : DAY_NONE;
    if (focus) {
        VEC_PUSH(arena, &plan.report.milestones, *focus);
        plan.report.focus = &plan.report.milestones.items[0];
        plan.report.whole = *focus;
        plan.report.whole.slack_known = false;
    }
    VEC_PUSH(arena, &several->plans, plan);
    several->outlooks[outlook]++;
    return &several->plans.items[several->plans.len - 1];
}

static void draw(struct arena *arena, const struct style *style, struct str *out)
{
    const struct status_milestone late =
        milestone("WEB-M2", "🚀 データ移行とスキーマ設計の完了、およびレビューの実施と準備作業",
                  "2026-02-27", -4);
    const struct status_milestone good =
        milestone("DB-ML1", "Postgres OLTP schema finalized (nc.*)", "2026-03-13", 1);
    struct several several = {0};
    struct several_plan *broken = add(arena, &several, "broken.json", OUTLOOK_NO_DATA, NULL);
    broken->code = ERR_SPEC;
    several.outlooks[OUTLOOK_NO_DATA] = 0;
    several.failed = 1;
    struct several_plan *web = add(arena, &several, "web.yaml", OUTLOOK_LATE, &late);
    web->report.blocked.more = 3;
    struct status_issue issue = {
        .id = "WEB-7", .title = "Landing page", .owner = "hubot", .milestone_id = "WEB-M2"};
    issue.age_days = 3;
    VEC_PUSH(arena, &web->report.in_work, issue);
    (void)add(arena, &several, "later.yaml", OUTLOOK_NO_DATA, NULL);
    (void)add(arena, &several, "database.json", OUTLOOK_ON_TRACK, &good);
    several.worst = &several.plans.items[1];
    several.total.outlook = OUTLOOK_LATE;
    several.total.blocked.more = 3;
    several.total.whole = late;
    several.total.whole.done = 4;
    several.total.whole.total = 11;
    several.total.whole.hours_estimated = true;
    several.total.read_at_ms = style->now_ms - 9LL * 86400000;
    several_text(arena, style, &several, out);
}

static void draw_more(struct arena *arena, const struct style *style, struct str *out)
{
    struct style verbose = *style;
    verbose.verbose = 1;
    draw(arena, &verbose, out);
}

static void one_line_a_plan(void **state)
{
    (void)state;
    assert_screens("several", NOW, draw);
}

static void each_plan_below(void **state)
{
    (void)state;
    assert_screens("several-verbose", NOW, draw_more);
}

static void first_line(struct several *several, bool quiet, const char *line)
{
    cleanup_arena struct arena *arena = arena_new();
    struct style style = story_style(160, false, NOW);
    style.quiet = quiet;
    cleanup_str struct str out;
    str_init(&out, 0);
    several_text(arena, &style, several, &out);
    assert_string_equal(arena_strndup(arena, out.p, strcspn(out.p, "\n")), line);
    assert_true(!quiet || strchr(out.p, '\n')[1] == '\0');
}

static void every_verdict_has_a_first_line(void **state)
{
    (void)state;
    static const struct {
        enum outlook outlook;
        const char *line;
    } rows[] = {
        {OUTLOOK_LATE, "Late, 1 of 2 plans: a.json, M1 was due Fri 13 Mar, 2 of 5 done."},
        {OUTLOOK_AT_RISK, "At risk, 1 of 2 plans: a.json, M1 One, expected 3 days after its due "
                          "date at the present pace."},
        {OUTLOOK_NO_DATA, "Unknown, 1 of 2 plans: a.json, nothing was read from GitHub yet."},
        {OUTLOOK_ON_TRACK,
         "On track, 1 day of slack: a.json, M1 is due Fri 13 Mar, expected Thu 12 Mar."},
        {OUTLOOK_NO_DATES, "No due dates in the plan: 4 of 10 done."},
        {OUTLOOK_DONE, "Done: all 10 issues closed, 3 of 6 proven."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cleanup_arena struct arena *arena = arena_new();
        struct several several = {0};
        const struct status_milestone focus =
            milestone("M1", "One", "2026-03-13", rows[i].outlook == OUTLOOK_ON_TRACK ? 1 : -3);
        (void)add(arena, &several, "a.json", rows[i].outlook, &focus);
        (void)add(arena, &several, "b.json", OUTLOOK_DONE, NULL);
        several.worst = &several.plans.items[0];
        several.total.outlook = rows[i].outlook;
        several.total.whole = (struct status_milestone){
            .done = 4, .total = 10, .proven = 3, .asked = 6, .due_day = DAY_NONE};
        if (rows[i].outlook == OUTLOOK_NO_DATA)
            several.plans.items[0].report.whole.asked = -1;
        first_line(&several, true, rows[i].line);
    }
}

static void nothing_to_show_is_said(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct several several = {.failed = 2};
    add(arena, &several, "a.json", OUTLOOK_NO_DATA, NULL)->code = ERR_SPEC;
    add(arena, &several, "b.json", OUTLOOK_NO_DATA, NULL)->code = ERR_FAILED;
    first_line(&several, false, "Unknown: none of 2 plans can be shown.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_line_a_plan),
        cmocka_unit_test(each_plan_below),
        cmocka_unit_test(every_verdict_has_a_first_line),
        cmocka_unit_test(nothing_to_show_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
