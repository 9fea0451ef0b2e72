/* What people do in the browser, the dump of the world, the control routes and the record. */
#include "support/sandbox_client.h"

#include <dirent.h>
#include <unistd.h>

static struct sandbox *sandbox;

static int start(void **state)
{
    (void)state;
    sandbox = sandbox_for(&(struct sandbox_options){.control_routes = true});
    return 0;
}

static int stop(void **state)
{
    (void)state;
    sandbox_stop(sandbox);
    return 0;
}

static struct sandbox_issue issue_of(int64_t number)
{
    struct sandbox_issue issue;
    assert_true(sandbox_issue(sandbox, number, &issue));
    return issue;
}

static void test_bodies_get_crlf(void **state)
{
    (void)state;
    sandbox_add_issue(sandbox, "a", "one\ntwo\n", NULL);
    edit(sandbox, "issue 1 append x\\ny");
    assert_string_equal(issue_of(1).body, "one\r\ntwo\r\nx\r\ny");
    edit(sandbox, "issue 1 replace |two\\nx|2 \\\\ x|");
    assert_string_equal(issue_of(1).body, "one\r\n2 \\ x\r\ny");
    edit(sandbox, "issue 1 body-raw a\\nb");
    assert_string_equal(issue_of(1).body, "a\nb");
    edit(sandbox, "issue 1 body a\\nb");
    assert_string_equal(issue_of(1).body, "a\r\nb");
    sandbox_set_body(sandbox, 1, "exact\n\\n");
    assert_string_equal(issue_of(1).body, "exact\n\\n");
    edit(sandbox, "issue 1 body");
    assert_null(issue_of(1).body);
}

static void test_issue_edits(void **state)
{
    (void)state;
    sandbox_add_milestone(sandbox, "M 1", NULL, NULL);
    sandbox_add_issue(sandbox, "a", "text", NULL);
    edit(sandbox, "issue new Another one");
    edit(sandbox, "issue 1 title New title");
    edit(sandbox, "issue 1 label needs help");
    edit(sandbox, "issue 1 label bug");
    edit(sandbox, "issue 1 unlabel BUG");
    edit(sandbox, "issue 1 milestone M 1");
    edit(sandbox, "issue 1 assign hubot");
    edit(sandbox, "issue 1 close duplicate");
    edit(sandbox, "issue 1 parent 2");
    edit(sandbox, "issue 1 blocked-by 2");
    struct sandbox_issue issue = issue_of(1);
    assert_string_equal(issue.title, "New title");
    assert_string_equal(issue.labels, "needs help");
    assert_string_equal(issue.assignees, "hubot");
    assert_string_equal(issue.state_reason, "duplicate");
    assert_string_equal(issue.blocked_by, "2");
    assert_int_equal(issue.milestone, 1);
    assert_int_equal(issue.parent, 2);
    edit(sandbox, "issue 1 reopen");
    edit(sandbox, "issue 1 unassign hubot");
    edit(sandbox, "issue 1 milestone none");
    edit(sandbox, "issue 1 parent none");
    edit(sandbox, "issue 1 unblock 2");
    edit(sandbox, "issue 1 copy");
    issue = issue_of(1);
    assert_string_equal(issue.state, "open");
    assert_string_equal(issue.assignees, "");
    assert_string_equal(issue.blocked_by, "");
    assert_int_equal(issue.milestone, 0);
    assert_string_equal(issue_of(3).body, "text");
    assert_string_equal(issue_of(3).author, "hubot");
    assert_int_equal(sandbox_issues_containing(sandbox, "tex"), 2);
    assert_int_equal(sandbox_issue_containing(sandbox, "tex"), 1);
    assert_int_equal(sandbox_issue_titled(sandbox, "Another one"), 2);
    edit(sandbox, "pull new Fix");
    edit(sandbox, "pull 4 merge");
    assert_true(issue_of(4).pull_request);
    assert_string_equal(issue_of(4).state, "closed");
}

static void test_comments_are_minimized(void **state)
{
    (void)state;
    edit(sandbox, "pull new Fix");
    edit(sandbox, "issue 1 comment one");
    int64_t id = sandbox_add_comment(sandbox, 1, "two", "github-actions[bot]");
    char text[64];
    (void)snprintf(text, sizeof text, "comment %lld minimize outdated", (long long)id);
    edit(sandbox, text);
    struct answer *list = ask(sandbox, "GET", REPO "/issues/1/comments", NULL);
    assert_true(json_is_null(value_at(list, "0.minimized")));
    assert_string_equal(text_at(list, "1.minimized.reason"), "outdated");
    assert_string_equal(text_at(list, "1.user.type"), "Bot");
    client_free(list);
}

#define HEAD_COMMIT "0123456789abcdef0123456789abcdef01234567"

static void test_pulls_are_found_by_commit_and_branch(void **state)
{
    (void)state;
    edit(sandbox, "pull new Here");
    edit(sandbox, "pull new From a fork");
    edit(sandbox, "pull 2 head hubot:topic " HEAD_COMMIT);
    struct answer *pulls = ask(sandbox, "GET", REPO "/commits/" HEAD_COMMIT "/pulls", NULL);
    assert_int_equal(json_array_size(pulls->json), 1);
    assert_int_equal(number_at(pulls, "0.number"), 2);
    assert_string_equal(text_at(pulls, "0.head.repo.full_name"), "hubot/hello-world");
    assert_string_equal(text_at(pulls, "0.base.repo.full_name"), "octocat/hello-world");
    client_free(pulls);
    pulls = ask(sandbox, "GET", REPO "/pulls?state=open&head=hubot:topic", NULL);
    assert_int_equal(json_array_size(pulls->json), 1);
    assert_string_equal(text_at(pulls, "0.head.sha"), HEAD_COMMIT);
    client_free(pulls);
    edit(sandbox, "pull 2 close");
    pulls = ask(sandbox, "GET", REPO "/commits/" HEAD_COMMIT "/pulls", NULL);
    assert_int_equal(json_array_size(pulls->json), 0);
    client_free(pulls);
}

static void test_plan_edits(void **state)
{
    (void)state;
    edit(sandbox, "label new area: core");
    edit(sandbox, "label \"area: core\" -> area: heart");
    edit(sandbox, "label \"area: heart\" color 00FF00");
    edit(sandbox, "label \"area: heart\" description Beats");
    struct sandbox_label label;
    assert_true(sandbox_label(sandbox, "AREA: heart", &label));
    assert_string_equal(label.color, "00FF00");
    assert_string_equal(label.description, "Beats");
    edit(sandbox, "label \"area: heart\" delete");
    assert_false(sandbox_label(sandbox, "area: heart", &label));
    edit(sandbox, "milestone new First one");
    edit(sandbox, "milestone \"First one\" -> v1");
    edit(sandbox, "milestone v1 due 2026-10-01");
    edit(sandbox, "milestone v1 description a\\nb");
    edit(sandbox, "milestone v1 close");
    struct sandbox_milestone milestone;
    assert_true(sandbox_milestone(sandbox, "v1", &milestone));
    assert_string_equal(milestone.due_on, "2026-10-01T00:00:00Z");
    assert_string_equal(milestone.description, "a\r\nb");
    assert_string_equal(milestone.state, "closed");
    edit(sandbox, "milestone v1 due none");
    assert_true(sandbox_milestone(sandbox, "v1", &milestone));
    assert_null(milestone.due_on);
    edit(sandbox, "milestone v1 delete");
    assert_int_equal(sandbox_counts(sandbox).milestones, 0);
}

static void test_edits_that_make_no_sense(void **state)
{
    (void)state;
    static const char *const edits[] = {
        "",
        "issue",
        "issue 9 title x",
        "issue 1 fly",
        "issue 1 milestone none such",
        "issue 1 replace /absent/x/",
        "issue 1 replace absent",
        "issue 1 parent 99",
        "issue 1 unblock 1",
        "issue 1 merge",
        "label gone delete",
        "milestone gone close",
        "comment 1 delete",
        "repository rename nowhere",
        "wiki 1 edit",
    };
    sandbox_add_issue(sandbox, "a", "b", NULL);
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        struct err err cleanup_err = ERR_INIT;
        if (sandbox_edit(sandbox, edits[i], &err) == OK)
            fail_msg("'%s' was taken", edits[i]);
    }
}

static void test_world_dump(void **state)
{
    (void)state;
    sandbox_add_issue(sandbox, "a", "b", NULL);
    sandbox_add_comment(sandbox, 1, "c", "hubot");
    char *dump = sandbox_world_json(sandbox, false);
    json_t *world = json_loads(dump, 0, NULL);
    assert_non_null(world);
    const json_t *issue = json_array_get(json_object_get(world, "issues"), 0);
    assert_string_equal(json_string_value(json_object_get(issue, "body")), "b");
    assert_null(json_object_get(issue, "updated_at"));
    assert_null(json_object_get(world, "events"));
    json_decref(world);
    /* Two worlds with the same history are the same text. */
    struct sandbox *twin = sandbox_for(&(struct sandbox_options){0});
    sandbox_add_issue(twin, "a", "b", NULL);
    sandbox_add_comment(twin, 1, "c", "hubot");
    char *other = sandbox_world_json(twin, false);
    assert_string_equal(dump, other);
    free(other);
    sandbox_stop(twin);
    free(dump);
}

static void test_control_routes(void **state)
{
    (void)state;
    assert_int_equal(status_of(ask(sandbox, "POST", "/_sandbox/edit", "issue new By script")), 200);
    assert_int_equal(status_of(ask(sandbox, "POST", "/_sandbox/edit", "issue 9 close")), 422);
    assert_int_equal(
        status_of(ask(sandbox, "POST", "/_sandbox/faults", "GET /repos/** 1 not-found")), 200);
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/issues/1", NULL)), 404);
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/issues/1", NULL)), 200);
    struct answer *world = ask(sandbox, "GET", "/_sandbox/world?times=0", NULL);
    assert_string_equal(text_at(world, "issues.0.title"), "By script");
    client_free(world);
    struct answer *requests = ask(sandbox, "GET", "/_sandbox/requests", NULL);
    assert_int_equal(json_array_size(requests->json), 2);
    assert_string_equal(text_at(requests, "0.fault"), "not-found");
    client_free(requests);
    assert_int_equal(status_of(ask(sandbox, "DELETE", "/_sandbox/requests", NULL)), 200);
    assert_int_equal(sandbox_request_count(sandbox), 0);
}

static void test_record_has_no_token(void **state)
{
    (void)state;
    char folder[] = "/tmp/roadmap-record-XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct sandbox *recorded =
        sandbox_for(&(struct sandbox_options){.record_dir = folder, .token = "secret"});
    client_free(ask(recorded, "POST", REPO "/issues", "{\"title\":\"a\"}"));
    client_free(ask(recorded, "GET", REPO "/issues?state=all", NULL));
    sandbox_stop(recorded);
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    size_t lines = 0;
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        char path[512], *line = NULL;
        size_t cap = 0;
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        while (getline(&line, &cap, file) > 0) {
            json_t *json = json_loads(line, 0, NULL);
            assert_non_null(json);
            assert_null(strstr(line, "secret"));
            json_decref(json);
            lines++;
        }
        free(line);
        (void)fclose(file);
        (void)unlink(path);
    }
    (void)closedir(dir);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(lines, 2);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, start, stop)
    const struct CMUnitTest tests[] = {
        EACH(test_bodies_get_crlf),
        EACH(test_issue_edits),
        EACH(test_plan_edits),
        EACH(test_comments_are_minimized),
        EACH(test_pulls_are_found_by_commit_and_branch),
        EACH(test_edits_that_make_no_sense),
        EACH(test_world_dump),
        EACH(test_control_routes),
        EACH(test_record_has_no_token),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
