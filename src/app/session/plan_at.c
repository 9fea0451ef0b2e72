#include "app/session/plan_at.h"

#include <string.h>

#include "app/session/check_define.h"
#include "base/file.h"
#include "base/globs.h"
#include "base/limits.h"
#include "base/str.h"
#include "doc/doc.h"
#include "repo/tree.h"
#include "spec/spec.h"

/* Where spec_find_default looks. */
#define USUAL_FOLDER "roadmap"

struct at {
    struct app *app;
    struct arena *arena;
    struct repo *repo;
    const char *commit, *name;
    struct spec_overlay overlay; /* what a plan may consist of; bytes are read when asked for */
};

static enum code read_file(void *state, struct arena *arena, const struct spec_overlay_file *file,
                           size_t max_bytes, char **bytes, size_t *len, struct err *err)
{
    const struct at *at = state;
    bool found = false;
    enum code code = tree_blob(at->repo, arena, file->id, max_bytes, bytes, len, &found, err);
    if (code || found)
        return code;
    (void)err_set(err, ERR_FAILED, "'%s' of %s is not in this clone (partial clone)", file->path,
                  at->name);
    return err_hint(err, "git fetch --refetch");
}

/* A folder as a pattern that takes it alone. */
static const char *folder_pattern(struct arena *arena, const char *folder)
{
    struct str pattern cleanup_str;
    str_init(&pattern, 0);
    for (const char *at = folder; *at; at++) {
        if (strchr("*?[\\!", *at))
            str_addc(&pattern, '\\');
        str_addc(&pattern, *at);
    }
    return str_dup(&pattern, arena);
}

/* The files of the folder that may be a plan or a part of one; `file` too, whatever its name. */
static enum code list_folder(struct at *at, const char *folder, const char *file, struct err *err)
{
    struct arena *arena = at->arena;
    struct strlist patterns = {0};
    struct tree_files files = {0};
    enum doc_format format;
    at->overlay.files.len = 0;
    strlist_add(arena, &patterns, strcmp(folder, ".") == 0 ? "" : folder_pattern(arena, folder));
    const struct globs globs = globs_of(arena, &patterns);
    enum code code = tree_list(at->repo, arena, at->commit, &globs, false, &files, err);
    if (!code && files.unknown) {
        (void)err_set(err, ERR_FAILED, "'%s' of %s is not in this clone (%s)", file ? file : folder,
                      at->name, files.unknown);
        return err_hint(err, "git fetch --refetch");
    }
    for (size_t i = 0; i < files.items.len && !code; i++) {
        const struct tree_file *one = &files.items.items[i];
        const char *id = one->kind == TREE_LINK ? NULL : one->id;
        if (one->kind != TREE_SUBMODULE &&
            (doc_format_of(one->path, &format) || text_eq(one->path, file)))
            VEC_PUSH(arena, &at->overlay.files,
                     ((struct spec_overlay_file){.path = one->path, .id = id}));
    }
    return code;
}

static bool has_file(const struct at *at, const char *path)
{
    for (size_t i = 0; i < at->overlay.files.len; i++)
        if (text_eq(at->overlay.files.items[i].path, path))
            return true;
    return false;
}

/* Where people said that it is, or where it is now. *path NULL: they did not, or not there. */
static enum code find_named(struct at *at, const char **path, struct err *err)
{
    struct app *app = at->app;
    const char *relative = NULL;
    const char *given = app->spec_file   ? app->spec_file
                        : app->spec_path ? path_join(app->arena, app->folder, app->spec_path)
                                         : NULL;
    const bool is_input = app->spec_path && strcmp(app->spec_path, "-") == 0;
    *path = NULL;
    enum code code =
        given && !is_input ? repo_relative(at->repo, app->arena, given, &relative, err) : OK;
    if (code)
        return code;
    if (app->spec_path && (!relative || !*relative))
        return err_set(err, ERR_USAGE, "--spec: no commit has '%s', it is not in the repository",
                       app->spec_path);
    if (!relative || !*relative)
        return OK;
    code = list_folder(at, path_dir(app->arena, relative), relative, err);
    *path = !code && has_file(at, relative) ? relative : NULL;
    return code;
}

static enum code find_usual(struct at *at, const char **path, struct err *err)
{
    char *usual = NULL;
    enum code code = list_folder(at, USUAL_FOLDER, NULL, err);
    if (!code)
        code = spec_find_default_over(at->arena, ".", &at->overlay, &usual, err);
    *path = usual;
    return code;
}

static enum code broken(const struct diags *diags, const char *name, struct err *err)
{
    const char *first = "it is no map";
    for (size_t i = diags->len; i > 0; i--)
        if (diags->items[i - 1].severity == SEVERITY_ERROR)
            first = diags->items[i - 1].message;
    return err_set(err, ERR_SPEC, "the plan at '%s' has %zu %s: %s", name, diags->errors,
                   diags->errors == 1 ? "error" : "errors", first);
}

static void begin(struct at *at)
{
    at->overlay.alone = true;
    at->overlay.read = read_file;
    at->overlay.read_state = at;
}

enum code plan_at(struct app *app, struct repo *repo, const char *commit, const char *name,
                  struct plan **plan, struct diags *diags, struct err *err)
{
    struct at at = {.app = app, .arena = app->arena, .repo = repo, .commit = commit, .name = name};
    const char *path = NULL;
    begin(&at);
    *plan = NULL;
    enum code code = find_named(&at, &path, err);
    if (!code && !path && !app->spec_path)
        code = find_usual(&at, &path, err);
    if (code || !path)
        return code;
    code = spec_load_over(app->arena, path, NULL, &at.overlay, plan, diags, err);
    if (!code && *plan)
        check_define(app->arena, *plan, diags);
    if (code || (diags->errors == 0 && *plan))
        return code;
    *plan = NULL;
    return broken(diags, name, err);
}

/* Whether the file may include others: then the folder has to be looked through. */
static enum code may_include(struct at *at, const char *id, bool *may, struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    char *bytes = NULL;
    size_t len = 0;
    bool found = false;
    enum code code = tree_blob(at->repo, scratch, id, LIMIT_SPEC_BYTES, &bytes, &len, &found, err);
    *may = !code && found && memmem(bytes, len, "include", strlen("include"));
    return code;
}

enum code plan_at_file(struct arena *arena, struct repo *repo, const char *commit,
                       const struct plan_file_at *file, struct plan **plan, struct diags *diags,
                       struct err *err)
{
    struct at at = {.arena = arena, .repo = repo, .commit = commit, .name = commit};
    bool may = false;
    *plan = NULL;
    begin(&at);
    enum code code = may_include(&at, file->id, &may, err);
    if (!code && may)
        code = list_folder(&at, path_dir(arena, file->path), file->path, err);
    else
        VEC_PUSH(arena, &at.overlay.files,
                 ((struct spec_overlay_file){.path = file->path, .id = file->id}));
    return code ? code : spec_load_over(arena, file->path, NULL, &at.overlay, plan, diags, err);
}
