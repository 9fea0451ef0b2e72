#include "support/store_scratch.h"

#include "base/str.h"
#include "store/db.h"
#include "store/items.h"
#include "store/past_closing.h"
#include "store/snapshot.h"

static struct remote_issue make_issue(struct scratch *s, int64_t number)
{
    struct remote_issue issue = {.number = {number},
                                 .db_id = {900000 + number},
                                 .title = arena_printf(s->arena, "Issue %d", (int)number),
                                 .body = arena_printf(s->arena, "body of %d\r\n", (int)number),
                                 .state = "open",
                                 .milestone = {1},
                                 .total_blocked_by = 0,
                                 .blocked_by_known = true,
                                 .author = "octocat",
                                 .author_type = "User",
                                 .author_association = "OWNER",
                                 .created_at = "2026-02-02T10:00:00Z",
                                 .updated_at = "2026-02-03T10:00:00Z",
                                 .html_url = "https://github.com/octocat/hello/issues/1"};
    strlist_add(s->arena, &issue.labels, "area:db");
    strlist_add(s->arena, &issue.labels, "two\nlines \\ and \xf0\x9f\x90\x99");
    strlist_add(s->arena, &issue.assignees, "hubot");
    return issue;
}

static struct remote make_remote(struct scratch *s, int64_t issues)
{
    struct remote remote = {.complete = true};
    VEC_PUSH(s->arena, &remote.labels,
             ((struct remote_label){{31}, "area:db", "5319e7", "Database"}));
    VEC_PUSH(s->arena, &remote.labels, ((struct remote_label){{7}, "Bug", "ff0000", NULL}));
    VEC_PUSH(s->arena, &remote.milestones,
             ((struct remote_milestone){.number = {1},
                                        .db_id = {501},
                                        .title = "First",
                                        .state = "open",
                                        .due_on = "2026-03-13T12:00:00Z",
                                        .open_issues = issues,
                                        .closed_issues = 2}));
    for (int64_t i = 1; i <= issues; i++)
        VEC_PUSH(s->arena, &remote.issues, make_issue(s, i));
    return remote;
}

static struct remote load(struct scratch *s, struct store *store, struct store_scope at)
{
    struct remote remote;
    WORKS(s, store_load_remote(store, s->arena, at.repository, &remote, &s->err));
    return remote;
}

static void save(struct scratch *s, struct store *store, struct store_scope at,
                 const struct remote *remote, enum store_save how)
{
    WORKS(s, store_save_remote(store, at.repository, remote, how, &s->err));
}

static void test_comes_back_as_it_was(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    struct remote saved = make_remote(s, 3);
    struct remote_issue *second = &saved.issues.items[1];
    second->body = NULL;
    second->state = "closed";
    second->state_reason = "not_planned";
    second->closed_at = "2026-02-04T10:00:00Z";
    second->parent.v = 1;
    second->type = "Task";
    second->relations_known = second->locked = true;
    second->total_blocked_by = 2;
    second->comments = 5;
    VEC_PUSH(s->arena, &second->blocked_by, ((struct number){3}));
    VEC_PUSH(s->arena, &second->blocked_by, ((struct number){1}));
    saved.issues.items[2].blocked_by_known = false;
    save(s, store, at, &saved, STORE_SAVE_WHOLE);

    struct remote got = load(s, store, at);
    assert_int_equal(got.repository.id.v, 4711);
    assert_string_equal(got.repository.full_name, "octocat/hello");
    assert_int_equal(got.repository.watchers, 14);
    assert_false(got.complete);
    assert_int_equal(got.labels.len, 2);
    assert_string_equal(got.labels.items[0].name, "Bug");
    assert_null(got.labels.items[0].description);
    assert_string_equal(got.labels.items[1].description, "Database");
    assert_int_equal(got.milestones.len, 1);
    assert_string_equal(got.milestones.items[0].due_on, "2026-03-13T12:00:00Z");
    assert_int_equal(got.milestones.items[0].closed_issues, 2);
    assert_null(got.milestones.items[0].description);
    assert_int_equal(got.issues.len, 3);
    assert_int_equal(got.issues.cap, 3);
    const struct remote_issue *issue = &got.issues.items[0];
    assert_string_equal(issue->body, "body of 1\r\n");
    assert_int_equal(issue->labels.len, 2);
    assert_string_equal(issue->labels.items[1], "two\nlines \\ and \xf0\x9f\x90\x99");
    assert_string_equal(issue->assignees.items[0], "hubot");
    assert_true(issue->blocked_by_known);
    assert_int_equal(issue->blocked_by.len, 0);
    issue = &got.issues.items[1];
    assert_null(issue->body);
    assert_string_equal(issue->state_reason, "not_planned");
    assert_int_equal(issue->parent.v, 1);
    assert_true(issue->relations_known && issue->locked);
    assert_int_equal(issue->blocked_by.len, 2);
    assert_int_equal(issue->blocked_by.items[0].v, 3);
    assert_int_equal(issue->comments, 5);
    assert_false(got.issues.items[2].blocked_by_known);
    store_close(store);
}

static void test_a_part_adds_and_a_whole_takes_away(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    struct remote five = make_remote(s, 5), part = {0}, two = make_remote(s, 2);
    save(s, store, at, &five, STORE_SAVE_WHOLE);
    VEC_PUSH(s->arena, &part.issues, make_issue(s, 9));
    part.issues.items[0].title = "new";
    save(s, store, at, &part, STORE_SAVE_PART);
    assert_int_equal(load(s, store, at).issues.len, 6);
    assert_string_equal(load(s, store, at).issues.items[5].title, "new");
    two.labels.len = 1;
    two.milestones.len = 0;
    save(s, store, at, &two, STORE_SAVE_WHOLE);
    struct remote got = load(s, store, at);
    assert_int_equal(got.issues.len, 2);
    assert_int_equal(got.labels.len, 1);
    assert_string_equal(got.labels.items[0].name, "area:db");
    assert_int_equal(got.milestones.len, 0);
    int64_t bodies;
    WORKS(s, db_ask(store, "SELECT count(*) FROM body", &bodies, &s->err));
    assert_int_equal(bodies, 2);
    store_close(store);
}

static void test_equal_rows_stay_untouched(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    struct remote remote = make_remote(s, 20);
    save(s, store, at, &remote, STORE_SAVE_WHOLE);
    int before = sqlite3_total_changes(store->db);
    save(s, store, at, &remote, STORE_SAVE_WHOLE);
    assert_int_equal(sqlite3_total_changes(store->db), before);
    remote.issues.items[3].title = "renamed";
    remote.issues.items[4].body = "rewritten";
    save(s, store, at, &remote, STORE_SAVE_WHOLE);
    assert_int_equal(sqlite3_total_changes(store->db), before + 2);
    store_close(store);
}

static void test_blockers_not_read_keep_those_read_before(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    struct remote_issue issue = make_issue(s, 4);
    VEC_PUSH(s->arena, &issue.blocked_by, ((struct number){2}));
    WORKS(s, store_put_issue(store, at.repository, &issue, &s->err));
    issue.blocked_by_known = false;
    issue.blocked_by.len = 0;
    issue.title = "other";
    WORKS(s, store_put_issue(store, at.repository, &issue, &s->err));
    struct remote got = load(s, store, at);
    assert_string_equal(got.issues.items[0].title, "other");
    assert_true(got.issues.items[0].blocked_by_known);
    assert_int_equal(got.issues.items[0].blocked_by.items[0].v, 2);
    store_close(store);
}

static void put_closed(struct scratch *s, struct store *store, struct store_scope at,
                       const char *closed_at, const char *reason, const char *updated_at)
{
    struct remote_issue issue = make_issue(s, 4);
    issue.state = closed_at ? "closed" : "open";
    issue.closed_at = closed_at;
    issue.state_reason = reason;
    issue.updated_at = updated_at;
    WORKS(s, store_put_issue(store, at.repository, &issue, &s->err));
}

static void expect_past(const struct store_past_closings *past, size_t i, const char *closed_at,
                        const char *reason, const char *reopened_at)
{
    assert_string_equal(past->items.items[i].id, "DB-004");
    assert_string_equal(past->items.items[i].closed_at, closed_at);
    assert_string_equal(past->items.items[i].state_reason, reason);
    assert_string_equal(past->items.items[i].reopened_at, reopened_at);
}

static void test_a_closing_that_was_taken_back_is_kept(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    const struct base_item item = {.kind = KIND_ISSUE, .id = "DB-004", .number = {4}};
    struct store_past_closings past = {0};
    WORKS(s, store_bind_item(store, at, &item, &s->err));
    put_closed(s, store, at, NULL, NULL, "2026-02-03T10:00:00Z");
    put_closed(s, store, at, "2026-02-04T10:00:00Z", "completed", "2026-02-04T10:00:00Z");
    put_closed(s, store, at, "2026-02-04T10:00:00Z", "completed", "2026-02-05T10:00:00Z");
    WORKS(s, store_load_past_closings(store, s->arena, at, &past, &s->err));
    assert_int_equal(past.items.len, 0); /* a comment opens nothing */
    put_closed(s, store, at, NULL, "reopened", "2026-02-06T10:00:00Z");
    put_closed(s, store, at, NULL, "reopened", "2026-02-07T10:00:00Z");
    put_closed(s, store, at, "2026-02-08T10:00:00Z", "not_planned", "2026-02-08T10:00:00Z");
    /* Reopened and closed again between two readings. */
    put_closed(s, store, at, "2026-02-10T10:00:00Z", "completed", "2026-02-11T10:00:00Z");
    WORKS(s, store_load_past_closings(store, s->arena, at, &past, &s->err));
    assert_int_equal(past.items.len, 2);
    expect_past(&past, 0, "2026-02-04T10:00:00Z", "completed", "2026-02-06T10:00:00Z");
    expect_past(&past, 1, "2026-02-08T10:00:00Z", "not_planned", "2026-02-10T10:00:00Z");
    past = (struct store_past_closings){0};
    WORKS(s, store_load_past_closings(store, s->arena, (struct store_scope){at.repository, "other"},
                                      &past, &s->err));
    assert_int_equal(past.items.len, 0);
    store_close(store);
}

static void test_single_objects(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    struct remote remote = make_remote(s, 3);
    save(s, store, at, &remote, STORE_SAVE_WHOLE);
    remote.labels.items[0].name = "area:database";
    WORKS(s, store_put_label(store, at.repository, &remote.labels.items[0], &s->err));
    remote.milestones.items[0].state = "closed";
    WORKS(s, store_put_milestone(store, at.repository, &remote.milestones.items[0], &s->err));
    remote.issues.items[0].body = NULL;
    WORKS(s, store_put_issue(store, at.repository, &remote.issues.items[0], &s->err));
    WORKS(s, store_drop_issue(store, at.repository, (struct number){2}, &s->err));
    struct remote got = load(s, store, at);
    assert_int_equal(got.labels.len, 2);
    assert_string_equal(got.labels.items[1].name, "area:database");
    assert_string_equal(got.milestones.items[0].state, "closed");
    assert_int_equal(got.issues.len, 2);
    assert_null(got.issues.items[0].body);
    WORKS(s, store_drop_label(store, at.repository, (struct db_id){31}, &s->err));
    WORKS(s, store_drop_milestone(store, at.repository, (struct number){1}, &s->err));
    got = load(s, store, at);
    assert_int_equal(got.labels.len, 1);
    assert_int_equal(got.milestones.len, 0);
    store_close(store);
}

static void test_ten_thousand_in_one_transaction(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_open(s, STORE_WRITE);
    struct store_scope at = scratch_scope(s, store);
    struct remote remote = make_remote(s, 10000);
    save(s, store, at, &remote, STORE_SAVE_WHOLE);
    WORKS(s, store_mark_read(store, at.repository, "2026-02-03T10:00:00Z", 5, true, &s->err));
    struct remote got = load(s, store, at);
    assert_true(got.complete);
    assert_int_equal(got.issues.len, 10000);
    for (size_t i = 0; i < got.issues.len; i++)
        assert_int_equal(got.issues.items[i].number.v, (int64_t)i + 1);
    store_close(store);
}

static void test_two_repositories_do_not_mix(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    struct store_repository other = {.host = "github.com", .id = {2}, .full_name = "hubot/hello"};
    WORKS(s, store_put_repository(store, &other, &s->err));
    struct remote three = make_remote(s, 3), one = make_remote(s, 1);
    save(s, store, at, &three, STORE_SAVE_WHOLE);
    save(s, store, (struct store_scope){other.key, "db"}, &one, STORE_SAVE_WHOLE);
    assert_int_equal(load(s, store, at).issues.len, 3);
    struct remote unknown;
    WORKS(s, store_load_remote(store, s->arena, (struct store_repo){99}, &unknown, &s->err));
    assert_int_equal(unknown.issues.len, 0);
    assert_int_equal(unknown.repository.watchers, -1);
    assert_false(unknown.complete);
    store_close(store);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_comes_back_as_it_was),
        CASE(test_a_part_adds_and_a_whole_takes_away),
        CASE(test_equal_rows_stay_untouched),
        CASE(test_blockers_not_read_keep_those_read_before),
        CASE(test_a_closing_that_was_taken_back_is_kept),
        CASE(test_single_objects),
        CASE(test_ten_thousand_in_one_transaction),
        CASE(test_two_repositories_do_not_mix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
