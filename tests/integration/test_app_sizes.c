/* Repositories of every size around the edges of a page, 30 and 100 a page, up to 10,000 issues:
 * nothing is made twice, nothing of others is taken, and once all is said a run says nothing more;
 * also when lists lag, and when people add and delete while pages are read. */
#include "engine/body.h"
#include "model/change.h"
#include "model/limits.h"
#include "support/app_story.h"

struct amounts {
    int labels, milestones, issues;
};

static const int sizes[] = {0, 1, 30, 31, 99, 100, 101, 1000};
#define SIZES (sizeof sizes / sizeof *sizes)

static const char *plan_of(struct app_world *world, struct amounts ours)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    str_add(&text, "scope: db\nlabels:\n");
    for (int i = 1; i <= ours.labels; i++)
        str_addf(&text, "  - {name: 'l%d', color: '5319e7', description: d}\n", i);
    str_add(&text, ours.labels ? "milestones:\n" : "  []\nmilestones:\n");
    for (int i = 1; i <= ours.milestones; i++)
        str_addf(&text, "  - {id: M%d, title: 'M%d: All', description: d}\n", i, i);
    str_add(&text, ours.milestones ? "issues:\n" : "  []\nissues:\n");
    for (int i = 1; i <= ours.issues; i++)
        str_addf(&text, "  - {id: DB-%d, title: 'DB-%d: Work', summary: one}\n", i, i);
    str_add(&text, ours.issues ? "" : "  []\n");
    return str_dup(&text, world->arena);
}

static void open_paged(struct app_world *world, bool numeric, int64_t lag_ms)
{
    struct sandbox_options options = {.numeric_pages = numeric, .list_lag_ms = lag_ms};
    app_world_open(world, &options);
}

/* What stood there before; names and titles that begin like ours are not ours. */
static void seed_others(struct app_world *world, struct amounts others)
{
    for (int i = 1; i <= others.labels; i++)
        (void)sandbox_add_label(world->sandbox, arena_printf(world->arena, "l1 theirs %d", i),
                                "ededed", NULL);
    for (int i = 1; i <= others.milestones; i++)
        (void)sandbox_add_milestone(world->sandbox, arena_printf(world->arena, "Theirs %d", i),
                                    "Their words.", NULL);
    sandbox_add_issues(world->sandbox, "Theirs", (size_t)others.issues);
}

static size_t pages(int count)
{
    return count == 0 ? 1 : (size_t)(count + 99) / 100;
}

static int sum(struct amounts amounts)
{
    return amounts.labels + amounts.milestones + amounts.issues;
}

static void assert_counts(struct app_world *world, struct amounts ours, struct amounts others)
{
    const struct sandbox_counts counts = sandbox_counts(world->sandbox);
    assert_int_equal(counts.labels, ours.labels + others.labels);
    assert_int_equal(counts.milestones, ours.milestones + others.milestones);
    assert_int_equal(counts.issues, ours.issues + others.issues);
    assert_int_equal(counts.open_issues, counts.issues);
}

/* Each of ours stands there once, under its own title and with one mark; of the others' none has a
 * mark or another text than it had. */
static void assert_world(struct app_world *world, struct amounts ours, struct amounts others)
{
    assert_counts(world, ours, others);
    assert_int_equal(sandbox_issues_containing(world->sandbox, "roadmap:v1 scope=db id="),
                     ours.issues);
    for (int i = 1; i <= ours.issues; i++) {
        const char *title = arena_printf(world->arena, "DB-%d: Work", i);
        const char *mark = arena_printf(world->arena, "id=DB-%d n=", i);
        assert_true(has(issue_at(world, titled(world, title)).body, mark));
    }
    for (int i = 1; i <= others.issues; i++) {
        const char *title = arena_printf(world->arena, "Theirs %d", i);
        assert_string_equal(issue_at(world, titled(world, title)).body, "Plain text.");
    }
    struct sandbox_milestone milestone;
    for (int i = 1; i <= others.milestones; i++) {
        const char *title = arena_printf(world->arena, "Theirs %d", i);
        assert_true(sandbox_milestone(world->sandbox, title, &milestone));
        assert_string_equal(milestone.description, "Their words.");
    }
}

/* Cursors: where the two chains meet, one page may come twice. Numbers: each page once. */
static void assert_cold_reads(struct app_world *world, struct amounts all, bool numeric)
{
    const size_t least =
        pages(all.labels) + pages(all.milestones) + pages(all.issues) + 1 /* the repository */;
    assert_in_range(gets(world), least, least + (!numeric && all.issues > 100));
}

/* Made, found again, found again without a cache, and read with no more than the formula. */
static void play(struct amounts ours, struct amounts others, bool numeric)
{
    const struct amounts all = {ours.labels + others.labels, ours.milestones + others.milestones,
                                ours.issues + others.issues};
    struct app_world world;
    print_message("%d+%d labels, %d+%d milestones, %d+%d issues, %s\n", ours.labels, others.labels,
                  ours.milestones, others.milestones, ours.issues, others.issues,
                  numeric ? "numbers" : "cursors");
    open_paged(&world, numeric, 0);
    seed_others(&world, others);
    app_world_plan(&world, plan_of(&world, ours));
    assert_run(&world, 0, (size_t)sum(ours));
    assert_cold_reads(&world, others, numeric);
    assert_run(&world, 0, 0);
    /* A day of silence, so that what was just written is not asked for again. */
    world.now_ms += 2 * 60 * 60 * 1000;
    if (ours.issues) {
        person(&world, "issue 1 lock");
        assert_run(&world, 0, 0);
    }
    assert_run(&world, 0, 0);
    assert_run(&world, 0, 0);
    const size_t since = ours.issues || all.issues == 0 ? 1 : pages(all.issues);
    assert_int_equal(gets(&world), pages(all.labels) + pages(all.milestones) + since);
    assert_int_equal(sandbox_count_status(world.sandbox, 304), gets(&world));
    app_world_lose_cache(&world);
    assert_run(&world, 0, 0);
    assert_cold_reads(&world, all, numeric);
    assert_world(&world, ours, others);
    app_world_close(&world);
}

/* Ours alone, and from a whole page on two of each beside others'. Only the list of issues has
 * cursors: labels and milestones have numbered pages on every server. */
static void play_sizes(bool numeric)
{
    for (size_t i = 0; i < SIZES; i++) {
        const int n = sizes[i], own = numeric ? 2 : n, theirs = numeric ? 0 : n;
        if (n < 1000 && (n >= 99 || !numeric))
            play((struct amounts){own, own, n}, (struct amounts){0}, numeric);
        if (n >= 99)
            play((struct amounts){2, 2, 2}, (struct amounts){theirs, theirs, n}, numeric);
    }
}

static void every_size_with_cursors(void **state)
{
    (void)state;
    play_sizes(false);
}

static void every_size_with_numbers(void **state)
{
    (void)state;
    play_sizes(true);
}

static void a_thousand_labels_and_milestones(void **state)
{
    (void)state;
    play((struct amounts){1000, 1000, 2}, (struct amounts){0}, false);
}

/* ---- While pages are read ---------------------------------------------------------------------
 */

/* A run without a cache while somebody does this before the nth page is read; then quiet runs. */
static void read_disturbed(struct app_world *world, const char *path, size_t page, const char *what)
{
    app_world_lose_cache(world);
    fault(world, arena_printf(world->arena, "GET /repos/*/*/%s %zu %s", path, page, what));
    assert_run(world, 0, 0);
    sandbox_fault_clear(world->sandbox);
    assert_run(world, 0, 0);
}

static void issues_opened_before_any_page(bool numeric)
{
    const struct amounts ours = {1, 1, 201};
    struct amounts others = {0, 0, 99}; /* three pages, the last one full */
    struct app_world world;
    open_paged(&world, numeric, 0);
    seed_others(&world, others);
    app_world_plan(&world, plan_of(&world, ours));
    assert_run(&world, 0, (size_t)sum(ours));
    for (size_t page = 1; page <= 5; page++) {
        read_disturbed(&world, "issues", page, "page-shift");
        others.issues = (int)sandbox_counts(world.sandbox).issues - ours.issues;
        assert_counts(&world, ours, others);
    }
    assert_int_equal(sandbox_issues_containing(world.sandbox, "scope=db id="), ours.issues);
    app_world_close(&world);
}

static void issues_that_people_open_shift_pages(void **state)
{
    (void)state;
    issues_opened_before_any_page(false);
    issues_opened_before_any_page(true);
}

/* What others delete on the first page draws everything behind it to the front, past the reader:
 * names can stand there once only, so the server itself keeps us from making one again. */
static void labels_and_milestones_that_people_delete(void **state)
{
    (void)state;
    const struct amounts ours = {101, 101, 0};
    struct amounts others = {101, 101, 0};
    struct app_world world;
    open_paged(&world, false, 0);
    seed_others(&world, others);
    app_world_plan(&world, plan_of(&world, ours));
    assert_run(&world, 0, (size_t)sum(ours));
    for (int page = 2; page <= 3; page++) {
        app_world_lose_cache(&world);
        fault(&world, arena_printf(world.arena,
                                   "GET /repos/*/*/labels %d person-edit label \"l1 theirs %d\" "
                                   "delete",
                                   page, page));
        fault(&world, arena_printf(world.arena,
                                   "GET /repos/*/*/milestones %d person-edit milestone "
                                   "\"Theirs %d\" delete",
                                   page, page));
        (void)app_world_sync(&world, NULL);
        sandbox_fault_clear(world.sandbox);
        others.labels--;
        others.milestones--;
        assert_int_equal(app_world_sync(&world, NULL), 0);
        assert_run(&world, 0, 0);
        assert_counts(&world, ours, others);
    }
    app_world_close(&world);
}

/* ---- Lists that lag ---------------------------------------------------------------------------
 */

static void lag(int size, bool numeric)
{
    const struct amounts ours = {size, size, size}, none = {0};
    struct app_world world;
    open_paged(&world, numeric, 90 * 1000);
    app_world_plan(&world, plan_of(&world, ours));
    assert_run(&world, 0, (size_t)sum(ours));
    /* Not one shows in a list yet, each is read by itself; then all do. */
    for (int run = 0; run < 4; run++) {
        assert_run(&world, 0, 0);
        world.now_ms += 40 * 1000;
    }
    assert_settled(&world, 0);
    assert_world(&world, ours, none);
    app_world_close(&world);
}

static void lists_lag_behind_the_run(void **state)
{
    (void)state;
    lag(1, false);
    lag(31, true);
    lag(101, false);
}

/* ---- Ten thousand -----------------------------------------------------------------------------
 */

#define MANY 10000

static void two_beside_ten_thousand(void **state)
{
    (void)state;
    const struct amounts ours = {2, 2, 2}, others = {0, 0, MANY};
    struct app_world world;
    open_paged(&world, false, 0);
    seed_others(&world, others);
    world.now_ms += 2 * 60 * 60 * 1000;
    app_world_plan(&world, plan_of(&world, ours));
    assert_run(&world, 0, (size_t)sum(ours));
    assert_cold_reads(&world, others, false);
    assert_run(&world, 0, 0); /* `since` moves to what the run wrote */
    assert_run(&world, 0, 0);
    assert_int_equal(gets(&world), 3);
    assert_counts(&world, ours, others);
    assert_int_equal(sandbox_issues_containing(world.sandbox, "roadmap:v1"), 2);
    app_world_close(&world);
}

/* The issues as a run would have made them, laid into the world without 10,000 requests. */
static void seed_ours(struct app_world *world)
{
    assert_int_equal(app_world_plan_run(world, NULL), 0);
    const struct changeset *changeset = world->report.changeset;
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        char nonce[NONCE_DIGITS + 1];
        nonce_format(world->now_ms, (uint32_t)i, nonce);
        const struct body_request request = {.scope = "db", .nonce = nonce};
        assert_int_equal(item->kind, KIND_ISSUE);
        (void)sandbox_add_issue(world->sandbox, item->title,
                                body_for_write(world->arena, &request, item, NULL), NULL);
    }
}

static void ten_thousand_of_ours(void **state)
{
    (void)state;
    const struct amounts ours = {0, 0, MANY}, none = {0};
    struct app_world world;
    open_paged(&world, true, 0);
    app_world_plan(&world, plan_of(&world, ours));
    seed_ours(&world);
    app_world_lose_cache(&world);
    world.now_ms += 2 * 60 * 60 * 1000;
    person(&world, "issue 1 lock");
    assert_run(&world, 0, 0);
    assert_cold_reads(&world, ours, true);
    assert_run(&world, 0, 0);
    assert_int_equal(gets(&world), 3);
    respec(&world, "'DB-9876: Work', summary: one", "'DB-9876: Work', summary: two");
    assert_run(&world, 0, 1);
    assert_counts(&world, ours, none);
    app_world_close(&world);
}

/* ---- As many as GitHub takes -------------------------------------------------------------------
 */

#define CHILDREN 250

static const char *plan_of_limits(struct app_world *world)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    str_add(&text, "scope: db\nmilestones: []\nlabels:\n");
    for (int i = 1; i <= GITHUB_LABELS_PER_ISSUE; i++)
        str_addf(&text, "  - {name: 'l%d', color: '5319e7', description: d}\n", i);
    str_add(&text, "issues:\n  - id: DB-0\n    title: 'DB-0: All of it'\n    labels: [");
    for (int i = 1; i <= GITHUB_LABELS_PER_ISSUE; i++)
        str_addf(&text, "%sl%d", i > 1 ? ", " : "", i);
    str_add(&text, "]\n    depends_on: [");
    for (int i = 1; i <= GITHUB_BLOCKED_BY; i++)
        str_addf(&text, "%sDB-%d", i > 1 ? ", " : "", i);
    str_add(&text, "]\n");
    for (int i = 1; i <= (CHILDREN + GITHUB_SUB_ISSUES - 1) / GITHUB_SUB_ISSUES; i++)
        str_addf(&text, "  - {id: P-%d, title: 'P-%d: Parent'}\n", i, i);
    for (int i = 1; i <= CHILDREN; i++)
        str_addf(&text, "  - {id: DB-%d, title: 'DB-%d: Work', parent: P-%d}\n", i, i,
                 1 + (i - 1) / GITHUB_SUB_ISSUES);
    return str_dup(&text, world->arena);
}

static void as_many_as_github_takes(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan_of_limits(&world));
    assert_int_equal(app_world_sync(&world, NULL), 0);
    const struct sandbox_counts counts = sandbox_counts(world.sandbox);
    assert_int_equal(counts.sub_issues, CHILDREN);
    assert_int_equal(counts.dependencies, GITHUB_BLOCKED_BY);
    const struct sandbox_issue all = issue_at(&world, titled(&world, "DB-0: All of it"));
    assert_int_equal(times(all.labels, ",") + 1, GITHUB_LABELS_PER_ISSUE);
    assert_int_equal(times(all.blocked_by, ",") + 1, GITHUB_BLOCKED_BY);
    assert_settled(&world, 0);
    /* One more of each is seen before anything is sent. */
    respec(&world, "parent: P-3", "parent: P-1");
    respec(&world, "depends_on: [", "depends_on: [P-2, ");
    respec(&world, "labels: [l1,", "labels: [extra, l1,");
    sandbox_log_clear(world.sandbox);
    assert_int_not_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(world.diags.len, 3);
    assert_int_equal(sandbox_request_count(world.sandbox), 0);
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_size_with_cursors),
        cmocka_unit_test(every_size_with_numbers),
        cmocka_unit_test(a_thousand_labels_and_milestones),
        cmocka_unit_test(issues_that_people_open_shift_pages),
        cmocka_unit_test(labels_and_milestones_that_people_delete),
        cmocka_unit_test(lists_lag_behind_the_run),
        cmocka_unit_test(two_beside_ten_thousand),
        cmocka_unit_test(ten_thousand_of_ours),
        cmocka_unit_test(as_many_as_github_takes),
    };
    return cmocka_run_group_tests_name("app sizes", tests, NULL, NULL);
}
