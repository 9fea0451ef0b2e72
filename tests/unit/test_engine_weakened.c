#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/day.h"
#include "base/str.h"
#include "engine/weakened.h"
#include "schema/check/given.h"
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
    struct spec_overlay overlay = {0};
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

static int32_t day_of(const char *text)
{
    int32_t day = DAY_NONE;
    assert_true(day_parse(text, &day));
    return day;
}

static struct weakened_list find(const struct plan *before, const struct plan *now)
{
    const struct weakened_input input = {
        .before = before, .now = now, .today = day_of("2026-03-05"), .given = given_read};
    return weakened_find(arena, &input);
}

/* One issue with these checks. */
static const struct plan *with_checks(const char *checks)
{
    return plan_of(arena_printf(
        arena, "milestones: []\nissues:\n  - {id: A-1, title: one, checks: [%s]}\n", checks));
}

/* "loosened: p99_ms: 50 → 100; severity: error → warning", one finding a line. */
static const char *told(const struct weakened_list *list)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    for (size_t i = 0; i < list->items.len; i++) {
        const struct weakened *one = &list->items.items[i];
        str_addf(&out, "%s%s", i > 0 ? "\n" : "", weakening_name(one->how));
        for (uint32_t k = 0; k < one->lines.len; k++)
            str_addf(&out, "%s %s", k > 0 ? ";" : ":", one->lines.items[k]);
    }
    return str_dup(&out, arena);
}

static void a_check_may_ask_for_more_and_is_told_when_it_asks_for_less(void **state)
{
    (void)state;
    static const struct {
        const char *before, *now, *told;
    } cases[] = {
        /* nothing, and what is only written otherwise */
        {"{table: t, id: c}", "{table: t, id: c}", ""},
        {"{table: t, id: c}", "{table: {name: t}, id: c}", ""},
        {"{table: t}", "{table: {name: t, x-note: why}, why: because}", ""},
        {"{table: {name: t, columns: [a, b]}}", "{table: {columns: [b, a], name: t}}", ""},
        {"{table: t}", "{table: t}, {table: u}", ""},
        {"{table: t}", "{table: t, id: c}", ""},
        {"{file: {path: a, contains: x}}", "{file: {path: a, contains: [x]}}", ""},
        /* more */
        {"{table: {name: t, columns: [a]}}", "{table: {name: t, columns: [a, b]}}", ""},
        {"{table: {name: t, columns: [a]}}",
         "{table: {name: t, columns: [{name: a, null: false}]}}", ""},
        {"{table: t}", "{table: {name: t, strict: true}}", ""},
        {"{duration: {up_ms: 100}}", "{duration: {up_ms: 50, down_ms: 10}}", ""},
        {"{coverage: {path: c, min: 80}}", "{coverage: {path: c, min: 90}}", ""},
        {"{smoke: {rows: 3}}", "{smoke: {rows: 5}}", ""},
        {"{lint: {ignore: [RM201, RM202]}}", "{lint: {ignore: RM201}}", ""},
        {"{lint: {rules: [RM201]}}", "{lint: {}}", ""},
        {"{file: a, severity: warning}", "{file: a}", ""},
        /* removed */
        {"{table: t}", "", "removed"},
        {"{table: t, id: c}", "{file: a, id: d}", "removed"},
        {"{table: t}, {table: t}", "{table: t}", "removed"},
        {"{table: t}", "{table: u}", "removed"},
        /* looser */
        {"{table: {name: t, columns: [a, b]}}", "{table: {name: t, columns: [a]}}",
         "loosened: columns: [a, b] → [a]"},
        {"{table: {name: t, columns: [{name: a, null: false}]}}",
         "{table: {name: t, columns: [a]}}", "loosened: columns: [{name: a, null: false}] → [a]"},
        {"{table: {name: t, columns: [a]}}", "{table: t}", "loosened: columns: [a] → nothing"},
        {"{table: t, id: c}", "{table: u, id: c}", "loosened: name: t → u"},
        {"{table: t, id: c}", "{file: a, id: c}", "loosened: kind: table → file"},
        {"{duration: {up_ms: 50}}", "{duration: {up_ms: 100}}", "loosened: up_ms: 50 → 100"},
        {"{duration: {up_ms: 50, down_ms: 5}}", "{duration: {up_ms: 40}}",
         "loosened: down_ms: 5 → nothing"},
        {"{coverage: {path: c, min: 90}}", "{coverage: {path: c, min: 89.5}}",
         "loosened: min: 90 → 89.5"},
        {"{smoke: {}}", "{smoke: {rows: 1}}", "loosened: rows: 3 → 1"},
        {"{smoke: {}}", "{smoke: {preserve_rows: false}}", "loosened: preserve_rows: true → false"},
        {"{lint: {}}", "{lint: {ignore: RM201}}", "loosened: ignore: nothing → RM201"},
        {"{lint: {}}", "{lint: {rules: [RM201]}}", "loosened: rules: nothing → [RM201]"},
        {"{query_plan: {sql: select 1 from t}}",
         "{query_plan: {sql: select 1 from t, may_scan: [t]}}",
         "loosened: may_scan: nothing → [t]"},
        {"{query_plan: {sql: select 1 from t}}",
         "{query_plan: {sql: select 1 from t, forbid: [temp_btree]}}",
         "loosened: forbid: nothing → [temp_btree]"},
        {"{index: {name: i, columns: [a, b]}}", "{index: {name: i, columns: [b, a]}}",
         "loosened: columns: [a, b] → [b, a]"},
        {"{file: a}", "{file: a, severity: warning}", "loosened: severity: error → warning"},
        /* waived */
        {"{file: a}", "{file: a, waive: {until: 2026-04-01, by: octocat, reason: later}}",
         "waived: by octocat: later"},
        {"{file: a, waive: {until: 2026-03-10, by: octocat, reason: later}}",
         "{file: a, waive: {until: 2026-04-01, by: octocat, reason: later}}",
         "waived: by octocat: later"},
        {"{file: a, waive: {until: 2026-04-01, by: octocat, reason: later}}",
         "{file: a, waive: {until: 2026-03-10, by: octocat, reason: later}}", ""},
        {"{file: a}", "{file: a, waive: {until: 2026-03-04, by: octocat, reason: late}}", ""},
        {"", "{file: a, waive: {until: 2026-04-01, by: octocat, reason: later}}", ""},
        /* removed before loosened before waived */
        {"{file: a}, {file: b, id: b}, {table: t}",
         "{file: a, waive: {until: 2026-04-01, by: hubot, reason: r}}, {file: c, id: b}",
         "removed\nloosened: path: b → c\nwaived: by hubot: r"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct weakened_list list =
            find(with_checks(cases[i].before), with_checks(cases[i].now));
        if (!text_eq(told(&list), cases[i].told))
            fail_msg("%s, then %s: '%s', not '%s'", cases[i].before, cases[i].now, told(&list),
                     cases[i].told);
    }
}

static void a_plan_is_never_weaker_than_itself(void **state)
{
    (void)state;
    static const char *const kinds[] = {
        "{naming: ts12}, {ordering: {}}, {migration_pair: {reversible: required}}, {smoke: {}}",
        "{index: {table: t, columns: [a desc]}}, {unique: {table: t, columns: [a]}}",
        "{latency: {sql: select 1, p99_ms: 5, rows: {t: 10}}}, {integrity: {}}, {apply: {}}",
        "{sql: {sql: select 1, expect: {value: 1}}}, {sql: {sql: select 1, expect: error}}",
        "{workflow: {path: a, job: b}}, {doc_section: {path: a, heading: [b, c]}}",
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        assert_int_equal(find(with_checks(kinds[i]), with_checks(kinds[i])).items.len, 0);
}

static const char plan_text[] =
    "migrations:\n"
    "  - {id: pg, path: db, engine: sqlite, naming: ts12, reversible: required}\n"
    "milestones:\n"
    "  - {id: M1, title: m, gate: {criteria: [{id: g1, issues: all}, {id: g2, checks: [p, q]}]}}\n"
    "issues:\n"
    "  - {id: A-1, title: one, milestone: M1, migrations: [db/*a*], docs: [a.md, b.md],\n"
    "     checks: [{file: a, id: p}]}\n"
    "  - {id: A-2, title: two, milestone: M1, checks: [{file: b, id: q}]}\n"
    "  - {id: A-3, title: three, checks: [{file: c, id: r}]}\n";

static const char *replaced(const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);
    if (!at)
        fail_msg("no '%s'", old);
    return arena_printf(arena, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

static void folders_files_and_gates_count_too(void **state)
{
    (void)state;
    static const struct {
        const char *old, *new, *message, *told;
    } cases[] = {
        {"reversible: required", "reversible: optional",
         "of the migrations 'pg' less is asked, or something else",
         "loosened: reversible: required → optional"},
        {"reversible: required", "baseline: \"3\", reversible: required",
         "of the migrations 'pg' less is asked, or something else",
         "loosened: baseline: nothing → 3"},
        {", naming: ts12", "", "of the migrations 'pg' less is asked, or something else",
         "loosened: naming: ts12 → nothing"},
        {"id: pg,", "id: other,", "the migrations 'pg' are looked at no more", "removed"},
        {"issues: all", "issues: [A-1]", "criterion 'g1' of the gate of M1 asks for less",
         "loosened: issues: all"},
        {"[p, q]", "[p]", "criterion 'g2' of the gate of M1 asks for less", "loosened: q"},
        {"{id: g1, issues: all}, ", "", "criterion 'g1' of the gate of M1 is gone", "removed"},
        {"[db/*a*]", "[]", "migrations of A-1 names less", "removed: db/*a*"},
        {"a.md, b.md", "b.md, c.md", "docs of A-1 names less", "removed: a.md"},
        {"  - {id: A-3, title: three, checks: [{file: c, id: r}]}\n", "",
         "check 'r' of A-3 (file) is gone with its issue", "removed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct weakened_list list =
            find(plan_of(plan_text), plan_of(replaced(plan_text, cases[i].old, cases[i].new)));
        assert_string_equal(told(&list), cases[i].told);
        assert_string_equal(list.items.items[0].message, cases[i].message);
    }
}

static void a_finding_says_where_to_look(void **state)
{
    (void)state;
    const struct plan *before = plan_of(plan_text);
    const char *moved = replaced(plan_text, "checks: [{file: a, id: p}]", "checks: []");
    moved = replaced(moved, "[{file: b, id: q}]", "[{file: b, id: q}, {file: a, id: p}]");
    struct weakened_list list = find(before, plan_of(moved));
    assert_int_equal(list.items.len, 1);
    assert_string_equal(list.items.items[0].message, "check 'p' of A-1 (file) is asked of A-2 now");
    assert_string_equal(list.items.items[0].owner, "A-1");
    assert_string_equal(list.items.items[0].path, "plan.yaml");
    assert_int_equal(list.items.items[0].line, 6); /* the issue, as it is now */
    assert_false(list.items.items[0].before);

    list = find(before, plan_of("milestones: []\nissues: []\n"));
    const struct weakened *last = &list.items.items[list.items.len - 1];
    assert_string_equal(last->message, "check 'r' of A-3 (file) is gone with its issue");
    assert_int_equal(last->line, 9); /* in the plan that was */
    assert_true(last->before);
}

static void without_one_of_the_plans(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(plan_text);
    assert_int_equal(find(NULL, plan).items.len, 0);
    const struct weakened_list list = find(plan, NULL);
    assert_int_equal(list.items.len, 1);
    assert_string_equal(list.items.items[0].message, "the plan 'plan.yaml' is gone");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_check_may_ask_for_more_and_is_told_when_it_asks_for_less),
        cmocka_unit_test(a_plan_is_never_weaker_than_itself),
        cmocka_unit_test(folders_files_and_gates_count_too),
        cmocka_unit_test(a_finding_says_where_to_look),
        cmocka_unit_test(without_one_of_the_plans),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
