/* How many requests a run makes: cold P(L) + P(M) + P(T) + 1 and one for each issue with blockers,
 * warm and unchanged P(L) + P(M) + 1, writes as many as objects changed. */
#include "support/app_story.h"

static const char *plan_of(struct app_world *world, int labels, int milestones, int issues,
                           int blocked)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    str_add(&text, "scope: db\nlabels:\n");
    for (int i = 1; i <= labels; i++)
        str_addf(&text, "  - {name: 'l%d', color: '5319e7', description: d}\n", i);
    str_add(&text, labels ? "milestones:\n" : "  []\nmilestones:\n");
    for (int i = 1; i <= milestones; i++)
        str_addf(&text, "  - {id: M%d, title: 'M%d: All', description: d}\n", i, i);
    str_add(&text, milestones ? "issues:\n" : "  []\nissues:\n");
    for (int i = 1; i <= issues; i++) {
        str_addf(&text, "  - {id: DB-%03d, title: 'DB-%03d: Work', summary: one", i, i);
        if (milestones)
            str_addf(&text, ", milestone: M%d", 1 + i % milestones);
        if (i > 1 && i <= blocked + 1)
            str_add(&text, ", depends_on: [DB-001]");
        str_add(&text, "}\n");
    }
    str_add(&text, issues ? "" : "  []\n");
    return str_dup(&text, world->arena);
}

static size_t pages(int count)
{
    return count == 0 ? 1 : (size_t)(count + 99) / 100;
}

static void requests_follow_the_formulas(void **state)
{
    (void)state;
    static const int sizes[] = {0, 1, 99, 100, 101, 250};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const int size = sizes[i];
        const int blocked = size > 10 ? 7 : 0;
        struct app_world world;
        app_world_open(&world, NULL);
        app_world_plan(&world, plan_of(&world, size, size, size, blocked));
        print_message("%d\n", size);
        assert_int_equal(app_world_sync(&world, NULL), 0);
        assert_int_equal(writes(&world), (size_t)(3 * size + blocked));
        assert_int_equal(gets(&world), 4);
        /* Once what the run wrote is read again; then only that nothing changed. */
        assert_run(&world, 0, 0);
        assert_in_range(gets(&world), 2 * pages(size) + pages(size),
                        3 * pages(size) + 1 + (size_t)blocked);
        /* `since` has moved once by what was read; from now on its address stays. */
        assert_run(&world, 0, 0);
        for (int run = 0; run < 2; run++) {
            assert_run(&world, 0, 0);
            /* Changes of the last 15 minutes are asked for again: here these are all issues. */
            assert_int_equal(gets(&world), 3 * pages(size));
            assert_int_equal(sandbox_count_status(world.sandbox, 304), gets(&world));
            assert_int_equal(world.report.requests.not_modified, gets(&world));
        }
        /* Another day only the last change is. */
        world.now_ms += 20LL * 60 * 60 * 1000;
        if (size) {
            person(&world, "issue 1 lock");
            assert_run(&world, 0, 0);
            assert_run(&world, 0, 0);
        }
        for (int run = 0; run < 2; run++) {
            assert_run(&world, 0, 0);
            assert_int_equal(gets(&world), 2 * pages(size) + 1);
            assert_int_equal(sandbox_count_status(world.sandbox, 304), gets(&world));
        }
        app_world_lose_cache(&world);
        assert_run(&world, 0, 0);
        const size_t cold = 3 * pages(size) + 1 + (size_t)blocked;
        assert_in_range(gets(&world), cold, cold + (size > 100));
        app_world_close(&world);
    }
}

static void writes_are_what_changed(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan_of(&world, 20, 20, 200, 0));
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_run(&world, 0, 0);
    world.now_ms += 60000;
    respec(&world, "'l3', color: '5319e7', description: d",
           "'l3', color: '000000', description: e");
    respec(&world, "'M7: All', description: d", "'M7: All', description: e");
    for (int i = 50; i < 60; i++)
        respec(&world, arena_printf(world.arena, "%03d: Work', summary: one", i),
               arena_printf(world.arena, "%03d: Work!', summary: two", i));
    assert_run(&world, 0, 12);
    assert_int_equal(world.report.written[KIND_ISSUE].update, 10);
    assert_int_equal(world.report.written[KIND_LABEL].update, 1);
    assert_int_equal(world.report.written[KIND_MILESTONE].update, 1);
    app_world_close(&world);
}

/* Work of people: one page is read, and nothing else. */
static void a_day_of_work_costs_one_page(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan_of(&world, 5, 5, 150, 0));
    assert_int_equal(app_world_sync(&world, NULL), 0);
    world.now_ms += 60LL * 60 * 1000;
    assert_run(&world, 0, 0);
    for (int i = 1; i <= 20; i++)
        person(&world, "issue %d label mine", i);
    assert_run(&world, 0, 0);
    assert_in_range(gets(&world), 4, 5); /* labels, milestones, and two pages of issues at most */
    app_world_close(&world);
}

/* 2 labels, 2 milestones, 2 issues. */
#define PLAN_OBJECTS 6

/* 120 of each kind that are nobody's, and a plan that is not there yet. */
static void open_with_strangers(struct app_world *world)
{
    app_world_open(world, NULL);
    sandbox_add_issues(world->sandbox, "Theirs", 120);
    for (int i = 0; i < 120; i++) {
        const char *name = arena_printf(world->arena, "theirs %d", i);
        (void)sandbox_add_label(world->sandbox, name, "ededed", NULL);
        (void)sandbox_add_milestone(world->sandbox, name, NULL, NULL);
    }
    app_world_plan(world, plan_of(world, 2, 2, 2, 0));
}

/* The two chains of the issues meet on the second page; a link behind the place where they met is
 * not needed any more, and whether it is looked at before or after depends on which answer comes
 * first. Then the read is whole, and what is written has to be the whole plan. */
static bool may_be_whole(const char *path, int page, const char *kind)
{
    return page == 2 && strcmp(path, "issues") == 0 && strncmp(kind, "link-", 5) == 0;
}

static void read_incompletely(const char *path, int page, const char *kind)
{
    struct app_world world;
    open_with_strangers(&world);
    const char *spec = arena_printf(world.arena, "GET /repos/*/*/%s %d+ %s", path, page, kind);
    fault(&world, spec);
    const int status = app_world_sync(&world, NULL);
    const bool whole = status == 0 && may_be_whole(path, page, kind);
    if ((status == 0 && !whole) || writes(&world) != (whole ? PLAN_OBJECTS : 0))
        fail_msg("%s: status %d, %d writes", spec, status, (int)writes(&world));
    sandbox_fault_clear(world.sandbox);
    assert_run(&world, 0, whole ? 0 : PLAN_OBJECTS);
    assert_run(&world, 0, 0);
    app_world_close(&world);
}

/* Whatever is wrong with a page, nothing is planned from what came. */
static void incomplete_reads_plan_nothing(void **state)
{
    (void)state;
    static const char *const kinds[] = {
        "cutoff",       "invalid-json", "not-a-list",        "html", "status:404", "link-loop",
        "link-garbage", "empty",        "link-foreign-host", "null"};
    static const char *const paths[] = {"labels", "milestones", "issues"};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t p = 0; p < 3; p++)
            for (int page = 1; page <= 2; page++)
                read_incompletely(paths[p], page, kinds[k]);
}

/* Issues that people open while pages are read make no difference. */
static void pages_shift_under_the_reader(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan_of(&world, 1, 1, 250, 0));
    assert_int_equal(app_world_sync(&world, NULL), 0);
    app_world_lose_cache(&world);
    fault(&world, "GET /repos/*/*/issues 1-3 page-shift");
    assert_run(&world, 0, 0);
    assert_run(&world, 0, 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 253);
    app_world_close(&world);
}

/* One bad item, first, in the middle or last, does not hold the others up. */
static void one_bad_item_is_contained(void **state)
{
    (void)state;
    static const char *const kinds[] = {"errors-objects", "errors-strings", "errors-none",
                                        "status:404"};
    for (size_t k = 0; k < 3; k++)
        for (int nth = 1; nth <= 5; nth += 2) {
            struct app_world world;
            app_world_open(&world, NULL);
            app_world_plan(&world, plan_of(&world, 0, 0, 5, 0));
            fault(&world, arena_printf(world.arena, "POST /repos/*/*/issues %d %s", nth, kinds[k]));
            assert_int_equal(app_world_sync(&world, NULL), 1);
            assert_int_equal(world.report.errors.len, 1);
            assert_string_equal(world.report.errors.items[0].id,
                                arena_printf(world.arena, "DB-%03d", nth));
            assert_int_equal(sandbox_counts(world.sandbox).issues, 4);
            assert_run(&world, 0, 1);
            assert_run(&world, 0, 0);
            app_world_close(&world);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_follow_the_formulas),
        cmocka_unit_test(writes_are_what_changed),
        cmocka_unit_test(a_day_of_work_costs_one_page),
        cmocka_unit_test(incomplete_reads_plan_nothing),
        cmocka_unit_test(pages_shift_under_the_reader),
        cmocka_unit_test(one_bad_item_is_contained),
    };
    return cmocka_run_group_tests_name("app scale", tests, NULL, NULL);
}
