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
    const char *missing; /* why there may be more; NULL */
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
    folder->missing = tree.unknown;
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
        struct migration_file read = {
            .path = file->path, .oid = file->id, .why_no_oid = work->items.items[i].no_id};
        if (file->kind == TREE_SUBMODULE)
            continue;
        code = read_bytes(evidence, &work->items.items[i], &read, err);
        VEC_PUSH(arena, &folder->files, read);
    }
    return code;
}

/* Which tool the folder is of, and where sqitch keeps what, may be said beside or above it. */
static struct globs globs_nearby(struct arena *arena, const char *root, bool tools)
{
    static const char *const names[] = {"sqitch.conf", "Cargo.toml", "diesel.toml", "alembic.ini",
                                        "mix.exs"};
    struct strlist wanted = {0};
    for (const char *at = root;; at = path_dir(arena, at)) {
        const bool top = *at == '\0' || strcmp(at, ".") == 0;
        for (size_t k = 0; k < (tools ? sizeof names / sizeof *names : 1); k++)
            strlist_add(arena, &wanted, top ? names[k] : path_join(arena, at, names[k]));
        if (top)
            return globs_of(arena, &wanted);
    }
}

/* The files come in the order of their names, where the deeper of two folders is not always the
 * later one; the nearest has the longest name. */
static enum code take_nearby(struct evidence *evidence, const char *commit,
                             const struct migration_file *file, const struct work_file *work,
                             struct migration_source *from, struct err *err)
{
    struct arena *arena = evidence->app->arena;
    if (strcmp(path_base(file->path), "sqitch.conf") != 0) {
        strlist_add(arena, &from->nearby, file->path);
        return OK;
    }
    if (from->sqitch_conf && strlen(from->sqitch_conf->path) > strlen(file->path))
        return OK;
    struct folder folder = {0};
    struct migration_file *read = ARENA_NEW(arena, struct migration_file);
    *read = *file;
    from->sqitch_conf = read;
    if (!commit)
        return read_bytes(evidence, work, read, err);
    const struct tree_file blob = {.path = file->path, .id = file->oid, .kind = TREE_FILE};
    enum code code = add_blob(evidence, &blob, &folder, err);
    if (folder.files.len > 0)
        *read = folder.files.items[0];
    return code;
}

static enum code find_nearby(struct evidence *evidence, const char *commit, bool tools,
                             struct migration_source *from, struct err *err)
{
    struct arena *arena = evidence->app->arena;
    const struct globs globs = globs_nearby(arena, from->root, tools);
    struct tree_files tree = {0};
    struct work_files work = {0};
    enum code code = commit ? tree_list(evidence->repo, arena, commit, &globs, false, &tree, err)
                            : work_list(evidence->repo, arena, &globs, &work, err);
    for (size_t i = 0; i < tree.items.len && !code; i++) {
        const struct tree_file *found = &tree.items.items[i];
        const struct migration_file file = {.path = found->path, .oid = found->id};
        code = take_nearby(evidence, commit, &file, NULL, from, err);
    }
    for (size_t i = 0; i < work.items.len && !code; i++) {
        const struct tree_file *found = &work.items.items[i].file;
        const struct migration_file file = {.path = found->path, .oid = found->id};
        code = take_nearby(evidence, NULL, &file, &work.items.items[i], from, err);
    }
    return code;
}

static enum code look_for_submodule(struct evidence *evidence, const char *root, const char *commit,
                                    struct folder *folder, struct err *err)
{
    const char *submodule = NULL;
    if (!commit)
        commit = evidence->head.id;
    enum code code =
        commit ? tree_submodule(evidence->repo, evidence->app->arena, commit, root, &submodule, err)
               : OK;
    if (submodule)
        folder->missing = arena_printf(evidence->app->arena,
                                       "'%s' is a submodule, a repository of its own", submodule);
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
    const bool guess = !from.convention || strcmp(from.convention, "auto") == 0;
    if (!code && (guess || strcmp(from.convention, "sqitch") == 0))
        code = find_nearby(evidence, commit, guess, &from, err);
    *found = false;
    for (size_t i = 0; i < folder->files.len; i++)
        *found |= path_base(folder->files.items[i].path)[0] != '.';
    if (!code && !*found && !folder->missing)
        code = look_for_submodule(evidence, source->root, commit, folder, err);
    if (!code)
        code = migration_set_read(arena, &from, folder->files.items, folder->files.len, set, err);
    if (!code)
        set->missing = folder->missing;
    if (!code && set->missing && !*found)
        set->findings = (struct findings){0}; /* of an empty folder, which nobody knows it to be */
    return code;
}
