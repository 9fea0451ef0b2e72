#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

static void free_text(char **text)
{
    free(*text);
}

char *path_join(struct arena *arena, const char *folder, const char *name)
{
    if (*name == '/' || !*folder || strcmp(folder, ".") == 0)
        return arena_strdup(arena, name);
    if (!*name)
        return arena_strdup(arena, folder);
    const char *between = folder[strlen(folder) - 1] == '/' ? "" : "/";
    return arena_printf(arena, "%s%s%s", folder, between, name);
}

char *path_dir(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return arena_strdup(arena, ".");
    while (slash > path && slash[-1] == '/')
        slash--;
    if (slash == path)
        return arena_strdup(arena, "/");
    return arena_strndup(arena, path, (size_t)(slash - path));
}

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

enum code path_real(struct arena *arena, const char *path, char **real, struct err *err)
{
    __attribute__((cleanup(free_text))) char *resolved = realpath(path, NULL);
    if (!resolved)
        return err_set(err, ERR_FAILED, "cannot find '%s': %s", path, strerror(errno));
    *real = arena_strdup(arena, resolved);
    return OK;
}
