#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/compare.h"
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

static enum code no_err(enum code code, struct err *err)
{
    if (code)
        fail_msg("%s", err->message);
    return code;
}

static struct reconciliation plan_of(struct world *world)
{
    struct reconciliation result;
    struct err err cleanup_err = ERR_INIT;
    no_err(world_plan(world, &result, &err), &err);
    return result;
}

/* One issue that was synced with title and text "base", then the spec and GitHub move. */
struct title_case {
    const char *name, *spec, *github;
    enum policy policy;
    enum move cached, hashed; /* with the cache; from the marker alone */
};

static enum move title_move(struct world *world)
{
    struct reconciliation result = plan_of(world);
    const struct item_change *item = world_item(&result, KIND_ISSUE, "A1");
    const struct change *change = item ? item_change_field(item, FIELD_TITLE) : NULL;
    if (change)
        return change->move;
    /* A silent agreement stands in the base. */
    const struct base_item *base = result.bound.items[0].base;
    return result.bound.items[0].changed && base &&
                   strcmp(value_str(base_spec(base, FIELD_TITLE)),
                          value_str(&world->wants.items[0].value[FIELD_TITLE])) == 0
               ? MOVE_AGREE
               : MOVE_NONE;
}

static void titles_by_policy(void **state)
{
    (void)state;
    static const struct title_case cases[] = {
        {"nothing moved", "base", "base", POLICY_MERGE, MOVE_NONE, MOVE_AGREE},
        {"blanks only", "base ", " base", POLICY_MERGE, MOVE_NONE, MOVE_AGREE},
        {"spec", "new", "base", POLICY_MERGE, MOVE_WRITE, MOVE_WRITE},
        {"github", "base", "theirs", POLICY_MERGE, MOVE_KEEP, MOVE_KEEP},
        {"both", "new", "theirs", POLICY_MERGE, MOVE_CONFLICT, MOVE_CONFLICT},
        {"both the same", "new", "new", POLICY_MERGE, MOVE_AGREE, MOVE_AGREE},
        {"spec, own", "new", "base", POLICY_OWN, MOVE_WRITE, MOVE_WRITE},
        {"github, own", "base", "theirs", POLICY_OWN, MOVE_OVERWRITE, MOVE_OVERWRITE},
        {"both, own", "new", "theirs", POLICY_OWN, MOVE_OVERWRITE, MOVE_OVERWRITE},
        {"spec, create-only", "new", "base", POLICY_CREATE_ONLY, MOVE_NONE, MOVE_NONE},
        {"github, create-only", "base", "theirs", POLICY_CREATE_ONLY, MOVE_NONE, MOVE_NONE},
        {"both, create-only", "new", "theirs", POLICY_CREATE_ONLY, MOVE_NONE, MOVE_NONE},
        {"both, ignore", "new", "theirs", POLICY_IGNORE, MOVE_NONE, MOVE_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int cached = 0; cached < 2; cached++) {
            struct world world;
            world_init(&world, arena);
            want_text(&world, want_add(&world, KIND_ISSUE, "A1", "base"), "text");
            struct reconciliation first = plan_of(&world);
            assert_int_equal(world_apply(&world, &first), 1);
            world.cached = cached;
            world.wants.len = 0;
            struct want *want = want_add(&world, KIND_ISSUE, "A1", cases[i].spec);
            want_text(&world, want, "text");
            want->policy[FIELD_TITLE] = cases[i].policy;
            world.remote.issues.items[0].title = cases[i].github;
            enum move expected = cached ? cases[i].cached : cases[i].hashed;
            enum move got = title_move(&world);
            /* Nothing to store about a field that nobody compares. */
            if (!cached && expected == MOVE_NONE && got == MOVE_AGREE)
                got = MOVE_NONE;
            if (got != expected)
                fail_msg("%s (cached %d): move %d, not %d", cases[i].name, cached, got, expected);
        }
}

/* The base of a field must not move while a person's edit is only kept: the spec's next change
 * would otherwise overwrite it as if nobody had been there. */
static void base_does_not_move_on_drift(void **state)
{
    (void)state;
    for (int cached = 0; cached < 2; cached++) {
        struct world world;
        world_init(&world, arena);
        want_text(&world, want_add(&world, KIND_ISSUE, "A1", "base"), "text");
        struct reconciliation result = plan_of(&world);
        world_apply(&world, &result);
        world.cached = cached;
        world.remote.issues.items[0].title = "theirs";
        /* Another field is written meanwhile, and the marker's base with it. */
        want_text(&world, &world.wants.items[0], "new text");
        result = plan_of(&world);
        assert_int_equal(world_apply(&world, &result), 1);
        assert_string_equal(world.remote.issues.items[0].title, "theirs");
        world.wants.items[0].value[FIELD_TITLE] = value_text("ours", "ours");
        result = plan_of(&world);
        const struct item_change *item = world_item(&result, KIND_ISSUE, "A1");
        assert_int_equal(item_change_field(item, FIELD_TITLE)->move, MOVE_CONFLICT);
    }
}

static struct world synced_text(const char *text, const char *spec, const char *github)
{
    struct world world;
    world_init(&world, arena);
    world.input.text.merge = world_merge;
    want_text(&world, want_add(&world, KIND_ISSUE, "A1", "title"), text);
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    struct remote_issue *issue = &world.remote.issues.items[0];
    struct block_parts parts;
    block_split(arena, issue->body, &parts);
    parts.block = github;
    issue->body = block_compose(arena, &parts);
    want_text(&world, &world.wants.items[0], spec);
    return world;
}

static const struct change *text_change(struct world *world, struct reconciliation *result)
{
    *result = plan_of(world);
    const struct item_change *item = world_item(result, KIND_ISSUE, "A1");
    return item ? item_change_field(item, FIELD_BLOCK) : NULL;
}

static void texts_merge_and_keep_ticks(void **state)
{
    (void)state;
    struct reconciliation result;
    struct world world =
        synced_text("- [ ] a\n- [ ] b", "- [ ] a\n- [ ] b\n- [ ] ours", "- [x] a\n- [ ] b");
    const struct change *change = text_change(&world, &result);
    assert_int_equal(change->move, MOVE_WRITE);
    assert_string_equal(change->after.raw, "- [x] a\n- [ ] b\n- [ ] ours");
    assert_string_equal(change->note, "1 ticked box stays ticked");
    /* Ticks alone are never drift. */
    world = synced_text("- [ ] a", "- [ ] a", "- [x] a");
    assert_null(text_change(&world, &result));
    /* Both changed: merged. */
    world = synced_text("one", "ours", "theirs");
    change = text_change(&world, &result);
    assert_int_equal(change->move, MOVE_CONFLICT);
    world = synced_text("one", "one\nours", "one\ntheirs");
    change = text_change(&world, &result);
    assert_true(change->merged);
    assert_non_null(strstr(change->after.raw, "ours"));
    assert_non_null(strstr(change->after.raw, "theirs"));
    /* What people wrote is drift afterwards too, and survives the next change of the spec. */
    world_apply(&world, &result);
    change = text_change(&world, &result);
    assert_int_equal(change->move, MOVE_KEEP);
    want_text(&world, &world.wants.items[0], "one\nours\nmore");
    change = text_change(&world, &result);
    assert_int_equal(change->move, MOVE_WRITE);
    assert_non_null(strstr(change->after.raw, "theirs"));
    assert_non_null(strstr(change->after.raw, "more"));
}

static enum code find_text(void *state, struct arena *in, enum kind kind, const char *id,
                           const char *hash, const char **text, struct err *err)
{
    (void)kind;
    (void)id;
    (void)err;
    const char *known = state;
    *text = strcmp(hash_kind(in, "b", known), hash) == 0 ? known : NULL;
    return OK;
}

static void base_text_from_git_without_cache(void **state)
{
    (void)state;
    struct reconciliation result;
    struct world world = synced_text("one", "one\nours", "one\ntheirs");
    world.cached = false;
    assert_int_equal(text_change(&world, &result)->move, MOVE_CONFLICT);
    char known[] = "one";
    world.input.text.base_text = find_text;
    world.input.text.base_text_state = known;
    const struct change *change = text_change(&world, &result);
    assert_int_equal(change->move, MOVE_WRITE);
    assert_true(change->merged);
}

static void lost_ticks_refuse(void **state)
{
    (void)state;
    struct reconciliation result;
    struct world world =
        synced_text("- [ ] first thing\n- [ ] b", "- [ ] b", "- [x] first thing\n- [ ] b");
    const struct change *change = text_change(&world, &result);
    const struct item_change *item = world_item(&result, KIND_ISSUE, "A1");
    assert_int_equal(item->verb, VERB_REFUSE);
    assert_int_equal(item->refusal, REFUSAL_LOST_TICKS);
    assert_string_equal(change->lost_ticks.items[0], "first thing");
    world.input.drop_ticks = true;
    text_change(&world, &result);
    assert_int_equal(world_item(&result, KIND_ISSUE, "A1")->verb, VERB_UPDATE);
}

static void a_new_template_rewrites_nothing(void **state)
{
    (void)state;
    struct world world;
    world_init(&world, arena);
    struct want *want = want_add(&world, KIND_ISSUE, "A1", "title");
    want->block_source = "0123456789ab";
    want_text(&world, want, "old rendering");
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    want_text(&world, &world.wants.items[0], "new rendering");
    result = plan_of(&world);
    assert_int_equal(result.changeset.items.len, 0);
    assert_false(result.bound.items[0].changed);
    world.input.rewrite = true;
    result = plan_of(&world);
    assert_int_equal(result.changeset.items.len, 1);
    world.input.rewrite = false;
    world.wants.items[0].block_source = "ba9876543210";
    result = plan_of(&world);
    assert_int_equal(result.changeset.items.len, 1);
}

struct set_row {
    const char *name, *base, *spec, *github;
    enum policy policy;
    const char *added, *removed, *kept; /* joined by commas */
};

static const char *join(const struct strlist *list)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    for (size_t i = 0; i < list->len; i++)
        str_addf(&text, "%s%s", i ? "," : "", list->items[i]);
    return str_dup(&text, arena);
}

static void set_remote_labels(struct remote_issue *issue, const char *list)
{
    issue->labels = (struct strlist){0};
    while (*list) {
        size_t len = strcspn(list, ",");
        strlist_add(arena, &issue->labels, arena_strndup(arena, list, len));
        list += len + (list[len] == ',');
    }
}

static void check_set(const struct set_row *row, bool cached)
{
    struct world world;
    world_init(&world, arena);
    struct want *want = want_add(&world, KIND_ISSUE, "A1", "title");
    want_set(&world, want, FIELD_LABELS, row->base);
    want->policy[FIELD_LABELS] = row->policy;
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    world.cached = cached;
    set_remote_labels(&world.remote.issues.items[0], row->github);
    want_set(&world, &world.wants.items[0], FIELD_LABELS, row->spec);
    result = plan_of(&world);
    const struct item_change *item = world_item(&result, KIND_ISSUE, "A1");
    const char *added = "", *removed = "", *kept = "";
    for (size_t i = 0; item && i < item->changes.len; i++) {
        const struct change *change = &item->changes.items[i];
        if (change_written(change)) {
            added = join(&change->added);
            removed = join(&change->removed);
        } else if (change->move == MOVE_KEEP) {
            kept = join(&change->removed);
        }
    }
    if (strcmp(added, row->added) || strcmp(removed, row->removed) || strcmp(kept, row->kept))
        fail_msg("%s (cached %d): added '%s' removed '%s' kept '%s'", row->name, cached, added,
                 removed, kept);
    /* A second run has nothing left to write. */
    world_apply(&world, &result);
    result = plan_of(&world);
    assert_int_equal(result.changeset.writes, 0);
}

static void labels_go_element_by_element(void **state)
{
    (void)state;
    static const struct set_row rows[] = {
        {"same", "a,b", "a,b", "a,b", POLICY_MERGE, "", "", ""},
        {"spec adds", "a", "a,b", "a", POLICY_MERGE, "b", "", ""},
        {"spec drops", "a,b", "a", "a,b", POLICY_MERGE, "", "b", ""},
        {"people add", "a", "a", "a,urgent", POLICY_MERGE, "", "", ""},
        {"people take off", "a,b", "a,b", "a", POLICY_MERGE, "", "", "b"},
        {"all at once", "a,b,c", "a,b,d", "a,c,urgent", POLICY_MERGE, "d", "c", "b"},
        {"own puts back", "a,b", "a,b", "a", POLICY_OWN, "b", "", ""},
        {"own leaves the rest", "a", "a", "a,urgent", POLICY_OWN, "", "", ""},
        {"case is no change", "Area:DB", "area:db", "AREA:db", POLICY_MERGE, "", "", ""},
        {"dropped and gone", "a,b", "a", "a", POLICY_MERGE, "", "", ""},
        {"a person added it first", "a", "a,b", "a,b", POLICY_MERGE, "", "", ""},
        {"create-only", "a,b", "a,c", "a", POLICY_CREATE_ONLY, "", "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_set(&rows[i], true);
        check_set(&rows[i], false);
    }
}

static void state_is_only_ever_closed(void **state)
{
    (void)state;
    static const struct {
        const char *name, *spec_before, *spec, *github, *reason;
        enum verb verb;
        bool drift;
    } cases[] = {
        {"spec closes", NULL, "closed:completed", "open", NULL, VERB_CLOSE, false},
        {"people closed", NULL, NULL, "closed", "not_planned", VERB_NONE, false},
        {"people reopened", "closed:completed", "closed:completed", "open", "reopened", VERB_NONE,
         true},
        {"no longer stated", "closed:completed", NULL, "closed", "completed", VERB_NONE, false},
        {"closed already", NULL, "closed:completed", "closed", "completed", VERB_NONE, false},
        {"other reason", NULL, "closed:completed", "closed", "not_planned", VERB_NONE, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int cached = 0; cached < 2; cached++) {
            struct world world;
            world_init(&world, arena);
            struct want *want = want_add(&world, KIND_ISSUE, "A1", "title");
            if (cases[i].spec_before)
                want_scalar(want, FIELD_STATE, cases[i].spec_before);
            struct reconciliation result = plan_of(&world);
            world_apply(&world, &result);
            world.cached = cached;
            world.remote.issues.items[0].state = cases[i].github;
            world.remote.issues.items[0].state_reason = cases[i].reason;
            world.wants.items[0].value[FIELD_STATE] = (struct value){0};
            if (cases[i].spec)
                want_scalar(&world.wants.items[0], FIELD_STATE, cases[i].spec);
            result = plan_of(&world);
            const struct item_change *item = world_item(&result, KIND_ISSUE, "A1");
            enum verb verb = item ? item->verb : VERB_NONE;
            const struct change *change = item ? item_change_field(item, FIELD_STATE) : NULL;
            bool drift = change && change->move == MOVE_KEEP;
            if (verb != cases[i].verb || drift != cases[i].drift)
                fail_msg("%s (cached %d): verb %d drift %d", cases[i].name, cached, verb, drift);
        }
}

static void takes_settle(void **state)
{
    (void)state;
    struct err err cleanup_err = ERR_INIT;
    struct takes takes = {0};
    assert_int_equal(take_parse(arena, "A1.title=spec", &takes, &err), OK);
    assert_int_equal(take_parse(arena, "A.1.2=github", &takes, &err), OK);
    assert_true(takes.list.items[0].has_field);
    assert_false(takes.list.items[1].has_field);
    assert_string_equal(takes.list.items[1].id, "A.1.2");
    assert_int_equal(take_parse(arena, "A1=mine", &takes, &err), ERR_USAGE);
    takes.list.len = 1;
    for (int spec = 0; spec < 2; spec++) {
        struct world world;
        world_init(&world, arena);
        want_add(&world, KIND_ISSUE, "A1", "base");
        struct reconciliation result = plan_of(&world);
        world_apply(&world, &result);
        world.remote.issues.items[0].title = "theirs";
        world.wants.items[0].value[FIELD_TITLE] = value_text("ours", "ours");
        takes.list.items[0].spec = spec;
        world.input.takes = &takes;
        result = plan_of(&world);
        assert_false(changeset_has_conflicts(&result.changeset));
        world_apply(&world, &result);
        assert_string_equal(world.remote.issues.items[0].title, spec ? "ours" : "theirs");
        world.input.takes = NULL;
        result = plan_of(&world);
        assert_int_equal(result.changeset.items.len, 0);
    }
}

static void dropped_fields_are_no_base(void **state)
{
    (void)state;
    struct world world;
    world_init(&world, arena);
    want_add(&world, KIND_MILESTONE, "M1", "First");
    struct want *want = want_add(&world, KIND_ISSUE, "A1", "title");
    want_set(&world, want, FIELD_LABELS, "a,b");
    want_scalar(want, FIELD_MILESTONE, "M1");
    want_text(&world, want, "text");
    struct reconciliation result = plan_of(&world);
    const struct item_change *item = world_item(&result, KIND_ISSUE, "A1");
    struct remote_issue *issue = world_issue(&world, "title", "");
    struct body_request request = world_request(&world, "A1");
    issue->body = body_for_write(arena, &request, item, NULL);
    set_remote_labels(issue, "a");
    struct have echo;
    have_issue(arena, issue, &result.names, &echo);
    struct next_base next;
    compare_next_base(arena, item, &echo, &next);
    assert_int_equal(next.refused.len, 2);
    assert_int_equal(next.refused.items[0].field, FIELD_MILESTONE);
    assert_true(next.refused.items[0].dropped);
    assert_int_equal(next.refused.items[1].field, FIELD_LABELS);
    assert_string_equal(next.refused.items[1].elements.items[0], "b");
    /* What GitHub has, not what the mark says was sent: so the plan's value is still to write. */
    assert_true(base_spec(&next.item, FIELD_MILESTONE)->known);
    assert_null(base_spec(&next.item, FIELD_MILESTONE)->text);
    assert_null(base_remote(&next.item, FIELD_MILESTONE)->text);
    assert_int_equal(base_spec(&next.item, FIELD_LABELS)->set.len, 1);
    assert_true(base_spec(&next.item, FIELD_BLOCK)->known);
    assert_true(next.item.pristine);
}

static void damaged_blocks_are_left_alone(void **state)
{
    (void)state;
    struct world world;
    world_init(&world, arena);
    want_text(&world, want_add(&world, KIND_ISSUE, "A1", "title"), "text");
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    struct remote_issue *issue = &world.remote.issues.items[0];
    *strstr((char *)(uintptr_t)issue->body, "<!-- /roadmap") = '!';
    want_text(&world, &world.wants.items[0], "new text");
    result = plan_of(&world);
    assert_int_equal(world_item(&result, KIND_ISSUE, "A1")->refusal, REFUSAL_DAMAGED);
    /* A person decides: the old text stays below the new block. */
    struct err err cleanup_err = ERR_INIT;
    struct takes takes = {0};
    assert_int_equal(take_parse(arena, "A1.block=spec", &takes, &err), OK);
    world.input.takes = &takes;
    result = plan_of(&world);
    assert_int_equal(world_apply(&world, &result), 1);
    struct block_parts parts;
    block_split(arena, world.remote.issues.items[0].body, &parts);
    assert_int_equal(parts.damage, BLOCK_WHOLE);
    assert_string_equal(parts.block, "new text");
}

static void a_deleted_marker_leaves_the_body_to_people(void **state)
{
    (void)state;
    struct world world;
    world_init(&world, arena);
    want_text(&world, want_add(&world, KIND_ISSUE, "A1", "title"), "text");
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    world.remote.issues.items[0].body = "all mine now";
    want_text(&world, &world.wants.items[0], "new text");
    world.wants.items[0].value[FIELD_TITLE] = value_text("new title", "new title");
    result = plan_of(&world);
    world_apply(&world, &result);
    assert_string_equal(world.remote.issues.items[0].title, "new title");
    assert_string_equal(world.remote.issues.items[0].body, "all mine now");
}

static void a_fence_left_open_is_refused(void **state)
{
    (void)state;
    struct world world;
    world_init(&world, arena);
    want_text(&world, want_add(&world, KIND_ISSUE, "A1", "title"), "```\nnever closed");
    struct reconciliation result = plan_of(&world);
    assert_int_equal(result.changeset.items.items[0].refusal, REFUSAL_DAMAGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(titles_by_policy, set_up, tear_down),
        cmocka_unit_test_setup_teardown(base_does_not_move_on_drift, set_up, tear_down),
        cmocka_unit_test_setup_teardown(texts_merge_and_keep_ticks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(base_text_from_git_without_cache, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lost_ticks_refuse, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_new_template_rewrites_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(labels_go_element_by_element, set_up, tear_down),
        cmocka_unit_test_setup_teardown(state_is_only_ever_closed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_settle, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dropped_fields_are_no_base, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damaged_blocks_are_left_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_deleted_marker_leaves_the_body_to_people, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_fence_left_open_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
