#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"

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

char *path_from(struct arena *arena, const char *folder, const char *path)
{
    size_t same = 0; /* whole parts of both */
    for (size_t i = 0;; i++) {
        const bool here = folder[i] == '/' || folder[i] == '\0';
        const bool there = path[i] == '/' || path[i] == '\0';
        if (here && there)
            same = i;
        if (folder[i] != path[i] || folder[i] == '\0')
            break;
    }
    if (same == 0 && strcmp(folder, "/") != 0)
        return arena_strdup(arena, path);
    cleanup_str struct str out;
    str_init(&out, 0);
    for (const char *at = folder + same; *at; at++)
        if (*at == '/' && at[1] != '\0')
            str_add(&out, "../");
    const char *below = path + same;
    str_add(&out, below + strspn(below, "/"));
    while (out.len > 1 && out.p[out.len - 1] == '/')
        str_truncate(&out, out.len - 1);
    return out.len ? str_dup(&out, arena) : arena_strdup(arena, ".");
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
