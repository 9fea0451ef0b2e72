#include "support/store_scratch.h"

#include "base/day.h"
#include "store/budget.h"
#include "store/facts.h"
#include "store/items.h"
#include "store/snapshot.h"
#include "store/status.h"
#include "store/validators.h"

#define HOST "github.com"

static struct store_repository put(struct scratch *s, struct store *store, int64_t id,
                                   const char *name, int64_t read_ms)
{
    struct store_repository repository = {
        .host = HOST, .id = {id}, .full_name = name, .read_ms = read_ms, .watchers = -1};
    WORKS(s, store_put_repository(store, &repository, &s->err));
    return repository;
}

static void synced(struct scratch *s, struct store *store, struct store_repo key, const char *scope,
                   int64_t at_ms)
{
    struct store_scope_state state = {.spec_path = "roadmap/db.yaml",
                                      .spec_hash = "abc",
                                      .sync_ms = at_ms,
                                      .sync_by = "octocat",
                                      .sync_run = "0123abc"};
    WORKS(s, store_put_scope(store, (struct store_scope){key, scope}, &state, &s->err));
}

static enum code check(struct scratch *s, struct store *store, int64_t id, const char *name,
                       const char *scope, enum store_target *target, const char **old)
{
    return store_check_target(store, s->arena, HOST, (struct repo_id){id}, name, scope, target, old,
                              &s->err);
}

static void test_found_by_id_and_by_name(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_repository got;
    bool found;
    struct store_repository one = put(s, store, 1, "Octocat/Hello", 5);
    WORKS(s, store_find_repository_name(store, s->arena, HOST, "octocat/hello", &got, &found,
                                        &s->err));
    assert_true(found);
    assert_int_equal(got.key.v, one.key.v);
    assert_string_equal(got.full_name, "Octocat/Hello");
    WORKS(s, store_find_repository_name(store, s->arena, "ghe.example", "octocat/hello", &got,
                                        &found, &s->err));
    assert_false(found);
    struct store_repository again = put(s, store, 1, "octocat/renamed", 6);
    assert_int_equal(again.key.v, one.key.v);
    WORKS(s,
          store_find_repository(store, s->arena, HOST, (struct repo_id){1}, &got, &found, &s->err));
    assert_true(found);
    assert_string_equal(got.full_name, "octocat/renamed");
    store_close(store);
}

static void test_marks_of_a_read(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_repository one = put(s, store, 1, "octocat/hello", 0), got;
    bool found;
    WORKS(s, store_mark_read(store, one.key, "2026-02-03T10:00:00Z", 50, true, &s->err));
    WORKS(s, store_mark_read(store, one.key, NULL, 60, false, &s->err));
    WORKS(s, store_find_repository(store, s->arena, HOST, one.id, &got, &found, &s->err));
    assert_string_equal(got.since, "2026-02-03T10:00:00Z");
    assert_int_equal(got.read_ms, 60);
    assert_int_equal(got.complete_ms, 50);
    store_close(store);
}

static void test_another_repository_than_last_time_is_refused(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    enum store_target target;
    const char *old;
    WORKS(s, check(s, store, 1, "octocat/hello", "db", &target, &old));
    assert_int_equal(target, STORE_TARGET_NEW);
    struct store_repository one = put(s, store, 1, "octocat/hello", 5);
    synced(s, store, one.key, "db", 10);
    WORKS(s, check(s, store, 1, "octocat/hello", "db", &target, &old));
    assert_int_equal(target, STORE_TARGET_SAME);
    assert_null(old);
    WORKS(s, check(s, store, 1, "octocat/renamed", "db", &target, &old));
    assert_int_equal(target, STORE_TARGET_RENAMED);
    assert_string_equal(old, "octocat/hello");
    FAILS(s, check(s, store, 2, "octocat/hello", "db", &target, &old), ERR_REFUSED,
          "id 2 now, 1 before");
    assert_int_equal(check(s, store, 2, "octocat/other", "db", &target, &old), ERR_REFUSED);
    assert_non_null(strstr(s->err.message, "'octocat/hello'"));
    assert_non_null(strstr(s->err.message, "'octocat/other'"));
    assert_non_null(strstr(s->err.hint, "--repo octocat/hello"));
    err_clear(&s->err);
    /* Another plan may go there, and another host is another world. */
    WORKS(s, check(s, store, 2, "octocat/other", "docs", &target, &old));
    WORKS(s, store_check_target(store, s->arena, "ghe.example", (struct repo_id){2},
                                "octocat/other", "db", &target, &old, &s->err));
    store_close(store);
}

static void test_the_last_scope(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at;
    struct store_repository repository;
    struct store_scope_state last;
    bool found;
    WORKS(s, store_last_scope(store, s->arena, &at, &repository, &last, &found, &s->err));
    assert_false(found);
    struct store_repository one = put(s, store, 1, "octocat/hello", 5);
    synced(s, store, one.key, "db", 10);
    synced(s, store, one.key, "docs", 20);
    WORKS(s, store_last_scope(store, s->arena, &at, &repository, &last, &found, &s->err));
    assert_true(found);
    assert_string_equal(at.scope, "docs");
    assert_string_equal(repository.full_name, "octocat/hello");
    assert_string_equal(last.sync_by, "octocat");
    assert_string_equal(last.sync_run, "0123abc");
    at.scope = "none";
    WORKS(s, store_load_scope(store, s->arena, at, &last, &found, &s->err));
    assert_false(found);
    store_close(store);
}

static void test_the_scope_of_a_plan(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at;
    struct store_repository repository;
    struct store_scope_state last;
    bool found;
    struct store_repository one = put(s, store, 1, "octocat/hello", 5);
    struct store_repository two = put(s, store, 2, "octocat/other", 5);
    struct store_scope_state a = {.spec_path = "a.yaml", .sync_ms = 10};
    struct store_scope_state b = {.spec_path = "b.yaml", .sync_ms = 20};
    WORKS(s, store_put_scope(store, (struct store_scope){one.key, "main"}, &a, &s->err));
    WORKS(s, store_put_scope(store, (struct store_scope){two.key, "main"}, &b, &s->err));
#define FIND(scope_, path_)                                                                        \
    WORKS(s, store_find_scope(store, s->arena, (scope_), (path_), &at, &repository, &last, &found, \
                              &s->err))
    FIND(NULL, "a.yaml");
    assert_true(found);
    assert_string_equal(repository.full_name, "octocat/hello");
    FIND("main", "a.yaml");
    assert_string_equal(repository.full_name, "octocat/hello");
    FIND("main", "new.yaml"); /* the one synced last */
    assert_string_equal(repository.full_name, "octocat/other");
    FIND(NULL, "new.yaml");
    assert_false(found);
    FIND("docs", "a.yaml");
    assert_false(found);
    store_close(store);
}

static void test_budget_by_window_and_account(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    static const int64_t sent[] = {300, 100, 200, 200};
    struct store_instants instants;
    for (size_t i = 0; i < 4; i++)
        WORKS(s, store_budget_add(store, HOST, "octocat", sent[i], &s->err));
    WORKS(s, store_budget_add(store, HOST, "hubot", 300, &s->err));
    WORKS(s, store_budget_load(store, s->arena, HOST, "octocat", 200, &instants, &s->err));
    assert_int_equal(instants.items.len, 3);
    WORKS(s, store_budget_load(store, s->arena, HOST, "octocat", 0, &instants, &s->err));
    assert_int_equal(instants.items.len, 4);
    assert_int_equal(instants.items.items[0], 100);
    assert_int_equal(instants.items.items[3], 300);
    WORKS(s, store_budget_prune(store, 300, &s->err));
    WORKS(s, store_budget_load(store, s->arena, HOST, "octocat", 0, &instants, &s->err));
    assert_int_equal(instants.items.len, 1);
    store_close(store);
}

static void test_validators_belong_to_an_account(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_repo key = put(s, store, 1, "octocat/hello", 5).key;
    struct store_validator one = {"https://api.github.com/a", "W/\"1\"", NULL};
    struct store_validators all;
    WORKS(s, store_put_validator(store, key, "octocat", &one, &s->err));
    one.etag = "W/\"2\"";
    one.next = "https://api.github.com/a?page=2";
    WORKS(s, store_put_validator(store, key, "octocat", &one, &s->err));
    WORKS(s, store_load_validators(store, s->arena, key, "hubot", &all, &s->err));
    assert_int_equal(all.items.len, 0);
    WORKS(s, store_load_validators(store, s->arena, key, "octocat", &all, &s->err));
    assert_int_equal(all.items.len, 1);
    assert_string_equal(all.items.items[0].url, one.url);
    assert_string_equal(all.items.items[0].etag, "W/\"2\"");
    assert_string_equal(all.items.items[0].next, one.next);
    one.etag = NULL;
    WORKS(s, store_put_validator(store, key, "octocat", &one, &s->err));
    WORKS(s, store_load_validators(store, s->arena, key, "octocat", &all, &s->err));
    assert_int_equal(all.items.len, 0);
    one.etag = "x";
    WORKS(s, store_put_validator(store, key, "hubot", &one, &s->err));
    WORKS(s, store_forget_validators(store, key, &s->err));
    WORKS(s, store_load_validators(store, s->arena, key, "hubot", &all, &s->err));
    assert_int_equal(all.items.len, 0);
    store_close(store);
}

static void bind_number(struct scratch *s, struct store *store, struct store_scope at,
                        enum kind kind, const char *id, int64_t number)
{
    struct base_item item = {.kind = kind, .id = id, .number = {number}};
    WORKS(s, store_bind_item(store, at, &item, &s->err));
}

static void save_issue(struct scratch *s, struct store *store, struct store_scope at,
                       int64_t number, const char *issue_state, const int64_t *blockers,
                       size_t count)
{
    struct remote_issue issue = {.number = {number},
                                 .title = "whatever",
                                 .state = issue_state,
                                 .blocked_by_known = true,
                                 .updated_at = "2026-02-02T10:00:00Z"};
    strlist_add(s->arena, &issue.assignees, "hubot");
    for (size_t i = 0; i < count; i++)
        VEC_PUSH(s->arena, &issue.blocked_by, ((struct number){blockers[i]}));
    WORKS(s, store_put_issue(store, at.repository, &issue, &s->err));
}

static void save_state(struct scratch *s, struct store *store, struct store_scope at,
                       int64_t number, const char *issue_state)
{
    save_issue(s, store, at, number, issue_state, (const int64_t[]){number + 1}, 1);
}

/* What dates are made of; the issues are b, c and a. */
static void assert_scheduling(const struct standings *standings)
{
    const struct standing *b = &standings->issues.items[0], *c = b + 1, *a = b + 2;
    assert_int_equal(standings->milestones.items[0].start_day, 20500);
    assert_int_equal(standings->milestones.items[1].start_day, DAY_NONE);
    assert_int_equal(standings->owners.len, 2);
    assert_int_equal(b->owner, 0);
    assert_string_equal(standings->owners.items[a->owner - 1].name, "Two Leads");
    assert_int_equal(standings->owners.items[a->owner - 1].hands, 2);
    assert_string_equal(standings->owners.items[c->owner - 1].name, "hubot"); /* assigned there */
}

static void test_standings(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = {put(s, store, 1, "octocat/hello", 5).key, "db"};
    struct store_scope other_plan = {at.repository, "web"};
    struct store_fact facts[] = {
        {KIND_MILESTONE, "M2", "Second", NULL, NULL, -1, DAY_NONE, 2, NULL, 0, DAY_NONE},
        {KIND_MILESTONE, "M1", "First", NULL, NULL, -1, 20525, 1, NULL, 0, 20500},
        {KIND_ISSUE, "a", "Issue a", "M1", "Tech Lead", 8, DAY_NONE, 3, "Two Leads", 2, DAY_NONE},
        {KIND_ISSUE, "b", "Issue b", NULL, NULL, -1, DAY_NONE, 4, NULL, 0, DAY_NONE},
        {KIND_ISSUE, "c", "Issue c", "M2", NULL, 0, DAY_NONE, 5, NULL, 0, DAY_NONE},
    };
    struct standings standings;
    struct store_others others;
    struct standing_words words = {0};
    struct remote_milestone milestone = {.number = {7}, .title = "First", .state = "closed"};
    WORKS(s, store_save_facts(store, at, facts, 5, &s->err));
    bind_number(s, store, at, KIND_MILESTONE, "M1", 7);
    WORKS(s, store_put_milestone(store, at.repository, &milestone, &s->err));
    bind_number(s, store, at, KIND_ISSUE, "a", 12);
    bind_number(s, store, at, KIND_ISSUE, "c", 11);
    bind_number(s, store, other_plan, KIND_ISSUE, "z", 15);
    save_state(s, store, at, 11, "closed");
    save_state(s, store, at, 12, "open");
    save_state(s, store, at, 13, "open");
    save_state(s, store, at, 14, "closed");
    save_state(s, store, at, 15, "open");
    save_issue(s, store, at, 12, "open", (const int64_t[]){13, 11}, 2);
    WORKS(s, store_load_standings(store, s->arena, at, &standings, &others, &s->err));
    assert_int_equal(standings.milestones.len, 2);
    assert_string_equal(standings.milestones.items[0].id, "M1");
    assert_int_equal(standings.milestones.items[0].due_day, 20525);
    assert_scheduling(&standings);
    assert_true(standings.milestones.items[0].closed);
    assert_false(standings.milestones.items[1].read);
    assert_int_equal(standings.milestones.items[1].due_day, DAY_NONE);
    assert_int_equal(standings.issues.len, 3);
    const struct standing *b = &standings.issues.items[0], *c = b + 1, *a = b + 2;
    assert_int_equal(b->number.v, 0);
    assert_false(b->read);
    assert_true(b->hours < 0);
    assert_int_equal(b->milestone, -1);
    assert_int_equal(c->number.v, 11);
    assert_true(c->closed);
    assert_int_equal(c->milestone, 1);
    assert_int_equal(c->blocker_count, 1); /* 12, which is a */
    assert_int_equal(c->blockers[0], 2);
    assert_int_equal(a->milestone, 0);
    assert_true(a->hours > 7.9 && a->hours < 8.1);
    assert_false(a->closed);
    assert_true(a->assigned);
    assert_int_equal(a->blocker_count, 1); /* 13 is nobody's */
    assert_int_equal(a->blockers[0], 1);
    assert_int_equal(standings.order[0], 2);
    assert_int_equal(standings.order[1], 0);
    assert_int_equal(standings.order[2], 1);
    WORKS(s, store_load_words(store, s->arena, a, &words, &s->err));
    assert_string_equal(words.id, "a");
    assert_string_equal(words.title, "Issue a");
    assert_string_equal(words.owner, "Tech Lead");
    assert_string_equal(words.assignee, "hubot");
    assert_string_equal(words.since, "2026-02-02T10:00:00Z");
    WORKS(s, store_load_words(store, s->arena, b, &words, &s->err));
    assert_string_equal(words.id, "b");
    assert_null(words.assignee);
    assert_null(words.since);
    assert_int_equal(others.items.len, 1); /* 14 is closed, 15 another plan's */
    assert_int_equal(others.items.items[0].number.v, 13);
    struct store_titles titles = {0};
    WORKS(s, store_load_titles(store, s->arena, at, &titles, &s->err));
    assert_int_equal(titles.items.len, 3);
    /* An issue that leaves the plan leaves the rows, and stays an item. */
    WORKS(s, store_save_facts(store, at, facts, 3, &s->err));
    WORKS(s, store_load_standings(store, s->arena, at, &standings, &others, &s->err));
    assert_int_equal(standings.issues.len, 1);
    assert_int_equal(standings.order[0], 0);
    struct base base;
    WORKS(s, store_load_base(store, s->arena, at, &base, &s->err));
    assert_int_equal(base.items.len, 5);
    store_close(store);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_found_by_id_and_by_name),
        CASE(test_marks_of_a_read),
        CASE(test_another_repository_than_last_time_is_refused),
        CASE(test_the_last_scope),
        CASE(test_the_scope_of_a_plan),
        CASE(test_budget_by_window_and_account),
        CASE(test_validators_belong_to_an_account),
        CASE(test_standings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
