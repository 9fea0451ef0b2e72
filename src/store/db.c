#include "store/db.h"

#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "base/str.h"

#define SQL_FOLDER "src/store/sql/"
#define HEAD "-- :"

#define STORE_STATEMENT_NAME(upper, name) name,
static const char *const statement_names[STMT_COUNT] = {STORE_STATEMENTS(STORE_STATEMENT_NAME)};

static int statement_index(const char *name, size_t len)
{
    for (int i = 0; i < STMT_COUNT; i++)
        if (strlen(statement_names[i]) == len && memcmp(statement_names[i], name, len) == 0)
            return i;
    return -1;
}

static void load_file(struct store *store, const struct embedded_file *file)
{
    const char *head = strstr(file->bytes, HEAD);
    while (head) {
        const char *name = head + strlen(HEAD);
        size_t name_len = strcspn(name, "\n");
        const char *body = name + name_len;
        const char *next = strstr(body, "\n" HEAD);
        int index = statement_index(name, name_len);
        BUG_UNLESS(index >= 0 && !store->sql[index]);
        store->sql[index] = body;
        store->sql_len[index] = next ? (size_t)(next - body) : strlen(body);
        head = next ? next + 1 : NULL;
    }
}

void db_load_statements(struct store *store)
{
    const struct embedded_file *end = embedded_files + embedded_file_count;
    const struct embedded_file *file = embed_first(SQL_FOLDER);
    for (; file && file < end && text_starts(file->path, SQL_FOLDER); file++)
        load_file(store, file);
    for (int i = 0; i < STMT_COUNT; i++)
        BUG_UNLESS(store->sql[i] != NULL);
}

static enum code fail_busy(struct store *store, struct err *err)
{
    (void)err_set(err, ERR_LOCKED, "the cache '%s' is in use by another process", store->path);
    return err_hint(err, "try again when the other run is done");
}

static enum code fail_damaged(struct store *store, const char *what, struct err *err)
{
    store->damaged = true;
    (void)err_set(err, ERR_CORRUPT, "cannot %s the cache '%s': the file is damaged", what,
                  store->path);
    if (store->mode == STORE_READ)
        return err_hint(err, "the next 'roadmap plan' moves it aside and reads GitHub anew");
    return err_hint(err, "it is moved aside now; run the command again, it reads GitHub anew");
}

enum code db_fail(struct store *store, int rc, const char *what, struct err *err)
{
    db_leave_place(store);
    int extended = store->db ? sqlite3_extended_errcode(store->db) : rc;
    if ((extended & 0xff) != (rc & 0xff))
        extended = rc;
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fail_busy(store, err);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return fail_damaged(store, what, err);
    case SQLITE_NOMEM:
        BUG("out of memory");
    case SQLITE_FULL:
        (void)err_set(err, ERR_FAILED, "cannot %s the cache '%s': the disk is full", what,
                      store->path);
        return err_hint(err, "free some space, then run the command again");
    case SQLITE_READONLY:
        return err_set(err, ERR_FAILED, "cannot %s the cache '%s': it is read-only", what,
                       store->path);
    default:
        return err_set(err, ERR_FAILED, "cannot %s the cache '%s': %s (SQLite %d)", what,
                       store->path, store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(rc),
                       extended);
    }
}

enum code db_exec(struct store *store, const char *sql, const char *what, struct err *err)
{
    int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? OK : db_fail(store, rc, what, err);
}

enum code db_ask(struct store *store, const char *sql, int64_t *value, struct err *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
    *value = 0;
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(stmt);
        if (rc == SQLITE_ROW)
            *value = sqlite3_column_int64(stmt, 0);
        if (rc == SQLITE_ROW || rc == SQLITE_DONE)
            rc = SQLITE_OK;
    }
    enum code code = rc == SQLITE_OK ? OK : db_fail(store, rc, "read", err);
    (void)sqlite3_finalize(stmt);
    return code;
}

void db_close(struct store *store)
{
    for (int i = 0; i < STMT_COUNT; i++) {
        (void)sqlite3_finalize(store->stmt[i]);
        store->stmt[i] = NULL;
    }
    (void)sqlite3_finalize(store->place);
    store->place = NULL;
    if (store->staying) /* takes the emptied journal away */
        (void)sqlite3_exec(store->db, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
    (void)sqlite3_close(store->db);
    store->db = NULL;
}

enum code db_use(struct store *store, enum statement statement, struct db_use *use, struct err *err)
{
    sqlite3_stmt **stmt = &store->stmt[statement];
    enum code code = store_flush(store, err);
    if (code)
        return code;
    if (!*stmt) {
        int rc =
            sqlite3_prepare_v3(store->db, store->sql[statement], (int)store->sql_len[statement],
                               SQLITE_PREPARE_PERSISTENT, stmt, NULL);
        if (rc != SQLITE_OK)
            return db_fail(store, rc, "use", err);
    }
    /* Two uses of one statement at a time would tread on each other's cursor. */
    BUG_UNLESS(!sqlite3_stmt_busy(*stmt));
    *use = (struct db_use){.store = store, .stmt = *stmt, .statement = statement, .next = 1};
    return OK;
}

void db_use_end(struct db_use *use)
{
    if (!use->stmt)
        return;
    (void)sqlite3_reset(use->stmt);
    (void)sqlite3_clear_bindings(use->stmt);
    use->stmt = NULL;
}

static void keep_rc(struct db_use *use, int rc)
{
    if (use->rc == SQLITE_OK)
        use->rc = rc;
}

void db_bind_text(struct db_use *use, const char *text)
{
    if (text)
        keep_rc(use, sqlite3_bind_text64(use->stmt, use->next++, text, strlen(text), SQLITE_STATIC,
                                         SQLITE_UTF8));
    else
        db_bind_null(use);
}

void db_bind_int(struct db_use *use, int64_t value)
{
    keep_rc(use, sqlite3_bind_int64(use->stmt, use->next++, value));
}

void db_bind_real(struct db_use *use, double value)
{
    keep_rc(use, sqlite3_bind_double(use->stmt, use->next++, value));
}

void db_bind_null(struct db_use *use)
{
    keep_rc(use, sqlite3_bind_null(use->stmt, use->next++));
}

static enum code fail_step(struct db_use *use, int rc, struct err *err)
{
    char what[64];
    (void)sqlite3_snprintf((int)sizeof what, what, "carry out '%s' in",
                           statement_names[use->statement]);
    return db_fail(use->store, rc, what, err);
}

enum code db_next(struct db_use *use, bool *row, struct err *err)
{
    *row = false;
    if (use->rc != SQLITE_OK)
        return fail_step(use, use->rc, err);
    int rc = sqlite3_step(use->stmt);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return fail_step(use, rc, err);
    *row = rc == SQLITE_ROW;
    return OK;
}

enum code db_run(struct db_use *use, struct err *err)
{
    bool row = true;
    while (row) {
        enum code code = db_next(use, &row, err);
        if (code)
            return code;
    }
    return OK;
}

char *db_text(struct db_use *use, struct arena *arena, int column)
{
    const char *text = (const char *)sqlite3_column_text(use->stmt, column);
    if (!text)
        return NULL;
    size_t len = (size_t)sqlite3_column_bytes(use->stmt, column);
    char *copy = arena_text(arena, len);
    return memcpy(copy, text, len);
}

const char *db_text_like(struct db_use *use, struct arena *arena, int column, const char *before)
{
    const char *text = (const char *)sqlite3_column_text(use->stmt, column);
    if (!text || (before && strcmp(text, before) == 0))
        return text ? before : NULL;
    return db_text(use, arena, column);
}

const char *db_peek(struct db_use *use, int column)
{
    return (const char *)sqlite3_column_text(use->stmt, column);
}

int64_t db_int(struct db_use *use, int column)
{
    return sqlite3_column_int64(use->stmt, column);
}

bool db_is_null(struct db_use *use, int column)
{
    return sqlite3_column_type(use->stmt, column) == SQLITE_NULL;
}

double db_real(struct db_use *use, int column)
{
    return sqlite3_column_double(use->stmt, column);
}

int64_t db_changed(struct store *store)
{
    return sqlite3_changes64(store->db);
}
