/* Death, power cuts and failures at every operation of SQLite on its files. */
#include <sqlite3.h>

#include "points.h"

/* ---- Death at every durable write ----------------------------------------------------------- */

static const char *const ends[] = {"kill", "power", "torn"};

#define WRITES_APART 8

static bool disk_fits(const struct stage *stage, size_t variant)
{
    if (stage->op == DISK_SYNC || stage->op == DISK_DELETE)
        return true;
    /* Between two syncs a dead process leaves what a power cut there leaves, so some do. */
    return variant == 2 && disk_changes(stage->op) && stage->count[MOMENT_DISK] % WRITES_APART == 0;
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
    .about = "death and power cut at every sync of the cache, and at writes between",
    .moment = MOMENT_DISK,
    .variants = sizeof ends / sizeof *ends,
    .share = 12,
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

/* Each operation once: where it can fail in two ways, they take turns. */
static bool io_fits(const struct stage *stage, size_t variant)
{
    const enum disk_op op = failures[variant].op;
    if (stage->op != op)
        return false;
    const bool first = variant == 0 || failures[variant - 1].op != op;
    const bool last =
        variant + 1 == sizeof failures / sizeof *failures || failures[variant + 1].op != op;
    return (first && last) || (stage->count[MOMENT_DISK] % 2 == 0) == first;
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
    .share = 12,
    .fits = io_fits,
    .label = io_label,
    .strike = io_strike,
};
