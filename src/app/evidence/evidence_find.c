/* Folders that hold migrations, where the plan names none. */
#include <string.h>

#include "app/evidence/evidence_read.h"
#include "base/file.h"
#include "base/map.h"
#include "base/str.h"
#include "repo/tree.h"
#include "repo/work.h"

/* Files with a number in front that a folder needs to be taken for one. */
#define NUMBERED_MIN 2

struct candidate {
    const char *folder;
    size_t numbered;
    bool marked; /* a file that only a tool of migrations has */
};

struct finding_folders {
    struct arena *arena;
    struct map *by_folder;
};

static struct candidate *candidate_of(struct finding_folders *finding, const char *folder)
{
    folder = strcmp(folder, ".") == 0 ? "" : folder;
    struct candidate *candidate = map_get(finding->by_folder, folder);
    if (!candidate) {
        candidate = ARENA_NEW(finding->arena, struct candidate);
        candidate->folder = folder;
        (void)map_put(finding->by_folder, folder, candidate);
    }
    return candidate;
}

static bool is_numbered(const char *name)
{
    const char *digits = name[0] == 'V' || name[0] == 'v' ? name + 1 : name;
    return text_ends(name, ".sql") && digits[0] >= '0' && digits[0] <= '9';
}

static bool is_foreign(const char *path)
{
    static const char *const folders[] = {"node_modules/", "vendor/", "third_party/"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *at = strstr(path, folders[i]);
        if (at && (at == path || at[-1] == '/'))
            return true;
    }
    return false;
}

static void look_at(struct finding_folders *finding, const char *path)
{
    const char *name = path_base(path);
    const char *folder = path_dir(finding->arena, path);
    if (is_foreign(path))
        return;
    if (strcmp(name, "sqitch.plan") == 0 || strcmp(name, "migration_lock.toml") == 0)
        candidate_of(finding, folder)->marked = true;
    else if (strcmp(name, "up.sql") == 0 || strcmp(name, "migration.sql") == 0)
        candidate_of(finding, path_dir(finding->arena, folder))->numbered++;
    else if (is_numbered(name))
        candidate_of(finding, folder)->numbered++;
}

static bool counts(const struct candidate *candidate)
{
    return candidate->marked || candidate->numbered >= NUMBERED_MIN;
}

static bool is_inside(const char *folder, const char *other)
{
    const size_t len = strlen(other);
    return len == 0 ? *folder != '\0' : text_starts(folder, other) && folder[len] == '/';
}

static bool stands_in_another(const struct finding_folders *finding, const char *folder)
{
    size_t cursor = 0;
    const char *other;
    void *value;
    while (map_next(finding->by_folder, &cursor, &other, &value))
        if (counts(value) && is_inside(folder, other))
            return true;
    return false;
}

static enum code look_at_all(struct evidence *evidence, struct finding_folders *finding,
                             struct err *err)
{
    static const char *const names[] = {"**/*.sql", "**/sqitch.plan", "**/migration_lock.toml"};
    struct arena *arena = evidence->app->arena;
    struct strlist patterns = {0};
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
        look_at(finding, work.items.items[i].file.path);
    for (size_t i = 0; i < tree.items.len && !code; i++)
        look_at(finding, tree.items.items[i].path);
    return code;
}

enum code evidence_find_folders(struct evidence *evidence, struct strlist *folders, struct err *err)
{
    struct arena *arena = evidence->app->arena;
    struct finding_folders finding = {arena, map_new(arena)};
    enum code code = look_at_all(evidence, &finding, err);
    size_t cursor = 0;
    const char *folder;
    void *value;
    while (!code && map_next(finding.by_folder, &cursor, &folder, &value))
        if (counts(value) && !stands_in_another(&finding, folder))
            strlist_add(arena, folders, folder);
    strlist_sort_unique(folders);
    return code;
}
