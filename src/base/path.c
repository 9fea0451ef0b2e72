#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

static void close_dirp(DIR **dir)
{
    if (*dir)
        (void)closedir(*dir);
}

static void free_text(char **text)
{
    free(*text);
}

enum code dir_make(const char *path, int mode, struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    char *so_far = arena_strdup(scratch, path);
    for (char *p = so_far + (*so_far == '/'); *so_far; p++) {
        if (*p && *p != '/')
            continue;
        char kept = *p;
        *p = '\0';
        if (mkdir(so_far, (mode_t)mode) != 0) {
            int reason = errno;
            /* mkdir may say EROFS or EACCES of a folder that is there. */
            if (!file_is_dir(so_far))
                return err_set(err, ERR_FAILED, "cannot make folder '%s': %s", so_far,
                               strerror(reason == EEXIST ? ENOTDIR : reason));
        }
        if (!kept)
            break;
        *p = kept;
    }
    return OK;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum code dir_list(struct arena *arena, const char *path, struct strlist *names, struct err *err)
{
    *names = (struct strlist){NULL, 0, 0};
    __attribute__((cleanup(close_dirp))) DIR *dir = opendir(path);
    if (!dir && errno == ENOENT)
        return OK;
    if (!dir)
        return err_set(err, ERR_FAILED, "cannot list folder '%s': %s", path, strerror(errno));
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (!entry)
            break;
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            strlist_add(arena, names, arena_strdup(arena, entry->d_name));
    }
    if (errno)
        return err_set(err, ERR_FAILED, "cannot list folder '%s': %s", path, strerror(errno));
    if (names->len > 1)
        qsort(names->items, names->len, sizeof *names->items, compare_names);
    return OK;
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
