/* Checks of files, at one state of the repository. */
#include "app/check/check_room.h"
#include "app/check/facts.h"
#include "base/globs.h"
#include "base/limits.h"
#include "repo/tree.h"
#include "repo/work.h"

struct reading_files {
    struct checking *checking;
    const struct side *side;
    struct side_files *files;
};

static enum code add(struct reading_files *reading, const struct tree_file *file, struct err *err)
{
    struct repo *repo = reading->checking->evidence->repo;
    struct arena *arena = reading->checking->arena;
    struct migration_file read = {.path = file->path, .oid = file->id};
    struct err local cleanup_err = ERR_INIT;
    char *bytes = NULL;
    bool found = false;
    if (file->kind != TREE_FILE)
        return OK;
    enum code code = reading->side->commit
                         ? tree_blob(repo, arena, file->id, LIMIT_MIGRATION_BYTES, &bytes,
                                     &read.len, &found, &local)
                         : work_read(repo, arena, file->path, LIMIT_MIGRATION_BYTES, &bytes,
                                     &read.len, &found, &local);
    if (code && code != ERR_CEILING)
        return err_move(err, &local);
    read.bytes = code || !found ? NULL : bytes;
    VEC_PUSH(arena, &reading->files->items, read);
    return OK;
}

enum code side_files(struct checking *checking, const struct side *side,
                     const struct strlist *patterns, struct side_files *files, struct err *err)
{
    struct repo *repo = checking->evidence->repo;
    const struct globs globs = globs_of(checking->arena, patterns);
    struct reading_files reading = {checking, side, files};
    struct tree_files tree = {0};
    struct work_files work = {0};
    *files = (struct side_files){0};
    enum code code = side->commit
                         ? tree_list(repo, checking->arena, side->commit, &globs, false, &tree, err)
                         : work_list(repo, checking->arena, &globs, &work, err);
    for (size_t i = 0; i < tree.items.len && !code; i++)
        code = add(&reading, &tree.items.items[i], err);
    files->missing = tree.unknown;
    for (size_t i = 0; i < work.items.len && !code; i++)
        code = add(&reading, &work.items.items[i].file, err);
    return code;
}

/* NULL: no bytes, or no such format. */
static const struct file_facts *facts(struct checking *checking, const struct migration_file *file)
{
    return file && file->bytes ? facts_of(checking->arena, file->path, file->bytes, file->len)
                               : NULL;
}

static struct check_result judge_workflow(struct checking *checking,
                                          const struct workflow_asked *asked,
                                          const struct side_files *files)
{
    struct workflow_file *workflows =
        arena_calloc(checking->arena, files->items.len + 1, sizeof *workflows);
    for (size_t i = 0; i < files->items.len; i++)
        workflows[i] =
            (struct workflow_file){&files->items.items[i], facts(checking, &files->items.items[i])};
    return schema_check_workflow(checking->arena, asked, workflows, files->items.len);
}

/* What is not in this clone may be there all the same. */
static bool is_missing(struct checking *checking, const struct side_files *files,
                       struct check_result *result)
{
    if (files->missing)
        *result = (struct check_result){
            .verdict = VERDICT_UNKNOWN,
            .message = arena_printf(checking->arena, "not all files are here: %s", files->missing)};
    return files->missing != NULL;
}

enum code check_judge_file(struct checking *checking, const struct side *side,
                           const struct check_params *params, struct check_result *result,
                           struct err *err)
{
    struct arena *arena = checking->arena;
    const struct strlist patterns = check_params_files(arena, params);
    struct side_files files;
    enum code code = side_files(checking, side, &patterns, &files, err);
    if (code || is_missing(checking, &files, result))
        return code;
    const struct migration_file *one = files.items.len > 0 ? &files.items.items[0] : NULL;
    switch (params->kind) {
    case CHECK_FILE:
        *result = schema_check_file(arena, &params->file, files.items.items, files.items.len);
        return OK;
    case CHECK_FILE_KEYS:
        *result = schema_check_file_keys(arena, &params->file_keys, one, facts(checking, one));
        return OK;
    case CHECK_JSON_PATH:
        *result = schema_check_json_path(arena, &params->json_path, one, facts(checking, one));
        return OK;
    case CHECK_DOC_SECTION:
        *result = schema_check_doc_section(arena, &params->doc_section, one);
        return OK;
    case CHECK_MAKE_TARGET:
        *result = schema_check_make_target(arena, &params->make_target, one);
        return OK;
    case CHECK_WORKFLOW:
        *result = judge_workflow(checking, &params->workflow, &files);
        return OK;
    case CHECK_COVERAGE:
        *result = schema_check_coverage(arena, &params->coverage, one);
        return OK;
    default:
        BUG("a kind that asks no file");
    }
}

enum code check_judge_described(struct checking *checking, const struct side *side,
                                const struct schema_state *state, const struct check_params *params,
                                struct check_result *result, struct err *err)
{
    struct arena *arena = checking->arena;
    const struct strlist patterns = check_params_files(arena, params);
    struct side_files files;
    enum code code = side_files(checking, side, &patterns, &files, err);
    if (code || is_missing(checking, &files, result))
        return code;
    const struct migration_file *one = files.items.len > 0 ? &files.items.items[0] : NULL;
    switch (params->kind) {
    case CHECK_DICTIONARY:
        *result = schema_check_dictionary(arena, state, &params->dictionary, one);
        return OK;
    case CHECK_ERD:
        *result = schema_check_erd(arena, state, &params->erd, one);
        return OK;
    case CHECK_CLASSIFICATION:
        *result = schema_check_classification(arena, state, &params->classification, one,
                                              facts(checking, one));
        return OK;
    case CHECK_CONTRACT:
        *result = schema_check_contract(arena, state, &params->contract, one, facts(checking, one));
        return OK;
    case CHECK_MAPPING:
        *result = schema_check_mapping(arena, state, &params->mapping, one, facts(checking, one));
        return OK;
    case CHECK_LINEAGE:
        *result = schema_check_lineage(arena, state, &params->lineage, one, facts(checking, one));
        return OK;
    default:
        BUG("a kind that describes no schema");
    }
}
