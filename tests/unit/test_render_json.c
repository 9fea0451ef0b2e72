/* --json: one object, keys in order, foreign text whole; golden files that the published schema is
 * held against. */
#include "unit/render_story.h"

#include <jansson.h>

#include "render/json.h"
#include "render/rehearse_text.h"

static void check(struct arena *arena, const char *name, const char *text)
{
    json_error_t error;
    json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(value);
    assert_int_equal(json_integer_value(json_object_get(value, "format")), 1);
    assert_string_equal(json_object_iter_key(json_object_iter(value)), "format");
    assert_non_null(json_object_get(value, "exit"));
    json_decref(value);
    assert_true(text_ends(text, "}\n"));
    assert_golden(arena, arena_printf(arena, "json/%s.json", name), text);
}

static void plan_week(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct plan *plan = story_plan(arena);
    struct sync_report *report = story_report(arena, plan, story_week(arena, plan));
    check(arena, "plan-week", json_sync(arena, "plan", report, NULL, NULL, 0));
}

static void sync_week(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct plan *plan = story_plan(arena);
    struct sync_report *report = story_report(arena, plan, story_week(arena, plan));
    struct report_done done = {.kind = KIND_ISSUE,
                               .verb = VERB_CREATE,
                               .id = "DB-023",
                               .title = "Partition the two log tables",
                               .number = {59}};
    VEC_PUSH(arena, &report->done, done);
    struct report_line line = {.kind = KIND_ISSUE,
                               .id = "DB-023",
                               .field = "assignees",
                               .reason = "cannot be assigned",
                               .exit_status = 4};
    VEC_PUSH(arena, &report->errors, line);
    struct item_change *refused = story_item(arena, (struct changeset *)report->changeset,
                                             KIND_ISSUE, VERB_REFUSE, "DB-004", "Physical DDL");
    refused->reason = "two issues have this title";
    strlist_add(arena, &refused->ways, "roadmap sync --adopt DB-004=#12");
    const struct report_line note = {.kind = KIND_COUNT, .reason = "the cache was damaged"};
    VEC_PUSH(arena, &report->notes, note);
    report->run = "91bc02e";
    report->stop = STOP_LIMIT;
    report->stop_text = "no more now";
    report->resume_at_ms = 1770000000000;
    check(arena, "sync-week", json_sync(arena, "sync", report, NULL, NULL, 6));
}

static void sync_refused(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct plan *plan = story_plan(arena);
    struct sync_report *report = story_report(arena, plan, story_nothing(arena));
    report->threshold_refused = true;
    report->refusal_headline = "this would change 12 of 22 issues (55 %)";
    report->refusal_command = "roadmap sync --allow-changes 12";
    check(arena, "sync-refused", json_sync(arena, "sync", report, NULL, NULL, 5));
}

static void failures(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    (void)err_set(&err, ERR_USAGE, "unknown command '\x1b[31mplam'");
    (void)err_hint(&err, "did you mean 'roadmap plan'?");
    const char *text = json_failure(arena, NULL, &err, 64);
    assert_null(strchr(text, '\x1b'));
    assert_non_null(strstr(text, "\\u001B[31mplam"));
    check(arena, "failure", text);
    struct sync_report nothing = {0};
    check(arena, "sync-failed-early", json_sync(arena, "sync", &nothing, NULL, &err, 64));
    struct status_report unknown = {0};
    check(arena, "status-failed", json_status(arena, &unknown, NULL, &err, 64));
}

static void no_control_of_a_terminal_comes_out_raw(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    static const char title[] = "a\x7F \xC2\x9B"
                                "2J \xC2\x80 \xC2\xA0 \xC3\x9B \x1B[0m";
    json_t *document = json_document("test");
    json_add_text(document, "title", title);
    const char *text = json_text(arena, document);
    assert_non_null(
        strstr(text, "\"a\\u007F \\u009B2J \\u0080 \xC2\xA0 \xC3\x9B \\u001B[0m\"\n}\n"));
    json_error_t error;
    json_t *read = json_loads(text, 0, &error);
    assert_string_equal(json_string_value(json_object_get(read, "title")), title);
    json_decref(read);
}

static void validate_with_problems(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    static const struct source source = {.path = "a.json", .bytes = "{}", .len = 2};
    struct diags diags = {0};
    diags_add(arena, &diags, SEVERITY_ERROR, "E0103", (struct pos){&source, 1, 1, 2, 0},
              "broken \xFF bytes", "as it is");
    diags_add(arena, &diags, SEVERITY_WARNING, "W0301", (struct pos){0}, "nowhere", NULL);
    (void)err_set(&err, ERR_SPEC, "'a.json' has 1 error");
    check(arena, "validate", json_validate(arena, NULL, &diags, &err, 65));
    const struct diags none = {0};
    check(arena, "validate-ok", json_validate(arena, story_plan(arena), &none, NULL, 0));
}

static void status_and_rehearsal(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct status_report report = {.outlook = OUTLOOK_ON_TRACK, .expected_day = DAY_NONE};
    struct status_milestone milestone = {.id = "M1",
                                         .title = "One",
                                         .total = 2,
                                         .hours_total = 16,
                                         .proven = -1,
                                         .asked = -1,
                                         .due_day = DAY_NONE,
                                         .expected_day = DAY_NONE};
    VEC_PUSH(arena, &report.milestones, milestone);
    struct status_issue issue = {.id = "A-1", .title = "x", .number = 7, .age_days = -1};
    strlist_add(arena, &issue.blocked_by, "A-0");
    VEC_PUSH(arena, &report.blocked, issue);
    report.focus = &report.milestones.items[0];
    report.whole = milestone;
    report.read_at_ms = 1770000000000;
    check(arena, "status", json_status(arena, &report, NULL, NULL, 0));
    const struct sync_report run = {0};
    const struct rehearsal rehearsal = {.first = &run, .second = &run, .issues = 22};
    check(arena, "rehearse", rehearse_json(arena, &rehearsal, NULL, 0));
}

static void status_of_several_plans(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    static const struct source source = {.path = "b.json", .bytes = "{}", .len = 2};
    struct several several = {.failed = 1};
    struct several_plan good = {.spec = "a.json"},
                        broken = {.spec = "b.json", .code = ERR_SPEC, .message = "has 1 error"};
    good.report.plan = story_plan(arena);
    good.report.outlook = several.total.outlook = OUTLOOK_NO_DATES;
    good.report.expected_day = DAY_NONE;
    good.report.whole = (struct status_milestone){
        .total = 2, .proven = -1, .asked = -1, .due_day = DAY_NONE, .expected_day = DAY_NONE};
    several.total.whole = good.report.whole;
    diags_add(arena, &broken.diags, SEVERITY_ERROR, "E0106", (struct pos){&source, 1, 1, 2, 0},
              "a plan needs the key 'issues'", NULL);
    VEC_PUSH(arena, &several.plans, broken);
    VEC_PUSH(arena, &several.plans, good);
    check(arena, "status-several", json_several(arena, &several, 65));
    several.plans.items++;
    several.plans.len = 1;
    check(arena, "status-several-ok", json_several(arena, &several, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan_week),
        cmocka_unit_test(sync_week),
        cmocka_unit_test(sync_refused),
        cmocka_unit_test(failures),
        cmocka_unit_test(no_control_of_a_terminal_comes_out_raw),
        cmocka_unit_test(validate_with_problems),
        cmocka_unit_test(status_and_rehearsal),
        cmocka_unit_test(status_of_several_plans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
