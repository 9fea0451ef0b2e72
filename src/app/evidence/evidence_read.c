#include "app/evidence/evidence_read.h"

#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"
#include "repo/tree.h"
#include "repo/work.h"
#include "schema/folder/folder.h"

struct folder {
    VEC(struct migration_file) files;
};

struct globs evidence_globs(struct arena *arena, const char *root)
{
    struct strlist patterns = {0};
    strlist_add(arena, &patterns, *root ? root : "**");
    return globs_of(arena, &patterns);
}

/* Too large ones and those of a partial clone are known by their names. */
static enum code add_blob(struct evidence *evidence, const struct tree_file *file,
                          struct folder *folder, struct err *err)
{
    struct arena *arena = evidence->app->arena;
    struct err local cleanup_err = ERR_INIT;
    struct migration_file read = {.path = file->path, .oid = file->id};
    char *bytes = NULL;
    bool found = false;
    if (file->kind == TREE_FILE) {
        enum code code = tree_blob(evidence->repo, arena, file->id, LIMIT_MIGRATION_BYTES, &bytes,
                                   &read.len, &found, &local);
        if (code && code != ERR_CEILING)
            return err_move(err, &local);
        read.bytes = code || !found ? NULL : bytes;
    }
    if (file->kind != TREE_SUBMODULE)
        VEC_PUSH(arena, &folder->files, read);
    return OK;
}

static enum code read_commit(struct evidence *evidence, const struct globs *globs,
                             const char *commit, struct folder *folder, struct err *err)
{
    struct tree_files tree = {0};
    enum code code =
        tree_list(evidence->repo, evidence->app->arena, commit, globs, false, &tree, err);
    for (size_t i = 0; i < tree.items.len && !code; i++)
        code = add_blob(evidence, &tree.items.items[i], folder, err);
    return code;
}

/* What git takes for unchanged is in its objects, where it need not be opened name by name. Not
 * found there (a partial clone), or with other bytes on the disk: from the disk. */
static enum code read_bytes(struct evidence *evidence, const struct work_file *file,
                            struct migration_file *read, struct err *err)
{
    struct arena *arena = evidence->app->arena;
    struct err local cleanup_err = ERR_INIT;
    enum code code = OK;
    char *bytes = NULL;
    bool found = false;
    if (file->file.kind == TREE_FILE && !file->changed && !file->filtered)
        code = tree_blob(evidence->repo, arena, file->file.id, LIMIT_MIGRATION_BYTES, &bytes,
                         &read->len, &found, &local);
    if (!code && !found)
        code = work_read(evidence->repo, arena, read->path, LIMIT_MIGRATION_BYTES, &bytes,
                         &read->len, &found, &local);
    if (code && code != ERR_CEILING)
        return err_move(err, &local);
    read->bytes = code || !found ? NULL : bytes;
    return OK;
}

static enum code read_work(struct evidence *evidence, const struct globs *globs,
                           struct work_files *work, struct folder *folder, struct err *err)
{
    struct arena *arena = evidence->app->arena;
    enum code code = work_list(evidence->repo, arena, globs, work, err);
    for (size_t i = 0; i < work->items.len && !code; i++) {
        const struct tree_file *file = &work->items.items[i].file;
        struct migration_file read = {.path = file->path, .oid = file->id};
        if (file->kind == TREE_SUBMODULE)
            continue;
        code = read_bytes(evidence, &work->items.items[i], &read, err);
        VEC_PUSH(arena, &folder->files, read);
    }
    return code;
}

/* What stands beside or above the folder and may say which tool it is of. */
static enum code find_nearby(struct evidence *evidence, const char *root, const char *commit,
                             struct strlist *nearby, struct err *err)
{
    struct arena *arena = evidence->app->arena;
    static const char *const names[] = {"Cargo.toml", "diesel.toml", "alembic.ini", "mix.exs"};
    struct strlist wanted = {0};
    for (const char *at = root;; at = path_dir(arena, at)) {
        const bool top = *at == '\0' || strcmp(at, ".") == 0;
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            strlist_add(arena, &wanted, top ? names[k] : path_join(arena, at, names[k]));
        if (top)
            break;
    }
    const struct globs globs = globs_of(arena, &wanted);
    if (commit) {
        struct tree_files tree = {0};
        enum code code = tree_list(evidence->repo, arena, commit, &globs, false, &tree, err);
        for (size_t i = 0; i < tree.items.len && !code; i++)
            strlist_add(arena, nearby, tree.items.items[i].path);
        return code;
    }
    struct work_files work = {0};
    enum code code = work_list(evidence->repo, arena, &globs, &work, err);
    for (size_t i = 0; i < work.items.len && !code; i++)
        strlist_add(arena, nearby, work.items.items[i].file.path);
    return code;
}

enum code evidence_read_set(struct evidence *evidence, const struct evidence_source *source,
                            const char *commit, const char *convention, struct work_files *work,
                            struct migration_set *set, bool *found, struct err *err)
{
    struct arena *arena = evidence->app->arena;
    const struct plan_migrations *asked = source->asked;
    const struct globs globs = evidence_globs(arena, source->root);
    struct folder *folder = ARENA_NEW(arena, struct folder);
    struct migration_source from = {
        .root = source->root,
        .convention = convention || !asked ? convention : asked->convention,
        .engine = source->engine,
        .baseline = asked ? asked->baseline : NULL,
        .reversible = reversible_parse(asked ? asked->reversible : NULL),
    };
    enum code code = commit ? read_commit(evidence, &globs, commit, folder, err)
                            : read_work(evidence, &globs, work, folder, err);
    if (!code && !from.convention)
        code = find_nearby(evidence, source->root, commit, &from.nearby, err);
    *found = false;
    for (size_t i = 0; i < folder->files.len; i++)
        *found |= path_base(folder->files.items[i].path)[0] != '.';
    if (!code)
        code = migration_set_read(arena, &from, folder->files.items, folder->files.len, set, err);
    return code;
}
