/* Folders that hold migrations, where the plan names none. */
#include "app/evidence/evidence_read.h"
#include "repo/tree.h"
#include "repo/work.h"
#include "schema/folder/find.h"

enum code evidence_find_folders(struct evidence *evidence, struct strlist *folders, struct err *err)
{
    static const char *const names[] = {"**/*.sql", "**/sqitch.plan", "**/migration_lock.toml"};
    struct arena *arena = evidence->app->arena;
    struct strlist patterns = {0}, paths = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        strlist_add(arena, &patterns, names[i]);
    const struct globs globs = globs_of(arena, &patterns);
    struct work_files work = {0};
    struct tree_files tree = {0};
    enum code code = OK;
    if (evidence->work_tree)
        code = work_list(evidence->repo, arena, &globs, &work, err);
    else
        code = tree_list(evidence->repo, arena, evidence->head.id, &globs, false, &tree, err);
    for (size_t i = 0; i < work.items.len && !code; i++)
        strlist_add(arena, &paths, work.items.items[i].file.path);
    for (size_t i = 0; i < tree.items.len && !code; i++)
        strlist_add(arena, &paths, tree.items.items[i].path);
    if (!code)
        migration_folders_find(arena, &paths, folders);
    return code;
}
