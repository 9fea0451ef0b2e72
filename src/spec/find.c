#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"
#include "doc/doc.h"
#include "spec/place.h"

#define FOLDER "roadmap"
#define SETTINGS                                                                                   \
    "settings.yaml" /* the project's settings stand beside the plan (config/config.h) */

static const char *const usual_names[] = {"roadmap.yaml", "roadmap.yml", "roadmap.json"};

static const char *below_root(struct arena *arena, const char *root_dir, const char *path)
{
    return strcmp(root_dir, ".") == 0 ? path : path_join(arena, root_dir, path);
}

static char *named(struct arena *arena, const char *root_dir, const char *name)
{
    return arena_strdup(arena, below_root(arena, root_dir, path_join(arena, FOLDER, name)));
}

static enum code several(struct err *err, const struct strlist *names)
{
    cleanup_str struct str list;
    str_init(&list, 0);
    for (size_t i = 0; i < names->len; i++)
        str_addf(&list, "%s%s/%s", i ? ", " : "", FOLDER, names->items[i]);
    (void)err_set(err, ERR_USAGE, "several plans here: %s", list.p);
    return err_hint(err, "say which one: --spec %s/%s", FOLDER, names->items[0]);
}

/* Patterns of a file's own include; what cannot be read includes nothing. */
static void add_included(struct arena *arena, const struct spec_overlay *overlay, const char *path,
                         struct strlist *patterns)
{
    cleanup_err struct err err = ERR_INIT;
    char *bytes;
    size_t len;
    enum doc_format format;
    if (!doc_format_of(path, &format) ||
        place_read(arena, overlay, path, LIMIT_SPEC_BYTES, &bytes, &len, &err))
        return;
    struct doc_problems problems = {0};
    const struct doc *doc =
        doc_read(arena, doc_text_new(arena, path, bytes, len), format, &problems, NULL);
    const struct doc_node *include = doc ? doc_get(&doc->root, "include") : NULL;
    for (uint32_t i = 0; include && include->type == DOC_LIST && i < include->count; i++) {
        if (include->items[i].type == DOC_STRING)
            strlist_add(arena, patterns, include->items[i].text);
    }
}

static bool includes(const struct strlist *patterns, const char *name)
{
    for (size_t i = 0; i < patterns->len; i++) {
        if (glob_match(patterns->items[i], name))
            return true;
    }
    return false;
}

/* The files in the folder that no other one includes. */
static void find_candidates(struct arena *arena, const struct spec_overlay *overlay,
                            const char *root_dir, const struct strlist *names,
                            struct strlist *candidates)
{
    struct strlist specs = {0};
    enum doc_format format;
    for (size_t i = 0; i < names->len; i++) {
        if (doc_format_of(names->items[i], &format) && strcmp(names->items[i], SETTINGS) != 0 &&
            !place_is_dir(overlay, named(arena, root_dir, names->items[i])))
            strlist_add(arena, &specs, names->items[i]);
    }
    struct strlist *patterns = arena_calloc(arena, specs.len, sizeof *patterns);
    for (size_t i = 0; i < specs.len && specs.len > 1; i++) /* nobody includes the only one */
        add_included(arena, overlay, named(arena, root_dir, specs.items[i]), &patterns[i]);
    for (size_t i = 0; i < specs.len; i++) {
        bool included = false;
        for (size_t k = 0; k < specs.len && !included; k++)
            included = k != i && includes(&patterns[k], specs.items[i]);
        if (!included)
            strlist_add(arena, candidates, specs.items[i]);
    }
}

enum code spec_find_default_over(struct arena *arena, const char *root_dir,
                                 const struct spec_overlay *overlay, char **path, struct err *err)
{
    struct strlist usual = {0};
    *path = NULL;
    for (size_t i = 0; i < sizeof usual_names / sizeof *usual_names; i++) {
        if (place_exists(overlay, named(arena, root_dir, usual_names[i])))
            strlist_add(arena, &usual, usual_names[i]);
    }
    if (usual.len > 1)
        return several(err, &usual);
    if (usual.len == 1) {
        *path = named(arena, root_dir, usual.items[0]);
        return OK;
    }
    struct strlist names = {0};
    struct strlist candidates = {0};
    enum code code = place_list(arena, overlay, below_root(arena, root_dir, FOLDER), &names, err);
    if (code)
        return code;
    find_candidates(arena, overlay, root_dir, &names, &candidates);
    if (candidates.len > 1)
        return several(err, &candidates);
    if (candidates.len == 1)
        *path = named(arena, root_dir, candidates.items[0]);
    return OK;
}

enum code spec_find_default(struct arena *arena, const char *root_dir, char **path, struct err *err)
{
    enum code code = spec_find_default_over(arena, root_dir, NULL, path, err);
    if (code || *path)
        return code;
    (void)err_set(err, ERR_USAGE, "no plan here: there is no %s/%s", FOLDER, usual_names[0]);
    return err_hint(err, "begin one: roadmap init");
}
