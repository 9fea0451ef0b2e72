/* Death, power cuts and failures at every operation of SQLite on its files. */
#include <sqlite3.h>

#include "points.h"

/* ---- Death at every durable write ----------------------------------------------------------- */

static const char *const ends[] = {"kill", "power", "torn"};

static bool disk_fits(const struct stage *stage, size_t variant)
{
    /* What the power takes differs only by what was synced. */
    if (variant == 1)
        return stage->op == DISK_SYNC || stage->op == DISK_DELETE;
    return disk_changes(stage->op);
}

static const char *disk_label(struct arena *arena, size_t variant)
{
    (void)arena;
    return ends[variant];
}

static void disk_strike(struct stage *stage, size_t at, size_t variant)
{
    stage_die(stage, variant > 0, variant == 2 ? at * 7919 + 1 : 0);
}

const struct point_class class_disk = {
    .name = "disk",
    .about = "death at every write, truncation, sync and deletion of the cache",
    .moment = MOMENT_DISK,
    .variants = sizeof ends / sizeof *ends,
    .share = 14,
    .fits = disk_fits,
    .label = disk_label,
    .strike = disk_strike,
    .dies = true,
};

/* ---- Operations that fail ------------------------------------------------------------------- */

static const struct {
    const char *name;
    enum disk_op op;
    int rc;
} failures[] = {
    {"read", DISK_READ, SQLITE_IOERR_READ},
    {"short-read", DISK_READ, SQLITE_IOERR_SHORT_READ},
    {"write", DISK_WRITE, SQLITE_IOERR_WRITE},
    {"full", DISK_WRITE, SQLITE_FULL},
    {"truncate", DISK_TRUNCATE, SQLITE_IOERR_TRUNCATE},
    {"sync", DISK_SYNC, SQLITE_IOERR_FSYNC},
    {"delete", DISK_DELETE, SQLITE_IOERR_DELETE},
    {"open", DISK_OPEN, SQLITE_CANTOPEN},
    {"busy", DISK_LOCK, SQLITE_BUSY},
    {"lock", DISK_LOCK, SQLITE_IOERR_LOCK},
    {"size", DISK_SIZE, SQLITE_IOERR_FSTAT},
};

static bool io_fits(const struct stage *stage, size_t variant)
{
    return stage->op == failures[variant].op;
}

static const char *io_label(struct arena *arena, size_t variant)
{
    (void)arena;
    return failures[variant].name;
}

static void io_strike(struct stage *stage, size_t at, size_t variant)
{
    (void)at;
    stage->refuse_rc = failures[variant].rc;
    stage->allowed |= STATUS(1) | STATUS(7);
    stage->journalled = true;
}

const struct point_class class_io = {
    .name = "io",
    .about = "every operation of SQLite on its files fails once",
    .moment = MOMENT_DISK,
    .variants = sizeof failures / sizeof *failures,
    .share = 14,
    .fits = io_fits,
    .label = io_label,
    .strike = io_strike,
};
