#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clean.h"
#include "base/day.h"
#include "base/file.h"
#include "base/str.h"
#include "store/cachefile.h"
#include "store/examine.h"

#define HOLDER_BYTES 512
#define HOST_BYTES 256
#define LOOK_EVERY_MS 200

static enum code open_file(struct arena *arena, const char *path, int *fd, struct err *err)
{
    bool exists;
    enum code code = cachefile_make_folder(arena, path, err);
    if (code)
        return code;
    code = cachefile_check(path, &exists, err);
    if (code)
        return code;
    *fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
    if (*fd < 0)
        return err_set(err, ERR_FAILED, "cannot open the lock '%s': %s", path, strerror(errno));
    return cachefile_check_fd(*fd, path, err);
}

/* The first three lines of the file, joined with commas; written by another program, so cleaned. */
static const char *holder(struct arena *arena, int fd)
{
    char bytes[HOLDER_BYTES];
    ssize_t len = pread(fd, bytes, sizeof bytes - 1, 0);
    if (len <= 0)
        return "it has not said who it is";
    bytes[len] = '\0';
    while (len > 0 && bytes[len - 1] == '\n')
        bytes[--len] = '\0';
    struct str text cleanup_str = {0};
    str_init(&text, 0);
    for (const char *c = bytes; *c; c++) {
        if (*c == '\n')
            str_add(&text, ", ");
        else
            str_addc(&text, *c);
    }
    return clean_line(arena, text.p);
}

static enum code write_holder(int fd, const char *path, const struct clock *clock, struct err *err)
{
    char host[HOST_BYTES] = "unknown", since[21];
    if (gethostname(host, sizeof host - 1) != 0)
        (void)memcpy(host, "unknown", sizeof "unknown");
    host[sizeof host - 1] = '\0';
    instant_format(clock_now(clock), since);
    struct str text cleanup_str = {0};
    str_init(&text, 0);
    str_addf(&text, "pid %ld\nhost %s\nsince %s\n", (long)getpid(), host, since);
    if (ftruncate(fd, 0) == 0 && pwrite(fd, text.p, text.len, 0) == (ssize_t)text.len)
        return OK;
    return err_set(err, ERR_FAILED, "cannot write the lock '%s': %s", path, strerror(errno));
}

static enum code wait_for_lock(struct arena *arena, int fd, const char *path,
                               const struct clock *clock, int64_t wait_ms, struct err *err)
{
    int64_t until = clock_mono(clock) + wait_ms;
    for (;;) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return OK;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return err_set(err, ERR_FAILED, "cannot lock '%s': %s", path, strerror(errno));
        if (clock_mono(clock) >= until || interrupt_requested())
            break;
        clock_sleep(clock, LOOK_EVERY_MS);
    }
    (void)err_set(err, ERR_LOCKED, "another run holds the lock '%s': %s", path, holder(arena, fd));
    return err_hint(err, "wait until it is done; the lock goes with its process");
}

enum code store_lock_take(const char *path, const struct clock *clock, int64_t wait_ms,
                          struct store_lock *lock, struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    struct store_lock taking cleanup_lock = STORE_LOCK_INIT;
    const char *name = arena_printf(scratch, "%s.lock", path);
    enum code code = open_file(scratch, name, &taking.fd, err);
    if (code)
        return code;
    code = wait_for_lock(scratch, taking.fd, name, clock, wait_ms, err);
    if (code)
        return code;
    code = write_holder(taking.fd, name, clock, err);
    if (code)
        return code;
    lock->fd = taking.fd;
    taking.fd = -1;
    return OK;
}

/* The file stays: removing it would let two runs hold locks on two files of one name. */
void store_lock_release(struct store_lock *lock)
{
    if (lock->fd >= 0)
        (void)close(lock->fd);
    lock->fd = -1;
}

/* A shared lock, and for no longer than the asking takes: a run that begins in this very moment
 * would be told that the lock is taken. */
enum code store_lock_look(struct arena *arena, const char *path, bool *held, const char **who,
                          struct err *err)
{
    struct store_lock looking cleanup_lock = STORE_LOCK_INIT;
    const char *name = arena_printf(arena, "%s.lock", path);
    *held = false;
    *who = NULL;
    looking.fd = open(name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (looking.fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return OK;
    if (looking.fd < 0)
        return err_set(err, ERR_FAILED, "cannot open the lock '%s': %s", name, strerror(errno));
    if (flock(looking.fd, LOCK_SH | LOCK_NB) == 0)
        return OK;
    if (errno != EWOULDBLOCK)
        return err_set(err, ERR_FAILED, "cannot ask for the lock '%s': %s", name, strerror(errno));
    *held = true;
    *who = holder(arena, looking.fd);
    return OK;
}
