/* Writes: what is sent, and what their answers mean. */
#include "support/github_script.h"

#include <signal.h>

#include "base/str.h"
#include "github/write.h"

#define API "https://api.github.com"

static const struct number twelve = {12};

/* Issue 12 with one label and a milestone. */
static const char *issue(struct script *script)
{
    json_t *label = json_copy(body_fixture("label"));
    assert_int_equal(json_object_set_new(label, "name", json_string("a")), 0);
    return body_of(script->arena, "issue", "{s:[o], s:O}", "labels", label, "milestone",
                   body_fixture("milestone"));
}

static const char *milestone(struct script *script, const char *due_on)
{
    return body_of(script->arena, "milestone", "{s:s, s:s?}", "title", "M", "due_on", due_on);
}

static struct strlist one(struct script *script, const char *text)
{
    struct strlist list = {0};
    strlist_add(script->arena, &list, text);
    return list;
}

static enum gh_state create(struct script *script, struct gh_outcome *out)
{
    struct gh_issue_fields fields = {.title = "T", .body = "B"};
    return gh_create_issue(script->gh, script->arena, &fields, out);
}

static const char *sent(const struct script *script)
{
    return script->log[script->log_count - 1].body;
}

static const char *url(const struct script *script)
{
    return script->log[script->log_count - 1].url;
}

static void an_issue_is_created(void **state)
{
    struct script *script = *state;
    struct number seven = {7};
    struct strlist labels = one(script, "a");
    struct gh_issue_fields fields = {
        .title = "T", .body = "B", .milestone = &seven, .labels = &labels, .state = "closed"};
    struct gh_outcome out;
    script_add(script, "POST", "/repos/octocat/plan/issues", 201, "X-GitHub-Request-Id: A1\n",
               issue(script));
    assert_int_equal(gh_create_issue(script->gh, script->arena, &fields, &out), GH_DONE);
    assert_int_equal(out.code, OK);
    assert_null(out.message);
    assert_string_equal(out.request_id, "A1");
    assert_true(out.issue->number.v == 12 && out.issue->db_id.v == 5000000012);
    assert_int_equal(out.dropped.len, 0);
    assert_string_equal(sent(script), "{\"title\":\"T\",\"body\":\"B\",\"milestone\":7,"
                                      "\"labels\":[\"a\"]}");
    assert_int_equal(script->counts.write, 1);
}

static void only_the_given_fields_are_sent(void **state)
{
    struct script *script = *state;
    struct gh_outcome out;
    struct number none = {0};
    struct strlist empty = {0};
    script_add(script, "PATCH", "/issues/12", 200, NULL, issue(script))->forever = true;
    struct gh_issue_fields title = {.title = "T"};
    assert_int_equal(gh_update_issue(script->gh, script->arena, twelve, &title, &out), GH_DONE);
    assert_string_equal(sent(script), "{\"title\":\"T\"}");
    struct gh_issue_fields clear = {.milestone = &none, .assignees = &empty, .type = ""};
    (void)gh_update_issue(script->gh, script->arena, twelve, &clear, &out);
    assert_string_equal(sent(script), "{\"milestone\":null,\"assignees\":[],\"type\":null}");
    assert_string_equal(out.dropped.items[0], "milestone");
    assert_true(out.dropped_for_rights);
    (void)gh_close_issue(script->gh, script->arena, twelve, "duplicate", (struct db_id){9}, NULL,
                         &out);
    assert_string_equal(sent(script), "{\"state\":\"closed\",\"state_reason\":\"duplicate\","
                                      "\"duplicate_issue_id\":9}");
    (void)gh_set_assignees(script->gh, script->arena, twelve, &empty, &out);
    assert_string_equal(sent(script), "{\"assignees\":[]}");
}

static void labels_and_their_addresses(void **state)
{
    struct script *script = *state;
    struct gh_outcome out;
    struct gh_label_fields fields = {"area:db", "5319e7", ""};
    script_add(script, "POST", "/labels", 201, NULL,
               body_of(script->arena, "label", "{s:s, s:s}", "name", "area:db", "color", "5319E7"));
    assert_int_equal(gh_create_label(script->gh, script->arena, &fields, &out), GH_DONE);
    assert_string_equal(sent(script),
                        "{\"name\":\"area:db\",\"color\":\"5319e7\",\"description\":\"\"}");
    struct gh_label_fields rename = {.name = "New"};
    script_add(script, "PATCH", "/labels/a%2Fb%20c", 200, NULL,
               body_label(script->arena, 1, "New"));
    assert_int_equal(gh_update_label(script->gh, script->arena, "a/b c", &rename, &out), GH_DONE);
    assert_string_equal(sent(script), "{\"new_name\":\"New\"}");
    script_add(script, "DELETE", "/labels/%2E%2E", 204, NULL, "");
    assert_int_equal(gh_delete_label(script->gh, script->arena, "..", &out), GH_DONE);
    assert_false(out.already);
    script_add(script, "DELETE", "/labels/x", 404, NULL, BODY_NOT_FOUND);
    script_add(script, "GET", "/labels/x", 404, NULL, BODY_NOT_FOUND);
    assert_int_equal(gh_delete_label(script->gh, script->arena, "x", &out), GH_DONE);
    assert_true(out.already);
    assert_null(out.message);
    script_add(script, "DELETE", "/labels/x", 404, NULL, BODY_NOT_FOUND);
    script_add(script, "GET", "/labels/x", 200, NULL, body_label(script->arena, 1, "x"));
    assert_int_equal(gh_delete_label(script->gh, script->arena, "x", &out), GH_FAILED);
    assert_int_equal(out.code, ERR_NOT_FOUND);
    assert_non_null(strstr(out.message, "still there"));
}

static void dates_are_sent_as_noon(void **state)
{
    struct script *script = *state;
    struct gh_outcome out;
    const char *echo = milestone(script, "2026-10-01T07:00:00Z");
    struct gh_milestone_fields fields = {"M", NULL, "2026-10-01", NULL};
    script_add(script, "POST", "/milestones", 201, NULL, echo);
    assert_int_equal(gh_create_milestone(script->gh, script->arena, &fields, &out), GH_DONE);
    assert_string_equal(sent(script), "{\"title\":\"M\",\"due_on\":\"2026-10-01T12:00:00Z\"}");
    assert_int_equal(out.dropped.len, 0);
    struct gh_milestone_fields clear = {.title = "M", .due_on = ""};
    script_add(script, "POST", "/milestones", 201, NULL, milestone(script, NULL));
    (void)gh_create_milestone(script->gh, script->arena, &clear, &out);
    assert_string_equal(sent(script), "{\"title\":\"M\"}");
    script_add(script, "PATCH", "/milestones/7", 200, NULL, echo);
    (void)gh_update_milestone(script->gh, script->arena, (struct number){7}, &clear, &out);
    assert_string_equal(sent(script), "{\"title\":\"M\",\"due_on\":null}");
    assert_string_equal(out.dropped.items[0], "due_on");
}

static void labels_of_an_issue_go_one_by_one(void **state)
{
    struct script *script = *state;
    struct gh_outcome out;
    struct strlist labels = one(script, "A");
    script_add(script, "POST", "/issues/12/labels", 200, NULL,
               arena_printf(script->arena, "[%s]", body_label(script->arena, 1, "a")));
    assert_int_equal(gh_add_labels(script->gh, script->arena, twelve, &labels, &out), GH_DONE);
    assert_int_equal(out.dropped.len, 0);
    assert_string_equal(sent(script), "{\"labels\":[\"A\"]}");
    script_add(script, "POST", "/issues/12/labels", 200, NULL, "[]");
    (void)gh_add_labels(script->gh, script->arena, twelve, &labels, &out);
    assert_string_equal(out.dropped.items[0], "labels");
    script_add(script, "DELETE", "/issues/12/labels/a%20b", 200, NULL, "[]");
    assert_int_equal(gh_remove_label(script->gh, script->arena, twelve, "a b", &out), GH_DONE);
    script_add(script, "DELETE", "/issues/12/labels/x", 404, NULL, BODY_NOT_FOUND);
    script_add(script, "GET", "/issues/12", 200, NULL, issue(script));
    assert_int_equal(gh_remove_label(script->gh, script->arena, twelve, "x", &out), GH_DONE);
    assert_true(out.already);
    assert_null(sent(script));
    /* The issue has it still, or cannot be seen. */
    script_add(script, "DELETE", "/issues/12/labels/A", 404, NULL, BODY_NOT_FOUND);
    script_add(script, "GET", "/issues/12", 200, NULL, issue(script));
    assert_int_equal(gh_remove_label(script->gh, script->arena, twelve, "A", &out), GH_FAILED);
    script_add(script, "DELETE", "/issues/12/labels/x", 404, NULL, BODY_NOT_FOUND);
    script_add(script, "GET", "/issues/12", 404, NULL, BODY_NOT_FOUND);
    assert_int_equal(gh_remove_label(script->gh, script->arena, twelve, "x", &out), GH_FAILED);
    assert_int_equal(out.code, ERR_NOT_FOUND);
}

static void links_take_database_ids(void **state)
{
    struct script *script = *state;
    struct gh_outcome out;
    struct db_id child = {5000000001};
    script_add(script, "POST", "/issues/12/sub_issues", 201, NULL, issue(script));
    assert_int_equal(gh_add_sub_issue(script->gh, script->arena, twelve, child, true, &out),
                     GH_DONE);
    assert_string_equal(sent(script), "{\"sub_issue_id\":5000000001,\"replace_parent\":true}");
    script_add(script, "DELETE", "/issues/12/sub_issue", 200, NULL, issue(script));
    assert_int_equal(gh_remove_sub_issue(script->gh, script->arena, twelve, child, &out), GH_DONE);
    assert_string_equal(sent(script), "{\"sub_issue_id\":5000000001}");
    assert_true(text_ends(url(script), "/issues/12/sub_issue"));
    script_add(script, "POST", "/issues/12/dependencies/blocked_by", 201, NULL, issue(script));
    assert_int_equal(gh_add_blocked_by(script->gh, script->arena, twelve, child, &out), GH_DONE);
    assert_string_equal(sent(script), "{\"issue_id\":5000000001}");
    script_add(script, "DELETE", "/dependencies/blocked_by/5000000001", 200, NULL, issue(script));
    assert_int_equal(gh_remove_blocked_by(script->gh, script->arena, twelve, child, &out), GH_DONE);
    /* A link that exists is as good as made. */
    script_add(script, "POST", "/issues/12/sub_issues", 422, NULL,
               BODY_MESSAGE("Issue may not contain duplicate sub-issues"));
    assert_int_equal(gh_add_sub_issue(script->gh, script->arena, twelve, child, false, &out),
                     GH_DONE);
    assert_true(out.already);
}

static void a_server_without_links_says_so(void **state)
{
    struct script *script = *state;
    struct gh_outcome out;
    struct db_id child = {5};
    script_add(script, "POST", "/dependencies/blocked_by", 404, NULL, BODY_NOT_FOUND)->forever =
        true;
    script_add(script, "POST", "/sub_issues", 404, NULL, BODY_NOT_FOUND)->forever = true;
    assert_int_equal(gh_add_sub_issue(script->gh, script->arena, twelve, child, false, &out),
                     GH_FAILED);
    assert_true(out.unsupported);
    /* Once an issue has shown the keys, 404 means that the issue is not there. */
    json_t *without = json_copy(body_fixture("issue"));
    (void)json_object_del(without, "issue_dependencies_summary");
    script_add(script, "PATCH", "/issues/12", 200, NULL, body_text(script->arena, without));
    struct gh_issue_fields title = {.title = "T"};
    (void)gh_update_issue(script->gh, script->arena, twelve, &title, &out);
    assert_int_equal(gh_add_sub_issue(script->gh, script->arena, twelve, child, false, &out),
                     GH_FAILED);
    assert_false(out.unsupported);
    assert_int_equal(out.code, ERR_NOT_FOUND);
    (void)gh_add_blocked_by(script->gh, script->arena, twelve, child, &out);
    assert_true(out.unsupported);
}

static void comments_are_written_and_edited(void **state)
{
    struct script *script = *state;
    struct gh_outcome out;
    script_add(script, "POST", "/issues/12/comments", 201, NULL,
               body_of(script->arena, "comment", "{s:i, s:s}", "id", 9, "body", "x"));
    assert_int_equal(gh_create_comment(script->gh, script->arena, twelve, "x", &out), GH_DONE);
    assert_true(out.comment->db_id.v == 9);
    script_add(script, "PATCH", "/issues/comments/9", 200, NULL,
               body_of(script->arena, "comment", "{s:i, s:s}", "id", 9, "body", "y"));
    assert_int_equal(gh_update_comment(script->gh, script->arena, (struct db_id){9}, "y", &out),
                     GH_DONE);
}

/* ---- outcomes ---- */

static void fields_dropped_in_silence_are_found(void **state)
{
    struct script *script = *state;
    struct number seven = {7};
    struct strlist labels = one(script, "a");
    struct gh_issue_fields fields = {
        .title = "T", .body = "B", .milestone = &seven, .labels = &labels};
    struct gh_outcome out;
    script_add(script, "POST", "/issues", 201, NULL, body_of(script->arena, "issue", "{}"));
    assert_int_equal(gh_create_issue(script->gh, script->arena, &fields, &out), GH_DONE);
    assert_int_equal(out.dropped.len, 2);
    assert_true(out.dropped_for_rights);
}

static void refused_is_failed(void **state)
{
    struct script *script = *state;
    static const struct {
        int status;
        const char *body;
        enum code code;
    } rows[] = {{400, "{\"message\":\"Problems parsing JSON\"}", ERR_FAILED},
                {401, "{\"message\":\"Bad credentials\"}", ERR_AUTH},
                {403, "{\"message\":\"Repository was archived so is read-only.\"}", ERR_REFUSED},
                {403, "{\"message\":\"Resource not accessible by integration\"}", ERR_AUTH},
                {404, "{\"message\":\"Not Found\"}", ERR_NOT_FOUND},
                {409, "", ERR_FAILED},
                {410, "{\"message\":\"This issue was deleted\"}", ERR_GONE},
                {410, "{\"message\":\"Issues are disabled for this repo\"}", ERR_REFUSED},
                {413, "", ERR_FAILED},
                {418, "", ERR_FAILED},
                {422, BODY_MESSAGE("Validation Failed"), ERR_FAILED},
                {422,
                 "{\"message\":\"x\",\"documentation_url\":\"x\",\"errors\":"
                 "[{\"code\":\"already_exists\"}]}",
                 ERR_EXISTS},
                {451, "", ERR_FAILED}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        script->answer_count = script->log_count = 0;
        struct gh_outcome out;
        script_add(script, "POST", "/issues", rows[i].status, NULL, rows[i].body)->faulty =
            !*rows[i].body; /* something between us and GitHub answered */
        assert_int_equal(create(script, &out), GH_FAILED);
        assert_int_equal(out.code, rows[i].code);
        assert_int_equal(out.status, rows[i].status);
        assert_non_null(strstr(out.message, "cannot create the issue 'T': "));
        assert_non_null(out.hint);
        assert_false(out.limited || out.not_sent);
        assert_int_equal(script->log_count, 1);
    }
    assert_int_equal(script->sleep_count, 0);
}

static void trouble_of_the_server_is_unknown(void **state)
{
    struct script *script = *state;
    static const int statuses[] = {408, 500, 502, 503, 504, 304, 300, 599};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        script->answer_count = script->log_count = 0;
        struct gh_outcome out;
        script_faulty(script, "POST", "/issues", statuses[i], NULL, "<html>");
        assert_int_equal(create(script, &out), GH_UNKNOWN);
        assert_int_equal(out.code, ERR_UNKNOWN);
        assert_int_equal(script->log_count, 1);
        assert_non_null(strstr(out.hint, "before it sends anything"));
    }
    assert_int_equal(script->sleep_count, 0);
}

static void a_lost_answer_is_unknown_and_not_sent_again(void **state)
{
    struct script *script = *state;
    static const enum http_failure failures[] = {HTTP_BROKEN, HTTP_TIMEOUT, HTTP_TOO_LARGE};
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        script->answer_count = script->log_count = 0;
        struct gh_outcome out;
        script_break(script, "POST", "/issues", failures[i], 321);
        assert_int_equal(create(script, &out), GH_UNKNOWN);
        assert_int_equal(out.code, ERR_UNKNOWN);
        assert_int_equal(script->log_count, 1);
        assert_non_null(strstr(out.message, "nobody knows whether GitHub could create"));
    }
    struct gh_outcome out;
    script_break(script, "POST", "/issues", HTTP_INTERRUPTED, 321);
    assert_int_equal(create(script, &out), GH_UNKNOWN);
    assert_int_equal(out.code, ERR_INTERRUPTED);
    script_break(script, "POST", "/issues", HTTP_INTERRUPTED, 0);
    assert_int_equal(create(script, &out), GH_FAILED);
    assert_int_equal(out.code, ERR_INTERRUPTED);
}

static void a_refusal_with_a_lost_body_is_a_refusal(void **state)
{
    struct script *script = *state;
    struct gh_outcome out;
    script_break(script, "POST", "/issues", HTTP_BROKEN, 321);
    script->answers[0].status = 403;
    assert_int_equal(create(script, &out), GH_FAILED);
}

static void garbled_success_is_unknown(void **state)
{
    struct script *script = *state;
    static const char *const bodies[] = {"",     "{\"id\":1,", "[]",
                                         "null", "{}",         "{\"id\":1,\"number\":2}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        script->answer_count = script->log_count = 0;
        struct gh_outcome out;
        script_faulty(script, "POST", "/issues", 201, NULL, bodies[i]);
        assert_int_equal(create(script, &out), GH_UNKNOWN);
        assert_int_equal(out.code, ERR_UNKNOWN);
        assert_null(out.issue);
    }
}

static void not_sent_is_tried_again(void **state)
{
    struct script *script = *state;
    struct gh_outcome out;
    script_break(script, "POST", "/issues", HTTP_NO_CONNECTION, 0);
    script_break(script, "POST", "/issues", HTTP_NO_HOST, 0);
    script_add(script, "POST", "/issues", 201, NULL, issue(script));
    assert_int_equal(create(script, &out), GH_DONE);
    assert_int_equal(script->sleep_count, 2);
    assert_int_equal(script->counts.write, 1);
    script->answer_count = script->log_count = 0;
    for (int i = 0; i < 5; i++)
        script_break(script, "POST", "/issues", HTTP_NO_CONNECTION, 0);
    assert_int_equal(create(script, &out), GH_FAILED);
    assert_true(out.not_sent);
    assert_int_equal(out.code, ERR_RETRY);
    assert_int_equal(script->log_count, 5);
}

static void a_limit_is_the_callers_to_wait_for(void **state)
{
    struct script *script = *state;
    struct gh_outcome out;
    struct err err cleanup_err = ERR_INIT;
    for (int i = 0; i < 2; i++) {
        script_add(script, "POST", "/issues", 403, NULL,
                   BODY_MESSAGE("temporarily blocked from content creation"));
        assert_int_equal(create(script, &out), GH_FAILED);
        assert_true(out.limited);
        assert_int_equal(out.code, ERR_RETRY);
        assert_int_equal(script->sleep_count, i);
        assert_int_equal(gh_wait_limit(script->gh, &out, &err), OK);
    }
    assert_int_equal(script->sleeps[0], 60000);
    assert_int_equal(script->sleeps[1], 120000);
    script_faulty(script, "POST", "/issues", 429, "Retry-After: 3600\n", "");
    assert_int_equal(create(script, &out), GH_FAILED);
    assert_int_equal(gh_wait_limit(script->gh, &out, &err), ERR_RETRY);
    assert_non_null(strstr(err.message, "GitHub asks for a pause: "));
    assert_true(gh_resume_at_ms(script->gh) > 0);
    assert_int_equal(script->sleep_count, 2);
}

static void a_write_follows_307_and_308_only(void **state)
{
    struct script *script = *state;
    struct gh_outcome out;
    struct gh_issue_fields title = {.title = "T"};
    script_add(script, "GET", "/repos/octocat/plan", 200, NULL,
               body_repository(script->arena, 77, "octocat/new"));
    script_add(script, "PATCH", "/repos/octocat/plan/issues/12", 307,
               "Location: " API "/repositories/77/issues/12\n", BODY_MOVED);
    script_add(script, "PATCH", "/repositories/77/issues/12", 200, NULL, issue(script));
    assert_int_equal(gh_update_issue(script->gh, script->arena, twelve, &title, &out), GH_DONE);
    assert_string_equal(sent(script), "{\"title\":\"T\"}");
    assert_string_equal(script->log[script->log_count - 1].method, "PATCH");
    static const int statuses[] = {301, 302, 303};
    for (size_t i = 0; i < 3; i++) {
        script->log_count = 0;
        script_add(script, "POST", "/issues", statuses[i],
                   "Location: " API "/repositories/78/issues\n", BODY_MOVED);
        assert_int_equal(create(script, &out), GH_FAILED);
        assert_int_equal(script->log_count, 1);
    }
    script_faulty(script, "POST", "/issues", 307, "Location: https://evil.example/\n", "");
    assert_int_equal(create(script, &out), GH_FAILED);
    assert_int_equal(script->log_count, 2);
}

static void an_issue_that_moved_away_is_not_written(void **state)
{
    struct script *script = *state;
    struct gh_outcome out;
    struct gh_issue_fields title = {.title = "T"};
    script_add(script, "GET", "/repos/octocat/plan", 200, NULL,
               body_repository(script->arena, 77, "octocat/plan"));
    script_add(script, "PATCH", "/issues/12", 307, "Location: " API "/repositories/99/issues/3\n",
               BODY_MOVED);
    assert_int_equal(gh_update_issue(script->gh, script->arena, twelve, &title, &out), GH_FAILED);
    assert_int_equal(out.code, ERR_GONE);
    assert_string_equal(out.moved_to, API "/repositories/99/issues/3");
}

static void an_older_server_gets_the_older_version(void **state)
{
    struct script *script = *state;
    struct gh_outcome out;
    script_add(script, "POST", "/issues", 400, NULL, BODY_MESSAGE("Unknown API version"));
    /* The older version has one assignee beside all of them. */
    script_add(script, "POST", "/issues", 201, NULL,
               body_of(script->arena, "issue", "{s:n}", "assignee"));
    assert_int_equal(create(script, &out), GH_DONE);
    assert_string_equal(script->log[1].version, "2022-11-28");
}

static void plan_mode_sends_nothing_but_get(void **state)
{
    struct script *script = *state;
    struct gh_options options = script_options(script);
    options.read_only = true;
    script_open(script, &options);
    struct gh_outcome out;
    assert_int_equal(create(script, &out), GH_FAILED);
    assert_int_equal(out.code, ERR_REFUSED);
    struct strlist labels = one(script, "a");
    assert_int_equal(gh_add_labels(script->gh, script->arena, twelve, &labels, &out), GH_FAILED);
    assert_int_equal(gh_delete_label(script->gh, script->arena, "a", &out), GH_FAILED);
    assert_int_equal(script->log_count, 0);
    assert_int_equal(script->counts.write, 0);
}

static void an_interrupt_sends_nothing(void **state)
{
    struct script *script = *state;
    struct gh_outcome out;
    interrupt_request(SIGINT);
    enum gh_state ended = create(script, &out);
    interrupt_clear();
    assert_int_equal(ended, GH_FAILED);
    assert_int_equal(out.code, ERR_INTERRUPTED);
    assert_int_equal(script->log_count, 0);
}

static void a_refused_token_is_not_told(void **state)
{
    struct script *script = *state;
    struct gh_outcome out;
    script_add(script, "POST", "/issues", 401, NULL, BODY_MESSAGE("Bad credentials"));
    (void)create(script, &out);
    assert_int_equal(out.code, ERR_AUTH);
    assert_null(strstr(out.message, SCRIPT_TOKEN));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRIPT_TEST(an_issue_is_created),
        SCRIPT_TEST(only_the_given_fields_are_sent),
        SCRIPT_TEST(labels_and_their_addresses),
        SCRIPT_TEST(dates_are_sent_as_noon),
        SCRIPT_TEST(labels_of_an_issue_go_one_by_one),
        SCRIPT_TEST(links_take_database_ids),
        SCRIPT_TEST(a_server_without_links_says_so),
        SCRIPT_TEST(comments_are_written_and_edited),
        SCRIPT_TEST(fields_dropped_in_silence_are_found),
        SCRIPT_TEST(refused_is_failed),
        SCRIPT_TEST(trouble_of_the_server_is_unknown),
        SCRIPT_TEST(a_lost_answer_is_unknown_and_not_sent_again),
        SCRIPT_TEST(a_refusal_with_a_lost_body_is_a_refusal),
        SCRIPT_TEST(garbled_success_is_unknown),
        SCRIPT_TEST(not_sent_is_tried_again),
        SCRIPT_TEST(a_limit_is_the_callers_to_wait_for),
        SCRIPT_TEST(a_write_follows_307_and_308_only),
        SCRIPT_TEST(an_issue_that_moved_away_is_not_written),
        SCRIPT_TEST(an_older_server_gets_the_older_version),
        SCRIPT_TEST(plan_mode_sends_nothing_but_get),
        SCRIPT_TEST(an_interrupt_sends_nothing),
        SCRIPT_TEST(a_refused_token_is_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
