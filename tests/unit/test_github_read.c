/* The snapshot and its pages against a scripted server. */
#include "support/github_script.h"

#include "base/str.h"
#include "github/read.h"
#include "model/remote.h"

#define API "https://api.github.com"
#define REPO "https://api.github.com/repos/octocat/plan"
#define ASC "/issues?state=all&sort=created&direction=asc&per_page=100"

static const char *a_pull(struct script *script, int64_t number)
{
    const char *urls[] = {BODY_REPO "/pulls/7", "https://github.com/octocat/plan/pull/7"};
    return body_issue_with(script->arena, number,
                           json_pack("{s:{s:s, s:s, s:s, s:s}}", "pull_request", "url", urls[0],
                                     "html_url", urls[1], "diff_url", urls[1], "patch_url",
                                     urls[1]));
}

static const char *one_label(struct script *script, int64_t id, const char *name)
{
    return arena_printf(script->arena, "[%s]", body_label(script->arena, id, name));
}

static const char *next_link(struct script *script, const char *url)
{
    return arena_printf(script->arena, "Link: <%s>; rel=\"next\"\n", url);
}

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

static void read_fails(struct script *script, enum code code, const char *words)
{
    struct gh_snapshot snapshot;
    struct gh_read read = {0};
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_read_snapshot(script->gh, script->arena, &read, &snapshot, &err), code);
    if (!strstr(err.message, words))
        print_error("%s\n", err.message);
    assert_non_null(strstr(err.message, words));
    assert_false(snapshot.remote.complete);
}

/* ---- the snapshot ---- */

static void a_small_repository_costs_three_requests(void **state)
{
    struct script *script = *state;
    script_add(script, "GET", "/labels", 200, "ETag: W/\"l\"\n",
               arena_printf(script->arena, "[%s,%s]", body_label(script->arena, 9, "b"),
                            body_label(script->arena, 4, "a")));
    script_add(script, "GET", "/milestones", 200, "ETag: \"m\"\n",
               arena_printf(script->arena, "[%s]", body_of(script->arena, "milestone", "{}")));
    script_add(
        script, "GET", ASC, 200, "ETag: \"i\"\n",
        arena_printf(script->arena, "[%s,%s]", body_issue(script->arena, 3), a_pull(script, 7)));
    struct gh_read read = {0};
    struct gh_snapshot snapshot = read_ok(script, &read);
    assert_int_equal(script->counts.get, 3);
    assert_int_equal(snapshot.remote.labels.len, 2);
    assert_string_equal(snapshot.remote.labels.items[0].name, "a");
    assert_int_equal(snapshot.remote.milestones.len, 1);
    assert_int_equal(snapshot.remote.issues.len, 1);
    assert_true(snapshot.remote.highest_number.v == 7);
    assert_string_equal(snapshot.newest_updated_at, "2026-06-08T00:00:00Z");
    assert_true(snapshot.remote.has_sub_issues && snapshot.remote.has_dependencies &&
                snapshot.remote.has_types);
    assert_int_equal(snapshot.validators.items.len, 2);
    assert_string_equal(script->log[0].version, "2026-03-10");
    assert_string_equal(script->log[0].authorization, "Bearer " SCRIPT_TOKEN);
}

static void a_cold_run_reads_the_repository_too(void **state)
{
    struct script *script = *state;
    script_add(script, "GET", "/repos/octocat/plan", 200, NULL,
               body_of(script->arena, "repository", "{s:i, s:b}", "id", 77, "archived", true));
    script_empty_lists(script);
    script_add(script, "GET", ASC, 200, NULL, body_issues(script->arena, 1, 2));
    struct gh_read read = {.with_repository = true};
    struct gh_snapshot snapshot = read_ok(script, &read);
    assert_true(snapshot.remote.repository.id.v == 77);
    assert_true(snapshot.remote.repository.archived);
    assert_false(snapshot.remote.has_types); /* nobody but organisations has them */
    assert_int_equal(script->counts.get, 4);
}

static void an_empty_repository_is_complete(void **state)
{
    struct script *script = *state;
    script_empty_lists(script);
    script_add(script, "GET", ASC, 200, NULL, "[]");
    struct gh_read read = {0};
    struct gh_snapshot snapshot = read_ok(script, &read);
    assert_false(snapshot.issues_seen);
    assert_true(snapshot.remote.has_sub_issues);
    assert_null(snapshot.newest_updated_at);
}

static void everything_304(void **state)
{
    struct script *script = *state;
    struct gh_validator kept[] = {{REPO "/labels?per_page=100", "W/\"l\"", NULL},
                                  {REPO "/milestones?state=all&per_page=100", "\"m\"", NULL},
                                  {REPO ASC "&since=2026-06-01T00%3A00%3A00Z", "\"i\"", NULL}};
    struct gh_validators validators = {.items = {kept, 3, 3}};
    script_add(script, "GET", "/labels", 304, NULL, "");
    script_add(script, "GET", "/milestones", 304, NULL, "");
    script_add(script, "GET", "&since=2026-06-01T00%3A00%3A00Z", 304, NULL, "");
    struct gh_read read = {.since = "2026-06-01T00:00:00Z", .validators = &validators};
    struct gh_snapshot snapshot = read_ok(script, &read);
    assert_true(snapshot.labels_unchanged && snapshot.milestones_unchanged);
    assert_true(snapshot.issues_unchanged && snapshot.only_changed);
    assert_int_equal(script->counts.get, 3);
    assert_int_equal(script->counts.not_modified, 3);
    assert_string_equal(script->log[0].etag, "W/\"l\"");
    assert_int_equal(snapshot.validators.items.len, 3);
}

static void a_304_goes_on_where_it_went_on_before(void **state)
{
    struct script *script = *state;
    struct gh_validator kept[] = {
        {REPO "/labels?per_page=100", "\"1\"", REPO "/labels?per_page=100&page=2"},
        {REPO "/labels?per_page=100&page=2", "\"2\"", NULL}};
    struct gh_validators validators = {.items = {kept, 2, 2}};
    script_add(script, "GET", "/labels?per_page=100", 304, NULL, "");
    script_add(script, "GET", "page=2", 200, "ETag: \"3\"\n", one_label(script, 2, "b"));
    /* One page changed, so the other is wanted in full. */
    script_add(script, "GET", "/labels?per_page=100", 200, "ETag: \"1\"\n",
               one_label(script, 1, "a"));
    script_add(script, "GET", "/milestones", 200, NULL, "[]");
    script_add(script, "GET", ASC, 200, NULL, "[]");
    struct gh_read read = {.validators = &validators};
    struct gh_snapshot snapshot = read_ok(script, &read);
    assert_false(snapshot.labels_unchanged);
    assert_int_equal(snapshot.remote.labels.len, 2);
    assert_int_equal(script_unused(script), 0);
}

static void an_etag_that_cannot_be_sent_is_not_kept(void **state)
{
    struct script *script = *state;
    script_add(script, "GET", "/labels", 200, "ETag: \"a\x1b[31m\"\n", one_label(script, 2, "b"));
    script_add(script, "GET", "/milestones", 200, "ETag: \"m\"\n", "[]");
    script_add(script, "GET", ASC, 200, NULL, "[]");
    struct gh_read read = {0};
    struct gh_snapshot snapshot = read_ok(script, &read);
    assert_int_equal(snapshot.remote.labels.len, 1);
    assert_int_equal(snapshot.validators.items.len, 1);
    assert_string_equal(snapshot.validators.items.items[0].etag, "\"m\"");
}

static void a_304_that_nobody_asked_for_is_an_error(void **state)
{
    struct script *script = *state;
    script_add(script, "GET", "/labels", 304, NULL, "");
    script_add(script, "GET", "/milestones", 200, NULL, "[]");
    script_add(script, "GET", ASC, 200, NULL, "[]");
    read_fails(script, ERR_FAILED, "nobody expects");
}

/* ---- pages ---- */

static void two_chains_meet(void **state)
{
    struct script *script = *state;
    script_empty_lists(script);
    script_add(script, "GET", "direction=asc&per_page=100&after=up2", 200, NULL,
               body_issues(script->arena, 101, 200));
    script_add(script, "GET", ASC, 200, next_link(script, REPO ASC "&after=up2"),
               body_issues(script->arena, 1, 100));
    script_add(script, "GET", "direction=desc", 200,
               next_link(script, REPO "/issues?direction=desc&after=down2"),
               body_issues(script->arena, 250, 151));
    struct gh_read read = {0};
    struct gh_snapshot snapshot = read_ok(script, &read);
    assert_int_equal(snapshot.remote.issues.len, 250);
    for (size_t i = 0; i < 250; i++)
        assert_true(snapshot.remote.issues.items[i].number.v == (int64_t)i + 1);
    assert_int_equal(script->counts.get, 2 + 3);
}

/* P pages, whatever the last one holds: at most one page more is read. */
static void two_chains_read_one_page_more_at_most(void **state)
{
    struct script *script = *state;
    for (int total = 101; total <= 1000; total += 33) {
        script->answer_count = script->log_count = 0;
        script->counts = (struct request_counts){0};
        script_empty_lists(script);
        int pages = (total + 99) / 100;
        for (int page = pages; page > 0; page--) {
            int from = (page - 1) * 100 + 1, to = page * 100 < total ? page * 100 : total;
            const char *url =
                page == 1 ? ASC : arena_printf(script->arena, "asc&per_page=100&after=%d.", page);
            const char *next =
                page == pages ? NULL
                              : next_link(script, arena_printf(script->arena, REPO ASC "&after=%d.",
                                                               page + 1));
            script_add(script, "GET", url, 200, next, body_issues(script->arena, from, to));
        }
        for (int page = pages; page > 0; page--) {
            int from = total - (page - 1) * 100, to = from - 99 > 1 ? from - 99 : 1;
            const char *url = page == 1 ? "direction=desc&per_page=100"
                                        : arena_printf(script->arena, "desc&after=%d.", page);
            const char *next =
                page == pages
                    ? NULL
                    : next_link(script,
                                arena_printf(script->arena, REPO "/issues?direction=desc&after=%d.",
                                             page + 1));
            script_add(script, "GET", url, 200, next, body_issues(script->arena, from, to));
        }
        struct gh_read read = {0};
        struct gh_snapshot snapshot = read_ok(script, &read);
        assert_int_equal(snapshot.remote.issues.len, total);
        assert_in_range(script->counts.get, 2 + pages, 2 + pages + 1);
    }
}

static void numbered_pages_are_asked_for_together(void **state)
{
    struct script *script = *state;
    const char *link =
        "Link: <" REPO ASC "&page=2>; rel=\"next\", <" REPO ASC "&page=4>; rel=\"last\"\n";
    script_empty_lists(script);
    script_add(script, "GET", "&page=2", 200, "Link: <" REPO ASC "&page=3>; rel=\"next\"\n",
               body_issues(script->arena, 101, 200));
    script_add(script, "GET", "&page=3", 200, NULL, body_issues(script->arena, 201, 300));
    /* Meanwhile somebody opened an issue: the last page goes on. */
    script_add(script, "GET", "&page=4", 200, "Link: <" REPO ASC "&page=5>; rel=\"next\"\n",
               body_issues(script->arena, 301, 400));
    script_add(script, "GET", "&page=5", 200, NULL, body_issues(script->arena, 400, 401));
    script_add(script, "GET", ASC, 200, link, body_issues(script->arena, 1, 100));
    struct gh_read read = {0};
    struct gh_snapshot snapshot = read_ok(script, &read);
    assert_int_equal(snapshot.remote.issues.len, 401);
    assert_int_equal(script->counts.get, 2 + 5);
}

static void a_deprecation_link_is_no_page(void **state)
{
    struct script *script = *state;
    script_empty_lists(script);
    script_add(script, "GET", ASC, 200, "Link: <https://docs.github.com/x>; rel=\"deprecation\"\n",
               body_issues(script->arena, 1, 1));
    struct gh_read read = {0};
    assert_int_equal(read_ok(script, &read).remote.issues.len, 1);
}

static void hostile_links_are_refused(void **state)
{
    struct script *script = *state;
    static const struct {
        const char *next, *words;
    } rows[] = {
        {"https://evil.example/repos/octocat/plan/issues?after=x", "another address"},
        {"http://api.github.com/repositories/1/issues?after=x", "another address"},
        {"https://api.github.com:8443/repositories/1/issues?after=x", "another address"},
        {"https://user:pass@api.github.com/repositories/1/issues", "another address"},
        {"/repositories/1/issues?after=x", "another address"},
        {"", "another address"},
        {REPO "/labels?per_page=100", "circle"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        script->answer_count = script->log_count = 0;
        script_faulty(script, "GET", "/labels", 200, next_link(script, rows[i].next),
                      one_label(script, 1, "a"));
        script_add(script, "GET", "/milestones", 200, NULL, "[]");
        script_add(script, "GET", ASC, 200, NULL, "[]");
        read_fails(script, ERR_FAILED, rows[i].words);
        for (size_t k = 0; k < script->log_count; k++)
            assert_int_equal(strncmp(script->log[k].url, REPO "/", strlen(REPO) + 1), 0);
    }
    script->answer_count = 0;
    script_faulty(script, "GET", "/labels", 200, "Link: <https://api.gith\n", "[]");
    script_add(script, "GET", "/milestones", 200, NULL, "[]");
    script_add(script, "GET", ASC, 200, NULL, "[]");
    read_fails(script, ERR_FAILED, "Link header");
}

static void lists_without_end_are_refused(void **state)
{
    struct script *script = *state;
    /* A last page far away is refused at once, … */
    script_add(script, "GET", "/labels", 200,
               "Link: <" REPO "/labels?page=2>; rel=\"next\", <" REPO
               "/labels?page=99999>; rel=\"last\"\n",
               "[]");
    script_add(script, "GET", "/milestones", 200, NULL, "[]");
    script_add(script, "GET", ASC, 200, NULL, "[]");
    read_fails(script, ERR_CEILING, "more than 1000 pages");
    assert_int_equal(script->log_count, 1);
    /* … one that always goes on a bit after 1,000 pages. */
    script->answer_count = script->log_count = 0;
    script_add(script, "GET", "/milestones", 200, NULL, "[]");
    script_add(script, "GET", ASC, 200, NULL, "[]");
    script_add(script, "GET", "/labels?per_page=100", 200,
               next_link(script, REPO "/labels?page=0&per_page=100"), "[]");
    for (int i = 0; i < 1200; i++)
        script_add(script, "GET", arena_printf(script->arena, "/labels?page=%d&", i), 200,
                   next_link(script, arena_printf(script->arena,
                                                  REPO "/labels?page=%d&per_page=100", i + 1)),
                   "[]");
    read_fails(script, ERR_CEILING, "more than 1000 pages");
    assert_in_range(script->log_count, 1000, 1003);
}

static void what_is_not_a_whole_list_is_an_error(void **state)
{
    struct script *script = *state;
    static const char *const bodies[] = {"{}", "null", "\"x\"", "[1]", "[[]]", "[{}]"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        script->answer_count = script->log_count = 0;
        script_faulty(script, "GET", "/labels", 200, NULL, bodies[i]);
        script_add(script, "GET", "/milestones", 200, NULL, "[]");
        script_add(script, "GET", ASC, 200, NULL, "[]");
        read_fails(script, ERR_FAILED, "cannot read the labels of octocat/plan: the");
    }
}

static void garbled_json_is_read_again_and_then_an_error(void **state)
{
    struct script *script = *state;
    script_add(script, "GET", "/milestones", 200, NULL, "[]");
    script_add(script, "GET", ASC, 200, NULL, "[]");
    script_faulty(script, "GET", "/labels", 200, NULL, "[{\"id\":1,\"na")->forever = true;
    read_fails(script, ERR_FAILED, "not JSON, or cut off");
    assert_int_equal(script->counts.get, 2 + 5);
}

static void issues_read_twice_count_once(void **state)
{
    struct script *script = *state;
    script_empty_lists(script);
    script_add(script, "GET", ASC, 200, NULL,
               arena_printf(script->arena, "[%s,%s]",
                            body_issue_with(script->arena, 4, json_pack("{s:b}", "locked", true)),
                            body_issue(script->arena, 4)));
    struct gh_read read = {0};
    assert_int_equal(read_ok(script, &read).remote.issues.len, 1);
}

/* ---- blocked-by lists ---- */

static const char *blocked_issue(struct script *script, int64_t number)
{
    return body_issue_with(script->arena, number,
                           json_pack("{s:{s:i, s:i, s:i, s:i}}", "issue_dependencies_summary",
                                     "blocked_by", 1, "total_blocked_by", 2, "blocking", 0,
                                     "total_blocking", 0));
}

static void blockers_are_read_for_issues_that_have_some(void **state)
{
    struct script *script = *state;
    script_empty_lists(script);
    script_add(script, "GET", ASC, 200, NULL,
               arena_printf(script->arena, "[%s,%s,%s]", body_issue(script->arena, 1),
                            blocked_issue(script, 2), blocked_issue(script, 3)));
    script_add(script, "GET", "/issues/2/dependencies/blocked_by?per_page=100", 200, NULL,
               arena_printf(script->arena, "[%s,%s]", body_issue(script->arena, 1),
                            body_issue_with(
                                script->arena, 9,
                                json_pack("{s:s}", "repository_url", API "/repos/octocat/other"))));
    script_add(script, "GET", "/issues/3/dependencies", 404, NULL, BODY_NOT_FOUND);
    struct gh_read read = {0};
    struct remote remote = read_ok(script, &read).remote;
    struct remote_issue *two = remote_find_issue(&remote, (struct number){2});
    assert_true(two->blocked_by_known);
    assert_int_equal(two->blocked_by.len, 1);
    assert_true(two->blocked_by.items[0].v == 1);
    assert_false(remote_find_issue(&remote, (struct number){3})->blocked_by_known);
    assert_true(remote_find_issue(&remote, (struct number){1})->blocked_by_known);
    assert_null(remote_find_issue(&remote, (struct number){8}));

    /* What is known of an unchanged issue is not read again. */
    script->answer_count = 0;
    script->counts = (struct request_counts){0};
    script_empty_lists(script);
    script_add(script, "GET", ASC, 200, NULL,
               arena_printf(script->arena, "[%s]", blocked_issue(script, 2)));
    struct gh_read again = {.known = &remote};
    remote = read_ok(script, &again).remote;
    assert_int_equal(script->counts.get, 3);
    assert_int_equal(remote.issues.items[0].blocked_by.len, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRIPT_TEST(a_small_repository_costs_three_requests),
        SCRIPT_TEST(a_cold_run_reads_the_repository_too),
        SCRIPT_TEST(an_empty_repository_is_complete),
        SCRIPT_TEST(everything_304),
        SCRIPT_TEST(a_304_goes_on_where_it_went_on_before),
        SCRIPT_TEST(an_etag_that_cannot_be_sent_is_not_kept),
        SCRIPT_TEST(a_304_that_nobody_asked_for_is_an_error),
        SCRIPT_TEST(two_chains_meet),
        SCRIPT_TEST(two_chains_read_one_page_more_at_most),
        SCRIPT_TEST(numbered_pages_are_asked_for_together),
        SCRIPT_TEST(a_deprecation_link_is_no_page),
        SCRIPT_TEST(hostile_links_are_refused),
        SCRIPT_TEST(lists_without_end_are_refused),
        SCRIPT_TEST(what_is_not_a_whole_list_is_an_error),
        SCRIPT_TEST(garbled_json_is_read_again_and_then_an_error),
        SCRIPT_TEST(issues_read_twice_count_once),
        SCRIPT_TEST(blockers_are_read_for_issues_that_have_some),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
