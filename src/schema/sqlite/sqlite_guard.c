#include "schema/sqlite/sqlite_guard.h"

#include <string.h>
#include <time.h>

#include "base/clean.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "schema/sql/sql_normal.h"

/* How many opcodes run between two looks at the clock. */
#define PROGRESS_OPS 1000
/* What a message quotes of the text. */
#define QUOTED_COLUMNS 60
/* The alarm comes after the clock that can be caught. */
#define ALARM_AFTER_MS 1000

/* Harmless: they concern this connection or this database alone. Reading ones come below. */
static const char *const pragmas[] = {
    "application_id",
    "auto_vacuum",
    "automatic_index",
    "busy_timeout",
    "cache_size",
    "case_sensitive_like",
    "cell_size_check",
    "checkpoint_fullfsync",
    "data_version", /* FTS5 asks for it when a table is made */
    "defer_foreign_keys",
    "encoding",
    "foreign_keys",
    "fullfsync",
    "ignore_check_constraints",
    "incremental_vacuum",
    "journal_mode",
    "journal_size_limit",
    "legacy_alter_table",
    "locking_mode",
    "optimize",
    "page_count",
    "page_size",
    "query_only",
    "recursive_triggers",
    "reverse_unordered_selects",
    "schema_version",
    "secure_delete",
    "synchronous",
    "threads",
    "trusted_schema",
    "user_version",
    "wal_autocheckpoint",
    "wal_checkpoint",
    "analysis_limit",
    "collation_list",
    "compile_options",
    "foreign_key_check",
    "foreign_key_list",
    "freelist_count",
    "function_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "module_list",
    "quick_check",
    "table_info",
    "table_list",
    "table_xinfo",
};
/* Where a value would loosen what the guard has fastened. */
static const char *const read_only_pragmas[] = {"schema_version", "trusted_schema", "threads"};
static const char *const functions[] = {"load_extension", "readfile", "writefile", "edit",
                                        "fts3_tokenizer"};
static const char *const modules[] = {"fts3", "fts4", "fts5", "rtree", "rtree_i32"};

static bool among(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (sql_same_name(names[i], name))
            return true;
    return false;
}
#define AMONG(names, name) among((names), sizeof(names) / sizeof *(names), (name))

static int deny(struct guard *guard, const char *what, const char *name)
{
    guard->denied = arena_printf(guard->arena, "%s%s%s is not allowed in the SQL box", what,
                                 name ? " " : "", name ? name : "");
    return SQLITE_DENY;
}

static int allow_pragma(struct guard *guard, const char *name, const char *value)
{
    if (sql_same_name(name, "temp_store"))
        return !value || sql_same_name(value, "memory") || strcmp(value, "2") == 0
                   ? SQLITE_OK
                   : deny(guard, "PRAGMA", name);
    if (!AMONG(pragmas, name) || (value && AMONG(read_only_pragmas, name)))
        return deny(guard, "PRAGMA", name);
    return SQLITE_OK;
}

/* false: it is SQLite's own, or the statement is ours. */
static bool note(struct guard *guard, struct map *names, const char *name)
{
    if (guard->quiet || !name || strncmp(name, "sqlite_", 7) == 0)
        return false;
    char *folded = sql_fold_name(guard->arena, name);
    if (!map_has(names, folded))
        (void)map_put(names, folded, folded);
    return true;
}

static int authorize(void *context, int action, const char *a, const char *b, const char *schema,
                     const char *within)
{
    struct guard *guard = context;
    (void)schema;
    (void)within;
    if (guard->own)
        return SQLITE_OK;
    switch (action) {
    case SQLITE_ATTACH:
        return deny(guard, "ATTACH", NULL);
    case SQLITE_DETACH:
        return deny(guard, "DETACH", NULL);
    case SQLITE_PRAGMA:
        return allow_pragma(guard, a, b);
    case SQLITE_FUNCTION:
        return b && AMONG(functions, b) ? deny(guard, "the function", b) : SQLITE_OK;
    case SQLITE_CREATE_VTABLE:
        (void)note(guard, guard->touched, a);
        return b && AMONG(modules, b) ? SQLITE_OK : deny(guard, "a virtual table of", b);
    case SQLITE_ALTER_TABLE:
        guard->altered = true;
        (void)note(guard, guard->touched, b);
        return SQLITE_OK;
    case SQLITE_DROP_TABLE:
    case SQLITE_DROP_VTABLE:
        (void)note(guard, guard->dropped, a);
        (void)note(guard, guard->touched, a);
        return SQLITE_OK;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        guard->wrote = note(guard, guard->touched, a) || guard->wrote;
        return SQLITE_OK;
    case SQLITE_CREATE_TABLE:
        (void)note(guard, guard->touched, a);
        return SQLITE_OK;
    default:
        return SQLITE_OK;
    }
}

static int progress(void *context)
{
    struct guard *guard = context;
    struct clock clock = clock_system();
    if (!guard->deadline_ms || clock_mono(&clock) < guard->deadline_ms)
        return 0;
    guard->out_of_time = true;
    return 1;
}

static void configure(sqlite3 *db)
{
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    /* Not TRUSTED_SCHEMA 0: with SQLite 3.40 it refuses json_valid() in a CHECK. The authorizer
     * sees what views and triggers call all the same. */
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    (void)sqlite3_extended_result_codes(db, 1);
    static const int limits[][2] = {
        {SQLITE_LIMIT_LENGTH, LIMIT_BOX_VALUE_BYTES},
        {SQLITE_LIMIT_SQL_LENGTH, LIMIT_BOX_SQL_BYTES},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_EXPR_DEPTH, 200},
        {SQLITE_LIMIT_VDBE_OP, 2500000},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 50},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        (void)sqlite3_limit(db, limits[i][0], limits[i][1]);
}

enum code guard_open(struct guard *guard, const char *path, const struct box_limits *limits,
                     struct err *err)
{
    *guard = (struct guard){
        .leg_ms = limits->leg_ms, .heap_bytes = limits->heap_bytes, .arena = arena_new()};
    guard_forget(guard);
    (void)sqlite3_hard_heap_limit64(sqlite3_memory_used() + limits->heap_bytes);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_PRIVATECACHE |
                SQLITE_OPEN_NOMUTEX | (path ? 0 : SQLITE_OPEN_MEMORY);
    int rc = sqlite3_open_v2(path ? path : ":memory:", &guard->db, flags, NULL);
    if (rc != SQLITE_OK) {
        enum code code = err_set(err, ERR_FAILED, "cannot open a database in the SQL box: %s",
                                 sqlite3_errstr(rc));
        guard_close(guard);
        return code;
    }
    configure(guard->db);
    guard->own = true;
    char *sql = arena_printf(guard->arena,
                             "PRAGMA temp_store=MEMORY; PRAGMA max_page_count=%u;"
                             "PRAGMA cell_size_check=1",
                             limits->db_pages);
    (void)sqlite3_exec(guard->db, sql, NULL, NULL, NULL);
    guard->own = false;
    (void)sqlite3_set_authorizer(guard->db, authorize, guard);
    sqlite3_progress_handler(guard->db, PROGRESS_OPS, progress, guard);
    return OK;
}

void guard_close(struct guard *guard)
{
    if (guard->db)
        (void)sqlite3_close_v2(guard->db);
    guard->db = NULL;
    arena_free(guard->arena);
    guard->arena = NULL;
}

void guard_start(struct guard *guard)
{
    struct clock clock = clock_system();
    guard->out_of_time = false;
    guard->deadline_ms = clock_mono(&clock) + guard->leg_ms;
    box_alarm(guard->leg_ms + ALARM_AFTER_MS);
}

void guard_stop(struct guard *guard)
{
    guard->deadline_ms = 0;
    box_alarm(0);
}

void guard_forget(struct guard *guard)
{
    arena_clear(guard->arena);
    guard->denied = NULL;
    guard->altered = false;
    guard->wrote = false;
    guard->touched = map_new(guard->arena);
    guard->dropped = map_new(guard->arena);
}

bool guard_exec(struct guard *guard, const char *sql)
{
    bool before = guard->own;
    guard->own = true;
    int rc = sqlite3_exec(guard->db, sql, NULL, NULL, NULL);
    guard->own = before;
    return rc == SQLITE_OK;
}

/* false: there is none, or the next one stays. */
static bool drop_temporary(struct guard *guard)
{
    static const char first[] =
        "SELECT format('DROP %s temp.\"%w\"', type, name) FROM sqlite_temp_schema"
        " WHERE type IN ('table', 'view', 'trigger') AND substr(name, 1, 7) <> 'sqlite_'"
        " ORDER BY rowid LIMIT 1 OFFSET ?1";
    for (int past = 0;; past++) { /* a table behind a virtual one goes with it alone */
        cleanup_arena struct arena *arena = arena_new();
        const char *drop = NULL;
        sqlite3_stmt *stmt = guard_prepare(guard, first);
        if (stmt && sqlite3_bind_int(stmt, 1, past) == SQLITE_OK &&
            sqlite3_step(stmt) == SQLITE_ROW)
            drop = arena_strdup(arena, (const char *)sqlite3_column_text(stmt, 0));
        guard_finalize(&stmt);
        if (!drop || guard_exec(guard, drop))
            return drop != NULL;
    }
}

void guard_end_session(struct guard *guard)
{
    (void)guard_exec(guard, "PRAGMA query_only = OFF; PRAGMA ignore_check_constraints = OFF;"
                            "PRAGMA foreign_keys = OFF");
    while (drop_temporary(guard))
        ;
    (void)guard_exec(guard, "PRAGMA foreign_keys = ON");
}

sqlite3_stmt *guard_prepare(struct guard *guard, const char *sql)
{
    bool before = guard->own;
    sqlite3_stmt *stmt = NULL;
    guard->own = true;
    int rc = sqlite3_prepare_v2(guard->db, sql, -1, &stmt, NULL);
    guard->own = before;
    return rc == SQLITE_OK ? stmt : NULL;
}

void guard_finalize(sqlite3_stmt **stmt)
{
    (void)sqlite3_finalize(*stmt);
}

int64_t guard_now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* What a library or an application adds to SQLite, which the file itself cannot bring. */
static bool brings(const char *message)
{
    static const char *const starts[] = {"no such function: ", "unknown function: ",
                                         "no such collation sequence: ", "no such module: "};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (text_starts(message, starts[i]))
            return true;
    return text_starts(message, "no such tokenizer: ") ||
           text_starts(message, "unknown tokenizer: ");
}

/* SQLite's words in one line, with what it quotes of the text cut to a glance. */
static const char *words_of(struct arena *arena, const char *said)
{
    static const char before[] = "near \"", after[] = "\": syntax error";
    const char *line = clean_line(arena, utf8_repair(arena, said, strlen(said)));
    if (!text_starts(line, before) || !text_ends(line, after))
        return line;
    const char *quoted = line + strlen(before);
    quoted = arena_strndup(arena, quoted, strlen(quoted) - strlen(after));
    return arena_printf(arena, "%s%s%s", before, utf8_shorten(arena, quoted, QUOTED_COLUMNS, true),
                        after);
}

void guard_explain(struct guard *guard, struct arena *arena, int rc, struct sqlite_trouble *trouble)
{
    const char *said = sqlite3_errmsg(guard->db);
    trouble->reason = SQLITE_REASON_LIMIT;
    switch (rc & 0xff) {
    case SQLITE_INTERRUPT:
        trouble->reason = SQLITE_REASON_TIME;
        trouble->message =
            arena_printf(arena, "took longer than %lld ms", (long long)guard->leg_ms);
        return;
    case SQLITE_AUTH:
        trouble->reason = SQLITE_REASON_DENIED;
        trouble->message = arena_strdup(arena, guard->denied ? guard->denied : said);
        return;
    case SQLITE_NOMEM:
        trouble->message = arena_printf(arena, "needs more than %lld MiB of memory",
                                        (long long)(guard->heap_bytes / (1024 * 1024)));
        return;
    case SQLITE_FULL:
        trouble->message = "makes the database larger than the SQL box allows";
        return;
    case SQLITE_TOOBIG:
        trouble->message = arena_printf(arena, "larger than the SQL box allows: %s", said);
        return;
    default:
        break;
    }
    /* A refusal inside of another statement (an extension's own SQL) comes out as its error. */
    if (guard->denied) {
        trouble->reason = SQLITE_REASON_DENIED;
        trouble->message = arena_strdup(arena, guard->denied);
        return;
    }
    trouble->reason = brings(said) ? SQLITE_REASON_BRINGS : SQLITE_REASON_SQL;
    if (text_starts(said, "Expression tree is too large") ||
        text_contains(said, "stack overflow") || text_starts(said, "too many "))
        trouble->reason = SQLITE_REASON_LIMIT;
    trouble->message = words_of(arena, said);
}
