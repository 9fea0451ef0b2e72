#include "schema/sqlite/sqlite_run.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "schema/sql/split.h"
#include "schema/sql/sql.h"
#include "schema/sql/sql_normal.h"

#define WORDS_COLUMNS 60

struct text {
    const char *path, *bytes; /* the whole file */
    size_t len, begin, end;   /* what of it runs */
    const struct run_rows *rows;
};

static void fill_trouble(struct guard *guard, const struct box_mark *mark, const struct text *text,
                         int rc, int error_offset, struct arena *arena,
                         struct sqlite_trouble *trouble)
{
    guard_explain(guard, arena, rc, trouble);
    /* The statement as people see it begins behind the comments before it. */
    const char *first = text->bytes + mark->begin;
    first += sql_first_code(first, text->end - mark->begin);
    size_t offset = (size_t)(first - text->bytes);
    trouble->words = sql_first_words(arena, first, text->end - offset, WORDS_COLUMNS);
    trouble->path = arena_strdup(arena, text->path);
    trouble->statement = mark->statement;
    if (error_offset >= 0)
        offset = mark->begin + (size_t)error_offset;
    sqlite_trouble_place(trouble, text->bytes, text->len, offset);
}

/* VACUUM attaches a file, which nothing here may, and changes no schema. */
static bool is_vacuum(const char *text, size_t len)
{
    struct sql_lexer lexer = sql_lexer_of(text, 0, len, SQL_SQLITE);
    struct sql_token token;
    if (!sql_next_code(&lexer, &token) || !sql_is(text, &token, "vacuum"))
        return false;
    return !sql_next_code(&lexer, &token) || sql_is_mark(text, &token, ';');
}

static int step_through(sqlite3_stmt *stmt, const struct run_rows *rows)
{
    bool wanted = rows != NULL;
    if (rows && sqlite3_column_count(stmt) > 0)
        rows->first(rows->context, stmt);
    int rc;
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
        if (wanted)
            wanted = rows->each(rows->context, stmt);
    if (rows && rc == SQLITE_DONE && rows->done)
        rows->done(rows->context, stmt);
    return rc;
}

/* A ';' that ends something stands in it. */
static bool has_end(const char *text, size_t len)
{
    struct sql_lexer lexer = sql_lexer_of(text, 0, len, SQL_SQLITE);
    struct sql_token token;
    while (sql_next_code(&lexer, &token))
        if (sql_is_mark(text, &token, ';'))
            return true;
    return false;
}

/* SQLite copies all of the text that it is given and refuses more than one statement may have, so
 * it gets a piece. A statement that does not end before its piece does may go on behind it. */
static int prepare_first(sqlite3 *db, const char *from, size_t left, sqlite3_stmt **stmt,
                         const char **behind)
{
    static const size_t pieces[] = {16 * 1024, LIMIT_BOX_SQL_BYTES};
    int rc = SQLITE_OK;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        const size_t len = left < pieces[i] ? left : pieces[i];
        rc = sqlite3_prepare_v2(db, from, (int)len, stmt, behind);
        if (len == left || (rc == SQLITE_OK && *behind < from + len))
            return rc;
        (void)sqlite3_finalize(*stmt);
        *stmt = NULL;
    }
    if (rc != SQLITE_OK && has_end(from, LIMIT_BOX_SQL_BYTES))
        return rc; /* it is wrong, not long */
    /* For SQLite's own words of what is the matter; finalizing has not changed those above. */
    return sqlite3_prepare_v2(db, from, (int)left, stmt, behind);
}

static bool run_statement(struct guard *guard, struct box_mark *mark, const struct text *text,
                          const char **at, struct arena *arena, struct sqlite_trouble *trouble)
{
    const char *end = text->bytes + text->end;
    sqlite3_stmt *stmt = NULL;
    mark->begin = (uint32_t)(*at - text->bytes);
    mark->statement++;
    guard->denied = NULL;
    const char *from = *at;
    int rc = prepare_first(guard->db, from, (size_t)(end - from), &stmt, at);
    if (rc != SQLITE_OK) {
        fill_trouble(guard, mark, text, rc, sqlite3_error_offset(guard->db), arena, trouble);
        return false;
    }
    if (!stmt && *at < end && **at == '\0') {
        fill_trouble(guard, mark, text, SQLITE_ERROR, (int)(*at - from), arena, trouble);
        trouble->reason = SQLITE_REASON_SQL;
        trouble->message = "there is a byte 0, and SQLite reads nothing behind it";
        return false;
    }
    if (!stmt || is_vacuum(from, (size_t)(*at - from))) {
        (void)sqlite3_finalize(stmt);
        return true;
    }
    rc = step_through(stmt, text->rows);
    bool good = rc == SQLITE_DONE;
    if (!good)
        fill_trouble(guard, mark, text, rc, -1, arena, trouble);
    (void)sqlite3_finalize(stmt);
    return good;
}

static bool run_text(struct guard *guard, struct box_mark *mark, const struct text *text,
                     struct arena *arena, struct sqlite_trouble *trouble)
{
    const char *at = text->bytes + text->begin;
    const char *end = text->bytes + text->end;
    for (;;) {
        size_t left = (size_t)(end - at);
        if (sql_first_code(at, left) == left)
            return true;
        if (!run_statement(guard, mark, text, &at, arena, trouble))
            return false;
    }
}

static bool wants_transaction(const struct migration_part *part)
{
    for (size_t i = 0; i < part->spans.len; i++) {
        const struct migration_span *span = &part->spans.items[i];
        if (span->no_transaction ||
            sql_has_own_transaction(span->file->bytes + span->begin, span->end - span->begin))
            return false;
    }
    return true;
}

bool run_part(struct guard *guard, struct box_mark *mark, const struct migration_part *part,
              struct arena *arena, struct sqlite_trouble *trouble)
{
    bool wrapped = wants_transaction(part);
    bool good = true;
    mark->statement = 0;
    guard_start(guard);
    if (wrapped)
        (void)guard_exec(guard, "BEGIN");
    for (size_t i = 0; i < part->spans.len && good; i++) {
        const struct migration_span *span = &part->spans.items[i];
        struct text text = {span->file->path, span->file->bytes, span->file->len,
                            span->begin,      span->end,         NULL};
        mark->span = (uint32_t)i;
        good = run_text(guard, mark, &text, arena, trouble);
    }
    if (good && wrapped && !sqlite3_get_autocommit(guard->db) && !guard_exec(guard, "COMMIT")) {
        guard_explain(guard, arena, sqlite3_extended_errcode(guard->db), trouble);
        trouble->path = part->spans.items[0].file->path;
        trouble->statement = 0;
        good = false;
    }
    /* Also what a file that opened its own left open. */
    if (!sqlite3_get_autocommit(guard->db))
        (void)guard_exec(guard, "ROLLBACK");
    guard_stop(guard);
    mark->statement = 0;
    return good;
}

/* SQLite's words for text that is no SQL, whatever the schema. */
static bool is_syntax(const char *message)
{
    return text_ends(message, ": syntax error") || text_eq(message, "incomplete input") ||
           text_starts(message, "unrecognized token: ");
}

bool run_syntax(struct guard *guard, struct box_mark *mark, const struct migration_part *part,
                struct arena *arena, struct sqlite_trouble *trouble)
{
    cleanup_arena struct arena *scratch = arena_new();
    mark->statement = 0;
    guard_start(guard);
    for (size_t i = 0; i < part->spans.len; i++) {
        const struct migration_span *span = &part->spans.items[i];
        struct statements statements = {NULL, 0, 0};
        statements_of(scratch, span, SQL_SQLITE, &statements);
        struct text text = {span->file->path, span->file->bytes, span->file->len,
                            span->begin,      span->end,         NULL};
        mark->span = (uint32_t)i;
        for (size_t j = 0; j < statements.len; j++) {
            const struct statement *statement = &statements.items[j];
            sqlite3_stmt *stmt = NULL;
            mark->begin = (uint32_t)statement->begin;
            mark->statement++;
            guard->denied = NULL;
            int rc = sqlite3_prepare_v2(guard->db, text.bytes + statement->begin,
                                        (int)(statement->end - statement->begin), &stmt, NULL);
            (void)sqlite3_finalize(stmt);
            if (rc != SQLITE_ERROR || !is_syntax(sqlite3_errmsg(guard->db)))
                continue;
            fill_trouble(guard, mark, &text, rc, sqlite3_error_offset(guard->db), arena, trouble);
            guard_stop(guard);
            return false;
        }
    }
    guard_stop(guard);
    return true;
}

bool run_script(struct guard *guard, struct box_mark *mark, const char *sql,
                const struct run_rows *rows, struct arena *arena, struct sqlite_trouble *trouble)
{
    size_t len = strlen(sql);
    struct text text = {NULL, sql, len, 0, len, rows};
    mark->statement = 0;
    guard_start(guard);
    bool good = run_text(guard, mark, &text, arena, trouble);
    guard_stop(guard);
    return good;
}
