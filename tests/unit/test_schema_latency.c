#include "schema_chain.h"
#include "schema_matrix.h"

#include "schema/check/check.h"

#define SCHEMA "CREATE TABLE account (id INTEGER PRIMARY KEY, mail TEXT, note VARCHAR(30));"

struct world {
    struct arena *arena;
    struct sqlite_box *box;
    struct sqlite_run run;
    struct schema_snapshot snapshot;
    struct schema_state whole;
};

static int setup(void **state)
{
    struct arena *arena = arena_new();
    struct world *world = ARENA_NEW(arena, struct world);
    struct sqlite_options options = CHAIN(arena, {SCHEMA, NULL, false, NULL});
    struct err err = ERR_INIT;
    world->arena = arena;
    world->box = box_of(arena, &options, &world->run);
    assert_int_equal(sqlite_box_snapshot(arena, world->box, &world->snapshot, &err), OK);
    world->whole = (struct schema_state){&world->snapshot, world->box, NULL};
    *state = world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;
    sqlite_box_close(world->box);
    arena_free(world->arena);
    return 0;
}

static enum code measure(struct world *w, const struct latency_asked *asked,
                         const struct latency_before *before, struct check_result *is,
                         struct box_answer *measured)
{
    struct err err = ERR_INIT;
    return schema_check_latency(w->arena, &w->whole, asked, before, is, measured, &err);
}

static void latencies(void **state)
{
    struct world *w = *state;
    struct check_result is;
    struct box_answer measured;
    struct latency_asked asked = {.sql = "SELECT count(*) FROM account WHERE note LIKE '%z%'",
                                  .times = 50,
                                  .p99_us = 60000000};
    VEC_PUSH(w->arena, &asked.sizes, ((struct box_size){"account", 500}));
    assert_int_equal(measure(w, &asked, NULL, &is, &measured), OK);
    expect(CHECK_LATENCY, VERDICT_PASS, &is, "p99 ");
    /* fast, and a full scan all the same: the time alone proves nothing */
    assert_true(measured.fullscan_steps >= 499);
    assert_true(measured.min_us <= measured.p50_us && measured.p50_us <= measured.p99_us &&
                measured.p99_us <= measured.max_us);
    asked.p50_us = 1;
    asked.sql = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 10000)"
                " SELECT sum(x) FROM c";
    assert_int_equal(measure(w, &asked, NULL, &is, &measured), OK);
    expect(CHECK_LATENCY, VERDICT_PASS, &is, "the limit is 0.001 ms");
    asked.gate = true;
    assert_int_equal(measure(w, &asked, NULL, &is, &measured), OK);
    expect(CHECK_LATENCY, VERDICT_FAIL, &is, "the limit is 0.001 ms");
    asked.sql = "SELECT * FROM nowhere";
    assert_int_equal(measure(w, &asked, NULL, &is, &measured), OK);
    expect(CHECK_LATENCY, VERDICT_FAIL, &is, "no such table");
    asked.sql = "SELECT * FRM account";
    assert_int_equal(measure(w, &asked, NULL, &is, &measured), OK);
    expect(CHECK_LATENCY, VERDICT_ERROR, &is, "syntax error");
    asked.sql = "SELECT of_the_application(1)";
    assert_int_equal(measure(w, &asked, NULL, &is, &measured), OK);
    expect(CHECK_LATENCY, VERDICT_UNKNOWN, &is, NULL);
}

/* Steps are the same on every machine, so they show what time on a loaded one cannot. */
static void latency_baselines(void **state)
{
    struct world *w = *state;
    struct check_result is;
    struct box_answer measured;
    struct latency_asked asked = {.sql = "SELECT * FROM account WHERE note = 'x'",
                                  .times = 5,
                                  .baseline = "base.json",
                                  .max_regression = 20};
    VEC_PUSH(w->arena, &asked.sizes, ((struct box_size){"account", 100}));
    struct latency_before before = latency_before_of(w->arena, &asked, "q", NULL);
    assert_int_equal(measure(w, &asked, &before, &is, &measured), OK);
    expect(CHECK_LATENCY, VERDICT_PASS, &is, "p99 ");
    assert_string_equal(is.lines.items[0], "'base.json' does not exist yet");
    assert_true(text_starts(is.lines.items[1], "for the baseline: \"q\": {\"p50_ms\": "));
    asked.gate = true;
    assert_int_equal(measure(w, &asked, &before, &is, &measured), OK);
    expect(CHECK_LATENCY, VERDICT_UNKNOWN, &is, "'base.json' does not exist yet");

    const struct latency_before same = {.name = "q", .vm_steps = (double)measured.vm_steps};
    assert_int_equal(measure(w, &asked, &same, &is, &measured), OK);
    expect(CHECK_LATENCY, VERDICT_PASS, &is, NULL);
    const struct latency_before half = {.name = "q", .vm_steps = (double)measured.vm_steps / 2};
    assert_int_equal(measure(w, &asked, &half, &is, &measured), OK);
    expect(CHECK_LATENCY, VERDICT_FAIL, &is, "are 100 % over the");
    asked.gate = false;
    assert_int_equal(measure(w, &asked, &half, &is, &measured), OK);
    expect(CHECK_LATENCY, VERDICT_PASS, &is, "are 100 % over the");

    struct file_facts facts = {0};
    const size_t root = file_facts_open(w->arena, &facts, FACT_MAP, NULL, NULL, 1);
    const size_t entry = file_facts_open(w->arena, &facts, FACT_MAP, "q", NULL, 1);
    file_facts_close(&facts, file_facts_open(w->arena, &facts, FACT_NUMBER, "p99_ms", "0.5", 1));
    file_facts_close(&facts, entry);
    file_facts_close(&facts, root);
    before = latency_before_of(w->arena, &asked, "q", &facts);
    assert_null(before.missing);
    assert_true(before.p99_ms > 0.4 && before.p99_ms < 0.6);
    before = latency_before_of(w->arena, &asked, "other", &facts);
    assert_string_equal(before.missing, "'base.json' has no figures of 'other' yet");
}

MATRIX_TEST(MATRIX_TIME)

#define ON_WORLD(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_WORLD(latencies),
        ON_WORLD(latency_baselines),
        cmocka_unit_test(no_hole_in_the_matrix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
