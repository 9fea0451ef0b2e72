/* The parts of the sandbox that need no socket: paths, patterns, due dates, the world's counters.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above it. */
#include <cmocka.h>

#include "base/day.h"
#include "base/str.h"
#include "sandbox/inner.h"

static void test_request_parse(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    struct sb_request request = {
        .arena = arena,
        .target = "/repos/o/r/labels/a%20b%2Fc+d?per_page=100&labels=x%2Cy+z&empty=",
    };
    assert_true(sb_request_parse(&request));
    assert_int_equal(request.segments.len, 5);
    assert_string_equal(request.segments.items[4], "a b/c+d");
    assert_string_equal(sb_request_param(&request, "labels"), "x,y z");
    assert_string_equal(sb_request_param(&request, "empty"), "");
    assert_null(sb_request_param(&request, "page"));
}

static void test_request_refuses_broken_escapes(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    static const char *const broken[] = {"/a%", "/a%4", "/a%zz", "/a%00", "/a%ff", "x", "/a?b=%g1"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct sb_request request = {.arena = arena, .target = broken[i]};
        if (sb_request_parse(&request))
            fail_msg("'%s' was taken", broken[i]);
    }
}

static void test_patterns(void **state)
{
    (void)state;
    static const struct {
        const char *method, *pattern, *target;
        bool fits;
    } rows[] = {
        {"GET", "/repos/*/*/issues", "/repos/o/r/issues?page=2", true},
        {"GET", "/repos/*/*/issues", "/repos/o/r/issues/1", false},
        {"GET", "/repos/*/*/issues?page=2", "/repos/o/r/issues?state=all&page=2", true},
        {"GET", "/repos/*/*/issues?page=3", "/repos/o/r/issues?state=all&page=2", false},
        {"*", "**", "/user", true},
        {"WRITE", "**", "/user", false},
        {"POST", "**", "/user", false},
        {"GET", "/repos/**", "/repos/o/r/issues/1/labels", true},
        {"GET", "/repos/o/*/labels/*", "/repos/o/r/labels/a%20b", true},
    };
    struct arena *arena cleanup_arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_request request = {.arena = arena, .method = "GET", .target = rows[i].target};
        assert_true(sb_request_parse(&request));
        if (sb_pattern_fits(rows[i].method, rows[i].pattern, &request) != rows[i].fits)
            fail_msg("%s %s against %s", rows[i].method, rows[i].pattern, rows[i].target);
    }
}

static const char *stored(enum sandbox_due due, const char *sent, char out[21])
{
    struct sb_world world = {.due = due};
    int64_t sent_ms = 0;
    assert_true(instant_parse(sent, &sent_ms));
    instant_format(sb_due_store(&world, sent_ms), out);
    return out;
}

/* Values that were recorded from GitHub or reported. */
static void test_due_on_echo(void **state)
{
    (void)state;
    static const struct {
        enum sandbox_due due;
        const char *sent, *echo;
    } rows[] = {
        {SANDBOX_DUE_DATE, "2025-06-01T00:00:00Z", "2025-06-01T00:00:00Z"},
        {SANDBOX_DUE_DATE, "2025-06-01T12:00:00Z", "2025-06-01T00:00:00Z"},
        {SANDBOX_DUE_PACIFIC, "2020-10-05T13:00:00Z", "2020-10-05T07:00:00Z"},
        {SANDBOX_DUE_PACIFIC, "2020-10-05T00:00:00Z", "2020-10-04T07:00:00Z"},
        {SANDBOX_DUE_PACIFIC, "2026-01-15T12:00:00Z", "2026-01-15T08:00:00Z"},
        {SANDBOX_DUE_PACIFIC, "2026-03-08T12:00:00Z", "2026-03-08T08:00:00Z"},
        {SANDBOX_DUE_PACIFIC, "2026-03-09T12:00:00Z", "2026-03-09T07:00:00Z"},
        {SANDBOX_DUE_PACIFIC, "2026-11-01T12:00:00Z", "2026-11-01T07:00:00Z"},
        {SANDBOX_DUE_PACIFIC, "2026-11-02T12:00:00Z", "2026-11-02T08:00:00Z"},
        {SANDBOX_DUE_PACIFIC, "2026-03-09T06:59:59Z", "2026-03-08T08:00:00Z"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[21];
        assert_string_equal(stored(rows[i].due, rows[i].sent, out), rows[i].echo);
    }
}

/* At noon UTC the day that was sent comes back from either kind of server. */
static void test_due_on_noon_keeps_the_day(void **state)
{
    (void)state;
    int32_t first = 0, last = 0;
    assert_true(day_parse("2024-01-01", &first) && day_parse("2032-12-31", &last));
    for (int32_t day = first; day <= last; day++)
        for (int due = SANDBOX_DUE_DATE; due <= SANDBOX_DUE_PACIFIC; due++) {
            struct sb_world world = {.due = (enum sandbox_due)due};
            int64_t noon_ms = (int64_t)day * 86400000 + 43200000;
            assert_int_equal(instant_day(sb_due_store(&world, noon_ms)), day);
        }
}

static void test_milestone_counters(void **state)
{
    (void)state;
    struct sandbox_options options = {0};
    struct sb_world world;
    sb_world_init(&world, &options, 1000);
    struct sb_milestone *first = sb_world_add_milestone(&world, "A", NULL, 1000);
    struct sb_milestone *second = sb_world_add_milestone(&world, "B", NULL, 1000);
    struct sb_issue *issue = sb_world_add_issue(&world, "x", NULL, world.actor, false, 1000);
    sb_issue_set_milestone(&world, issue, first, 2000);
    assert_int_equal(first->open_issues, 1);
    assert_int_equal(first->updated_ms, 2000);
    sb_issue_close(&world, issue, "completed", world.actor, 3000);
    assert_int_equal(first->open_issues, 0);
    assert_int_equal(first->closed_issues, 1);
    sb_issue_set_milestone(&world, issue, second, 4000);
    assert_int_equal(first->closed_issues, 0);
    assert_int_equal(second->closed_issues, 1);
    sb_issue_reopen(&world, issue, 5000);
    assert_int_equal(second->open_issues, 1);
    assert_int_equal(second->closed_issues, 0);
    assert_int_equal(issue->updated_ms, 5000);
    sb_milestone_delete(&world, second, 6000);
    assert_null(issue->milestone);
    sb_world_release(&world);
}

static void test_deletion_leaves_no_edge(void **state)
{
    (void)state;
    struct sandbox_options options = {0};
    struct sb_world world;
    sb_world_init(&world, &options, 1000);
    struct sb_issue *parent = sb_world_add_issue(&world, "p", NULL, world.actor, false, 1000);
    struct sb_issue *middle = sb_world_add_issue(&world, "m", NULL, world.actor, false, 1000);
    struct sb_issue *child = sb_world_add_issue(&world, "c", NULL, world.actor, false, 1000);
    sb_issue_set_parent(&world, middle, parent, 1000);
    sb_issue_set_parent(&world, child, middle, 1000);
    sb_issue_block(&world, middle, parent, 1000);
    sb_issue_block(&world, child, middle, 1000);
    sb_issue_delete(&world, middle, 2000);
    assert_int_equal(parent->children.len, 0);
    assert_int_equal(parent->blocking.len, 0);
    assert_int_equal(child->blocked_by.len, 0);
    assert_null(child->parent);
    assert_null(sb_world_find_issue(&world, middle->number));
    assert_non_null(sb_world_any_issue(&world, middle->number));
    sb_world_release(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request_parse),
        cmocka_unit_test(test_request_refuses_broken_escapes),
        cmocka_unit_test(test_patterns),
        cmocka_unit_test(test_due_on_echo),
        cmocka_unit_test(test_due_on_noon_keeps_the_day),
        cmocka_unit_test(test_milestone_counters),
        cmocka_unit_test(test_deletion_leaves_no_edge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
