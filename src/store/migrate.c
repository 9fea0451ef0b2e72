#include "store/migrate.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/embed.h"
#include "base/str.h"

#define FOLDER "migrations/"
#define SUFFIX ".up.sql"
#define VERSION_DIGITS 12

#define SCHEMA_MIGRATION                                                                           \
    "CREATE TABLE IF NOT EXISTS schema_migration ("                                                \
    "version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT"

/* The `index`th step, or NULL behind the last. */
static const struct embedded_file *step_at(int index)
{
    const struct embedded_file *end = embedded_files + embedded_file_count;
    const struct embedded_file *file = embed_first(FOLDER);
    for (; file && file < end && text_starts(file->path, FOLDER); file++)
        if (text_ends(file->path, SUFFIX) && index-- == 0)
            return file;
    return NULL;
}

int migrate_known(void)
{
    int count = 0;
    while (step_at(count))
        count++;
    return count;
}

static enum code note_step(struct store *store, const struct embedded_file *file, struct err *err)
{
    const char *name = file->path + strlen(FOLDER);
    char slug[128], applied_at[21];
    const char *start = name + VERSION_DIGITS + 1;
    (void)snprintf(slug, sizeof slug, "%.*s", (int)(strlen(start) - strlen(SUFFIX)), start);
    instant_format(store->now_ms, applied_at);
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_SCHEMA_MIGRATION_ADD, &use, err);
    if (code)
        return code;
    db_bind_int(&use, strtoll(name, NULL, 10));
    db_bind_text(&use, slug);
    db_bind_text(&use, applied_at);
    return db_run(&use, err);
}

static enum code apply_step(struct store *store, const struct embedded_file *file, int version,
                            struct err *err)
{
    char mark[96];
    (void)snprintf(mark, sizeof mark, "PRAGMA user_version=%d; PRAGMA application_id=%d", version,
                   STORE_APPLICATION_ID);
    enum code code = db_exec(store, SCHEMA_MIGRATION, "migrate", err);
    if (code)
        return code;
    code = db_exec(store, file->bytes, "migrate", err);
    if (code)
        return code;
    code = note_step(store, file, err);
    return code ? code : db_exec(store, mark, "migrate", err);
}

/* One step, or none when there is no more. */
static enum code next_step(struct store *store, bool *more, struct err *err)
{
    int64_t version = 0;
    *more = false;
    enum code code = db_ask(store, "PRAGMA user_version", &version, err);
    if (code)
        return code;
    const struct embedded_file *file = version >= 0 ? step_at((int)version) : NULL;
    if (!file)
        return OK;
    *more = true;
    return apply_step(store, file, (int)version + 1, err);
}

enum code migrate_up(struct store *store, struct err *err)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    /* All or nothing. The version is read inside: another process may have been faster. */
    enum code code = store_begin(store, &tx, err);
    bool more = true;
    while (!code && more)
        code = next_step(store, &more, err);
    return code ? code : store_commit(&tx, err);
}
