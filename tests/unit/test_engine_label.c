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

static void label_want(struct world *world, const char *name, const char *previously)
{
    struct want *want = want_add(world, KIND_LABEL, normal_name(arena, name), name);
    want_scalar(want, FIELD_COLOR, "aaaaaa");
    if (previously)
        strlist_add(arena, &want->previously, previously);
}

static const char *label_names(const struct world *world)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    for (size_t i = 0; i < world->remote.labels.len; i++)
        str_addf(&text, "%s%s", i ? "," : "", world->remote.labels.items[i].name);
    return str_dup(&text, arena);
}

static void labels_are_renamed_in_place(void **state)
{
    (void)state;
    static const struct {
        const char *name, *remote[3], *wants[3], *previously[3], *result;
        bool refused;
    } cases[] = {
        {"rename", {"database"}, {"area:db"}, {"database"}, "area:db", false},
        {"case only", {"Area:DB"}, {"area:db"}, {NULL}, "Area:DB", false},
        {"both there",
         {"database", "area:db"},
         {"area:db"},
         {"database"},
         "database,area:db",
         true},
        {"chain", {"a", "b"}, {"b", "c"}, {"a", "b"}, "b,c", false},
        {"chain, other order", {"a", "b"}, {"c", "b"}, {"b", "a"}, "b,c", false},
        {"renamed, and a new one of the old name", {"b"}, {"c", "b"}, {"b", NULL}, "c,b", false},
        {"swap", {"a", "b"}, {"a", "b"}, {"b", "a"}, "a,b", true},
        {"nothing yet", {NULL}, {"b"}, {"a"}, "b", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int cached = 0; cached < 2; cached++) {
            struct world world;
            world_init(&world, arena);
            world.cached = cached;
            for (size_t k = 0; k < 3 && cases[i].remote[k]; k++)
                world_label(&world, cases[i].remote[k], "aaaaaa");
            for (size_t k = 0; k < 3 && cases[i].wants[k]; k++)
                label_want(&world, cases[i].wants[k], cases[i].previously[k]);
            struct reconciliation result = plan_of(&world);
            bool refused = result.changeset.counts[KIND_LABEL].refused > 0;
            world_apply(&world, &result);
            if (refused != cases[i].refused || strcmp(label_names(&world), cases[i].result) != 0)
                fail_msg("%s (cached %d): %s, refused %d", cases[i].name, cached,
                         label_names(&world), refused);
            result = plan_of(&world);
            assert_int_equal(result.changeset.writes, 0);
        }
}

/* a → b, b → c, c → d, from the back; the last rename arrived before the process was killed. */
static void a_chain_goes_on_behind_a_rename_whose_answer_was_lost(void **state)
{
    (void)state;
    static const char *const reached[][3] = {{"a", "b", "d"}, {"a", "c", "d"}, {"b", "c", "d"}};
    for (size_t i = 0; i < sizeof reached / sizeof *reached; i++) {
        struct world world;
        world_init(&world, arena);
        world.cached = true;
        label_want(&world, "a", NULL);
        label_want(&world, "b", NULL);
        label_want(&world, "c", NULL);
        struct reconciliation result = plan_of(&world);
        world_apply(&world, &result);
        world.wants.len = 0;
        label_want(&world, "b", "a");
        label_want(&world, "c", "b");
        label_want(&world, "d", "c");
        for (size_t k = 0; k < 3; k++)
            world.remote.labels.items[k].name = reached[i][k];
        result = plan_of(&world);
        assert_int_equal(result.changeset.counts[KIND_LABEL].refused, 0);
        assert_int_equal(result.changeset.creations, 0);
        world_apply(&world, &result);
        assert_string_equal(label_names(&world), "b,c,d");
        result = plan_of(&world);
        assert_int_equal(result.changeset.writes, 0);
    }
}

/* Renaming keeps what the label is on, whoever renames; no second object is ever made. */
static void renamed_labels_stay_on_their_issues(void **state)
{
    (void)state;
    struct world world;
    world_init(&world, arena);
    label_want(&world, "area:dr", NULL);
    want_set(&world, want_add(&world, KIND_ISSUE, "DB-001", "DB-001: x"), FIELD_LABELS, "area:dr");
    struct reconciliation result = plan_of(&world);
    world_apply(&world, &result);
    /* A person renames: drift. */
    world.remote.labels.items[0].name = "recovery";
    world.remote.issues.items[0].labels.items[0] = "recovery";
    result = plan_of(&world);
    assert_int_equal(result.changeset.writes, 0);
    assert_int_equal(result.changeset.counts[KIND_LABEL].drift, 1);
    assert_int_equal(result.changeset.counts[KIND_ISSUE].drift, 0);
    /* Another issue takes the label: by the name that it has. */
    want_set(&world, want_add(&world, KIND_ISSUE, "DB-002", "DB-002: y"), FIELD_LABELS, "area:dr");
    result = plan_of(&world);
    const struct item_change *item = world_item(&result, KIND_ISSUE, "DB-002");
    assert_string_equal(item_change_field(item, FIELD_LABELS)->added.items[0], "recovery");
    world.wants.len = 2;
    /* The spec renames. */
    for (int cached = 1; cached >= 0; cached--) {
        world.cached = cached;
        world.remote.labels.items[0].name = "area:dr";
        world.remote.issues.items[0].labels.items[0] = "area:dr";
        struct want *label = &world.wants.items[0];
        label->id = label->title = "area:recovery";
        label->value[FIELD_TITLE] = value_text("area:recovery", "area:recovery");
        strlist_add(arena, &label->previously, "area:dr");
        want_set(&world, &world.wants.items[1], FIELD_LABELS, "area:recovery");
        result = plan_of(&world);
        assert_int_equal(result.changeset.items.len, 1);
        assert_int_equal(result.changeset.items.items[0].kind, KIND_LABEL);
        if (cached == 0)
            world_apply(&world, &result);
    }
    assert_string_equal(world.remote.issues.items[0].labels.items[0], "area:recovery");
    result = plan_of(&world);
    assert_int_equal(result.changeset.writes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(labels_are_renamed_in_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_chain_goes_on_behind_a_rename_whose_answer_was_lost,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(renamed_labels_stay_on_their_issues, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
