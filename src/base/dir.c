#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/env.h"
#include "base/file.h"

static void close_dirp(DIR **dir)
{
    if (*dir)
        (void)closedir(*dir);
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

enum code dir_make_temp(struct arena *arena, const char *name, char **path, struct err *err)
{
    const char *folder = env_get("TMPDIR");
    char *template = arena_printf(arena, "%s/%s.XXXXXX", folder ? folder : "/tmp", name);
    if (!mkdtemp(template))
        return err_set(err, ERR_FAILED, "cannot make a folder in '%s': %s",
                       folder ? folder : "/tmp", strerror(errno));
    *path = template;
    return OK;
}

static void remove_entry(struct arena *arena, const char *folder, const char *name)
{
    const char *path = path_join(arena, folder, name);
    struct stat st;
    if (lstat(path, &st) != 0)
        return;
    if (S_ISDIR(st.st_mode))
        dir_remove_tree(path);
    else
        unlink(path);
}

void dir_remove_tree(const char *path)
{
    struct arena *arena cleanup_arena = arena_new();
    DIR *dir = opendir(path);
    if (!dir)
        return;
    const struct dirent *entry;
    while ((entry = readdir(dir)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove_entry(arena, path, entry->d_name);
    closedir(dir);
    rmdir(path);
}
