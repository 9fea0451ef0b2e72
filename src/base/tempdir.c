#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/env.h"
#include "base/file.h"

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
