/* Labels and milestones of the sandbox, as GitHub refuses and echoes them. */
#include "support/sandbox_client.h"

static struct sandbox *sandbox;

static int start(void **state)
{
    (void)state;
    sandbox = sandbox_for(&(struct sandbox_options){0});
    return 0;
}

static int stop(void **state)
{
    (void)state;
    sandbox_stop(sandbox);
    return 0;
}

static void refused(const char *method, const char *path, const char *body, const char *field,
                    const char *code)
{
    struct answer *answer = ask(sandbox, method, path, body);
    assert_int_equal(answer->status, 422);
    assert_string_equal(text_at(answer, "message"), "Validation Failed");
    assert_string_equal(text_at(answer, "errors.0.field"), field);
    assert_string_equal(text_at(answer, "errors.0.code"), code);
    client_free(answer);
}

static void test_label_is_made_and_read(void **state)
{
    (void)state;
    struct answer *made = ask(sandbox, "POST", REPO "/labels",
                              "{\"name\":\"area: a/b + 100% \\u00e9\",\"color\":\"BADA55\","
                              "\"description\":\"d\"}");
    assert_int_equal(made->status, 201);
    assert_string_equal(text_at(made, "color"), "BADA55");
    assert_true(number_at(made, "id") > INT32_MAX);
    char *location = header_of(made, "Location");
    assert_non_null(location);
    struct answer *read = client_call(location, "GET", NULL, NULL);
    assert_int_equal(read->status, 200);
    assert_string_equal(text_at(read, "name"), "area: a/b + 100% é");
    free(location);
    client_free(read);
    client_free(made);
}

static void test_label_names_are_unique_by_folding(void **state)
{
    (void)state;
    assert_int_equal(
        status_of(ask(sandbox, "POST", REPO "/labels", "{\"name\":\"Bug\",\"color\":\"ff0000\"}")),
        201);
    refused("POST", REPO "/labels", "{\"name\":\"bUG\",\"color\":\"ff0000\"}", "name",
            "already_exists");
    assert_int_equal(status_of(ask(sandbox, "GET", REPO "/labels/bUg", NULL)), 200);
}

static void test_label_rules(void **state)
{
    (void)state;
    char body[256];
    (void)snprintf(body, sizeof body, "{\"name\":\"%051d\",\"color\":\"ff0000\"}", 0);
    refused("POST", REPO "/labels", body, "name", "custom");
    (void)snprintf(body, sizeof body,
                   "{\"name\":\"a\",\"color\":\"ff0000\",\"description\":\"%0101d\"}", 0);
    refused("POST", REPO "/labels", body, "description", "custom");
    refused("POST", REPO "/labels",
            "{\"name\":\"a\",\"color\":\"ff0000\",\"description\":\"\xf0\x9f\x9a\x80\"}",
            "description", "custom");
    refused("POST", REPO "/labels", "{\"name\":\"\xf0\x9f\x9a\x80\",\"color\":\"ff0000\"}", "name",
            "custom");
    refused("POST", REPO "/labels", "{\"name\":\" \",\"color\":\"ff0000\"}", "name",
            "missing_field");
    static const char *const colors[] = {"#ff0000", "ff000", "ff00000", "gg0000", "red", ""};
    for (size_t i = 0; i < sizeof colors / sizeof *colors; i++) {
        (void)snprintf(body, sizeof body, "{\"name\":\"a\",\"color\":\"%s\"}", colors[i]);
        refused("POST", REPO "/labels", body, "color", "invalid");
    }
    (void)snprintf(body, sizeof body, "{\"name\":\"%050d\",\"color\":\"ff0000\"}", 0);
    assert_int_equal(status_of(ask(sandbox, "POST", REPO "/labels", body)), 201);
}

static void test_label_rename_keeps_id_and_assignments(void **state)
{
    (void)state;
    int64_t id = sandbox_add_label(sandbox, "old", "aaaaaa", NULL);
    int64_t number = sandbox_add_issue(sandbox, "x", NULL, NULL);
    edit(sandbox, "issue 1 label old");
    struct answer *renamed =
        ask(sandbox, "PATCH", REPO "/labels/old", "{\"new_name\":\"OLD\",\"color\":\"bbbbbb\"}");
    assert_int_equal(renamed->status, 200);
    assert_int_equal(number_at(renamed, "id"), id);
    client_free(renamed);
    struct sandbox_issue issue;
    assert_true(sandbox_issue(sandbox, number, &issue));
    assert_string_equal(issue.labels, "OLD");
    sandbox_add_label(sandbox, "other", "aaaaaa", NULL);
    refused("PATCH", REPO "/labels/OLD", "{\"new_name\":\"Other\"}", "name", "already_exists");
    assert_int_equal(status_of(ask(sandbox, "DELETE", REPO "/labels/OLD", NULL)), 204);
    assert_int_equal(status_of(ask(sandbox, "DELETE", REPO "/labels/OLD", NULL)), 404);
    assert_true(sandbox_issue(sandbox, number, &issue));
    assert_string_equal(issue.labels, "");
}

static void test_labels_page_by_number(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "l%d", i);
        sandbox_add_label(sandbox, name, "aaaaaa", NULL);
    }
    struct answer *first = ask(sandbox, "GET", REPO "/labels?per_page=2", NULL);
    assert_int_equal(json_array_size(first->json), 2);
    char *next = link_of(first, "next"), *last = link_of(first, "last");
    assert_non_null(next);
    assert_non_null(strstr(next, "/repositories/638123443/labels?per_page=2&page=2"));
    assert_non_null(strstr(last, "page=3"));
    assert_null(link_of(first, "prev"));
    struct answer *third = client_call(last, "GET", NULL, NULL);
    assert_int_equal(json_array_size(third->json), 1);
    assert_string_equal(text_at(third, "0.name"), "l4");
    assert_null(link_of(third, "next"));
    struct answer *whole = ask(sandbox, "GET", REPO "/labels?per_page=100", NULL);
    assert_null(header_of(whole, "Link"));
    free(next);
    free(last);
    client_free(first);
    client_free(third);
    client_free(whole);
}

static void test_milestone_is_made(void **state)
{
    (void)state;
    struct answer *made = ask(sandbox, "POST", REPO "/milestones",
                              "{\"title\":\"M1\",\"due_on\":\"2026-10-01T12:00:00Z\"}");
    assert_int_equal(made->status, 201);
    assert_int_equal(number_at(made, "number"), 1);
    assert_string_equal(text_at(made, "due_on"), "2026-10-01T00:00:00Z");
    assert_true(json_is_null(value_at(made, "description")));
    client_free(made);
}

static void test_milestone_titles_are_unique_over_all_states(void **state)
{
    (void)state;
    assert_int_equal(status_of(ask(sandbox, "POST", REPO "/milestones",
                                   "{\"title\":\"M1\",\"state\":\"closed\"}")),
                     201);
    refused("POST", REPO "/milestones", "{\"title\":\"M1\"}", "title", "already_exists");
    struct answer *open = ask(sandbox, "GET", REPO "/milestones", NULL);
    assert_int_equal(json_array_size(open->json), 0);
    client_free(open);
    struct answer *all = ask(sandbox, "GET", REPO "/milestones?state=all", NULL);
    assert_int_equal(json_array_size(all->json), 1);
    client_free(all);
}

static void test_milestone_due_on_forms(void **state)
{
    (void)state;
    struct answer *null =
        ask_wrong(sandbox, "POST", REPO "/milestones", "{\"title\":\"A\",\"due_on\":null}");
    assert_int_equal(null->status, 422);
    assert_non_null(strstr(text_at(null, "message"), "nil is not a string"));
    assert_null(value_at(null, "errors"));
    client_free(null);
    struct answer *day = ask_wrong(sandbox, "POST", REPO "/milestones",
                                   "{\"title\":\"A\",\"due_on\":\"2026-10-01\"}");
    assert_int_equal(day->status, 422);
    assert_string_equal(text_at(day, "errors.0.field"), "due_on");
    client_free(day);
    sandbox_add_milestone(sandbox, "A", NULL, "2026-10-01");
    struct answer *cleared = ask(sandbox, "PATCH", REPO "/milestones/1", "{\"due_on\":null}");
    assert_int_equal(cleared->status, 200);
    assert_true(json_is_null(value_at(cleared, "due_on")));
    client_free(cleared);
}

static void test_milestone_sort_by_due_date(void **state)
{
    (void)state;
    sandbox_add_milestone(sandbox, "none", NULL, NULL);
    sandbox_add_milestone(sandbox, "late", NULL, "2027-01-01");
    sandbox_add_milestone(sandbox, "soon", NULL, "2026-01-01");
    struct answer *up = ask(sandbox, "GET", REPO "/milestones?state=all", NULL);
    assert_string_equal(text_at(up, "0.title"), "soon");
    assert_string_equal(text_at(up, "2.title"), "none");
    client_free(up);
    struct answer *down = ask(sandbox, "GET", REPO "/milestones?state=all&direction=desc", NULL);
    assert_string_equal(text_at(down, "2.title"), "soon");
    client_free(down);
}

static void test_milestone_deletion_unsets_it(void **state)
{
    (void)state;
    sandbox_add_milestone(sandbox, "M", NULL, NULL);
    sandbox_add_issue(sandbox, "x", NULL, NULL);
    edit(sandbox, "issue 1 milestone M");
    struct sandbox_milestone milestone;
    assert_true(sandbox_milestone(sandbox, "M", &milestone));
    assert_int_equal(milestone.open_issues, 1);
    assert_int_equal(status_of(ask(sandbox, "DELETE", REPO "/milestones/1", NULL)), 204);
    struct sandbox_issue issue;
    assert_true(sandbox_issue(sandbox, 1, &issue));
    assert_int_equal(issue.milestone, 0);
    /* Numbers are not given twice. */
    assert_int_equal(sandbox_add_milestone(sandbox, "M", NULL, NULL), 2);
}

static void test_milestone_on_an_old_server(void **state)
{
    (void)state;
    struct sandbox *old = sandbox_for(&(struct sandbox_options){.due = SANDBOX_DUE_PACIFIC});
    struct answer *made = ask(old, "POST", REPO "/milestones",
                              "{\"title\":\"M\",\"due_on\":\"2026-07-01T00:00:00Z\"}");
    assert_string_equal(text_at(made, "due_on"), "2026-06-30T07:00:00Z");
    client_free(made);
    sandbox_stop(old);
}

static void test_bodies_of_wrong_form(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        long status;
        const char *message;
    } rows[] = {
        {"{\"title\":", 400, "Problems parsing JSON"},
        {"[1]", 400, "Body should be a JSON object"},
        {"\"x\"", 400, "Body should be a JSON object"},
        {"{\"title\":7}", 422, "Invalid request.\n\nFor 'properties/title', 7 is not a string."},
        {"{}", 422, "Invalid request.\n\n\"title\" wasn't supplied."},
        {"{\"title\":\"a\",\"state\":\"shut\"}", 422,
         "Invalid request.\n\nFor 'properties/state', shut is not a possible value."},
        {"{\"title\":\"a\\u0000b\"}", 400, "Problems parsing JSON"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct answer *answer = ask_wrong(sandbox, "POST", REPO "/milestones", rows[i].body);
        assert_int_equal(answer->status, rows[i].status);
        assert_string_equal(text_at(answer, "message"), rows[i].message);
        client_free(answer);
    }
    static const struct call plain = {
        .headers = {"Content-Type: text/plain", "Sandbox-Wrong: yes"}};
    assert_int_equal(
        status_of(ask_with(sandbox, "POST", REPO "/milestones", "{\"title\":\"a\"}", &plain)), 400);
    assert_int_equal(sandbox_counts(sandbox).milestones, 0);
}

/* What plain curl sends is JSON to GitHub whatever curl calls it, and a form is none. */
static void test_bodies_that_plain_curl_sends(void **state)
{
    (void)state;
    static const struct call form = {
        .headers = {"Content-Type: application/x-www-form-urlencoded", "Sandbox-Wrong: yes"}};
    static const struct call none = {.headers = {"Content-Type:", "Sandbox-Wrong: yes"}};
    struct answer *answer =
        ask_with(sandbox, "POST", REPO "/milestones", "title=a&state=open", &form);
    assert_int_equal(answer->status, 400);
    assert_string_equal(text_at(answer, "message"), "Problems parsing JSON");
    client_free(answer);
    assert_int_equal(
        status_of(ask_with(sandbox, "POST", REPO "/milestones", "{\"title\":\"a\"}", &form)), 201);
    assert_int_equal(
        status_of(ask_with(sandbox, "POST", REPO "/milestones", "{\"title\":\"b\"}", &none)), 201);
    assert_int_equal(sandbox_counts(sandbox).milestones, 2);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, start, stop)
    const struct CMUnitTest tests[] = {
        EACH(test_label_is_made_and_read),
        EACH(test_label_names_are_unique_by_folding),
        EACH(test_label_rules),
        EACH(test_label_rename_keeps_id_and_assignments),
        EACH(test_labels_page_by_number),
        EACH(test_milestone_is_made),
        EACH(test_milestone_titles_are_unique_over_all_states),
        EACH(test_milestone_due_on_forms),
        EACH(test_milestone_sort_by_due_date),
        EACH(test_milestone_deletion_unsets_it),
        EACH(test_milestone_on_an_old_server),
        EACH(test_bodies_of_wrong_form),
        EACH(test_bodies_that_plain_curl_sends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
