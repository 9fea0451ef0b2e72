/* Labels and milestones by their names, and adoption of what people made before. */
#include "support/app_story.h"

static const char *const labelled =
    "scope: db\n"
    "labels:\n"
    "  - {name: red, color: 'ff0000', description: Red things}\n"
    "  - {name: blue, color: '0000ff'}\n"
    "milestones:\n"
    "  - {id: M1, title: 'M1: Foundation', description: First, due_on: 2026-12-14}\n"
    "issues:\n"
    "  - {id: DB-001, title: 'DB-001: One', milestone: M1, labels: [red]}\n"
    "  - {id: DB-002, title: 'DB-002: Two', milestone: M1, labels: [blue]}\n";

static void labels_are(struct app_world *world, const char *title, const char *labels)
{
    assert_string_equal(issue_at(world, titled(world, title)).labels, labels);
}

static void label_renamed_by_a_person_is_drift(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, labelled);
    person(&world, "label red -> crimson");
    assert_run(&world, 0, 0);
    assert_int_equal(kept(&world), 1);
    assert_run(&world, 0, 0);
    assert_int_equal(kept(&world), 1);
    /* A new issue gets the label as it is called now. */
    respec(&world, "  - {id: DB-002",
           "  - {id: DB-003, title: 'DB-003: New', labels: [red]}\n  - {id: DB-002");
    assert_run(&world, 0, 1);
    assert_int_equal(sandbox_counts(world.sandbox).labels, 2);
    labels_are(&world, "DB-003: New", "crimson");
    app_world_close(&world);
}

/* The list is then what it was before the write: the same bytes, the same ETag. */
static void a_write_that_a_person_takes_back_is_seen(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, labelled);
    assert_run(&world, 0, 0);
    respec(&world, "color: 'ff0000'", "color: '00ff00'");
    assert_run(&world, 0, 1);
    person(&world, "label red color ff0000");
    assert_run(&world, 0, 1); /* a colour is the plan's */
    struct sandbox_label label = {0};
    assert_true(sandbox_label(world.sandbox, "red", &label));
    assert_string_equal(label.color, "00ff00");
    app_world_close(&world);
}

static void label_renamed_by_previously_keeps_its_issues(void **state)
{
    (void)state;
    for (int cached = 0; cached < 2; cached++) {
        struct app_world world;
        story_open(&world, labelled);
        if (!cached)
            app_world_lose_cache(&world);
        person(&world, "issue new Somebody's"); /* #3 has the label too */
        person(&world, "issue 3 label red");
        respec(&world, "{name: red,", "{name: crimson, previously: [red],");
        respec(&world, "labels: [red]", "labels: [crimson]");
        assert_run(&world, 0, 1);
        assert_int_equal(sandbox_count_matching(world.sandbox, "PATCH /repos/*/*/labels/*"), 1);
        assert_int_equal(sandbox_counts(world.sandbox).labels, 2);
        labels_are(&world, "DB-001: One", "crimson");
        labels_are(&world, "Somebody's", "crimson");
        assert_settled(&world, 0);
        app_world_close(&world);
    }
}

/* GitHub makes a label that an issue asks for. A refused rename must not end with both names. */
static void refused_rename_of_a_label_makes_no_second_one(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, labelled);
    fault(&world, "PATCH /repos/*/*/labels/* 1 errors-objects");
    respec(&world, "{name: red,", "{name: crimson, previously: [red],");
    respec(&world, "labels: [red]", "labels: [crimson]");
    respec(&world, "labels: [blue]", "labels: [blue, crimson]");
    respec(&world, "milestone: M1, labels: [crimson]}\n",
           "milestone: M1, labels: [crimson]}\n"
           "  - {id: DB-003, title: 'DB-003: Three', labels: [crimson]}\n");
    assert_int_equal(app_world_sync(&world, NULL), 1);
    assert_int_equal(sandbox_counts(world.sandbox).labels, 2);
    labels_are(&world, "DB-003: Three", "red");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_counts(world.sandbox).labels, 2);
    labels_are(&world, "DB-001: One", "crimson");
    labels_are(&world, "DB-002: Two", "blue,crimson");
    labels_are(&world, "DB-003: Three", "crimson");
    assert_settled(&world, 0);
    app_world_close(&world);
}

/* Another machine with the same plan was a moment earlier. */
static void label_renamed_by_another_run_meanwhile(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, labelled);
    fault(&world, "PATCH /repos/*/*/labels/* 1 person-edit label red -> crimson");
    respec(&world, "{name: red,", "{name: crimson, previously: [red],");
    respec(&world, "labels: [red]", "labels: [crimson]");
    respec(&world, "DB-002: Two", "DB-002: Second");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_counts(world.sandbox).labels, 2);
    labels_are(&world, "DB-001: One", "crimson");
    assert_true(titled(&world, "DB-002: Second") > 0);
    assert_settled(&world, 0);
    app_world_close(&world);
}

struct renames {
    const char *red, *blue, *first, *second; /* the two labels, and what they are called then */
    size_t requests;
};

static void rename_labels(const struct renames *row, bool cached)
{
    struct app_world world;
    story_open(&world, labelled);
    respec(&world, "{name: red,", row->red);
    respec(&world, "{name: blue, color", arena_printf(world.arena, "%s color", row->blue));
    respec(&world, "One', milestone: M1, labels: [red]",
           arena_printf(world.arena, "One', milestone: M1, labels: [%s]", row->first));
    respec(&world, "Two', milestone: M1, labels: [blue]",
           arena_printf(world.arena, "Two', milestone: M1, labels: [%s]", row->second));
    if (!cached)
        app_world_lose_cache(&world);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(writes(&world), row->requests);
    assert_int_equal(sandbox_counts(world.sandbox).labels, 2);
    labels_are(&world, "DB-001: One", row->first);
    labels_are(&world, "DB-002: Two", row->second);
    assert_settled(&world, 0);
    app_world_close(&world);
}

/* A swap that was made looks like one that was not. */
static void labels_cannot_swap_names(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, labelled);
    respec(&world, "{name: red,", "{name: blue, previously: [red],");
    respec(&world, "{name: blue, color", "{name: red, previously: [blue], color");
    assert_run(&world, 65, 0);
    app_world_close(&world);
}

/* Both sides gave it the same new name: what was agreed about it still counts, and the name agreed
 * on last is the base of the next rename. */
static void renamed_by_both(bool recoloured)
{
    struct app_world world;
    story_open(&world, labelled);
    respec(&world, "scope: db\n", "scope: db\nfields: {color: merge}\n");
    assert_run(&world, 0, 0);
    person(&world, "label red -> crimson");
    respec(&world, "{name: red,", "{name: crimson, previously: [red],");
    respec(&world, "labels: [red]", "labels: [crimson]");
    if (recoloured)
        respec(&world, "ff0000", "cc0000");
    assert_run(&world, 0, recoloured);
    struct sandbox_label label = {0};
    assert_true(sandbox_label(world.sandbox, "crimson", &label));
    assert_string_equal(label.color, recoloured ? "cc0000" : "ff0000");
    assert_run(&world, 0, 0);
    respec(&world, "{name: crimson, previously: [red],",
           "{name: scarlet, previously: [red, crimson],");
    respec(&world, "labels: [crimson]", "labels: [scarlet]");
    assert_run(&world, 0, 1);
    labels_are(&world, "DB-001: One", "scarlet");
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void label_renamed_by_both_keeps_its_base(void **state)
{
    (void)state;
    renamed_by_both(false);
    renamed_by_both(true);
}

static void labels_hand_their_names_on(void **state)
{
    (void)state;
    static const struct renames rows[] = {
        {"{name: blue, previously: [red],", "{name: green, previously: [blue],", "blue", "green",
         2},
        /* Names are compared without case, so this is the same label. */
        {"{name: RED,", "{name: blue,", "red", "blue", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int cached = 0; cached < 2; cached++)
            rename_labels(&rows[i], cached);
}

static void old_and_new_name_both_present_are_refused(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, labelled);
    person(&world, "label new crimson");
    respec(&world, "{name: red,", "{name: crimson, previously: [red],");
    respec(&world, "labels: [red]", "labels: [crimson]");
    sandbox_log_clear(world.sandbox);
    assert_int_equal(app_world_sync(&world, NULL), 5);
    assert_int_equal(refusal_of(&world, "crimson"), REFUSAL_NAMES_CLASH);
    assert_int_equal(sandbox_counts(world.sandbox).labels, 3);
    assert_int_equal(sandbox_count_matching(world.sandbox, "* /repos/*/*/labels/*"), 0);
    app_world_close(&world);
}

static void colour_and_description_are_ours(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, labelled);
    person(&world, "label red color 00ff00");
    person(&world, "label red description Changed");
    assert_run(&world, 0, 1);
    struct sandbox_label label;
    assert_true(sandbox_label(world.sandbox, "red", &label));
    assert_string_equal(label.color, "ff0000");
    assert_string_equal(label.description, "Red things");
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void colour_of_an_undeclared_label_is_only_a_start(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, "milestones: []\nissues: [{id: A-1, title: 'A-1: x', labels: [free]}]\n");
    person(&world, "label free color 123456");
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void deleted_label_is_not_made_again(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, labelled);
    person(&world, "label red delete");
    assert_run(&world, 5, 0);
    assert_int_equal(refusal_of(&world, "red"), REFUSAL_GONE);
    assert_run(&world, 5, 0);
    /* GitHub makes a label that an issue only names: so a new issue does without it. */
    respec(&world, "  - {id: DB-002,",
           "  - {id: DB-003, title: 'DB-003: New', labels: [red, blue]}\n  - {id: DB-002,");
    assert_run(&world, 5, 1);
    assert_int_equal(sandbox_counts(world.sandbox).labels, 1);
    labels_are(&world, "DB-003: New", "blue");
    assert_run(&world, 5, 0);
    assert_int_equal(sync_recreate(&world, "red"), 0);
    assert_int_equal(sandbox_counts(world.sandbox).labels, 2);
    labels_are(&world, "DB-003: New", "blue,red");
    assert_run(&world, 0, 0);
    app_world_close(&world);
}

static void milestone_renames(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, labelled);
    person(&world, "milestone \"M1: Foundation\" -> The beginning");
    assert_run(&world, 0, 0);
    assert_int_equal(kept(&world), 1);
    assert_int_equal(sandbox_counts(world.sandbox).milestones, 1);
    app_world_lose_cache(&world);
    assert_run(&world, 0, 0);
    assert_int_equal(kept(&world), 1);
    assert_int_equal(sandbox_counts(world.sandbox).milestones, 1);
    person(&world, "milestone \"The beginning\" -> M1: Foundation");
    assert_run(&world, 0, 0);
    respec(&world, "M1: Foundation", "M1: Basis");
    assert_run(&world, 0, 1);
    struct sandbox_milestone milestone;
    assert_true(sandbox_milestone(world.sandbox, "M1: Basis", &milestone));
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void milestone_id_renamed_by_previously(void **state)
{
    (void)state;
    for (int cached = 0; cached < 2; cached++) {
        struct app_world world;
        story_open(&world, labelled);
        respec(&world, "{id: M1, title: 'M1: Foundation',",
               "{id: MX, previously: M1, title: 'MX: Foundation',");
        respec(&world, "milestone: M1", "milestone: MX");
        respec(&world, "milestone: M1", "milestone: MX");
        if (!cached)
            app_world_lose_cache(&world);
        assert_run(&world, 0, 1);
        assert_int_equal(sandbox_counts(world.sandbox).milestones, 1);
        assert_settled(&world, 0);
        app_world_close(&world);
    }
}

static void due_date_is_ours(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, labelled);
    person(&world, "milestone \"M1: Foundation\" due 2027-01-31");
    assert_run(&world, 0, 1);
    struct sandbox_milestone milestone;
    assert_true(sandbox_milestone(world.sandbox, "M1: Foundation", &milestone));
    assert_true(has(milestone.due_on, "2026-12-14"));
    assert_settled(&world, 0);
    respec(&world, ", due_on: 2026-12-14", "");
    assert_run(&world, 0, 0);
    respec(&world, "description: First", "description: First, due_on: null");
    assert_run(&world, 0, 1);
    assert_true(sandbox_milestone(world.sandbox, "M1: Foundation", &milestone));
    assert_null(milestone.due_on);
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void due_date_survives_a_server_of_pacific_time(void **state)
{
    (void)state;
    struct app_world world;
    struct sandbox_options options = {.due = SANDBOX_DUE_PACIFIC};
    app_world_open(&world, &options);
    app_world_plan(&world, labelled);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void milestone_closed_by_a_person_stays_closed(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, labelled);
    person(&world, "milestone \"M1: Foundation\" close");
    assert_settled(&world, 0);
    person(&world, "milestone \"M1: Foundation\" reopen");
    respec(&world, "title: 'M1: Foundation',", "title: 'M1: Foundation', state: closed,");
    assert_run(&world, 0, 1);
    struct sandbox_milestone milestone;
    assert_true(sandbox_milestone(world.sandbox, "M1: Foundation", &milestone));
    assert_string_equal(milestone.state, "closed");
    assert_settled(&world, 0);
    person(&world, "milestone \"M1: Foundation\" reopen");
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void deleted_milestone_is_not_made_again(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, labelled);
    person(&world, "milestone \"M1: Foundation\" delete");
    assert_run(&world, 5, 0);
    assert_int_equal(refusal_of(&world, "M1"), REFUSAL_GONE);
    assert_run(&world, 5, 0);
    assert_int_equal(sync_recreate(&world, "M1"), 0);
    assert_int_equal(sandbox_counts(world.sandbox).milestones, 1);
    app_world_close(&world);
}

static const char *const adopting = "scope: db\n"
                                    "milestones:\n"
                                    "  - {id: M1, title: 'M1: Foundation', description: First}\n"
                                    "issues:\n"
                                    "  - {id: DB-001, title: 'DB-001: One', milestone: M1,\n"
                                    "     summary: The same words., labels: [red]}\n";

static void equal_body_is_wrapped(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, adopting);
    const int64_t n =
        sandbox_add_issue(world.sandbox, "DB-001:  One", "The same words.\r\n", "octocat");
    sandbox_add_milestone(world.sandbox, "M1: Foundation", "First", NULL);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    struct sandbox_issue issue = issue_at(&world, n);
    assert_int_equal(times(issue.body, "The same words."), 1);
    assert_string_equal(issue.labels, "red");
    assert_int_equal(issue.milestone, 1);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 1);
    assert_int_equal(sandbox_counts(world.sandbox).milestones, 1);
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void closed_candidate_is_adopted_and_stays_closed(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, adopting);
    const int64_t n = sandbox_add_issue(world.sandbox, "DB-001: One", "Old text.", "octocat");
    person(&world, "issue %d close", (int)n);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 1);
    assert_string_equal(issue_at(&world, n).state, "closed");
    assert_true(has(issue_at(&world, n).body, "Old text."));
    assert_true(has(issue_at(&world, n).body, "The same words."));
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void doubtful_candidates_are_refused_and_the_rest_goes_on(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, adopting);
    respec(&world, "  - {id: DB-001,",
           "  - {id: DB-002, title: 'DB-002: Two', summary: s}\n"
           "  - {id: DB-003, title: 'DB-003: Three', summary: s}\n  - {id: DB-001,");
    sandbox_add_issue(world.sandbox, "DB-001: One", "a", "octocat");
    sandbox_add_issue(world.sandbox, "DB-001: One", "b", "octocat");
    sandbox_add_issue(world.sandbox, "DB-002: Another two", "c", "octocat");
    assert_int_equal(app_world_sync(&world, NULL), 5);
    assert_int_equal(refusal_of(&world, "DB-001"), REFUSAL_AMBIGUOUS);
    assert_int_equal(refusal_of(&world, "DB-002"), REFUSAL_AMBIGUOUS);
    assert_int_not_equal(sandbox_issue_titled(world.sandbox, "DB-003: Three"), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 4);
    assert_run(&world, 5, 0);
    struct sync_options options = sync_options_default();
    strlist_add(world.arena, &options.adopts, "DB-001=#2");
    strlist_add(world.arena, &options.adopts, "DB-002=new");
    assert_int_equal(app_world_sync(&world, &options), 0);
    assert_int_equal(sandbox_counts(world.sandbox).issues, 5);
    assert_true(has(issue_at(&world, 2).body, "id=DB-001"));
    assert_false(has(issue_at(&world, 3).body, "roadmap"));
    assert_settled(&world, 0);
    app_world_close(&world);
}

static void number_in_the_spec_needs_no_mark(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    const int64_t n = sandbox_add_issue(world.sandbox, "Their title", "Their text.", "octocat");
    app_world_plan(&world, arena_printf(world.arena,
                                        "milestones: []\nissues:\n"
                                        "  - {id: A-1, title: Their title, number: %d,\n"
                                        "     body: \"Their text.\"}\n",
                                        (int)n));
    assert_run(&world, 0, 0);
    assert_settled(&world, 0);
    /* The text of the plan changes: the whole body was the text, and gets its mark. */
    respec(&world, "Their text.", "Our text.");
    app_world_lose_cache(&world);
    assert_run(&world, 0, 0); /* nobody knows who changed it */
    assert_int_equal(kept(&world), 1);
    person(&world, "issue %d label x", (int)n);
    respec(&world, "Our text.", "Their text.");
    assert_run(&world, 0, 0);
    respec(&world, "Their text.", "Our text.");
    assert_run(&world, 0, 1);
    struct sandbox_issue issue = issue_at(&world, n);
    assert_true(has(issue.body, "Our text."));
    assert_false(has(issue.body, "Their text."));
    assert_settled(&world, 0);
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(label_renamed_by_a_person_is_drift),
        cmocka_unit_test(a_write_that_a_person_takes_back_is_seen),
        cmocka_unit_test(label_renamed_by_previously_keeps_its_issues),
        cmocka_unit_test(label_renamed_by_both_keeps_its_base),
        cmocka_unit_test(refused_rename_of_a_label_makes_no_second_one),
        cmocka_unit_test(label_renamed_by_another_run_meanwhile),
        cmocka_unit_test(labels_hand_their_names_on),
        cmocka_unit_test(labels_cannot_swap_names),
        cmocka_unit_test(old_and_new_name_both_present_are_refused),
        cmocka_unit_test(colour_and_description_are_ours),
        cmocka_unit_test(colour_of_an_undeclared_label_is_only_a_start),
        cmocka_unit_test(deleted_label_is_not_made_again),
        cmocka_unit_test(milestone_renames),
        cmocka_unit_test(milestone_id_renamed_by_previously),
        cmocka_unit_test(due_date_is_ours),
        cmocka_unit_test(due_date_survives_a_server_of_pacific_time),
        cmocka_unit_test(milestone_closed_by_a_person_stays_closed),
        cmocka_unit_test(deleted_milestone_is_not_made_again),
        cmocka_unit_test(equal_body_is_wrapped),
        cmocka_unit_test(closed_candidate_is_adopted_and_stays_closed),
        cmocka_unit_test(doubtful_candidates_are_refused_and_the_rest_goes_on),
        cmocka_unit_test(number_in_the_spec_needs_no_mark),
    };
    return cmocka_run_group_tests_name("app names", tests, NULL, NULL);
}
