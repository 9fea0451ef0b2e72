/* The screen and the annotations of check against golden files. */
#include "unit/render_story.h"

#include "render/check_text.h"

#define NOW "2026-03-06T09:15:00Z"

static struct checked failing(const char *issue, const char *kind, enum failing bucket)
{
    return (struct checked){.issue = issue,
                            .kind = kind,
                            .verdict = VERDICT_FAIL,
                            .failing = bucket,
                            .waived_until = DAY_NONE};
}

static void count(struct check_report *report)
{
    for (size_t i = 0; i < report->items.len; i++) {
        report->by_verdict[report->items.items[i].verdict]++;
        report->by_failing[report->items.items[i].failing]++;
    }
}

static void add(struct arena *arena, struct check_report *report, enum verdict verdict,
                enum failing bucket, size_t times)
{
    struct checked checked = failing("DB-007", "table", bucket);
    checked.verdict = verdict;
    checked.message = verdict == VERDICT_UNKNOWN ? "this version runs nothing on 'postgres'" : NULL;
    for (size_t i = 0; i < times; i++)
        VEC_PUSH(arena, &report->items, checked);
}

static struct check_report *story(struct arena *arena)
{
    struct check_report *report = ARENA_NEW(arena, struct check_report);
    struct checked broken = failing("DB-005", "apply", FAILING_NEW);
    struct checked order = failing("DB-006", "ordering", FAILING_NEW);
    struct checked gone = failing("DB-004", "index", FAILING_REGRESSED);
    *report = (struct check_report){.looked_at = "the work tree",
                                    .against = "origin/main",
                                    .changed = true,
                                    .migrations = 3,
                                    .pairs = 3,
                                    .issues = 2,
                                    .ran = 2,
                                    .reused = 7,
                                    .duration_ms = 1300,
                                    .exit_status = 3};
    gone.message = "there is no index on 'tasks' (title)";
    gone.asked_path = "roadmap/database.json";
    gone.asked_line = 214;
    gone.id = "by-title";
    gone.why = "the list is sorted by title";
    strlist_add(arena, &gone.lines, "index (id) is there");
    broken.message = "up fails at statement 2 ('CREATE TABEL'): near \"TABEL\": syntax error";
    broken.path = "db/migrations/202603041130_tenant_policies.up.sql";
    broken.line = 41;
    broken.col = 8;
    broken.excerpt = "CREATE TABEL audit_log (id INTEGER PRIMARY KEY, tenant TEXT NOT NULL);";
    broken.convention = "golang-migrate";
    order.code = "RM106";
    order.message = "would never run: sorts before a migration that main already has";
    order.path = "db/migrations/202602281200_event_indexes.up.sql";
    order.convention = "golang-migrate";
    order.help = "give both files a version behind 202603011700";
    VEC_PUSH(arena, &report->items, gone);
    VEC_PUSH(arena, &report->items, broken);
    VEC_PUSH(arena, &report->items, order);
    add(arena, report, VERDICT_FAIL, FAILING_NOT_YET, 6);
    add(arena, report, VERDICT_PASS, FAILING_NOT, 9);
    add(arena, report, VERDICT_UNKNOWN, FAILING_NOT, 1);
    count(report);
    return report;
}

static void draw_failed(struct arena *arena, const struct style *style, struct str *out)
{
    check_text(arena, style, story(arena), out);
}

static void failed(void **state)
{
    (void)state;
    assert_screens("check-failed", NOW, draw_failed);
}

static void draw_passed(struct arena *arena, const struct style *style, struct str *out)
{
    struct check_report *report = ARENA_NEW(arena, struct check_report);
    *report = (struct check_report){
        .looked_at = "the work tree", .against = "origin/main", .reused = 12, .duration_ms = 100};
    add(arena, report, VERDICT_PASS, FAILING_NOT, 12);
    add(arena, report, VERDICT_FAIL, FAILING_NOT_YET, 6);
    count(report);
    check_text(arena, style, report, out);
}

static void passed(void **state)
{
    (void)state;
    assert_screens("check-passed", NOW, draw_passed);
}

/* What is not shown is explained at least once; a waiver that is over is no riddle. */
static void says_why(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    cleanup_str struct str out;
    str_init(&out, 0);
    struct style style = story_style(80, false, NOW);
    struct check_report *report = ARENA_NEW(arena, struct check_report);
    add(arena, report, VERDICT_PASS, FAILING_NOT, 2);
    add(arena, report, VERDICT_UNKNOWN, FAILING_NOT, 2);
    count(report);
    check_text(arena, &style, report, &out);
    assert_string_equal(out.p,
                        "Passed: 2 checks, 2 unknown.\n"
                        "  unknown: DB-007, table: this version runs nothing on 'postgres'\n");
    str_clear(&out);
    *report = (struct check_report){.duration_ms = 100, .exit_status = 3};
    struct checked late = failing("DB-007", "table", FAILING_NEW);
    assert_true(day_parse("2026-03-05", &late.waived_until));
    late.waived_by = "octocat";
    VEC_PUSH(arena, &report->items, late);
    count(report);
    check_text(arena, &style, report, &out);
    assert_non_null(strstr(out.p, "= waived: until 2026-03-05, by octocat: that day is over\n"));
    assert_non_null(strstr(
        out.p, "  ✗ 1 new                                                               0.1 s\n"));
}

/* What others wrote can begin no second command and end no line. */
static void annotations_are_escaped(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    cleanup_str struct str out;
    str_init(&out, 0);
    struct check_report report = {0};
    struct checked bad = failing("A-1", "apply", FAILING_NEW);
    bad.message = "50% of it\n::error::taken over";
    bad.path = "db/a,b:c.sql";
    bad.line = 2;
    VEC_PUSH(arena, &report.items, bad);
    bad.warning = true;
    bad.path = NULL;
    bad.asked_path = "roadmap/roadmap.yaml";
    bad.asked_line = 7;
    bad.message = "later";
    VEC_PUSH(arena, &report.items, bad);
    check_annotations(arena, &report, &out);
    assert_null(strstr(out.p, "\n::error::taken"));
    assert_non_null(strstr(out.p, "::error file=db/a%2Cb%3Ac.sql,line=2,title=apply::50%25 of it"));
    assert_non_null(
        strstr(out.p, "\n::warning file=roadmap/roadmap.yaml,line=7,title=apply::later"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(failed),
        cmocka_unit_test(passed),
        cmocka_unit_test(says_why),
        cmocka_unit_test(annotations_are_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
