/* What stands in the plan after reading: the values, not the problems. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "model/plan.h"
#include "spec/spec.h"

#define GOOD "tests/fixtures/specs/good/"

static struct plan *load(struct arena *arena, const char *path)
{
    cleanup_err struct err err = ERR_INIT;
    struct diags diags = {0};
    struct plan *plan;
    if (spec_load(arena, path, &plan, &diags, &err))
        fail_msg("%s", err.message);
    if (diags.len)
        fail_msg("%s: %s", path, diags.items[0].message);
    return plan;
}

static int32_t day(const char *text)
{
    int32_t value;
    assert_true(day_parse(text, &value));
    return value;
}

static void the_scripts_file_is_a_plan(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    const struct plan *plan = load(arena, GOOD "script_shape.json");
    assert_string_equal(plan->scope, "main");
    assert_false(plan->scope_given);
    assert_string_equal(plan->repository, "acme/data-pipeline");
    assert_string_equal(plan->milestones.items[0].id, "DB-ML0");
    assert_false(plan->milestones.items[0].id_given);
    const struct plan_issue *issue = plan_find_issue(plan, "DB-001");
    assert_non_null(issue);
    assert_string_equal(issue->title, "DB-001: Build entity → store → migration matrix");
    assert_string_equal(issue->milestone.text, "DB-ML0");
    assert_int_equal(issue->labels.items.len, 3);
    assert_int_equal(issue->body.presence, SET);
    assert_true(issue->text_given);
    assert_int_equal(plan->labels.len, 4);
    assert_false(plan->labels.items[0].declared);
    assert_int_equal(issue->assignees.presence, ABSENT);
}

static void top_of(const struct plan *plan)
{
    enum field labels = FIELD_LABELS;
    assert_string_equal(plan->scope, "db");
    assert_false(plan->footer);
    assert_true(plan->keep_mentions);
    assert_int_equal(plan->start_on, day("2026-02-02"));
    assert_int_equal(plan_policy(plan, KIND_ISSUE, labels), POLICY_OWN);
    assert_int_equal(plan_policy(plan, KIND_LABEL, FIELD_COLOR), POLICY_OWN);
    assert_int_equal(plan_policy(plan, KIND_ISSUE, FIELD_BLOCK), POLICY_MERGE);
    assert_false(plan->evidence.labels);
    assert_true(plan->evidence.section);
    assert_string_equal(plan->migrations.items[0].baseline, "20251115001");
    assert_string_equal(plan->migrations.items[0].engine, "postgres-static");
    assert_string_equal(plan->risks.items[0].probability, "low");
    assert_true(plan->entities.items[0].tenant);
    assert_string_equal(plan->metrics.items[0].target, "< 50 ms");
    assert_int_equal(plan->phases.items[1].weeks.last, 6);
}

static void labels_of(const struct plan *plan)
{
    const struct plan_label *area = plan_find_label(plan, "AREA:DB");
    assert_string_equal(area->color, "5319e7");
    assert_true(area->color_given);
    assert_string_equal(area->previously.items[0], "database");
    assert_int_equal(area->retire_after, day("2027-01-01"));
    assert_string_equal(plan_find_label(plan, "area:lake")->color, "000000");
    assert_int_equal(plan_find_label(plan, "area:lake")->description.presence, CLEAR);
    assert_string_equal(plan_find_label(plan, "type:docs")->color, "123456");
    assert_int_equal(plan_find_label(plan, "type:docs")->description.presence, ABSENT);
    assert_string_equal(plan_find_label(plan, "no")->color, "0e8a16");
    assert_false(plan_find_label(plan, "undeclared")->declared);
    assert_string_equal(plan_find_label(plan, "undeclared")->color,
                        spec_palette_color("undeclared"));
}

static void milestones_of(const struct plan *plan)
{
    const struct plan_milestone *m1 = plan_find_milestone(plan, "M1");
    assert_true(m1->id_given);
    assert_int_equal(m1->due_on.day, day("2026-12-14"));
    assert_int_equal(m1->number, 3);
    assert_string_equal(m1->previously.items[0], "Old core");
    assert_int_equal(m1->gate.len, 4);
    assert_true(m1->gate.items[0].all_issues);
    assert_string_equal(m1->gate.items[1].checks.items[0], "read-p99");
    assert_string_equal(m1->gate.items[2].signed_by, "octocat");
    assert_int_equal(m1->gate.items[2].signed_on, day("2026-12-14"));
    assert_true(plan_find_milestone(plan, "M0")->closed);
    const struct plan_milestone *lake = plan_find_milestone(plan, "DB-ML2");
    assert_int_equal(lake->due_on.presence, CLEAR);
    assert_int_equal(lake->description.presence, CLEAR);
    assert_int_equal(lake->previously.len, 2);
}

static void issue_texts_of(const struct plan *plan)
{
    const struct plan_issue *ddl = plan_find_issue(plan, "DB-004");
    assert_int_equal(ddl->task_count, 3);
    assert_string_equal(ddl->tasks[1].text, "ticked");
    assert_true(ddl->tasks[1].ticked);
    assert_string_equal(ddl->tasks[2].tasks[1].tasks[0].text, "three");
    assert_string_equal(ddl->done_when.items[0], "they exist");
    const struct plan_issue *audit = plan_find_issue(plan, "DB-002");
    assert_string_equal(audit->body.text, "Verbatim.\n");
    assert_true(audit->closed);
    assert_string_equal(audit->state_reason, "not_planned");
    const struct plan_issue *titled = plan_find_issue(plan, "T001");
    assert_false(titled->id_given);
    assert_true(titled->text_given);
    assert_false(plan_find_issue(plan, "DB-001")->text_given);
}

static void issues_of(const struct plan *plan)
{
    const struct plan_issue *ddl = plan_find_issue(plan, "DB-004");
    assert_int_equal(ddl->assignees.items.len, 3); /* Dev Team is nobody, Both are two */
    assert_string_equal(ddl->assignees.items.items[0], "octocat");
    assert_string_equal(ddl->assignees.items.items[2], "monalisa");
    assert_string_equal(ddl->owner, "Dev Team");
    assert_true(ddl->effort_hours > 8.4 && ddl->effort_hours < 8.6);
    assert_string_equal(ddl->type.text, "Task");
    assert_string_equal(ddl->parent.text, "DB-001");
    assert_int_equal(ddl->depends_on.items.len, 1);
    assert_int_equal(ddl->number, 12);
    assert_string_equal(ddl->labels.items.items[1], "area:lake"); /* as declared */
    assert_int_equal(ddl->checks.len, 3);
    assert_string_equal(ddl->checks.items[0].kind, "table");
    assert_string_equal(ddl->checks.items[0].params,
                        "{\"columns\":[\"id\",{\"name\":\"b\",\"null\":true}],\"name\":\"tasks\"}");
    assert_string_equal(ddl->checks.items[0].source, "pg");
    assert_string_equal(ddl->checks.items[1].params, "\"README.md\"");
    assert_int_equal(ddl->checks.items[1].waive.until, day("2027-01-01"));
    assert_int_equal(ddl->checks.items[0].waive.until, DAY_NONE);
    const struct plan_issue *matrix = plan_find_issue(plan, "DB-001");
    assert_string_equal(matrix->milestone.text, "DB-ML2"); /* named by its whole title */
    assert_int_equal(matrix->labels.presence, CLEAR);
    assert_int_equal(matrix->assignees.presence, CLEAR);
    assert_int_equal(matrix->depends_on.presence, CLEAR);
    const struct plan_issue *audit = plan_find_issue(plan, "DB-002");
    assert_int_equal(audit->milestone.presence, CLEAR);
    assert_int_equal(audit->parent.presence, CLEAR);
    assert_int_equal(audit->type.presence, CLEAR);
    assert_true(audit->effort_hours < 0);
}

static void whole_grammar(const char *path)
{
    cleanup_arena struct arena *arena = arena_new();
    const struct plan *plan = load(arena, path);
    top_of(plan);
    labels_of(plan);
    milestones_of(plan);
    issues_of(plan);
    issue_texts_of(plan);
    assert_string_equal(plan_find_issue(plan, "P-1")->owner, "Fourth");
}

static void whole_grammar_in_yaml(void **state)
{
    (void)state;
    whole_grammar(GOOD "full.yaml");
}

static void whole_grammar_in_json(void **state)
{
    (void)state;
    whole_grammar(GOOD "full.json");
}

static void includes_come_in_order_and_once(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    const struct plan *plan = load(arena, GOOD "includes.json");
    static const char *const names[] = {"includes.json", "parts/deep/three.json", "parts/two.yaml",
                                        "parts/one.yaml"};
    assert_int_equal(plan->sources.len, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(plan->sources.items[i], arena_printf(arena, GOOD "%s", names[i]));
    assert_string_equal(plan->issues.items[0].id, "DB-004");
    assert_string_equal(plan->issues.items[1].id, "P-3");
}

static void anchors_and_merge_keys(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    const struct plan *plan = load(arena, GOOD "anchors.yaml");
    assert_int_equal(plan_find_issue(plan, "A-1")->labels.items.len, 2);
    assert_int_equal((int)plan_find_issue(plan, "A-1")->effort_hours, 4);
    assert_int_equal((int)plan_find_issue(plan, "A-2")->effort_hours, 8);
    assert_int_equal(plan_find_issue(plan, "A-3")->labels.items.len, 2);
}

static void line_ends_of_windows(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    const struct plan *plan = load(arena, GOOD "crlf.yaml");
    assert_string_equal(plan_find_issue(plan, "A-1")->body.text, "first\nsecond\n");
}

static void yaml_traps(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    const struct plan *plan = load(arena, GOOD "yaml_traps.yaml");
    const struct plan_issue *issue = plan_find_issue(plan, "no");
    assert_string_equal(issue->title, "on");
    assert_string_equal(issue->labels.items.items[3], "5319e7");
    assert_string_equal(issue->labels.items.items[4], "000000");
    assert_string_equal(plan_find_issue(plan, "null-able")->title, "null");
}

/* The figures of the first screen: 17 labels, 6 milestones, 22 issues, 22 links; 310 hours. */
static void the_database_plan(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    const struct plan *plan = load(arena, "roadmap/database.json");
    static const char *const due[] = {"2026-02-13", "2026-03-13", "2026-04-10",
                                      "2026-04-10", "2026-04-24", "2026-05-08"};
    size_t links = 0;
    double hours = 0;
    assert_string_equal(plan->scope, "db");
    assert_int_equal(plan->labels.len, 17);
    assert_int_equal(plan->milestones.len, 6);
    assert_int_equal(plan->issues.len, 22);
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        assert_int_equal(issue->labels.items.len, 3);
        links += issue->depends_on.items.len;
        hours += issue->effort_hours;
    }
    assert_int_equal(links, 22);
    assert_int_equal((int)hours, 310);
    for (size_t i = 0; i < 6; i++) {
        const struct plan_milestone *milestone = &plan->milestones.items[i];
        assert_int_equal(milestone->due_on.day, day(due[i]));
        /* The weeks of its phase end on the same Friday. */
        struct plan_milestone without = *milestone;
        without.due_on.presence = ABSENT;
        assert_int_equal(plan_milestone_planned_due(plan, &without), day(due[i]));
    }
}

static void our_own_plan(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    assert_string_equal(load(arena, "roadmap/roadmap.yaml")->scope, "roadmap");
}

static void palette_goes_by_prefix(void **state)
{
    (void)state;
    assert_string_equal(spec_palette_color("area:db"), spec_palette_color("Area:lake"));
    assert_string_equal(spec_palette_color("zone:a"), spec_palette_color("zone:b"));
    assert_int_equal(strlen(spec_palette_color("")), 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scripts_file_is_a_plan),
        cmocka_unit_test(whole_grammar_in_yaml),
        cmocka_unit_test(whole_grammar_in_json),
        cmocka_unit_test(includes_come_in_order_and_once),
        cmocka_unit_test(anchors_and_merge_keys),
        cmocka_unit_test(line_ends_of_windows),
        cmocka_unit_test(yaml_traps),
        cmocka_unit_test(the_database_plan),
        cmocka_unit_test(our_own_plan),
        cmocka_unit_test(palette_goes_by_prefix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
