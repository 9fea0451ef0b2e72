/* A file that grows line by line. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum code file_lines_open(struct file_lines *lines, const char *path, int mode, struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    enum code code = dir_make(path_dir(scratch, path), 0700, err);
    if (code)
        return code;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, (mode_t)mode);
    if (fd < 0 && errno == EEXIST)
        return err_set(err, ERR_EXISTS, "'%s' exists already", path);
    if (fd < 0)
        return err_set(err, ERR_FAILED, "cannot write '%s': %s", path, strerror(errno));
    *lines = (struct file_lines){fd, path};
    return OK;
}

enum code file_lines_add(const struct file_lines *lines, const char *text, struct err *err)
{
    size_t len = strlen(text);
    while (len > 0) {
        ssize_t put = write(lines->fd, text, len);
        if (put < 0 && errno != EINTR)
            return err_set(err, ERR_FAILED, "cannot write '%s': %s", lines->path, strerror(errno));
        if (put > 0) {
            text += put;
            len -= (size_t)put;
        }
    }
    return OK;
}

enum code file_lines_sync(const struct file_lines *lines, struct err *err)
{
    /* EINVAL: a pipe or a device, which has nothing to sync. */
    if (fdatasync(lines->fd) == 0 || errno == EINVAL)
        return OK;
    return err_set(err, ERR_FAILED, "cannot write '%s': %s", lines->path, strerror(errno));
}

enum code file_lines_close(struct file_lines *lines, struct err *err)
{
    if (lines->fd < 0)
        return OK;
    const bool synced = fsync(lines->fd) == 0 || errno == EINVAL;
    int reason = errno;
    if (close(lines->fd) != 0 && synced)
        reason = errno;
    else if (synced)
        reason = 0;
    lines->fd = -1;
    return reason ? err_set(err, ERR_FAILED, "cannot write '%s': %s", lines->path, strerror(reason))
                  : OK;
}

int64_t file_modified_ms(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return 0;
    return (int64_t)info.st_mtim.tv_sec * 1000 + info.st_mtim.tv_nsec / 1000000;
}
