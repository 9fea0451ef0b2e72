#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "store/cachefile.h"
#include "store/db.h"
#include "store/migrate.h"
#include "store/strict_reads.h"

#define PRAGMAS                                                                                    \
    "PRAGMA foreign_keys=ON; PRAGMA synchronous=EXTRA; PRAGMA temp_store=MEMORY; "                 \
    "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA secure_delete=FAST"

static struct store *new_store(const char *path, enum store_mode mode, int64_t now_ms)
{
    struct store *store = calloc(1, sizeof *store);
    char *copy = strdup(path);
    if (!store || !copy)
        BUG("out of memory");
    store->path = copy;
    store->mode = mode;
    store->now_ms = now_ms;
    db_load_statements(store);
    return store;
}

static enum code connect_to(struct store *store, const char *name, int busy_ms, struct err *err)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (store->in_memory)
        flags |= SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY;
    int rc = sqlite3_open_v2(name, &store->db, flags, strict_reads());
    if (rc != SQLITE_OK)
        return db_fail(store, rc, "open", err);
    (void)sqlite3_extended_result_codes(store->db, 1);
    (void)sqlite3_busy_timeout(store->db, busy_ms);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return db_exec(store, PRAGMAS, "open", err);
}

static enum code make_memory(int64_t now_ms, enum store_mode mode, struct store **store,
                             struct err *err)
{
    *store = new_store(":memory:", mode, now_ms);
    (*store)->in_memory = true;
    return connect_to(*store, ":memory:", 0, err);
}

enum code store_open_memory(int64_t now_ms, struct store **store, struct err *err)
{
    struct store *made cleanup_store = NULL;
    enum code code = make_memory(now_ms, STORE_WRITE, &made, err);
    if (code)
        return code;
    code = migrate_up(made, err);
    if (code)
        return code;
    *store = made;
    made = NULL;
    return OK;
}

/* Whose file is it? A foreign or newer one is left exactly as it is. */
static enum code identify(struct store *store, int64_t *version, struct err *err)
{
    int64_t application_id = 0, objects = 0;
    enum code code = db_ask(store, "PRAGMA application_id", &application_id, err);
    if (code)
        return code;
    code = db_ask(store, "PRAGMA user_version", version, err);
    if (code)
        return code;
    code = db_ask(store, "SELECT count(*) FROM sqlite_schema", &objects, err);
    if (code)
        return code;
    bool blank = application_id == 0 && *version == 0 && objects == 0;
    if (!blank && application_id != STORE_APPLICATION_ID) {
        (void)err_set(err, ERR_REFUSED, "'%s' is a database of another program", store->path);
        return err_hint(err, "name another file for the cache: ROADMAP_CACHE=FILE");
    }
    if (*version > migrate_known()) {
        (void)err_set(err, ERR_REFUSED, "the cache '%s' was written by a newer roadmap",
                      store->path);
        return err_hint(err, "update roadmap, or remove the file: losing it only costs reads");
    }
    return OK;
}

enum code store_check(struct store *store, struct err *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(store->db, "PRAGMA quick_check(1)", -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    const char *finding =
        rc == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : "no answer";
    enum code code = OK;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
        code = db_fail(store, rc, "check", err);
    } else if (!text_eq(finding, "ok")) {
        store->damaged = true;
        code = err_set(err, ERR_CORRUPT, "the cache '%s' is damaged: %s", store->path, finding);
    }
    (void)sqlite3_finalize(stmt);
    return code;
}

static int busy_of(const struct store_options *options)
{
    int64_t busy = options->busy_timeout_ms > 0 ? options->busy_timeout_ms : STORE_BUSY_MS;
    return busy > INT32_MAX ? INT32_MAX : (int)busy;
}

static enum code open_write(struct arena *arena, const struct store_options *options,
                            struct store **out, struct store_told *told, struct err *err)
{
    struct store *store = *out = new_store(options->path, STORE_WRITE, options->now_ms);
    bool suspect = cachefile_has_journal(arena, options->path);
    int64_t version = 0;
    enum code code = connect_to(store, options->path, busy_of(options), err);
    if (code)
        return code;
    code = identify(store, &version, err);
    if (code)
        return code;
    code = db_exec(store, "PRAGMA journal_mode=DELETE", "open", err);
    if (code)
        return code;
    /* A writer died here. SQLite has taken its half back; looking costs little and finds a disk
     * that did not keep its word. */
    if (suspect && (code = store_check(store, err)) != OK)
        return code;
    told->migrated_from = (int)version;
    told->migrated_to = migrate_known();
    return version == told->migrated_to ? OK : migrate_up(store, err);
}

static enum code move_aside(struct arena *arena, const struct store_options *options,
                            struct store_told *told, struct err *err)
{
    enum code code =
        cachefile_move_aside(arena, options->path, options->now_ms, &told->moved_to, err);
    told->moved_aside = code == OK;
    return code;
}

static enum code open_file(struct arena *arena, const struct store_options *options,
                           struct store **store, struct store_told *told, struct err *err)
{
    enum code code = cachefile_make(arena, options->path, &told->created, err);
    if (code)
        return code;
    if (!told->created && (code = cachefile_tighten(options->path, err)) != OK)
        return code;
    return open_write(arena, options, store, told, err);
}

static enum code open_or_rebuild(struct arena *arena, const struct store_options *options,
                                 struct store **store, struct store_told *told, struct err *err)
{
    struct err first cleanup_err = ERR_INIT;
    enum code code = open_file(arena, options, store, told, &first);
    if (code != ERR_CORRUPT)
        return code ? err_move(err, &first) : OK;
    BUG_UNLESS(*store);
    (*store)->damaged = false; /* moved here, not on closing */
    store_close(*store);
    *store = NULL;
    code = move_aside(arena, options, told, err);
    return code ? code : open_file(arena, options, store, told, err);
}

/* An older schema must not be touched here, so it is brought up to date in memory. */
static enum code copy_to_memory(struct store **store, struct err *err)
{
    struct store *copy cleanup_store = NULL;
    enum code code = make_memory((*store)->now_ms, STORE_WRITE, &copy, err);
    if (code)
        return code;
    sqlite3_backup *backup = sqlite3_backup_init(copy->db, "main", (*store)->db, "main");
    if (!backup)
        return db_fail(copy, sqlite3_errcode(copy->db), "read", err);
    int rc = sqlite3_backup_step(backup, -1);
    (void)sqlite3_backup_finish(backup);
    if (rc != SQLITE_DONE)
        return db_fail(*store, rc, "read", err);
    code = migrate_up(copy, err);
    if (code)
        return code;
    struct store *old = *store;
    *store = copy;
    copy = NULL;
    store_close(old);
    return OK;
}

static enum code open_read(const struct store_options *options, struct store **out,
                           struct store_told *told, struct err *err)
{
    struct store *store = *out = new_store(options->path, STORE_READ, options->now_ms);
    int64_t version = 0;
    /* Opened for writing where the rights allow it, only so that SQLite can take back what a writer
     * that died left half done; query_only keeps us from anything else. */
    enum code code = connect_to(store, options->path, busy_of(options), err);
    if (code)
        return code;
    code = identify(store, &version, err);
    if (code)
        return code;
    told->migrated_from = (int)version;
    told->migrated_to = migrate_known();
    return version == told->migrated_to ? OK : copy_to_memory(out, err);
}

static enum code refuse_tracked(const struct store_options *options, struct err *err)
{
    bool tracked = false;
    if (!options->is_tracked)
        return OK;
    enum code code = options->is_tracked(options->tracked_state, options->path, &tracked, err);
    if (code || !tracked)
        return code;
    (void)err_set(err, ERR_REFUSED, "the cache '%s' is tracked by git", options->path);
    return err_hint(err, "name a file that is not: ROADMAP_CACHE=FILE");
}

enum code store_open(struct arena *arena, const struct store_options *options, struct store **store,
                     struct store_told *told, struct err *err)
{
    struct store *opened cleanup_store = NULL;
    bool exists = false;
    *told = (struct store_told){0};
    *store = NULL;
    enum code code = cachefile_check(options->path, &exists, err);
    if (code)
        return code;
    code = refuse_tracked(options, err);
    if (code)
        return code;
    if (options->mode == STORE_WRITE)
        code = open_or_rebuild(arena, options, &opened, told, err);
    else if (exists)
        code = open_read(options, &opened, told, err);
    else
        code = store_open_memory(options->now_ms, &opened, err);
    if (code == OK && options->mode == STORE_READ)
        code = db_exec(opened, "PRAGMA query_only=ON", "open", err);
    if (code)
        return code;
    *store = opened;
    opened = NULL;
    return OK;
}

/* Nobody is left to hear of a failure; the intent that stays open then is looked for. */
static void close_deferred(struct store *store)
{
    struct err ignored cleanup_err = ERR_INIT;
    if (store_flush(store, &ignored) != OK)
        err_clear(&ignored);
}

void store_close(struct store *store)
{
    if (!store)
        return;
    if (store->tx)
        store_tx_end(store->tx);
    close_deferred(store);
    db_close(store);
    if (store->damaged && store->mode == STORE_WRITE && !store->in_memory) {
        /* Best effort: where it fails, the next opening meets the same damage and says so. */
        struct arena *scratch cleanup_arena = arena_new();
        struct err ignored cleanup_err = ERR_INIT;
        const char *moved_to = NULL;
        if (cachefile_move_aside(scratch, store->path, store->now_ms, &moved_to, &ignored) != OK)
            err_clear(&ignored);
    }
    free(store->path);
    free(store);
}

void store_closep(struct store **store)
{
    store_close(*store);
    *store = NULL;
}

const char *store_path(const struct store *store)
{
    return store->path;
}
