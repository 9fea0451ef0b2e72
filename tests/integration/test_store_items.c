#include "support/store_scratch.h"

#include "base/day.h"
#include "base/str.h"
#include "store/db.h"
#include "store/facts.h"
#include "store/items.h"
#include "store/status.h"

static const struct value *text(struct scratch *s, const char *of)
{
    struct value *value = ARENA_NEW(s->arena, struct value);
    *value = (struct value){.known = true, .text = of, .raw = of};
    return value;
}

static const struct value *set(struct scratch *s, const char *first, const char *second)
{
    struct value *value = ARENA_NEW(s->arena, struct value);
    value->known = true;
    if (first)
        strlist_add(s->arena, &value->set, first);
    if (second)
        strlist_add(s->arena, &value->set, second);
    value->raw_set = value->set;
    return value;
}

static struct base load(struct scratch *s, struct store *store, struct store_scope at)
{
    struct base base;
    WORKS(s, store_load_base(store, s->arena, at, &base, &s->err));
    return base;
}

static const struct base_item *only(const struct base *base)
{
    assert_int_equal(base->items.len, 1);
    return &base->items.items[0];
}

static void test_both_values_null_and_unknown_are_kept_apart(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    struct base_item item = {.kind = KIND_ISSUE,
                             .id = "DB-001",
                             .number = {12},
                             .db_id = {912},
                             .pristine = true,
                             .ticks = "0110",
                             .block_source = "0123456789ab"};
    item.spec[FIELD_TITLE] = text(s, "Ours");
    item.remote[FIELD_TITLE] = text(s, "Ours, echoed");
    item.spec[FIELD_MILESTONE] = text(s, NULL);
    item.remote[FIELD_MILESTONE] = text(s, "");
    item.spec[FIELD_LABELS] = set(s, NULL, NULL);
    item.remote[FIELD_LABELS] = set(s, "area:db", "with\nnewline");
    item.remote[FIELD_STATE] = text(s, "open");
    WORKS(s, store_put_base(store, at, &item, &s->err));

    struct base base = load(s, store, at);
    const struct base_item *got = only(&base);
    assert_string_equal(got->id, "DB-001");
    assert_int_equal(got->number.v, 12);
    assert_int_equal(got->db_id.v, 912);
    assert_true(got->pristine);
    assert_false(got->hashed);
    assert_string_equal(got->ticks, "0110");
    assert_string_equal(got->block_source, "0123456789ab");
    assert_string_equal(base_spec(got, FIELD_TITLE)->text, "Ours");
    assert_string_equal(base_remote(got, FIELD_TITLE)->text, "Ours, echoed");
    assert_true(base_spec(got, FIELD_MILESTONE)->known);
    assert_null(base_spec(got, FIELD_MILESTONE)->text);
    assert_string_equal(base_remote(got, FIELD_MILESTONE)->text, "");
    assert_true(base_spec(got, FIELD_LABELS)->known);
    assert_int_equal(base_spec(got, FIELD_LABELS)->set.len, 0);
    assert_int_equal(base_remote(got, FIELD_LABELS)->set.len, 2);
    assert_string_equal(base_remote(got, FIELD_LABELS)->set.items[1], "with\nnewline");
    assert_false(base_spec(got, FIELD_STATE)->known);
    assert_true(base_remote(got, FIELD_STATE)->known);
    assert_false(base_spec(got, FIELD_BLOCK)->known);
    store_close(store);
}

static void test_a_side_that_is_not_given_stays(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    struct base_item item = {.kind = KIND_ISSUE, .id = "a", .ticks = "1"};
    item.spec[FIELD_TITLE] = text(s, "one");
    item.remote[FIELD_TITLE] = text(s, "two");
    WORKS(s, store_put_base(store, at, &item, &s->err));
    struct base_item next = {.kind = KIND_ISSUE, .id = "a", .number = {3}};
    next.remote[FIELD_TITLE] = text(s, NULL);
    WORKS(s, store_put_base(store, at, &next, &s->err));
    struct base base = load(s, store, at);
    assert_string_equal(base_spec(only(&base), FIELD_TITLE)->text, "one");
    assert_true(base_remote(only(&base), FIELD_TITLE)->known);
    assert_null(base_remote(only(&base), FIELD_TITLE)->text);
    assert_string_equal(only(&base)->ticks, "1");
    assert_int_equal(only(&base)->number.v, 3);
    store_close(store);
}

/* `plan` stores what status needs before anything is created. */
static void test_facts_take_nothing_from_pristine(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    const struct store_fact facts[] = {
        {.kind = KIND_ISSUE, .id = "made", .title = "Made", .hours = -1, .due_day = DAY_NONE},
        {.kind = KIND_ISSUE, .id = "found", .title = "Found", .hours = -1, .due_day = DAY_NONE}};
    WORKS(s, store_save_facts(store, at, facts, 2, &s->err));
    struct base_item item = {
        .kind = KIND_ISSUE, .id = "made", .number = {1}, .db_id = {11}, .pristine = true};
    WORKS(s, store_put_base(store, at, &item, &s->err));
    item = (struct base_item){.kind = KIND_ISSUE, .id = "found", .number = {2}, .db_id = {12}};
    WORKS(s, store_put_base(store, at, &item, &s->err));
    struct base base = load(s, store, at);
    assert_int_equal(base.items.len, 2);
    assert_false(base.items.items[0].pristine);
    assert_true(base.items.items[1].pristine);
    store_close(store);
}

/* What is as it was is not written again; whatever differs in one thing only is. */
static void test_each_fact_that_changed_is_kept(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    const struct store_fact step = {
        .kind = KIND_MILESTONE, .id = "m", .title = "Step", .hours = -1, .due_day = 20000};
    const struct store_fact issue = {
        .kind = KIND_ISSUE, .id = "a", .title = "One", .hours = -1, .due_day = DAY_NONE};
    struct store_fact facts[] = {step, issue};
    WORKS(s, store_save_facts(store, at, facts, 2, &s->err));
    for (int turn = 0; turn < 10; turn++) {
        struct standings standings;
        struct store_others others;
        struct standing_words words;
        facts[0] = step;
        facts[1] = issue;
        if (turn == 0)
            facts[1].title = "Two";
        if (turn == 1)
            facts[1].milestone_id = "m";
        if (turn == 2)
            facts[1].owner = "octocat";
        if (turn == 3)
            facts[1].hours = 0;
        if (turn == 4)
            facts[1].place = 7;
        if (turn == 5)
            facts[0].due_day = DAY_NONE;
        if (turn == 7)
            facts[1].worker = "hubot", facts[1].hands = 1;
        if (turn == 8)
            facts[1].worker = "hubot", facts[1].hands = 3;
        if (turn == 9)
            facts[0].start_day = 19990;
        WORKS(s, store_save_facts(store, at, facts, 2, &s->err));
        WORKS(s, store_load_standings(store, s->arena, at, &standings, &others, &s->err));
        assert_int_equal(standings.issues.len, 1);
        const struct standing *found = &standings.issues.items[0];
        WORKS(s, store_load_words(store, s->arena, found, &words, &s->err));
        assert_string_equal(words.title, turn == 0 ? "Two" : "One");
        assert_int_equal(found->milestone, turn == 1 ? 0 : -1);
        assert_int_equal(words.owner != NULL, turn == 2);
        assert_true(turn == 3 ? found->hours >= 0 : found->hours < 0);
        assert_int_equal(found->place, turn == 4 ? 7 : 0);
        assert_int_equal(standings.milestones.items[0].due_day, turn == 5 ? DAY_NONE : 20000);
        assert_int_equal(found->owner, turn == 7 || turn == 8);
        if (found->owner)
            assert_int_equal(standings.owners.items[0].hands, turn == 8 ? 3 : 1);
        assert_int_equal(standings.milestones.items[0].start_day, turn == 9 ? 19990 : 0);
    }
    WORKS(s, store_save_facts(store, at, facts, 1, &s->err));
    struct standings standings;
    struct store_others others;
    WORKS(s, store_load_standings(store, s->arena, at, &standings, &others, &s->err));
    assert_int_equal(standings.issues.len, 0);
    store_close(store);
}

static void test_pristine_is_lost_for_good(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    struct base_item item = {.kind = KIND_ISSUE, .id = "a", .pristine = true};
    WORKS(s, store_bind_item(store, at, &item, &s->err));
    item.pristine = false;
    WORKS(s, store_bind_item(store, at, &item, &s->err));
    item.pristine = true;
    WORKS(s, store_bind_item(store, at, &item, &s->err));
    struct base base = load(s, store, at);
    assert_false(only(&base)->pristine);
    store_close(store);
}

static void test_order_is_by_kind_and_id(void **state)
{
    static const struct {
        enum kind kind;
        const char *id;
    } given[] = {{KIND_RELATION, "b parent a"},
                 {KIND_ISSUE, "b"},
                 {KIND_ISSUE, "a"},
                 {KIND_LABEL, "z"},
                 {KIND_ISSUE, "B"},
                 {KIND_MILESTONE, "m"}};
    static const char *const wanted[] = {"z", "m", "B", "a", "b", "b parent a"};
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    for (size_t i = 0; i < 6; i++) {
        struct base_item item = {.kind = given[i].kind, .id = given[i].id};
        item.spec[FIELD_TITLE] = item.spec[FIELD_STATE] = text(s, "x");
        WORKS(s, store_put_base(store, at, &item, &s->err));
    }
    struct base base = load(s, store, at);
    assert_int_equal(base.items.len, 6);
    assert_int_equal(base.items.cap, 6);
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(base.items.items[i].id, wanted[i]);
    store_close(store);
}

static void test_renaming_and_forgetting(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope at = scratch_scope(s, store);
    struct base_item item = {.kind = KIND_LABEL, .id = "database", .db_id = {31}};
    item.spec[FIELD_COLOR] = text(s, "5319e7");
    WORKS(s, store_put_base(store, at, &item, &s->err));
    struct base_item taken = {.kind = KIND_LABEL, .id = "area:db"};
    WORKS(s, store_bind_item(store, at, &taken, &s->err));
    WORKS(s, store_rename_item(store, at, KIND_LABEL, "database", "area:db", &s->err));
    WORKS(s, store_rename_item(store, at, KIND_LABEL, "area:db", "area:db", &s->err));
    struct base base = load(s, store, at);
    assert_string_equal(only(&base)->id, "area:db");
    assert_int_equal(only(&base)->db_id.v, 31);
    assert_string_equal(base_spec(only(&base), FIELD_COLOR)->text, "5319e7");
    WORKS(s, store_forget_item(store, at, KIND_LABEL, "area:db", &s->err));
    WORKS(s, store_forget_item(store, at, KIND_LABEL, "area:db", &s->err));
    assert_int_equal(load(s, store, at).items.len, 0);
    int64_t left;
    WORKS(s, db_ask(store, "SELECT count(*) FROM base", &left, &s->err));
    assert_int_equal(left, 0);
    store_close(store);
}

static void test_scopes_do_not_mix(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct store_scope db = scratch_scope(s, store), docs = {db.repository, "docs"};
    struct base_item item = {.kind = KIND_LABEL, .id = "area:db", .db_id = {31}};
    item.spec[FIELD_COLOR] = text(s, "5319e7");
    WORKS(s, store_put_base(store, db, &item, &s->err));
    item.spec[FIELD_COLOR] = text(s, "ff0000");
    WORKS(s, store_put_base(store, docs, &item, &s->err));
    struct base base = load(s, store, db);
    assert_string_equal(base_spec(only(&base), FIELD_COLOR)->text, "5319e7");
    WORKS(s, store_forget_item(store, db, KIND_LABEL, "area:db", &s->err));
    base = load(s, store, docs);
    assert_string_equal(base_spec(only(&base), FIELD_COLOR)->text, "ff0000");
    store_close(store);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_both_values_null_and_unknown_are_kept_apart),
        CASE(test_a_side_that_is_not_given_stays),
        CASE(test_facts_take_nothing_from_pristine),
        CASE(test_each_fact_that_changed_is_kept),
        CASE(test_pristine_is_lost_for_good),
        CASE(test_order_is_by_kind_and_id),
        CASE(test_renaming_and_forgetting),
        CASE(test_scopes_do_not_mix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
