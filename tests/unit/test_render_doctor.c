/* The screen of doctor against golden files. */
#include "unit/render_story.h"

#include "render/doctor_text.h"

#define NOW "2026-03-06T09:15:00Z"

static const struct doctor_check story[] = {
    {"Project", "plan", HEALTH_OK, "roadmap/database.json: 6 milestones, 22 issues", NULL, false,
     NULL},
    {"Network", "clock", HEALTH_FAIL, "the clock of this machine is 7 min 12 s behind GitHub's",
     "sudo timedatectl set-ntp true", false, NULL},
    {"Token", "token-scopes", HEALTH_UNKNOWN,
     "GitHub tells none for this kind of token; it needs issues: write", NULL, false, NULL},
    {"Cache", "cache-file", HEALTH_WARN, "'.git/roadmap/cache.db' has mode 0644: others can use it",
     "chmod 600 .git/roadmap/cache.db", true, NULL},
    {"Runs", "pending", HEALTH_WARN, "2 writes of unknown outcome, the first 3 hours ago",
     "roadmap sync", false, NULL},
};

static struct doctor_report *doctor_story(struct arena *arena)
{
    struct doctor_report *report = ARENA_NEW(arena, struct doctor_report);
    for (size_t i = 0; i < sizeof story / sizeof *story; i++)
        VEC_PUSH(arena, &report->checks, story[i]);
    return report;
}

static void draw_trouble(struct arena *arena, const struct style *style, struct str *out)
{
    struct style with = *style;
    with.options = " --repo acme/data-pipeline --api-url https://github.example.com/api/v3";
    doctor_text(arena, &with, doctor_story(arena), out);
}

static void trouble(void **state)
{
    (void)state;
    assert_screens("doctor", NOW, draw_trouble);
}

static void draw_mended(struct arena *arena, const struct style *style, struct str *out)
{
    struct doctor_report *report = doctor_story(arena);
    report->fix = true;
    report->checks.len = 4;
    report->checks.items[1].health = HEALTH_OK;
    report->checks.items[1].command = NULL;
    report->checks.items[3].health = HEALTH_OK;
    report->checks.items[3].command = NULL;
    report->checks.items[3].mended = "now nobody else can read it";
    doctor_text(arena, style, report, out);
}

static void mended(void **state)
{
    (void)state;
    assert_screens("doctor-mended", NOW, draw_mended);
}

static void the_first_line_is_the_answer(void **state)
{
    (void)state;
    static const struct {
        enum health health[2];
        const char *line;
    } rows[] = {
        {{HEALTH_OK, HEALTH_OK}, "All well: 2 checks.\n"},
        {{HEALTH_OK, HEALTH_WARN}, "Nothing fails: 1 of 2 checks are well, 1 warns.\n"},
        {{HEALTH_OK, HEALTH_UNKNOWN},
         "Nothing fails: 1 of 2 checks are well, 1 could not be made.\n"},
        {{HEALTH_FAIL, HEALTH_OK}, "1 of 2 checks fails.\n"},
        {{HEALTH_FAIL, HEALTH_FAIL}, "2 of 2 checks fail.\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cleanup_arena struct arena *arena = arena_new();
        struct style style = story_style(80, false, NOW);
        style.quiet = true;
        struct doctor_report *report = doctor_story(arena);
        report->checks.len = 2;
        for (size_t k = 0; k < 2; k++)
            report->checks.items[k].health = rows[i].health[k];
        cleanup_str struct str out;
        str_init(&out, 0);
        doctor_text(arena, &style, report, &out);
        assert_string_equal(out.p, rows[i].line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trouble),
        cmocka_unit_test(mended),
        cmocka_unit_test(the_first_line_is_the_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
