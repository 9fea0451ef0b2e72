#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "github/parse.h"

static struct arena *arena;
static struct err err;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    err_clear(&err);
    arena_free(arena);
    return 0;
}

static json_t *fixture(const char *name)
{
    const char *path = arena_printf(arena, "%s/tests/fixtures/github/%s", ROADMAP_SOURCE_DIR, name);
    json_t *json = json_load_file(path, 0, NULL);
    assert_non_null(json);
    return json;
}

static json_t *text(const char *json)
{
    json_t *parsed = NULL;
    assert_int_equal(parse_json(json, strlen(json), &parsed, &err), OK);
    return parsed;
}

static void an_issue_as_listed(void **state)
{
    (void)state;
    json_t *list = fixture("issues.json");
    struct remote_issue issue;
    assert_int_equal(parse_issue(arena, json_array_get(list, 0), &issue, &err), OK);
    assert_true(issue.number.v == 488);
    assert_true(issue.db_id.v == 4741896986);
    assert_string_equal(issue.title, "Parser");
    assert_string_equal(issue.body, "<!-- a marker -->\r\n\r\nText\r\n");
    assert_string_equal(issue.state, "open");
    assert_null(issue.state_reason);
    assert_int_equal(issue.labels.len, 2);
    assert_string_equal(issue.labels.items[0], "area: core");
    assert_string_equal(issue.labels.items[1], "plain string");
    assert_int_equal(issue.assignees.len, 1);
    assert_string_equal(issue.assignees.items[0], "hubot");
    assert_true(issue.milestone.v == 7);
    assert_string_equal(issue.type, "Task");
    assert_true(issue.parent.v == 480);
    assert_true(issue.relations_known);
    assert_true(issue.total_blocked_by == 1);
    assert_false(issue.blocked_by_known);
    assert_true(issue.comments == 2);
    assert_false(issue.is_pull);
    assert_string_equal(issue.author, "octocat");
    assert_string_equal(issue.author_type, "User");
    assert_string_equal(issue.author_association, "OWNER");
    assert_string_equal(issue.updated_at, "2026-06-25T08:12:10Z");
    json_decref(list);
}

static void a_pull_request_and_a_foreign_parent(void **state)
{
    (void)state;
    json_t *list = fixture("issues.json");
    struct remote_issue issue;
    assert_int_equal(parse_issue(arena, json_array_get(list, 1), &issue, &err), OK);
    assert_true(issue.is_pull);
    assert_null(issue.body);
    assert_int_equal(parse_issue(arena, json_array_get(list, 2), &issue, &err), OK);
    assert_true(issue.parent.v == 0);
    assert_true(issue.blocked_by_known);
    assert_null(issue.author);
    assert_string_equal(issue.state_reason, "not_planned");
    json_decref(list);
}

static void a_server_without_relations_shows_it(void **state)
{
    (void)state;
    json_t *json = fixture("issue-enterprise.json");
    struct remote_issue issue;
    assert_int_equal(parse_issue(arena, json, &issue, &err), OK);
    assert_false(issue.relations_known);
    assert_true(issue.locked);
    struct parse_features features = parse_issue_features(json);
    assert_false(features.sub_issues || features.dependencies || features.types);
    assert_string_equal(parse_repository_name(arena, json), "octocat/plan");
    json_decref(json);
}

static void milestone_label_repository_comment(void **state)
{
    (void)state;
    json_t *json = fixture("milestone.json");
    struct remote_milestone milestone;
    assert_int_equal(parse_milestone(arena, json, &milestone, &err), OK);
    assert_true(milestone.number.v == 7 && milestone.db_id.v == 16523772);
    assert_true(milestone.open_issues == 1 && milestone.closed_issues == 4);
    assert_string_equal(milestone.due_on, "2026-10-01T07:00:00Z");
    assert_string_equal(milestone.creator, "octocat");
    json_decref(json);

    json = fixture("label.json");
    struct remote_label label;
    assert_int_equal(parse_label(arena, json, &label, &err), OK);
    assert_true(label.db_id.v == 4341276760);
    assert_string_equal(label.color, "BADA55");
    assert_null(label.description);
    json_decref(json);

    json = fixture("repository.json");
    struct remote_repository repository;
    assert_int_equal(parse_repository(arena, json, &repository, &err), OK);
    assert_true(repository.id.v == 638123443 && repository.watchers == 12);
    assert_true(repository.can_push && repository.permissions_known && repository.has_issues);
    assert_true(parse_owner_is_person(json));
    json_decref(json);

    json = fixture("comment.json");
    struct remote_comment comment;
    assert_int_equal(parse_comment(arena, json, &comment, &err), OK);
    assert_true(comment.db_id.v == 98765432101);
    assert_string_equal(comment.author_type, "Bot");
    json_decref(json);
}

static void permissions_of_an_app_are_not_known(void **state)
{
    (void)state;
    json_t *json = text("{\"id\":1,\"full_name\":\"o/r\",\"permissions\":{\"admin\":false,"
                        "\"push\":false,\"pull\":false}}");
    struct remote_repository repository;
    assert_int_equal(parse_repository(arena, json, &repository, &err), OK);
    assert_false(repository.permissions_known);
    assert_true(repository.watchers == -1);
    json_decref(json);
}

/* What nothing works without is not made up. */
static void what_is_missing_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *json, *key;
    } rows[] = {
        {"{}", "'number'"},
        {"{\"number\":1}", "'id'"},
        {"{\"number\":1,\"id\":2}", "'title'"},
        {"{\"number\":1,\"id\":2,\"title\":null}", "'title'"},
        {"{\"number\":1,\"id\":2,\"title\":\"x\"}", "'state'"},
        {"{\"number\":1,\"id\":2,\"title\":\"x\",\"state\":\"ajar\"}", "'state'"},
        {"{\"number\":\"1\",\"id\":2,\"title\":\"x\",\"state\":\"open\"}", "'number'"},
        {"{\"number\":-1,\"id\":2,\"title\":\"x\",\"state\":\"open\"}", "'number'"},
        {"[]", "'number'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_t *json = text(rows[i].json);
        struct remote_issue issue;
        assert_int_equal(parse_issue(arena, json, &issue, &err), ERR_FAILED);
        assert_non_null(strstr(err.message, rows[i].key));
        err_clear(&err);
        json_decref(json);
    }
}

static void odd_values_of_other_keys_do_no_harm(void **state)
{
    (void)state;
    json_t *json = text("{\"number\":1,\"id\":2,\"title\":\"a\\u0000b\",\"state\":\"open\","
                        "\"labels\":[null,5,{\"name\":null},{\"name\":\"x\"}],\"assignees\":{},"
                        "\"milestone\":\"v1\",\"user\":[],\"type\":7,\"body\":9,"
                        "\"parent_issue_url\":\"nonsense/issues/\"}");
    struct remote_issue issue;
    assert_int_equal(parse_issue(arena, json, &issue, &err), OK);
    assert_string_equal(issue.title, "a\xEF\xBF\xBD"
                                     "b");
    assert_int_equal(issue.labels.len, 1);
    assert_true(issue.milestone.v == 0 && issue.parent.v == 0);
    json_decref(json);
}

static void cut_off_json_is_an_error(void **state)
{
    (void)state;
    json_t *json = NULL;
    static const char *const bad[] = {"", "[", "{\"a\":1", "[{}]x", "<html>", "[\"\xff\"]"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(parse_json(bad[i], strlen(bad[i]), &json, &err), ERR_FAILED);
        err_clear(&err);
    }
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(an_issue_as_listed),
        T(a_pull_request_and_a_foreign_parent),
        T(a_server_without_relations_shows_it),
        T(milestone_label_repository_comment),
        T(permissions_of_an_app_are_not_known),
        T(what_is_missing_is_named),
        T(odd_values_of_other_keys_do_no_harm),
        T(cut_off_json_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
