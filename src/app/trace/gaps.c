#include "app/trace/gaps.h"

#include <stdlib.h>

#include "app/trace/matrix.h"
#include "app/trace/proof.h"

static void add(const struct proving *proof, struct gap_report *report, const struct gap *gap)
{
    report->counts[gap->kind]++;
    VEC_PUSH(proof->evidence->app->arena, &report->items, *gap);
}

static const char *path_of(const struct proving *proof, size_t migration)
{
    const struct migration *at = proof->evidence->migrations.items[migration].migration;
    const struct migration_file *file = migration_main_file(at);
    return file ? file->path : at->name;
}

static const char *trace_of(const struct proving *proof, const char *id)
{
    return arena_printf(proof->evidence->app->arena, "roadmap trace %s", id);
}

static void add_closed(const struct proving *proof, struct gap_report *report)
{
    struct arena *arena = proof->evidence->app->arena;
    for (size_t i = 0; i < proof->evidence->plan->issues.len; i++) {
        struct trace_issue issue;
        proof_of_issue(proof, i, &issue);
        report->asking += issue.asks;
        if (!trace_closed_without_proof(&issue))
            continue;
        const struct gap gap = {.kind = GAP_CLOSED,
                                .subject = issue.issue->id,
                                .message = arena_printf(arena, "closed; %s, %s",
                                                        presence_name(issue.presence),
                                                        proof_name(issue.proof)),
                                .command = trace_of(proof, issue.issue->id)};
        add(proof, report, &gap);
    }
}

static void add_contradictions(const struct proving *proof, struct gap_report *report)
{
    const struct evidence *evidence = proof->evidence;
    for (size_t i = 0; i < evidence->links.conflicts.len; i++) {
        const struct link_conflict *conflict = &evidence->links.conflicts.items[i];
        const struct plan_issue *issues = evidence->plan->issues.items;
        const struct gap gap = {
            .kind = GAP_CONTRADICTION,
            .subject = path_of(proof, conflict->migration),
            .message = arena_printf(evidence->app->arena, "%s says %s, %s says %s",
                                    link_source_name(conflict->a), issues[conflict->a_issue].id,
                                    link_source_name(conflict->b), issues[conflict->b_issue].id)};
        add(proof, report, &gap);
    }
}

static void add_unknown(const struct proving *proof, struct gap_report *report)
{
    const struct evidence *evidence = proof->evidence;
    for (size_t i = 0; i < evidence->links.unknown.len; i++) {
        const struct link_unknown *unknown = &evidence->links.unknown.items[i];
        const char *help = unknown->help ? unknown->help : "the plan has no such issue";
        const struct gap gap = {
            .kind = GAP_UNKNOWN_ISSUE,
            .subject = unknown->header ? unknown->header->path : path_of(proof, unknown->migration),
            .line = unknown->header ? unknown->header->line : 0,
            .message = arena_printf(evidence->app->arena, "%s says '%s': %s",
                                    link_source_name(unknown->source), unknown->issue, help)};
        add(proof, report, &gap);
    }
}

static void add_migrations(const struct proving *proof, struct gap_report *report)
{
    const struct evidence *evidence = proof->evidence;
    for (size_t i = 0; i < evidence->links.orphans.len; i++) {
        const struct gap gap = {.kind = GAP_ORPHAN,
                                .subject = path_of(proof, evidence->links.orphans.items[i]),
                                .message = "no issue names it"};
        add(proof, report, &gap);
    }
    for (size_t i = 0; i < evidence->migrations.len; i++) {
        const struct evidence_migration *at = &evidence->migrations.items[i];
        if (proof_of_migration(proof, at).rungs[PROOF_PAIRED] != VERDICT_FAIL)
            continue;
        const bool empty = at->migration->down.present;
        const struct gap gap = {
            .kind = GAP_NO_WAY_BACK,
            .subject = path_of(proof, i),
            .message = empty ? "its way back holds no statement" : "it has no way back",
            .command = empty ? "roadmap explain RM112" : "roadmap explain RM113"};
        add(proof, report, &gap);
    }
}

static void add_patterns(const struct proving *proof, struct gap_report *report)
{
    const struct evidence *evidence = proof->evidence;
    struct arena *arena = evidence->app->arena;
    for (size_t i = 0; i < evidence->links.empty.len; i++) {
        const char *id = evidence->plan->issues.items[evidence->links.empty.items[i]].id;
        const struct gap gap = {.kind = GAP_NO_MIGRATION,
                                .subject = id,
                                .message = "asks for migrations, and none is there",
                                .command = arena_printf(arena, "roadmap new %s SLUG", id)};
        add(proof, report, &gap);
    }
    for (size_t i = 0; i < evidence->links.dead.len; i++) {
        const struct link_glob *dead = &evidence->links.dead.items[i];
        const struct gap gap = {.kind = GAP_DEAD_PATTERN,
                                .subject = evidence->plan->issues.items[dead->issue].id,
                                .message =
                                    arena_printf(arena, "'%s' takes no migration", dead->glob)};
        add(proof, report, &gap);
    }
}

static void add_entities(const struct proving *proof, struct gap_report *report)
{
    struct arena *arena = proof->evidence->app->arena;
    struct matrix_report matrix = {0};
    matrix_fill(proof, &matrix);
    for (size_t i = 0; i < matrix.rows.len; i++) {
        const struct matrix_row *row = &matrix.rows.items[i];
        if (!row->searched || (row->migration && !row->gone))
            continue;
        const struct gap gap = {
            .kind = GAP_NO_TABLE,
            .subject = row->entity->id,
            .message = row->gone ? arena_printf(arena, "'%s' is dropped again", row->table)
                                 : arena_printf(arena, "no migration makes '%s'", row->table),
            .command = "roadmap matrix"};
        add(proof, report, &gap);
    }
}

void gaps_fill(const struct proving *proof, struct gap_report *report)
{
    report->issues = proof->evidence->plan->issues.len;
    report->migrations = proof->evidence->migrations.len;
    add_closed(proof, report);
    add_contradictions(proof, report);
    add_unknown(proof, report);
    add_migrations(proof, report);
    add_patterns(proof, report);
    add_entities(proof, report);
}

enum code app_gaps(struct app *app, const char *ref, const char *base_ref, struct diags *diags,
                   struct gap_report *report, struct err *err)
{
    struct evidence evidence cleanup_evidence = EVIDENCE_INIT;
    struct proving proof = {0};
    const struct evidence_options wanted = {.ref = ref, .base_ref = base_ref, .history = true};
    enum code code = evidence_open(app, &wanted, diags, &evidence, err);
    if (!code)
        code = proof_begin(&proof, &evidence, err);
    if (!code)
        gaps_fill(&proof, report);
    return code;
}
