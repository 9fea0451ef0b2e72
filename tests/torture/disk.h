/* A disk in memory below SQLite: it counts what SQLite does, can fail any of it, and knows what a
 * dead process and a power cut leave behind. A fork is a checkpoint of it. */
#ifndef ROADMAP_TORTURE_DISK_H
#define ROADMAP_TORTURE_DISK_H

#include <stdbool.h>
#include <stdint.h>

enum disk_op {
    DISK_READ,
    DISK_WRITE,
    DISK_TRUNCATE,
    DISK_SYNC,
    DISK_DELETE,
    DISK_OPEN,
    DISK_LOCK,
    DISK_SIZE
};

/* Before each operation. The SQLite result that it fails with; SQLITE_OK lets it happen. Need not
 * return. */
typedef int (*disk_hook_fn)(void *state, enum disk_op op);

/* Makes this disk the default of SQLite in this process. */
void disk_install(disk_hook_fn hook, void *state);
/* Whether the operation changes what stands on the disk. */
bool disk_changes(enum disk_op op);
/* The process that had files open is gone: so are its locks. */
void disk_abandon(void);
/* What was not synced is lost; with `seed` != 0 each sector of it may also have got there. */
void disk_power_cut(uint64_t seed);
/* Throws away all files of the cache at `path`. */
void disk_forget(const char *path);

#endif
