/* Which object is which item, and what happens when people move, copy or delete the mark. */
#include <sqlite3.h>

#include "support/app_story.h"

static const char *const plan = "scope: db\n"
                                "milestones:\n"
                                "  - {id: M1, title: 'M1: Foundation', description: First}\n"
                                "issues:\n"
                                "  - {id: DB-001, title: 'DB-001: Inventory', milestone: M1,\n"
                                "     summary: Know what is there.}\n"
                                "  - {id: DB-002, title: 'DB-002: Schema', milestone: M1,\n"
                                "     summary: Write it down.}\n";

static const struct report_line *skipped(const struct app_world *world, const char *part)
{
    for (size_t i = 0; i < world->report.skipped.len; i++)
        if (has(world->report.skipped.items[i].reason, part))
            return &world->report.skipped.items[i];
    return NULL;
}

static void the_footer_names_the_plan_and_no_place_of_this_machine(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    const char *body = issue_at(&world, titled(&world, "DB-001: Inventory")).body;
    assert_true(has(body, "<sub>Planned in `roadmap/roadmap.yaml` as `DB-001`;"));
    assert_false(has(body, world.folder));
    app_world_close(&world);
}

static void mark_deleted_by_a_person_stays_ours(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    const int64_t n = titled(&world, "DB-001: Inventory");
    person(&world, "issue %d body Just my words.", (int)n);
    assert_run(&world, 0, 0);
    assert_non_null(skipped(&world, "--take DB-001.block=spec puts the plan's there"));
    /* The body is people's now; the other fields are still ours. */
    respec(&world, "Know what is there.", "Know everything.");
    respec(&world, "DB-001: Inventory", "DB-001: Stock");
    assert_run(&world, 0, 1);
    struct sandbox_issue issue = issue_at(&world, n);
    assert_string_equal(issue.title, "DB-001: Stock");
    assert_string_equal(issue.body, "Just my words.");
    assert_int_equal(sync_take(&world, "DB-001.block=spec"), 0);
    assert_int_equal(world.report.skipped.len, 0);
    issue = issue_at(&world, n);
    assert_true(has(issue.body, "Know everything."));
    assert_true(has(issue.body, "Just my words."));
    assert_int_equal(times(issue.body, "roadmap:v1"), 1);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 2);
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void mark_moved_to_the_end_stays(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    const int64_t n = titled(&world, "DB-001: Inventory");
    struct sandbox_issue issue = issue_at(&world, n);
    sandbox_set_body(world.sandbox, n,
                     arena_printf(world.arena, "My words first.\n\n%s", issue.body));
    person(&world, "issue %d append And last.", (int)n);
    assert_settled(&world, 0);
    respec(&world, "Know what is there.", "Know everything.");
    assert_run(&world, 0, 1);
    issue = issue_at(&world, n);
    assert_true(has(issue.body, "My words first."));
    assert_true(has(issue.body, "And last."));
    assert_true(has(issue.body, "Know everything."));
    assert_settled(&world, 0);
    app_world_close(&world);
}

/* Two marks, no end, the end first: nothing is written, everything else goes on. */
static void damaged_block_is_refused_and_taken(void **state)
{
    (void)state;
    static const char *const ways[] = {"doubled", "no end", "end first"};
    for (size_t way = 0; way < 3; way++) {
        struct app_world world;
        story_open(&world, plan);
        const int64_t n = titled(&world, "DB-001: Inventory");
        const char *body = issue_at(&world, n).body;
        const char *end = strstr(body, "<!-- /roadmap -->");
        const char *marker_end = strchr(body, '\n');
        const char *damaged =
            way == 0   ? arena_printf(world.arena, "%s\n%s", body, body)
            : way == 1 ? arena_printf(world.arena, "%.*sTail of a person.", (int)(end - body), body)
                       : arena_printf(world.arena, "<!-- /roadmap -->\n%.*s\nText",
                                      (int)(marker_end - body), body);
        person(&world, "issue %d lock", (int)n);
        sandbox_set_body(world.sandbox, n, damaged);
        respec(&world, "Write it down.", "Write it down well.");
        print_message("%s\n", ways[way]);
        assert_run(&world, 5, 1);
        assert_string_equal(issue_at(&world, n).body, damaged);
        assert_int_equal(refusal_of(&world, "DB-001"), REFUSAL_DAMAGED);
        assert_run(&world, 5, 0);
        assert_int_equal(sync_take(&world, "DB-001.block=spec"), 0);
        assert_int_equal(times(issue_at(&world, n).body, "roadmap:v1"), 1);
        if (way == 1)
            assert_true(has(issue_at(&world, n).body, "Tail of a person."));
        assert_settled(&world, 0);
        app_world_close(&world);
    }
}

/* Without a cache only the text says whose issue it is; where that cannot be read any more, the
 * item is not made a second time. */
static void an_issue_with_a_spoiled_mark_is_not_made_again(void **state)
{
    (void)state;
    static const char *const titles[] = {"DB-002: Schema", "DB-002: Their words"};
    for (int harm = 0; harm < 6; harm++) {
        struct app_world world;
        story_open(&world, plan);
        const int64_t n = titled(&world, "DB-002: Schema");
        const char *body = issue_at(&world, n).body;
        const char *other = issue_at(&world, titled(&world, "DB-001: Inventory")).body;
        const char *rest = strchr(body, '\n');
        const char *newer = arena_printf(world.arena, "<!-- roadmap:v2%s", body + 15);
        const char *harmed[] = {arena_printf(world.arena, "%s\n%s", other, body),
                                arena_printf(world.arena, "<!-- roadmap:v1 scope=db%s", rest),
                                newer};
        sandbox_set_body(world.sandbox, n, harmed[harm / 2]);
        person(&world, "issue %d title %s", (int)n, titles[harm % 2]);
        app_world_lose_cache(&world);
        assert_run(&world, 5, 0);
        assert_int_equal(refusal_of(&world, "DB-002"),
                         harm / 2 == 2 ? REFUSAL_NEWER : REFUSAL_DAMAGED);
        assert_int_equal(sandbox_counts(world.sandbox).issues, 2);
        assert_settled(&world, 5);
        app_world_close(&world);
    }
}

static void copied_issue_is_told_and_blocks_nothing(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    sandbox_add_collaborator(world.sandbox, "hubot");
    const int64_t n = titled(&world, "DB-001: Inventory");
    person(&world, "issue %d copy", (int)n);
    /* Before the first PATCH there is no number in the mark; the copy is still known as one. */
    assert_run(&world, 0, 0);
    assert_int_equal(world.report.skipped.len, 1);
    respec(&world, "Know what is there.", "Know everything.");
    assert_run(&world, 0, 1);
    assert_true(has(issue_at(&world, n).body, "Know everything."));
    assert_int_equal(sandbox_issues_containing(world.sandbox, "Know everything."), 1);
    app_world_lose_cache(&world);
    assert_run(&world, 0, 0);
    app_world_close(&world);
}

static void copy_whose_original_was_deleted_blocks_its_item(void **state)
{
    (void)state;
    for (int cached = 0; cached < 2; cached++) {
        struct app_world world;
        story_open(&world, plan);
        sandbox_add_collaborator(world.sandbox, "hubot");
        const int64_t n = titled(&world, "DB-001: Inventory");
        respec(&world, "Know what is there.", "Know everything."); /* now num= is in the mark */
        assert_run(&world, 0, 1);
        person(&world, "issue %d copy", (int)n);
        person(&world, "issue %d delete", (int)n);
        if (!cached)
            app_world_lose_cache(&world);
        respec(&world, "Write it down.", "Write it down well.");
        assert_run(&world, 5, 1);
        assert_run(&world, 5, 0);
        assert_int_equal(sandbox_counts(world.sandbox).issues, 2);
        const int64_t copy = titled(&world, "DB-001: Inventory");
        assert_int_equal(sync_adopt(&world, arena_printf(world.arena, "DB-001=#%d", (int)copy)), 0);
        assert_int_equal(sandbox_counts(world.sandbox).issues, 2);
        assert_settled(&world, 0);
        app_world_close(&world);
    }
}

static void copy_is_not_adopted_but_a_new_one_can_be_asked_for(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    sandbox_add_collaborator(world.sandbox, "hubot");
    const int64_t n = titled(&world, "DB-001: Inventory");
    respec(&world, "Know what is there.", "Know everything.");
    assert_run(&world, 0, 1);
    person(&world, "issue %d copy", (int)n);
    person(&world, "issue %d delete", (int)n);
    app_world_lose_cache(&world);
    assert_int_equal(sync_adopt(&world, "DB-001=new"), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 3);
    assert_run(&world, 0, 0);
    assert_settled(&world, 0);
    app_world_close(&world);
}

/* Somebody writes the id of one item into the mark of another: what it was is not written to, and
 * the other one is neither overwritten nor closed for its twin. */
/* --adopt for what is bound: the same object again is said, another one is refused as long as the
 * first carries the mark, or two open issues would have it. */
static void adopting_what_is_bound(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    person(&world, "issue new Another");
    const int64_t other = titled(&world, "Another");
    assert_int_equal(sync_adopt(&world, "DB-001=new"), 0);
    assert_non_null(skipped(&world, "it is #1 already, so --adopt does nothing"));
    assert_int_equal(sync_adopt(&world, "DB-001=#1"), 0);
    assert_non_null(skipped(&world, "it is #1 already, so --adopt does nothing"));
    assert_int_equal(sync_adopt(&world, "M1=new"), 0);
    assert_non_null(skipped(&world, "it is milestone 1 already"));
    const char *adopt = arena_printf(world.arena, "DB-001=#%d", (int)other);
    assert_int_equal(sync_adopt(&world, adopt), 5);
    assert_int_equal(writes(&world), 0);
    person(&world, "issue 1 body Nothing hidden here");
    assert_int_equal(sync_adopt(&world, adopt), 0);
    assert_true(has(issue_at(&world, other).body, "id=DB-001"));
    assert_run(&world, 0, 0);
    app_world_close(&world);
}

static void a_mark_with_another_id_is_refused(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    person(&world, "issue 1 replace /id=DB-001/id=DB-002/");
    respec(&world, "DB-001: ", "DB-001: New ");
    respec(&world, "DB-002: ", "DB-002: New ");
    assert_run(&world, 5, 1);
    assert_int_equal(refusal_of(&world, "DB-001"), REFUSAL_CONTESTED);
    assert_string_equal(issue_at(&world, 1).title, "DB-001: Inventory");
    assert_string_equal(issue_at(&world, 2).title, "DB-002: New Schema");
    assert_run(&world, 5, 0);
    person(&world, "issue 1 replace /id=DB-002/id=DB-001/");
    sandbox_log_clear(world.sandbox);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_true(has(issue_at(&world, 1).title, "DB-001: New"));
    assert_true(has(issue_at(&world, 2).title, "DB-002: New"));
    app_world_close(&world);
}

static void planted_mark_is_left_alone(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan);
    const int64_t n = sandbox_add_issue(
        world.sandbox, "Mine",
        "<!-- roadmap:v1 scope=db id=DB-001 n=0000000000000000 -->\n\nx\n\n<!-- /roadmap -->\n",
        "stranger");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 3);
    assert_int_equal(world.report.skipped.len, 1);
    assert_string_equal(issue_at(&world, n).title, "Mine");
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void newer_mark_is_refused(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    const int64_t n = titled(&world, "DB-001: Inventory");
    person(&world, "issue %d replace /roadmap:v1/roadmap:v2/", (int)n);
    respec(&world, "Know what is there.", "Know everything.");
    assert_run(&world, 5, 0);
    assert_int_equal(refusal_of(&world, "DB-001"), REFUSAL_NEWER);
    app_world_lose_cache(&world);
    assert_run(&world, 5, 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 2);
    app_world_close(&world);
}

static void same_ids_in_another_scope_are_refused(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    respec(&world, "scope: db", "scope: web");
    app_world_lose_cache(&world);
    assert_run(&world, 5, 0);
    assert_true(has(world.err.message, "'db'"));
    assert_true(has(world.err.message, "'web'"));
    app_world_close(&world);
}

static void two_scopes_do_not_touch_each_other(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    static const char *const other = "scope: web\n"
                                     "milestones:\n"
                                     "  - {id: W1, title: 'W1: Pages'}\n"
                                     "issues:\n"
                                     "  - {id: W-001, title: 'W-001: Start', milestone: W1,\n"
                                     "     summary: Begin.}\n";
    app_world_plan(&world, other);
    assert_run(&world, 0, 2);
    /* Now that the scope is there an equal id is only another item. */
    respec(&world, "     summary: Begin.}\n",
           "     summary: Begin.}\n  - {id: DB-002, title: Theirs, summary: Same id.}\n");
    assert_run(&world, 0, 1);
    assert_settled(&world, 0);
    app_world_plan(&world, plan);
    assert_settled(&world, 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 4);
    app_world_close(&world);
}

static void deleted_issue_is_not_made_again(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    const int64_t n = titled(&world, "DB-001: Inventory");
    person(&world, "issue %d delete", (int)n);
    /* The milestone counts one issue less, so the next run sees it. */
    assert_run(&world, 5, 0);
    assert_int_equal(refusal_of(&world, "DB-001"), REFUSAL_GONE);
    assert_run(&world, 5, 0);
    assert_int_equal(sync_recreate(&world, "DB-001"), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 2);
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void deletion_without_milestone_is_noticed_within_a_day(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, "milestones: []\nissues:\n  - {id: A-1, title: 'A-1: One', summary: s}\n");
    person(&world, "issue 1 delete");
    assert_run(&world, 0, 0);
    world.now_ms += 25LL * 60 * 60 * 1000;
    assert_run(&world, 5, 0);
    assert_int_equal(refusal_of(&world, "A-1"), REFUSAL_GONE);
    app_world_close(&world);
}

static void transferred_issue_is_not_made_again(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    const int64_t n = titled(&world, "DB-001: Inventory");
    person(&world, "issue %d transfer acme/elsewhere", (int)n);
    assert_run(&world, 5, 0);
    assert_int_equal(refusal_of(&world, "DB-001"), REFUSAL_GONE);
    assert_int_equal(sync_recreate(&world, "DB-001"), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 2);
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void number_of_a_pull_request_is_refused(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    const int64_t pull = sandbox_add_pull(world.sandbox, "A pull request", "x", "hubot");
    app_world_plan(&world, arena_printf(world.arena,
                                        "milestones: []\nissues:\n"
                                        "  - {id: A-1, title: 'A-1: One', number: %d}\n"
                                        "  - {id: A-2, title: 'A-2: Two'}\n",
                                        (int)pull));
    assert_int_equal(app_world_sync(&world, NULL), 5);
    assert_int_equal(writes(&world), 1);
    assert_int_equal(refusal_of(&world, "A-1"), REFUSAL_NOT_ISSUE);
    app_world_close(&world);
}

static void repository_renamed_is_followed(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    person(&world, "repository rename acme/new-name");
    respec(&world, "Know what is there.", "Know everything.");
    assert_run(&world, 0, 1);
    assert_non_null(world.report.moved_from);
    assert_run(&world, 0, 0);
    assert_run(&world, 0, 0);
    world.app.repo = "acme/new-name";
    assert_run(&world, 0, 0);
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void archived_and_disabled_are_refused(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    respec(&world, "Know what is there.", "Know everything.");
    person(&world, "repository archive");
    assert_run(&world, 5, 1);
    app_world_lose_cache(&world);
    assert_run(&world, 5, 0);
    person(&world, "repository unarchive");
    person(&world, "repository disable-issues");
    app_world_lose_cache(&world);
    assert_run(&world, 5, 0);
    person(&world, "repository enable-issues");
    assert_run(&world, 0, 1);
    app_world_close(&world);
}

/* The cache remembers another id under this name: the old repository was deleted or moved away, and
 * somebody made a new one. */
static void another_repository_of_the_same_name_is_refused(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(world.app.cache_path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE repository SET id = id + 1", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    world.now_ms += 25LL * 60 * 60 * 1000;
    respec(&world, "Know what is there.", "Know everything.");
    assert_run(&world, 5, 0);
    print_message("%s\n", world.err.message);
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_footer_names_the_plan_and_no_place_of_this_machine),
        cmocka_unit_test(mark_deleted_by_a_person_stays_ours),
        cmocka_unit_test(mark_moved_to_the_end_stays),
        cmocka_unit_test(damaged_block_is_refused_and_taken),
        cmocka_unit_test(an_issue_with_a_spoiled_mark_is_not_made_again),
        cmocka_unit_test(copied_issue_is_told_and_blocks_nothing),
        cmocka_unit_test(copy_whose_original_was_deleted_blocks_its_item),
        cmocka_unit_test(copy_is_not_adopted_but_a_new_one_can_be_asked_for),
        cmocka_unit_test(adopting_what_is_bound),
        cmocka_unit_test(a_mark_with_another_id_is_refused),
        cmocka_unit_test(planted_mark_is_left_alone),
        cmocka_unit_test(newer_mark_is_refused),
        cmocka_unit_test(same_ids_in_another_scope_are_refused),
        cmocka_unit_test(two_scopes_do_not_touch_each_other),
        cmocka_unit_test(deleted_issue_is_not_made_again),
        cmocka_unit_test(deletion_without_milestone_is_noticed_within_a_day),
        cmocka_unit_test(transferred_issue_is_not_made_again),
        cmocka_unit_test(number_of_a_pull_request_is_refused),
        cmocka_unit_test(repository_renamed_is_followed),
        cmocka_unit_test(archived_and_disabled_are_refused),
        cmocka_unit_test(another_repository_of_the_same_name_is_refused),
    };
    return cmocka_run_group_tests_name("app identity", tests, NULL, NULL);
}
