#include "app/evidence/new_migration.h"

#include <string.h>
#include <unistd.h>

#include "app/evidence/evidence.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/nearest.h"
#include "base/str.h"
#include "repo/author.h"
#include "schema/folder/next.h"

static nodiscard enum code find_issue(struct app *app, const struct plan *plan, const char *id,
                                      const struct plan_issue **issue, struct err *err)
{
    *issue = plan_find_issue(plan, id);
    if (*issue)
        return OK;
    struct nearest nearest = nearest_init(id);
    for (size_t i = 0; i < plan->issues.len; i++)
        nearest_try(&nearest, plan->issues.items[i].id);
    const char *help = nearest_help(app->arena, &nearest);
    (void)err_set(err, ERR_USAGE, "the plan has no issue '%s'", id);
    return err_hint(err, "%s", help ? help : "roadmap trace lists the issues of the plan");
}

static bool is_below(const char *path, const char *folder)
{
    const size_t len = strlen(folder);
    return len == 0 || (strncmp(path, folder, len) == 0 && path[len] == '/');
}

/* The issue's patterns, its checks, or a migration that it has already are of this folder. */
static bool issue_is_about(const struct evidence *evidence, const struct plan_issue *issue,
                           size_t source)
{
    const struct evidence_source *folder = &evidence->sources.items[source];
    for (size_t i = 0; i < issue->migrations.len; i++)
        if (is_below(issue->migrations.items[i], folder->root))
            return true;
    for (size_t i = 0; i < issue->checks.len; i++)
        if (text_eq(issue->checks.items[i].source, folder->id))
            return true;
    const size_t place = (size_t)(issue - evidence->plan->issues.items);
    size_t at = 0;
    for (const struct link *link; (link = evidence_next_link(evidence, place, &at));)
        if (evidence->migrations.items[link->migration].source == source)
            return true;
    return false;
}

static nodiscard enum code several_folders(const struct evidence *evidence, struct err *err)
{
    cleanup_str struct str ways;
    str_init(&ways, 0);
    for (size_t i = 0; i < evidence->sources.len; i++)
        str_addf(&ways, "%s--source %s", i ? " or " : "", evidence->sources.items[i].id);
    (void)err_set(err, ERR_USAGE, "there are %zu folders of migrations, and nothing says which",
                  evidence->sources.len);
    return err_hint(err, "%s", ways.p);
}

static nodiscard enum code choose_folder(const struct evidence *evidence,
                                         const struct plan_issue *issue,
                                         const struct evidence_source **source, struct err *err)
{
    *source = NULL;
    if (evidence->sources.len == 0) {
        (void)err_set(err, ERR_REFUSED, "no folder of migrations was found");
        return err_hint(err, "name it in the plan: "
                             "migrations: [{id: db, path: db/migrations, "
                             "convention: golang-migrate}]");
    }
    size_t found = 0;
    for (size_t i = 0; i < evidence->sources.len; i++)
        if (evidence->sources.len == 1 || issue_is_about(evidence, issue, i)) {
            *source = &evidence->sources.items[i];
            found++;
        }
    return found == 1 ? OK : several_folders(evidence, err);
}

/* A folder of the plan may be a symlink, or be one on the way: what a clone brings along must not
 * lead out of it. */
static nodiscard enum code check_inside(struct app *app, const char *root, const char *path,
                                        struct err *err)
{
    const char *folder = path_dir(app->arena, path_join(app->arena, root, path));
    while (!file_exists(folder) && !file_is_symlink(folder))
        folder = path_dir(app->arena, folder);
    char *real = NULL;
    enum code code = path_real(app->arena, folder, &real, err);
    if (code || strcmp(real, root) == 0 || is_below(real, root))
        return code;
    (void)err_set(err, ERR_REFUSED, "'%s' would stand outside of the repository, in '%s'", path,
                  real);
    return err_hint(err, "name the folder itself in the plan, and no link to it");
}

static nodiscard enum code check_free(struct app *app, const char *root,
                                      const struct next_migration *next, struct err *err)
{
    for (size_t i = 0; i < next->files.len; i++) {
        const struct next_file *file = &next->files.items[i];
        enum code code = check_inside(app, root, file->path, err);
        if (code)
            return code;
        const char *path = path_join(app->arena, root, file->path);
        if (file->append || (!file_exists(path) && !file_is_symlink(path)))
            continue;
        (void)err_set(err, ERR_REFUSED, "'%s' is there already", file->path);
        return err_hint(err, "take another name, or move that file away");
    }
    return OK;
}

static nodiscard enum code append(struct app *app, const char *path, const char *text,
                                  struct err *err)
{
    char *bytes = NULL;
    size_t len = 0;
    enum code code = file_read(app->arena, path, LIMIT_MIGRATION_BYTES, &bytes, &len, err);
    if (code)
        return code;
    const char *between = len > 0 && bytes[len - 1] != '\n' ? "\n" : "";
    cleanup_str struct str whole;
    str_init(&whole, 0);
    str_addn(&whole, bytes, len);
    str_addf(&whole, "%s%s", between, text);
    return file_replace(path, bytes, len, whole.p, whole.len, err);
}

/* What is added to a file comes last: until then everything can be taken back. */
static nodiscard enum code write_files(struct app *app, const char *root,
                                       const struct next_migration *next, struct err *err)
{
    enum code code = OK;
    size_t made = 0;
    for (; !code && made < next->files.len; made++) {
        const struct next_file *file = &next->files.items[made];
        if (!file->append)
            code = file_create(path_join(app->arena, root, file->path), file->text,
                               strlen(file->text), 0644, err);
    }
    /* The one that failed is not ours: something else made it first. */
    size_t ours = code ? made - 1 : made;
    for (size_t i = 0; !code && i < next->files.len; i++)
        if (next->files.items[i].append)
            code = append(app, path_join(app->arena, root, next->files.items[i].path),
                          next->files.items[i].text, err);
    for (size_t i = 0; code && i < ours; i++)
        if (!next->files.items[i].append)
            (void)unlink(path_join(app->arena, root, next->files.items[i].path));
    return code;
}

static void report_folder(const struct evidence *evidence, const struct evidence_source *source,
                          struct made_report *report)
{
    BUG_UNLESS(source);
    report->source = source->id;
    report->folder = source->root;
    report->tool = source->set.tool;
    report->because = source->set.because;
    if (evidence->base.found)
        report->target = evidence->base.name;
    else
        report->target_unknown =
            evidence->base.unknown ? evidence->base.unknown : "no default branch is known";
}

static nodiscard enum code make(struct app *app, struct evidence *evidence,
                                const struct evidence_source *source,
                                const struct new_options *options, struct made_report *report,
                                struct err *err)
{
    struct naming naming = {0};
    const struct next_wish wish = {.issue = report->issue,
                                   .slug = options->slug,
                                   .now_ms = clock_now(&app->clock),
                                   .planner = repo_author(evidence->repo, app->arena)};
    struct next_migration next = {0};
    enum code code = OK;
    BUG_UNLESS(source);
    if (source->asked)
        code = naming_parse(app->arena, source->asked->naming, &naming, err);
    if (!code)
        code = migration_next(app->arena, &source->set, source->has_target ? &source->target : NULL,
                              &naming, &wish, &next, err);
    if (!code)
        code = check_free(app, evidence->project.root, &next, err);
    if (!code)
        code = write_files(app, evidence->project.root, &next, err);
    if (code)
        return code;
    report->version = next.version;
    for (size_t i = 0; i < next.files.len; i++)
        VEC_PUSH(app->arena, &report->files,
                 ((struct made_file){next.files.items[i].path, next.files.items[i].append}));
    return OK;
}

enum code app_new(struct app *app, const struct new_options *options, struct diags *diags,
                  struct made_report *report, struct err *err)
{
    struct evidence evidence cleanup_evidence = EVIDENCE_INIT;
    const struct evidence_options wanted = {.source = options->source,
                                            .base_ref = options->base_ref};
    const struct plan_issue *issue = NULL;
    const struct evidence_source *source = NULL;
    enum code code = evidence_open(app, &wanted, diags, &evidence, err);
    if (!code)
        code = find_issue(app, evidence.plan, options->issue, &issue, err);
    if (!code)
        code = choose_folder(&evidence, issue, &source, err);
    if (code)
        return code;
    report->issue = issue->id;
    report->title = issue->title;
    report_folder(&evidence, source, report);
    return make(app, &evidence, source, options, report, err);
}
