#include "cli/scratch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/env.h"
#include "base/file.h"

enum code scratch_make(struct arena *arena, const char **folder, struct err *err)
{
    const char *base = env_get("TMPDIR");
    char *path = arena_printf(arena, "%s/roadmap.XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(path))
        return err_set(err, ERR_FAILED, "'%s' cannot be made: %s", path, strerror(errno));
    *folder = path;
    return OK;
}

static void remove_tree(struct arena *arena, const char *folder, int depth)
{
    struct strlist names = {0};
    struct err ignored cleanup_err = ERR_INIT;
    if (dir_list(arena, folder, &names, &ignored) != OK)
        return;
    for (size_t i = 0; i < names.len; i++) {
        const char *path = path_join(arena, folder, names.items[i]);
        /* A link is removed, never followed. */
        if (depth > 0 && !file_is_symlink(path) && file_is_dir(path))
            remove_tree(arena, path, depth - 1);
        else
            (void)unlink(path);
    }
    (void)rmdir(folder);
}

void scratch_remove(const char *folder)
{
    if (!folder)
        return;
    struct arena *arena cleanup_arena = arena_new();
    remove_tree(arena, folder, 4);
}
