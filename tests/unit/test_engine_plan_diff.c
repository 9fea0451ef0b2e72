/* What differs between two states of a plan. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/day.h"
#include "base/str.h"
#include "engine/plan_diff.h"
#include "spec/spec.h"

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

static struct plan *plan_of(const char *text)
{
    struct spec_overlay overlay = {.alone = true};
    struct diags diags = {0};
    struct plan *plan = NULL;
    cleanup_err struct err err = ERR_INIT;
    const struct spec_overlay_file file = {.path = "plan.yaml", .bytes = text, .len = strlen(text)};
    VEC_PUSH(arena, &overlay.files, file);
    assert_int_equal(spec_load_over(arena, "plan.yaml", NULL, &overlay, &plan, &diags, &err), OK);
    if (diags.errors > 0)
        fail_msg("%s: %s", text, diags.items[0].message);
    return plan;
}

static const char *or_none(const char *text)
{
    return text ? text : "-";
}

/* One line an item: "changed issue A-1: effort 8 h > 4 h; text". */
static const char *told(const struct plan_diff *diff)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    for (size_t i = 0; i < diff->items.len; i++) {
        const struct plan_difference *item = &diff->items.items[i];
        str_addf(&out, "%s%s %s %s", i ? "\n" : "", plan_change_name(item->change),
                 item->kind == KIND_COUNT ? "plan" : kind_name(item->kind), item->id);
        for (size_t k = 0; k < item->fields.len; k++) {
            const struct plan_field *field = &item->fields.items[k];
            str_addf(&out, "%s %s", k ? ";" : ":", field->name);
            if (field->before || field->after)
                str_addf(&out, " %s > %s", or_none(field->before), or_none(field->after));
        }
    }
    return str_dup(&out, arena);
}

#define MILESTONES                                                                                 \
    "start_on: 2026-02-02\n"                                                                       \
    "milestones:\n"                                                                                \
    "  - {id: M1, title: First, due_on: 2026-03-13}\n"                                             \
    "  - {id: M2, title: Second, weeks: 3-6}\n"

static const struct plan_diff *diff_of(const char *before, const char *now)
{
    return plan_diff_find(arena, plan_of(before), plan_of(now));
}

static const struct plan_diff *diff_issue(const char *before, const char *now)
{
    return diff_of(arena_printf(arena, MILESTONES "issues:\n  - {id: A-1, title: One%s}\n", before),
                   arena_printf(arena, MILESTONES "issues:\n  - {id: A-1, title: One%s}\n", now));
}

static void the_same_plan_differs_in_nothing(void **state)
{
    (void)state;
    const char *text =
        MILESTONES "issues:\n  - {id: A-1, title: One, checks: [{file: {path: a}}]}\n";
    const struct plan_diff *diff = diff_of(text, text);
    assert_int_equal(diff->items.len, 0);
    assert_int_equal(diff->milestones.len, 2);
    assert_false(plan_totals_differ(&diff->milestones.items[0]));
}

static void each_field_of_an_issue_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *before, *now, *told;
        bool written;
    } rows[] = {
        {", effort_hours: 8", ", effort_hours: 4.5", "effort 8 h > 4.5 h", false},
        {", effort_hours: 8", "", "effort 8 h > -", false},
        {", milestone: M1", ", milestone: M2", "milestone M1 > M2", true},
        {"", ", assignees: [octocat]", "assignees - > octocat", true},
        {", owner: a", ", owner: b", "owner a > b", false},
        {", type: Task", ", type: Bug", "type Task > Bug", true},
        {", summary: a", ", summary: b", "text", true},
        {", tasks: [a]", ", tasks: [a, b]", "text", true},
        {", tasks: [{text: a, tasks: [b]}]", ", tasks: [a, b]", "text", true},
        {"", ", state: closed", "state open > closed as completed", true},
        {", docs: [a.md]", "", "docs a.md > -", false},
        {", checks: [{file: {path: a}, id: c1}]", "", "checks c1 > -", false},
        {", checks: [{file: {path: a}, id: c1}]", ", checks: [{file: {path: b}, id: c1}]", "checks",
         false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct plan_diff *diff = diff_issue(rows[i].before, rows[i].now);
        assert_string_equal(told(diff), arena_printf(arena, "changed issue A-1: %s", rows[i].told));
        assert_int_equal(diff->items.items[0].fields.items[0].written, rows[i].written);
        assert_int_equal(diff->effect.changes[KIND_ISSUE], rows[i].written);
    }
}

static void a_long_value_is_only_said_to_differ(void **state)
{
    (void)state;
    char title[220];
    memset(title, 'x', sizeof title - 1);
    title[sizeof title - 1] = '\0';
    const struct plan_diff *diff =
        diff_of("milestones: []\nissues: [{id: A-1, title: One}]\n",
                arena_printf(arena, "milestones: []\nissues: [{id: A-1, title: %s}]\n", title));
    assert_string_equal(told(diff), "changed issue A-1: title");
}

static void issues_come_and_go_with_what_sync_does(void **state)
{
    (void)state;
    const struct plan_diff *diff =
        diff_of(MILESTONES "issues:\n"
                           "  - {id: A-1, title: One, milestone: M1, effort_hours: 8}\n"
                           "  - {id: A-2, title: Two, milestone: M1, depends_on: [A-1]}\n",
                MILESTONES "issues:\n"
                           "  - {id: A-1, title: One, milestone: M1, effort_hours: 8}\n"
                           "  - {id: A-3, title: Three, milestone: M1, effort_hours: 32,"
                           " depends_on: [A-1], parent: A-1, assignees: [octocat, hubot]}\n");
    assert_string_equal(told(diff), "added issue A-3\nremoved issue A-2");
    assert_string_equal(diff->items.items[0].needs, "A-1");
    assert_int_equal(diff->effect.creates[KIND_ISSUE], 1);
    assert_int_equal(diff->effect.creates[KIND_RELATION], 2);
    assert_int_equal(diff->effect.left, 1);
    assert_int_equal(diff->effect.people.len, 2);
    assert_int_equal(diff->counts[KIND_ISSUE][PLAN_REMOVED], 1);
    const struct plan_milestone_totals *first = &diff->milestones.items[0];
    assert_true(plan_totals_differ(first));
    assert_int_equal(first->before.issues, 2);
    assert_true(first->before.estimated);
    assert_int_equal(first->after.issues, 2);
    assert_false(first->after.estimated);
    assert_true(first->after.hours > 39.9 && first->after.hours < 40.1);
}

static void what_is_closed_as_not_planned_leaves_the_scope(void **state)
{
    (void)state;
    const struct plan_diff *diff =
        diff_issue(", milestone: M1, effort_hours: 8",
                   ", milestone: M1, effort_hours: 8, state: closed, state_reason: not_planned");
    assert_int_equal(diff->milestones.items[0].after.issues, 0);
    assert_int_equal(diff->effect.closes, 1);
}

static void milestones_move(void **state)
{
    (void)state;
    /* The issue is in the same milestone as before, whatever that is called. */
    const struct plan_diff *diff =
        diff_of(MILESTONES "issues: [{id: A-1, title: One, milestone: M2}]\n",
                "start_on: 2026-02-02\n"
                "milestones:\n"
                "  - {id: M1, title: First, due_on: 2026-03-20}\n"
                "  - {id: M3, title: Renamed, weeks: 3-7, previously: M2}\n"
                "issues: [{id: A-1, title: One, milestone: M3}]\n");
    assert_string_equal(told(diff), "changed milestone M1: due 2026-03-13 > 2026-03-20\n"
                                    "changed milestone M3: title Second > Renamed; "
                                    "due 2026-03-13 > 2026-03-20; weeks 3-6 > 3-7");
    /* A day that is only counted from weeks is never sent. */
    assert_true(diff->items.items[0].fields.items[0].written);
    assert_false(diff->items.items[1].fields.items[1].written);
}

static void labels_are_renamed_and_coloured(void **state)
{
    (void)state;
    const struct plan_diff *diff =
        diff_of("labels: [{name: a, color: \"111111\"}, {name: b}]\nmilestones: []\nissues: []\n",
                "labels: [{name: c, color: \"222222\", previously: [A]}]\nmilestones: []\n"
                "issues: []\n");
    assert_string_equal(told(diff), "changed label c: name a > c; color 111111 > 222222\n"
                                    "removed label b");
}

static void the_plan_itself_and_no_plan_at_all(void **state)
{
    (void)state;
    const struct plan_diff *diff =
        diff_of("milestones: []\nissues: []\n", "start_on: 2026-02-02\nscope: db\nmilestones: []\n"
                                                "issues: []\n");
    assert_string_equal(told(diff), "changed plan : scope main > db; start_on - > 2026-02-02");
    diff = plan_diff_find(arena, NULL, plan_of(MILESTONES "issues: [{id: A-1, title: One}]\n"));
    assert_int_equal(diff->counts[KIND_ISSUE][PLAN_ADDED], 1);
    assert_int_equal(diff->counts[KIND_MILESTONE][PLAN_ADDED], 2);
    assert_false(diff->milestones.items[0].before.there);
    diff = plan_diff_find(arena, plan_of(MILESTONES "issues: [{id: A-1, title: One}]\n"), NULL);
    assert_int_equal(diff->effect.left, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_plan_differs_in_nothing),
        cmocka_unit_test(each_field_of_an_issue_is_told),
        cmocka_unit_test(a_long_value_is_only_said_to_differ),
        cmocka_unit_test(issues_come_and_go_with_what_sync_does),
        cmocka_unit_test(what_is_closed_as_not_planned_leaves_the_scope),
        cmocka_unit_test(milestones_move),
        cmocka_unit_test(labels_are_renamed_and_coloured),
        cmocka_unit_test(the_plan_itself_and_no_plan_at_all),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
