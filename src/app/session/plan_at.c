#include "app/session/plan_at.h"

#include <string.h>

#include "base/file.h"
#include "base/globs.h"
#include "base/limits.h"
#include "base/str.h"
#include "doc/doc.h"
#include "repo/history.h"
#include "repo/tree.h"
#include "spec/spec.h"

struct at {
    struct arena *arena;
    struct repo *repo;
    const char *commit;
    struct spec_overlay overlay; /* the main file is the first */
    size_t bytes;
};

/* Where the plan may be, best first. */
static enum code candidates(struct app *app, struct repo *repo, struct strlist *paths,
                            struct err *err)
{
    static const char *const usual[] = {"roadmap/roadmap.yaml", "roadmap/roadmap.yml",
                                        "roadmap/roadmap.json"};
    const char *relative = NULL;
    const char *given = app->spec_file   ? app->spec_file
                        : app->spec_path ? path_join(app->arena, app->folder, app->spec_path)
                                         : NULL;
    enum code code = given ? repo_relative(repo, app->arena, given, &relative, err) : OK;
    if (code)
        return code;
    if (relative && *relative)
        strlist_add(app->arena, paths, relative);
    for (size_t i = 0; !app->spec_path && i < sizeof usual / sizeof *usual; i++)
        if (!strlist_has(paths, usual[i]))
            strlist_add(app->arena, paths, usual[i]);
    return OK;
}

static void add_bytes(struct at *at, const char *path, const char *bytes, size_t len)
{
    const struct spec_overlay_file file = {.path = path, .bytes = bytes, .len = len};
    at->bytes += len;
    VEC_PUSH(at->arena, &at->overlay.files, file);
}

static enum code find_main(struct at *at, const struct strlist *paths, bool *found, struct err *err)
{
    enum code code = OK;
    *found = false;
    for (uint32_t i = 0; i < paths->len && !*found && !code; i++) {
        char *bytes = NULL;
        size_t len = 0;
        code = history_read(at->repo, at->arena, at->commit, paths->items[i], LIMIT_SPEC_BYTES,
                            &bytes, &len, found, err);
        if (!code && *found)
            add_bytes(at, paths->items[i], bytes, len);
    }
    return code;
}

static enum code add_file(struct at *at, const struct tree_file *file, struct err *err)
{
    char *bytes = NULL;
    size_t len = 0;
    bool found = false;
    enum code code = tree_blob(at->repo, at->arena, file->id, LIMIT_SPEC_BYTES - at->bytes, &bytes,
                               &len, &found, err);
    if (code)
        return err_prefix(err, "'%s' at %.7s", file->path, at->commit);
    if (!found)
        return err_set(err, ERR_FAILED, "'%s' at %.7s is not in this clone", file->path,
                       at->commit);
    add_bytes(at, file->path, bytes, len);
    return OK;
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

/* What the main file may include: whatever could be a part of a plan beside and below it. */
static enum code add_others(struct at *at, struct err *err)
{
    const char *main_path = at->overlay.files.items[0].path;
    const char *folder = path_dir(at->arena, main_path);
    struct strlist patterns = {0};
    struct tree_files files = {0};
    enum doc_format format;
    strlist_add(at->arena, &patterns,
                strcmp(folder, ".") == 0 ? "" : folder_pattern(at->arena, folder));
    const struct globs globs = globs_of(at->arena, &patterns);
    enum code code = tree_list(at->repo, at->arena, at->commit, &globs, false, &files, err);
    for (size_t i = 0; i < files.items.len && !code; i++) {
        const struct tree_file *file = &files.items.items[i];
        if (file->kind == TREE_FILE && strcmp(file->path, main_path) != 0 &&
            doc_format_of(file->path, &format))
            code = add_file(at, file, err);
    }
    return code;
}

static bool may_include(const struct spec_overlay_file *main)
{
    return memmem(main->bytes, main->len, "include", strlen("include")) != NULL;
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

enum code plan_at(struct app *app, struct repo *repo, const char *commit, const char *name,
                  struct plan **plan, struct diags *diags, struct err *err)
{
    struct at at = {
        .arena = app->arena, .repo = repo, .commit = commit, .overlay = {.alone = true}};
    struct strlist paths = {0};
    bool found = false;
    *plan = NULL;
    enum code code = candidates(app, repo, &paths, err);
    if (!code)
        code = find_main(&at, &paths, &found, err);
    if (code || !found)
        return code;
    if (may_include(&at.overlay.files.items[0]))
        code = add_others(&at, err);
    if (!code)
        code = spec_load_over(app->arena, at.overlay.files.items[0].path, &at.overlay, plan, diags,
                              err);
    if (code || (diags->errors == 0 && *plan))
        return code;
    *plan = NULL;
    return broken(diags, name, err);
}
