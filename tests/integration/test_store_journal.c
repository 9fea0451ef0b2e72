#include "support/store_scratch.h"

#include <signal.h>
#include <sys/wait.h>

#include "store/items.h"
#include "store/journal.h"
#include "store/runs.h"

static struct intent make_intent(struct store_scope at, const char *id, const char *nonce)
{
    return (struct intent){.at = at,
                           .run = "0123abc",
                           .kind = KIND_ISSUE,
                           .item_id = id,
                           .verb = VERB_CREATE,
                           .nonce = nonce,
                           .method = "POST",
                           .path = "/repos/octocat/hello/issues",
                           .body = "{\"title\":\"x\"}",
                           .created_ms = 1000,
                           .server_ms = 900,
                           .sender_pid = 77,
                           .sender_host = "box"};
}

static struct intent open_one(struct scratch *s, struct store *store, struct store_scope at,
                              const char *id, const char *nonce)
{
    struct intent intent = make_intent(at, id, nonce);
    WORKS(s, store_intent_open(store, &intent, &s->err));
    assert_true(intent.id > 0);
    assert_int_equal(intent.state, INTENT_OPEN);
    assert_int_equal(intent.attempts, 1);
    return intent;
}

static struct intents pending(struct scratch *s, struct store *store, struct store_scope at,
                              int64_t now_ms)
{
    struct intents intents;
    WORKS(s, store_pending_intents(store, s->arena, at, now_ms, &intents, &s->err));
    return intents;
}

static struct intent by_nonce(struct scratch *s, struct store *store, const char *nonce)
{
    struct intent intent;
    bool found;
    WORKS(s, store_find_nonce(store, s->arena, nonce, &intent, &found, &s->err));
    assert_true(found);
    return intent;
}

static void done(struct scratch *s, struct store *store, int64_t id, int64_t number)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    WORKS(s, store_begin(store, &tx, &s->err));
    WORKS(s, store_intent_done(store, id, (struct number){number}, &s->err));
    WORKS(s, store_commit(&tx, &s->err));
}

static void test_what_was_open_becomes_unknown(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_open(s, STORE_WRITE);
    struct store_scope at = scratch_scope(s, store);
    (void)open_one(s, store, at, "DB-001", "00000001aaaaaaaa");
    store_close(store);
    store = scratch_open(s, STORE_WRITE);
    struct intents intents = pending(s, store, at, 5000);
    assert_int_equal(intents.items.len, 1);
    const struct intent *got = &intents.items.items[0];
    assert_int_equal(got->state, INTENT_UNKNOWN);
    assert_int_equal(got->gone_ms, 5000);
    assert_string_equal(got->item_id, "DB-001");
    assert_string_equal(got->at.scope, "db");
    assert_int_equal(got->kind, KIND_ISSUE);
    assert_int_equal(got->verb, VERB_CREATE);
    assert_string_equal(got->nonce, "00000001aaaaaaaa");
    assert_string_equal(got->method, "POST");
    assert_string_equal(got->path, "/repos/octocat/hello/issues");
    assert_string_equal(got->body, "{\"title\":\"x\"}");
    assert_int_equal(got->created_ms, 1000);
    assert_int_equal(got->server_ms, 900);
    assert_int_equal(got->sender_pid, 77);
    assert_string_equal(got->sender_host, "box");
    assert_string_equal(got->run, "0123abc");
    /* The horizon counts from the first start-up that found it, not from the last. */
    intents = pending(s, store, at, 9000);
    assert_int_equal(intents.items.items[0].gone_ms, 5000);
    store_close(store);
}

static void test_the_ways_of_an_intent(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    int64_t count;
    struct intent a = open_one(s, store, at, "a", "000000000000000a");
    struct intent b = open_one(s, store, at, "b", "000000000000000b");
    struct intent c = open_one(s, store, at, "c", "000000000000000c");
    struct intent d = open_one(s, store, at, "d", NULL);
    struct intent e = open_one(s, store, at, "e", NULL);
    WORKS(s, store_intent_again(store, e.id, &s->err));
    done(s, store, a.id, 41);
    WORKS(s, store_intent_failed(store, b.id, "422: title is missing", &s->err));
    WORKS(s, store_intent_unknown(store, c.id, 3000, &s->err));
    WORKS(s, store_intent_looked(store, c.id, &s->err));
    WORKS(s, store_intent_looked(store, c.id, &s->err));
    WORKS(s, store_count_pending(store, at, &count, &s->err));
    assert_int_equal(count, 3);
    assert_int_equal(by_nonce(s, store, "000000000000000a").state, INTENT_DONE);
    assert_int_equal(by_nonce(s, store, "000000000000000a").number.v, 41);
    assert_null(by_nonce(s, store, "000000000000000a").body);
    assert_int_equal(by_nonce(s, store, "000000000000000b").state, INTENT_FAILED);
    assert_string_equal(by_nonce(s, store, "000000000000000b").reason, "422: title is missing");
    struct intents intents = pending(s, store, at, 8000);
    assert_int_equal(intents.items.len, 3);
    assert_string_equal(intents.items.items[0].item_id, "c");
    assert_int_equal(intents.items.items[0].looks, 2);
    assert_int_equal(intents.items.items[0].gone_ms, 3000);
    assert_string_equal(intents.items.items[1].item_id, "d");
    assert_int_equal(intents.items.items[2].attempts, 2);
    assert_non_null(intents.items.items[0].body);
    WORKS(s, store_intent_absent(store, c.id, &s->err));
    assert_int_equal(by_nonce(s, store, "000000000000000c").state, INTENT_ABSENT);
    done(s, store, d.id, 0);
    WORKS(s, store_count_pending(store, at, &count, &s->err));
    assert_int_equal(count, 1);
    store_close(store);
}

static void test_done_and_base_stand_or_fall_together(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    struct intent intent = open_one(s, store, at, "a", "000000000000000a");
    struct base_item item = {.kind = KIND_ISSUE, .id = "a", .number = {41}};
    struct base base;
    {
        struct store_tx tx cleanup_tx = STORE_TX_INIT;
        WORKS(s, store_begin(store, &tx, &s->err));
        WORKS(s, store_put_base(store, at, &item, &s->err));
        WORKS(s, store_intent_done(store, intent.id, item.number, &s->err));
    }
    WORKS(s, store_load_base(store, s->arena, at, &base, &s->err));
    assert_int_equal(base.items.len, 0);
    assert_int_equal(by_nonce(s, store, "000000000000000a").state, INTENT_OPEN);
    store_close(store);
}

static void test_a_nonce_is_used_once(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    (void)open_one(s, store, at, "a", "000000000000000a");
    struct intent again = make_intent(at, "b", "000000000000000a");
    FAILS(s, store_intent_open(store, &again, &s->err), ERR_FAILED, "intent_open");
    bool found;
    WORKS(s, store_find_nonce(store, s->arena, "000000000000000f", &again, &found, &s->err));
    assert_false(found);
    store_close(store);
}

static void test_an_open_intent_outlives_kill(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_open(s, STORE_WRITE);
    struct store_scope at = scratch_scope(s, store);
    store_close(store);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        store = scratch_open(s, STORE_WRITE);
        (void)open_one(s, store, at, "a", "000000000000000a");
        (void)kill(getpid(), SIGKILL);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    store = scratch_open(s, STORE_WRITE);
    assert_int_equal(pending(s, store, at, 1).items.len, 1);
    store_close(store);
}

static void test_only_final_ones_are_pruned(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    struct intent a = open_one(s, store, at, "a", "000000000000000a");
    (void)open_one(s, store, at, "b", "000000000000000b");
    done(s, store, a.id, 1);
    WORKS(s, store_prune_intents(store, 1000, &s->err));
    (void)by_nonce(s, store, "000000000000000a");
    WORKS(s, store_prune_intents(store, 1001, &s->err));
    bool found;
    WORKS(s, store_find_nonce(store, s->arena, "000000000000000a", &a, &found, &s->err));
    assert_false(found);
    (void)by_nonce(s, store, "000000000000000b");
    store_close(store);
}

static struct run begin_run(struct scratch *s, struct store *store, struct store_scope at,
                            int64_t at_ms)
{
    struct run run = {.at = at, .started_ms = at_ms, .who = "octocat", .spec = "roadmap/db.yaml"};
    WORKS(s, store_run_begin(store, &run, NULL, &s->err));
    assert_int_equal(strspn(run.id, "0123456789abcdef"), 7);
    return run;
}

struct refused {
    size_t left;
    char first[RUN_ID_BYTES];
};

static bool refuse_some(void *state, const char *id)
{
    struct refused *refused = state;
    if (refused->left == 0)
        return false;
    if (!refused->first[0])
        (void)snprintf(refused->first, sizeof refused->first, "%s", id);
    refused->left--;
    return true;
}

/* The journal of an earlier run, whose cache is gone, may have the id. */
static void test_an_id_that_is_taken_elsewhere(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct refused refused = {.left = 3};
    const struct run_taken taken = {refuse_some, &refused};
    struct run run = {.at = scratch_scope(s, store), .started_ms = 1, .spec = "roadmap/db.yaml"};
    WORKS(s, store_run_begin(store, &run, &taken, &s->err));
    assert_int_equal(refused.left, 0);
    assert_string_not_equal(run.id, refused.first);
    bool found = false;
    struct run back;
    WORKS(s, store_find_run(store, s->arena, refused.first, &back, &found, &s->err));
    assert_false(found);
    WORKS(s, store_find_run(store, s->arena, run.id, &back, &found, &s->err));
    assert_true(found);
    store_close(store);
}

static void test_runs_and_their_changes(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    struct run first = begin_run(s, store, at, 100), second = begin_run(s, store, at, 200);
    struct run_change created = {
        .kind = KIND_ISSUE, .verb = VERB_CREATE, .item_id = "a", .number = {41}, .at_ms = 101};
    struct run_change title = {.kind = KIND_ISSUE,
                               .verb = VERB_UPDATE,
                               .item_id = "a",
                               .number = {41},
                               .has_field = true,
                               .field = FIELD_TITLE,
                               .before = "old\ntext",
                               .after = NULL,
                               .at_ms = 102};
    WORKS(s, store_change_add(store, first.id, &created, &s->err));
    WORKS(s, store_change_add(store, first.id, &title, &s->err));
    assert_int_equal(title.seq, 2);
    WORKS(s, store_run_end(store, first.id, 150, 5, &s->err));
    struct runs runs;
    WORKS(s, store_load_runs(store, s->arena, 10, &runs, &s->err));
    assert_int_equal(runs.items.len, 2);
    assert_string_equal(runs.items.items[0].id, second.id);
    assert_int_equal(runs.items.items[0].exit_status, RUN_NO_EXIT);
    assert_int_equal(runs.items.items[1].exit_status, 5);
    assert_int_equal(runs.items.items[1].ended_ms, 150);
    assert_int_equal(runs.items.items[1].changes, 2);
    assert_string_equal(runs.items.items[1].who, "octocat");
    struct run_changes changes;
    WORKS(s, store_load_changes(store, s->arena, first.id, &changes, &s->err));
    assert_int_equal(changes.items.len, 2);
    assert_false(changes.items.items[0].has_field);
    assert_int_equal(changes.items.items[0].verb, VERB_CREATE);
    assert_true(changes.items.items[1].has_field);
    assert_int_equal(changes.items.items[1].field, FIELD_TITLE);
    assert_string_equal(changes.items.items[1].before, "old\ntext");
    assert_null(changes.items.items[1].after);
    store_close(store);
}

static void test_a_run_is_found_by_its_beginning(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    struct run one = begin_run(s, store, at, 100), got;
    bool found;
    WORKS(s, store_find_run(store, s->arena, arena_strndup(s->arena, one.id, 3), &got, &found,
                            &s->err));
    assert_true(found);
    assert_string_equal(got.id, one.id);
    WORKS(s, store_find_run(store, s->arena, "", &got, &found, &s->err));
    assert_false(found);
    WORKS(s, store_find_run(store, s->arena, "%", &got, &found, &s->err));
    assert_false(found);
    /* With more than 16 runs two share their first digit. */
    for (int i = 0; i < 17; i++)
        (void)begin_run(s, store, at, 200);
    int ambiguous = 0;
    for (const char *digit = "0123456789abcdef"; *digit; digit++) {
        WORKS(s, store_find_run(store, s->arena, arena_strndup(s->arena, digit, 1), &got, &found,
                                &s->err));
        ambiguous += !found;
    }
    assert_true(ambiguous > 0);
    store_close(store);
}

static void test_only_the_newest_runs_are_kept(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    struct run undo = {.at = at, .started_ms = 50, .command = "undo", .undoes = "0123abc"};
    struct run_change change = {.kind = KIND_ISSUE, .verb = VERB_CREATE, .item_id = "a"};
    struct runs runs;
    struct run_changes changes;
    (void)begin_run(s, store, at, 100);
    WORKS(s, store_run_begin(store, &undo, NULL, &s->err));
    WORKS(s, store_change_add(store, undo.id, &change, &s->err));
    WORKS(s, store_prune_runs(store, 2, &s->err));
    WORKS(s, store_load_runs(store, s->arena, 10, &runs, &s->err));
    assert_int_equal(runs.items.len, 2);
    assert_string_equal(runs.items.items[0].command, "sync");
    assert_null(runs.items.items[0].undoes);
    assert_string_equal(runs.items.items[1].command, "undo");
    assert_string_equal(runs.items.items[1].undoes, "0123abc");
    WORKS(s, store_prune_runs(store, 1, &s->err));
    WORKS(s, store_load_runs(store, s->arena, 10, &runs, &s->err));
    assert_int_equal(runs.items.len, 1);
    assert_string_equal(runs.items.items[0].command, "sync");
    WORKS(s, store_load_changes(store, s->arena, undo.id, &changes, &s->err));
    assert_int_equal(changes.items.len, 0);
    store_close(store);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_what_was_open_becomes_unknown),        CASE(test_the_ways_of_an_intent),
        CASE(test_done_and_base_stand_or_fall_together), CASE(test_a_nonce_is_used_once),
        CASE(test_an_open_intent_outlives_kill),         CASE(test_only_final_ones_are_pruned),
        CASE(test_an_id_that_is_taken_elsewhere),        CASE(test_runs_and_their_changes),
        CASE(test_a_run_is_found_by_its_beginning),      CASE(test_only_the_newest_runs_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
