/* Writes the scaffold and looks where migrations live. Overwrites nothing. */
#include <string.h>

#include "app/app.h"
#include "base/file.h"
#include "base/str.h"
#include "repo/repo.h"
#include "store/place.h"

/* How deep folders are looked through for migrations. */
#define SEARCH_DEPTH 4
#define SEARCH_FOLDERS 2000

struct search {
    struct arena *arena;
    const char *root;
    struct strlist *found;
    int left;
};

static bool looks_like_migration(const char *name)
{
    if (!text_ends(name, ".sql"))
        return false;
    const char *digits = name[0] == 'V' || name[0] == 'v' ? name + 1 : name;
    return digits[0] >= '0' && digits[0] <= '9';
}

static bool skip_folder(const char *name)
{
    static const char *const skipped[] = {"node_modules", "vendor", "build", "target", "dist"};
    for (size_t i = 0; i < sizeof skipped / sizeof skipped[0]; i++)
        if (strcmp(name, skipped[i]) == 0)
            return true;
    return name[0] == '.';
}

static enum code search_folder(struct search *search, const char *folder, int depth,
                               struct err *err)
{
    if (search->left-- <= 0)
        return OK;
    struct strlist names = {0};
    const char *full = *folder ? path_join(search->arena, search->root, folder) : search->root;
    enum code code = dir_list(search->arena, full, &names, err);
    if (code)
        return code;
    int files = 0;
    for (size_t i = 0; i < names.len; i++)
        files += looks_like_migration(names.items[i]);
    if (files >= 2)
        strlist_add(search->arena, search->found, *folder ? folder : ".");
    for (size_t i = 0; i < names.len && depth > 0; i++) {
        const char *below =
            *folder ? path_join(search->arena, folder, names.items[i]) : names.items[i];
        const char *path = path_join(search->arena, search->root, below);
        if (skip_folder(names.items[i]) || file_is_symlink(path) || !file_is_dir(path))
            continue;
        code = search_folder(search, below, depth - 1, err);
        if (code)
            return code;
    }
    return OK;
}

static enum code write_one(struct app *app, const char *root, const struct scaffold_file *file,
                           struct init_report *report, struct err *err)
{
    struct init_line line = {.path = file->path};
    const char *path = path_join(app->arena, root, file->path);
    struct err local = ERR_INIT;
    enum code code = file_create(path, file->bytes, file->len, 0644, &local);
    if (code == ERR_EXISTS) {
        err_clear(&local);
        line.note = "is there already, left as it is";
    } else if (code) {
        return err_move(err, &local);
    } else {
        line.made = true;
    }
    VEC_PUSH(app->arena, &report->lines, line);
    return OK;
}

/* The folder of the cache, with our tag. One of that name that is somebody else's stays. */
static enum code tag_cache(struct app *app, const char *root, struct init_report *report,
                           struct err *err)
{
    struct init_line line = {.path = "cache/" STORE_TAG_FILE};
    struct err local cleanup_err = ERR_INIT;
    enum code code = store_place_tag(app->arena, root, &line.made, &local);
    if (code && code != ERR_REFUSED)
        return err_move(err, &local);
    if (code)
        line.note = "the folder is in use, left as it is";
    else if (!line.made)
        line.note = "is there already, left as it is";
    VEC_PUSH(app->arena, &report->lines, line);
    return OK;
}

enum code app_init_may(struct app *app, struct err *err)
{
    struct repo *repo cleanup_repo = NULL;
    struct app_project project = {0};
    bool found = false;
    enum code code = app_find_project(app, &project, err);
    if (!code && !project.git_dir)
        code = repo_open(app->folder, &repo, &found, err);
    if (code || !found || repo_workdir(repo))
        return code;
    (void)err_set(err, ERR_REFUSED, "'%s' is a bare repository and has no files of its own",
                  app->folder);
    return err_hint(err, "run it in a clone");
}

enum code app_init(struct app *app, const struct scaffold_file *files, size_t count,
                   struct init_report *report, struct err *err)
{
    struct app_project project = {0};
    enum code code = app_find_project(app, &project, err);
    for (size_t i = 0; !code && i < count; i++)
        code = write_one(app, project.root, &files[i], report, err);
    if (!code)
        code = tag_cache(app, project.root, report, err);
    if (code)
        return code;
    struct search search = {app->arena, project.root, &report->migration_folders, SEARCH_FOLDERS};
    return search_folder(&search, "", SEARCH_DEPTH, err);
}
