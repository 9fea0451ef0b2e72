#include "app/evidence/evidence.h"

#include <string.h>

#include "app/evidence/evidence_read.h"
#include "app/evidence/implied.h"
#include "app/session/plan_at.h"
#include "app/session/tracked.h"
#include "base/day.h"
#include "base/str.h"
#include "schema/folder/find.h"
#include "schema/folder/folder.h"
#include "schema/folder/merged.h"
#include "schema/folder/names.h"
#include "schema/lint/lint.h"
#include "schema/lint/rules.h"

static enum code open_git(struct evidence *evidence, struct err *err)
{
    struct app *app = evidence->app;
    bool found = false;
    enum code code = app_find_project(app, &evidence->project, err);
    if (!code)
        code = repo_open(app->folder, &evidence->repo, &found, err);
    if (code || found)
        return code;
    (void)err_set(err, ERR_FAILED, "'%s' is in no git repository, so there is nothing to look at",
                  evidence->project.root);
    return err_hint(err, "git init");
}

static enum code open_cache(struct evidence *evidence, struct err *err)
{
    struct app *app = evidence->app;
    const char *path = evidence->project.cache_path;
    struct tracked tracked = {app->folder, &evidence->project};
    struct err local cleanup_err = ERR_INIT;
    evidence->storing = store_lock_take(path, &app->clock, 0, &evidence->lock, &local) == OK;
    const struct store_options options = {.path = path,
                                          .mode = evidence->storing ? STORE_WRITE : STORE_READ,
                                          .is_tracked = tracked_ask,
                                          .tracked_state = &tracked,
                                          .now_ms = clock_now(&app->clock)};
    struct store_told told = {0};
    return store_open(app->arena, &options, &evidence->store, &told, err);
}

static enum code find_head(struct evidence *evidence, struct err *err)
{
    struct arena *arena = evidence->app->arena;
    const char *text = evidence->options.ref;
    evidence->work_tree = !text && repo_workdir(evidence->repo);
    if (!text)
        return ref_head(evidence->repo, arena, &evidence->head, err);
    return ref_need(evidence->repo, arena, "--ref", text, &evidence->head, err);
}

/* Without a branch to compare with, what is not committed yet is what is new. */
static void fork_at_head(struct evidence *evidence)
{
    if (!evidence->work_tree || !evidence->head.found)
        return;
    evidence->fork = evidence->head;
    evidence->fork.name = "HEAD";
    evidence->fork_is_head = true;
}

static enum code find_refs(struct evidence *evidence, struct err *err)
{
    struct arena *arena = evidence->app->arena;
    const struct evidence_options *options = &evidence->options;
    enum code code = options->merged ? OK : find_head(evidence, err);
    if (!code)
        code = ref_default(evidence->repo, arena, options->base_ref, evidence->app->default_branch,
                           &evidence->base, err);
    if (options->merged)
        evidence->head = evidence->base;
    if (code || !evidence->head.found || !evidence->base.found) {
        evidence->fork = (struct ref){.name = "the merge base",
                                      .unknown = evidence->base.unknown,
                                      .help = evidence->base.help};
        fork_at_head(evidence);
        return code;
    }
    return ref_merge_base(evidence->repo, arena, evidence->head.id, evidence->base.id,
                          &evidence->fork, err);
}

static void add_source(struct evidence *evidence, const char *id, const char *root,
                       const struct plan_migrations *asked)
{
    struct arena *arena = evidence->app->arena;
    while (text_starts(root, "./"))
        root += 2;
    size_t len = strlen(root);
    while (len > 0 && root[len - 1] == '/')
        len--;
    root = len == 1 && *root == '.' ? "" : arena_strndup(arena, root, len);
    const struct evidence_source source = {
        .id = id && *id ? id
              : *root   ? root
                        : ".",
        .root = root,
        .asked = asked,
        .engine = !asked          ? migration_folder_engine(root)
                  : asked->engine ? asked->engine
                                  : "sqlite",
    };
    const char *wanted = evidence->options.source;
    if (!wanted || text_eq(wanted, source.id) || text_eq(wanted, root))
        VEC_PUSH(arena, &evidence->sources, source);
}

static enum code find_sources(struct evidence *evidence, struct err *err)
{
    const struct plan *plan = evidence->plan;
    struct strlist folders = {0};
    for (size_t i = 0; i < plan->migrations.len; i++) {
        const struct plan_migrations *asked = &plan->migrations.items[i];
        add_source(evidence, asked->id, asked->path ? asked->path : "", asked);
    }
    enum code code = OK;
    if (plan->migrations.len == 0 && (evidence->work_tree || evidence->head.found))
        code = evidence_find_folders(evidence, &folders, err);
    for (uint32_t i = 0; i < folders.len; i++)
        add_source(evidence, NULL, folders.items[i], NULL);
    if (code || !evidence->options.source || evidence->sources.len > 0)
        return code;
    (void)err_set(err, ERR_USAGE, "--source: there is no folder of migrations '%s'",
                  evidence->options.source);
    return err_hint(err, "the plan names them under migrations:");
}

/* What the target branch did since this one began is no fault of this one. */
static void forgive_behind(struct evidence_source *source, size_t from)
{
    struct findings *findings = &source->set.findings;
    size_t kept = from;
    for (size_t i = from; i < findings->len; i++) {
        const struct finding *finding = &findings->items[i];
        const struct presence_file *file =
            finding->path ? presence_files_find(&source->files, finding->path) : NULL;
        if (!file || !file->behind)
            findings->items[kept++] = *finding;
        else if (finding->severity == SEVERITY_ERROR)
            findings->errors--;
        else if (finding->severity == SEVERITY_WARNING)
            findings->warnings--;
    }
    findings->len = kept;
}

static enum code compare_target(struct evidence *evidence, struct evidence_source *source,
                                struct err *err)
{
    if (!evidence->base.found || source->set.missing)
        return OK;
    const char *convention = convention_name(source->set.convention);
    if (source->set.convention == CONVENTION_NONE)
        convention = NULL;
    enum code code = evidence_read_set(evidence, source, evidence->base.id, convention, NULL,
                                       &source->target, &source->has_target, err);
    if (code || !source->has_target)
        return code;
    const size_t before = source->set.findings.len;
    migration_set_compare(evidence->app->arena, &source->set, &source->target);
    forgive_behind(source, before);
    return OK;
}

static enum code read_presence(struct evidence *evidence, struct evidence_source *source,
                               const struct work_files *work, struct err *err)
{
    struct arena *arena = evidence->app->arena;
    const struct globs globs = evidence_globs(arena, source->root);
    const struct presence_options options = {.commit = evidence->head.id,
                                             .base = &evidence->base,
                                             .fork = evidence->fork.id,
                                             .work_tree = evidence->work_tree,
                                             .listed = evidence->work_tree ? work : NULL};
    return presence_read(evidence->repo, arena, &globs, &options, &source->files, err);
}

/* Only of what was looked for here: an ignore of another rule may have its use elsewhere. */
static void excuse(struct arena *arena, struct evidence_source *source)
{
    struct strlist codes = {0};
    for (size_t i = 0; i < schema_rule_count; i++)
        if (strcmp(schema_rules[i].code, "RM2") < 0)
            strlist_add(arena, &codes, schema_rules[i].code);
    migration_ignores_apply(arena, &source->set, engine_dialect(source->engine), &codes,
                            &source->set.findings);
}

static enum code read_source(struct evidence *evidence, struct evidence_source *source,
                             struct err *err)
{
    struct arena *arena = evidence->app->arena;
    struct naming naming = {0};
    struct work_files work = {0};
    const char *commit = evidence->work_tree ? NULL : evidence->head.id;
    if (!evidence->work_tree && !commit)
        return OK;
    enum code code =
        evidence_read_set(evidence, source, commit, NULL, &work, &source->set, &source->here, err);
    if (!code)
        code = naming_parse(arena, source->asked ? source->asked->naming : NULL, &naming, err);
    if (code)
        return code;
    migration_names_check(arena, &source->set, &naming,
                          instant_day(clock_now(&evidence->app->clock)));
    code = read_presence(evidence, source, &work, err);
    if (!code)
        code = compare_target(evidence, source, err);
    if (!code && evidence->options.history)
        code = evidence_read_landings(evidence, source, err);
    excuse(arena, source);
    findings_sort(&source->set.findings);
    return code;
}

static void take_landing(const struct landing *landing, struct evidence_migration *migration)
{
    if (!landing || landing->gone)
        return;
    if (!migration->first || landing->first->at_ms < migration->first->at_ms)
        migration->first = landing->first;
    if (!migration->last || landing->last->at_ms > migration->last->at_ms)
        migration->last = landing->last;
}

/* A reworked change has its script under the name that its earlier form had when it was merged. */
static bool is_rework(const struct evidence_source *source, const struct migration *migration)
{
    return source->set.convention == CONVENTION_SQITCH && source->has_target &&
           !migration_counterpart(&source->set, migration, &source->target);
}

/* The least of its files. */
static void place_migration(const struct evidence *evidence, const struct evidence_source *source,
                            struct evidence_migration *migration)
{
    const bool rework = is_rework(source, migration->migration);
    migration->presence = PRESENCE_MERGED;
    for (size_t i = 0; i < migration->migration->file_count; i++) {
        const char *path = migration->migration->files[i]->path;
        const struct presence_file *file = presence_files_find(&source->files, path);
        if (!file) {
            migration->presence = PRESENCE_PLANNED;
            continue;
        }
        if (file->presence < migration->presence)
            migration->presence = file->presence;
        if (file->unknown)
            migration->unknown = file->unknown;
        migration->edited |= file->edited && !file->behind && !rework;
        const char *here = evidence->work_tree ? file->work_id : file->head_id;
        migration->touched |= evidence->fork.found && !text_eq(here, file->fork_id);
        /* The first commit that a clone has is not the first that there was. */
        if (!source->landings.unknown)
            take_landing(landings_find(&source->landings, path), migration);
    }
}

static void list_migrations(struct evidence *evidence)
{
    for (size_t i = 0; i < evidence->sources.len; i++) {
        struct evidence_source *source = &evidence->sources.items[i];
        source->first = evidence->migrations.len;
        source->count = source->set.migrations.len;
        for (size_t k = 0; k < source->count; k++) {
            struct evidence_migration *migration =
                VEC_ADD(evidence->app->arena, &evidence->migrations);
            migration->migration = &source->set.migrations.items[k];
            migration->source = i;
            place_migration(evidence, source, migration);
        }
    }
}

static struct links_migration links_of(struct arena *arena, const struct migration *migration)
{
    const char **paths = arena_calloc(arena, migration->file_count, sizeof *paths);
    struct links_header *headers = arena_calloc(arena, migration->links.len, sizeof *headers);
    for (size_t i = 0; i < migration->file_count; i++)
        paths[i] = migration->files[i]->path;
    for (size_t i = 0; i < migration->links.len; i++) {
        const struct migration_link *link = &migration->links.items[i];
        headers[i] = (struct links_header){link->issue, link->file->path, link->line};
    }
    return (struct links_migration){migration->name, paths, migration->file_count, headers,
                                    migration->links.len};
}

static void find_links(struct evidence *evidence)
{
    struct arena *arena = evidence->app->arena;
    VEC(struct landing_trailer) trailers = {0};
    struct links_migration *migrations =
        arena_calloc(arena, evidence->migrations.len, sizeof *migrations);
    for (size_t i = 0; i < evidence->migrations.len; i++)
        migrations[i] = links_of(arena, evidence->migrations.items[i].migration);
    for (size_t i = 0; i < evidence->sources.len; i++) {
        const struct landings *landings = &evidence->sources.items[i].landings;
        for (size_t k = 0; k < landings->trailers.len; k++)
            VEC_PUSH(arena, &trailers, landings->trailers.items[k]);
    }
    const struct links_input input = {.plan = evidence->plan,
                                      .migrations = migrations,
                                      .migration_count = evidence->migrations.len,
                                      .trailers = trailers.items,
                                      .trailer_count = trailers.len};
    evidence->links = links_make(arena, &input);
}

/* Of the commit that is looked at: what it asked for, not what is asked for now. */
static enum code load_plan_of_ref(struct evidence *evidence, struct diags *diags, struct err *err)
{
    struct app *app = evidence->app;
    const char *name = evidence->head.name;
    enum code code =
        plan_at(app, evidence->repo, evidence->head.id, name, &evidence->plan, diags, err);
    if (code || evidence->plan)
        return code;
    return app->spec_path
               ? err_set(err, ERR_USAGE, "--ref: %s has no plan '%s'", name, app->spec_path)
               : err_set(err, ERR_USAGE, "--ref: %s has no plan", name);
}

enum code evidence_open(struct app *app, const struct evidence_options *options,
                        struct diags *diags, struct evidence *evidence, struct err *err)
{
    evidence->app = app;
    evidence->options = *options;
    enum code code = options->ref ? OK : app_load_plan(app, &evidence->plan, diags, err);
    if (!code)
        code = open_git(evidence, err);
    if (!code)
        code = open_cache(evidence, err);
    if (!code)
        code = find_refs(evidence, err);
    if (!code && options->ref)
        code = load_plan_of_ref(evidence, diags, err);
    if (!code)
        implied_add(app->arena, evidence->plan);
    if (!code)
        code = find_sources(evidence, err);
    for (size_t i = 0; i < evidence->sources.len && !code; i++)
        code = read_source(evidence, &evidence->sources.items[i], err);
    if (code)
        return code;
    list_migrations(evidence);
    find_links(evidence);
    return OK;
}

void evidence_close(struct evidence *evidence)
{
    store_closep(&evidence->store);
    store_lock_release(&evidence->lock);
    repo_closep(&evidence->repo);
}

const struct link *evidence_next_link(const struct evidence *evidence, size_t issue, size_t *at)
{
    while (*at < evidence->links.items.len) {
        const struct link *link = &evidence->links.items.items[(*at)++];
        if (link->issue == issue)
            return link;
    }
    return NULL;
}
