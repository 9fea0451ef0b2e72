#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/bind.h"
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

/* A world with one synced issue, #1. */
static struct world synced(void)
{
    struct world world;
    world_init(&world, arena);
    want_text(&world, want_add(&world, KIND_ISSUE, "DB-001", "DB-001: Matrix"), "text");
    struct reconciliation result = plan_of(&world);
    assert_int_equal(world_apply(&world, &result), 1);
    return world;
}

static const struct item_change *first_item(struct world *world, struct reconciliation *result)
{
    *result = plan_of(world);
    return world_item(result, KIND_ISSUE, "DB-001");
}

static void same_object_with_and_without_cache(void **state)
{
    (void)state;
    for (int cached = 0; cached < 2; cached++) {
        struct world world = synced();
        world.cached = cached;
        struct reconciliation result = plan_of(&world);
        assert_int_equal(result.changeset.items.len, 0);
        assert_int_equal(result.bound.items[0].number.v, 1);
        assert_int_equal(result.bound.items[0].bound, cached ? BOUND_CACHE : BOUND_MARKER);
        assert_int_equal(result.changeset.counts[KIND_ISSUE].unchanged, 1);
    }
}

/* Somebody copies the body into a new issue and deletes the original: the copy is not the item. */
static void copied_body_whose_original_is_gone(void **state)
{
    (void)state;
    struct world world = synced();
    /* The number is in the mark since the first PATCH. */
    world.wants.items[0].value[FIELD_TITLE] = value_text("DB-001: Map", "DB-001: Map");
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    const char *body = world.remote.issues.items[0].body;
    assert_non_null(strstr(body, " num=1 "));
    world_issue(&world, "Copy of DB-001", body);
    world_remove_issue(&world, 1);
    world.cached = false;
    const struct item_change *item = first_item(&world, &result);
    assert_int_equal(item->verb, VERB_REFUSE);
    assert_int_equal(item->refusal, REFUSAL_COPY);
    assert_string_equal(item->ways.items[0], "roadmap sync --adopt DB-001=#2");
    assert_int_equal(result.strays.len, 1);
    assert_int_equal(result.changeset.writes, 0);
}

/* The same before the number stood in the mark: then the time of the nonce tells. */
static void copied_body_without_number(void **state)
{
    (void)state;
    struct world world = synced();
    world.now_ms += 16 * 60 * 1000;
    world_issue(&world, "Copy", world.remote.issues.items[0].body);
    struct reconciliation result;
    /* The original is there: it stays bound, the copy is only told. */
    world.cached = false;
    assert_null(first_item(&world, &result));
    assert_int_equal(result.bound.items[0].number.v, 1);
    assert_int_equal(result.strays.len, 1);
    world_remove_issue(&world, 1);
    assert_int_equal(first_item(&world, &result)->refusal, REFUSAL_COPY);
}

static void copy_within_the_window_has_a_lower_twin(void **state)
{
    (void)state;
    struct world world = synced();
    world_issue(&world, "Copy at once", world.remote.issues.items[0].body);
    world.cached = false;
    struct reconciliation result;
    assert_null(first_item(&world, &result));
    assert_int_equal(result.strays.len, 1);
    assert_int_equal(result.strays.items[0].number.v, 2);
}

static void adopting_a_copy_on_demand(void **state)
{
    (void)state;
    struct world world = synced();
    struct reconciliation result;
    world.wants.items[0].value[FIELD_TITLE] = value_text("DB-001: Map", "DB-001: Map");
    result = plan_of(&world);
    world_apply(&world, &result);
    world_issue(&world, "Copy", world.remote.issues.items[0].body);
    world_remove_issue(&world, 1);
    world.cached = false;
    world.base.items.len = 0;
    struct err err cleanup_err = ERR_INIT;
    struct adopts adopts = {0};
    assert_int_equal(adopt_parse(arena, "DB-001=#2", &adopts, &err), OK);
    world.input.adopts = &adopts;
    assert_int_equal(first_item(&world, &result)->verb, VERB_ADOPT);
    world_apply(&world, &result);
    world.input.adopts = NULL;
    result = plan_of(&world);
    assert_int_equal(result.bound.items[0].number.v, 2);
    assert_int_equal(result.strays.len, 0);
    adopts.list.len = 0;
    world_remove_issue(&world, 2);
    assert_int_equal(adopt_parse(arena, "DB-001=new", &adopts, &err), OK);
    world.input.adopts = &adopts;
    assert_int_equal(first_item(&world, &result)->verb, VERB_CREATE);
}

/* Two machines without a lock both created it. */
static struct world raced(void)
{
    struct world world;
    world_init(&world, arena);
    want_text(&world, want_add(&world, KIND_ISSUE, "DB-001", "DB-001: Matrix"), "text");
    struct reconciliation result = plan_of(&world);
    world.cached = false;
    world_apply(&world, &result);
    world_apply(&world, &result);
    world.base.items.len = 0;
    return world;
}

static void winner_is_judged_from_the_server(void **state)
{
    (void)state;
    /* The cache of the second machine knows #2; both machines must choose #1. */
    struct world world = raced();
    struct base_item base = {.kind = KIND_ISSUE, .id = "DB-001", .number = {2}, .db_id = {1002}};
    VEC_PUSH(arena, &world.base.items, base);
    for (int cached = 0; cached < 2; cached++) {
        world.cached = cached;
        struct reconciliation result = plan_of(&world);
        assert_int_equal(result.bound.items[0].number.v, 1);
    }
}

static void an_open_holder_is_preferred_over_a_closed_lower_one(void **state)
{
    (void)state;
    struct world world = raced();
    world.remote.issues.items[0].state = "closed";
    world.remote.issues.items[0].state_reason = "duplicate";
    struct reconciliation result = plan_of(&world);
    assert_int_equal(result.bound.items[0].number.v, 2);
    /* Nothing is healed in favour of a closed one, and nothing that is closed. */
    assert_int_equal(result.changeset.items.len, 0);
    world.remote.issues.items[1].state = "closed";
    result = plan_of(&world);
    assert_int_equal(result.bound.items[0].number.v, 1);
}

static const struct item_change *twin_of(const struct reconciliation *result)
{
    for (size_t i = 0; i < result->changeset.items.len; i++)
        if (result->changeset.items.items[i].want == NULL)
            return &result->changeset.items.items[i];
    return NULL;
}

static void pristine_twins_are_healed_when_old_enough(void **state)
{
    (void)state;
    struct world world = raced();
    struct reconciliation result = plan_of(&world);
    const struct item_change *twin = twin_of(&result);
    assert_int_equal(twin->verb, VERB_REFUSE); /* young: GitHub may show more of it later */
    assert_int_equal(twin->refusal, REFUSAL_YOUNG);
    assert_int_equal(result.existing[KIND_ISSUE], 1); /* one item, for the thresholds */
    /* Unless this journal saw it being created. */
    struct base_item own = {
        .kind = KIND_ISSUE, .id = "DB-001", .number = {2}, .db_id = {1002}, .pristine = true};
    VEC_PUSH(arena, &world.base.items, own);
    world.cached = true;
    result = plan_of(&world);
    assert_int_equal(twin_of(&result)->verb, VERB_HEAL);
    world.cached = false;
    world.now_ms += 700000;
    result = plan_of(&world);
    twin = twin_of(&result);
    assert_int_equal(twin->verb, VERB_HEAL);
    assert_int_equal(twin->number.v, 2);
    /* Retired, it is no holder any more. */
    struct have have;
    have_issue(arena, &world.remote.issues.items[1], &result.names, &have);
    world.remote.issues.items[1].body = body_retire(arena, &have);
    world.remote.issues.items[1].state = "closed";
    assert_non_null(strstr(world.remote.issues.items[1].body, "<!-- roadmap:dup of=DB-001 n="));
    result = plan_of(&world);
    assert_int_equal(result.changeset.items.len, 0);
}

static void touched_twins_are_contested(void **state)
{
    (void)state;
    static const char *const touches[] = {"comment", "assignee", "title",  "label",  "milestone",
                                          "author",  "outside",  "inside", "winner", NULL};
    for (size_t i = 0; touches[i]; i++) {
        struct world world = raced();
        world.now_ms += 700000;
        struct remote_issue *loser = &world.remote.issues.items[1];
        if (i == 0)
            loser->comments = 1;
        if (i == 1)
            strlist_add(arena, &loser->assignees, "hubot");
        if (i == 2)
            loser->title = "DB-001: Changed";
        if (i == 3)
            strlist_add(arena, &loser->labels, "urgent");
        if (i == 4)
            loser->milestone.v = 7;
        if (i == 5)
            loser->author = "hubot";
        if (i == 6)
            loser->body = arena_printf(arena, "%s\nI wrote this", loser->body);
        if (i == 7) {
            struct block_parts parts;
            block_split(arena, loser->body, &parts);
            parts.block = "text, changed";
            loser->body = block_compose(arena, &parts);
        }
        if (i == 8)
            world.remote.issues.items[0].author = NULL;
        struct reconciliation result = plan_of(&world);
        const struct item_change *twin = twin_of(&result);
        if (twin == NULL || twin->verb != VERB_REFUSE)
            fail_msg("%s: not contested", touches[i]);
    }
}

static void a_missing_number_is_read_before_it_is_gone(void **state)
{
    (void)state;
    struct world world = synced();
    struct remote_issue lost = world.remote.issues.items[0];
    world_remove_issue(&world, 1);
    struct reconciliation result;
    const struct item_change *item = first_item(&world, &result);
    assert_int_equal(item->verb, VERB_REFUSE);
    assert_int_equal(result.look.len, 1);
    assert_int_equal(result.look.items[0].number.v, 1);
    /* Read: it is there, the list was wrong. */
    VEC_PUSH(arena, &world.remote.issues, lost);
    assert_null(first_item(&world, &result));
    assert_int_equal(result.look.len, 0);
    /* Read: it is gone. Never re-created silently. */
    world_remove_issue(&world, 1);
    struct looks looks = {0};
    struct look look = {.kind = KIND_ISSUE, .number = {1}, .result = LOOKED_GONE};
    VEC_PUSH(arena, &looks.list, look);
    world.input.looks = &looks;
    item = first_item(&world, &result);
    assert_int_equal(item->refusal, REFUSAL_GONE);
    assert_int_equal(result.look.len, 0);
    assert_string_equal(item->ways.items[0], "roadmap sync --recreate DB-001");
    struct strlist recreate = {0};
    strlist_add(arena, &recreate, "DB-001");
    world.input.recreate = &recreate;
    assert_int_equal(first_item(&world, &result)->verb, VERB_CREATE);
}

/* The cache has a row for every item of the plan, also for one that was never bound: a row without
 * a number must not keep the number from being noted, nor the item from being gone later. */
static void a_number_is_noted_where_the_cache_had_none(void **state)
{
    (void)state;
    struct world world = synced();
    world.base.items.len = 0;
    const struct base_item row = {.kind = KIND_ISSUE, .id = "DB-001"};
    world_store(&world, &row);
    struct remote_issue *issue = &world.remote.issues.items[0];
    issue->body = "<!-- roadmap:v2 scope=main id=DB-001 -->\n\ntext\n\n<!-- /roadmap -->\n";
    struct reconciliation result;
    assert_int_equal(first_item(&world, &result)->refusal, REFUSAL_NEWER);
    world_apply(&world, &result);
    assert_int_equal(base_find(&world.base, KIND_ISSUE, "DB-001")->number.v, 1);
    world_remove_issue(&world, 1);
    struct looks looks = {0};
    const struct look look = {.kind = KIND_ISSUE, .number = {1}, .result = LOOKED_GONE};
    VEC_PUSH(arena, &looks.list, look);
    world.input.looks = &looks;
    assert_int_equal(first_item(&world, &result)->refusal, REFUSAL_GONE);
}

static void another_object_under_the_number_is_not_the_item(void **state)
{
    (void)state;
    struct world world = synced();
    world.remote.issues.items[0].db_id.v = 77;
    world.remote.issues.items[0].body = "another issue";
    world.remote.issues.items[0].title = "Something else";
    struct reconciliation result;
    assert_int_equal(first_item(&world, &result)->refusal, REFUSAL_GONE);
}

static void strangers_marks_are_not_matched(void **state)
{
    (void)state;
    struct world world;
    world_init(&world, arena);
    want_add(&world, KIND_ISSUE, "DB-001", "DB-001: Matrix");
    struct remote_issue *issue = world_issue(
        &world, "Mine", "<!-- roadmap:v1 scope=main id=DB-001 -->\n\nx\n\n<!-- /roadmap -->");
    issue->author_association = "FIRST_TIME_CONTRIBUTOR";
    struct reconciliation result;
    assert_int_equal(first_item(&world, &result)->verb, VERB_CREATE);
    assert_int_equal(result.strays.len, 1);
    assert_true(result.strays.items[0].planted);
    /* Who may set a milestone is no stranger. */
    world.remote.issues.items[0].milestone.v = 3;
    first_item(&world, &result);
    assert_int_equal(result.bound.items[0].number.v, 1);
}

static void adoption_needs_one_whole_title(void **state)
{
    (void)state;
    static const struct {
        const char *name, *titles[3];
        enum verb verb;
    } cases[] = {
        {"none", {"Other", NULL}, VERB_CREATE},
        {"one", {" DB-001:  Matrix ", NULL}, VERB_ADOPT},
        {"one beside a key", {"DB-001: Matrix", "DB-001: Other", NULL}, VERB_ADOPT},
        {"two", {"DB-001: Matrix", "DB-001: Matrix", NULL}, VERB_REFUSE},
        {"only the key", {"DB-001 \xE2\x80\x93 Matrix", NULL}, VERB_REFUSE},
        {"another key", {"DB-0011: Matrix", NULL}, VERB_CREATE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world world;
        world_init(&world, arena);
        want_text(&world, want_add(&world, KIND_ISSUE, "DB-001", "DB-001: Matrix"), "text");
        for (size_t k = 0; k < 3 && cases[i].titles[k]; k++)
            world_issue(&world, cases[i].titles[k], "their text")->state =
                k == 0 ? "closed" : "open";
        struct reconciliation result;
        const struct item_change *item = first_item(&world, &result);
        if (item->verb != cases[i].verb)
            fail_msg("%s: verb %d", cases[i].name, item->verb);
        if (item->verb == VERB_REFUSE)
            assert_int_equal(item->refusal, REFUSAL_AMBIGUOUS);
        if (item->verb != VERB_ADOPT)
            continue;
        assert_false(result.bound.items[0].changed); /* no fact before it is written */
        world_apply(&world, &result);
        const char *body = world.remote.issues.items[0].body;
        assert_non_null(strstr(body, "id=DB-001"));
        assert_true(text_ends(body, "their text"));
        result = plan_of(&world);
        assert_int_equal(result.changeset.items.len, 0);
        world.cached = false;
        result = plan_of(&world);
        assert_int_equal(result.changeset.items.len, 0);
    }
}

static void an_equal_text_is_wrapped(void **state)
{
    (void)state;
    struct world world;
    world_init(&world, arena);
    want_text(&world, want_add(&world, KIND_ISSUE, "DB-001", "DB-001: Matrix"), "- [ ] a");
    world_issue(&world, "DB-001: Matrix", "- [x] a\r\n");
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    struct block_parts parts;
    block_split(arena, world.remote.issues.items[0].body, &parts);
    assert_string_equal(parts.block, "- [x] a");
    assert_true(block_alone(&parts));
}

static void numbers_bind_without_a_write(void **state)
{
    (void)state;
    struct world world;
    world_init(&world, arena);
    world_issue(&world, "Whatever people call it", "their text");
    struct want *want = want_add(&world, KIND_ISSUE, "DB-001", "Whatever people call it");
    want->number_hint.v = 1;
    want_text(&world, want, "their text");
    struct reconciliation result = plan_of(&world);
    assert_int_equal(result.changeset.items.len, 0);
    assert_true(result.bound.items[0].changed);
    world_apply(&world, &result);
    /* A change of the text replaces the agreed one and brings the mark. */
    want_text(&world, &world.wants.items[0], "their text\nand ours");
    result = plan_of(&world);
    world_apply(&world, &result);
    struct block_parts parts;
    block_split(arena, world.remote.issues.items[0].body, &parts);
    assert_string_equal(parts.block, "their text\nand ours");
    assert_true(block_alone(&parts));
    /* A number that is a pull request, or nothing. */
    world_init(&world, arena);
    want_add(&world, KIND_ISSUE, "DB-001", "x")->number_hint.v = 9;
    const struct item_change *item = first_item(&world, &result);
    assert_int_equal(item->refusal, REFUSAL_NOT_ISSUE);
    assert_int_equal(result.look.len, 1);
}

static void scopes_are_not_mixed(void **state)
{
    (void)state;
    struct world world = synced();
    world.scope = "other";
    world.cached = false;
    struct reconciliation result;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(world_plan(&world, &result, &err), ERR_REFUSED);
    assert_non_null(strstr(err.message, "'main'"));
    assert_non_null(strstr(err.message, "'other'"));
    err_clear(&err);
    /* Another plan beside ours is fine. */
    world.wants.items[0].id = "X-9";
    world.wants.items[0].title = "X-9: New";
    assert_int_equal(world_plan(&world, &result, &err), OK);
    assert_int_equal(result.changeset.items.items[0].verb, VERB_CREATE);
}

static void newer_marks_are_refused(void **state)
{
    (void)state;
    struct world world;
    world_init(&world, arena);
    want_text(&world, want_add(&world, KIND_ISSUE, "DB-001", "DB-001: Matrix"), "text");
    world_issue(&world, "DB-001: Matrix",
                "<!-- roadmap:v2 scope=main id=DB-001 -->\n\nx\n\n<!-- /roadmap -->");
    struct reconciliation result;
    assert_int_equal(first_item(&world, &result)->refusal, REFUSAL_NEWER);
}

static void incomplete_reads_plan_nothing(void **state)
{
    (void)state;
    struct world world = synced();
    world.remote.complete = false;
    struct reconciliation result;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(world_plan(&world, &result, &err), ERR_FAILED);
}

static void milestones_by_previous_id_or_title(void **state)
{
    (void)state;
    for (int cached = 0; cached < 2; cached++) {
        struct world world;
        world_init(&world, arena);
        want_add(&world, KIND_MILESTONE, "M0", "Old title");
        struct reconciliation result = plan_of(&world);
        world_apply(&world, &result);
        world.cached = cached;
        world.wants.len = 0;
        strlist_add(arena, &want_add(&world, KIND_MILESTONE, "M1", "New title")->previously, "M0");
        result = plan_of(&world);
        world_apply(&world, &result);
        assert_int_equal(world.remote.milestones.len, 1);
        assert_string_equal(world.remote.milestones.items[0].title, "New title");
        result = plan_of(&world);
        assert_int_equal(result.changeset.items.len, 0);
    }
    struct world world;
    world_init(&world, arena);
    world_milestone(&world, "Old title", "theirs");
    strlist_add(arena, &want_add(&world, KIND_MILESTONE, "M1", "New title")->previously,
                "Old title");
    struct reconciliation result = plan_of(&world);
    assert_int_equal(result.changeset.items.items[0].verb, VERB_ADOPT);
    world_apply(&world, &result);
    assert_string_equal(world.remote.milestones.items[0].title, "New title");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(same_object_with_and_without_cache, set_up, tear_down),
        cmocka_unit_test_setup_teardown(copied_body_whose_original_is_gone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(copied_body_without_number, set_up, tear_down),
        cmocka_unit_test_setup_teardown(copy_within_the_window_has_a_lower_twin, set_up, tear_down),
        cmocka_unit_test_setup_teardown(adopting_a_copy_on_demand, set_up, tear_down),
        cmocka_unit_test_setup_teardown(winner_is_judged_from_the_server, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_open_holder_is_preferred_over_a_closed_lower_one, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(pristine_twins_are_healed_when_old_enough, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(touched_twins_are_contested, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_missing_number_is_read_before_it_is_gone, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_number_is_noted_where_the_cache_had_none, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(another_object_under_the_number_is_not_the_item, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(strangers_marks_are_not_matched, set_up, tear_down),
        cmocka_unit_test_setup_teardown(adoption_needs_one_whole_title, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_equal_text_is_wrapped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_bind_without_a_write, set_up, tear_down),
        cmocka_unit_test_setup_teardown(scopes_are_not_mixed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(newer_marks_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(incomplete_reads_plan_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(milestones_by_previous_id_or_title, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
