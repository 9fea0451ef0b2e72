/* Lists, pages, repetition and redirects against a scripted server. */
#include "support/github_script.h"

#include "base/str.h"
#include "github/read.h"
#include "model/remote.h"

#define API "https://api.github.com"
#define REPO "https://api.github.com/repos/octocat/plan"
#define ASC "/issues?state=all&sort=created&direction=asc&per_page=100"

static const char *one_issue(struct script *script, int64_t number, const char *more)
{
    return arena_printf(script->arena,
                        "{\"id\":%lld,\"number\":%lld,\"title\":\"T%lld\",\"state\":\"open\","
                        "\"repository_url\":\"" REPO
                        "\",\"updated_at\":\"2026-06-%02lldT00:00:00Z\","
                        "\"created_at\":\"2026-06-01T00:00:00Z\",\"type\":null,"
                        "\"sub_issues_summary\":{},\"issue_dependencies_summary\":{"
                        "\"total_blocked_by\":0}%s}",
                        (long long)number + 5000000000, (long long)number, (long long)number,
                        (long long)(number % 20) + 1, more);
}

/* Issues from `from` to `to`, in either direction. */
static const char *issues(struct script *script, int64_t from, int64_t to)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    str_addc(&out, '[');
    int64_t step = from <= to ? 1 : -1;
    for (int64_t n = from; n != to + step; n += step)
        str_addf(&out, "%s%s", n == from ? "" : ",", one_issue(script, n, ""));
    str_addc(&out, ']');
    return str_dup(&out, script->arena);
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
               "[{\"id\":9,\"name\":\"b\",\"color\":\"ffffff\"},{\"id\":4,\"name\":\"a\"}]");
    script_add(script, "GET", "/milestones", 200, "ETag: \"m\"\n",
               "[{\"id\":1,\"number\":2,\"title\":\"M\",\"state\":\"open\"}]");
    script_add(script, "GET", ASC, 200, "ETag: \"i\"\n",
               arena_printf(script->arena, "[%s,%s]", one_issue(script, 3, ""),
                            one_issue(script, 7, ",\"pull_request\":{\"url\":\"x\"}")));
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
               "{\"id\":77,\"full_name\":\"octocat/plan\",\"owner\":{\"type\":\"User\"},"
               "\"archived\":true}");
    script_empty_lists(script);
    script_add(script, "GET", ASC, 200, NULL, issues(script, 1, 2));
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
        {REPO "/labels?per_page=100", "\"1\"", REPO "/labels?per_page=100&after=x"},
        {REPO "/labels?per_page=100&after=x", "\"2\"", NULL}};
    struct gh_validators validators = {.items = {kept, 2, 2}};
    script_add(script, "GET", "/labels?per_page=100", 304, NULL, "");
    script_add(script, "GET", "after=x", 200, "ETag: \"3\"\n", "[{\"id\":2,\"name\":\"b\"}]");
    /* One page changed, so the other is wanted in full. */
    script_add(script, "GET", "/labels?per_page=100", 200, "ETag: \"1\"\n",
               "[{\"id\":1,\"name\":\"a\"}]");
    script_add(script, "GET", "/milestones", 200, NULL, "[]");
    script_add(script, "GET", ASC, 200, NULL, "[]");
    struct gh_read read = {.validators = &validators};
    struct gh_snapshot snapshot = read_ok(script, &read);
    assert_false(snapshot.labels_unchanged);
    assert_int_equal(snapshot.remote.labels.len, 2);
    assert_int_equal(script_unused(script), 0);
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
               issues(script, 101, 200));
    script_add(script, "GET", ASC, 200, next_link(script, REPO ASC "&after=up2"),
               issues(script, 1, 100));
    script_add(script, "GET", "direction=desc", 200,
               next_link(script, REPO "/issues?direction=desc&after=down2"),
               issues(script, 250, 151));
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
            script_add(script, "GET", url, 200, next, issues(script, from, to));
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
            script_add(script, "GET", url, 200, next, issues(script, from, to));
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
               issues(script, 101, 200));
    script_add(script, "GET", "&page=3", 200, NULL, issues(script, 201, 300));
    /* Meanwhile somebody opened an issue: the last page goes on. */
    script_add(script, "GET", "&page=4", 200, "Link: <" REPO ASC "&page=5>; rel=\"next\"\n",
               issues(script, 301, 400));
    script_add(script, "GET", "&page=5", 200, NULL, issues(script, 400, 401));
    script_add(script, "GET", ASC, 200, link, issues(script, 1, 100));
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
               issues(script, 1, 1));
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
        script_add(script, "GET", "/labels", 200, next_link(script, rows[i].next),
                   "[{\"id\":1,\"name\":\"a\"}]");
        script_add(script, "GET", "/milestones", 200, NULL, "[]");
        script_add(script, "GET", ASC, 200, NULL, "[]");
        read_fails(script, ERR_FAILED, rows[i].words);
        for (size_t k = 0; k < script->log_count; k++)
            assert_int_equal(strncmp(script->log[k].url, REPO "/", strlen(REPO) + 1), 0);
    }
    script->answer_count = 0;
    script_add(script, "GET", "/labels", 200, "Link: <https://api.gith\n", "[]");
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
               next_link(script, REPO "/labels?after=0."), "[]");
    for (int i = 0; i < 1200; i++)
        script_add(script, "GET", arena_printf(script->arena, "/labels?after=%d.", i), 200,
                   next_link(script, arena_printf(script->arena, REPO "/labels?after=%d.", i + 1)),
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
        script_add(script, "GET", "/labels", 200, NULL, bodies[i]);
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
    script_add(script, "GET", "/labels", 200, NULL, "[{\"id\":1,\"na")->forever = true;
    read_fails(script, ERR_FAILED, "not JSON, or cut off");
    assert_int_equal(script->counts.get, 2 + 5);
}

static void issues_read_twice_count_once(void **state)
{
    struct script *script = *state;
    script_empty_lists(script);
    script_add(script, "GET", ASC, 200, NULL,
               arena_printf(script->arena, "[%s,%s]", one_issue(script, 4, ",\"locked\":true"),
                            one_issue(script, 4, "")));
    struct gh_read read = {0};
    assert_int_equal(read_ok(script, &read).remote.issues.len, 1);
}

/* ---- blocked-by lists ---- */

static const char *blocked_issue(struct script *script, int64_t number)
{
    return one_issue(script, number, ",\"issue_dependencies_summary\":{\"total_blocked_by\":2}");
}

static void blockers_are_read_for_issues_that_have_some(void **state)
{
    struct script *script = *state;
    script_empty_lists(script);
    script_add(script, "GET", ASC, 200, NULL,
               arena_printf(script->arena, "[%s,%s,%s]", one_issue(script, 1, ""),
                            blocked_issue(script, 2), blocked_issue(script, 3)));
    script_add(script, "GET", "/issues/2/dependencies/blocked_by?per_page=100", 200, NULL,
               "[{\"number\":1,\"repository_url\":\"" REPO "\"},"
               "{\"number\":9,\"repository_url\":\"" API "/repos/octocat/other\"}]");
    script_add(script, "GET", "/issues/3/dependencies", 404, NULL, "");
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

/* ---- trouble ---- */

static void a_get_is_tried_five_times(void **state)
{
    struct script *script = *state;
    script_add(script, "GET", "/repos/octocat/plan", 503, NULL, "<html>")->forever = true;
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
    script_add(script, "GET", "/repos", 200, NULL, "{\"id\":1,\"full_name\":\"octocat/plan\"}");
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
        script_add(script, "GET", "/repos", rows[i].status, NULL, "{\"message\":\"no\"}");
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
    script_add(script, "GET", "per_page=25", 200, NULL, issues(script, 1, 3));
    script_add(script, "GET", ASC, 502, NULL, "");
    script_break(script, "GET", "per_page=50", HTTP_TOO_LARGE, 100);
    struct gh_read read = {0};
    assert_int_equal(read_ok(script, &read).remote.issues.len, 3);
    assert_int_equal(script->sleep_count, 1);
}

static void a_secondary_limit_waits_and_doubles(void **state)
{
    struct script *script = *state;
    script_add(script, "GET", "/repos", 429, NULL, "");
    script_add(script, "GET", "/repos", 403, NULL,
               "{\"message\":\"You have exceeded a secondary rate limit\"}");
    script_add(script, "GET", "/repos", 403, "Retry-After: 7\n", "");
    script_add(script, "GET", "/repos", 200, NULL, "{\"id\":1,\"full_name\":\"octocat/plan\"}");
    struct remote_repository repository;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), OK);
    assert_int_equal(script->sleep_count, 3);
    assert_int_equal(script->sleeps[0], 60000);
    assert_int_equal(script->sleeps[1], 120000);
    assert_int_equal(script->sleeps[2], 7000);
    assert_true(script->waits[0].limit);
    assert_string_equal(script->waits[0].reason, "GitHub asks for a pause");
}

static void a_limit_longer_than_the_longest_wait_ends_the_run(void **state)
{
    struct script *script = *state;
    script_add(script, "GET", "/repos", 403,
               arena_printf(script->arena, "X-RateLimit-Remaining: 0\nX-RateLimit-Reset: %d\n",
                            SCRIPT_DATE_S + 1800),
               "{\"message\":\"API rate limit exceeded\"}");
    struct remote_repository repository;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), ERR_RETRY);
    assert_int_equal(script->sleep_count, 0);
    assert_non_null(strstr(err.message, "until 2026-06-26T08:30:01Z"));
    assert_true(gh_resume_at_ms(script->gh) == ((int64_t)SCRIPT_DATE_S + 1801) * 1000);
}

static void a_limit_without_end_is_given_up(void **state)
{
    struct script *script = *state;
    script_add(script, "GET", "/repos", 429, "Retry-After: 0\n", "")->forever = true;
    struct remote_repository repository;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), ERR_RETRY);
    assert_int_equal(script->log_count, 11);
}

static void an_older_server_gets_the_older_version(void **state)
{
    struct script *script = *state;
    script_add(script, "GET", "/repos", 400, NULL, "{\"message\":\"Unknown API version\"}");
    script_add(script, "GET", "/repos", 200, NULL, "{\"id\":1,\"full_name\":\"octocat/plan\"}");
    struct remote_repository repository;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), OK);
    assert_string_equal(script->log[0].version, "2026-03-10");
    assert_string_equal(script->log[1].version, "2022-11-28");
    /* Once only. */
    script_add(script, "GET", "/repos", 400, NULL, "{\"message\":\"Unknown API version\"}");
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
        script_add(script, "GET", "/repos", 200, NULL, "{\"id\":1,\"full_name\":\"octocat/plan\"}");
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
               MOVED_TO(API "/repositories/77/labels?per_page=100"), "");
    script_add(script, "GET", "/repositories/77/labels", 200, NULL, "[]");
    script_add(script, "GET", "/repos/octocat/plan/milestones", 301,
               MOVED_TO(API "/repositories/77/milestones?state=all&per_page=100"), "");
    script_add(script, "GET", "/repositories/77/milestones", 200, NULL, "[]");
    script_add(script, "GET", "/repos/octocat/plan/issues", 301,
               MOVED_TO(API "/repositories/77" ASC), "");
    script_add(script, "GET", "/repositories/77/issues", 200, NULL, "[]");
    script_add(script, "GET", "/repositories/77", 200, NULL,
               "{\"id\":77,\"full_name\":\"octocat/new-plan\"}");
    struct gh_read read = {0};
    struct gh_snapshot snapshot = read_ok(script, &read);
    assert_true(snapshot.remote.repository.id.v == 77);
    assert_string_equal(gh_moved_to(script->gh), "octocat/new-plan");
    assert_string_equal(gh_repository_name(script->gh), "octocat/plan");
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
        script_add(script, "GET", "/repos", 301, locations[i], "");
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
    script_add(script, "GET", "/repos", 302, MOVED_TO("https://ghe.example/login/oauth"), "");
    struct remote_repository repository;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), ERR_FAILED);
    assert_int_equal(script->log_count, 1);
}

static void a_redirect_loop_ends(void **state)
{
    struct script *script = *state;
    script_add(script, "GET", "/repos/octocat/plan", 302, MOVED_TO(REPO), "")->forever = true;
    struct remote_repository repository;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(gh_get_repository(script->gh, script->arena, &repository, &err), ERR_FAILED);
    assert_int_equal(script->log_count, 6);
    assert_non_null(strstr(err.message, "more than 5 redirects"));
}

/* ---- single objects ---- */

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
    script_add(script, "GET", "/issues/12", 200, NULL, one_issue(script, 12, ""));
    assert_int_equal(presence(script, &found), GH_FOUND);
    assert_true(found.issue.number.v == 12);
    assert_int_equal(script->counts.verify, 1);
    assert_int_equal(script->counts.get, 0);
    script_add(script, "GET", "/issues/12", 404, NULL, "{}");
    assert_int_equal(presence(script, &found), GH_ABSENT);
    script_add(script, "GET", "/issues/12", 410, NULL, "{\"message\":\"This issue was deleted\"}");
    assert_int_equal(presence(script, &found), GH_ABSENT);
    /* Whether the repository has a new name or the issue a new home, only its id tells. */
    script_add(script, "GET", "/issues/12", 301, MOVED_TO(API "/repositories/99/issues/12"), "");
    script_add(script, "GET", "/repos/octocat/plan", 200, NULL,
               "{\"id\":77,\"full_name\":\"octocat/plan\"}");
    script_add(script, "GET", "/issues/12", 301, MOVED_TO(API "/repositories/99/issues/12"), "");
    assert_int_equal(presence(script, &found), GH_MOVED);
    assert_string_equal(found.moved_to, API "/repositories/99/issues/12");
    assert_null(gh_moved_to(script->gh));
}

static void an_issue_of_a_renamed_repository_is_still_ours(void **state)
{
    struct script *script = *state;
    struct gh_issue_found found;
    script_add(script, "GET", "/repos/octocat/plan/issues/12", 301,
               MOVED_TO(API "/repositories/77/issues/12"), "");
    script_add(script, "GET", "/repos/octocat/plan", 301, MOVED_TO(API "/repositories/77"), "");
    script_add(script, "GET", "/repositories/77", 200, NULL,
               "{\"id\":77,\"full_name\":\"octocat/new\"}");
    script_add(script, "GET", "/repos/octocat/plan/issues/12", 301,
               MOVED_TO(API "/repositories/77/issues/12"), "");
    script_add(script, "GET", "/repositories/77/issues/12", 200, NULL,
               "{\"id\":5,\"number\":12,\"title\":\"x\",\"state\":\"open\",\"repository_url\":"
               "\"" API "/repos/octocat/new\"}");
    assert_int_equal(presence(script, &found), GH_FOUND);
    assert_string_equal(gh_moved_to(script->gh), "octocat/new");
}

static void issues_disabled_is_not_a_gone_issue(void **state)
{
    struct script *script = *state;
    struct gh_issue_found found;
    struct err err cleanup_err = ERR_INIT;
    script_add(script, "GET", "/issues/12", 410, NULL,
               "{\"message\":\"Issues are disabled for this repo\"}");
    assert_int_equal(
        gh_get_issue(script->gh, script->arena, (struct number){12}, false, false, &found, &err),
        ERR_FAILED);
}

static void labels_are_found_by_name(void **state)
{
    struct script *script = *state;
    struct remote_label label;
    struct err err cleanup_err = ERR_INIT;
    bool found;
    script_add(script, "GET", "/labels/a%2Fb%20%2B%25%C3%A4", 200, NULL,
               "{\"id\":1,\"name\":\"a/b +%\xc3\xa4\"}");
    assert_int_equal(
        gh_get_label(script->gh, script->arena, "a/b +%\xc3\xa4", false, &label, &found, &err), OK);
    assert_true(found);
    script_add(script, "GET", "/labels/%2E%2E", 404, NULL, "");
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
               issues(script, 1, 1));
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
    return arena_printf(script->arena,
                        "{\"id\":1,\"number\":%lld,\"title\":\"x\",\"state\":\"open\","
                        "\"created_at\":\"%s\"}",
                        (long long)number, when);
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
                                           &list, &err),
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
               "{\"message\":\"Resource not accessible by integration\"}");
    assert_int_equal(gh_get_login(script->gh, script->arena, &login, &err), OK);
    assert_null(login);
    script_add(script, "GET", "/user", 200, NULL, "{\"login\":\"octocat\"}");
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
               "{}");
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
        SCRIPT_TEST(a_small_repository_costs_three_requests),
        SCRIPT_TEST(a_cold_run_reads_the_repository_too),
        SCRIPT_TEST(an_empty_repository_is_complete),
        SCRIPT_TEST(everything_304),
        SCRIPT_TEST(a_304_goes_on_where_it_went_on_before),
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
