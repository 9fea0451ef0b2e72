/* A first sync of a day's size against the limits of GitHub, which the sandbox holds it to on a
 * virtual clock: no limit is passed, no time is wasted, and what was said about the end was right.
 */
#include <signal.h>

#include "support/app_story.h"

#define ISSUES 2000
#define MOMENTS (4 * ISSUES)
/* Writes after which it is known how long one takes. */
#define KNOWN_AFTER 10

struct moment {
    int64_t now_ms, left_ms;
};

struct watch {
    struct app_world *world;
    const int *stops; /* writes after which a person presses Ctrl-C, ending with 0 */
    int written;
    int64_t slow_ms; /* what a write takes, at least */
    struct moment *moments;
    size_t count;
};

static void watch_event(void *state, const struct event *event)
{
    struct watch *watch = state;
    if (event->type == EVENT_WRITING && watch->slow_ms)
        watch->world->now_ms += watch->slow_ms + watch->written * 37 % 300;
    if (event->type != EVENT_WRITTEN)
        return;
    watch->written++;
    if (watch->count < MOMENTS)
        watch->moments[watch->count++] = (struct moment){watch->world->now_ms, event->left_ms};
    if (watch->stops && *watch->stops == watch->written) {
        watch->stops++;
        interrupt_request(SIGINT);
    }
}

static const char *plan_of(struct app_world *world, int issues)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    str_add(&text, "scope: db\nmilestones:\n  - {id: M1, title: 'M1: All'}\nissues:\n");
    for (int i = 1; i <= issues; i++)
        str_addf(&text, "  - {id: DB-%d, title: 'DB-%d: Work', milestone: M1}\n", i, i);
    return str_dup(&text, world->arena);
}

static void open_limited(struct app_world *world, struct watch *watch, int issues)
{
    struct sandbox_options options = {
        .pace_ms = 1000, .creates_per_minute = 80, .creates_per_hour = 500};
    app_world_open(world, &options);
    world->app.limits = app_limits_default();
    world->app.limits.max_wait_ms = 2 * 60 * 60 * 1000;
    app_world_plan(world, plan_of(world, issues));
    watch->world = world;
    watch->moments = arena_calloc(world->arena, MOMENTS, sizeof *watch->moments);
    world->app.on_event = watch_event;
    world->app.event_state = watch;
}

/* The end that was told, against the one that came: 5 %, and at least ten seconds. */
static void assert_honest(const struct watch *watch)
{
    const int64_t end = watch->world->now_ms;
    int64_t worst = 0;
    for (size_t i = KNOWN_AFTER; i < watch->count; i++) {
        const int64_t left = end - watch->moments[i].now_ms;
        const int64_t error = llabs(watch->moments[i].left_ms - left);
        if (error > 10000 && left > 0 && error * 1000 / left > worst)
            worst = error * 1000 / left;
    }
    print_message("worst error of the announced end: %.1f %%\n", (double)worst / 10);
    assert_true(worst <= 50);
}

static void two_thousand_creations_with_three_interruptions(void **state)
{
    (void)state;
    static const int stops[] = {123, 777, 1500, 0};
    struct app_world world;
    struct watch watch = {.stops = stops};
    open_limited(&world, &watch, ISSUES);
    const int64_t begun = world.now_ms;
    int runs = 0;
    for (int status = -1; status != 0 && runs < 10; runs++) {
        interrupt_clear();
        status = app_world_sync(&world, NULL);
        assert_true(status == 0 || world.report.stop == STOP_INTERRUPT);
    }
    assert_int_equal(runs, 4);
    size_t minute, hour;
    sandbox_creation_peaks(world.sandbox, &minute, &hour);
    assert_int_equal(sandbox_pace_violations(world.sandbox), 0);
    assert_int_equal(sandbox_count_status(world.sandbox, 403), 0);
    assert_true(minute <= 80 && hour <= 500);
    assert_int_equal(sandbox_counts(world.sandbox).issues, ISSUES);
    assert_honest(&watch);
    /* 2,001 creations: the 2,001st may begin four hours after the first, and no sooner. */
    const int64_t took = world.now_ms - begun, optimum = 4LL * 60 * 60 * 1000;
    print_message("took %.2f %% of the least that the limits allow\n",
                  (double)took * 100 / (double)optimum);
    assert_true(took <= optimum + optimum / 100);
    app_world_close(&world);
}

/* A server that takes its time, less or more than the pace asks for. */
static void the_end_is_known_on_a_slow_server_too(void **state)
{
    (void)state;
    static const int64_t slow[] = {150, 1600};
    for (size_t i = 0; i < sizeof slow / sizeof *slow; i++) {
        struct app_world world;
        struct watch watch = {.slow_ms = slow[i]};
        open_limited(&world, &watch, 700);
        assert_int_equal(app_world_sync(&world, NULL), 0);
        assert_int_equal(sandbox_pace_violations(world.sandbox), 0);
        assert_int_equal(sandbox_count_status(world.sandbox, 403), 0);
        assert_honest(&watch);
        app_world_close(&world);
    }
}

/* A runner that begins empty each time still knows what this plan made within the hour. */
static void the_hour_is_known_without_the_cache(void **state)
{
    (void)state;
    struct app_world world;
    struct sandbox_options options = {.creates_per_hour = 60};
    app_world_open(&world, &options);
    world.app.limits.creates_per_hour = 60;
    app_world_plan(&world, plan_of(&world, 50));
    assert_int_equal(app_world_sync(&world, NULL), 0);
    app_world_lose_cache(&world);
    app_world_plan(&world, plan_of(&world, 80));
    world.now_ms += 10 * 60 * 1000;
    assert_int_equal(app_world_sync(&world, NULL), 6);
    assert_int_equal(world.report.stop, STOP_LIMIT);
    /* The milestone shows no time, so that one creation too many was tried at most. */
    assert_true(sandbox_count_status(world.sandbox, 403) <= 1);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 59);
    world.now_ms = world.report.resume_at_ms;
    assert_int_equal(app_world_sync(&world, NULL), 0);
    app_world_close(&world);
}

/* The clock of this machine jumps by a year, both ways, between two runs. */
static void a_wrong_clock_makes_nobody_wait(void **state)
{
    (void)state;
    static const int64_t jump[] = {-365LL * 24 * 3600 * 1000, 365LL * 24 * 3600 * 1000, -3600000};
    for (size_t i = 0; i < sizeof jump / sizeof *jump; i++) {
        struct app_world world;
        struct watch watch = {0};
        open_limited(&world, &watch, 30);
        assert_int_equal(app_world_sync(&world, NULL), 0);
        world.now_ms += jump[i];
        world.slept_ms = 0;
        app_world_plan(&world, plan_of(&world, 40));
        assert_int_equal(app_world_sync(&world, NULL), 0);
        assert_in_range(world.slept_ms, 0, 60 * 1000);
        assert_int_equal(sandbox_counts(world.sandbox).issues, 40);
        app_world_close(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_thousand_creations_with_three_interruptions),
        cmocka_unit_test(the_end_is_known_on_a_slow_server_too),
        cmocka_unit_test(the_hour_is_known_without_the_cache),
        cmocka_unit_test(a_wrong_clock_makes_nobody_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
