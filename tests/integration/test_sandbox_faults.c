/* Each kind of fault strikes the request it names, once, and commits or not as its contract says.
 */
#include "base/clock.h"
#include "support/sandbox_client.h"

#include <pthread.h>
#include <time.h>

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

static int start(void **state)
{
    (void)state;
    virtual_ms = INT64_C(1790000000000);
    sandbox = sandbox_for(&(struct sandbox_options){.clock = &virtual_clock});
    return 0;
}

static int stop(void **state)
{
    (void)state;
    sandbox_stop(sandbox);
    return 0;
}

static struct answer *post(void)
{
    return ask(sandbox, "POST", REPO "/issues", "{\"title\":\"a\",\"labels\":[\"x\"]}");
}

/* The fault strikes one POST; what came back, whether it was committed; the next one is fine. */
static void strikes(const char *kind, long status, bool committed)
{
    char spec[256];
    (void)snprintf(spec, sizeof spec, "POST /repos/*/*/issues 1 %s", kind);
    size_t before = sandbox_counts(sandbox).issues;
    size_t hits = sandbox_fault_hits(sandbox);
    fault(sandbox, spec);
    long got = status_of(post());
    /* The kernel resets instead of closing when bytes of the body were still unread. */
    if (strcmp(kind, "refuse") == 0 && got == -CURLE_RECV_ERROR)
        got = -CURLE_GOT_NOTHING;
    if (got != status)
        fail_msg("%s gave %ld, wanted %ld", kind, got, status);
    if (sandbox_counts(sandbox).issues != before + committed)
        fail_msg("%s: committed is not %d", kind, committed);
    assert_int_equal(sandbox_fault_hits(sandbox), hits + 1);
    assert_int_equal(status_of(post()), 201);
    struct sandbox_request request;
    assert_true(sandbox_request_at(sandbox, sandbox_request_count(sandbox) - 2, &request));
    assert_memory_equal(request.fault, kind, strlen(request.fault));
    assert_true(strlen(request.fault) > 0);
}

static void test_what_commits(void **state)
{
    (void)state;
    static const struct {
        const char *kind;
        long status;
        bool committed;
    } rows[] = {
        {"refuse", -CURLE_GOT_NOTHING, false},
        {"reset-before", -CURLE_RECV_ERROR, false},
        {"status:503", 503, false},
        {"status:500:json", 500, false},
        {"secondary", 403, false},
        {"secondary-429:9", 429, false},
        {"secondary-no-header", 403, false},
        {"primary:30", 403, false},
        {"too-fast", 422, false},
        {"sso", 403, false},
        {"permission", 403, false},
        {"bad-credentials", 401, false},
        {"archived", 403, false},
        {"issues-disabled", 410, false},
        {"not-found", 404, false},
        {"version", 400, false},
        {"redirect:307", 307, false},
        {"errors-objects", 422, false},
        {"errors-strings", 422, false},
        {"errors-none", 422, false},
        {"drop-fields", 201, true},
        {"reset-after", -CURLE_RECV_ERROR, true},
        {"status-after:502", 502, true},
        {"cutoff", -CURLE_PARTIAL_FILE, true},
        {"invalid-json", 201, true},
        {"not-a-list", 201, true},
        {"html", 201, true},
        {"empty", 201, true},
        {"null", 201, true},
        {"control-characters", 201, true},
        {"stall:50", 201, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        strikes(rows[i].kind, rows[i].status, rows[i].committed);
}

static void test_bodies_and_headers(void **state)
{
    (void)state;
    static const struct {
        const char *kind, *header, *value, *in_body;
    } rows[] = {
        {"secondary:7", "Retry-After", "7", "secondary rate limit"},
        {"secondary-no-header", "Retry-After", NULL, "secondary-rate-limits"},
        {"primary:30", "X-RateLimit-Remaining", "0", "API rate limit exceeded"},
        {"primary:30", "X-RateLimit-Reset", "1790000030", "API rate limit exceeded"},
        {"sso", "X-GitHub-SSO", NULL, "SAML"},
        {"permission", "X-Accepted-GitHub-Permissions", "issues=write", "Resource not accessible"},
        {"status:502", "Content-Type", "text/html; charset=utf-8", "<html>"},
        {"too-fast", "Retry-After", NULL, "was submitted too quickly"},
        {"errors-strings", "Retry-After", NULL, "\"errors\":[\"Could not"},
        {"invalid-json", "Content-Type", "application/json; charset=utf-8", "[{"},
        {"redirect:302:loop", "Location", NULL, "Moved Permanently"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char spec[128];
        (void)snprintf(spec, sizeof spec, "GET /repos/*/*/labels 1 %s", rows[i].kind);
        fault(sandbox, spec);
        struct answer *answer = ask(sandbox, "GET", REPO "/labels", NULL);
        char *value = header_of(answer, rows[i].header);
        if (rows[i].value)
            assert_string_equal(value ? value : "", rows[i].value);
        if (!strstr(answer->body, rows[i].in_body))
            fail_msg("%s: %s", rows[i].kind, answer->body);
        free(value);
        client_free(answer);
    }
}

static void test_lists(void **state)
{
    (void)state;
    sandbox_add_issues(sandbox, "Issue", 3);
    fault(sandbox, "GET /repos/*/*/issues 1 link-loop");
    struct answer *loop = ask(sandbox, "GET", REPO "/issues?per_page=2", NULL);
    char *next = link_of(loop, "next");
    assert_string_equal(next + strlen(sandbox_url(sandbox)), REPO "/issues?per_page=2");
    free(next);
    client_free(loop);
    fault(sandbox, "GET /repos/*/*/issues 1 link-foreign-host");
    struct answer *foreign = ask(sandbox, "GET", REPO "/issues", NULL);
    next = link_of(foreign, "next");
    assert_memory_equal(next, "http://127.0.0.1:9/", 19);
    free(next);
    client_free(foreign);
    fault(sandbox, "GET /repos/*/*/issues 1 304-without-etag");
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/issues", NULL)), 304);
    fault(sandbox, "GET /repos/*/*/issues 1 control-characters");
    struct answer *poisoned = ask(sandbox, "GET", REPO "/issues", NULL);
    assert_non_null(strstr(text_at(poisoned, "0.title"), "\x1b[2J"));
    client_free(poisoned);
    fault(sandbox, "GET /repos/*/*/issues 1 page-shift");
    struct answer *shifted = ask(sandbox, "GET", REPO "/issues", NULL);
    assert_string_equal(text_at(shifted, "0.user.login"), "hubot");
    assert_int_equal(json_array_size(shifted->json), 4);
    client_free(shifted);
}

static void test_pages_are_counted_under_either_path(void **state)
{
    (void)state;
    sandbox_add_issues(sandbox, "Issue", 5);
    fault(sandbox, "GET /repos/*/*/issues 2 status:502");
    struct answer *first = ask(sandbox, "GET", REPO "/issues?per_page=2", NULL);
    char *next = link_of(first, "next");
    assert_int_equal(status_of(client_call(next, "GET", NULL, NULL)), 502);
    assert_int_equal(status_of(client_call(next, "GET", NULL, NULL)), 200);
    free(next);
    client_free(first);
}

static void test_which_match(void **state)
{
    (void)state;
    static const struct {
        const char *nth;
        long wanted[5];
    } rows[] = {
        {"3", {200, 200, 404, 200, 200}},
        {"2-3", {200, 404, 404, 200, 200}},
        {"4+", {200, 200, 200, 404, 404}},
        {"*", {404, 404, 404, 404, 404}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char spec[64];
        sandbox_fault_clear(sandbox);
        (void)snprintf(spec, sizeof spec, "* ** %s not-found", rows[i].nth);
        fault(sandbox, spec);
        for (int j = 0; j < 5; j++)
            assert_int_equal(status_of(ask(sandbox, "GET", REPO "/labels", NULL)),
                             rows[i].wanted[j]);
    }
}

static void test_redirect_to_the_alias_works(void **state)
{
    (void)state;
    fault(sandbox, "POST /repos/*/*/issues 1 redirect:307");
    struct answer *answer = post();
    assert_int_equal(answer->status, 307);
    char *location = header_of(answer, "Location");
    assert_int_equal(status_of(client_call(location, "POST", "{\"title\":\"a\"}", NULL)), 201);
    free(location);
    client_free(answer);
}

static void test_late_commit(void **state)
{
    (void)state;
    fault(sandbox, "POST /repos/*/*/issues 1 late-commit:8000");
    assert_int_equal(status_of(post()), -CURLE_RECV_ERROR);
    assert_int_equal(sandbox_counts(sandbox).issues, 0);
    virtual_ms += 7999;
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/issues/1", NULL)), 404);
    virtual_ms += 1;
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/issues/1", NULL)), 200);
    struct sandbox_issue issue;
    assert_true(sandbox_issue(sandbox, 1, &issue));
    assert_string_equal(issue.labels, "x");
    virtual_ms += 60000;
    assert_int_equal(sandbox_counts(sandbox).issues, 1);
}

static void test_list_lag_of_one_request(void **state)
{
    (void)state;
    fault(sandbox, "POST /repos/*/*/issues 1 list-lag:480000");
    client_free(post());
    client_free(post());
    struct answer *list = ask(sandbox, "GET", REPO "/issues?state=all", NULL);
    assert_int_equal(json_array_size(list->json), 1);
    assert_int_equal(number_at(list, "0.number"), 2);
    client_free(list);
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/issues/1", NULL)), 200);
    virtual_ms += 480000;
    struct answer *later = ask(sandbox, "GET", REPO "/issues?state=all", NULL);
    assert_int_equal(json_array_size(later->json), 2);
    client_free(later);
}

static void test_drop_fields(void **state)
{
    (void)state;
    fault(sandbox, "POST /repos/*/*/issues 1 drop-fields");
    struct answer *answer = post();
    assert_int_equal(answer->status, 201);
    assert_int_equal(json_array_size(value_at(answer, "labels")), 0);
    client_free(answer);
}

static void test_echo_old(void **state)
{
    (void)state;
    sandbox_add_issue(sandbox, "old", NULL, NULL);
    fault(sandbox, "PATCH /repos/*/*/issues/* 1 echo-old");
    struct answer *answer = ask(sandbox, "PATCH", REPO "/issues/1", "{\"title\":\"new\"}");
    assert_int_equal(answer->status, 200);
    assert_string_equal(text_at(answer, "title"), "old");
    client_free(answer);
}

static void test_person_edits_first(void **state)
{
    (void)state;
    sandbox_add_issue(sandbox, "a", "one\ntwo", NULL);
    fault(sandbox, "PATCH /repos/*/*/issues/* 1 person-edit issue $n append \\nthree");
    struct answer *answer = ask(sandbox, "PATCH", REPO "/issues/1", "{\"title\":\"b\"}");
    assert_string_equal(text_at(answer, "body"), "one\r\ntwo\r\nthree");
    assert_string_equal(text_at(answer, "title"), "b");
    client_free(answer);
    fault(sandbox, "GET /repos/*/*/issues/* 1 person-edit-after issue $n close not_planned");
    struct answer *before = ask(sandbox, "GET", REPO "/issues/1", NULL);
    assert_string_equal(text_at(before, "state"), "open");
    client_free(before);
    struct answer *after = ask(sandbox, "GET", REPO "/issues/1", NULL);
    assert_string_equal(text_at(after, "state_reason"), "not_planned");
    client_free(after);
}

static void test_stall_and_endless_body(void **state)
{
    (void)state;
    struct call hurry = {.timeout_ms = 200};
    fault(sandbox, "POST /repos/*/*/issues 1 stall:60000");
    assert_int_equal(
        status_of(ask_with(sandbox, "POST", REPO "/issues", "{\"title\":\"a\"}", &hurry)),
        -CURLE_OPERATION_TIMEDOUT);
    assert_int_equal(sandbox_counts(sandbox).issues, 1);
    fault(sandbox, "GET /repos/*/*/issues 1 huge-body");
    struct answer *huge = ask_with(sandbox, "GET", REPO "/issues", NULL, &hurry);
    assert_int_equal(huge->curl, CURLE_OPERATION_TIMEDOUT);
    assert_true(huge->body_len > 1000000);
    client_free(huge);
    fault(sandbox, "POST /repos/*/*/issues 1 stall-before:100");
    assert_int_equal(status_of(post()), -CURLE_GOT_NOTHING);
    assert_int_equal(sandbox_counts(sandbox).issues, 1);
}

static void *stalled(void *state)
{
    (void)state;
    return (void *)(intptr_t)status_of(ask(sandbox, "GET", REPO "/labels", NULL));
}

/* A stalled answer holds up neither others nor the end. */
static void test_stop_ends_a_stall(void **state)
{
    (void)state;
    pthread_t thread;
    fault(sandbox, "GET /repos/*/*/labels 1 stall:60000");
    assert_int_equal(pthread_create(&thread, NULL, stalled, NULL), 0);
    while (sandbox_request_count(sandbox) == 0) {
        struct timespec moment = {.tv_nsec = 1000000};
        (void)nanosleep(&moment, NULL);
    }
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/milestones", NULL)), 200);
    sandbox_stop(sandbox);
    void *status = NULL;
    assert_int_equal(pthread_join(thread, &status), 0);
    sandbox = NULL;
}

static void test_bad_specs(void **state)
{
    (void)state;
    static const char *const specs[] = {
        "",
        "GET",
        "GET /x",
        "GET /x 1",
        "GET /x 0 refuse",
        "GET /x one refuse",
        "GET /x 3-2 refuse",
        "GET /x 1 explode",
        "GET /x 1 refuse:5",
        "GET /x 1 stall",
        "GET /x 1 status",
        "GET /x 1 person-edit",
    };
    for (size_t i = 0; i < sizeof specs / sizeof *specs; i++) {
        struct err err cleanup_err = ERR_INIT;
        if (sandbox_fault_add(sandbox, specs[i], &err) == OK)
            fail_msg("'%s' was taken", specs[i]);
        assert_non_null(err.message);
    }
}

static void *many_reads(void *state)
{
    (void)state;
    intptr_t bad = 0;
    for (int i = 0; i < 20; i++)
        bad += status_of(ask(sandbox, "GET", REPO "/issues?per_page=100", NULL)) != 200;
    return (void *)bad;
}

static void test_ten_at_a_time(void **state)
{
    (void)state;
    sandbox_add_issues(sandbox, "Issue", 50);
    pthread_t threads[10];
    for (size_t i = 0; i < 10; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, many_reads, NULL), 0);
    for (size_t i = 0; i < 10; i++) {
        void *bad = NULL;
        assert_int_equal(pthread_join(threads[i], &bad), 0);
        assert_null(bad);
    }
    assert_int_equal(sandbox_request_count(sandbox), 200);
}

int main(void)
{
    (void)curl_global_init(CURL_GLOBAL_DEFAULT);
#define EACH(test) cmocka_unit_test_setup_teardown(test, start, stop)
    const struct CMUnitTest tests[] = {
        EACH(test_what_commits),
        EACH(test_bodies_and_headers),
        EACH(test_lists),
        EACH(test_pages_are_counted_under_either_path),
        EACH(test_which_match),
        EACH(test_redirect_to_the_alias_works),
        EACH(test_late_commit),
        EACH(test_list_lag_of_one_request),
        EACH(test_drop_fields),
        EACH(test_echo_old),
        EACH(test_person_edits_first),
        EACH(test_stall_and_endless_body),
        EACH(test_stop_ends_a_stall),
        EACH(test_bad_specs),
        EACH(test_ten_at_a_time),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    curl_global_cleanup();
    return failed;
}
