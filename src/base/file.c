#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/env.h"

#define READ_STEP_BYTES (64u * 1024)

struct heap_bytes {
    char *p;
    size_t len, cap;
};

static void close_fd(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}
#define cleanup_fd __attribute__((cleanup(close_fd)))

static void free_heap_bytes(struct heap_bytes *bytes)
{
    free(bytes->p);
}

/* Reads to the end; one byte beyond the ceiling is enough to know that it is passed. */
static enum code read_all(int fd, const char *path, size_t max_bytes, struct heap_bytes *out,
                          struct err *err)
{
    for (;;) {
        if (out->len > max_bytes)
            return err_set(err, ERR_CEILING, "'%s' is larger than the limit of %zu bytes", path,
                           max_bytes);
        if (out->cap - out->len < READ_STEP_BYTES) {
            out->cap = out->cap * 2 + READ_STEP_BYTES;
            char *grown = realloc(out->p, out->cap);
            if (!grown)
                BUG("out of memory");
            out->p = grown;
        }
        ssize_t got = read(fd, out->p + out->len, out->cap - out->len);
        if (got == 0)
            return OK;
        if (got < 0 && errno != EINTR)
            return err_set(err, ERR_FAILED, "cannot read '%s': %s", path, strerror(errno));
        if (got > 0)
            out->len += (size_t)got;
    }
}

/* A file of the size that it says goes at once to where it stays. What was read of one that turns
 * out to be longer (or says 0, as those in /proc do) is in `rest`, and *bytes stays NULL. */
static enum code read_sized(struct arena *arena, int fd, const char *path, size_t size,
                            char **bytes, struct heap_bytes *rest, struct err *err)
{
    char *room = arena_alloc(arena, size + 1);
    while (rest->len <= size) {
        ssize_t got = read(fd, room + rest->len, size + 1 - rest->len);
        if (got == 0) {
            room[rest->len] = '\0';
            *bytes = room;
            return OK;
        }
        if (got < 0 && errno != EINTR)
            return err_set(err, ERR_FAILED, "cannot read '%s': %s", path, strerror(errno));
        if (got > 0)
            rest->len += (size_t)got;
    }
    rest->cap = rest->len;
    rest->p = malloc(rest->cap);
    if (!rest->p)
        BUG("out of memory");
    memcpy(rest->p, room, rest->len);
    return OK;
}

enum code file_read(struct arena *arena, const char *path, size_t max_bytes, char **bytes,
                    size_t *len, struct err *err)
{
    cleanup_fd int opened = -1;
    int fd = STDIN_FILENO;
    __attribute__((cleanup(free_heap_bytes))) struct heap_bytes rest = {NULL, 0, 0};
    enum code code = OK;
    *bytes = NULL;
    if (strcmp(path, "-") != 0) {
        /* O_NONBLOCK, or opening a FIFO nobody writes to would wait for ever. */
        fd = opened = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        if (fd < 0)
            return err_set(err, ERR_FAILED, "cannot read '%s': %s", path, strerror(errno));
        struct stat info;
        if (fstat(fd, &info) != 0)
            return err_set(err, ERR_FAILED, "cannot read '%s': %s", path, strerror(errno));
        if (!S_ISREG(info.st_mode))
            return err_set(err, ERR_FAILED, "'%s' is not a regular file", path);
        if ((uintmax_t)info.st_size <= max_bytes)
            code = read_sized(arena, fd, path, (size_t)info.st_size, bytes, &rest, err);
    }
    if (code == OK && !*bytes) {
        code = read_all(fd, path, max_bytes, &rest, err);
        if (code == OK) {
            *bytes = arena_alloc(arena, rest.len + 1);
            if (rest.p)
                memcpy(*bytes, rest.p, rest.len);
        }
    }
    *len = rest.len; // NOLINT(clang-analyzer-unix.Malloc): its cleanup frees the rest
    return code;
}

static enum code write_error(struct err *err, const char *path)
{
    return err_set(err, ERR_FAILED, "cannot write '%s': %s", path, strerror(errno));
}

static enum code write_all(int fd, const char *path, const char *bytes, size_t len, struct err *err)
{
    while (len > 0) {
        ssize_t put = write(fd, bytes, len);
        if (put < 0 && errno != EINTR)
            return write_error(err, path);
        if (put > 0) {
            bytes += put;
            len -= (size_t)put;
        }
    }
    return fsync(fd) == 0 ? OK : write_error(err, path);
}

/* The new name must be on disk as well as the bytes. A file system that cannot sync a folder
 * (EINVAL) has no better to offer. */
static enum code sync_folder(struct arena *scratch, const char *path, struct err *err)
{
    const char *folder = path_dir(scratch, path);
    cleanup_fd int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL))
        return write_error(err, path);
    return OK;
}

/* `exact`: the mode as it is, whatever the umask. */
static enum code write_new(const char *path, const char *shown, const char *bytes, size_t len,
                           int mode, bool exact, struct err *err)
{
    cleanup_fd int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
    if (fd < 0 && errno == EEXIST)
        return err_set(err, ERR_EXISTS, "'%s' exists already", shown);
    if (fd < 0)
        return write_error(err, shown);
    enum code code = write_all(fd, shown, bytes, len, err);
    if (code == OK && exact && fchmod(fd, (mode_t)mode) != 0)
        code = write_error(err, shown);
    if (code != OK)
        (void)unlink(path);
    return code;
}

static enum code write_beside(const char *path, const char *bytes, size_t len, int mode, bool exact,
                              struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    /* Beside the target, because a rename does not cross file systems. */
    char *folder = path_dir(scratch, path);
    char *temporary =
        path_join(scratch, folder,
                  arena_printf(scratch, ".%s.%08x.tmp", path_base(path), (unsigned)random_u32()));
    enum code code = write_new(temporary, path, bytes, len, mode, exact, err);
    if (code != OK)
        return code;
    if (rename(temporary, path) != 0) {
        code = write_error(err, path);
        (void)unlink(temporary);
        return code;
    }
    return sync_folder(scratch, path, err);
}

enum code file_write_atomic(const char *path, const char *bytes, size_t len, int mode,
                            struct err *err)
{
    return write_beside(path, bytes, len, mode, false, err);
}

enum code file_replace(const char *path, const char *was, size_t was_len, const char *bytes,
                       size_t len, struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    char *real = NULL, *now = NULL;
    size_t now_len = 0;
    struct stat info;
    enum code code = path_real(scratch, path, &real, err);
    if (code == OK)
        code = file_read(scratch, real, was_len, &now, &now_len, err);
    if (code == ERR_CEILING ||
        (code == OK && (!now || now_len != was_len || memcmp(now, was, was_len) != 0))) {
        err_clear(err);
        (void)err_set(err, ERR_REFUSED, "'%s' was changed in the meantime; it was left as it is",
                      path);
        return err_hint(err, "run it again");
    }
    if (code)
        return code;
    if (stat(real, &info) != 0)
        return write_error(err, path);
    return write_beside(real, bytes, len, (int)(info.st_mode & 0777), true, err);
}

enum code file_create(const char *path, const char *bytes, size_t len, int mode, struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    enum code code = dir_make(path_dir(scratch, path), 0755, err);
    if (code == OK)
        code = write_new(path, path, bytes, len, mode, false, err);
    if (code == OK)
        code = sync_folder(scratch, path, err);
    return code;
}
