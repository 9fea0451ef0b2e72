#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static void close_fd(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}
#define cleanup_fd __attribute__((cleanup(close_fd)))

/* The file's descriptor; -1 with errno. Every component is opened on its own, without following a
 * link, so that no race can put one there in between. */
static int open_beneath(struct arena *scratch, const char *folder, const char *path)
{
    cleanup_fd int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (at >= 0) {
        size_t len = strcspn(path, "/");
        const char *name = arena_strndup(scratch, path, len);
        if (!*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
            errno = ENOENT;
            return -1;
        }
        if (!path[len])
            return openat(at, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        int next = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        (void)close(at);
        at = next;
        path += len + 1;
    }
    return -1;
}

static bool is_absence(int reason)
{
    return reason == ENOENT || reason == ENOTDIR || reason == ELOOP || reason == ENXIO;
}

enum code file_read_beneath(struct arena *arena, const char *folder, const char *path,
                            size_t max_bytes, char **bytes, size_t *len, bool *found,
                            struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    *found = false;
    cleanup_fd int fd = open_beneath(scratch, folder, path);
    if (fd < 0 && is_absence(errno))
        return OK;
    struct stat info;
    if (fd < 0 || fstat(fd, &info) != 0)
        return err_set(err, ERR_FAILED, "cannot read '%s': %s", path, strerror(errno));
    if (!S_ISREG(info.st_mode))
        return OK;
    if ((uintmax_t)info.st_size > max_bytes)
        return err_set(err, ERR_CEILING, "'%s' is larger than the limit of %zu bytes", path,
                       max_bytes);
    size_t size = (size_t)info.st_size;
    *bytes = arena_text(arena, size);
    *len = 0;
    while (*len < size) {
        ssize_t got = read(fd, *bytes + *len, size - *len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_set(err, ERR_FAILED, "cannot read '%s': %s", path, strerror(errno));
        if (got == 0)
            break;
        *len += (size_t)got;
    }
    (*bytes)[*len] = '\0';
    *found = true;
    return OK;
}
