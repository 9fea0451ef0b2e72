#include "store/strict_reads.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdalign.h>
#include <stddef.h>

#include "base/err.h"

/* Behind what the file system below keeps of an open file. */
struct tail {
    sqlite3_io_methods methods;
    const sqlite3_io_methods *real;
};

/* SQLite keeps its file systems for the whole process, so this is the process's too; it stays as it
 * was made. */
static struct {
    sqlite3_vfs vfs, *below;
    size_t tail_at; /* bytes from the begin of a file */
} strict;

static struct tail *tail_of(sqlite3_file *file)
{
    return (struct tail *)(void *)((char *)file + strict.tail_at);
}

static int read_file(sqlite3_file *file, void *out, int count, sqlite3_int64 at)
{
    const sqlite3_io_methods *real = tail_of(file)->real;
    sqlite3_int64 len = 0;
    int rc = real->xRead(file, out, count, at);
    if (rc != SQLITE_IOERR_SHORT_READ)
        return rc;
    int size_rc = real->xFileSize(file, &len);
    if (size_rc)
        return size_rc;
    return at + count <= len ? SQLITE_IOERR_READ : rc;
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *got)
{
    (void)vfs;
    int rc = strict.below->xOpen(strict.below, name, file, flags, got);
    if (!file->pMethods)
        return rc;
    struct tail *tail = tail_of(file);
    tail->real = file->pMethods;
    tail->methods = *tail->real;
    tail->methods.xRead = read_file;
    file->pMethods = &tail->methods;
    return rc;
}

static void make(void)
{
    const size_t step = alignof(max_align_t);
    strict.below = sqlite3_vfs_find(NULL);
    BUG_UNLESS(strict.below);
    strict.tail_at = ((size_t)strict.below->szOsFile + step - 1) / step * step;
    strict.vfs = *strict.below;
    strict.vfs.zName = "roadmap";
    strict.vfs.szOsFile = (int)(strict.tail_at + sizeof(struct tail));
    strict.vfs.xOpen = open_file;
    BUG_UNLESS(sqlite3_vfs_register(&strict.vfs, 0) == SQLITE_OK);
}

const char *strict_reads(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    BUG_UNLESS(pthread_once(&once, make) == 0);
    return strict.vfs.zName;
}
