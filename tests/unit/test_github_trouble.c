/* Repetition, limits, versions and redirects of reads against a scripted server. */
#include "support/github_script.h"

#include "base/str.h"
#include "github/read.h"

#define API "https://api.github.com"
#define REPO "https://api.github.com/repos/octocat/plan"
#define ASC "/issues?state=all&sort=created&direction=asc&per_page=100"

static void script_empty_lists(struct script *script)
{
    script_add(script, "GET", "/labels?per_page=100", 200, NULL, "[]");
    script_add(script, "GET", "/milestones?state=all&per_page=100", 200, NULL, "[]");
}

static struct gh_snapshot read_ok(struct script *script, const struct gh_read *read)
{
    struct gh_snapshot snapshot;
    struct err err cleanup_err = ERR_INIT;
    if (gh_read_snapshot(script->gh, script->arena, read, &snapshot, &err) != OK)
        print_error("%s\n", err.message);
    assert_int_equal(err.code, OK);
    assert_true(snapshot.remote.complete);
    return snapshot;
}

static void a_get_is_tried_five_times(void **state)
{
    struct script *script = *state;
    script_faulty(script, "GET", "/repos/octocat/plan", 503, NULL, "<html>")->forever = true;
    struct remote_repository repository;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), ERR_RETRY);
    assert_int_equal(script->log_count, 5);
    assert_int_equal(script->sleep_count, 4);
    for (int i = 0; i < 4; i++)
        assert_in_range(script->sleeps[i], 1000 << i, (1000 << i) + (250 << i));
    assert_int_equal(script->wait_count, 4);
    assert_false(script->waits[0].limit);
}

static void a_broken_connection_is_tried_again(void **state)
{
    struct script *script = *state;
    script_break(script, "GET", "/repos", HTTP_BROKEN, 100);
    script_break(script, "GET", "/repos", HTTP_NO_CONNECTION, 0);
    script_add(script, "GET", "/repos", 200, NULL,
               body_repository(script->arena, 1, "octocat/plan"));
    struct remote_repository repository;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), OK);
    assert_int_equal(script->log_count, 3);
}

static void what_cannot_get_better_is_not_tried_again(void **state)
{
    struct script *script = *state;
    static const struct {
        int status;
        enum code code;
    } rows[] = {{400, ERR_FAILED}, {401, ERR_AUTH},   {403, ERR_AUTH},   {404, ERR_NOT_FOUND},
                {410, ERR_GONE},   {413, ERR_FAILED}, {422, ERR_FAILED}, {451, ERR_FAILED}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        script->answer_count = script->log_count = 0;
        script_add(script, "GET", "/repos", rows[i].status, NULL, BODY_MESSAGE("no"));
        struct remote_repository repository;
        struct err err cleanup_err = ERR_INIT;
        assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err),
                         rows[i].code);
        assert_int_equal(script->log_count, 1);
    }
    script_break(script, "GET", "/repos", HTTP_TLS, 0);
    struct remote_repository repository;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), ERR_FAILED);
    assert_int_equal(script->sleep_count, 0);
}

static void slow_pages_become_smaller(void **state)
{
    struct script *script = *state;
    script_empty_lists(script);
    script_add(script, "GET", "per_page=25", 200, NULL, body_issues(script->arena, 1, 3));
    script_faulty(script, "GET", ASC, 502, NULL, "");
    script_break(script, "GET", "per_page=50", HTTP_TOO_LARGE, 100);
    struct gh_read read = {0};
    assert_int_equal(read_ok(script, &read).remote.issues.len, 3);
    assert_int_equal(script->sleep_count, 1);
}

static void a_secondary_limit_waits_and_doubles(void **state)
{
    struct script *script = *state;
    script_faulty(script, "GET", "/repos", 429, NULL, "");
    script_add(script, "GET", "/repos", 403, NULL,
               BODY_MESSAGE("You have exceeded a secondary rate limit"));
    script_faulty(script, "GET", "/repos", 403, "Retry-After: 7\n", "");
    script_add(script, "GET", "/repos", 200, NULL,
               body_repository(script->arena, 1, "octocat/plan"));
    struct remote_repository repository;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), OK);
    assert_int_equal(script->sleep_count, 3);
    assert_int_equal(script->sleeps[0], 60000);
    assert_int_equal(script->sleeps[1], 120000);
    assert_int_equal(script->sleeps[2], 7000);
    assert_int_equal(script->wait_count, 3);
    assert_int_equal(script->told_count, 60 + 120 + 7); /* each second, for the countdown */
    assert_true(script->waits[0].limit);
    assert_string_equal(script->waits[0].reason, "GitHub asks for a pause");
}

static void a_limit_longer_than_the_longest_wait_ends_the_run(void **state)
{
    struct script *script = *state;
    script_add(script, "GET", "/repos", 403,
               arena_printf(script->arena, "X-RateLimit-Remaining: 0\nX-RateLimit-Reset: %d\n",
                            SCRIPT_DATE_S + 1800),
               BODY_MESSAGE("API rate limit exceeded"));
    struct remote_repository repository;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), ERR_RETRY);
    assert_int_equal(script->sleep_count, 0);
    assert_non_null(strstr(err.message, "until 08:30 UTC"));
    assert_true(gh_resume_at_ms(script->gh) == ((int64_t)SCRIPT_DATE_S + 1801) * 1000);
}

static void a_limit_without_end_is_given_up(void **state)
{
    struct script *script = *state;
    script_faulty(script, "GET", "/repos", 429, "Retry-After: 0\n", "")->forever = true;
    struct remote_repository repository;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), ERR_RETRY);
    assert_int_equal(script->log_count, 11);
}

static void an_older_server_gets_the_older_version(void **state)
{
    struct script *script = *state;
    script_add(script, "GET", "/repos", 400, NULL, BODY_MESSAGE("Unknown API version"));
    script_add(script, "GET", "/repos", 200, NULL,
               body_repository(script->arena, 1, "octocat/plan"));
    struct remote_repository repository;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), OK);
    assert_string_equal(script->log[0].version, "2026-03-10");
    assert_string_equal(script->log[1].version, "2022-11-28");
    /* Once only. */
    script_add(script, "GET", "/repos", 400, NULL, BODY_MESSAGE("Unknown API version"));
    assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), ERR_FAILED);
    assert_int_equal(script->log_count, 3);
}

static void hosts_and_their_versions(void **state)
{
    struct script *script = *state;
    static const char *const rows[][3] = {
        {"https://api.github.com", "https://api.github.com/repos/octocat/plan", "2026-03-10"},
        {"https://api.acme.ghe.com/", "https://api.acme.ghe.com/repos/octocat/plan", "2026-03-10"},
        {"https://ghe.example/api/v3/", "https://ghe.example/api/v3/repos/octocat/plan",
         "2022-11-28"},
        {"http://127.0.0.1:8080", "http://127.0.0.1:8080/repos/octocat/plan", "2026-03-10"},
        {"http://[::1]:8080/x", "http://[::1]:8080/x/repos/octocat/plan", "2026-03-10"},
        {"https://evilghe.com", "https://evilghe.com/repos/octocat/plan", "2022-11-28"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct gh_options options = script_options(script);
        options.api_url = rows[i][0];
        script_open(script, &options);
        script_add(script, "GET", "/repos", 200, NULL,
                   body_repository(script->arena, 1, "octocat/plan"));
        struct remote_repository repository;
        struct err err cleanup_err = ERR_INIT;
        assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), OK);
        assert_string_equal(script->log[i].url, rows[i][1]);
        assert_string_equal(script->log[i].version, rows[i][2]);
    }
}

static void addresses_and_names_that_cannot_be(void **state)
{
    struct script *script = *state;
    static const char *const urls[] = {
        "http://api.github.com",     "ftp://api.github.com",   "http://localhost:80",
        "http://127.evil.example",   "https://u:p@github.com", "https://api.github.com/?x=1",
        "https://api.github.com/#x", "api.github.com",         "https://api.github.com/\r\nX: y"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct gh_options options = script_options(script);
        struct err err cleanup_err = ERR_INIT;
        struct gh *gh = NULL;
        options.api_url = urls[i];
        assert_int_equal(gh_open(&options, &gh, &err), ERR_USAGE);
        assert_null(strstr(err.message, "u:p"));
    }
    static const char *const names[] = {"", ".", "..", "a/b", "a b", "a%2e", "a\r\nb", "a?b"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct gh_options options = script_options(script);
        struct err err cleanup_err = ERR_INIT;
        struct gh *gh = NULL;
        options.name = names[i];
        assert_int_equal(gh_open(&options, &gh, &err), ERR_USAGE);
    }
    static const char *const tokens[] = {"a b", "a\nb", "a\r\nX-Evil: 1", "a\x7f", "\xc3\xa4"};
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        struct gh_options options = script_options(script);
        struct err err cleanup_err = ERR_INIT;
        struct gh *gh = NULL;
        options.token = tokens[i];
        assert_int_equal(gh_open(&options, &gh, &err), ERR_AUTH);
        assert_null(strstr(err.message, tokens[i]));
    }
}

/* ---- redirects ---- */

#define MOVED_TO(url) "Location: " url "\n"

static void a_renamed_repository_is_followed_and_told(void **state)
{
    struct script *script = *state;
    script_add(script, "GET", "/repos/octocat/plan/labels", 301,
               MOVED_TO(API "/repositories/77/labels?per_page=100"), BODY_MOVED);
    script_add(script, "GET", "/repositories/77/labels", 200, NULL, "[]");
    script_add(script, "GET", "/repos/octocat/plan/milestones", 301,
               MOVED_TO(API "/repositories/77/milestones?state=all&per_page=100"), BODY_MOVED);
    script_add(script, "GET", "/repositories/77/milestones", 200, NULL, "[]");
    script_add(script, "GET", "/repos/octocat/plan/issues", 301,
               MOVED_TO(API "/repositories/77" ASC), BODY_MOVED);
    script_add(script, "GET", "/repositories/77/issues", 200, NULL, "[]");
    script_add(script, "GET", "/repositories/77", 200, NULL,
               body_repository(script->arena, 77, "octocat/new-plan"));
    struct gh_read read = {0};
    struct gh_snapshot snapshot = read_ok(script, &read);
    assert_true(snapshot.remote.repository.id.v == 77);
    assert_string_equal(gh_moved_to(script->gh), "octocat/new-plan");
    assert_int_equal(script_unused(script), 0);
}

static void redirects_elsewhere_are_refused(void **state)
{
    struct script *script = *state;
    static const char *const locations[] = {
        MOVED_TO("https://evil.example/repos/octocat/plan"),
        MOVED_TO("http://api.github.com/repos/octocat/plan"),
        MOVED_TO("https://api.github.com:444/repos/octocat/plan"),
        MOVED_TO("//evil.example/repos/octocat/plan"),
        MOVED_TO("https://api.github.com@evil.example/x"),
        MOVED_TO("javascript:alert(1)"),
        MOVED_TO("https://api.github.com.evil.example/x")};
    for (size_t i = 0; i < sizeof locations / sizeof *locations; i++) {
        script->answer_count = script->log_count = 0;
        script_faulty(script, "GET", "/repos", 301, locations[i], "");
        struct remote_repository repository;
        struct err err cleanup_err = ERR_INIT;
        assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err),
                         ERR_FAILED);
        assert_int_equal(script->log_count, 1);
    }
}

static void a_redirect_stays_below_the_api(void **state)
{
    struct script *script = *state;
    struct gh_options options = script_options(script);
    options.api_url = "https://ghe.example/api/v3";
    script_open(script, &options);
    script_faulty(script, "GET", "/repos", 302, MOVED_TO("https://ghe.example/login/oauth"), "");
    struct remote_repository repository;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), ERR_FAILED);
    assert_int_equal(script->log_count, 1);
}

static void a_redirect_loop_ends(void **state)
{
    struct script *script = *state;
    script_faulty(script, "GET", "/repos/octocat/plan", 302, MOVED_TO(REPO), "")->forever = true;
    struct remote_repository repository;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), ERR_FAILED);
    assert_int_equal(script->log_count, 6);
    assert_non_null(strstr(err.message, "more than 5 redirects"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRIPT_TEST(a_get_is_tried_five_times),
        SCRIPT_TEST(a_broken_connection_is_tried_again),
        SCRIPT_TEST(what_cannot_get_better_is_not_tried_again),
        SCRIPT_TEST(slow_pages_become_smaller),
        SCRIPT_TEST(a_secondary_limit_waits_and_doubles),
        SCRIPT_TEST(a_limit_longer_than_the_longest_wait_ends_the_run),
        SCRIPT_TEST(a_limit_without_end_is_given_up),
        SCRIPT_TEST(an_older_server_gets_the_older_version),
        SCRIPT_TEST(hosts_and_their_versions),
        SCRIPT_TEST(addresses_and_names_that_cannot_be),
        SCRIPT_TEST(a_renamed_repository_is_followed_and_told),
        SCRIPT_TEST(redirects_elsewhere_are_refused),
        SCRIPT_TEST(a_redirect_stays_below_the_api),
        SCRIPT_TEST(a_redirect_loop_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
