/* People win: every field that somebody edits on GitHub, alone and together with the plan. */
#include "support/app_story.h"

static const char *const plan =
    "scope: db\n"
    "milestones:\n"
    "  - {id: M1, title: 'M1: Foundation', description: First steps}\n"
    "  - {id: M2, title: 'M2: Roof', description: Last steps}\n"
    "issues:\n"
    "  - {id: DB-001, title: 'DB-001: Inventory', milestone: M1, labels: ['area:db', 'p1'],\n"
    "     summary: Know what is there.,\n"
    "     tasks: [List the tables, List the stores, Write it all down],\n"
    "     done_when: [The list is reviewed]}\n"
    "  - {id: DB-002, title: 'DB-002: Schema', milestone: M1, labels: ['area:db'],\n"
    "     summary: Write it down., assignees: [octocat]}\n";

/* Kept, again and again, also without the cache. */
static void assert_kept(struct app_world *world, size_t fields)
{
    for (int run = 0; run < 4; run++) {
        if (run == 2)
            app_world_lose_cache(world);
        sandbox_log_clear(world->sandbox);
        assert_int_equal(app_world_sync(world, NULL), 0);
        assert_int_equal(writes(world), 0);
        assert_int_equal(kept(world), fields);
        assert_int_equal(conflicts(world), 0);
    }
}

static void edits_of_people_are_kept(void **state)
{
    (void)state;
    static const struct {
        const char *edit;
        size_t kept;
    } rows[] = {
        {"issue 1 title DB-001: Their words", 1},
        {"issue 1 replace /Know what is there./Know what is where./", 1},
        {"issue 1 milestone M2: Roof", 1},
        {"issue 1 milestone none", 1},
        {"issue 1 unlabel p1", 1},
        {"issue 1 label mine", 0},
        {"issue 1 assign octocat", 0},
        {"issue 2 unassign octocat", 0},
        {"issue 1 close completed", 0},
        {"issue 1 close not_planned", 0},
        {"issue 1 close duplicate", 0},
        {"issue 1 lock", 0},
        {"issue 1 comment Hello", 0},
        {"issue 1 append More words", 0},
        {"issue 1 replace /[ ] List/[x] List/", 0},
        {"milestone \"M1: Foundation\" -> Their name", 1},
        {"milestone \"M1: Foundation\" close", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct app_world world;
        story_open(&world, plan);
        print_message("%s\n", rows[i].edit);
        person(&world, "%s", rows[i].edit);
        assert_kept(&world, rows[i].kept);
        app_world_close(&world);
    }
}

static void conflict(const char *edit, const char *old, const char *new, const char *field,
                     const char *theirs, bool cached)
{
    for (int side = 0; side < 2; side++) {
        struct app_world world;
        story_open(&world, plan);
        print_message("%s, %s\n", edit, side ? "spec" : "github");
        person(&world, "%s", edit);
        respec(&world, old, new);
        if (!cached)
            app_world_lose_cache(&world);
        char *before = sandbox_world_json(world.sandbox, true);
        assert_run(&world, 5, 0);
        assert_int_equal(conflicts(&world), 1);
        assert_run(&world, 5, 0);
        char *after = sandbox_world_json(world.sandbox, true);
        assert_string_equal(before, after);
        const char *take =
            arena_printf(world.arena, "DB-001.%s=%s", field, side ? "spec" : "github");
        assert_int_equal(sync_take(&world, take), 0);
        char *taken = sandbox_world_json(world.sandbox, true);
        assert_int_equal(has(taken, theirs), side == 0);
        if (side == 0)
            assert_string_equal(before, taken);
        assert_run(&world, 0, 0);
        assert_run(&world, 0, 0);
        free(before);
        free(after);
        free(taken);
        app_world_close(&world);
    }
}

static void both_changed_is_a_conflict_of_that_field(void **state)
{
    (void)state;
    for (int cached = 0; cached < 2; cached++) {
        conflict("issue 1 title DB-001: Their words", "DB-001: Inventory", "DB-001: Our words",
                 "title", "Their words", cached);
        conflict("issue 1 replace /Know what is there./Know what is where./", "Know what is there.",
                 "Know all of it.", "block", "what is where", cached);
    }
}

static void both_changed_milestone(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    person(&world, "issue 1 milestone none");
    respec(&world, "Inventory', milestone: M1", "Inventory', milestone: M2");
    assert_run(&world, 5, 0);
    assert_int_equal(issue_at(&world, 1).milestone, 0);
    assert_int_equal(sync_take(&world, "DB-001.milestone=spec"), 0);
    assert_int_equal(issue_at(&world, 1).milestone, 2);
    assert_settled(&world, 0);
    app_world_close(&world);
}

/* A conflict of one field does not hold the others up. */
static void the_rest_of_the_item_goes_on(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    person(&world, "issue 1 title DB-001: Their words");
    respec(&world, "DB-001: Inventory", "DB-001: Our words");
    respec(&world, "Know what is there.", "Know all of it.");
    assert_run(&world, 5, 1);
    const struct sandbox_issue issue = issue_at(&world, 1);
    assert_string_equal(issue.title, "DB-001: Their words");
    assert_true(has(issue.body, "Know all of it."));
    assert_run(&world, 5, 0);
    app_world_lose_cache(&world);
    assert_run(&world, 5, 0);
    app_world_close(&world);
}

/* Bytes outside the block stay as they are, whatever they are. */
static void text_round_the_block_is_kept_byte_for_byte(void **state)
{
    (void)state;
    static const char *const before =
        "Caf\x65\xcc\x81 \xf0\x9f\x8e\x89 first\r\n\r\n  trailing  \r\n";
    static const char *const after = "\r\n\r\n\tlast\xc2\xa0words \r\n\r\n\r\n- [x] mine\n\n";
    struct app_world world;
    story_open(&world, plan);
    const char *body = issue_at(&world, 1).body;
    sandbox_set_body(world.sandbox, 1, arena_printf(world.arena, "%s%s%s", before, body, after));
    person(&world, "issue 1 lock");
    assert_run(&world, 0, 0);
    respec(&world, "Know what is there.", "Know all of it.");
    assert_run(&world, 0, 1);
    body = issue_at(&world, 1).body;
    assert_true(has(body, "Know all of it."));
    assert_memory_equal(body, before, strlen(before));
    assert_true(strlen(body) > strlen(after));
    assert_string_equal(body + strlen(body) - strlen(after), after);
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void a_save_in_the_browser_is_no_edit(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    person(&world, "issue 1 append  ");
    assert_true(has(issue_at(&world, 1).body, "\r\n"));
    assert_settled(&world, 0);
    assert_int_equal(kept(&world), 0);
    /* And a change of the plan goes through it. */
    respec(&world, "Know what is there.", "Know all of it.");
    assert_run(&world, 0, 1);
    assert_true(has(issue_at(&world, 1).body, "Know all of it."));
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void edits_in_the_block_merge_with_the_plan(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    person(&world, "issue 1 replace /Know what is there./Know what is where./");
    respec(&world, "The list is reviewed", "Two people reviewed the list");
    assert_run(&world, 0, 1);
    const char *body = issue_at(&world, 1).body;
    assert_true(has(body, "Know what is where."));
    assert_true(has(body, "Two people reviewed the list"));
    /* The person's words stay an edit: neither lost nor agreed. */
    assert_run(&world, 0, 0);
    assert_int_equal(kept(&world), 1);
    respec(&world, "List the stores", "List all stores");
    assert_run(&world, 0, 1);
    body = issue_at(&world, 1).body;
    assert_true(has(body, "Know what is where."));
    assert_true(has(body, "List all stores"));
    assert_run(&world, 0, 0);
    app_world_close(&world);
}

static void ticks_survive_reworded_and_moved_tasks(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    person(&world, "issue 1 replace /[ ] List the stores/[x] List the stores/");
    person(&world, "issue 1 replace /[ ] Write it all/[X] Write it all/");
    respec(&world, "[List the tables, List the stores, Write it all down]",
           "[Ask around, List the tables, List all the stores, Write it all down now]");
    assert_run(&world, 0, 1);
    const char *body = issue_at(&world, 1).body;
    assert_true(has(body, "[ ] Ask around"));
    assert_true(has(body, "[ ] List the tables"));
    assert_true(has(body, "[x] List all the stores"));
    assert_true(has(body, "] Write it all down now"));
    assert_false(has(body, "[ ] Write it all down now"));
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void lost_tick_is_refused_without_drop_ticks(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    person(&world, "issue 1 replace /[ ] List the stores/[x] List the stores/");
    respec(&world, "List the stores, ", "");
    respec(&world, "Write it down.", "Write it well.");
    assert_run(&world, 5, 1);
    assert_int_equal(refusal_of(&world, "DB-001"), REFUSAL_LOST_TICKS);
    assert_true(has(issue_at(&world, 1).body, "[x] List the stores"));
    struct sync_options options = sync_options_default();
    options.drop_ticks = true;
    assert_int_equal(app_world_sync(&world, &options), 0);
    assert_false(has(issue_at(&world, 1).body, "List the stores"));
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void labels_go_by_element(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    person(&world, "issue 1 label mine");
    person(&world, "issue 1 unlabel p1");
    respec(&world, "['area:db', 'p1']", "['area:db', 'p1', 'new']");
    assert_run(&world, 0, 3); /* the label itself, on the issue, the fresh base */
    assert_string_equal(issue_at(&world, 1).labels, "area:db,mine,new");
    assert_run(&world, 0, 0);
    respec(&world, "['area:db', 'p1', 'new']", "['p1', 'new']");
    assert_run(&world, 0, 2);
    assert_string_equal(issue_at(&world, 1).labels, "mine,new");
    assert_settled(&world, 0);
    assert_string_equal(issue_at(&world, 1).labels, "mine,new");
    /* No write of the whole set, ever. */
    app_world_close(&world);
}

static void owned_labels_are_put_back(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    person(&world, "issue 1 label mine");
    person(&world, "issue 1 unlabel p1");
    respec(&world, "scope: db\n", "scope: db\nfields: {labels: own}\n");
    sandbox_log_clear(world.sandbox);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_string_equal(issue_at(&world, 1).labels, "area:db,mine,p1");
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void policies_ignore_and_create_only(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan);
    respec(&world, "scope: db\n",
           "scope: db\n"
           "fields: {title: create-only, milestone: ignore, assignees: ignore, block: own}\n");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(issue_at(&world, 1).milestone, 0);
    assert_string_equal(issue_at(&world, 2).assignees, "");
    person(&world, "issue 1 title Theirs");
    person(&world, "issue 1 replace /Know what is there./Theirs too/");
    assert_run(&world, 0, 1);
    assert_string_equal(issue_at(&world, 1).title, "Theirs");
    assert_true(has(issue_at(&world, 1).body, "Know what is there."));
    respec(&world, "DB-001: Inventory", "DB-001: Stock");
    assert_settled(&world, 0);
    assert_string_equal(issue_at(&world, 1).title, "Theirs");
    app_world_close(&world);
}

static void assignees_are_people_s_after_creation(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    assert_string_equal(issue_at(&world, 2).assignees, "octocat");
    respec(&world, "assignees: [octocat]", "assignees: [acme]");
    assert_settled(&world, 0);
    assert_string_equal(issue_at(&world, 2).assignees, "octocat");
    app_world_close(&world);
}

/* What a new item wants empty was agreed on too: by a mark as well as by the cache. */
static void empty_fields_have_a_base(void **state)
{
    (void)state;
    static const char *const empty =
        "scope: db\n"
        "fields: {assignees: merge}\n"
        "milestones: [{id: M1, title: M1}, {id: M2, title: M2}]\n"
        "issues:\n"
        "  - {id: DB-001, title: 'DB-001: Inventory', milestone: null,\n"
        "     assignees: [], labels: []}\n";
    for (int cached = 0; cached < 2; cached++) {
        struct app_world world;
        story_open(&world, empty);
        person(&world, "issue 1 milestone M2");
        respec(&world, "milestone: null", "milestone: M1");
        respec(&world, "assignees: []", "assignees: [octocat]");
        if (!cached)
            app_world_lose_cache(&world);
        assert_run(&world, 5, cached ? 1 : 0);
        assert_int_equal(conflicts(&world), 1);
        assert_int_equal(issue_at(&world, 1).milestone, 2);
        assert_string_equal(issue_at(&world, 1).assignees, cached ? "octocat" : "");
        app_world_close(&world);
    }
}

static void who_cannot_be_assigned_is_left_out_and_said(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan);
    respec(&world, "assignees: [octocat]", "assignees: [octocat, nobody-here]");
    const int status = app_world_sync(&world, NULL);
    assert_true(status != 0);
    assert_int_equal(world.report.errors.len, 1);
    assert_true(has(world.report.errors.items[0].reason, "nobody-here"));
    assert_int_equal(sandbox_counts(world.sandbox).issues, 2);
    assert_string_equal(issue_at(&world, 2).assignees, "octocat");
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void closed_by_people_is_never_reopened(void **state)
{
    (void)state;
    static const char *const reasons[] = {"completed", "not_planned", "duplicate"};
    for (size_t i = 0; i < 3; i++) {
        struct app_world world;
        story_open(&world, plan);
        person(&world, "issue 1 close %s", reasons[i]);
        respec(&world, "Know what is there.", "Know all of it.");
        respec(&world, "DB-001: Inventory", "DB-001: Stock");
        assert_run(&world, 0, 1);
        assert_string_equal(issue_at(&world, 1).state, "closed");
        assert_string_equal(issue_at(&world, 1).state_reason, reasons[i]);
        assert_settled(&world, 0);
        assert_string_equal(issue_at(&world, 1).state, "closed");
        app_world_close(&world);
    }
}

static void closed_in_the_plan_closes_once(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    respec(&world, "title: 'DB-001: Inventory',",
           "title: 'DB-001: Inventory', state: closed, state_reason: not_planned,");
    assert_run(&world, 0, 1);
    assert_string_equal(issue_at(&world, 1).state, "closed");
    assert_string_equal(issue_at(&world, 1).state_reason, "not_planned");
    assert_settled(&world, 0);
    person(&world, "issue 1 reopen");
    assert_kept(&world, 1);
    assert_string_equal(issue_at(&world, 1).state, "open");
    respec(&world, " state: closed, state_reason: not_planned,", "");
    assert_settled(&world, 0);
    assert_string_equal(issue_at(&world, 1).state, "open");
    app_world_close(&world);
}

static void born_closed(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan);
    respec(&world, "title: 'DB-001: Inventory',", "title: 'DB-001: Inventory', state: closed,");
    respec(&world, "title: 'M2: Roof',", "title: 'M2: Roof', state: closed,");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(world.report.errors.len, 0);
    assert_string_equal(issue_at(&world, 1).state, "closed");
    assert_settled(&world, 0);
    person(&world, "issue 1 reopen");
    assert_kept(&world, 1);
    app_world_close(&world);
}

static void born_closed_and_never_compared_again(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan);
    respec(&world, "scope: db\n", "scope: db\nfields: {state: create-only}\n");
    respec(&world, "title: 'DB-001: Inventory',", "title: 'DB-001: Inventory', state: closed,");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_string_equal(issue_at(&world, 1).state, "closed");
    person(&world, "issue 1 reopen");
    assert_kept(&world, 0);
    assert_string_equal(issue_at(&world, 1).state, "open");
    app_world_close(&world);
}

/* Either way of settling a parent holds, and is not asked for again. */
static void both_changed_parent(void **state)
{
    (void)state;
    static const char *const family = "scope: db\n"
                                      "milestones: []\n"
                                      "issues:\n"
                                      "  - {id: DB-001, title: 'DB-001: One'}\n"
                                      "  - {id: DB-002, title: 'DB-002: Two'}\n"
                                      "  - {id: DB-003, title: 'DB-003: Three'}\n"
                                      "  - {id: DB-004, title: 'DB-004: Child', parent: DB-001}\n";
    for (int spec = 0; spec < 2; spec++) {
        struct app_world world;
        story_open(&world, family);
        const int64_t two = titled(&world, "DB-002: Two"), three = titled(&world, "DB-003: Three");
        const int64_t child = titled(&world, "DB-004: Child");
        person(&world, "issue %d parent %d", (int)child, (int)three);
        respec(&world, "parent: DB-001", "parent: DB-002");
        assert_run(&world, 5, 0);
        assert_int_equal(conflicts(&world), 1);
        assert_int_equal(
            sync_take(&world, spec ? "DB-004 parent DB-002=spec" : "DB-004 parent DB-002=github"),
            0);
        assert_int_equal(issue_at(&world, child).parent, spec ? two : three);
        assert_run(&world, 0, 0);
        assert_int_equal(conflicts(&world), 0);
        assert_run(&world, 0, 0);
        assert_int_equal(issue_at(&world, child).parent, spec ? two : three);
        app_world_close(&world);
    }
}

static void null_clears_and_absent_is_unmanaged(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    respec(&world, "Inventory', milestone: M1,", "Inventory',");
    respec(&world, "Schema', milestone: M1,", "Schema', milestone: null,");
    assert_run(&world, 0, 1);
    assert_int_equal(issue_at(&world, 1).milestone, 1);
    assert_int_equal(issue_at(&world, 2).milestone, 0);
    assert_settled(&world, 0);
    /* The text is taken out of the plan: what stands there stays. */
    respec(&world, "\n     summary: Write it down.,", "");
    assert_run(&world, 0, 0);
    assert_true(has(issue_at(&world, 2).body, "Write it down."));
    assert_settled(&world, 0);
    app_world_close(&world);
}

/* An emptied body is an edit like any other: the text is not forced back. */
static void emptied_body_stays(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    sandbox_set_body(world.sandbox, 1, NULL);
    person(&world, "issue 1 lock");
    assert_run(&world, 0, 0);
    assert_run(&world, 0, 0);
    assert_null(issue_at(&world, 1).body);
    respec(&world, "DB-001: Inventory", "DB-001: Stock");
    assert_run(&world, 0, 1);
    assert_null(issue_at(&world, 1).body);
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_of_people_are_kept),
        cmocka_unit_test(both_changed_is_a_conflict_of_that_field),
        cmocka_unit_test(both_changed_milestone),
        cmocka_unit_test(the_rest_of_the_item_goes_on),
        cmocka_unit_test(text_round_the_block_is_kept_byte_for_byte),
        cmocka_unit_test(a_save_in_the_browser_is_no_edit),
        cmocka_unit_test(edits_in_the_block_merge_with_the_plan),
        cmocka_unit_test(ticks_survive_reworded_and_moved_tasks),
        cmocka_unit_test(lost_tick_is_refused_without_drop_ticks),
        cmocka_unit_test(labels_go_by_element),
        cmocka_unit_test(owned_labels_are_put_back),
        cmocka_unit_test(policies_ignore_and_create_only),
        cmocka_unit_test(assignees_are_people_s_after_creation),
        cmocka_unit_test(empty_fields_have_a_base),
        cmocka_unit_test(who_cannot_be_assigned_is_left_out_and_said),
        cmocka_unit_test(closed_by_people_is_never_reopened),
        cmocka_unit_test(closed_in_the_plan_closes_once),
        cmocka_unit_test(born_closed),
        cmocka_unit_test(born_closed_and_never_compared_again),
        cmocka_unit_test(both_changed_parent),
        cmocka_unit_test(null_clears_and_absent_is_unmanaged),
        cmocka_unit_test(emptied_body_stays),
    };
    return cmocka_run_group_tests_name("app people", tests, NULL, NULL);
}
