#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/reconcile.h"
#include "engine_world.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct reconciliation plan_of(struct world *world)
{
    struct reconciliation result;
    struct err err cleanup_err = ERR_INIT;
    if (world_plan(world, &result, &err))
        fail_msg("%s", err.message);
    return result;
}

static void small_plan(struct world *world)
{
    world_init(world, arena);
    want_scalar(want_add(world, KIND_LABEL, "area:db", "area:db"), FIELD_COLOR, "5319e7");
    struct want *milestone = want_add(world, KIND_MILESTONE, "M1", "M1: First");
    want_text(world, milestone, "What it is");
    want_scalar(milestone, FIELD_DUE_ON, "2026-03-13");
    const char *ids[] = {"DB-001", "DB-002", "DB-003"};
    for (size_t i = 0; i < 3; i++) {
        struct want *issue =
            want_add(world, KIND_ISSUE, ids[i], arena_printf(arena, "%s: Issue", ids[i]));
        want_text(world, issue, "Summary\n\n- [ ] one\n- [ ] two");
        want_set(world, issue, FIELD_LABELS, "area:db");
        want_scalar(issue, FIELD_MILESTONE, "M1");
    }
    strlist_add(arena, &world->wants.items[2].needs, "DB-002");
    want_edge(world, RELATION_BLOCKED_BY, "DB-001", "DB-002");
    want_edge(world, RELATION_PARENT, "DB-003", "DB-001");
}

static const char *order_of(const struct reconciliation *result)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    for (size_t i = 0; i < result->changeset.items.len; i++)
        str_addf(&text, "%s%s", i ? ", " : "", result->changeset.items.items[i].id);
    return str_dup(&text, arena);
}

static void first_and_second_run(void **state)
{
    (void)state;
    struct world world;
    small_plan(&world);
    struct reconciliation result = plan_of(&world);
    /* Kinds, then depth, then place: DB-001 needs DB-002. */
    assert_string_equal(order_of(&result), "area:db, M1, DB-002, DB-003, DB-001, "
                                           "DB-001 blocked-by DB-002, DB-003 parent DB-001");
    assert_int_equal(result.changeset.writes, 7);
    assert_int_equal(result.changeset.creations, 7);
    assert_int_equal(result.changeset.notifications, 3);
    assert_int_equal(result.changeset.objects, 7);
    assert_int_equal(world_apply(&world, &result), 7);
    for (int cached = 1; cached >= 0; cached--) {
        world.cached = cached;
        result = plan_of(&world);
        assert_int_equal(result.changeset.items.len, 0);
        assert_int_equal(result.changeset.writes, 0);
        for (size_t i = 0; i < result.bound.len; i++)
            if (cached && result.bound.items[i].changed)
                fail_msg("%s: the base moves without a reason", result.bound.items[i].want->id);
        assert_int_equal(result.changeset.counts[KIND_ISSUE].unchanged, 3);
        assert_int_equal(result.changeset.counts[KIND_RELATION].unchanged, 2);
    }
    /* A cold run fills the cache, and a warm one after it agrees. */
    world.base.items.len = 0;
    world_apply(&world, &result);
    world.cached = true;
    result = plan_of(&world);
    assert_int_equal(result.changeset.items.len, 0);
    for (size_t i = 0; i < result.bound.len; i++)
        assert_false(result.bound.items[i].changed);
}

static void work_is_not_drift(void **state)
{
    (void)state;
    struct world world;
    small_plan(&world);
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    struct remote_issue *issue = &world.remote.issues.items[0];
    issue->state = "closed";
    issue->state_reason = "completed";
    issue->comments = 4;
    strlist_add(arena, &issue->assignees, "octocat");
    strlist_add(arena, &issue->labels, "in progress");
    char *tick = strstr((char *)(uintptr_t)issue->body, "[ ]");
    tick[1] = 'x';
    for (int cached = 0; cached < 2; cached++) {
        world.cached = cached;
        result = plan_of(&world);
        assert_int_equal(result.changeset.items.len, 0);
    }
}

static void relations_edge_by_edge(void **state)
{
    (void)state;
    struct world world;
    small_plan(&world);
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    struct remote_issue *one = remote_find_issue(&world.remote, (struct number){3});
    struct remote_issue *three = remote_find_issue(&world.remote, (struct number){2});
    assert_int_equal(one->blocked_by.items[0].v, 1);
    assert_int_equal(three->parent.v, 3);
    /* A person adds one: it stays. */
    VEC_PUSH(arena, &one->blocked_by, (struct number){2});
    result = plan_of(&world);
    assert_int_equal(result.changeset.items.len, 0);
    /* A person removes ours: kept, told. */
    one->blocked_by.items[0].v = 2;
    one->blocked_by.len = 1;
    result = plan_of(&world);
    assert_int_equal(result.changeset.writes, 0);
    assert_int_equal(result.changeset.counts[KIND_RELATION].drift, 1);
    one->blocked_by.items[0].v = 1;
    /* The spec gives another parent: the child moves, nothing is removed before. */
    world.wants.len -= 1;
    want_edge(&world, RELATION_PARENT, "DB-003", "DB-002");
    result = plan_of(&world);
    assert_string_equal(order_of(&result), "DB-003 parent DB-002");
    assert_int_equal(result.changeset.items.items[0].verb, VERB_CREATE);
    /* Unless a person moved it too. */
    three->parent.v = 0;
    world_issue(&world, "elsewhere", "");
    three = remote_find_issue(&world.remote, (struct number){2});
    three->parent.v = 4;
    result = plan_of(&world);
    assert_true(changeset_has_conflicts(&result.changeset));
    three->parent.v = 3;
    /* The spec drops both. */
    world.wants.len -= 2;
    result = plan_of(&world);
    assert_int_equal(result.changeset.counts[KIND_RELATION].delete, 2);
    assert_int_equal(world_apply(&world, &result), 2);
    assert_int_equal(remote_find_issue(&world.remote, (struct number){3})->blocked_by.len, 0);
    result = plan_of(&world);
    assert_int_equal(result.changeset.items.len, 0);
}

static void servers_without_relations(void **state)
{
    (void)state;
    struct world world;
    small_plan(&world);
    world.remote.has_sub_issues = world.remote.has_dependencies = false;
    struct reconciliation result = plan_of(&world);
    assert_int_equal(result.changeset.skipped_kinds.len, 2);
    assert_int_equal(result.changeset.counts[KIND_RELATION].create, 0);
    world_apply(&world, &result);
    result = plan_of(&world);
    assert_int_equal(result.changeset.items.len, 0);
}

static void a_relation_without_its_end_is_refused(void **state)
{
    (void)state;
    struct world world;
    small_plan(&world);
    world_issue(&world, "DB-002: Something else", "");
    struct reconciliation result = plan_of(&world);
    const struct item_change *edge = world_item(&result, KIND_RELATION, "DB-001 blocked-by DB-002");
    assert_int_equal(edge->refusal, REFUSAL_MISSING_END);
    assert_int_equal(world_item(&result, KIND_ISSUE, "DB-001")->verb, VERB_CREATE);
}

static void blockers_must_have_been_read(void **state)
{
    (void)state;
    struct world world;
    small_plan(&world);
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    remote_find_issue(&world.remote, (struct number){3})->blocked_by_known = false;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(world_plan(&world, &result, &err), ERR_FAILED);
}

static void selections(void **state)
{
    (void)state;
    static const struct {
        const char *ids[2], *order;
    } cases[] = {
        {{"DB-001"}, "area:db, M1, DB-002, DB-001, DB-001 blocked-by DB-002"},
        {{"area:DB"}, "area:db"},
        {{"M1"},
         "area:db, M1, DB-002, DB-003, DB-001, DB-001 blocked-by DB-002, DB-003 parent DB-001"},
        {{"DB-002", "area:db"}, "area:db, M1, DB-002"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world world;
        small_plan(&world);
        struct strlist select = {0};
        for (size_t k = 0; k < 2 && cases[i].ids[k]; k++)
            strlist_add(arena, &select, cases[i].ids[k]);
        world.input.select = &select;
        struct reconciliation result = plan_of(&world);
        assert_string_equal(order_of(&result), cases[i].order);
    }
    /* What is only needed is not changed. */
    struct world world;
    small_plan(&world);
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    struct strlist select = {0};
    strlist_add(arena, &select, "DB-001");
    world.input.select = &select;
    want_text(&world, &world.wants.items[3], "another text of DB-002");
    world.wants.items[1].value[FIELD_TITLE] = value_text("New", "New");
    result = plan_of(&world);
    assert_int_equal(result.changeset.items.len, 0);
    select.items[0] = "DB-999";
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(world_plan(&world, &result, &err), ERR_USAGE);
    assert_non_null(strstr(err.message, "DB-999"));
}

static void creations_are_spread(void **state)
{
    (void)state;
    struct world world;
    small_plan(&world);
    world.input.max_creates = 4;
    struct reconciliation result = plan_of(&world);
    assert_string_equal(order_of(&result), "area:db, M1, DB-002, DB-003");
    assert_int_equal(result.deferred.len, 3);
    assert_int_equal(result.changeset.writes, 4);
    world_apply(&world, &result);
    result = plan_of(&world);
    world_apply(&world, &result);
    result = plan_of(&world);
    assert_int_equal(result.changeset.items.len, 0);
    /* What needs a deferred milestone waits with it. */
    small_plan(&world);
    world.input.max_creates = 0;
    result = plan_of(&world);
    assert_int_equal(result.changeset.items.len, 0);
    assert_int_equal(result.deferred.len, 7);
}

static void prune_closes_what_left_the_plan(void **state)
{
    (void)state;
    struct world world;
    small_plan(&world);
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    /* A person's issue in our milestone is never pruned. */
    struct remote_issue *theirs = world_issue(&world, "Theirs", "x");
    theirs->milestone.v = 1;
    world.wants.items[3] = world.wants.items[4]; /* DB-002 leaves */
    world.wants.len = 4;
    world.wants.items[2].needs.len = 0;
    result = plan_of(&world);
    assert_int_equal(result.changeset.counts[KIND_ISSUE].close, 0);
    assert_int_equal(result.changeset.unplanned.len, 2);
    world.input.prune_issues = world.input.prune_labels = world.input.prune_milestones = true;
    for (int cached = 0; cached < 2; cached++) {
        world.cached = cached;
        result = plan_of(&world);
        const struct item_change *item = world_item(&result, KIND_ISSUE, "DB-002");
        assert_int_equal(item->verb, VERB_CLOSE);
        assert_string_equal(item->changes.items[0].after.text, "closed:not_planned");
        assert_int_equal(result.changeset.counts[KIND_ISSUE].close, 1);
        assert_int_equal(result.changeset.counts[KIND_LABEL].delete, 0);
    }
    /* Labels and milestones: only what this cache created. */
    world.wants.items[0] = world.wants.items[2];
    world.wants.items[1] = world.wants.items[3];
    world.wants.len = 2;
    for (size_t i = 0; i < 2; i++) {
        world.wants.items[i].value[FIELD_LABELS] = value_set();
        world.wants.items[i].value[FIELD_MILESTONE] = (struct value){0};
    }
    result = plan_of(&world);
    /* An issue still carries the label: it stays, and that is said. */
    assert_null(world_item(&result, KIND_LABEL, "area:db"));
    assert_string_equal(result.changeset.leftovers.items[0].why_kept, "issues carry it");
    for (size_t i = 0; i < world.remote.issues.len; i++)
        world.remote.issues.items[i].labels = (struct strlist){0};
    result = plan_of(&world);
    assert_int_equal(world_item(&result, KIND_LABEL, "area:db")->verb, VERB_DELETE);
    assert_int_equal(world_item(&result, KIND_MILESTONE, "M1")->verb, VERB_DELETE);
    world.remote.milestones.items[0].open_issues = 1;
    world.cached = false;
    result = plan_of(&world);
    assert_null(world_item(&result, KIND_LABEL, "area:db"));
    assert_null(world_item(&result, KIND_MILESTONE, "M1"));
}

static void unplanned_issues_are_told(void **state)
{
    (void)state;
    struct world world;
    small_plan(&world);
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    world_issue(&world, "In our milestone", "x")->milestone.v = 1;
    world_issue(&world, "DB-001: same key", "x");
    world_issue(&world, "Nothing of ours", "x");
    world_issue(&world, "DB-002: closed", "x")->state = "closed";
    world_issue(&world, "DB-003: of another plan",
                "<!-- roadmap:v1 scope=other id=DB-003 -->\n\nx\n\n<!-- /roadmap -->");
    result = plan_of(&world);
    assert_int_equal(result.changeset.unplanned.len, 2);
    assert_string_equal(result.changeset.unplanned.items[0].milestone_id, "M1");
    assert_null(result.changeset.unplanned.items[1].milestone_id);
    assert_int_equal(result.changeset.counts[KIND_ISSUE].others, 5);
}

/* Labels go by single requests, so that what a person does meanwhile stays. */
static void labels_are_added_and_removed_by_name(void **state)
{
    (void)state;
    struct world world;
    small_plan(&world);
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    want_set(&world, &world.wants.items[2], FIELD_LABELS, "type:task");
    result = plan_of(&world);
    const struct item_change *item = world_item(&result, KIND_ISSUE, "DB-001");
    const struct change *change = item_change_field(item, FIELD_LABELS);
    assert_int_equal(change->added.len, 1);
    assert_int_equal(change->removed.len, 1);
    int64_t writes, creations;
    reconcile_requests(item, &writes, &creations);
    assert_int_equal(writes, 3); /* one POST, one DELETE, and the base in the mark follows */
    assert_int_equal(creations, 1);
    /* Somebody labels it between our read and our write. */
    strlist_add(arena, &remote_find_issue(&world.remote, item->number)->labels, "urgent");
    world_apply(&world, &result);
    assert_true(strlist_has(&remote_find_issue(&world.remote, item->number)->labels, "urgent"));
    result = plan_of(&world);
    assert_int_equal(result.changeset.items.len, 0);
}

/* The base is only what came back: a label request that failed is asked again. */
static void base_follows_the_label_requests(void **state)
{
    (void)state;
    struct world world;
    small_plan(&world);
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    want_set(&world, &world.wants.items[2], FIELD_LABELS, "area:db,type:task");
    result = plan_of(&world);
    const struct item_change *item = world_item(&result, KIND_ISSUE, "DB-001");
    struct have echo; /* nothing was added */
    have_issue(arena, remote_find_issue(&world.remote, item->number), &result.names, &echo);
    struct next_base next;
    compare_next_base(arena, item, &echo, &next);
    assert_int_equal(next.refused.len, 1);
    char *renewed = body_renew_base(arena, &echo, &next.item);
    if (renewed)
        remote_find_issue(&world.remote, item->number)->body = renewed;
    world_store(&world, &next.item);
    for (int cached = 0; cached < 2; cached++) {
        world.cached = cached;
        result = plan_of(&world);
        item = world_item(&result, KIND_ISSUE, "DB-001");
        assert_string_equal(item_change_field(item, FIELD_LABELS)->added.items[0], "type:task");
    }
}

/* Verify: the object moved between reading and writing. */
static void compared_again_with_fresh_values(void **state)
{
    (void)state;
    struct world world;
    small_plan(&world);
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    world.wants.items[2].value[FIELD_TITLE] = value_text("Ours", "Ours");
    result = plan_of(&world);
    const struct item_change *item = world_item(&result, KIND_ISSUE, "DB-001");
    struct remote_issue fresh = *remote_find_issue(&world.remote, item->number);
    struct have have;
    struct item_change again;
    struct err err cleanup_err = ERR_INIT;
    fresh.title = "Theirs";
    assert_int_equal(reconcile_again(arena, &result, item, NULL, NULL, &fresh, &have, &again, &err),
                     OK);
    assert_int_equal(again.verb, VERB_NONE);
    assert_int_equal(item_change_field(&again, FIELD_TITLE)->move, MOVE_CONFLICT);
    fresh.title = "Ours";
    assert_int_equal(reconcile_again(arena, &result, item, NULL, NULL, &fresh, &have, &again, &err),
                     OK);
    assert_int_equal(again.verb, VERB_NONE);
}

/* A PATCH of the title carries the body for the fresh base, and nothing else of it changes. */
static void a_title_alone_renews_the_mark(void **state)
{
    (void)state;
    struct world world;
    small_plan(&world);
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    struct remote_issue *issue = remote_find_issue(&world.remote, (struct number){3});
    issue->body = arena_printf(arena, "above\r\n%sbelow\r\n", issue->body);
    world.wants.items[2].value[FIELD_TITLE] = value_text("DB-001: New", "DB-001: New");
    result = plan_of(&world);
    const char *before = issue->body;
    world_apply(&world, &result);
    const char *body = remote_find_issue(&world.remote, (struct number){3})->body;
    assert_non_null(strstr(body, " num=3 "));
    assert_non_null(
        strstr(body, arena_printf(arena, "t:%s", hash_kind(arena, "t", "DB-001: New"))));
    struct block_parts old, new;
    block_split(arena, before, &old);
    block_split(arena, body, &new);
    assert_string_equal(old.prefix, new.prefix);
    assert_string_equal(old.block, new.block);
    assert_string_equal(old.middle, new.middle);
    assert_string_equal(old.marker.nonce, new.marker.nonce);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(first_and_second_run, set_up, tear_down),
        cmocka_unit_test_setup_teardown(work_is_not_drift, set_up, tear_down),
        cmocka_unit_test_setup_teardown(relations_edge_by_edge, set_up, tear_down),
        cmocka_unit_test_setup_teardown(servers_without_relations, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_relation_without_its_end_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(blockers_must_have_been_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(selections, set_up, tear_down),
        cmocka_unit_test_setup_teardown(creations_are_spread, set_up, tear_down),
        cmocka_unit_test_setup_teardown(prune_closes_what_left_the_plan, set_up, tear_down),
        cmocka_unit_test_setup_teardown(unplanned_issues_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(labels_are_added_and_removed_by_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(base_follows_the_label_requests, set_up, tear_down),
        cmocka_unit_test_setup_teardown(compared_again_with_fresh_values, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_title_alone_renews_the_mark, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
