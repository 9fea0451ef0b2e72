#include "store/examine.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "store/cachefile.h"
#include "store/db.h"

/* SQLite: the application id stands here, the highest byte first. */
#define HEAD_BYTES 100
#define APPLICATION_ID_AT 68
#define SQLITE_MAGIC "SQLite format 3"

static bool begins_as_ours(const char *path)
{
    unsigned char head[HEAD_BYTES];
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    ssize_t len = pread(fd, head, sizeof head, 0);
    (void)close(fd);
    if (len != (ssize_t)sizeof head || memcmp(head, SQLITE_MAGIC, sizeof SQLITE_MAGIC) != 0)
        return false;
    const unsigned char *id = head + APPLICATION_ID_AT;
    return ((uint32_t)id[0] << 24 | (uint32_t)id[1] << 16 | (uint32_t)id[2] << 8 | id[3]) ==
           STORE_APPLICATION_ID;
}

enum code store_look(const char *path, struct store_facts *facts, struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    struct stat st;
    *facts = (struct store_facts){0};
    if (lstat(path, &st) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return OK;
        return err_set(err, ERR_FAILED, "cannot look at the cache '%s': %s", path, strerror(errno));
    }
    *facts = (struct store_facts){.exists = true,
                                  .is_file = S_ISREG(st.st_mode),
                                  .is_link = S_ISLNK(st.st_mode),
                                  .is_own = st.st_uid == geteuid(),
                                  .is_private = (st.st_mode & 077) == 0,
                                  .has_journal = cachefile_has_journal(scratch, path),
                                  .mode = (unsigned)st.st_mode & 07777,
                                  .size_bytes = st.st_size};
    facts->is_ours = facts->is_file && begins_as_ours(path);
    return OK;
}

static enum code first_finding(struct store *store, const char *sql, const char *fine,
                               struct err *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    enum code code = OK;
    if (rc == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        if (!fine || !text_eq(text, fine))
            code = err_set(err, ERR_CORRUPT, "the cache '%s' is damaged: %s%s", store->path,
                           fine ? "" : "a reference leads nowhere in ", text ? text : "?");
    } else if (rc != SQLITE_DONE) {
        code = db_fail(store, rc, "check", err);
    }
    (void)sqlite3_finalize(stmt);
    store->damaged = store->damaged || code == ERR_CORRUPT;
    return code;
}

enum code store_examine(struct store *store, struct err *err)
{
    enum code code = first_finding(store, "PRAGMA integrity_check(1)", "ok", err);
    return code ? code : first_finding(store, "PRAGMA foreign_key_check", NULL, err);
}

static enum code tally(struct store *store, enum statement statement, struct store_scope at,
                       struct store_tally *result, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row = false;
    enum code code = db_use(store, statement, &use, err);
    if (code)
        return code;
    db_bind_int(&use, at.repository.v);
    db_bind_text(&use, at.scope);
    code = db_next(&use, &row, err);
    if (!code && row)
        *result = (struct store_tally){db_int(&use, 0), db_int(&use, 1)};
    return code;
}

enum code store_tally_pending(struct store *store, struct store_scope at,
                              struct store_tally *result, struct err *err)
{
    return tally(store, STMT_EXAMINE_PENDING, at, result, err);
}

enum code store_tally_open_runs(struct store *store, struct store_scope at,
                                struct store_tally *result, struct err *err)
{
    return tally(store, STMT_EXAMINE_RUNS, at, result, err);
}

enum code store_mend_mode(const char *path, struct err *err)
{
    bool exists = false;
    enum code code = cachefile_check(path, &exists, err);
    return code || !exists ? code : cachefile_tighten(path, err);
}
