/* pull: what a person changes on GitHub comes into the files, and then nothing is left to do for
 * anybody, with the cache and without. */
#include <stdio.h>

#include "support/app_story.h"

static const char *const plan =
    "# the plan\n"
    "scope: db\n"
    "labels:\n"
    "  - {name: 'area:db', color: 5319e7, description: Tables}  # violet\n"
    "  - {name: p1, color: '000000'}\n"
    "milestones:\n"
    "  - {id: M1, title: 'M1: Foundation', description: First steps, due_on: 2026-12-14}\n"
    "  - {id: M2, title: 'M2: Roof', description: Last steps}  # the end\n"
    "  - {title: No key}  # unnumbered\n"
    "issues:\n"
    "  # one\n"
    "  - {id: DB-001, title: 'DB-001: Inventory', milestone: M1, labels: ['area:db', p1],\n"
    "     summary: Know what is there.,\n"
    "     tasks: [List the tables, List the stores, Write it all down],\n"
    "     done_when: [The list is reviewed]}\n"
    "  - title: 'DB-002: Schema'   # two\n"
    "    milestone: 'M1: Foundation'\n"
    "    depends_on: [DB-001]\n"
    "    body: |\n"
    "      Write it down.\n"
    "\n"
    "      - [ ] all of it\n"
    "\n"
    "  - id: DB-003\n"
    "    title: >-\n"
    "      DB-003: Folded\n"
    "    milestone: No key\n"
    "    parent: DB-001\n"
    "    state: closed\n"
    "    summary: |\n"
    "      One line.\n"
    "    tasks:\n"
    "      - A\n"
    "      - text: B\n"
    "        tasks:\n"
    "          - B1   # first\n"
    "          - B2\n"
    "      - C\n"
    "# end\n";

static char *text_of(struct app_world *world, const char *name)
{
    char *text = NULL;
    size_t len = 0;
    const char *path = path_join(world->arena, world->folder, name);
    assert_int_equal(file_read(world->arena, path, LIMIT_SPEC_BYTES, &text, &len, &world->err), OK);
    return text;
}

static char *plan_text(struct app_world *world)
{
    return text_of(world, "roadmap/roadmap.yaml");
}

static struct pull_report pull(struct app_world *world, bool ticks, bool add_new)
{
    struct pull_options options = {.ticks = ticks, .add_new = add_new};
    struct pull_report report = {0};
    struct diags diags = {0};
    world->now_ms += 5000;
    err_clear(&world->err);
    if (app_pull(&world->app, &options, &diags, &report, &world->err) != OK)
        fail_msg("%s\n%s", world->err.message, plan_text(world));
    for (size_t i = 0; i < report.left.len; i++)
        print_message("left: %s: %s\n", report.left.items[i].id, report.left.items[i].reason);
    return report;
}

/* Nobody finds anything to do, and the file stays. */
static void assert_in_step(struct app_world *world)
{
    const char *before = plan_text(world);
    for (int run = 0; run < 4; run++) {
        if (run == 2)
            app_world_lose_cache(world);
        sandbox_log_clear(world->sandbox);
        assert_int_equal(app_world_plan_run(world, NULL), 0);
        assert_int_equal(kept(world), 0);
        assert_int_equal(conflicts(world), 0);
        assert_int_equal(world->report.changeset->writes, 0);
        assert_int_equal(pull(world, false, false).pulled.len, 0);
        assert_int_equal(app_world_sync(world, NULL), 0);
        assert_int_equal(writes(world), 0);
    }
    assert_string_equal(plan_text(world), before);
}

static size_t lines_that_differ(const char *a, const char *b)
{
    size_t count = 0;
    while (*a || *b) {
        const size_t n = strcspn(a, "\n"), m = strcspn(b, "\n");
        count += n != m || memcmp(a, b, n) != 0;
        a += n + (a[n] == '\n');
        b += m + (b[m] == '\n');
    }
    return count;
}

static void every_field_comes_back(void **state)
{
    (void)state;
    static const struct {
        const char *edit, *line; /* that the plan has then; NULL: it stays as it is */
        size_t lines;            /* that differ */
    } rows[] = {
        {"issue 1 title DB-001: New: \"words\" # here", "title: 'DB-001: New: \"words\" # here'",
         1},
        {"issue 1 replace /Know what/Know: what/", "summary: \"Know: what is there.\"", 1},
        {"issue 1 replace /List the stores/List all, all stores/",
         "[List the tables, \"List all, all stores\", Write it all down]", 1},
        {"issue 1 replace /The list is/Each list is/", "done_when: [Each list is reviewed]", 1},
        {"issue 1 replace /Know what is there./Know.\\n\\nMore./", "summary: \"Know.\\n\\nMore.\"",
         1},
        {"issue 1 milestone M2: Roof", "milestone: M2, labels", 1},
        {"issue 1 milestone none", "milestone: null, labels", 1},
        {"issue 1 unlabel p1", "labels: ['area:db'],", 1},
        {"issue 2 title DB-009: Another key", "title: 'DB-009: Another key'   # two", 0},
        {"issue 2 replace /Write it down./Write: it\\n  down./", "        down.", 0},
        {"issue 2 milestone M2: Roof", "milestone: 'M2: Roof'", 1},
        {"issue 2 unblock 1", "depends_on: []", 1},
        {"issue 3 title DB-003: Still folded", "      DB-003: Still folded", 1},
        {"issue 3 replace /One line./Another line./", "      Another line.", 1},
        {"issue 3 replace /B1/Bee one/", "          - Bee one   # first", 1},
        {"issue 3 replace /- [ ] C/- [ ] C\\n- [ ] D: new/", "      - \"D: new\"", 0},
        {"issue 3 replace /  - [ ] B2\\n//", "          - B1   # first", 0},
        {"issue 3 parent none", "    milestone: No key", 0},
        {"issue 3 reopen", "    parent: DB-001", 0},
        {"milestone \"M2: Roof\" -> M2: The roof", "title: 'M2: The roof'", 1},
        {"milestone \"M1: Foundation\" -> Base of all", "milestone: 'Base of all'", 2},
        {"milestone \"No key\" -> Still no key", "title: Still no key", 2},
        {"milestone \"M1: Foundation\" due 2027-01-10", "due_on: 2027-01-10}", 1},
        {"milestone \"M1: Foundation\" due none", "due_on: null}", 1},
        {"label \"area:db\" color 0e8a16", "color: \"0e8a16\", description", 1},
        {"label \"area:db\" description All: tables", "description: \"All: tables\"}  # violet", 1},
        {"label \"area:db\" -> area:data", "labels: ['area:data', p1]", 2},
        {"issue 1 label mine", NULL, 0},
        {"issue 1 assign octocat", NULL, 0},
        {"issue 1 close completed", NULL, 0},
        {"issue 1 append More words", NULL, 0},
        {"issue 1 replace /[ ] List/[x] List/", NULL, 0},
        {"milestone \"M1: Foundation\" close", NULL, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct app_world world;
        print_message("%s\n", rows[i].edit);
        app_world_open(&world, NULL);
        app_world_plan(&world, plan);
        assert_int_equal(app_world_sync(&world, NULL), 0);
        person(&world, "%s", rows[i].edit);
        const struct pull_report report = pull(&world, false, false);
        const char *after = plan_text(&world);
        assert_int_equal(report.left.len, 0);
        if (!rows[i].line)
            assert_string_equal(after, plan);
        else if (!has(after, rows[i].line))
            fail_msg("no '%s' in\n%s", rows[i].line, after);
        if (rows[i].lines)
            assert_int_equal(lines_that_differ(plan, after), rows[i].lines);
        assert_true(has(after, "# the plan\n") && has(after, "# one\n") && has(after, "# end\n"));
        assert_in_step(&world);
        app_world_close(&world);
    }
}

static void crlf_and_bom_stay(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    struct str crlf cleanup_str;
    str_init(&crlf, 0);
    str_add(&crlf, "\xEF\xBB\xBF");
    for (const char *p = plan; *p; p++)
        str_add(&crlf, *p == '\n' ? "\r\n" : (char[]){*p, '\0'});
    app_world_plan(&world, crlf.p);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    person(&world, "issue 2 replace /Write it down./One\\n\\n  two\\nthree/");
    person(&world, "issue 3 replace /- [ ] A/- [ ] A\\n- [ ] A2/");
    assert_int_equal(pull(&world, false, false).pulled.len, 2);
    const char *after = plan_text(&world);
    assert_int_equal(times(after, "\n"), times(after, "\r\n"));
    assert_true(text_starts(after, "\xEF\xBB\xBF# the plan\r\n"));
    assert_in_step(&world);
    app_world_close(&world);
}

static void an_included_file_and_json(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, "scope: db\ninclude: ['parts/*']\nmilestones: []\n"
                           "issues: []   # all in parts\n");
    static const char json[] =
        "{\n\t\"milestones\": [\n\t\t{\"id\": \"M1\", \"title\": \"M1: A\"}\n"
        "\t],\n\t\"issues\": [\n\t\t{\n\t\t\t\"title\": \"DB-001: One\",\n"
        "\t\t\t\"milestone\": \"M1\",\n\t\t\t\"body\": \"A\\nB\"\n\t\t}\n"
        "\t]\n}\n";
    const char *path = path_join(world.arena, world.folder, "roadmap/parts/one.json");
    assert_int_equal(file_create(path, json, strlen(json), 0600, &world.err), OK);
    const char *main_before = plan_text(&world);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    person(&world, "issue 1 title DB-001: \"Uno\"");
    person(&world, "issue 1 replace /A/Ä\\nÖ/");
    person(&world, "issue new Nobody's: plan");
    person(&world, "issue 2 milestone M1: A");
    person(&world, "issue new DB-001: Same key");
    const struct pull_report report = pull(&world, false, true);
    assert_int_equal(report.pulled.len, 2);
    assert_int_equal(report.added.len, 2);
    assert_string_equal(
        text_of(&world, "roadmap/parts/one.json"),
        "{\n\t\"milestones\": [\n\t\t{\"id\": \"M1\", \"title\": \"M1: A\"}\n\t],\n\t\"issues\": "
        "[\n\t\t{\n\t\t\t\"title\": \"DB-001: \\\"Uno\\\"\",\n\t\t\t\"milestone\": \"M1\",\n\t\t\t"
        "\"body\": \"Ä\\nÖ\\nB\"\n\t\t},\n\t\t{\n\t\t\t\"id\": \"gh-2\",\n\t\t\t\"title\": "
        "\"Nobody's: plan\",\n\t\t\t\"number\": 2,\n\t\t\t\"milestone\": \"M1\"\n\t\t}\n\t]\n}\n");
    assert_true(has(plan_text(&world), "issues:   # all in parts\n  - id: gh-3\n"));
    assert_false(has(plan_text(&world), main_before));
    assert_in_step(&world);
    app_world_close(&world);
}

static void text_of_github_is_data(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "a: b # c",
        "- dash",
        "[x] {y}",
        "5319e7",
        "no",
        "2026-02-02",
        "\"quoted\" 'too'",
        "back\\\\slash",
        "emoji 🚀 é 日本",
        "@octocat #1 *a &b !c",
        "| p",
        "% d",
        "<<: *x",
        "{{summary}}",
        "\xE2\x80\xAEodd",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct app_world world;
        print_message("%s\n", texts[i]);
        app_world_open(&world, NULL);
        app_world_plan(&world, plan);
        assert_int_equal(app_world_sync(&world, NULL), 0);
        person(&world, "issue 1 title DB-001: %s", texts[i]);
        person(&world, "issue 1 replace /List the stores/%s/", texts[i]);
        person(&world, "issue 2 replace /Write it down./%s\\n\\n    %s/", texts[i], texts[i]);
        person(&world, "issue 3 title %s", texts[i]);
        person(&world, "issue new %s", texts[i]);
        person(&world, "issue 4 milestone M2: Roof");
        person(&world, "issue 4 body %s\\n\\n%s", texts[i], texts[i]);
        const struct pull_report report = pull(&world, false, true);
        assert_int_equal(report.pulled.len, 4);
        assert_int_equal(report.added.len, 1);
        assert_false(has(plan_text(&world), "\xE2\x80\x8B"));
        assert_in_step(&world);
        app_world_close(&world);
    }
}

static void ticks_go_both_ways(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    person(&world, "issue 3 replace /[ ] B2/[x] B2/");
    person(&world, "issue 2 replace /[ ] all/[x] all/");
    assert_int_equal(pull(&world, false, false).pulled.len, 0);
    assert_int_equal(pull(&world, true, false).pulled.len, 2);
    assert_true(has(plan_text(&world), "          - \"[x] B2\"\n"));
    assert_true(has(plan_text(&world), "      - [x] all of it\n"));
    assert_in_step(&world);
    person(&world, "issue 3 replace /[x] B2/[ ] B2/");
    assert_int_equal(pull(&world, true, false).pulled.len, 1);
    assert_true(has(plan_text(&world), "          - \"B2\"\n"));
    assert_in_step(&world);
    app_world_close(&world);
}

/* A person edits the text of a milestone and leaves our hidden lines. */
static void a_milestone_text_comes_back(void **state)
{
    (void)state;
    struct app_world world;
    struct sandbox_milestone found;
    story_open(&world, plan);
    assert_true(sandbox_milestone(world.sandbox, "M2: Roof", &found));
    const char *at = strstr(found.description, "Last steps");
    assert_non_null(at);
    struct str text cleanup_str;
    str_init(&text, 0);
    str_addf(&text, "%.*sLast: steps\n\nof all%s", (int)(at - found.description), found.description,
             at + strlen("Last steps"));
    person(&world, "milestone \"M2: Roof\" description %s", text.p);
    assert_int_equal(pull(&world, false, false).pulled.len, 1);
    assert_true(has(plan_text(&world), "description: \"Last: steps\\n\\nof all\"}  # the end"));
    assert_in_step(&world);
    app_world_close(&world);
}

/* Nothing of a run is written when one value would break the plan. */
static void a_plan_stays_valid(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    person(&world, "milestone \"M2: Roof\" -> M1: Foundation");
    struct pull_options options = {0};
    struct pull_report report = {0};
    struct diags diags = {0};
    assert_int_equal(app_pull(&world.app, &options, &diags, &report, &world.err), ERR_REFUSED);
    assert_true(has(world.err.message, "would not make a valid plan"));
    assert_string_equal(plan_text(&world), plan);
    app_world_close(&world);
}

static void a_repository_becomes_a_plan(void **state)
{
    (void)state;
    struct app_world world;
    story_open(&world, plan);
    person(&world, "issue new A: b # c");
    person(&world, "issue 4 body Text: \"x\"\\n\\n- [ ] y @octocat\\n");
    person(&world, "issue new No milestone");
    person(&world, "issue new DB-007: Closed");
    person(&world, "issue 6 close completed");
    person(&world, "issue 4 blocked-by 2");
    const char *path = path_join(world.arena, world.folder, "roadmap/roadmap.yaml");
    assert_int_equal(remove(path), 0);
    app_world_lose_cache(&world);
    sandbox_log_clear(world.sandbox);
    struct init_from_report report = {0};
    world.app.repo = "acme/data-pipeline";
    if (app_init_from(&world.app, "roadmap/roadmap.yaml", &report, &world.err) != OK)
        fail_msg("%s", world.err.message);
    assert_int_equal(report.issues, 5);
    assert_int_equal(report.milestones, 3);
    assert_int_equal(writes(&world), 0);
    const char *made = plan_text(&world);
    assert_true(has(made, "scope: db\n") && has(made, "title: \"A: b # c\"\n"));
    assert_true(has(made, "depends_on: [DB-002]\n") && has(made, "parent: DB-001\n"));
    assert_false(has(made, "<!--"));
    assert_in_step(&world);
    assert_int_equal(app_init_from(&world.app, "roadmap/roadmap.yaml", &report, &world.err),
                     ERR_EXISTS);
    assert_string_equal(plan_text(&world), made);
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_comes_back),    cmocka_unit_test(crlf_and_bom_stay),
        cmocka_unit_test(an_included_file_and_json), cmocka_unit_test(text_of_github_is_data),
        cmocka_unit_test(ticks_go_both_ways),        cmocka_unit_test(a_milestone_text_comes_back),
        cmocka_unit_test(a_plan_stays_valid),        cmocka_unit_test(a_repository_becomes_a_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
