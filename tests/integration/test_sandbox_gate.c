/* The sandbox's door: headers, token, versions, rights, names, limits, the log. */
#include "base/clock.h"
#include "support/sandbox_client.h"

static struct sandbox *sandbox;
static int64_t virtual_ms;

static int64_t virtual_now(void *state)
{
    (void)state;
    return virtual_ms;
}

static void virtual_sleep(void *state, int64_t duration_ms)
{
    (void)state;
    virtual_ms += duration_ms;
}

static const struct clock virtual_clock = {NULL, virtual_now, virtual_now, virtual_sleep};

static int stop(void **state)
{
    (void)state;
    sandbox_stop(sandbox);
    sandbox = NULL;
    return 0;
}

static void begin(const struct sandbox_options *options)
{
    virtual_ms = INT64_C(1790000000000);
    sandbox = sandbox_for(options);
}

static void says(struct answer *answer, long status, const char *message)
{
    assert_int_equal(answer->status, status);
    if (!strstr(text_at(answer, "message"), message))
        fail_msg("'%s' lacks '%s'", text_at(answer, "message"), message);
    client_free(answer);
}

static void test_headers(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){.token = "secret"});
    static const struct {
        struct call call;
        long status;
        const char *message;
    } rows[] = {
        {{.headers = {"User-Agent:", "Sandbox-Wrong: yes"}}, 403, "User-Agent header"},
        {{.headers = {"Authorization:"}}, 401, "Requires authentication"},
        {{.headers = {"Authorization: Bearer other"}}, 401, "Bad credentials"},
        {{.headers = {"Authorization: Bearer "}}, 401, "Bad credentials"},
        {{.headers = {"Authorization: secret"}}, 401, "Bad credentials"},
        {{.headers = {"X-GitHub-Api-Version: 2024-01-01"}}, 400, "2024-01-01"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        says(ask_with(sandbox, "GET", REPO, NULL, &rows[i].call), rows[i].status, rows[i].message);
    static const struct call token = {.headers = {"Authorization: token secret"}};
    assert_int_equal(status_of(ask_with(sandbox, "GET", REPO, NULL, &token)), 200);
}

static void test_old_servers_know_one_version(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){.only_old_version = true, .path_prefix = "/api/v3"});
    static const struct call fresh = {.headers = {"X-GitHub-Api-Version: 2026-03-10"}};
    says(ask_with(sandbox, "GET", REPO, NULL, &fresh), 400, "2026-03-10");
    struct answer *answer = ask(sandbox, "GET", REPO, NULL);
    assert_int_equal(answer->status, 200);
    assert_non_null(strstr(text_at(answer, "url"), "/api/v3/repos/"));
    client_free(answer);
}

static void test_paths(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){.watchers = 7});
    assert_int_equal(status_of(ask(sandbox, "GET", "/repos/OctoCat/Hello-World", NULL)), 200);
    assert_int_equal(status_of(ask(sandbox, "GET", "/repositories/638123443/labels", NULL)), 200);
    assert_int_equal(status_of(ask_wrong(sandbox, "GET", REPO "/labels/", NULL)), 404);
    assert_int_equal(status_of(ask_wrong(sandbox, "PUT", REPO "/labels", "{}")), 404);
    assert_int_equal(status_of(ask(sandbox, "GET", "/repos/octocat/other", NULL)), 404);
    assert_int_equal(status_of(ask_wrong(sandbox, "GET", "/_sandbox/world", NULL)), 404);
    struct answer *repository = ask(sandbox, "GET", REPO, NULL);
    assert_int_equal(number_at(repository, "subscribers_count"), 7);
    assert_true(json_is_true(value_at(repository, "permissions.push")));
    client_free(repository);
    struct answer *user = ask(sandbox, "GET", "/user", NULL);
    assert_string_equal(text_at(user, "login"), "octocat");
    client_free(user);
    struct answer *versions = ask(sandbox, "GET", "/versions", NULL);
    assert_string_equal(text_at(versions, "1"), "2026-03-10");
    client_free(versions);
    struct answer *rate = ask(sandbox, "GET", "/rate_limit", NULL);
    assert_int_equal(number_at(rate, "resources.core.limit"), 5000);
    client_free(rate);
}

static void test_roles(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){.role = SANDBOX_ROLE_READ});
    sandbox_add_issue(sandbox, "theirs", NULL, "hubot");
    says(ask(sandbox, "POST", REPO "/labels", "{\"name\":\"a\",\"color\":\"ff0000\"}"), 403,
         "not accessible");
    struct answer *made = ask(sandbox, "POST", REPO "/issues",
                              "{\"title\":\"a\",\"labels\":[\"x\"],\"assignees\":[\"octocat\"]}");
    assert_int_equal(made->status, 201);
    assert_int_equal(json_array_size(value_at(made, "labels")), 0);
    assert_int_equal(json_array_size(value_at(made, "assignees")), 0);
    client_free(made);
    assert_int_equal(sandbox_counts(sandbox).labels, 0);
    assert_int_equal(status_of(ask(sandbox, "PATCH", REPO "/issues/2", "{\"title\":\"b\"}")), 200);
    says(ask(sandbox, "PATCH", REPO "/issues/1", "{\"title\":\"b\"}"), 403, "not accessible");
    says(ask(sandbox, "POST", REPO "/issues/2/labels", "{\"labels\":[\"x\"]}"), 403,
         "not accessible");
}

static void test_states_of_the_repository(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){.app_token = true});
    says(ask(sandbox, "GET", "/user", NULL), 403, "Resource not accessible by integration");
    struct answer *repository = ask(sandbox, "GET", REPO, NULL);
    assert_true(json_is_false(value_at(repository, "permissions.pull")));
    client_free(repository);
    edit(sandbox, "repository archive");
    says(ask(sandbox, "POST", REPO "/issues", "{\"title\":\"a\"}"), 403, "archived");
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/issues", NULL)), 200);
    edit(sandbox, "repository unarchive");
    edit(sandbox, "repository disable-issues");
    says(ask(sandbox, "GET", REPO "/issues", NULL), 410, "Issues are disabled");
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/labels", NULL)), 200);
}

static void test_renamed_repository(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){0});
    edit(sandbox, "repository rename octocat/new-name");
    struct answer *get = ask(sandbox, "GET", REPO "/labels?per_page=100", NULL);
    assert_int_equal(get->status, 301);
    char *location = header_of(get, "Location");
    assert_string_equal(location + strlen(sandbox_url(sandbox)),
                        "/repositories/638123443/labels?per_page=100");
    assert_string_equal(text_at(get, "message"), "Moved Permanently");
    struct answer *there = client_call(location, "GET", NULL, NULL);
    assert_int_equal(there->status, 200);
    free(location);
    client_free(there);
    client_free(get);
    assert_int_equal(status_of(ask(sandbox, "POST", REPO "/issues", "{\"title\":\"a\"}")), 307);
    assert_int_equal(sandbox_counts(sandbox).issues, 0);
    assert_int_equal(
        status_of(ask(sandbox, "POST", "/repositories/638123443/issues", "{\"title\":\"a\"}")),
        201);
    assert_int_equal(status_of(ask(sandbox, "GET", "/repos/octocat/new-name/issues/1", NULL)), 200);
}

static void test_primary_limit(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){.clock = &virtual_clock, .primary_per_hour = 2});
    assert_int_equal(status_of(ask(sandbox, "GET", REPO, NULL)), 200);
    assert_int_equal(status_of(ask(sandbox, "GET", REPO, NULL)), 200);
    struct answer *refused = ask(sandbox, "GET", REPO, NULL);
    char *remaining = header_of(refused, "X-RateLimit-Remaining");
    char *reset = header_of(refused, "X-RateLimit-Reset");
    assert_string_equal(remaining, "0");
    assert_int_equal(strtoll(reset, NULL, 10), virtual_ms / 1000 + 3600);
    assert_null(header_of(refused, "Retry-After"));
    says(refused, 403, "API rate limit exceeded");
    assert_int_equal(status_of(ask(sandbox, "GET", "/rate_limit", NULL)), 200);
    virtual_ms += 3600 * 1000;
    assert_int_equal(status_of(ask(sandbox, "GET", REPO, NULL)), 200);
    free(remaining);
    free(reset);
}

static void test_creation_limit_and_pace(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){
        .clock = &virtual_clock, .creates_per_minute = 3, .pace_ms = 1000});
    for (int i = 0; i < 3; i++) {
        assert_int_equal(status_of(ask(sandbox, "POST", REPO "/issues", "{\"title\":\"a\"}")), 201);
        virtual_ms += 1000;
    }
    struct answer *refused = ask(sandbox, "POST", REPO "/issues", "{\"title\":\"a\"}");
    char *wait = header_of(refused, "Retry-After");
    assert_string_equal(wait, "57");
    free(wait);
    says(refused, 403, "secondary rate limit");
    assert_int_equal(sandbox_pace_violations(sandbox), 0);
    virtual_ms += 57 * 1000;
    assert_int_equal(status_of(ask(sandbox, "POST", REPO "/issues", "{\"title\":\"a\"}")), 201);
    virtual_ms += 999;
    assert_int_equal(status_of(ask(sandbox, "PATCH", REPO "/issues/1", "{\"title\":\"b\"}")), 200);
    assert_int_equal(sandbox_pace_violations(sandbox), 1);
    size_t in_minute = 0, in_hour = 0;
    sandbox_creation_peaks(sandbox, &in_minute, &in_hour);
    assert_int_equal(in_minute, 4); /* the refused one knocked too */
    assert_int_equal(in_hour, 5);
}

static void test_list_lag(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){.clock = &virtual_clock, .list_lag_ms = 5000});
    client_free(ask(sandbox, "POST", REPO "/issues", "{\"title\":\"a\"}"));
    struct answer *early = ask(sandbox, "GET", REPO "/issues", NULL);
    assert_int_equal(json_array_size(early->json), 0);
    client_free(early);
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/issues/1", NULL)), 200);
    virtual_ms += 5000;
    struct answer *late = ask(sandbox, "GET", REPO "/issues", NULL);
    assert_int_equal(json_array_size(late->json), 1);
    client_free(late);
}

static void test_log(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){.clock = &virtual_clock});
    client_free(ask(sandbox, "GET", "/repositories/638123443/issues?state=all", NULL));
    client_free(ask(sandbox, "POST", REPO "/issues", "{\"title\":\"a\"}"));
    client_free(ask(sandbox, "GET", REPO "/issues/9", NULL));
    assert_int_equal(sandbox_request_count(sandbox), 3);
    assert_int_equal(sandbox_count_method(sandbox, "WRITE"), 1);
    assert_int_equal(sandbox_count_method(sandbox, "*"), 3);
    assert_int_equal(sandbox_count_status(sandbox, 404), 1);
    assert_int_equal(sandbox_count_matching(sandbox, "GET /repos/*/*/issues"), 1);
    assert_int_equal(sandbox_count_matching(sandbox, "* /repos/**"), 3);
    struct sandbox_request request;
    assert_true(sandbox_request_at(sandbox, 1, &request));
    assert_string_equal(request.method, "POST");
    assert_string_equal(request.body, "{\"title\":\"a\"}");
    assert_string_equal(request.user_agent, "sandbox-test");
    assert_int_equal(request.ordinal, 2);
    assert_false(sandbox_request_at(sandbox, 3, &request));
    char *json = sandbox_log_json(sandbox);
    assert_null(strstr(json, "secret"));
    free(json);
    sandbox_log_clear(sandbox);
    assert_int_equal(sandbox_request_count(sandbox), 0);
    struct answer *date = ask(sandbox, "GET", REPO, NULL);
    char *value = header_of(date, "Date");
    assert_string_equal(value, "Mon, 21 Sep 2026 14:13:20 GMT");
    free(value);
    client_free(date);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_teardown(test, stop)
    const struct CMUnitTest tests[] = {
        EACH(test_headers),
        EACH(test_old_servers_know_one_version),
        EACH(test_paths),
        EACH(test_roles),
        EACH(test_states_of_the_repository),
        EACH(test_renamed_repository),
        EACH(test_primary_limit),
        EACH(test_creation_limit_and_pace),
        EACH(test_list_lag),
        EACH(test_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
