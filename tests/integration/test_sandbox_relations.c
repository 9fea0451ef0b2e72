/* Sub-issues, dependencies and comments of the sandbox. */
#include "support/sandbox_client.h"

static struct sandbox *sandbox;

static int start(void **state)
{
    (void)state;
    sandbox = sandbox_for(&(struct sandbox_options){0});
    sandbox_add_issues(sandbox, "Issue", 12);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    sandbox_stop(sandbox);
    return 0;
}

static int64_t id_of(int64_t number)
{
    struct sandbox_issue issue;
    assert_true(sandbox_issue(sandbox, number, &issue));
    return issue.id;
}

static struct answer *put_under(int64_t parent, int64_t child, const char *more)
{
    char path[64], body[128];
    (void)snprintf(path, sizeof path, REPO "/issues/%d/sub_issues", (int)parent);
    (void)snprintf(body, sizeof body, "{\"sub_issue_id\":%lld%s}", (long long)id_of(child), more);
    return ask(sandbox, "POST", path, body);
}

static struct answer *block(int64_t blocked, int64_t blocker)
{
    char path[64], body[64];
    (void)snprintf(path, sizeof path, REPO "/issues/%d/dependencies/blocked_by", (int)blocked);
    (void)snprintf(body, sizeof body, "{\"issue_id\":%lld}", (long long)id_of(blocker));
    return ask(sandbox, "POST", path, body);
}

static void test_sub_issue_takes_the_database_id(void **state)
{
    (void)state;
    struct answer *parent = put_under(1, 2, "");
    assert_int_equal(parent->status, 201);
    assert_int_equal(number_at(parent, "number"), 1);
    assert_int_equal(number_at(parent, "sub_issues_summary.total"), 1);
    client_free(parent);
    assert_int_equal(
        status_of(ask(sandbox, "POST", REPO "/issues/1/sub_issues", "{\"sub_issue_id\":3}")), 404);
    struct answer *child = ask(sandbox, "GET", REPO "/issues/2", NULL);
    const char *url = text_at(child, "parent_issue_url");
    assert_string_equal(url + strlen(url) - strlen(REPO "/issues/1"), REPO "/issues/1");
    client_free(child);
    struct answer *above = ask(sandbox, "GET", REPO "/issues/2/parent", NULL);
    assert_int_equal(number_at(above, "number"), 1);
    client_free(above);
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/issues/1/parent", NULL)), 404);
    struct answer *list = ask(sandbox, "GET", REPO "/issues/1/sub_issues", NULL);
    assert_int_equal(number_at(list, "0.number"), 2);
    client_free(list);
}

static void test_one_parent_only(void **state)
{
    (void)state;
    assert_int_equal(status_of(put_under(1, 3, "")), 201);
    struct answer *again = put_under(1, 3, "");
    assert_int_equal(again->status, 422);
    assert_null(value_at(again, "errors"));
    client_free(again);
    struct answer *second = put_under(2, 3, "");
    assert_int_equal(second->status, 422);
    assert_non_null(strstr(text_at(second, "message"), "Sub issue may only have one parent"));
    client_free(second);
    assert_int_equal(status_of(put_under(2, 3, ",\"replace_parent\":true")), 201);
    struct sandbox_issue child;
    assert_true(sandbox_issue(sandbox, 3, &child));
    assert_int_equal(child.parent, 2);
    assert_int_equal(sandbox_counts(sandbox).sub_issues, 1);
}

static void test_no_circle_and_eight_levels(void **state)
{
    (void)state;
    for (int64_t number = 1; number <= 8; number++)
        assert_int_equal(status_of(put_under(number, number + 1, "")), 201);
    assert_int_equal(status_of(put_under(9, 10, "")), 422);
    assert_int_equal(status_of(put_under(9, 1, "")), 422);
    assert_int_equal(status_of(put_under(11, 11, "")), 422);
    assert_int_equal(status_of(put_under(11, 1, "")), 422);
}

static void test_hundred_children(void **state)
{
    (void)state;
    sandbox_add_issues(sandbox, "Child", 101);
    for (int64_t number = 13; number < 113; number++) {
        char text[64];
        (void)snprintf(text, sizeof text, "issue %d parent 1", (int)number);
        edit(sandbox, text);
    }
    struct answer *more = put_under(1, 113, "");
    assert_int_equal(more->status, 422);
    assert_non_null(strstr(text_at(more, "message"), "more than 100 sub-issues"));
    client_free(more);
}

static void test_unlink_answers_with_old_counters(void **state)
{
    (void)state;
    client_free(put_under(1, 2, ""));
    char body[64];
    (void)snprintf(body, sizeof body, "{\"sub_issue_id\":%lld}", (long long)id_of(2));
    struct answer *parent = ask(sandbox, "DELETE", REPO "/issues/1/sub_issue", body);
    assert_int_equal(parent->status, 200);
    assert_int_equal(number_at(parent, "sub_issues_summary.total"), 1);
    client_free(parent);
    assert_int_equal(status_of(ask(sandbox, "DELETE", REPO "/issues/1/sub_issue", body)), 404);
    assert_int_equal(sandbox_counts(sandbox).sub_issues, 0);
}

static void test_dependencies(void **state)
{
    (void)state;
    struct answer *blocked = block(2, 1);
    assert_int_equal(blocked->status, 201);
    assert_int_equal(number_at(blocked, "number"), 2);
    assert_int_equal(number_at(blocked, "issue_dependencies_summary.total_blocked_by"), 1);
    assert_int_equal(number_at(blocked, "issue_dependencies_summary.blocked_by"), 1);
    client_free(blocked);
    assert_int_equal(status_of(block(2, 1)), 422);
    assert_int_equal(status_of(block(2, 2)), 422);
    assert_int_equal(status_of(block(3, 2)), 201);
    assert_int_equal(status_of(block(1, 3)), 422);
    edit(sandbox, "issue 1 close");
    struct answer *after = ask(sandbox, "GET", REPO "/issues/2", NULL);
    assert_int_equal(number_at(after, "issue_dependencies_summary.total_blocked_by"), 1);
    assert_int_equal(number_at(after, "issue_dependencies_summary.blocked_by"), 0);
    client_free(after);
    struct answer *list = ask(sandbox, "GET", REPO "/issues/1/dependencies/blocking", NULL);
    assert_int_equal(number_at(list, "0.number"), 2);
    client_free(list);
    char path[96];
    (void)snprintf(path, sizeof path, REPO "/issues/2/dependencies/blocked_by/%lld",
                   (long long)id_of(1));
    assert_int_equal(status_of(ask(sandbox, "DELETE", path, NULL)), 200);
    assert_int_equal(status_of(ask(sandbox, "DELETE", path, NULL)), 404);
    struct answer *none = ask(sandbox, "GET", REPO "/issues/2/dependencies/blocked_by", NULL);
    assert_int_equal(json_array_size(none->json), 0);
    client_free(none);
}

static void test_dependency_limit_and_pulls(void **state)
{
    (void)state;
    int64_t pull = sandbox_add_pull(sandbox, "p", NULL, NULL);
    assert_int_equal(status_of(block(1, pull)), 422);
    sandbox_add_issues(sandbox, "Blocker", 51);
    for (int64_t number = 14; number < 64; number++)
        assert_int_equal(status_of(block(1, number)), 201);
    assert_int_equal(status_of(block(1, 64)), 422);
}

static void test_servers_without_relations(void **state)
{
    (void)state;
    struct sandbox *old =
        sandbox_for(&(struct sandbox_options){.no_sub_issues = true, .no_dependencies = true});
    sandbox_add_issue(old, "a", NULL, NULL);
    assert_int_equal(status_of(ask(old, "GET", REPO "/issues/1/sub_issues", NULL)), 404);
    assert_int_equal(status_of(ask(old, "GET", REPO "/issues/1/dependencies/blocked_by", NULL)),
                     404);
    struct answer *list = ask(old, "GET", REPO "/issues", NULL);
    assert_null(value_at(list, "0.sub_issues_summary"));
    assert_null(value_at(list, "0.issue_dependencies_summary"));
    client_free(list);
    sandbox_stop(old);
}

static void test_comments(void **state)
{
    (void)state;
    struct answer *made =
        ask(sandbox, "POST", REPO "/issues/1/comments", "{\"body\":\"<!-- m -->\\nHello\"}");
    assert_int_equal(made->status, 201);
    char path[64];
    (void)snprintf(path, sizeof path, REPO "/issues/comments/%lld",
                   (long long)number_at(made, "id"));
    client_free(made);
    struct answer *changed = ask(sandbox, "PATCH", path, "{\"body\":\"New\"}");
    assert_string_equal(text_at(changed, "body"), "New");
    client_free(changed);
    struct answer *issue = ask(sandbox, "GET", REPO "/issues/1", NULL);
    assert_int_equal(number_at(issue, "comments"), 1);
    client_free(issue);
    struct answer *list = ask(sandbox, "GET", REPO "/issues/1/comments?per_page=100", NULL);
    assert_string_equal(text_at(list, "0.body"), "New");
    client_free(list);
    struct answer *all =
        ask(sandbox, "GET", REPO "/issues/comments?sort=updated&direction=desc", NULL);
    assert_int_equal(json_array_size(all->json), 1);
    client_free(all);
    assert_int_equal(status_of(ask(sandbox, "DELETE", path, NULL)), 204);
    assert_int_equal(status_of(ask(sandbox, "GET", path, NULL)), 404);
    assert_int_equal(status_of(ask(sandbox, "POST", REPO "/issues/1/comments", "{\"body\":\" \"}")),
                     422);
}

static void test_comment_ceiling(void **state)
{
    (void)state;
    for (int i = 0; i < 2500; i++)
        sandbox_add_comment(sandbox, 1, "x", NULL);
    struct answer *more = ask(sandbox, "POST", REPO "/issues/1/comments", "{\"body\":\"x\"}");
    assert_int_equal(more->status, 403);
    assert_non_null(strstr(text_at(more, "message"), "more than 2500 comments"));
    client_free(more);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, start, stop)
    const struct CMUnitTest tests[] = {
        EACH(test_sub_issue_takes_the_database_id),
        EACH(test_one_parent_only),
        EACH(test_no_circle_and_eight_levels),
        EACH(test_hundred_children),
        EACH(test_unlink_answers_with_old_counters),
        EACH(test_dependencies),
        EACH(test_dependency_limit_and_pulls),
        EACH(test_servers_without_relations),
        EACH(test_comments),
        EACH(test_comment_ceiling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
