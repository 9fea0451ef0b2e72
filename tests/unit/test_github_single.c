/* Single objects and short lists against a scripted server. */
#include "support/github_script.h"

#include "base/str.h"
#include "github/read.h"

#define API "https://api.github.com"
#define REPO "https://api.github.com/repos/octocat/plan"

#define MOVED_TO(url) "Location: " url "\n"

static enum gh_presence presence(struct script *script, struct gh_issue_found *found)
{
    struct err err cleanup_err = ERR_INIT;
    enum code code =
        gh_get_issue(script->gh, script->arena, (struct number){12}, false, true, found, &err);
    if (code != OK)
        print_error("%s\n", err.message);
    assert_int_equal(code, OK);
    return found->presence;
}

static void an_issue_is_there_gone_or_moved(void **state)
{
    struct script *script = *state;
    struct gh_issue_found found;
    script_add(script, "GET", "/issues/12", 200, NULL, body_issue(script->arena, 12));
    assert_int_equal(presence(script, &found), GH_FOUND);
    assert_true(found.issue.number.v == 12);
    assert_int_equal(script->counts.verify, 1);
    assert_int_equal(script->counts.get, 0);
    script_add(script, "GET", "/issues/12", 404, NULL, BODY_NOT_FOUND);
    assert_int_equal(presence(script, &found), GH_ABSENT);
    script_add(script, "GET", "/issues/12", 410, NULL, BODY_MESSAGE("This issue was deleted"));
    assert_int_equal(presence(script, &found), GH_ABSENT);
    /* Whether the repository has a new name or the issue a new home, only its id tells. */
    script_add(script, "GET", "/issues/12", 301, MOVED_TO(API "/repositories/99/issues/12"),
               BODY_MOVED);
    script_add(script, "GET", "/repos/octocat/plan", 200, NULL,
               body_repository(script->arena, 77, "octocat/plan"));
    script_add(script, "GET", "/issues/12", 301, MOVED_TO(API "/repositories/99/issues/12"),
               BODY_MOVED);
    assert_int_equal(presence(script, &found), GH_MOVED);
    assert_string_equal(found.moved_to, API "/repositories/99/issues/12");
    assert_null(gh_moved_to(script->gh));
}

static void an_issue_of_a_renamed_repository_is_still_ours(void **state)
{
    struct script *script = *state;
    struct gh_issue_found found;
    script_add(script, "GET", "/repos/octocat/plan/issues/12", 301,
               MOVED_TO(API "/repositories/77/issues/12"), BODY_MOVED);
    script_add(script, "GET", "/repos/octocat/plan", 301, MOVED_TO(API "/repositories/77"),
               BODY_MOVED);
    script_add(script, "GET", "/repositories/77", 200, NULL,
               body_repository(script->arena, 77, "octocat/new"));
    script_add(script, "GET", "/repos/octocat/plan/issues/12", 301,
               MOVED_TO(API "/repositories/77/issues/12"), BODY_MOVED);
    script_add(script, "GET", "/repositories/77/issues/12", 200, NULL,
               body_issue_with(script->arena, 12,
                               json_pack("{s:s}", "repository_url", API "/repos/octocat/new")));
    assert_int_equal(presence(script, &found), GH_FOUND);
    assert_string_equal(gh_moved_to(script->gh), "octocat/new");
}

static void issues_disabled_is_not_a_gone_issue(void **state)
{
    struct script *script = *state;
    struct gh_issue_found found;
    struct err err cleanup_err = ERR_INIT;
    script_add(script, "GET", "/issues/12", 410, NULL,
               BODY_MESSAGE("Issues are disabled for this repo"));
    assert_int_equal(
        gh_get_issue(script->gh, script->arena, (struct number){12}, false, false, &found, &err),
        ERR_REFUSED);
}

static void labels_are_found_by_name(void **state)
{
    struct script *script = *state;
    struct remote_label label;
    struct err err cleanup_err = ERR_INIT;
    bool found;
    script_add(script, "GET", "/labels/a%2Fb%20%2B%25%C3%A4", 200, NULL,
               body_label(script->arena, 1, "a/b +%\xc3\xa4"));
    assert_int_equal(
        gh_get_label(script->gh, script->arena, "a/b +%\xc3\xa4", false, &label, &found, &err), OK);
    assert_true(found);
    script_add(script, "GET", "/labels/%2E%2E", 404, NULL, BODY_NOT_FOUND);
    assert_int_equal(gh_get_label(script->gh, script->arena, "..", false, &label, &found, &err),
                     OK);
    assert_false(found);
}

static void a_label_in_use(void **state)
{
    struct script *script = *state;
    struct err err cleanup_err = ERR_INIT;
    bool in_use;
    script_add(script, "GET", "/issues?labels=a%20b&state=all&per_page=1", 200,
               "Link: <" REPO "/issues?page=2>; rel=\"next\", <" REPO
               "/issues?page=900>; rel=\"last\"\n",
               body_issues(script->arena, 1, 1));
    assert_int_equal(gh_label_in_use(script->gh, "a b", &in_use, &err), OK);
    assert_true(in_use);
    script_add(script, "GET", "/issues?labels=x", 200, NULL, "[]");
    assert_int_equal(gh_label_in_use(script->gh, "x", &in_use, &err), OK);
    assert_false(in_use);
    assert_int_equal(gh_label_in_use(script->gh, "a,b", &in_use, &err), OK);
    assert_true(in_use);
    assert_int_equal(script->log_count, 2);
}

static const char *created(struct script *script, int64_t number, const char *when)
{
    return body_issue_with(script->arena, number, json_pack("{s:s}", "created_at", when));
}

static void recent_issues_end_at_the_instant(void **state)
{
    struct script *script = *state;
    struct gh_issue_list list;
    struct err err cleanup_err = ERR_INIT;
    script_add(script, "GET", "direction=desc&per_page=100", 200,
               "Link: <" REPO "/issues?page=2>; rel=\"next\", <" REPO
               "/issues?page=9>; rel=\"last\"\n",
               arena_printf(script->arena, "[%s,%s]", created(script, 9, "2026-06-26T08:00:10Z"),
                            created(script, 8, "2026-06-26T08:00:00Z")));
    script_add(script, "GET", "page=2", 200, "Link: <" REPO "/issues?page=3>; rel=\"next\"\n",
               arena_printf(script->arena, "[%s]", created(script, 7, "2026-06-26T07:59:59Z")));
    assert_int_equal(gh_list_recent_issues(script->gh, script->arena, (int64_t)SCRIPT_DATE_S * 1000,
                                           (struct number){0}, &list, &err),
                     OK);
    assert_int_equal(list.items.len, 2);
    assert_int_equal(script->log_count, 2);
}

static void the_account_of_a_workflow_is_not_told(void **state)
{
    struct script *script = *state;
    const char *login = "x";
    struct err err cleanup_err = ERR_INIT;
    script_add(script, "GET", "/user", 403, NULL,
               BODY_MESSAGE("Resource not accessible by integration"));
    assert_int_equal(gh_get_login(script->gh, script->arena, &login, &err), OK);
    assert_null(login);
    script_add(script, "GET", "/user", 200, NULL, body_of(script->arena, "user", "{}"));
    assert_int_equal(gh_get_login(script->gh, script->arena, &login, &err), OK);
    assert_string_equal(login, "octocat");
}

static void the_clock_is_githubs(void **state)
{
    struct script *script = *state;
    struct gh_options options = script_options(script);
    options.clock = clock_system();
    script_open(script, &options);
    script_add(script, "GET", "/user", 200, "X-RateLimit-Limit: 5000\nX-RateLimit-Remaining: 4\n",
               body_of(script->arena, "user", "{}"));
    const char *login;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_get_login(script->gh, script->arena, &login, &err), OK);
    int64_t off = gh_now_ms(script->gh) - (int64_t)SCRIPT_DATE_S * 1000;
    assert_true(off >= 0 && off < 60000);
    assert_true(gh_rate(script->gh).remaining == 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRIPT_TEST(an_issue_is_there_gone_or_moved),
        SCRIPT_TEST(an_issue_of_a_renamed_repository_is_still_ours),
        SCRIPT_TEST(issues_disabled_is_not_a_gone_issue),
        SCRIPT_TEST(labels_are_found_by_name),
        SCRIPT_TEST(a_label_in_use),
        SCRIPT_TEST(recent_issues_end_at_the_instant),
        SCRIPT_TEST(the_account_of_a_workflow_is_not_told),
        SCRIPT_TEST(the_clock_is_githubs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
