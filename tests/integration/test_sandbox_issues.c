/* Issues of the sandbox: open, change, list, page, conditions. */
#include "support/sandbox_client.h"

static struct sandbox *sandbox;

static int start(void **state)
{
    (void)state;
    sandbox = sandbox_for(&(struct sandbox_options){0});
    return 0;
}

static int stop(void **state)
{
    (void)state;
    sandbox_stop(sandbox);
    return 0;
}

static void test_open_with_everything(void **state)
{
    (void)state;
    sandbox_add_milestone(sandbox, "M", NULL, NULL);
    struct answer *made =
        ask(sandbox, "POST", REPO "/issues",
            "{\"title\":\"One\",\"body\":\"a\\r\\nb\\n\",\"labels\":[\"fresh\"],\"milestone\":1,"
            "\"assignees\":[\"octocat\"]}");
    assert_int_equal(made->status, 201);
    assert_string_equal(text_at(made, "body"), "a\r\nb\n");
    assert_string_equal(text_at(made, "labels.0.color"), "ededed");
    assert_int_equal(number_at(made, "milestone.open_issues"), 1);
    assert_string_equal(text_at(made, "assignee.login"), "octocat");
    assert_null(value_at(made, "parent_issue_url"));
    assert_int_equal(number_at(made, "sub_issues_summary.total"), 0);
    assert_true(number_at(made, "id") > INT32_MAX);
    char *deprecation = link_of(made, "deprecation");
    assert_non_null(deprecation); /* and is no page */
    assert_null(link_of(made, "next"));
    free(deprecation);
    client_free(made);
}

static void test_new_version_drops_assignee(void **state)
{
    (void)state;
    static const struct call call = {.headers = {"X-GitHub-Api-Version: 2026-03-10"}};
    struct answer *made = ask_with(sandbox, "POST", REPO "/issues", "{\"title\":\"One\"}", &call);
    assert_null(value_at(made, "assignee"));
    assert_null(header_of(made, "Link"));
    char *version = header_of(made, "X-GitHub-Api-Version-Selected");
    assert_string_equal(version, "2026-03-10");
    free(version);
    client_free(made);
}

static void test_empty_body_is_null(void **state)
{
    (void)state;
    struct answer *made = ask(sandbox, "POST", REPO "/issues", "{\"title\":\"a\",\"body\":\"\"}");
    assert_true(json_is_null(value_at(made, "body")));
    client_free(made);
}

static void test_refusals(void **state)
{
    (void)state;
    char title[400], body[66000 + 64];
    (void)snprintf(title, sizeof title, "{\"title\":\"%0257d\"}", 0);
    int head = snprintf(body, sizeof body, "{\"title\":\"a\",\"body\":\"");
    memset(body + head, 'x', 65537);
    memcpy(body + head + 65537, "\"}", sizeof "\"}");
    static const struct {
        const char *body, *field, *code;
    } rows[] = {
        {"{\"title\":\"a\",\"milestone\":7}", "milestone", "invalid"},
        {"{\"title\":\"a\",\"assignees\":[\"hubot\"]}", "assignees", "invalid"},
        {"{\"title\":\"a\",\"type\":\"Task\"}", "type", "invalid"},
        {"{\"title\":\"  \"}", "title", "missing_field"},
        {NULL, "title", "custom"},
        {NULL, "body", "custom"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *sent = rows[i].body ? rows[i].body : i == 4 ? title : body;
        struct answer *answer = ask(sandbox, "POST", REPO "/issues", sent);
        assert_int_equal(answer->status, 422);
        assert_string_equal(text_at(answer, "errors.0.field"), rows[i].field);
        assert_string_equal(text_at(answer, "errors.0.code"), rows[i].code);
        client_free(answer);
    }
    /* No number was used up, no label was made on the way. */
    assert_int_equal(sandbox_counts(sandbox).issues, 0);
    assert_int_equal(sandbox_add_issue(sandbox, "first", NULL, NULL), 1);
}

static void test_opening_knows_no_state(void **state)
{
    (void)state;
    assert_int_equal(status_of(ask_wrong(sandbox, "POST", REPO "/issues",
                                         "{\"title\":\"a\",\"state\":\"closed\"}")),
                     201);
    struct sandbox_issue issue;
    assert_true(sandbox_issue(sandbox, 1, &issue));
    assert_string_equal(issue.state, "open");
}

static void test_state_reasons(void **state)
{
    (void)state;
    static const struct {
        const char *body, *state, *reason;
    } steps[] = {
        {"{\"state_reason\":\"not_planned\"}", "open", "(none)"},
        {"{\"state\":\"closed\"}", "closed", "completed"},
        {"{\"state\":\"closed\",\"state_reason\":\"not_planned\"}", "closed", "completed"},
        {"{\"state\":\"open\"}", "open", "reopened"},
        {"{\"state\":\"closed\",\"state_reason\":\"duplicate\"}", "closed", "duplicate"},
    };
    sandbox_add_issue(sandbox, "a", NULL, NULL);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct answer *answer = ask(sandbox, "PATCH", REPO "/issues/1", steps[i].body);
        assert_int_equal(answer->status, 200);
        assert_string_equal(text_at(answer, "state"), steps[i].state);
        assert_string_equal(text_at(answer, "state_reason"), steps[i].reason);
        client_free(answer);
    }
}

static void test_update_replaces_and_clears(void **state)
{
    (void)state;
    sandbox_add_milestone(sandbox, "M", NULL, NULL);
    sandbox_add_issue(sandbox, "a", "text", NULL);
    edit(sandbox, "issue 1 milestone M");
    edit(sandbox, "issue 1 label a");
    struct answer *answer = ask(sandbox, "PATCH", REPO "/issues/1",
                                "{\"body\":null,\"milestone\":null,\"labels\":[\"b\",\"B\"]}");
    assert_int_equal(answer->status, 200);
    assert_true(json_is_null(value_at(answer, "body")));
    assert_true(json_is_null(value_at(answer, "milestone")));
    assert_int_equal(json_array_size(value_at(answer, "labels")), 1);
    assert_string_equal(text_at(answer, "labels.0.name"), "b");
    client_free(answer);
}

static void test_labels_of_an_issue(void **state)
{
    (void)state;
    sandbox_add_issue(sandbox, "a", NULL, NULL);
    struct answer *added =
        ask(sandbox, "POST", REPO "/issues/1/labels", "{\"labels\":[\"x y\",\"z\"]}");
    assert_int_equal(added->status, 200);
    assert_int_equal(json_array_size(added->json), 2);
    client_free(added);
    assert_int_equal(
        status_of(ask_wrong(sandbox, "POST", REPO "/issues/1/labels", "{\"labels\":[]}")), 422);
    struct answer *rest = ask(sandbox, "DELETE", REPO "/issues/1/labels/X%20Y", NULL);
    assert_int_equal(rest->status, 200);
    assert_string_equal(text_at(rest, "0.name"), "z");
    client_free(rest);
    assert_int_equal(status_of(ask(sandbox, "DELETE", REPO "/issues/1/labels/x%20y", NULL)), 404);
    struct answer *put = ask(sandbox, "PUT", REPO "/issues/1/labels", "{\"labels\":[\"n\"]}");
    assert_string_equal(text_at(put, "0.name"), "n");
    client_free(put);
    assert_int_equal(status_of(ask(sandbox, "DELETE", REPO "/issues/1/labels", NULL)), 204);
}

static void test_list_mixes_in_pull_requests(void **state)
{
    (void)state;
    sandbox_add_issue(sandbox, "a", NULL, NULL);
    sandbox_add_pull(sandbox, "b", NULL, "hubot");
    struct answer *list =
        ask(sandbox, "GET", REPO "/issues?state=all&sort=created&direction=asc", NULL);
    assert_int_equal(json_array_size(list->json), 2);
    assert_null(value_at(list, "0.pull_request"));
    assert_non_null(value_at(list, "1.pull_request"));
    client_free(list);
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/pulls/2", NULL)), 200);
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/pulls/1", NULL)), 404);
    struct answer *pulls = ask(sandbox, "GET", REPO "/pulls?state=open", NULL);
    assert_int_equal(number_at(pulls, "0.number"), 2);
    client_free(pulls);
}

static size_t walk(const char *first, char *seen)
{
    size_t pages = 0;
    char *url = strdup(first);
    while (url) {
        struct answer *page = client_call(url, "GET", NULL, NULL);
        assert_int_equal(page->status, 200);
        pages++;
        for (size_t i = 0; i < json_array_size(page->json); i++) {
            const json_t *one = json_array_get(page->json, i);
            seen[json_integer_value(json_object_get(one, "number"))]++;
        }
        free(url);
        url = link_of(page, "next");
        client_free(page);
    }
    return pages;
}

static void test_cursors_see_each_issue_once(void **state)
{
    (void)state;
    sandbox_add_issues(sandbox, "Issue", 25);
    static const char *const orders[] = {"created&direction=asc", "created&direction=desc",
                                         "updated&direction=asc", "updated&direction=desc"};
    for (size_t i = 0; i < 4; i++) {
        char url[256], seen[64] = {0};
        (void)snprintf(url, sizeof url, "%s" REPO "/issues?state=all&per_page=10&sort=%s",
                       sandbox_url(sandbox), orders[i]);
        assert_int_equal(walk(url, seen), 3);
        for (int number = 1; number <= 25; number++)
            assert_int_equal(seen[number], 1);
    }
}

static void test_next_has_a_cursor_and_no_last(void **state)
{
    (void)state;
    sandbox_add_issues(sandbox, "Issue", 3);
    struct answer *page = ask(sandbox, "GET", REPO "/issues?per_page=2", NULL);
    char *next = link_of(page, "next");
    assert_non_null(strstr(next, "/repositories/638123443/issues?per_page=2&after="));
    assert_null(link_of(page, "last"));
    free(next);
    client_free(page);
    struct answer *deep = ask(sandbox, "GET", REPO "/issues?page=100&per_page=100", NULL);
    assert_int_equal(deep->status, 422);
    client_free(deep);
    assert_int_equal(status_of(ask_wrong(sandbox, "GET", REPO "/issues?after=rubbish", NULL)), 422);
}

static void test_numeric_pages(void **state)
{
    (void)state;
    struct sandbox *numeric = sandbox_for(&(struct sandbox_options){.numeric_pages = true});
    sandbox_add_issues(numeric, "Issue", 25);
    struct answer *page = ask(numeric, "GET", REPO "/issues?per_page=10", NULL);
    char *next = link_of(page, "next"), *last = link_of(page, "last");
    assert_null(strstr(next, "after="));
    assert_non_null(strstr(last, "page=3"));
    free(next);
    free(last);
    client_free(page);
    sandbox_stop(numeric);
}

static void test_filters(void **state)
{
    (void)state;
    sandbox_add_milestone(sandbox, "M", NULL, NULL);
    sandbox_add_issues(sandbox, "Issue", 4);
    edit(sandbox, "issue 1 milestone M");
    edit(sandbox, "issue 2 label Red");
    edit(sandbox, "issue 2 label blue");
    edit(sandbox, "issue 3 close");
    edit(sandbox, "issue 4 assign hubot");
    static const struct {
        const char *query;
        int count, number;
    } rows[] = {
        {"", 3, 0},
        {"?state=closed", 1, 3},
        {"?state=all", 4, 0},
        {"?milestone=1", 1, 1},
        {"?milestone=*", 1, 1},
        {"?milestone=none", 2, 0},
        {"?labels=red,BLUE", 1, 2},
        {"?labels=red,green", 0, 0},
        {"?assignee=hubot", 1, 4},
        {"?assignee=none&direction=asc", 2, 1},
        {"?creator=hubot", 0, 0},
        {"?since=2999-01-01T00:00:00Z", 0, 0},
        {"?since=2001-01-01T00:00:00Z", 3, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char path[128];
        (void)snprintf(path, sizeof path, REPO "/issues%s", rows[i].query);
        struct answer *list = ask(sandbox, "GET", path, NULL);
        if ((int)json_array_size(list->json) != rows[i].count)
            fail_msg("%s gave %d", path, (int)json_array_size(list->json));
        if (rows[i].number)
            assert_int_equal(number_at(list, "0.number"), rows[i].number);
        client_free(list);
    }
    assert_int_equal(status_of(ask_wrong(sandbox, "GET", REPO "/issues?state=some", NULL)), 422);
    assert_int_equal(status_of(ask_wrong(sandbox, "GET", REPO "/issues?since=today", NULL)), 422);
}

static void test_etags(void **state)
{
    (void)state;
    sandbox_add_issue(sandbox, "a", NULL, NULL);
    struct answer *first = ask(sandbox, "GET", REPO "/issues", NULL);
    char *etag = header_of(first, "ETag"), *wanted = NULL;
    assert_memory_equal(etag, "W/\"", 3);
    assert_null(header_of(first, "Last-Modified"));
    assert_true(asprintf(&wanted, "If-None-Match: %s", etag) > 0);
    struct call same = {.headers = {wanted}};
    struct answer *second = ask_with(sandbox, "GET", REPO "/issues", NULL, &same);
    assert_int_equal(second->status, 304);
    assert_int_equal(second->body_len, 0);
    char *used = header_of(second, "X-RateLimit-Used");
    assert_string_equal(used, "1");
    free(used);
    /* Bound to the token. */
    struct call other = {.headers = {wanted, "Authorization: Bearer another"}};
    assert_int_equal(status_of(ask_with(sandbox, "GET", REPO "/issues", NULL, &other)), 200);
    edit(sandbox, "issue 1 title b");
    assert_int_equal(status_of(ask_with(sandbox, "GET", REPO "/issues", NULL, &same)), 200);
    struct answer *single = ask(sandbox, "GET", REPO "/issues/1", NULL);
    char *modified = header_of(single, "Last-Modified");
    assert_non_null(modified);
    free(modified);
    client_free(single);
    free(wanted);
    free(etag);
    client_free(first);
    client_free(second);
}

static void test_gone_and_moved(void **state)
{
    (void)state;
    sandbox_add_issues(sandbox, "Issue", 2);
    edit(sandbox, "issue 1 delete");
    edit(sandbox, "issue 2 transfer octocat/other");
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/issues/1", NULL)), 410);
    assert_int_equal(status_of(ask(sandbox, "PATCH", REPO "/issues/1", "{\"title\":\"x\"}")), 410);
    struct answer *moved = ask(sandbox, "GET", REPO "/issues/2", NULL);
    assert_int_equal(moved->status, 301);
    assert_non_null(strstr(text_at(moved, "url"), "/repos/octocat/other/issues/1"));
    client_free(moved);
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/issues/3", NULL)), 404);
    struct answer *list = ask(sandbox, "GET", REPO "/issues?state=all", NULL);
    assert_int_equal(json_array_size(list->json), 0);
    client_free(list);
}

static void test_assignees(void **state)
{
    (void)state;
    sandbox_add_issue(sandbox, "a", NULL, NULL);
    sandbox_add_collaborator(sandbox, "hubot");
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/assignees/hubot", NULL)), 204);
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/assignees/nobody", NULL)), 404);
    struct answer *added =
        ask(sandbox, "POST", REPO "/issues/1/assignees", "{\"assignees\":[\"hubot\"]}");
    assert_int_equal(added->status, 201);
    assert_string_equal(text_at(added, "assignees.0.login"), "hubot");
    client_free(added);
    struct answer *removed =
        ask(sandbox, "DELETE", REPO "/issues/1/assignees", "{\"assignees\":[\"hubot\"]}");
    assert_int_equal(removed->status, 200);
    assert_int_equal(json_array_size(value_at(removed, "assignees")), 0);
    client_free(removed);
}

static void test_types_in_an_organisation(void **state)
{
    (void)state;
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/issue-types", NULL)), 404);
    struct sandbox *org = sandbox_for(
        &(struct sandbox_options){.organization = true, .repository = "octo-org/hello-world"});
    struct answer *types = ask(org, "GET", "/repos/octo-org/hello-world/issue-types", NULL);
    assert_string_equal(text_at(types, "0.name"), "Task");
    client_free(types);
    struct answer *made = ask(org, "POST", "/repos/octo-org/hello-world/issues",
                              "{\"title\":\"a\",\"type\":\"bug\"}");
    assert_string_equal(text_at(made, "type.name"), "Bug");
    client_free(made);
    sandbox_stop(org);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, start, stop)
    const struct CMUnitTest tests[] = {
        EACH(test_open_with_everything),
        EACH(test_new_version_drops_assignee),
        EACH(test_empty_body_is_null),
        EACH(test_refusals),
        EACH(test_opening_knows_no_state),
        EACH(test_state_reasons),
        EACH(test_update_replaces_and_clears),
        EACH(test_labels_of_an_issue),
        EACH(test_list_mixes_in_pull_requests),
        EACH(test_cursors_see_each_issue_once),
        EACH(test_next_has_a_cursor_and_no_last),
        EACH(test_numeric_pages),
        EACH(test_filters),
        EACH(test_etags),
        EACH(test_gone_and_moved),
        EACH(test_assignees),
        EACH(test_types_in_an_organisation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
