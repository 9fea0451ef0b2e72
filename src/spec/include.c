/* Which files `include` names: inside the folder of the main file, in byte order. */
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"
#include "spec/place.h"
#include "spec/read.h"

/* Folders below the main file that a pattern may lead through. */
#define FOLDER_DEPTH_MAX 32

struct include {
    struct reader *reader;
    const char *folder;          /* of the main file, as it was named */
    const char *real;            /* the same without links; NULL: nothing is on the disk */
    const char *main_name;       /* the main file itself is never included */
    const struct doc_node *node; /* the pattern */
    struct strlist found;        /* relative to the folder */
    bool refused;                /* something of it was reported */
};

static bool is_pattern(const char *text)
{
    return strpbrk(text, "*?[\\") != NULL;
}

static bool is_spec_name(const char *name)
{
    enum doc_format format;
    return doc_format_of(name, &format);
}

/* A link inside the folder may point anywhere; what it points to must be inside. */
static bool inside(struct include *include, const char *path)
{
    cleanup_err struct err err = ERR_INIT;
    char *real;
    if (!include->real) /* in a commit no link is followed */
        return true;
    if (path_real(include->reader->arena, path, &real, &err))
        return false;
    size_t len = strlen(include->real);
    if (strcmp(include->real, "/") == 0)
        return true;
    return strncmp(real, include->real, len) == 0 && real[len] == '/';
}

static void refuse(struct include *include, const char *help, const char *format, const char *name)
{
    struct spot spot = spec_spot(include->reader->file, include->node);
    cleanup_str struct str message;
    str_init(&message, 0);
    str_add(&message, format);
    str_addf(&message, " '%s'", name);
    spec_report(include->reader, "E0216", spot, help, "%s", message.p);
    include->refused = true;
    include->reader->incomplete = true;
}

static void add_file(struct include *include, const char *name)
{
    if (strcmp(name, include->main_name) == 0)
        return;
    if (!inside(include, path_join(include->reader->arena, include->folder, name))) {
        refuse(include, "put the file itself into the folder",
               "a link leads out of the folder of the plan:", name);
        return;
    }
    strlist_add(include->reader->arena, &include->found, name);
}

/* Walks real folders only: a link to a folder could lead in a circle. */
static void walk(struct include *include, const char *pattern, const char *below, int depth)
{
    struct arena *arena = include->reader->arena;
    const struct spec_overlay *overlay = include->reader->overlay;
    const char *folder = *below ? path_join(arena, include->folder, below) : include->folder;
    struct strlist names = {0};
    cleanup_err struct err err = ERR_INIT;
    if (depth > FOLDER_DEPTH_MAX || place_list(arena, overlay, folder, &names, &err))
        return;
    for (size_t i = 0; i < names.len && include->found.len <= LIMIT_INCLUDES; i++) {
        const char *name = *below ? path_join(arena, below, names.items[i]) : names.items[i];
        const char *path = path_join(arena, include->folder, name);
        if (place_is_dir(overlay, path)) {
            if (!place_is_link(overlay, path) && strchr(pattern, '/') && names.items[i][0] != '.')
                walk(include, pattern, name, depth + 1);
        } else if (is_spec_name(name) && glob_match(pattern, name)) {
            add_file(include, name);
        }
    }
}

static void find_files(struct include *include, const char *pattern)
{
    struct arena *arena = include->reader->arena;
    include->found = (struct strlist){0};
    if (text_starts(pattern, "./"))
        pattern += 2;
    if (is_pattern(pattern)) {
        walk(include, pattern, "", 0);
    } else if (place_exists(include->reader->overlay, path_join(arena, include->folder, pattern))) {
        add_file(include, pattern);
    } else {
        refuse(include, "paths are relative to the main file", "there is no file", pattern);
        return;
    }
    if (include->found.len == 0 && !include->refused)
        refuse(include, "patterns match .yaml, .yml and .json files below the main file",
               "no other file matches", pattern);
    strlist_sort_unique(&include->found);
}

void spec_include_paths(struct reader *reader, const char *main_path,
                        const struct doc_node *include, struct strlist *paths)
{
    struct include state = {.reader = reader,
                            .folder = path_dir(reader->arena, main_path),
                            .main_name = path_base(main_path)};
    cleanup_err struct err err = ERR_INIT;
    char *real = NULL;
    const bool on_disk = !reader->overlay || !reader->overlay->alone;
    if (on_disk && path_real(reader->arena, state.folder, &real, &err))
        real = arena_strdup(reader->arena, state.folder);
    state.real = real;
    struct map *seen = map_new(reader->arena);
    for (uint32_t i = 0; i < include->count; i++) {
        const char *pattern = spec_path(reader, &include->items[i]);
        if (!pattern)
            continue;
        state.node = &include->items[i];
        state.refused = false;
        find_files(&state, pattern);
        for (size_t k = 0; k < state.found.len; k++) {
            const char *name = state.found.items[k];
            if (map_put(seen, name, &state))
                continue;
            if (paths->len == LIMIT_INCLUDES) {
                refuse(&state, "LIMIT_INCLUDES is 1,000", "too many included files, from", name);
                return;
            }
            bool here = strcmp(state.folder, ".") == 0 && !text_starts(main_path, "./");
            strlist_add(reader->arena, paths,
                        here ? name : path_join(reader->arena, state.folder, name));
        }
    }
}
