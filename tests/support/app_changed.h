/* A run that changes every kind of value, and the world before it, for tests that take it back. */
#ifndef ROADMAP_TESTS_APP_CHANGED_H
#define ROADMAP_TESTS_APP_CHANGED_H

#include "support/app_story.h"

static const char *const changed_plan =
    "scope: db\n"
    "labels:\n"
    "  - {name: 'area:db', color: '5319e7', description: Database}\n"
    "milestones:\n"
    "  - {id: M1, title: 'M1: Foundation', description: First steps, due_on: 2026-12-14}\n"
    "  - {id: M2, title: 'M2: Roof', description: Last steps}\n"
    "issues:\n"
    "  - {id: DB-001, title: 'DB-001: Inventory', milestone: M1, labels: ['area:db'],\n"
    "     summary: Know what is there., tasks: [List it]}\n"
    "  - {id: DB-002, title: 'DB-002: Schema', milestone: M1, labels: ['area:db', 'p1'],\n"
    "     depends_on: [DB-001], summary: Write it down.}\n"
    "  - {id: DB-003, title: 'DB-003: Part of it', parent: DB-002, summary: Part.}\n";

static inline void change_everything(struct app_world *world)
{
    respec(world, "description: Database", "description: All of it");
    respec(world, "name: 'area:db'", "name: 'area:data', previously: ['area:db']");
    respec(world, "labels: ['area:db']", "labels: ['area:data']");
    respec(world, "labels: ['area:db', 'p1']", "labels: ['area:data', 'p2']");
    respec(world, "title: 'M1: Foundation', description: First steps",
           "title: 'M1: Basis', description: The first steps");
    respec(world, "due_on: 2026-12-14", "due_on: 2026-12-20");
    respec(world, "title: 'DB-001: Inventory', milestone: M1",
           "title: 'DB-001: Stock', milestone: M2");
    respec(world, "Know what is there.", "Know all of it.");
    respec(world, "title: 'DB-003: Part of it', parent: DB-002",
           "title: 'DB-003: Part of it', parent: DB-001, state: closed, depends_on: [DB-002]");
    respec(world, "depends_on: [DB-001], summary", "summary");
}

static inline int undo(struct app_world *world, const char *name, struct undo_report *report)
{
    err_clear(&world->err);
    *report = (struct undo_report){0};
    if (app_undo(&world->app, name, NULL, report, &world->err) != OK)
        print_message("undo: %s\n", world->err.message);
    for (size_t i = 0; i < report->left.len; i++)
        print_message("left: %s %s %s\n", report->left.items[i].id,
                      report->left.items[i].field ? report->left.items[i].field : "",
                      report->left.items[i].reason);
    return report->sync.exit_status;
}

/* What stands on GitHub, but for times and for the number in a mark, which comes with the first
 * PATCH and says nothing that was agreed. */
static inline char *shape(struct app_world *world)
{
    char *json = sandbox_world_json(world->sandbox, false);
    struct str text cleanup_str;
    str_init(&text, 0);
    for (const char *at = json; *at;) {
        if (text_starts(at, " num=")) {
            at += strlen(" num=");
            at += strspn(at, "0123456789");
        } else if (text_starts(at, ",l:")) { /* a renamed label is the same one */
            at += 1 + strcspn(at + 1, ",");
        } else if (text_starts(at, "\"reopened\"")) {
            str_add(&text, "null"); /* how GitHub says that it was closed once */
            at += strlen("\"reopened\"");
        } else {
            str_addc(&text, *at++);
        }
    }
    free(json);
    return strdup(text.p);
}

/* Tells the first difference. */
static inline void assert_same(const char *got, const char *expected, const char *what)
{
    if (strcmp(got, expected) != 0) {
        size_t i = 0;
        while (got[i] && got[i] == expected[i])
            i++;
        i = i > 200 ? i - 200 : 0;
        fail_msg("%s:\n%.400s\ninstead of\n%.400s", what, got + i, expected + i);
    }
}

static inline void assert_shape(struct app_world *world, const char *expected, const char *what)
{
    char *got = shape(world);
    assert_same(got, expected, what);
    free(got);
}

/* The run that changes everything, and the world before it. */
static inline const char *changed_world(struct app_world *world, char **before)
{
    story_open(world, changed_plan);
    world->now_ms += 60000;
    *before = shape(world);
    change_everything(world);
    assert_int_equal(app_world_sync(world, NULL), 0);
    world->now_ms += 60000;
    sandbox_log_clear(world->sandbox);
    return world->report.run;
}

#endif
