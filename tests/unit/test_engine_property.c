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

static const char *order_of(const struct reconciliation *result)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    for (size_t i = 0; i < result->changeset.items.len; i++)
        str_addf(&text, "%s%s", i ? ", " : "", result->changeset.items.items[i].id);
    return str_dup(&text, arena);
}

static uint32_t seed;

static uint32_t dice(uint32_t sides)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 12) % sides;
}

static const char *const texts[] = {
    "one\ntwo",          "- [ ] a\n- [ ] b",  "- [x] a\n\n```\n- [ ] c\n```",
    "\xC3\xA9t\xC3\xA9", "@octocat sees #12", "",
    "a  \r\nb\r\n"};
static const char *const label_sets[] = {"", "a", "a,b", "B,c", "c,a,d"};
static const char *const milestones[] = {"M0", "M1", NULL};

static void random_issue(struct world *world, struct want *issue)
{
    issue->value[FIELD_TITLE] = (struct value){0};
    const char *title = arena_printf(arena, "%s: title %u", issue->id, (unsigned)dice(3));
    issue->title = title;
    issue->value[FIELD_TITLE] = value_text(title, title);
    issue->value[FIELD_BLOCK] = issue->value[FIELD_LABELS] = issue->value[FIELD_MILESTONE] =
        issue->value[FIELD_STATE] = issue->value[FIELD_ASSIGNEES] = (struct value){0};
    if (dice(5))
        want_text(world, issue, texts[dice(7)]);
    if (dice(4))
        want_set(world, issue, FIELD_LABELS, label_sets[dice(5)]);
    if (dice(4))
        want_scalar(issue, FIELD_MILESTONE, milestones[dice(3)]);
    if (dice(6) == 0)
        want_scalar(issue, FIELD_STATE, "closed:completed");
    if (dice(4) == 0)
        want_set(world, issue, FIELD_ASSIGNEES, "octocat");
}

static void random_plan(struct world *world)
{
    static const char *const names[] = {"a", "B", "c", "d"};
    for (size_t i = 0; i < 4; i++)
        want_scalar(want_add(world, KIND_LABEL, normal_name(arena, names[i]), names[i]),
                    FIELD_COLOR, "ededed");
    for (size_t i = 0; i < 2; i++)
        want_text(world, want_add(world, KIND_MILESTONE, milestones[i], milestones[i]),
                  texts[dice(7)]);
    for (unsigned i = 0; i < 5; i++)
        random_issue(world, want_add(world, KIND_ISSUE, arena_printf(arena, "T%u", i), "x"));
    for (unsigned i = 1; i < 5; i++)
        if (dice(2))
            want_edge(world, dice(2) ? RELATION_PARENT : RELATION_BLOCKED_BY,
                      arena_printf(arena, "T%u", i), arena_printf(arena, "T%u", (unsigned)dice(i)));
}

#define HUMAN "A person's words \xE2\x80\x94 untouched.\r\n"

static void people_work(struct world *world)
{
    for (size_t i = 0; i < world->remote.issues.len; i++) {
        struct remote_issue *issue = &world->remote.issues.items[i];
        switch (dice(9)) {
        case 0:
            issue->title = "A person's title";
            break;
        case 1:
            issue->body = arena_printf(arena, "%s\r\n\r\n" HUMAN, issue->body);
            break;
        case 2:
            issue->body = arena_printf(arena, HUMAN "\r\n%s", issue->body);
            break;
        case 3:
            issue->labels.len = 0;
            strlist_add(arena, &issue->labels, "theirs");
            break;
        case 4:
            issue->state = "closed";
            issue->state_reason = dice(2) ? "completed" : "not_planned";
            break;
        case 5: {
            struct block_parts parts;
            block_split(arena, issue->body, &parts);
            if (!parts.found)
                break;
            parts.block = arena_printf(arena, "%s\ntheir line", parts.block);
            issue->body = block_compose(arena, &parts);
            break;
        }
        case 6:
            issue->milestone.v = dice(3);
            break;
        default:
            break;
        }
    }
}

static size_t count_text(const struct world *world, const char *text)
{
    size_t count = 0;
    for (size_t i = 0; i < world->remote.issues.len; i++)
        for (const char *at = world->remote.issues.items[i].body; (at = strstr(at, text)) != NULL;
             at++)
            count++;
    return count;
}

/* Under `merge` what people wrote stays, wherever they wrote it. */
static size_t count_people(const struct world *world)
{
    size_t count = count_text(world, HUMAN) + count_text(world, "their line");
    for (size_t i = 0; i < world->remote.issues.len; i++)
        count += strcmp(world->remote.issues.items[i].title, "A person's title") == 0;
    return count;
}

/* diff(p, p) = ∅ and diff(p, apply(diff(p, r), r)) = ∅, with and without a cache, whatever people
 * do; and what they wrote is there afterwards. */
static void nothing_is_left_after_a_run(void **state)
{
    (void)state;
    seed = 20260302;
    for (int round = 0; round < 400; round++) {
        struct world world;
        world_init(&world, arena);
        world.input.text.merge = world_merge;
        world.input.drop_ticks = true;
        random_plan(&world);
        struct reconciliation result = plan_of(&world);
        world_apply(&world, &result);
        result = plan_of(&world);
        if (result.changeset.writes)
            fail_msg("round %d: a second run writes %s", round, order_of(&result));
        people_work(&world);
        for (size_t i = 0; i < world.wants.len; i++)
            if (world.wants.items[i].kind == KIND_ISSUE && dice(2))
                random_issue(&world, &world.wants.items[i]);
        size_t human = count_people(&world);
        world.cached = dice(3) != 0;
        result = plan_of(&world);
        world_apply(&world, &result);
        for (int cached = 0; cached < 2; cached++) {
            struct reconciliation again;
            world.cached = cached;
            again = plan_of(&world);
            if (again.changeset.writes)
                fail_msg("round %d (cached %d): writes %s", round, cached, order_of(&again));
        }
        assert_int_equal(count_people(&world), human);
        arena_free(arena);
        arena = arena_new();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_is_left_after_a_run, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
