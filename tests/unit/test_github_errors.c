/* Each row of GitHub's status table, and of the classes of 403 and 429, has its own test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "github/errors.h"

#define DATE "Date: Fri, 26 Jun 2026 08:00:00 GMT\n"
#define DATE_S 1782460800
#define ID "X-GitHub-Request-Id: C18E:1483EF:3AA30BD\n"
#define SECRET "ghp_SECRET"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct gh_answer classify_as(int status, const char *headers, const char *body,
                                    const char *secret)
{
    struct http_response response cleanup_response;
    http_response_init(&response);
    response.status = status;
    str_add(&response.header_text, DATE ID);
    str_add(&response.header_text, headers);
    str_add(&response.body, body);
    struct gh_answer answer;
    gh_classify(arena, &response, secret, &answer);
    return answer;
}

static struct gh_answer classify(int status, const char *headers, const char *body)
{
    return classify_as(status, headers, body, SECRET);
}

/* The error names what was tried, the status, GitHub's words, the request, and a next step. */
static void expect(const struct gh_answer *answer, enum gh_class class, enum code code,
                   const char *words, const char *hint)
{
    assert_int_equal(answer->class, class);
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_answer_err(answer, "read the labels", "octocat/plan", &err), code);
    char status[8];
    (void)snprintf(status, sizeof status, "%d", answer->status);
    if (!strstr(err.message, words) || !strstr(err.hint, hint))
        print_error("%s\n%s\n", err.message, err.hint);
    assert_non_null(strstr(err.message, "cannot read the labels: "));
    assert_non_null(strstr(err.message, status));
    assert_non_null(strstr(err.message, "C18E:1483EF:3AA30BD"));
    assert_non_null(strstr(err.message, words));
    assert_non_null(strstr(err.hint, hint));
    if (answer->message)
        assert_non_null(strstr(err.message, answer->message));
}

static void status_301_moved(void **state)
{
    (void)state;
    struct gh_answer answer =
        classify(301, "Location: https://api.github.com/repositories/638123443\n",
                 "{\"message\":\"Moved Permanently\",\"url\":\"https://api.github.com/x\"}");
    assert_string_equal(answer.detail, "https://api.github.com/repositories/638123443");
    expect(&answer, GH_REDIRECT, ERR_FAILED, "another address", "--api-url");
}

static void status_302_307_308_redirect(void **state)
{
    (void)state;
    static const int statuses[] = {302, 303, 307, 308};
    for (size_t i = 0; i < 4; i++) {
        struct gh_answer answer = classify(statuses[i], "Location: /x\n", "");
        assert_int_equal(answer.class, GH_REDIRECT);
    }
    /* Without a place to go it is no redirect. */
    struct gh_answer answer = classify(302, "", "");
    expect(&answer, GH_UNEXPECTED, ERR_FAILED, "nobody expects", "--api-url");
}

static void status_304_not_modified(void **state)
{
    (void)state;
    assert_int_equal(classify(304, "", "").class, GH_NOT_MODIFIED);
}

static void status_400_bad_request(void **state)
{
    (void)state;
    struct gh_answer answer = classify(400, "", "{\"message\":\"Problems parsing JSON\"}");
    expect(&answer, GH_BAD_REQUEST, ERR_FAILED, "'Problems parsing JSON'", "report it");
}

static void status_400_unknown_api_version(void **state)
{
    (void)state;
    struct gh_answer answer =
        classify(400, "", "{\"message\":\"Invalid API version: 2026-03-10 is not supported\"}");
    expect(&answer, GH_OLD_VERSION, ERR_FAILED, "API versions", "update roadmap");
    answer = classify(400, "", "{\"message\":\"'2026-03-10' is not a supported version.\"}");
    assert_int_equal(answer.class, GH_OLD_VERSION);
    answer = classify(400, "",
                      "{\"message\":\"no\",\"documentation_url\":\"https://docs.github.com/"
                      "rest/about-the-rest-api/api-versions\"}");
    assert_int_equal(answer.class, GH_OLD_VERSION);
}

static void status_401_bad_credentials(void **state)
{
    (void)state;
    struct gh_answer answer =
        classify(401, "", "{\"message\":\"Bad credentials\",\"status\":\"401\"}");
    expect(&answer, GH_BAD_TOKEN, ERR_AUTH, "the token is not accepted", "gh auth login");
}

static void status_401_without_a_token(void **state)
{
    (void)state;
    struct gh_answer answer =
        classify_as(401, "", "{\"message\":\"Requires authentication\"}", NULL);
    expect(&answer, GH_NO_TOKEN, ERR_AUTH, "needs a token", "GH_TOKEN");
}

static void status_403_permission(void **state)
{
    (void)state;
    struct gh_answer answer =
        classify(403, "X-Accepted-GitHub-Permissions: issues=write\nX-RateLimit-Remaining: 4000\n",
                 "{\"message\":\"Resource not accessible by personal access token\"}");
    expect(&answer, GH_FORBIDDEN, ERR_AUTH, "the token may not do this", "issues=write");
}

static void status_403_classic_token_scopes(void **state)
{
    (void)state;
    struct gh_answer answer = classify(403, "X-Accepted-OAuth-Scopes: repo\n", "");
    expect(&answer, GH_FORBIDDEN, ERR_AUTH, "may not", "GitHub names: repo");
}

static void status_403_not_json(void **state)
{
    (void)state;
    struct gh_answer answer = classify(403, "", "Request forbidden by administrative rules.");
    expect(&answer, GH_FORBIDDEN, ERR_AUTH, "(GitHub answered 403, request", "scope repo");
}

static void status_403_sso(void **state)
{
    (void)state;
    struct gh_answer answer = classify(
        403, "X-GitHub-SSO: required; url=https://github.com/orgs/o/sso?authorization_request=A\n",
        "{\"message\":\"Resource protected by organization SAML enforcement.\"}");
    expect(&answer, GH_SSO, ERR_AUTH, "single sign-on",
           "https://github.com/orgs/o/sso?authorization_request=A");
}

static void status_403_archived(void **state)
{
    (void)state;
    struct gh_answer answer =
        classify(403, "", "{\"message\":\"Repository was archived so is read-only.\"}");
    expect(&answer, GH_ARCHIVED, ERR_REFUSED, "'octocat/plan' is archived", "unarchive");
}

static void status_403_too_many_comments(void **state)
{
    (void)state;
    struct gh_answer answer = classify(
        403, "", "{\"message\":\"Commenting is disabled on issues with more than 2500 comments\"}");
    expect(&answer, GH_COMMENTS_FULL, ERR_FAILED, "as many comments", "old comments");
}

static void status_403_locked(void **state)
{
    (void)state;
    struct gh_answer answer =
        classify(403, "", "{\"message\":\"Unable to create comment because issue is locked.\"}");
    expect(&answer, GH_LOCKED, ERR_AUTH, "locked", "unlock");
}

static void limit_secondary_with_retry_after(void **state)
{
    (void)state;
    struct gh_answer answer =
        classify(403, "Retry-After: 37\nX-RateLimit-Remaining: 0\ngh-limited-by: content\n",
                 "{\"message\":\"You have exceeded a secondary rate limit.\"}");
    expect(&answer, GH_LIMIT_SECONDARY, ERR_RETRY, "asks for a pause", "later");
    assert_int_equal(answer.wait_ms, 37000);
    assert_string_equal(answer.detail, "content");
}

static void limit_secondary_with_a_date(void **state)
{
    (void)state;
    struct gh_answer answer = classify(429, "Retry-After: Fri, 26 Jun 2026 08:01:30 GMT\n", "");
    assert_int_equal(answer.class, GH_LIMIT_SECONDARY);
    assert_int_equal(answer.wait_ms, 90000);
}

static void limit_primary_by_the_servers_clock(void **state)
{
    (void)state;
    char headers[128];
    (void)snprintf(headers, sizeof headers, "X-RateLimit-Remaining: 0\nX-RateLimit-Reset: %d\n",
                   DATE_S + 120);
    struct gh_answer answer =
        classify(403, headers, "{\"message\":\"API rate limit exceeded for user ID 1.\"}");
    expect(&answer, GH_LIMIT_PRIMARY, ERR_RETRY, "hourly limit", "later");
    assert_int_equal(answer.wait_ms, 121000);
}

static void limit_primary_that_is_over_waits_a_moment(void **state)
{
    (void)state;
    char headers[128];
    (void)snprintf(headers, sizeof headers, "X-RateLimit-Remaining: 0\nX-RateLimit-Reset: %d\n",
                   DATE_S - 500);
    assert_int_equal(classify(429, headers, "").wait_ms, 1000);
}

static void limit_secondary_by_its_words(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "{\"message\":\"You have exceeded a secondary rate limit. Please wait.\"}",
        "{\"message\":\"You have triggered an abuse detection mechanism.\"}",
        "{\"message\":\"... temporarily blocked from content creation. Retry later.\"}",
        "{\"message\":\"no\",\"documentation_url\":\"https://x/#about-secondary-rate-limits\"}",
        "{\"message\":\"no\",\"documentation_url\":\"https://docs.github.com/abuse-rate-limits\"}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct gh_answer answer = classify(403, "X-RateLimit-Remaining: 4990\n", bodies[i]);
        assert_int_equal(answer.class, GH_LIMIT_SECONDARY);
        assert_int_equal(answer.wait_ms, -1);
    }
}

static void status_422_submitted_too_quickly_is_a_limit(void **state)
{
    (void)state;
    struct gh_answer answer = classify(422, "",
                                       "{\"message\":\"Validation Failed\",\"errors\":[{"
                                       "\"resource\":\"Issue\",\"code\":\"custom\",\"message\":"
                                       "\"was submitted too quickly\"}]}");
    assert_int_equal(answer.class, GH_LIMIT_SECONDARY);
}

static void status_429(void **state)
{
    (void)state;
    struct gh_answer answer = classify(429, "", "");
    expect(&answer, GH_LIMIT_SECONDARY, ERR_RETRY, "asks for a pause", "later");
    assert_int_equal(answer.wait_ms, -1);
}

static void status_404_explains_both(void **state)
{
    (void)state;
    struct gh_answer answer = classify(404, "", "{\"message\":\"Not Found\",\"status\":\"404\"}");
    expect(&answer, GH_NOT_FOUND, ERR_NOT_FOUND, "does not exist, or the token may not see it",
           "if 'octocat/plan' is private");
}

static void status_409_conflict(void **state)
{
    (void)state;
    struct gh_answer answer = classify(409, "", "{\"message\":\"Git Repository is empty.\"}");
    expect(&answer, GH_CONFLICT, ERR_FAILED, "present state", "again");
}

static void status_410_issues_disabled(void **state)
{
    (void)state;
    struct gh_answer answer =
        classify(410, "", "{\"message\":\"Issues are disabled for this repo\"}");
    expect(&answer, GH_ISSUES_DISABLED, ERR_REFUSED, "switched off in 'octocat/plan'", "Features");
}

static void status_410_issue_deleted(void **state)
{
    (void)state;
    struct gh_answer answer = classify(410, "", "{\"message\":\"This issue was deleted\"}");
    expect(&answer, GH_GONE, ERR_GONE, "was deleted", "roadmap plan");
}

static void status_410_api_version_retired(void **state)
{
    (void)state;
    struct gh_answer answer =
        classify(410, "", "{\"message\":\"This API version is no longer supported\"}");
    expect(&answer, GH_VERSION_RETIRED, ERR_FAILED, "no longer", "newer roadmap");
}

static void status_413_too_large(void **state)
{
    (void)state;
    struct gh_answer answer = classify(413, "", "<html>");
    expect(&answer, GH_TOO_BIG, ERR_FAILED, "larger", "shorten");
}

static void status_422_objects(void **state)
{
    (void)state;
    struct gh_answer answer = classify(
        422, "",
        "{\"message\":\"Validation Failed\",\"errors\":[{\"resource\":\"Issue\",\"code\":"
        "\"custom\",\"field\":\"title\",\"message\":\"title is too long (maximum is 256 "
        "characters)\"},{\"value\":\"nobody\",\"resource\":\"Issue\",\"field\":\"assignees\","
        "\"code\":\"invalid\"},{\"resource\":\"Issue\",\"code\":\"missing_field\",\"field\":"
        "\"body\"}]}");
    expect(&answer, GH_INVALID, ERR_FAILED,
           "'Validation Failed: title is too long (maximum is 256 characters); assignees 'nobody' "
           "is not valid; body is missing'",
           "change the item");
}

static void status_422_strings(void **state)
{
    (void)state;
    struct gh_answer answer =
        classify(422, "", "{\"message\":\"Validation Failed\",\"errors\":[\"one\",\"two\"]}");
    expect(&answer, GH_INVALID, ERR_FAILED, "'Validation Failed: one; two'", "change");
}

static void status_422_without_errors(void **state)
{
    (void)state;
    struct gh_answer answer = classify(422, "", "{\"message\":\"Invalid request.\"}");
    expect(&answer, GH_INVALID, ERR_FAILED, "'Invalid request.'", "change");
    answer = classify(422, "", "{\"message\":\"No\",\"errors\":\"one string\"}");
    expect(&answer, GH_INVALID, ERR_FAILED, "'No: one string'", "change");
}

static void status_422_already_exists(void **state)
{
    (void)state;
    struct gh_answer answer = classify(422, "",
                                       "{\"message\":\"Validation Failed\",\"errors\":[{"
                                       "\"resource\":\"Milestone\",\"code\":\"already_exists\","
                                       "\"field\":\"title\"}]}");
    expect(&answer, GH_ALREADY_EXISTS, ERR_EXISTS, "title exists already", "again");
}

static void status_422_deep_page(void **state)
{
    (void)state;
    struct gh_answer answer = classify(422, "",
                                       "{\"message\":\"Pagination with the page parameter is not "
                                       "supported for large datasets\"}");
    expect(&answer, GH_DEEP_PAGE, ERR_FAILED, "page numbers", "cursors");
}

static void status_451_legal(void **state)
{
    (void)state;
    struct gh_answer answer =
        classify(451, "", "{\"message\":\"Repository access blocked\",\"block\":{}}");
    expect(&answer, GH_LEGAL, ERR_FAILED, "legal", "owner");
}

static void status_500_503_server(void **state)
{
    (void)state;
    struct gh_answer answer = classify(500, "", "{\"error\":\"Server Error\"}");
    expect(&answer, GH_SERVER, ERR_RETRY, "'Server Error'", "again");
    answer = classify(503, "Retry-After: 9\n", "{\"code\":\"503\",\"message\":\"down\"}");
    expect(&answer, GH_SERVER, ERR_RETRY, "'down'", "again");
    assert_int_equal(answer.wait_ms, 9000);
}

static void status_502_504_timeout(void **state)
{
    (void)state;
    struct gh_answer answer = classify(502, "Content-Type: application/json\n", "<html>Unicorn");
    expect(&answer, GH_SERVER_TIMEOUT, ERR_RETRY, "took too long (GitHub answered 502, ", "again");
    answer = classify(504, "", "");
    expect(&answer, GH_SERVER_TIMEOUT, ERR_RETRY, "504", "again");
}

static void other_statuses_are_unexpected(void **state)
{
    (void)state;
    struct gh_answer answer = classify(418, "", "");
    expect(&answer, GH_UNEXPECTED, ERR_FAILED, "418", "--api-url");
}

static void every_text_differs(void **state)
{
    (void)state;
    const char *seen[GH_UNEXPECTED + 1] = {0};
    for (int class = GH_OLD_VERSION; class <= GH_UNEXPECTED; class ++) {
        struct gh_answer answer = {.class = (enum gh_class) class, .status = 1};
        struct err err cleanup_err = ERR_INIT;
        assert_int_not_equal(gh_answer_err(&answer, "do it", "o/r", &err), OK);
        for (int other = GH_OLD_VERSION; other < class; other++)
            assert_string_not_equal(seen[other], err.message);
        seen[class] = arena_strdup(arena, err.message);
        assert_non_null(err.hint);
    }
}

static void the_token_is_blotted_out(void **state)
{
    (void)state;
    struct gh_answer answer = classify(403, "X-GitHub-SSO: required; url=https://x/" SECRET "\n",
                                       "{\"message\":\"you sent " SECRET " and " SECRET "\"}");
    assert_string_equal(answer.message, "you sent *** and ***");
    assert_string_equal(answer.detail, "https://x/***");
}

static void hostile_texts_are_tamed(void **state)
{
    (void)state;
    struct str body cleanup_str;
    str_init(&body, 0);
    str_add(&body, "{\"message\":\"\\u001b[31mred\\nline\\u0000 ");
    str_add_repeat(&body, "x", 100000);
    str_add(&body, "\"}");
    struct gh_answer answer = classify(422, "X-GitHub-Request-Id: \x1b[31m\n", body.p);
    assert_null(strchr(answer.message, '\x1b'));
    assert_null(strchr(answer.message, '\n'));
    assert_true(strlen(answer.message) < 3000);
    /* Two ids are joined by ", ": not one that can be shown. */
    assert_null(answer.request_id);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(status_301_moved),
        T(status_302_307_308_redirect),
        T(status_304_not_modified),
        T(status_400_bad_request),
        T(status_400_unknown_api_version),
        T(status_401_bad_credentials),
        T(status_401_without_a_token),
        T(status_403_permission),
        T(status_403_classic_token_scopes),
        T(status_403_not_json),
        T(status_403_sso),
        T(status_403_archived),
        T(status_403_too_many_comments),
        T(status_403_locked),
        T(limit_secondary_with_retry_after),
        T(limit_secondary_with_a_date),
        T(limit_primary_by_the_servers_clock),
        T(limit_primary_that_is_over_waits_a_moment),
        T(limit_secondary_by_its_words),
        T(status_422_submitted_too_quickly_is_a_limit),
        T(status_429),
        T(status_404_explains_both),
        T(status_409_conflict),
        T(status_410_issues_disabled),
        T(status_410_issue_deleted),
        T(status_410_api_version_retired),
        T(status_413_too_large),
        T(status_422_objects),
        T(status_422_strings),
        T(status_422_without_errors),
        T(status_422_already_exists),
        T(status_422_deep_page),
        T(status_451_legal),
        T(status_500_503_server),
        T(status_502_504_timeout),
        T(other_statuses_are_unexpected),
        T(every_text_differs),
        T(the_token_is_blotted_out),
        T(hostile_texts_are_tamed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
