/* Client and stand-in, each built from GitHub's description on its own, against each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "github/read.h"
#include "github/write.h"
#include "sandbox/sandbox.h"

static struct arena *arena;
static struct sandbox *sandbox;
static struct gh *gh;
static struct request_counts counts;
static struct err err;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    counts = (struct request_counts){0};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    gh_close(gh);
    sandbox_stop(sandbox);
    err_clear(&err);
    arena_free(arena);
    gh = NULL;
    sandbox = NULL;
    return 0;
}

static void connect_as(const char *token)
{
    struct gh_options options = gh_options_default();
    options.api_url = sandbox_url(sandbox);
    options.owner = "octocat";
    options.name = "hello-world";
    options.token = token;
    options.version = "1.0.0";
    options.retry_base_ms = 1;
    options.secondary_wait_ms = 1;
    options.http_timeout_ms = 20000;
    options.counts = &counts;
    gh_close(gh);
    gh = NULL;
    err_clear(&err);
    assert_int_equal(gh_open(&options, &gh, &err), OK);
}

static void begin(const struct sandbox_options *options)
{
    struct sandbox_options none = {0};
    sandbox = sandbox_start(options ? options : &none, &err);
    assert_non_null(sandbox);
    connect_as("secret");
}

static void fault(const char *text)
{
    sandbox_fault_clear(sandbox);
    err_clear(&err);
    if (sandbox_fault_add(sandbox, text, &err) != OK)
        print_error("%s\n", err.message);
    assert_int_equal(err.code, OK);
}

static struct gh_snapshot read_with(const struct gh_read *read)
{
    struct gh_snapshot snapshot;
    if (gh_read_snapshot(gh, arena, read, &snapshot, &err) != OK)
        print_error("%s\n", err.message);
    assert_int_equal(err.code, OK);
    return snapshot;
}

static struct gh_snapshot read_all(void)
{
    struct gh_read read = {0};
    return read_with(&read);
}

static enum code read_code(void)
{
    struct gh_snapshot snapshot;
    struct gh_read read = {0};
    err_clear(&err);
    enum code code = gh_read_snapshot(gh, arena, &read, &snapshot, &err);
    assert_true((code == OK) == snapshot.remote.complete);
    return code;
}

static enum gh_state create(const char *title, struct gh_outcome *out)
{
    struct gh_issue_fields fields = {.title = title, .body = "text"};
    return gh_create_issue(gh, arena, &fields, out);
}

static void done(enum gh_state state, const struct gh_outcome *out)
{
    if (state != GH_DONE)
        print_error("%s\n", out->message);
    assert_int_equal(state, GH_DONE);
}

/* ---- reads ---- */

static void every_size_is_read_whole(void **state)
{
    (void)state;
    static const int sizes[] = {0, 1, 100, 101, 200, 201, 300, 450};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (int numeric = 0; numeric < 2; numeric++) {
            begin(&(struct sandbox_options){.numeric_pages = numeric});
            if (sizes[i] > 0)
                sandbox_add_issues(sandbox, "Issue", (size_t)sizes[i]);
            counts = (struct request_counts){0};
            struct gh_snapshot snapshot = read_all();
            assert_int_equal(snapshot.remote.issues.len, sizes[i]);
            int pages = sizes[i] ? (sizes[i] + 99) / 100 : 1;
            int more = pages > 1 && !numeric;
            assert_in_range(counts.get, 2 + pages, 2 + pages + more);
            gh_close(gh);
            gh = NULL;
            sandbox_stop(sandbox);
            sandbox = NULL;
        }
    }
}

static void a_world_is_read_as_it_is(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){.organization = true, .watchers = 3});
    sandbox_add_label(sandbox, "area: db/x", "5319e7", "Database");
    sandbox_add_milestone(sandbox, "M1", "First", "2026-12-14");
    sandbox_add_issue(sandbox, "A", "body", NULL);
    sandbox_add_pull(sandbox, "P", NULL, NULL);
    sandbox_add_issue(sandbox, "B", NULL, "hubot");
    assert_int_equal(sandbox_edit(sandbox, "issue 3 parent 1", &err), OK);
    assert_int_equal(sandbox_edit(sandbox, "issue 3 blocked-by 1", &err), OK);
    assert_int_equal(sandbox_edit(sandbox, "issue 3 milestone M1", &err), OK);
    assert_int_equal(sandbox_edit(sandbox, "issue 3 type Task", &err), OK);
    assert_int_equal(sandbox_edit(sandbox, "issue 1 label area: db/x", &err), OK);
    struct gh_read read = {.with_repository = true};
    struct gh_snapshot snapshot = read_with(&read);
    struct remote *remote = &snapshot.remote;
    assert_int_equal(remote->issues.len, 2);
    assert_true(remote->highest_number.v == 3);
    assert_true(remote->repository.watchers == 3);
    assert_true(remote->has_sub_issues && remote->has_dependencies && remote->has_types);
    assert_non_null(remote_find_label(remote, "AREA: db/X"));
    struct remote_issue *b = remote_find_issue(remote, (struct number){3});
    assert_true(b->parent.v == 1 && b->milestone.v == 1);
    assert_string_equal(b->type, "Task");
    assert_string_equal(b->author, "hubot");
    assert_int_equal(b->blocked_by.len, 1);
    assert_true(b->blocked_by.items[0].v == 1);
    assert_string_equal(remote_find_issue(remote, (struct number){1})->labels.items[0],
                        "area: db/x");
    assert_true(strncmp(remote->milestones.items[0].due_on, "2026-12-14", 10) == 0);
    assert_int_equal(counts.get, 5);
    bool in_use;
    assert_int_equal(gh_label_in_use(gh, "area: db/x", &in_use, &err), OK);
    assert_true(in_use);
    struct gh_numbers children;
    assert_int_equal(gh_list_sub_issues(gh, arena, (struct number){1}, &children, &err), OK);
    assert_int_equal(children.items.len, 1);
}

static void warm_is_three_times_304(void **state)
{
    (void)state;
    begin(NULL);
    sandbox_add_label(sandbox, "a", "ffffff", NULL);
    sandbox_add_milestone(sandbox, "M", NULL, NULL);
    sandbox_add_issues(sandbox, "Issue", 22);
    struct gh_snapshot cold = read_all();
    struct gh_read read = {.since = cold.newest_updated_at, .validators = &cold.validators};
    struct gh_snapshot second = read_with(&read);
    assert_true(second.labels_unchanged && second.milestones_unchanged);
    assert_true(second.only_changed);
    counts = (struct request_counts){0};
    read.validators = &second.validators;
    struct gh_snapshot third = read_with(&read);
    assert_int_equal(counts.get, 3);
    assert_int_equal(counts.not_modified, 3);
    assert_true(third.issues_unchanged);
}

static void trouble_in_between_is_read_again(void **state)
{
    (void)state;
    begin(NULL);
    sandbox_add_issues(sandbox, "Issue", 150);
    static const char *const faults[] = {
        "GET ** 2 status:502", "GET ** 1 status:503",      "GET ** 2 reset-before",
        "GET ** 1-2 refuse",   "GET ** 3 secondary:0",     "GET ** 1 secondary-no-header",
        "GET ** 2 cutoff",     "GET ** 2 invalid-json",    "GET ** 1 html",
        "GET ** 1 empty",      "GET **/issues 1 stall:300"};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        fault(faults[i]);
        assert_int_equal(read_all().remote.issues.len, 150);
        assert_true(sandbox_fault_hits(sandbox) > 0);
    }
}

static void lasting_trouble_is_an_error_never_nothing(void **state)
{
    (void)state;
    begin(NULL);
    sandbox_add_label(sandbox, "a", "ffffff", NULL);
    sandbox_add_issues(sandbox, "Issue", 150);
    static const struct {
        const char *fault;
        enum code code;
    } rows[] = {
        {"GET ** * status:500", ERR_RETRY},
        {"GET **/issues * status:504", ERR_RETRY},
        {"GET **/labels * reset-before", ERR_RETRY},
        {"GET **/labels * cutoff", ERR_RETRY},
        {"GET **/labels * invalid-json", ERR_FAILED},
        {"GET **/milestones * not-a-list", ERR_FAILED},
        {"GET **/labels * null", ERR_FAILED},
        {"GET **/labels * html", ERR_FAILED},
        {"GET **/labels * empty", ERR_FAILED},
        {"GET **/labels * huge-body", ERR_CEILING},
        {"GET **/issues * link-loop", ERR_FAILED},
        {"GET **/issues * link-foreign-host", ERR_FAILED},
        {"GET **/issues * link-garbage", ERR_FAILED},
        {"GET ** * bad-credentials", ERR_AUTH},
        {"GET ** * permission", ERR_AUTH},
        {"GET ** * sso", ERR_AUTH},
        {"GET ** * not-found", ERR_NOT_FOUND},
        {"GET **/issues * issues-disabled", ERR_REFUSED},
        {"GET ** * primary", ERR_RETRY},
        {"GET ** * version", ERR_FAILED},
        {"GET ** * errors-objects", ERR_FAILED},
        {"GET ** * redirect:301:foreign", ERR_FAILED},
        {"GET ** * redirect:302:loop", ERR_FAILED},
        {"GET ** * redirect:301:downgrade", ERR_FAILED},
        {"GET **/labels * 304-without-etag", ERR_FAILED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        connect_as("secret");
        fault(rows[i].fault);
        enum code code = read_code();
        if (code != rows[i].code)
            print_error("%s: %d %s\n", rows[i].fault, code, err.message ? err.message : "OK");
        assert_int_equal(code, rows[i].code);
        assert_null(strstr(err.message, "secret"));
        assert_non_null(err.hint);
    }
}

static void a_renamed_repository_is_followed(void **state)
{
    (void)state;
    begin(NULL);
    sandbox_add_issues(sandbox, "Issue", 3);
    assert_int_equal(sandbox_edit(sandbox, "repository rename octocat/renamed", &err), OK);
    struct gh_snapshot snapshot = read_all();
    assert_int_equal(snapshot.remote.issues.len, 3);
    assert_string_equal(gh_moved_to(gh), "octocat/renamed");
    assert_true(snapshot.remote.repository.id.v > 0);
    struct gh_outcome out;
    done(create("After the move", &out), &out);
    /* A client that writes before it has read anything meets the 307. */
    connect_as("secret");
    struct gh_issue_fields fields = {.title = "Changed"};
    done(gh_update_issue(gh, arena, (struct number){1}, &fields, &out), &out);
}

static void gone_moved_and_found(void **state)
{
    (void)state;
    begin(NULL);
    sandbox_add_issues(sandbox, "Issue", 3);
    assert_int_equal(sandbox_edit(sandbox, "issue 1 delete", &err), OK);
    assert_int_equal(sandbox_edit(sandbox, "issue 2 transfer octocat/other", &err), OK);
    static const enum gh_presence expected[] = {GH_ABSENT, GH_MOVED, GH_FOUND, GH_ABSENT};
    for (int64_t n = 1; n <= 4; n++) {
        struct gh_issue_found found;
        assert_int_equal(gh_get_issue(gh, arena, (struct number){n}, true, true, &found, &err), OK);
        assert_int_equal(found.presence, expected[n - 1]);
    }
    assert_int_equal(read_all().remote.issues.len, 1);
}

static void repositories_that_cannot_be_used(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){.hidden = true});
    assert_int_equal(read_code(), ERR_NOT_FOUND);
    assert_int_equal(tear_down(NULL) + set_up(NULL), 0);
    begin(&(struct sandbox_options){.issues_disabled = true});
    assert_int_equal(read_code(), ERR_REFUSED);
    assert_non_null(strstr(err.message, "issues are switched off"));
    assert_int_equal(tear_down(NULL) + set_up(NULL), 0);
    begin(&(struct sandbox_options){.token = "other"});
    assert_int_equal(read_code(), ERR_AUTH);
    assert_int_equal(tear_down(NULL) + set_up(NULL), 0);
    begin(&(struct sandbox_options){.archived = true});
    assert_int_equal(read_code(), OK);
    struct gh_outcome out;
    assert_int_equal(create("x", &out), GH_FAILED);
    assert_int_equal(out.code, ERR_REFUSED);
    assert_non_null(strstr(out.message, "is archived"));
}

static void an_old_enterprise_server(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){.only_old_version = true,
                                    .path_prefix = "/api/v3",
                                    .no_sub_issues = true,
                                    .no_dependencies = true,
                                    .numeric_pages = true,
                                    .due = SANDBOX_DUE_PACIFIC});
    sandbox_add_issues(sandbox, "Issue", 120);
    struct gh_snapshot snapshot = read_all();
    assert_int_equal(snapshot.remote.issues.len, 120);
    assert_false(snapshot.remote.has_sub_issues || snapshot.remote.has_dependencies);
    struct gh_outcome out;
    struct gh_milestone_fields milestone = {"M", NULL, "2026-10-01", NULL};
    done(gh_create_milestone(gh, arena, &milestone, &out), &out);
    assert_int_equal(out.dropped.len, 0);
    assert_int_equal(
        gh_add_sub_issue(gh, arena, (struct number){1}, (struct db_id){5}, false, &out), GH_FAILED);
    assert_true(out.unsupported);
}

/* ---- writes ---- */

static void everything_that_is_written_arrives(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){.organization = true});
    struct gh_outcome out;
    struct gh_label_fields label = {"a/b c+%", "5319e7", "What"};
    done(gh_create_label(gh, arena, &label, &out), &out);
    assert_int_equal(gh_create_label(gh, arena, &label, &out), GH_FAILED);
    assert_int_equal(out.code, ERR_EXISTS);
    struct gh_label_fields rename = {.name = "renamed", .color = "ABCDEF"};
    done(gh_update_label(gh, arena, "a/b c+%", &rename, &out), &out);
    assert_int_equal(out.dropped.len, 0);
    struct gh_milestone_fields milestone = {"M", "Text", "2026-10-01", NULL};
    done(gh_create_milestone(gh, arena, &milestone, &out), &out);
    struct number m = out.milestone->number;
    assert_int_equal(out.dropped.len, 0);
    struct gh_milestone_fields clear = {.due_on = "", .state = "closed"};
    done(gh_update_milestone(gh, arena, m, &clear, &out), &out);
    assert_int_equal(out.dropped.len, 0);

    struct strlist labels = {0}, logins = {0};
    strlist_add(arena, &labels, "renamed");
    strlist_add(arena, &logins, "octocat");
    struct gh_issue_fields fields = {.title = "Blocker \xf0\x9f\x98\x80",
                                     .body = "line\nline",
                                     .milestone = &m,
                                     .labels = &labels,
                                     .assignees = &logins,
                                     .type = "Task"};
    done(gh_create_issue(gh, arena, &fields, &out), &out);
    assert_int_equal(out.dropped.len, 0);
    struct remote_issue blocker = *out.issue;
    done(create("Child", &out), &out);
    struct remote_issue child = *out.issue;
    done(gh_add_sub_issue(gh, arena, blocker.number, child.db_id, false, &out), &out);
    done(gh_add_blocked_by(gh, arena, child.number, blocker.db_id, &out), &out);
    done(gh_add_labels(gh, arena, child.number, &labels, &out), &out);
    struct strlist nobody = {0};
    done(gh_set_assignees(gh, arena, blocker.number, &nobody, &out), &out);
    struct gh_issue_found found;
    assert_int_equal(gh_get_issue(gh, arena, child.number, true, false, &found, &err), OK);
    assert_true(found.issue.parent.v == blocker.number.v);
    assert_true(found.issue.blocked_by.items[0].v == blocker.number.v);
    assert_string_equal(found.issue.labels.items[0], "renamed");

    done(gh_remove_label(gh, arena, child.number, "renamed", &out), &out);
    done(gh_remove_label(gh, arena, child.number, "renamed", &out), &out);
    assert_true(out.already);
    done(gh_remove_blocked_by(gh, arena, child.number, blocker.db_id, &out), &out);
    done(gh_remove_sub_issue(gh, arena, blocker.number, child.db_id, &out), &out);
    done(gh_close_issue(gh, arena, child.number, "duplicate", blocker.db_id, NULL, &out), &out);
    assert_string_equal(out.issue->state_reason, "duplicate");
    done(gh_create_comment(gh, arena, child.number, "hello", &out), &out);
    done(gh_update_comment(gh, arena, out.comment->db_id, "bye", &out), &out);
    struct gh_comment_list comments;
    assert_int_equal(gh_list_comments(gh, arena, child.number, &comments, &err), OK);
    assert_string_equal(comments.items.items[0].body, "bye");
    assert_false(comments.items.items[0].minimized);
    const struct db_id said = comments.items.items[0].db_id;
    done(gh_delete_comment(gh, arena, said, &out), &out);
    done(gh_delete_comment(gh, arena, said, &out), &out);
    assert_true(out.already);
    done(gh_delete_label(gh, arena, "renamed", &out), &out);
    done(gh_delete_label(gh, arena, "renamed", &out), &out);
    assert_true(out.already);
    done(gh_delete_milestone(gh, arena, m, &out), &out);
}

#define HEAD_COMMIT "0123456789abcdef0123456789abcdef01234567"

static void pull_requests_of_forks_are_found(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){0});
    struct gh_pull_list list;
    struct remote_pull pull;
    bool found = false;
    sandbox_add_pull(sandbox, "Here", NULL, NULL);
    sandbox_add_pull(sandbox, "From a fork", NULL, "hubot");
    assert_int_equal(sandbox_edit(sandbox, "pull 2 head hubot:topic " HEAD_COMMIT, &err), OK);
    assert_int_equal(gh_list_pulls_of(gh, arena, HEAD_COMMIT, &list, &err), OK);
    assert_int_equal(list.items.len, 1);
    assert_int_equal(list.items.items[0].number.v, 2);
    assert_true(list.items.items[0].open);
    assert_string_equal(list.items.items[0].head_repository, "hubot/hello-world");
    assert_int_equal(gh_list_pulls_from(gh, arena, "hubot:topic", &list, &err), OK);
    assert_int_equal(list.items.len, 1);
    assert_string_equal(list.items.items[0].head_sha, HEAD_COMMIT);
    assert_int_equal(gh_get_pull(gh, arena, (struct number){1}, &pull, &found, &err), OK);
    assert_true(found);
    assert_string_equal(pull.head_repository, pull.base_repository);
    assert_int_equal(gh_get_pull(gh, arena, (struct number){9}, &pull, &found, &err), OK);
    assert_false(found);
}

static void a_token_that_may_only_read_writes_nothing(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){.app_token = true, .read_only = true});
    struct gh_outcome out;
    sandbox_add_pull(sandbox, "Here", NULL, NULL);
    assert_int_equal(gh_create_comment(gh, arena, (struct number){1}, "x", &out), GH_FAILED);
    assert_int_equal(out.code, ERR_AUTH);
    assert_int_equal(sandbox_counts(sandbox).comments, 0);
}

static void rights_that_are_missing_show_in_the_echo(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){.role = SANDBOX_ROLE_READ});
    sandbox_add_label(sandbox, "a", "ffffff", NULL);
    struct strlist labels = {0};
    strlist_add(arena, &labels, "a");
    struct gh_issue_fields fields = {.title = "T", .labels = &labels};
    struct gh_outcome out;
    done(gh_create_issue(gh, arena, &fields, &out), &out);
    assert_int_equal(out.dropped.len, 1);
    assert_string_equal(out.dropped.items[0], "labels");
    assert_true(out.dropped_for_rights);
    struct gh_label_fields label = {"b", "ffffff", NULL};
    assert_int_equal(gh_create_label(gh, arena, &label, &out), GH_FAILED);
    assert_int_equal(out.code, ERR_AUTH);
}

/* Whatever happens on the way: done, failed and unknown are what the server knows too, and nothing
 * stands there twice. */
static void outcomes_agree_with_the_server(void **state)
{
    (void)state;
    begin(NULL);
    sandbox_add_issue(sandbox, "Seed", NULL, NULL);
    static const struct {
        const char *fault;
        enum gh_state state;
        size_t there;
    } rows[] = {
        {"POST ** * reset-after", GH_UNKNOWN, 1},
        {"POST ** * reset-before", GH_UNKNOWN, 0},
        {"POST ** * status:502", GH_UNKNOWN, 0},
        {"POST ** * status-after:502", GH_UNKNOWN, 1},
        {"POST ** * cutoff", GH_UNKNOWN, 1},
        {"POST ** * invalid-json", GH_UNKNOWN, 1},
        {"POST ** * html", GH_UNKNOWN, 1},
        {"POST ** * empty", GH_UNKNOWN, 1},
        {"POST ** * null", GH_UNKNOWN, 1},
        {"POST ** * secondary", GH_FAILED, 0},
        {"POST ** * secondary-429", GH_FAILED, 0},
        {"POST ** * too-fast", GH_FAILED, 0},
        {"POST ** * primary", GH_FAILED, 0},
        {"POST ** * permission", GH_FAILED, 0},
        {"POST ** * errors-strings", GH_FAILED, 0},
        {"POST ** * errors-none", GH_FAILED, 0},
        {"POST ** * redirect:301", GH_FAILED, 0},
        {"POST ** * redirect:303", GH_FAILED, 0},
        {"POST ** 1 redirect:307", GH_DONE, 1},
        {"POST ** 1 redirect:308", GH_DONE, 1},
        {"POST ** * redirect:307:foreign", GH_FAILED, 0},
        {"POST ** 1 version", GH_DONE, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        connect_as("secret");
        struct gh_issue_found warm; /* so that the write goes over a kept-alive connection */
        assert_int_equal(gh_get_issue(gh, arena, (struct number){1}, false, false, &warm, &err),
                         OK);
        const char *marker = arena_printf(arena, "marker %zu.", i);
        struct gh_issue_fields fields = {.title = "T", .body = marker};
        struct gh_outcome out;
        fault(rows[i].fault);
        enum gh_state ended = gh_create_issue(gh, arena, &fields, &out);
        sandbox_fault_clear(sandbox);
        if (ended != rows[i].state)
            print_error("%s: %d %s\n", rows[i].fault, ended, out.message ? out.message : "");
        assert_int_equal(ended, rows[i].state);
        assert_int_equal(sandbox_issues_containing(sandbox, marker), rows[i].there);
        assert_true(out.limited == (out.state == GH_FAILED && out.code == ERR_RETRY));
    }
}

static void a_lost_issue_is_found_among_the_recent_ones(void **state)
{
    (void)state;
    begin(NULL);
    sandbox_add_issues(sandbox, "Issue", 5);
    const struct number none = {0};
    struct gh_issue_list list;
    assert_int_equal(gh_list_recent_issues(gh, arena, gh_now_ms(gh) - 300000, none, &list, &err),
                     OK);
    assert_int_equal(list.items.len, 5);
    assert_true(list.items.items[0].number.v == 5);
    assert_int_equal(gh_list_recent_issues(gh, arena, gh_now_ms(gh) + 300000, none, &list, &err),
                     OK);
    assert_int_equal(list.items.len, 0);
    const struct number third = {3};
    assert_int_equal(gh_list_recent_issues(gh, arena, gh_now_ms(gh) - 300000, third, &list, &err),
                     OK);
    assert_int_equal(list.items.len, 2);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_size_is_read_whole),
        T(a_world_is_read_as_it_is),
        T(warm_is_three_times_304),
        T(trouble_in_between_is_read_again),
        T(lasting_trouble_is_an_error_never_nothing),
        T(a_renamed_repository_is_followed),
        T(gone_moved_and_found),
        T(repositories_that_cannot_be_used),
        T(an_old_enterprise_server),
        T(everything_that_is_written_arrives),
        T(pull_requests_of_forks_are_found),
        T(a_token_that_may_only_read_writes_nothing),
        T(rights_that_are_missing_show_in_the_echo),
        T(outcomes_agree_with_the_server),
        T(a_lost_issue_is_found_among_the_recent_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
