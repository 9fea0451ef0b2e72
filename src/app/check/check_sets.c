/* Checks of what reading the migrations found, and of what git says about files. */
#include <string.h>

#include "app/check/check_room.h"
#include "base/globs.h"
#include "base/str.h"
#include "schema/folder/folder.h"
#include "schema/folder/merged.h"
#include "schema/lint/lint.h"

/* The files of the issue's migrations in the folder; NULL: it has none, so all of the folder. */
static const struct strlist *paths_of(struct checking *checking, const struct side_source *at,
                                      const struct asking *asking)
{
    if (asking->names.len == 0)
        return NULL;
    struct strlist *paths = ARENA_NEW(checking->arena, struct strlist);
    for (size_t i = 0; i < at->set->migrations.len; i++) {
        const struct migration *migration = &at->set->migrations.items[i];
        for (size_t k = 0; k < migration->file_count; k++)
            if (strlist_has(&asking->names, migration->name))
                strlist_add(checking->arena, paths, migration->files[k]->path);
    }
    return paths;
}

static struct check_result judge_lint(struct checking *checking, const struct side_source *at,
                                      const struct migrations_seen *seen,
                                      const struct lint_asked *asked)
{
    const enum sql_dialect dialect = engine_dialect(at->source->engine);
    const struct lint_options options = {.dialect = dialect,
                                         .min_version = lint_min_version(asked->min_version)};
    struct findings findings = {0};
    struct strlist codes = {0};
    migration_lint(checking->arena, at->set, &options, &findings);
    for (size_t i = 0; i < findings.len; i++)
        if (!strlist_has(&codes, findings.items[i].code))
            strlist_add(checking->arena, &codes, findings.items[i].code);
    migration_ignores_apply(checking->arena, at->set, dialect, &codes, &findings);
    return schema_check_lint(checking->arena, seen, asked, &findings);
}

struct check_result check_judge_set(struct checking *checking, const struct side *side,
                                    const struct side_source *at, const struct asking *asking)
{
    struct arena *arena = checking->arena;
    const struct evidence *evidence = checking->evidence;
    const bool compared = side == &checking->fork || evidence->base.found;
    const struct migrations_seen seen = {.set = at->set,
                                         .paths = paths_of(checking, at, asking),
                                         .no_target = compared ? NULL
                                                      : evidence->base.unknown
                                                          ? evidence->base.unknown
                                                          : "there is no default branch yet"};
    switch (asking->params.kind) {
    case CHECK_NAMING:
        return schema_check_naming(arena, &seen, &asking->params.naming);
    case CHECK_ORDERING:
        return schema_check_ordering(arena, &seen);
    case CHECK_MIGRATION_PAIR:
        return schema_check_pair(arena, &seen, &asking->params.pair);
    case CHECK_LINT:
        return judge_lint(checking, at, &seen, &asking->params.lint);
    default:
        BUG("a kind that asks no set");
    }
}

/* ---- what git says ---- */

/* Files of the issue's migrations, in whatever folder: those that are there, and by the plan's
 * patterns those that are gone as well. */
static void linked_files(struct checking *checking, const struct asking *asking,
                         struct strlist *paths)
{
    const struct evidence *evidence = checking->evidence;
    const struct strlist *patterns = &evidence->plan->issues.items[asking->issue].migrations;
    size_t at = 0;
    for (uint32_t i = 0; i < patterns->len; i++)
        strlist_add(checking->arena, paths, patterns->items[i]);
    for (const struct link *link; (link = evidence_next_link(evidence, asking->issue, &at));) {
        const struct migration *migration = evidence->migrations.items[link->migration].migration;
        for (size_t i = 0; i < migration->file_count; i++)
            strlist_add(checking->arena, paths, migration->files[i]->path);
    }
}

static enum code read_presence(struct checking *checking, const struct strlist *patterns,
                               struct presence_files *files, struct err *err)
{
    const struct evidence *evidence = checking->evidence;
    const struct globs globs = globs_of(checking->arena, patterns);
    const struct presence_options options = {.commit = evidence->head.id,
                                             .base = &evidence->base,
                                             .fork = evidence->fork.id,
                                             .work_tree = evidence->work_tree};
    return presence_read(evidence->repo, checking->arena, &globs, &options, files, err);
}

static const char *id_here(const struct checking *checking, const struct presence_file *file)
{
    return checking->evidence->work_tree ? file->work_id : file->head_id;
}

/* The plan of sqitch, atlas.sum, a README: they change with every migration. */
static bool stands_beside(const struct evidence *evidence, const char *path)
{
    for (size_t i = 0; i < evidence->sources.len; i++) {
        const struct migration_set *set = &evidence->sources.items[i].set;
        for (size_t k = 0; k < set->others.len; k++)
            if (strcmp(set->others.items[k].file->path, path) == 0)
                return set->others.items[k].role < MIGRATION_ELSEWHERE;
    }
    return false;
}

/* A change of sqitch that is reworked leaves its merged script under a new name. */
static const char *id_of_moved(const struct checking *checking, const struct presence_file *file)
{
    const struct evidence *evidence = checking->evidence;
    for (size_t i = 0; file->base_id && i < evidence->sources.len; i++) {
        const struct evidence_source *source = &evidence->sources.items[i];
        if (source->set.convention != CONVENTION_SQITCH || !source->has_target)
            continue;
        const char *moved = migration_script_moved(&source->set, &source->target, file->path);
        const struct presence_file *there =
            moved ? presence_files_find(&source->files, moved) : NULL;
        if (there)
            return id_here(checking, there);
    }
    return id_here(checking, file);
}

static enum code judge_immutable(struct checking *checking, const struct asking *asking,
                                 struct check_result *result, struct err *err)
{
    struct strlist patterns = asking->params.immutable.files;
    struct presence_files files = {0};
    const bool linked = patterns.len == 0;
    if (linked)
        linked_files(checking, asking, &patterns);
    enum code code = read_presence(checking, &patterns, &files, err);
    if (code)
        return code;
    struct file_history *history =
        arena_calloc(checking->arena, files.items.len + 1, sizeof *history);
    size_t count = 0;
    for (size_t i = 0; i < files.items.len; i++) {
        const struct presence_file *file = &files.items.items[i];
        if (linked && stands_beside(checking->evidence, file->path))
            continue;
        /* What the default branch did to it since is its own affair. */
        const char *here = file->behind ? file->base_id : id_of_moved(checking, file);
        history[count++] = (struct file_history){
            .path = file->path, .here = here, .merged = file->base_id, .unknown = file->unknown};
    }
    *result = schema_check_immutable(checking->arena, patterns.len > 0 ? history : NULL, count);
    return OK;
}

static enum code judge_co_change(struct checking *checking, const struct asking *asking,
                                 struct check_result *result, struct err *err)
{
    const struct evidence *evidence = checking->evidence;
    struct arena *arena = checking->arena;
    struct co_change_asked asked = asking->params.co_change;
    struct presence_files files = {0};
    struct change_paths change = {.name = "this branch"};
    struct strlist patterns = {0};
    if (asked.when.len == 0)
        linked_files(checking, asking, &asked.when);
    for (uint32_t i = 0; i < asked.when.len; i++)
        strlist_add(arena, &patterns, asked.when.items[i]);
    for (uint32_t i = 0; i < asked.with.len; i++)
        strlist_add(arena, &patterns, asked.with.items[i]);
    enum code code = evidence->fork.found ? read_presence(checking, &patterns, &files, err) : OK;
    for (size_t i = 0; i < files.items.len && !code; i++) {
        const struct presence_file *file = &files.items.items[i];
        if (!text_eq(id_here(checking, file), file->fork_id))
            strlist_add(arena, &change.paths, file->path);
    }
    const char *unknown = evidence->fork.found     ? NULL
                          : evidence->fork.unknown ? evidence->fork.unknown
                                                   : "there is nothing to compare this branch with";
    *result = schema_check_co_change(arena, &asked, &change, 1, unknown);
    return code;
}

enum code check_judge_git(struct checking *checking, const struct side *side,
                          const struct asking *asking, struct check_result *result, struct err *err)
{
    if (side == &checking->fork) {
        *result = (struct check_result){.verdict = VERDICT_UNKNOWN,
                                        .message = "it is about what the branch did"};
        return OK;
    }
    if (asking->params.kind == CHECK_IMMUTABLE)
        return judge_immutable(checking, asking, result, err);
    return judge_co_change(checking, asking, result, err);
}
