#include "schema/sqlite/sqlite_snapshot.h"

#include <string.h>

#include "base/str.h"
#include "schema/sql/sql_normal.h"
#include "schema/sqlite/sqlite_body.h"
#include "schema/sqlite/sqlite_box.h"

static const char *text_of(struct arena *arena, sqlite3_stmt *stmt, int column)
{
    const unsigned char *text = sqlite3_column_text(stmt, column);
    return text ? arena_strdup(arena, (const char *)text) : NULL;
}

static bool begins(const char *text, size_t len, const char *with)
{
    size_t width = strlen(with);
    return len >= width && memcmp(text, with, width) == 0;
}

/* The text of column 0 as it lies in the page. As text SQLite would copy each to put a NUL behind
 * it, which costs more than all the rest; a database in UTF-16 has to be turned around for it. */
static const char *sql_here(sqlite3_stmt *stmt, size_t *len)
{
    const char *sql = sqlite3_column_blob(stmt, 0);
    *len = (size_t)sqlite3_column_bytes(stmt, 0);
    if (sql && !begins(sql, *len, "CREATE ")) {
        sql = (const char *)sqlite3_column_text(stmt, 0);
        *len = (size_t)sqlite3_column_bytes(stmt, 0);
    }
    return sql;
}

/* SQLite's own tables; its own indexes have no SQL. */
static bool is_own(const char *sql, size_t len)
{
    return !sql || begins(sql, len, "CREATE TABLE sqlite_");
}

/* The SQL of a row holds all that its other columns say. */
static bool same_sql(const struct raw_row *row, const char *sql, size_t len)
{
    return row->len == len && memcmp(row->sql, sql, len) == 0;
}

bool raw_read(struct guard *guard, struct arena *arena, struct arena *texts,
              const struct raw_schema *known, struct raw_schema *raw)
{
    *raw = (struct raw_schema){.rows = {NULL, 0, 0}};
    cleanup_stmt sqlite3_stmt *stmt = guard_prepare(
        guard, "SELECT sql, rowid, type, name, tbl_name FROM sqlite_schema ORDER BY rowid");
    size_t at = 0;
    int rc = SQLITE_ERROR;
    while (stmt && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        size_t len;
        const char *sql = sql_here(stmt, &len);
        int64_t rowid = sqlite3_column_int64(stmt, 1);
        if (is_own(sql, len))
            continue;
        while (at < known->rows.len && known->rows.items[at].rowid < rowid)
            at++;
        if (at < known->rows.len && known->rows.items[at].rowid == rowid &&
            same_sql(&known->rows.items[at], sql, len))
            VEC_PUSH(arena, &raw->rows, known->rows.items[at]);
        else
            VEC_PUSH(arena, &raw->rows,
                     ((struct raw_row){text_of(texts, stmt, 2), text_of(texts, stmt, 3),
                                       text_of(texts, stmt, 4), arena_strndup(texts, sql, len), len,
                                       rowid}));
    }
    return rc == SQLITE_DONE;
}

bool raw_same(struct guard *guard, const struct raw_schema *want, bool *same)
{
    cleanup_stmt sqlite3_stmt *stmt =
        guard_prepare(guard, "SELECT sql FROM sqlite_schema ORDER BY rowid");
    size_t at = 0;
    int rc = SQLITE_ERROR;
    *same = true;
    while (stmt && *same && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        size_t len;
        const char *sql = sql_here(stmt, &len);
        if (is_own(sql, len))
            continue;
        *same = at < want->rows.len && same_sql(&want->rows.items[at], sql, len);
        at++;
    }
    *same = *same && at == want->rows.len;
    return rc == SQLITE_DONE || rc == SQLITE_ROW;
}

static sqlite3_stmt *prepare_for(struct guard *guard, const char *sql, const char *name)
{
    sqlite3_stmt *stmt = guard_prepare(guard, sql);
    if (stmt)
        (void)sqlite3_bind_text(stmt, 1, name, -1, SQLITE_TRANSIENT);
    return stmt;
}

static bool next_row(struct guard *guard, sqlite3_stmt *stmt)
{
    bool before = guard->own;
    guard->own = true; /* a PRAGMA's table prepares more while it runs */
    bool row = stmt && sqlite3_step(stmt) == SQLITE_ROW;
    guard->own = before;
    return row;
}

static const char *collation_of(struct arena *arena, const char *name)
{
    return !name || sql_same_name(name, "BINARY") ? NULL : sql_fold_name(arena, name);
}

static void read_columns(struct guard *guard, struct arena *arena, struct schema_table *table)
{
    cleanup_stmt sqlite3_stmt *stmt = prepare_for(
        guard, "SELECT name, type, dflt_value, pk, \"notnull\", hidden FROM pragma_table_xinfo(?1)",
        table->name);
    while (next_row(guard, stmt)) {
        struct schema_column *column = VEC_ADD(arena, &table->columns);
        const char *value = text_of(arena, stmt, 2);
        int hidden = sqlite3_column_int(stmt, 5);
        column->name = text_of(arena, stmt, 0);
        column->type = text_of(arena, stmt, 1);
        column->default_value = value ? sql_normal(arena, value, strlen(value)) : NULL;
        column->primary_key = (uint32_t)sqlite3_column_int(stmt, 3);
        column->not_null = sqlite3_column_int(stmt, 4) != 0;
        column->hidden = hidden == 1;
        column->stored = hidden == 3;
        column->generated = hidden >= 2 ? "" : NULL;
        const char *collation = NULL;
        int autoincrement = 0;
        if (!table->is_virtual &&
            sqlite3_table_column_metadata(guard->db, "main", table->name, column->name, NULL,
                                          &collation, NULL, NULL, &autoincrement) == SQLITE_OK)
            column->collation = collation_of(arena, collation);
        table->autoincrement = table->autoincrement || autoincrement;
    }
}

static void read_foreign_keys(struct guard *guard, struct arena *arena, struct schema_table *table)
{
    cleanup_stmt sqlite3_stmt *stmt =
        prepare_for(guard,
                    "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete"
                    " FROM pragma_foreign_key_list(?1) ORDER BY id DESC, seq",
                    table->name);
    int before = -1;
    while (next_row(guard, stmt)) {
        int id = sqlite3_column_int(stmt, 0);
        if (id != before) {
            struct schema_foreign_key *key = VEC_ADD(arena, &table->foreign_keys);
            *key = (struct schema_foreign_key){
                .parent = text_of(arena, stmt, 1),
                .on_update = sql_fold_name(arena, text_of(arena, stmt, 4)),
                .on_delete = sql_fold_name(arena, text_of(arena, stmt, 5))};
        }
        before = id;
        struct schema_foreign_key *key = &table->foreign_keys.items[table->foreign_keys.len - 1];
        const char *to = text_of(arena, stmt, 3);
        strlist_add(arena, &key->columns, text_of(arena, stmt, 2));
        if (to)
            strlist_add(arena, &key->parent_columns, to);
    }
}

static void read_index(struct guard *guard, struct arena *arena, struct schema_index *index)
{
    cleanup_stmt sqlite3_stmt *columns =
        prepare_for(guard,
                    "SELECT cid, name, \"desc\", coll FROM pragma_index_xinfo(?1)"
                    " WHERE key = 1 ORDER BY seqno",
                    index->name);
    while (next_row(guard, columns)) {
        struct schema_index_column *column = VEC_ADD(arena, &index->columns);
        column->expression = sqlite3_column_int(columns, 0) == -2;
        column->name = text_of(arena, columns, 1);
        column->descending = sqlite3_column_int(columns, 2) != 0;
        column->collation = collation_of(arena, (const char *)sqlite3_column_text(columns, 3));
    }
    if (index->constraint)
        return;
    cleanup_stmt sqlite3_stmt *sql = prepare_for(
        guard, "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?1", index->name);
    if (next_row(guard, sql) && sqlite3_column_text(sql, 0))
        sqlite_index_body(arena, (const char *)sqlite3_column_text(sql, 0), index);
}

static void read_indexes(struct guard *guard, struct arena *arena, struct schema_table *table)
{
    cleanup_stmt sqlite3_stmt *stmt = prepare_for(
        guard, "SELECT name, \"unique\", origin FROM pragma_index_list(?1) ORDER BY seq DESC",
        table->name);
    while (next_row(guard, stmt)) {
        const char *origin = (const char *)sqlite3_column_text(stmt, 2);
        struct schema_index *index = VEC_ADD(arena, &table->indexes);
        *index = (struct schema_index){.name = text_of(arena, stmt, 0),
                                       .table = table->name,
                                       .unique = sqlite3_column_int(stmt, 1) != 0,
                                       .constraint = !text_eq(origin, "c"),
                                       .primary = text_eq(origin, "pk")};
        read_index(guard, arena, index);
    }
}

/* `stmt` stands on name, sql, type. */
static void read_table(struct guard *guard, struct arena *arena, sqlite3_stmt *stmt,
                       struct schema_table *table)
{
    const char *sql = text_of(arena, stmt, 1);
    *table = (struct schema_table){
        .name = text_of(arena, stmt, 0),
        .normal = sql_normal(arena, sql ? sql : "", sql ? strlen(sql) : 0),
        .is_virtual = text_eq((const char *)sqlite3_column_text(stmt, 2), "virtual")};
    read_columns(guard, arena, table);
    if (table->is_virtual)
        return;
    read_foreign_keys(guard, arena, table);
    read_indexes(guard, arena, table);
    if (sql)
        sqlite_table_body(arena, sql, table);
}

#define TABLES                                                                                     \
    "SELECT s.name, s.sql, l.type"                                                                 \
    " FROM sqlite_schema AS s CROSS JOIN pragma_table_list(s.name) AS l"                           \
    " WHERE s.type = 'table' AND l.schema = 'main' AND l.type <> 'shadow'"                         \
    " AND substr(s.name, 1, 7) <> 'sqlite_'"

/* Without a virtual table (those have no root page) there are no shadow tables either, and nobody
 * has to ask table_list, which resolves every view after each change of the schema. */
#define PLAIN_TABLE                                                                                \
    "SELECT name, sql, 'table' FROM sqlite_schema"                                                 \
    " WHERE type = 'table' AND name = ?1 COLLATE NOCASE AND substr(name, 1, 7) <> 'sqlite_'"       \
    " AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND rootpage = 0)"

bool sqlite_snapshot_table(struct guard *guard, struct arena *arena, const char *name,
                           struct schema_table *table)
{
    static const char *const queries[] = {PLAIN_TABLE, TABLES " AND s.name = ?1 COLLATE NOCASE"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        cleanup_stmt sqlite3_stmt *stmt = prepare_for(guard, queries[i], name);
        if (!next_row(guard, stmt))
            continue;
        read_table(guard, arena, stmt, table);
        return true;
    }
    return false;
}

static bool read_objects(struct guard *guard, struct arena *arena, struct schema_snapshot *snapshot)
{
    cleanup_stmt sqlite3_stmt *stmt =
        guard_prepare(guard, "SELECT type, name, tbl_name, sql FROM sqlite_schema"
                             " WHERE type IN ('view', 'trigger') ORDER BY rowid");
    while (next_row(guard, stmt)) {
        const char *sql = (const char *)sqlite3_column_text(stmt, 3);
        const char *kind = (const char *)sqlite3_column_text(stmt, 0);
        VEC_PUSH(
            arena, &snapshot->objects,
            ((struct schema_object){text_eq(kind, "view") ? "view" : "trigger",
                                    text_of(arena, stmt, 1), text_of(arena, stmt, 2),
                                    sql_normal(arena, sql ? sql : "", sql ? strlen(sql) : 0)}));
    }
    return stmt != NULL;
}

bool sqlite_snapshot(struct guard *guard, struct arena *arena, struct schema_snapshot *snapshot)
{
    *snapshot =
        (struct schema_snapshot){.engine = arena_printf(arena, "SQLite %s", sqlite_box_version())};
    cleanup_stmt sqlite3_stmt *stmt = guard_prepare(guard, TABLES " ORDER BY s.rowid");
    while (next_row(guard, stmt))
        read_table(guard, arena, stmt, VEC_ADD(arena, &snapshot->tables));
    if (!stmt || !read_objects(guard, arena, snapshot))
        return false;
    snapshot_find_dangling(arena, snapshot);
    return true;
}

static bool same_row(const struct raw_row *a, const struct raw_row *b)
{
    return text_eq(a->type, b->type) && text_eq(a->name, b->name) && text_eq(a->table, b->table) &&
           text_eq(a->sql, b->sql);
}

/* The tables (of views: the names) whose rows are not the same on both sides. */
static void add_changed(struct arena *arena, const struct raw_schema *from,
                        const struct raw_schema *against, struct map *changed)
{
    struct map *rows = map_new(arena);
    for (size_t i = 0; i < against->rows.len; i++) {
        const struct raw_row *row = &against->rows.items[i];
        (void)map_put(rows, arena_printf(arena, "%s %s", row->type, row->name),
                      (void *)(uintptr_t)row);
    }
    for (size_t i = 0; i < from->rows.len; i++) {
        const struct raw_row *row = &from->rows.items[i];
        const struct raw_row *other =
            map_get(rows, arena_printf(arena, "%s %s", row->type, row->name));
        if (!other || !same_row(row, other))
            (void)map_put(changed, sql_fold_name(arena, row->table), changed);
    }
}

/* Tables, then indexes on them; views and triggers only as text, which needs no database. */
static bool snapshot_of_rows(const struct box_limits *limits, struct arena *arena,
                             const struct raw_schema *raw, const struct map *changed,
                             struct schema_snapshot *snapshot)
{
    struct err err = ERR_INIT;
    struct guard scratch;
    if (guard_open(&scratch, NULL, limits, &err) != OK) {
        err_clear(&err);
        return false;
    }
    bool good = true;
    scratch.leg_ms = limits->leg_ms;
    for (size_t i = 0; i < raw->rows.len; i++) {
        const struct raw_row *row = &raw->rows.items[i];
        if (!row->sql || !map_has(changed, sql_fold_name(arena, row->table)))
            continue;
        if (text_eq(row->type, "table") || text_eq(row->type, "index"))
            /* A table or index that needs what an earlier one made (a shadow table) is there by
             * now. */
            (void)sqlite3_exec(scratch.db, row->sql, NULL, NULL, NULL);
    }
    good = sqlite_snapshot(&scratch, arena, snapshot);
    for (size_t i = 0; i < raw->rows.len && good; i++) {
        const struct raw_row *row = &raw->rows.items[i];
        bool view = text_eq(row->type, "view");
        if ((view || text_eq(row->type, "trigger")) &&
            map_has(changed, sql_fold_name(arena, row->table)))
            VEC_PUSH(arena, &snapshot->objects,
                     ((struct schema_object){view ? "view" : "trigger", row->name, row->table,
                                             sql_normal(arena, row->sql, strlen(row->sql))}));
    }
    guard_close(&scratch);
    return good;
}

bool raw_diff(const struct box_limits *limits, struct arena *arena, const struct raw_schema *before,
              const struct raw_schema *after, struct strlist *lines)
{
    cleanup_arena struct arena *scratch = arena_new();
    struct schema_snapshot was, is;
    struct map *changed = map_new(scratch);
    add_changed(scratch, before, after, changed);
    add_changed(scratch, after, before, changed);
    if (map_len(changed) == 0)
        return true;
    if (!snapshot_of_rows(limits, scratch, before, changed, &was) ||
        !snapshot_of_rows(limits, scratch, after, changed, &is))
        return false;
    snapshot_diff(arena, &was, &is, COLUMN_ORDER_STRICT, lines);
    return true;
}

const char *sqlite_box_version(void)
{
    return sqlite3_libversion();
}
