/* The one story that all screens tell: the database plan (6 milestones, 22 issues, 17 labels, 22
 * links = 67 objects) on acme/data-pipeline, started on 2 Feb 2026; and the golden files. */
#ifndef ROADMAP_TESTS_RENDER_STORY_H
#define ROADMAP_TESTS_RENDER_STORY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/day.h"
#include "base/file.h"
#include "base/str.h"
#include "base/utf8.h"
#include "model/report.h"
#include "render/style.h"

#define STORY __attribute__((unused)) static

static const int story_widths[] = {40, 80, 200};

STORY struct style story_style(int columns, bool ascii, const char *now)
{
    struct style style = style_default();
    style.columns = columns;
    style.ascii = ascii;
    assert_true(instant_parse(now, &style.now_ms));
    style.today = instant_day(style.now_ms);
    return style;
}

struct story_milestone {
    const char *id, *title, *due;
};

static const struct story_milestone story_milestones[] = {
    {"DB-ML0", "Inventory and gap map", "2026-02-13"},
    {"DB-ML1", "Postgres OLTP schema finalized (nc.*)", "2026-03-13"},
    {"DB-ML2", "Lake / Iceberg layout", "2026-04-10"},
    {"DB-ML3", "Weaviate / vector schema and indexes", "2026-04-10"},
    {"DB-ML4", "Cross-store contracts and lineage", "2026-04-24"},
    {"DB-ML5", "DR, performance and capacity", "2026-05-08"},
};

struct story_issue {
    const char *id, *title, *milestone, *priority, *after[2];
};

static const struct story_issue story_issues[] = {
    {"DB-001", "Matrix of entity, store, migration and status", "DB-ML0", "high", {0}},
    {"DB-002", "Audit of what is implemented", "DB-ML0", "high", {"DB-001"}},
    {"DB-003", "Gap list of schema and documents", "DB-ML0", "high", {"DB-002"}},
    {"DB-004", "Physical DDL for all entities", "DB-ML1", "high", {"DB-003"}},
    {"DB-005", "RLS and tenant guards on every table", "DB-ML1", "critical", {"DB-004"}},
    {"DB-006", "Indexes and constraints", "DB-ML1", "high", {"DB-004"}},
    {"DB-007", "Retention and partitioning", "DB-ML1", "medium", {"DB-006"}},
    {"DB-008", "Migration harness and smoke tests", "DB-ML1", "high", {"DB-004"}},
    {"DB-009", "Lake layout specification", "DB-ML2", "high", {"DB-003"}},
    {"DB-010", "OLTP to lake projections", "DB-ML2", "high", {"DB-009"}},
    {"DB-011", "Iceberg DDL and bootstrap", "DB-ML2", "medium", {"DB-010"}},
    {"DB-012", "Retention and recovery of the lake", "DB-ML2", "medium", {"DB-011"}},
    {"DB-013", "Baseline class schema", "DB-ML3", "high", {"DB-003"}},
    {"DB-014", "Documentation that matches", "DB-ML3", "high", {"DB-013"}},
    {"DB-015", "Development environment", "DB-ML3", "medium", {"DB-013"}},
    {"DB-016", "Schema apply and smoke test", "DB-ML3", "high", {"DB-015"}},
    {"DB-017", "Data contracts", "DB-ML4", "high", {"DB-010", "DB-013"}},
    {"DB-018", "Lineage map", "DB-ML4", "high", {"DB-017"}},
    {"DB-019", "Consistency checks across stores", "DB-ML4", "medium", {"DB-017"}},
    {"DB-020", "Recovery plan for all stores", "DB-ML5", "high", {"DB-012"}},
    {"DB-021", "Performance baselines and targets", "DB-ML5", "medium", {"DB-006"}},
    {"DB-022", "Capacity model", "DB-ML5", "medium", {"DB-021"}},
};

static const char *const story_labels[] = {
    "area:db",         "area:lake",        "area:vector", "area:contracts", "area:dr",
    "area:perf",       "area:docs",        "area:tests",  "area:security",  "type:task",
    "type:spec",       "type:audit",       "type:infra",  "type:analysis",  "priority:high",
    "priority:medium", "priority:critical"};

#define STORY_MILESTONES (sizeof story_milestones / sizeof *story_milestones)
#define STORY_ISSUES (sizeof story_issues / sizeof *story_issues)
#define STORY_LABELS (sizeof story_labels / sizeof *story_labels)

STORY struct plan *story_plan(struct arena *arena)
{
    struct plan *plan = ARENA_NEW(arena, struct plan);
    plan->path = "roadmap/database.json";
    plan->scope = "db";
    plan->repository = "acme/data-pipeline";
    plan->footer = true;
    strlist_add(arena, &plan->sources, plan->path);
    for (size_t i = 0; i < STORY_LABELS; i++) {
        struct plan_label *label = VEC_ADD(arena, &plan->labels);
        label->name = story_labels[i];
        label->color = "5319e7";
        label->declared = true;
    }
    for (size_t i = 0; i < STORY_MILESTONES; i++) {
        struct plan_milestone *milestone = VEC_ADD(arena, &plan->milestones);
        milestone->id = story_milestones[i].id;
        milestone->title = story_milestones[i].title;
        milestone->due_on.presence = SET;
        assert_true(day_parse(story_milestones[i].due, &milestone->due_on.day));
    }
    for (size_t i = 0; i < STORY_ISSUES; i++) {
        const struct story_issue *from = &story_issues[i];
        struct plan_issue *issue = VEC_ADD(arena, &plan->issues);
        issue->id = from->id;
        issue->title = from->title;
        issue->effort_hours = -1;
        issue->milestone.presence = SET;
        issue->milestone.text = from->milestone;
        issue->labels.presence = SET;
        strlist_add(arena, &issue->labels.items, "area:db");
        strlist_add(arena, &issue->labels.items,
                    arena_printf(arena, "priority:%s", from->priority));
        for (int k = 0; k < 2 && from->after[k]; k++) {
            issue->depends_on.presence = SET;
            strlist_add(arena, &issue->depends_on.items, from->after[k]);
        }
    }
    return plan;
}

STORY struct item_change *story_item(struct arena *arena, struct changeset *changeset,
                                     enum kind kind, enum verb verb, const char *id,
                                     const char *title)
{
    struct item_change *item = VEC_ADD(arena, &changeset->items);
    item->kind = kind;
    item->verb = verb;
    item->id = id;
    item->title = title;
    return item;
}

/* Everything of the plan is to be created. */
STORY struct changeset *story_first(struct arena *arena, const struct plan *plan)
{
    struct changeset *changeset = ARENA_NEW(arena, struct changeset);
    for (size_t i = 0; i < plan->labels.len; i++)
        story_item(arena, changeset, KIND_LABEL, VERB_CREATE, plan->labels.items[i].name,
                   plan->labels.items[i].name);
    for (size_t i = 0; i < plan->milestones.len; i++)
        story_item(arena, changeset, KIND_MILESTONE, VERB_CREATE, plan->milestones.items[i].id,
                   plan->milestones.items[i].title);
    for (size_t i = 0; i < plan->issues.len; i++)
        story_item(arena, changeset, KIND_ISSUE, VERB_CREATE, plan->issues.items[i].id,
                   plan->issues.items[i].title);
    int64_t links = 0;
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        for (size_t k = 0; k < issue->depends_on.items.len; k++) {
            struct edge edge = {RELATION_BLOCKED_BY, issue->id, issue->depends_on.items.items[k]};
            story_item(arena, changeset, KIND_RELATION, VERB_CREATE,
                       arena_printf(arena, "%s blocked-by %s", edge.from, edge.to), NULL)
                ->edge = edge;
            links++;
        }
    }
    changeset->counts[KIND_LABEL].create = (int64_t)plan->labels.len;
    changeset->counts[KIND_MILESTONE].create = (int64_t)plan->milestones.len;
    changeset->counts[KIND_ISSUE].create = (int64_t)plan->issues.len;
    changeset->counts[KIND_RELATION].create = links;
    changeset->objects = changeset->writes = changeset->creations =
        (int64_t)(plan->labels.len + plan->milestones.len + plan->issues.len) + links;
    changeset->notifications = (int64_t)plan->issues.len;
    return changeset;
}

STORY struct sync_report *story_report(struct arena *arena, const struct plan *plan,
                                       const struct changeset *changeset)
{
    struct sync_report *report = ARENA_NEW(arena, struct sync_report);
    report->plan = plan;
    report->changeset = changeset;
    report->repository = "acme/data-pipeline";
    report->html_url = "https://github.com/acme/data-pipeline";
    report->account = "octocat";
    report->token_source = "gh";
    report->watchers = 14;
    report->requests.get = 3;
    report->wrote_nothing = true;
    report->estimate_ms = changeset->writes * 1045;
    report->duration_ms = 400;
    report->planned_writes = changeset->writes;
    return report;
}

STORY struct value story_text(const char *text)
{
    return (struct value){.known = true, .text = text, .raw = text};
}

STORY struct change *story_change(struct arena *arena, struct item_change *item, enum field field,
                                  enum move move, const char *before, const char *after)
{
    struct change *change = VEC_ADD(arena, &item->changes);
    change->field = field;
    change->move = move;
    change->before = story_text(before);
    change->after = story_text(after);
    return change;
}

/* The week of the screens: one issue more, three changes, a conflict, two edits kept. */
STORY struct changeset *story_week(struct arena *arena, struct plan *plan)
{
    struct plan_issue *added = VEC_ADD(arena, &plan->issues);
    *added = plan->issues.items[6];
    added->id = "DB-023";
    added->title = "Partition the two log tables";
    added->effort_hours = 32;
    added->depends_on = (struct opt_list){.presence = SET};
    strlist_add(arena, &added->depends_on.items, "DB-007");
    struct changeset *changeset = ARENA_NEW(arena, struct changeset);
    struct item_change *item;
    item = story_item(arena, changeset, KIND_LABEL, VERB_UPDATE, "area:recovery", "area:recovery");
    item->note = "stays on its 3 issues";
    story_change(arena, item, FIELD_TITLE, MOVE_WRITE, "area:dr", "area:recovery");
    item = story_item(arena, changeset, KIND_MILESTONE, VERB_UPDATE, "DB-ML2",
                      "Lake / Iceberg layout");
    story_change(arena, item, FIELD_DUE_ON, MOVE_WRITE, "2026-04-10", "2026-04-17");
    item = story_item(arena, changeset, KIND_ISSUE, VERB_NONE, "DB-006", "Indexes and constraints");
    item->who = "hubot";
    item->when = "2026-03-04T09:00:00Z";
    story_change(arena, item, FIELD_BLOCK, MOVE_KEEP,
                 "**Tasks:**\n\n- [ ] index\n\nSee the log.\nAsk octocat.",
                 "**Tasks:**\n\n- [x] index");
    item = story_item(arena, changeset, KIND_ISSUE, VERB_UPDATE, "DB-010", "Map OLTP to the lake");
    story_change(arena, item, FIELD_TITLE, MOVE_WRITE, "OLTP to lake projections",
                 "Map OLTP to the lake");
    story_change(arena, item, FIELD_BLOCK, MOVE_WRITE, "- [x] one\n- [x] two\n- [ ] old words",
                 "- [x] one\n- [x] two\n- [ ] new words\n- [ ] three")
        ->note = "2 ticked boxes stay ticked";
    item = story_item(arena, changeset, KIND_ISSUE, VERB_NONE, "DB-012",
                      "Retention, recovery and compaction");
    item->who = "octocat";
    item->when = "2026-03-04T10:00:00Z";
    story_change(arena, item, FIELD_TITLE, MOVE_CONFLICT, "Lake retention and restore",
                 "Retention, recovery and compaction")
        ->agreed = story_text("Retention and recovery of the lake");
    item = story_item(arena, changeset, KIND_ISSUE, VERB_NONE, "DB-015", "Development environment");
    item->who = "octocat";
    item->when = "2026-03-05T10:00:00Z";
    story_change(arena, item, FIELD_MILESTONE, MOVE_KEEP, "DB-ML5", "DB-ML3");
    story_item(arena, changeset, KIND_ISSUE, VERB_CREATE, "DB-023", added->title);
    item =
        story_item(arena, changeset, KIND_RELATION, VERB_CREATE, "DB-023 blocked-by DB-007", NULL);
    item->edge = (struct edge){RELATION_BLOCKED_BY, "DB-023", "DB-007"};
    struct unplanned *unplanned = VEC_ADD(arena, &changeset->unplanned);
    *unplanned = (struct unplanned){{57}, "Audit log is too slow", "DB-ML1"};
    changeset->counts[KIND_LABEL] = (struct kind_counts){.update = 1, .unchanged = 16};
    changeset->counts[KIND_MILESTONE] = (struct kind_counts){.update = 1, .unchanged = 5};
    changeset->counts[KIND_ISSUE] =
        (struct kind_counts){.create = 1, .update = 1, .unchanged = 18, .conflict = 1, .drift = 2};
    changeset->counts[KIND_RELATION] = (struct kind_counts){.create = 1, .unchanged = 22};
    changeset->objects = 69;
    changeset->writes = 5;
    changeset->creations = 2;
    changeset->notifications = 1;
    return changeset;
}

STORY struct changeset *story_nothing(struct arena *arena)
{
    struct changeset *changeset = ARENA_NEW(arena, struct changeset);
    changeset->counts[KIND_LABEL].unchanged = 17;
    changeset->counts[KIND_MILESTONE].unchanged = 6;
    changeset->counts[KIND_ISSUE].unchanged = 22;
    changeset->counts[KIND_RELATION].unchanged = 22;
    changeset->objects = 67;
    return changeset;
}

/* Nothing beyond the columns, but a single word that is longer than a line; no blanks at ends. */
STORY void assert_fits(const char *text, int columns)
{
    for (const char *line = text; *line;) {
        size_t len = strcspn(line, "\n");
        char *copy = strndup(line, len);
        assert_non_null(copy);
        if (utf8_width(copy) > columns && strchr(copy + strspn(copy, " "), ' '))
            fail_msg("wider than %d: %s", columns, copy);
        if (len > 0 && copy[len - 1] == ' ')
            fail_msg("blank at the end of: %s", copy);
        free(copy);
        line += len + (line[len] == '\n');
    }
}

/* Against tests/fixtures/golden/NAME.txt; with UPDATE_GOLDEN set it is written anew. */
STORY void assert_golden(struct arena *arena, const char *name, const char *text)
{
    const char *path = arena_printf(arena, "%s/tests/fixtures/golden/%s", ROADMAP_SOURCE_DIR, name);
    cleanup_err struct err err = ERR_INIT;
    if (getenv("UPDATE_GOLDEN")) {
        assert_int_equal(file_write_atomic(path, text, strlen(text), 0644, &err), OK);
        return;
    }
    char *want;
    size_t len;
    if (file_read(arena, path, 1 << 20, &want, &len, &err) != OK)
        fail_msg("%s", err.message);
    assert_string_equal(text, want);
}

/* One screen at every width, with and without UTF-8. */
typedef void (*story_draw_fn)(struct arena *arena, const struct style *style, struct str *out);
STORY void assert_screens(const char *name, const char *now, story_draw_fn draw)
{
    for (size_t i = 0; i < sizeof story_widths / sizeof *story_widths; i++)
        for (int ascii = 0; ascii < 2; ascii++) {
            cleanup_arena struct arena *arena = arena_new();
            struct style style = story_style(story_widths[i], ascii, now);
            cleanup_str struct str out;
            str_init(&out, 0);
            draw(arena, &style, &out);
            assert_fits(out.p, style.columns);
            assert_true(!ascii || utf8_is_ascii(out.p));
            assert_null(strchr(out.p, '\x1b'));
            assert_golden(
                arena,
                arena_printf(arena, "%s-%d%s.txt", name, style.columns, ascii ? "-ascii" : ""),
                out.p);
        }
}

#endif
