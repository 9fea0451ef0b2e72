/* Reading the plan. */
#include <string.h>

#include "app/session/check_define.h"
#include "app/session/load.h"
#include "base/file.h"
#include "base/str.h"
#include "repo/repo.h"

/* The folder to look for the default plan in, as people would name it: "." when they stand in the
 * root, "../.." below it. */
static enum code default_root(struct app *app, const char **root, struct err *err)
{
    struct app_project project = {0};
    char *folder = NULL, *here = NULL;
    enum code code = app_find_project(app, &project, err);
    if (!code)
        code = path_real(app->arena, app->folder, &folder, err);
    if (!code)
        code = path_real(app->arena, ".", &here, err);
    if (!code)
        *root = strcmp(folder, project.root) == 0 ? app->folder
                                                  : path_from(app->arena, here, project.root);
    return code;
}

/* What places in the plan are called: from the root of the project, or as people named a file
 * elsewhere. What does not exist is told by who reads it. */
static const char *place_name(struct app *app)
{
    struct err ignored cleanup_err = ERR_INIT;
    struct app_project project = {0};
    char *folder = NULL;
    const char *file = app->spec_file;
    if (strcmp(file, "-") == 0 || app_find_project(app, &project, &ignored) ||
        path_real(app->arena, path_dir(app->arena, file), &folder, &ignored))
        return file;
    const char *name =
        path_from(app->arena, project.root, path_join(app->arena, folder, path_base(file)));
    return file[0] == '/' && text_starts(name, "../") ? file : name;
}

/* Outside git: from the folder of the command; a file elsewhere by its name alone. The footers go
 * to GitHub, and where somebody keeps his files is nobody's business there. */
static enum code name_from_folder(struct app *app, const char **name, struct err *err)
{
    if (app->spec_file[0] != '/')
        return OK;
    char *folder = NULL, *file = NULL;
    enum code code = path_real(app->arena, app->folder, &folder, err);
    if (!code)
        code = path_real(app->arena, app->spec_file, &file, err);
    if (code)
        return code;
    const size_t len = strlen(folder);
    const bool inside = text_starts(file, folder) && file[len] == '/';
    *name = inside ? file + len + 1 : strrchr(file, '/') + 1;
    return OK;
}

/* People and footers name the plan from the root of the work tree, wherever a command stands. */
static enum code name_from_root(struct app *app, const char **name, const char **root,
                                struct err *err)
{
    struct repo_place git = {0};
    bool found = false;
    char *folder = NULL;
    if (strcmp(app->spec_file, "-") == 0)
        return OK;
    enum code code = path_real(app->arena, path_dir(app->arena, app->spec_file), &folder, err);
    if (!code)
        code = repo_find(app->arena, folder, &git, &found, err);
    if (!code && found)
        *root = git.root;
    if (code || !found || !text_starts(folder, git.root))
        return code ? code : name_from_folder(app, name, err);
    const char *below = folder + strlen(git.root);
    while (*below == '/')
        below++;
    *name = path_join(app->arena, below, path_base(app->spec_file));
    return OK;
}

static enum code find_file(struct app *app, struct err *err)
{
    if (app->spec_path) {
        const bool plain = strcmp(app->folder, ".") == 0 || strcmp(app->spec_path, "-") == 0;
        app->spec_file =
            plain ? app->spec_path : path_join(app->arena, app->folder, app->spec_path);
        return OK;
    }
    const char *root = NULL;
    char *path = NULL;
    enum code code = default_root(app, &root, err);
    if (!code)
        code = spec_find_default(app->arena, root, &path, err);
    app->spec_file = path;
    return code;
}

enum code load_name(struct app *app, const char **name, const char **root, struct err *err)
{
    *name = *root = NULL;
    enum code code = find_file(app, err);
    if (code)
        return code;
    *name = app->spec_file;
    return name_from_root(app, name, root, err);
}

enum code app_load_plan(struct app *app, struct plan **plan, struct diags *diags, struct err *err)
{
    *plan = NULL;
    const enum code code = find_file(app, err);
    return code ? code : load_over(app, NULL, plan, diags, err);
}

enum code load_over(struct app *app, const struct spec_overlay *overlay, struct plan **plan,
                    struct diags *diags, struct err *err)
{
    *plan = NULL;
    struct plan *loaded = NULL;
    enum code code =
        spec_load_over(app->arena, app->spec_file, place_name(app), overlay, &loaded, diags, err);
    if (code)
        return code;
    if (loaded)
        check_define(app->arena, loaded, diags);
    if (diags->errors > 0 || !loaded)
        return err_set(err, ERR_SPEC, "'%s' has %zu %s", app->spec_file, diags->errors,
                       diags->errors == 1 ? "error" : "errors");
    const char *root = NULL;
    code = name_from_root(app, &loaded->path, &root, err);
    if (!code)
        *plan = loaded;
    return code;
}
