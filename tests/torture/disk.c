#include "disk.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "dice.h"

#define FILES 16
#define SECTOR 512

struct content {
    unsigned char *bytes;
    size_t len, cap;
    bool exists;
};

struct file {
    char *path;
    struct content now, synced;
    int shared;                           /* how many hold at least SHARED */
    const void *reserved, *pending, *all; /* handles */
};

struct handle {
    sqlite3_file base;
    struct file *file;
    int level;
};

static struct {
    sqlite3_vfs vfs, *below;
    struct file files[FILES];
    size_t count;
    disk_hook_fn hook;
    void *state;
} disk;

static int ask(enum disk_op op)
{
    return disk.hook ? disk.hook(disk.state, op) : SQLITE_OK;
}

static void reserve(struct content *content, size_t len)
{
    if (len <= content->cap)
        return;
    content->cap = len * 2;
    content->bytes = realloc(content->bytes, content->cap);
    BUG_UNLESS(content->bytes);
}

static void resize(struct content *content, size_t len)
{
    reserve(content, len);
    if (len > content->len)
        memset(content->bytes + content->len, 0, len - content->len);
    content->len = len;
}

static void copy(struct content *to, const struct content *from)
{
    reserve(to, from->len);
    if (from->len)
        memcpy(to->bytes, from->bytes, from->len);
    to->len = from->len;
    to->exists = from->exists;
}

static struct file *find(const char *path, bool make)
{
    for (size_t i = 0; i < disk.count; i++)
        if (strcmp(disk.files[i].path, path) == 0)
            return &disk.files[i];
    if (!make)
        return NULL;
    BUG_UNLESS(disk.count < FILES);
    struct file *file = &disk.files[disk.count++];
    file->path = strdup(path);
    BUG_UNLESS(file->path);
    return file;
}

/* ---- One file ------------------------------------------------------------------------------- */

static struct handle *of(sqlite3_file *file)
{
    return (struct handle *)(void *)file;
}

static int unlock(sqlite3_file *base, int level)
{
    struct handle *handle = of(base);
    struct file *file = handle->file;
    if (level < SQLITE_LOCK_RESERVED) {
        if (file->reserved == handle)
            file->reserved = NULL;
        if (file->pending == handle)
            file->pending = NULL;
        if (file->all == handle)
            file->all = NULL;
    }
    if (level == SQLITE_LOCK_NONE && handle->level >= SQLITE_LOCK_SHARED)
        file->shared--;
    if (level < handle->level)
        handle->level = level;
    return SQLITE_OK;
}

static int lock(sqlite3_file *base, int level)
{
    struct handle *handle = of(base);
    struct file *file = handle->file;
    if (handle->level >= level)
        return SQLITE_OK;
    int rc = ask(DISK_LOCK);
    if (rc)
        return rc;
    if (level == SQLITE_LOCK_SHARED) {
        if (file->pending || file->all)
            return SQLITE_BUSY;
        file->shared++;
    } else if (level == SQLITE_LOCK_RESERVED) {
        if (file->reserved || file->all)
            return SQLITE_BUSY;
        file->reserved = handle;
    } else {
        file->pending = handle;
        if (file->shared > 1)
            return SQLITE_BUSY;
        file->all = handle;
    }
    handle->level = level;
    return SQLITE_OK;
}

static int check_lock(sqlite3_file *base, int *reserved)
{
    *reserved = of(base)->file->reserved != NULL;
    return SQLITE_OK;
}

static int close_file(sqlite3_file *base)
{
    return unlock(base, SQLITE_LOCK_NONE);
}

static int read_file(sqlite3_file *base, void *out, int count, sqlite3_int64 at)
{
    const struct content *content = &of(base)->file->now;
    size_t want = (size_t)count, from = (size_t)at;
    int rc = ask(DISK_READ);
    if (rc == SQLITE_IOERR_SHORT_READ)
        want /= 2;
    else if (rc)
        return rc;
    size_t have = from >= content->len ? 0 : content->len - from;
    have = have < want ? have : want;
    if (have)
        memcpy(out, content->bytes + from, have);
    if (have == (size_t)count)
        return SQLITE_OK;
    memset((char *)out + have, 0, (size_t)count - have);
    return SQLITE_IOERR_SHORT_READ;
}

static int write_file(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 at)
{
    int rc = ask(DISK_WRITE);
    if (rc)
        return rc;
    struct content *content = &of(base)->file->now;
    const size_t end = (size_t)at + (size_t)count;
    if (end > content->len)
        resize(content, end);
    memcpy(content->bytes + at, bytes, (size_t)count);
    return SQLITE_OK;
}

static int truncate_file(sqlite3_file *base, sqlite3_int64 len)
{
    int rc = ask(DISK_TRUNCATE);
    if (!rc)
        resize(&of(base)->file->now, (size_t)len);
    return rc;
}

static int sync_file(sqlite3_file *base, int flags)
{
    (void)flags;
    int rc = ask(DISK_SYNC);
    if (!rc)
        copy(&of(base)->file->synced, &of(base)->file->now);
    return rc;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *len)
{
    int rc = ask(DISK_SIZE);
    if (!rc)
        *len = (sqlite3_int64)of(base)->file->now.len;
    return rc;
}

static int control(sqlite3_file *base, int op, void *arg)
{
    (void)base;
    (void)op;
    (void)arg;
    return SQLITE_NOTFOUND;
}

static int sector_size(sqlite3_file *base)
{
    (void)base;
    return 4096;
}

static int characteristics(sqlite3_file *base)
{
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* ---- The disk ------------------------------------------------------------------------------- */

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *got)
{
    static const sqlite3_io_methods methods = {
        .iVersion = 1,
        .xClose = close_file,
        .xRead = read_file,
        .xWrite = write_file,
        .xTruncate = truncate_file,
        .xSync = sync_file,
        .xFileSize = file_size,
        .xLock = lock,
        .xUnlock = unlock,
        .xCheckReservedLock = check_lock,
        .xFileControl = control,
        .xSectorSize = sector_size,
        .xDeviceCharacteristics = characteristics,
    };
    (void)vfs;
    base->pMethods = NULL;
    int rc = ask(DISK_OPEN);
    if (rc)
        return rc;
    BUG_UNLESS(name);
    *of(base) = (struct handle){.base.pMethods = &methods, .file = find(name, true)};
    of(base)->file->now.exists = true;
    if (got)
        *got = flags;
    return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    (void)vfs;
    struct file *file = find(name, false);
    if (!file || !file->now.exists)
        return SQLITE_IOERR_DELETE_NOENT;
    int rc = ask(DISK_DELETE);
    if (rc)
        return rc;
    file->now.len = 0;
    file->now.exists = false;
    if (sync_folder)
        copy(&file->synced, &file->now);
    return SQLITE_OK;
}

static int access_file(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
    (void)vfs;
    (void)flags;
    const struct file *file = find(name, false);
    /* SQLite takes an empty file for an absent one here, as on a real disk. */
    *result = file && file->now.exists && (flags != SQLITE_ACCESS_EXISTS || file->now.len > 0);
    return SQLITE_OK;
}

void disk_install(disk_hook_fn hook, void *state)
{
    if (!disk.below) {
        disk.below = sqlite3_vfs_find(NULL);
        disk.vfs = *disk.below;
        disk.vfs.zName = "torture";
        disk.vfs.iVersion = 1;
        disk.vfs.szOsFile = sizeof(struct handle);
        disk.vfs.xOpen = open_file;
        disk.vfs.xDelete = delete_file;
        disk.vfs.xAccess = access_file;
        BUG_UNLESS(sqlite3_vfs_register(&disk.vfs, 1) == SQLITE_OK);
    }
    disk.hook = hook;
    disk.state = state;
}

bool disk_changes(enum disk_op op)
{
    return op == DISK_WRITE || op == DISK_TRUNCATE || op == DISK_SYNC || op == DISK_DELETE;
}

void disk_abandon(void)
{
    for (size_t i = 0; i < disk.count; i++) {
        struct file *file = &disk.files[i];
        file->shared = 0;
        file->reserved = file->pending = file->all = NULL;
    }
}

/* Sectors that were on their way got there or not, each for itself. */
static void tear(struct content *now, const struct content *synced, struct dice *dice)
{
    const size_t old_len = synced->exists ? synced->len : 0;
    for (size_t at = 0; at < now->len; at += SECTOR) {
        const size_t end = at + SECTOR < now->len ? at + SECTOR : now->len;
        if (dice_roll(dice, 2))
            continue;
        for (size_t i = at; i < end; i++)
            now->bytes[i] = i < old_len ? synced->bytes[i] : 0;
    }
}

void disk_power_cut(uint64_t seed)
{
    struct dice dice = dice_new(seed);
    for (size_t i = 0; i < disk.count; i++) {
        struct file *file = &disk.files[i];
        if (seed && file->now.exists && file->synced.exists)
            tear(&file->now, &file->synced, &dice);
        else
            copy(&file->now, &file->synced);
        copy(&file->synced, &file->now);
    }
    disk_abandon();
}

void disk_forget(const char *path)
{
    const size_t len = strlen(path);
    for (size_t i = 0; i < disk.count; i++) {
        struct file *file = &disk.files[i];
        if (strncmp(file->path, path, len) != 0)
            continue;
        file->now.len = file->synced.len = 0;
        file->now.exists = file->synced.exists = false;
    }
}
