/* What doctor says where only the virtual clock, or a token's form, makes the difference. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/doctor/doctor.h"
#include "base/file.h"
#include "support/app_world.h"

static const char plan_yaml[] = "version: 1\n"
                                "scope: main\n"
                                "milestones: [{id: M1, title: First}]\n"
                                "issues:\n"
                                "  - {id: A-1, title: One, milestone: M1, summary: Text}\n"
                                "  - {id: A-2, title: Two, milestone: M1, depends_on: [A-1]}\n";

static struct doctor_report look(struct app_world *world, bool fix)
{
    struct doctor_options options = {.fix = fix, .sign_in_host = "github.com"};
    struct doctor_report report = {0};
    err_clear(&world->err);
    assert_int_equal(app_doctor(&world->app, &options, &report, &world->err), OK);
    return report;
}

static const struct doctor_check *check(const struct doctor_report *report, const char *name)
{
    for (size_t i = 0; i < report->checks.len; i++)
        if (strcmp(report->checks.items[i].name, name) == 0)
            return &report->checks.items[i];
    fail_msg("there is no check '%s'", name);
    return NULL;
}

static void assert_health(const struct doctor_report *report, const char *name, enum health health)
{
    const struct doctor_check *found = check(report, name);
    if (found->health != health)
        fail_msg("%s is %s, not %s: %s", name, health_name(found->health), health_name(health),
                 found->text);
}

/* The clock of this machine beside that of the server. */
static int64_t skew_ms;
static int64_t skewed_now(void *state)
{
    return __atomic_load_n(&((struct app_world *)state)->now_ms, __ATOMIC_SEQ_CST) + skew_ms;
}

static void a_clock_is_wrong_from_a_minute_on(void **state)
{
    (void)state;
    static const struct {
        int64_t skew_ms;
        enum health health;
    } rows[] = {{0, HEALTH_OK},        {59000, HEALTH_OK},    {-59000, HEALTH_OK},
                {62000, HEALTH_WARN},  {-62000, HEALTH_WARN}, {299000, HEALTH_WARN},
                {302000, HEALTH_FAIL}, {-302000, HEALTH_FAIL}};
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan_yaml);
    world.app.clock.now_ms = skewed_now;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        skew_ms = rows[i].skew_ms;
        const struct doctor_report report = look(&world, false);
        assert_health(&report, "clock", rows[i].health);
    }
    app_world_close(&world);
}

static void kinds_of_tokens_show_in_their_form(void **state)
{
    (void)state;
    static const struct {
        const char *token;
        enum health health;
        const char *words;
    } rows[] = {{"ghp_0123", HEALTH_OK, "classic"},
                {"0123456789abcdef0123456789abcdef01234567", HEALTH_OK, "classic"},
                {"github_pat_0123", HEALTH_OK, "fine-grained"},
                {"gho_0123", HEALTH_OK, "gh"},
                {"ghs_0123", HEALTH_OK, "workflow"},
                {"ghu_0123", HEALTH_OK, "app"},
                {"ghr_0123", HEALTH_FAIL, "renews"},
                {"something", HEALTH_UNKNOWN, "none of the forms"}};
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan_yaml);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world.app.token = rows[i].token;
        const struct doctor_report report = look(&world, false);
        assert_health(&report, "token-kind", rows[i].health);
        assert_non_null(strstr(check(&report, "token-kind")->text, rows[i].words));
        for (size_t k = 0; k < report.checks.len; k++)
            assert_null(strstr(report.checks.items[k].text, rows[i].token));
    }
    app_world_close(&world);
}

static void a_token_is_told_a_week_before_its_end(void **state)
{
    (void)state;
    /* The virtual clock begins on 2026-02-02 at 02:40 UTC. */
    static const struct {
        const char *end;
        enum health health;
    } rows[] = {{"2026-02-09 03:40:00 UTC", HEALTH_OK},
                {"2026-02-09 01:40:00 UTC", HEALTH_WARN},
                {"2026-02-09 03:40:00 +0200", HEALTH_WARN},
                {"2026-02-02 02:00:00 UTC", HEALTH_FAIL}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sandbox_options options = {.token_expires = rows[i].end};
        struct app_world world;
        app_world_open(&world, &options);
        app_world_plan(&world, plan_yaml);
        const struct doctor_report report = look(&world, false);
        assert_health(&report, "token-expiry", rows[i].health);
        app_world_close(&world);
    }
}

static void creations_count_for_an_hour(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan_yaml);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    world.app.limits.creates_per_hour = 3;
    struct doctor_report report = look(&world, false);
    assert_health(&report, "creations", HEALTH_WARN);
    assert_non_null(check(&report, "creations")->command);
    world.now_ms += 3600001;
    report = look(&world, false);
    assert_health(&report, "creations", HEALTH_OK);
    app_world_close(&world);
}

/* A limit that is used up is said, not waited for. */
static void nothing_is_waited_for(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan_yaml);
    assert_int_equal(sandbox_fault_add(world.sandbox, "GET /repos/*/* * primary", &world.err), OK);
    const struct doctor_report report = look(&world, false);
    assert_health(&report, "repository", HEALTH_UNKNOWN);
    assert_health(&report, "connection", HEALTH_OK);
    assert_int_equal(world.slept_ms, 0);
    app_world_close(&world);
}

/* Each fix once: what is mended stays mended, and nothing goes to GitHub. */
static void what_is_mended_is_well(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan_yaml);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    sandbox_log_clear(world.sandbox);
    char *bytes = NULL;
    size_t len = 0;
    assert_int_equal(
        file_read(world.arena, world.app.cache_path, 64 << 20, &bytes, &len, &world.err), OK);
    memset(bytes + 4096, 'x', 8192);
    assert_int_equal(file_write_atomic(world.app.cache_path, bytes, len, 0644, &world.err), OK);
    struct doctor_report report = look(&world, false);
    assert_health(&report, "cache-file", HEALTH_WARN);
    assert_health(&report, "cache-content", HEALTH_FAIL);
    assert_int_equal(doctor_count_safe(&report), 2);
    report = look(&world, true);
    assert_health(&report, "cache-file", HEALTH_OK);
    assert_health(&report, "cache-content", HEALTH_OK);
    assert_int_equal(doctor_count_mended(&report), 2);
    report = look(&world, true);
    assert_int_equal(doctor_count_mended(&report), 0);
    assert_int_equal(sandbox_count_method(world.sandbox, "WRITE"), 0);
    /* Nothing was lost but reads. */
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_count_method(world.sandbox, "WRITE"), 0);
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_is_wrong_from_a_minute_on),
        cmocka_unit_test(kinds_of_tokens_show_in_their_form),
        cmocka_unit_test(a_token_is_told_a_week_before_its_end),
        cmocka_unit_test(creations_count_for_an_hour),
        cmocka_unit_test(nothing_is_waited_for),
        cmocka_unit_test(what_is_mended_is_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
