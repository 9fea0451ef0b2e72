#include "store/cachefile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/day.h"
#include "base/file.h"

/* Never "remove it": what stands there was named by mistake, and may be anything. */
static enum code refuse(const char *path, const char *why, struct err *err)
{
    (void)err_set(err, ERR_REFUSED, "the cache '%s' %s", path, why);
    return err_hint(err, "name another file: ROADMAP_CACHE=FILE");
}

static enum code check_stat(const struct stat *st, const char *path, struct err *err)
{
    if (S_ISLNK(st->st_mode))
        return refuse(path, "is a symbolic link", err);
    if (S_ISDIR(st->st_mode))
        return refuse(path, "is a folder", err);
    if (!S_ISREG(st->st_mode))
        return refuse(path, "is not a regular file", err);
    if (st->st_uid != geteuid())
        return refuse(path, "belongs to another user", err);
    return OK;
}

enum code cachefile_check(const char *path, bool *exists, struct err *err)
{
    struct stat st;
    *exists = false;
    if (lstat(path, &st) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return OK;
        return err_set(err, ERR_FAILED, "cannot look at the cache '%s': %s", path, strerror(errno));
    }
    *exists = true;
    return check_stat(&st, path, err);
}

enum code cachefile_check_fd(int fd, const char *path, struct err *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return err_set(err, ERR_FAILED, "cannot look at '%s': %s", path, strerror(errno));
    return check_stat(&st, path, err);
}

static enum code check_made_by_other(const char *path, struct err *err)
{
    bool exists;
    return cachefile_check(path, &exists, err);
}

enum code cachefile_make_folder(struct arena *arena, const char *path, struct err *err)
{
    enum code code = dir_make(path_dir(arena, path), 0700, err);
    return code ? err_hint(err, "what stands in its way is not roadmap's: move it away, or name a "
                                "file in another place: ROADMAP_CACHE=FILE")
                : OK;
}

enum code cachefile_make(struct arena *arena, const char *path, bool *created, struct err *err)
{
    *created = false;
    enum code code = cachefile_make_folder(arena, path, err);
    if (code)
        return code;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return check_made_by_other(path, err);
    if (fd < 0)
        return err_set(err, ERR_FAILED, "cannot make the cache '%s': %s", path, strerror(errno));
    /* A umask can only have taken rights away from the owner; SQLite gives its journal the same. */
    if (fchmod(fd, 0600) != 0)
        code = err_set(err, ERR_FAILED, "cannot make the cache '%s': %s", path, strerror(errno));
    (void)close(fd);
    *created = code == OK;
    return code;
}

enum code cachefile_tighten(const char *path, struct err *err)
{
    struct stat st;
    if (lstat(path, &st) == 0 && (st.st_mode & 077) == 0)
        return OK;
    if (chmod(path, 0600) == 0)
        return OK;
    return err_set(err, ERR_FAILED, "cannot make the cache '%s' private: %s", path,
                   strerror(errno));
}

bool cachefile_has_journal(struct arena *arena, const char *path)
{
    const char *journal = arena_printf(arena, "%s-journal", path);
    char first = 0;
    int fd = open(journal, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return false;
    ssize_t got = read(fd, &first, 1);
    (void)close(fd);
    return got == 1 && first != 0;
}

static bool name_taken(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

enum code cachefile_move_aside(struct arena *arena, const char *path, int64_t now_ms,
                               const char **moved_to, struct err *err)
{
    char stamp[21], compact[21];
    instant_format(now_ms, stamp);
    size_t len = 0;
    for (const char *c = stamp; *c; c++)
        if (*c != '-' && *c != ':')
            compact[len++] = *c;
    compact[len] = '\0';
    char *target = arena_printf(arena, "%s.corrupt-%s", path, compact);
    for (int again = 2; name_taken(target); again++)
        target = arena_printf(arena, "%s.corrupt-%s-%d", path, compact, again);
    /* The journal first: beside a new file of the old name it would be rolled back into that. */
    const char *journal = arena_printf(arena, "%s-journal", path);
    if (name_taken(journal) && rename(journal, arena_printf(arena, "%s-journal", target)) != 0)
        return err_set(err, ERR_FAILED, "cannot move the damaged '%s' aside: %s", journal,
                       strerror(errno));
    if (rename(path, target) != 0)
        return err_set(err, ERR_FAILED, "cannot move the damaged cache '%s' aside: %s", path,
                       strerror(errno));
    *moved_to = target;
    return OK;
}
