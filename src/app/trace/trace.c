#include "app/trace/trace.h"

#include <string.h>

#include "app/evidence/evidence.h"
#include "app/trace/proof.h"
#include "app/trace/trace_todo.h"
#include "base/file.h"
#include "base/nearest.h"
#include "base/str.h"
#include "repo/trailers.h"

#define COMMITS_SHOWN 20

struct tracing {
    struct app *app;
    struct evidence *evidence;
    struct proving proof;
    struct trace_report *report;
};

static void begin_report(struct tracing *tracing)
{
    const struct evidence *evidence = tracing->evidence;
    struct trace_report *report = tracing->report;
    report->plan = evidence->plan;
    report->head = evidence->head.name;
    report->work_tree = evidence->work_tree;
    if (evidence->base.found) {
        report->base = evidence->base.name;
        return;
    }
    report->base_unknown =
        evidence->base.unknown ? evidence->base.unknown : "no default branch is known";
    report->base_help = evidence->base.help;
}

static struct trace_file file_of(const struct tracing *tracing, size_t migration)
{
    const struct evidence_migration *at = &tracing->evidence->migrations.items[migration];
    const struct evidence_source *source = &tracing->evidence->sources.items[at->source];
    const struct migration_file *file = migration_main_file(at->migration);
    return (struct trace_file){.path = file ? file->path : source->root,
                               .name = at->migration->name,
                               .source = source->id,
                               .folder = source->root,
                               .presence = at->presence,
                               .since_ms = at->first ? at->first->at_ms : 0};
}

/* ---- one issue ---- */

static nodiscard enum code read_commits(struct tracing *tracing, size_t place,
                                        struct trace_issue *issue, struct err *err)
{
    const struct evidence *evidence = tracing->evidence;
    struct arena *arena = tracing->app->arena;
    struct strlist paths = {0};
    struct range range = {0};
    if (!evidence->head.found || !evidence->base.found)
        return OK;
    for (size_t i = tracing->proof.first[place]; i < tracing->proof.first[place + 1]; i++) {
        const struct migration *migration =
            evidence->migrations.items[tracing->proof.links[i]->migration].migration;
        for (size_t k = 0; k < migration->file_count; k++)
            strlist_add(arena, &paths, migration->files[k]->path);
    }
    const struct globs globs = globs_of(arena, &paths);
    const struct range_options options = {.tip = evidence->head.id,
                                          .base = evidence->base.id,
                                          .globs = paths.len ? &globs : NULL,
                                          .max_commits = 1000};
    enum code code = range_read(evidence->repo, arena, &options, &range, err);
    for (size_t i = 0; !code && i < range.commits.len; i++) {
        const struct range_commit *commit = &range.commits.items[i];
        const bool named = strlist_has(&commit->commit.issues, issue->issue->id);
        if (issue->commits.len == COMMITS_SHOWN || (!named && commit->paths.len == 0))
            continue;
        const struct trace_commit shown = {commit->commit.id, commit->commit.at_ms,
                                           commit->commit.subject, named ? "trailer" : "files"};
        VEC_PUSH(arena, &issue->commits, shown);
    }
    issue->commits_unknown = range.unknown;
    return code;
}

static nodiscard enum code trace_one(struct tracing *tracing, size_t place, struct err *err)
{
    struct trace_issue *issue = VEC_ADD(tracing->app->arena, &tracing->report->issues);
    tracing->report->one = true;
    proof_of_issue(&tracing->proof, place, issue);
    trace_todo(&tracing->proof, place, issue);
    return read_commits(tracing, place, issue, err);
}

/* ---- all issues ---- */

static void trace_all(struct tracing *tracing)
{
    const struct evidence *evidence = tracing->evidence;
    struct arena *arena = tracing->app->arena;
    for (size_t i = 0; i < evidence->plan->issues.len; i++)
        proof_of_issue(&tracing->proof, i, VEC_ADD(arena, &tracing->report->issues));
    for (size_t i = 0; i < evidence->links.orphans.len; i++)
        VEC_PUSH(arena, &tracing->report->orphans,
                 file_of(tracing, evidence->links.orphans.items[i]));
}

/* ---- the reverse ---- */

static void add_reader(struct tracing *tracing, struct trace_file *file, const char *issue,
                       const char *link)
{
    strlist_add(tracing->app->arena, &file->issues, issue);
    strlist_add(tracing->app->arena, &file->links, link);
}

static bool is_migration(struct tracing *tracing, const char *path)
{
    const struct evidence *evidence = tracing->evidence;
    for (size_t i = 0; i < evidence->migrations.len; i++) {
        const struct migration *migration = evidence->migrations.items[i].migration;
        const struct migration_set *set =
            &evidence->sources.items[evidence->migrations.items[i].source].set;
        if (migration_set_of_file(set, path) != migration)
            continue;
        struct trace_file *file = ARENA_NEW(tracing->app->arena, struct trace_file);
        *file = file_of(tracing, i);
        file->path = path;
        for (size_t k = 0; k < evidence->links.items.len; k++) {
            const struct link *link = &evidence->links.items.items[k];
            if (link->migration == i)
                add_reader(tracing, file, evidence->plan->issues.items[link->issue].id,
                           link_source_name(link->source));
        }
        tracing->report->file = file;
        return true;
    }
    return false;
}

/* Docs, deliverables and files of checks. */
static bool is_other_file(struct tracing *tracing, const char *path)
{
    const struct plan *plan = tracing->evidence->plan;
    const struct presence_file *here = presence_files_find(&tracing->proof.files, path);
    struct trace_file *file = ARENA_NEW(tracing->app->arena, struct trace_file);
    *file = (struct trace_file){
        .path = path, .name = path, .presence = here ? here->presence : PRESENCE_PLANNED};
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct globs docs = globs_of(tracing->app->arena, &plan->issues.items[i].docs);
        const struct globs things =
            globs_of(tracing->app->arena, &plan->issues.items[i].deliverables);
        if (globs_match(&docs, path))
            add_reader(tracing, file, plan->issues.items[i].id, "docs");
        else if (globs_match(&things, path))
            add_reader(tracing, file, plan->issues.items[i].id, "deliverables");
        else if (proof_asks_of_file(&tracing->proof, &plan->issues.items[i], path))
            add_reader(tracing, file, plan->issues.items[i].id, "checks");
    }
    if (file->issues.len == 0)
        return false;
    tracing->report->file = file;
    return true;
}

/* As people type it where they stand; else as our own screens print it, from the top. */
static nodiscard enum code trace_file(struct tracing *tracing, const char *what, bool *found,
                                      struct err *err)
{
    struct arena *arena = tracing->app->arena;
    const char *relative = NULL;
    enum code code = repo_relative(tracing->evidence->repo, arena,
                                   path_join(arena, tracing->app->folder, what), &relative, err);
    if (code)
        return code;
    *found = (relative && is_migration(tracing, relative)) || is_migration(tracing, what) ||
             (relative && is_other_file(tracing, relative)) || is_other_file(tracing, what);
    return OK;
}

static nodiscard enum code unknown_word(const struct tracing *tracing, const char *what,
                                        struct err *err)
{
    const struct plan *plan = tracing->evidence->plan;
    struct nearest nearest = nearest_init(what);
    for (size_t i = 0; i < plan->issues.len; i++)
        nearest_try(&nearest, plan->issues.items[i].id);
    const char *help = nearest_help(tracing->app->arena, &nearest);
    if (strchr(what, '/') || strchr(what, '.')) {
        (void)err_set(err, ERR_USAGE, "'%s' is no issue, and no file that belongs to one", what);
        return err_hint(err, "%s", help ? help : "roadmap gaps lists what nobody names");
    }
    (void)err_set(err, ERR_USAGE, "the plan has no issue '%s'", what);
    return err_hint(err, "%s", help ? help : "roadmap trace lists the issues of the plan");
}

static nodiscard enum code trace_word(struct tracing *tracing, const char *what, struct err *err)
{
    const struct plan *plan = tracing->evidence->plan;
    const struct plan_issue *issue = plan_find_issue(plan, what);
    bool found = false;
    if (issue)
        return trace_one(tracing, (size_t)(issue - plan->issues.items), err);
    enum code code = trace_file(tracing, what, &found, err);
    return code || found ? code : unknown_word(tracing, what, err);
}

enum code app_trace(struct app *app, const struct trace_options *options, struct diags *diags,
                    struct trace_report *report, struct err *err)
{
    struct evidence evidence cleanup_evidence = EVIDENCE_INIT;
    const struct evidence_options wanted = {
        .ref = options->ref, .base_ref = options->base_ref, .history = true};
    struct tracing tracing = {.app = app, .evidence = &evidence, .report = report};
    enum code code = evidence_open(app, &wanted, diags, &evidence, err);
    if (!code)
        code = proof_begin(&tracing.proof, &evidence, err);
    if (code)
        return code;
    begin_report(&tracing);
    if (options->what)
        return trace_word(&tracing, options->what, err);
    trace_all(&tracing);
    return OK;
}
