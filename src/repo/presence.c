#include "repo/presence.h"

#include <string.h>

#include "base/str.h"
#include "repo/state.h"
#include "repo/tree.h"
#include "repo/work.h"

/* One side: its files, and why it may have more. */
struct side {
    bool known;
    struct tree_files files;
};

struct sides {
    struct side head, base, fork;
    struct work_files work;
};

static enum code read_side(struct repo *repo, struct arena *arena, const struct globs *globs,
                           const char *commit, struct side *side, struct err *err)
{
    *side = (struct side){.known = commit != NULL};
    if (!commit)
        return OK;
    return tree_list(repo, arena, commit, globs, false, &side->files, err);
}

/* On the default branch itself all three are one commit. */
static bool is_read(const char *commit, const char *before, const struct side *side,
                    struct side *same)
{
    if (!commit || !before || !text_eq(commit, before))
        return false;
    *same = *side;
    return true;
}

static enum code read_sides(struct repo *repo, struct arena *arena, const struct globs *globs,
                            const struct presence_options *options, struct sides *sides,
                            struct err *err)
{
    *sides = (struct sides){0};
    const char *base = options->base->found ? options->base->id : NULL;
    enum code code = read_side(repo, arena, globs, options->commit, &sides->head, err);
    if (code == OK && !is_read(base, options->commit, &sides->head, &sides->base))
        code = read_side(repo, arena, globs, base, &sides->base, err);
    if (code == OK && !is_read(options->fork, base, &sides->base, &sides->fork))
        code = read_side(repo, arena, globs, options->fork, &sides->fork, err);
    if (options->listed)
        sides->work = *options->listed;
    else if (code == OK && options->work_tree)
        code = work_list(repo, arena, globs, &sides->work, err);
    return code;
}

static const char *id_in(const struct side *side, const char *path)
{
    const struct tree_file *file = tree_files_find(&side->files, path);
    return file ? file->id : NULL;
}

/* Without a base, or where a part of it is not in this clone. */
static const char *why_unknown(const struct presence_options *options, const struct sides *sides)
{
    if (!options->base->found)
        return options->base->unknown ? options->base->unknown : "there is no default branch yet";
    return sides->base.files.unknown;
}

static void judge(const struct presence_options *options, const struct sides *sides,
                  const struct work_file *work, struct presence_file *file)
{
    const char *here = options->work_tree ? file->work_id : file->head_id;
    bool is_here = options->work_tree ? work != NULL : file->head_id != NULL;
    if (!is_here)
        file->presence = PRESENCE_PLANNED;
    else if (!file->head_id || (options->work_tree && !text_eq(here, file->head_id)))
        file->presence = PRESENCE_DRAFT;
    else
        file->presence = PRESENCE_COMMITTED;
    if (is_here && here && file->base_id && text_eq(here, file->base_id))
        file->presence = PRESENCE_MERGED;
    if (is_here && !here)
        file->unknown =
            work && work->no_id ? work->no_id : "the file is too large or cannot be read";
    else if (is_here && !file->base_id)
        file->unknown = why_unknown(options, sides);
    bool came_later = !is_here && file->base_id && sides->fork.known && !file->fork_id;
    if (came_later)
        file->presence = PRESENCE_MERGED;
    file->removed = file->base_id && !is_here && !came_later;
    file->edited = file->base_id && file->presence != PRESENCE_MERGED && !file->unknown;
    file->behind =
        came_later || (file->edited && sides->fork.known && text_eq(here, file->fork_id));
}

static void add(struct arena *arena, const struct presence_options *options,
                const struct sides *sides, const char *path, struct presence_files *files)
{
    struct presence_file *file = VEC_ADD(arena, &files->items);
    const struct work_file *work = work_files_find(&sides->work, path);
    file->path = path;
    file->work_id = work ? work->file.id : NULL;
    file->head_id = id_in(&sides->head, path);
    file->base_id = id_in(&sides->base, path);
    file->fork_id = id_in(&sides->fork, path);
    judge(options, sides, work, file);
}

/* Submodules are listed by trees but not by the work tree: a path of which nothing can be said. */
static void add_paths(struct arena *arena, const struct tree_files *files, struct strlist *paths)
{
    for (size_t i = 0; i < files->items.len; i++)
        if (files->items.items[i].kind != TREE_SUBMODULE)
            strlist_add(arena, paths, files->items.items[i].path);
}

enum code presence_read(struct repo *repo, struct arena *arena, const struct globs *globs,
                        const struct presence_options *options, struct presence_files *files,
                        struct err *err)
{
    *files = (struct presence_files){0};
    struct sides sides;
    enum code code = read_sides(repo, arena, globs, options, &sides, err);
    if (code != OK)
        return code;
    files->unknown = sides.head.files.unknown ? sides.head.files.unknown : sides.base.files.unknown;
    struct strlist paths = {0};
    add_paths(arena, &sides.head.files, &paths);
    add_paths(arena, &sides.base.files, &paths);
    for (size_t i = 0; i < sides.work.items.len; i++)
        strlist_add(arena, &paths, sides.work.items.items[i].file.path);
    strlist_sort_unique(&paths);
    for (uint32_t i = 0; i < paths.len; i++)
        add(arena, options, &sides, paths.items[i], files);
    return OK;
}

const struct presence_file *presence_files_find(const struct presence_files *files,
                                                const char *path)
{
    return vec_find_text(files->items.items, files->items.len, sizeof(struct presence_file), path);
}
