/* Two machines with caches of their own that sync the same plan at the same time, one inside the
 * other at every step. In the end every item is there once. */
#include "support/app_story.h"

static const char *const plan =
    "scope: db\n"
    "labels:\n"
    "  - {name: 'area:db', color: '5319e7', description: Database}\n"
    "milestones:\n"
    "  - {id: M1, title: 'M1: Foundation', description: First steps}\n"
    "issues:\n"
    "  - {id: DB-001, title: 'DB-001: Inventory', milestone: M1, labels: ['area:db'],\n"
    "     summary: Know what is there.}\n"
    "  - {id: DB-002, title: 'DB-002: Schema', milestone: M1, depends_on: [DB-001],\n"
    "     summary: Write it down.}\n"
    "  - {id: DB-003, title: 'DB-003: Part of it', parent: DB-002, summary: Part.}\n";

struct race {
    struct app_world *world;
    struct app other;
    int at, seen; /* the other machine runs at this event */
    int status;   /* of the other one */
};

static int run_other(struct race *race)
{
    struct sync_options options = sync_options_default();
    struct sync_report report = {0};
    struct diags diags = {0};
    struct err err cleanup_err = ERR_INIT;
    if (app_sync(&race->other, &options, &diags, &report, &err) != OK)
        print_message("other: %s\n", err.message);
    return report.exit_status;
}

static void on_event(void *state, const struct event *event)
{
    struct race *race = state;
    if (event->type == EVENT_WAITING || event->type == EVENT_UNKNOWN_OUTCOME ||
        ++race->seen != race->at)
        return;
    race->status = run_other(race);
}

static void start(struct race *race, struct app_world *world, int at)
{
    *race = (struct race){.world = world, .at = at, .other = world->app};
    race->other.cache_path = path_join(world->arena, world->folder, "other.db");
    world->app.on_event = on_event;
    world->app.event_state = race;
}

/* Both run in turn, hours apart, until nothing moves. */
static void settle(struct race *race)
{
    struct app_world *world = race->world;
    world->app.on_event = NULL;
    for (int round = 0; round < 3; round++) {
        world->now_ms += 60LL * 60 * 1000;
        (void)app_world_sync(world, NULL);
        world->now_ms += 60LL * 60 * 1000;
        (void)run_other(race);
    }
    assert_run(world, 0, 0);
    sandbox_log_clear(world->sandbox);
    assert_int_equal(run_other(race), 0);
    assert_int_equal(writes(world), 0);
}

static void first_sync_of_two_machines_at_once(void **state)
{
    (void)state;
    for (int at = 1; at < 20; at++) {
        struct app_world world;
        struct race race;
        app_world_open(&world, NULL);
        app_world_plan(&world, plan);
        start(&race, &world, at);
        const int status = app_world_sync(&world, NULL);
        const struct sandbox_counts during = sandbox_counts(world.sandbox);
        print_message("at %d: %d and %d, %d issues\n", at, status, race.status, (int)during.issues);
        settle(&race);
        const struct sandbox_counts counts = sandbox_counts(world.sandbox);
        assert_int_equal(counts.labels, 1);
        assert_int_equal(counts.milestones, 1);
        assert_int_equal(counts.open_issues, 3);
        assert_int_equal(counts.sub_issues >= 1, 1);
        assert_int_equal(counts.dependencies >= 1, 1);
        app_world_lose_cache(&world);
        assert_run(&world, 0, 0);
        app_world_close(&world);
        if (race.seen < at)
            break;
    }
}

static void change_of_two_machines_at_once(void **state)
{
    (void)state;
    for (int at = 1; at < 20; at++) {
        struct app_world world;
        struct race race;
        story_open(&world, plan);
        start(&race, &world, 0);
        assert_int_equal(run_other(&race), 0);
        respec(&world, "Know what is there.", "Know all of it.");
        respec(&world, "DB-002: Schema", "DB-002: Tables");
        respec(&world, "labels: ['area:db']", "labels: ['area:db', 'p1']");
        respec(&world, "parent: DB-002", "parent: DB-001");
        respec(&world, "First steps", "The first steps");
        race.at = at;
        race.seen = 0;
        const int status = app_world_sync(&world, NULL);
        print_message("at %d: %d and %d\n", at, status, race.status);
        assert_int_equal(sandbox_counts(world.sandbox).issues, 3);
        settle(&race);
        assert_string_equal(issue_at(&world, 2).title, "DB-002: Tables");
        assert_true(has(issue_at(&world, 1).body, "Know all of it."));
        assert_string_equal(issue_at(&world, 1).labels, "area:db,p1");
        assert_int_equal(issue_at(&world, 3).parent, 1);
        app_world_close(&world);
        if (race.seen < at)
            break;
    }
}

/* The twin of a race that somebody worked on stays: it is told, and a person decides. */
static void a_twin_that_people_touched_stays(void **state)
{
    (void)state;
    struct app_world world;
    struct race race;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan);
    start(&race, &world, 2);
    (void)app_world_sync(&world, NULL);
    world.app.on_event = NULL;
    assert_int_equal(sandbox_counts(world.sandbox).issues, 6);
    /* Both of DB-001: whichever is to go, somebody is at work there. */
    for (int64_t n = 1; n <= 6; n++)
        if (has(issue_at(&world, n).body, "id=DB-001"))
            person(&world, "issue %d comment I am on it.", (int)n);
    world.now_ms += 60LL * 60 * 1000;
    assert_int_equal(app_world_sync(&world, NULL), 5);
    assert_int_equal(sandbox_counts(world.sandbox).open_issues, 4);
    assert_run(&world, 5, 0);
    app_world_close(&world);
}

/* A third machine, right after the race: nobody has to decide, a later run goes on. */
static void a_young_twin_is_for_a_later_run(void **state)
{
    (void)state;
    struct app_world world;
    struct race race;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan);
    start(&race, &world, 2);
    (void)app_world_sync(&world, NULL);
    world.app.on_event = NULL;
    app_world_lose_cache(&world);
    assert_int_equal(app_world_sync(&world, NULL), 6);
    assert_int_equal(refusal_of(&world, "DB-001"), REFUSAL_YOUNG);
    world.now_ms += 60LL * 60 * 1000;
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_counts(world.sandbox).open_issues, 3);
    app_world_close(&world);
}

/* One machine makes the first issues and comes no further; the lists hide them from the other one,
 * which makes its own with all links. The first ones win, and the links come with them. */
static void links_follow(int made, bool cached)
{
    struct app_world world;
    struct race race;
    struct sandbox_options options = {.list_lag_ms = 8LL * 60 * 1000};
    app_world_open(&world, &options);
    app_world_plan(&world, plan);
    start(&race, &world, 0);
    world.app.on_event = NULL;
    struct sync_options some = sync_options_default();
    some.max_creates = 2 + made; /* label, milestone */
    (void)app_world_sync(&world, &some);
    assert_int_equal(sandbox_counts(world.sandbox).issues, made);
    assert_int_equal(sandbox_counts(world.sandbox).sub_issues, 0);
    app_world_lose_cache(&world);
    (void)run_other(&race);
    assert_int_equal(sandbox_counts(world.sandbox).issues, made + 3);
    assert_int_equal(sandbox_counts(world.sandbox).sub_issues, 1);
    int status = -1;
    for (int run = 0; run < 3; run++) {
        world.now_ms += 60LL * 60 * 1000;
        app_world_lose_cache(&world);
        status = cached ? run_other(&race) : app_world_sync(&world, NULL);
    }
    assert_int_equal(status, 0);
    assert_int_equal(sandbox_counts(world.sandbox).open_issues, 3);
    const int64_t child = made == 3 ? 3 : titled(&world, "DB-003: Part of it");
    assert_int_equal(issue_at(&world, child).parent, 2);
    assert_true(has(issue_at(&world, 2).blocked_by, "1"));
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void links_go_to_the_issues_that_won(void **state)
{
    (void)state;
    for (int made = 2; made <= 3; made++)
        for (int cached = 0; cached < 2; cached++) {
            print_message("%d made, %s\n", made, cached ? "cached" : "without a cache");
            links_follow(made, cached);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_sync_of_two_machines_at_once),
        cmocka_unit_test(change_of_two_machines_at_once),
        cmocka_unit_test(a_twin_that_people_touched_stays),
        cmocka_unit_test(a_young_twin_is_for_a_later_run),
        cmocka_unit_test(links_go_to_the_issues_that_won),
    };
    return cmocka_run_group_tests_name("app race", tests, NULL, NULL);
}
