/* Making rows by trying: a first guess by type, then values that the CHECKs themselves name. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "schema/sql/sql.h"
#include "schema/sql/sql_normal.h"
#include "schema/sqlite/sqlite_rows.h"

#define ATTEMPTS 96
#define NUMBERS_IN_TEXT_MAX 256 /* length(x) = 64 */
#define CANDIDATES_MAX 64

enum value_kind { VALUE_NULL, VALUE_INTEGER, VALUE_REAL, VALUE_TEXT, VALUE_BLOB };

struct value {
    enum value_kind kind;
    int64_t integer;
    double real;
    const char *text; /* TEXT and BLOB */
};

struct field {
    const struct schema_column *column;
    enum value_kind kind; /* what its type asks for */
    bool boolean, moment;
    bool checked;             /* a CHECK, an index or a generated column names it */
    bool single_key;          /* alone in a unique key */
    VEC(struct value) likely; /* what the CHECKs name, and a few more for a column in a CHECK */
    struct value value;
};

struct fill {
    struct guard *guard;
    struct arena *arena;
    const struct schema_table *table;
    VEC(struct field) fields;
    sqlite3_stmt *insert, **parents;
    uint64_t serial; /* of the attempt: values made from it do not repeat */
    uint64_t random;
};

static uint64_t next_random(struct fill *fill)
{
    fill->random = fill->random * 6364136223846793005u + 1442695040888963407u;
    return fill->random >> 33;
}

static bool type_has(const char *type, const char *part)
{
    size_t len = strlen(part);
    for (; *type; type++)
        if (strncasecmp(type, part, len) == 0)
            return true;
    return false;
}

/* SQLite: datatype3, "determination of column affinity"; what is left goes by common names. */
static void field_type(struct field *field)
{
    const char *type = field->column->type;
    field->boolean = type_has(type, "BOOL");
    field->moment = type_has(type, "DATE") || type_has(type, "TIME");
    if (type_has(type, "INT") || field->boolean)
        field->kind = VALUE_INTEGER;
    else if (type_has(type, "CHAR") || type_has(type, "CLOB") || type_has(type, "TEXT") ||
             type_has(type, "JSON") || type_has(type, "UUID") || field->moment)
        field->kind = VALUE_TEXT;
    else if (type_has(type, "BLOB"))
        field->kind = VALUE_BLOB;
    else if (type_has(type, "REAL") || type_has(type, "FLOA") || type_has(type, "DOUB"))
        field->kind = VALUE_REAL;
    else
        field->kind = *type && !sql_same_name(type, "ANY") ? VALUE_INTEGER : VALUE_TEXT;
}

static void likely_text(struct fill *fill, struct field *field, const char *text)
{
    if (field->likely.len < CANDIDATES_MAX)
        VEC_PUSH(fill->arena, &field->likely, ((struct value){.kind = VALUE_TEXT, .text = text}));
}

static void likely_number(struct fill *fill, struct field *field, double number)
{
    int64_t whole = (int64_t)number;
    for (int64_t near = -1; near <= 1 && field->likely.len < CANDIDATES_MAX; near++)
        VEC_PUSH(fill->arena, &field->likely,
                 field->kind == VALUE_REAL
                     ? ((struct value){.kind = VALUE_REAL, .real = number + (double)near / 2})
                     : ((struct value){.kind = VALUE_INTEGER, .integer = whole + near}));
    if (field->kind != VALUE_TEXT || whole < 1 || whole > NUMBERS_IN_TEXT_MAX)
        return;
    char *text = arena_text(fill->arena, (size_t)whole);
    memset(text, 'a', (size_t)whole);
    likely_text(fill, field, text);
}

/* A text that a LIKE or GLOB pattern takes: wildcards for one become one, those for many none. */
static void likely_pattern(struct fill *fill, struct field *field, const char *pattern)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    for (const char *p = pattern; *p; p++) {
        const char *close = *p == '[' ? strchr(p, ']') : NULL;
        if (*p == '%' || *p == '*')
            continue;
        if (close && close > p + 1) {
            str_addc(&text, p[1] == '^' ? '~' : p[1]);
            p = close;
        } else {
            str_addc(&text, *p == '_' || *p == '?' ? 'a' : *p);
        }
    }
    if (!text_eq(text.p, pattern))
        likely_text(fill, field, str_dup(&text, fill->arena));
}

static void likely_of_check(struct fill *fill, struct field *field, const char *sql)
{
    struct sql_lexer lexer = sql_lexer_of(sql, 0, strlen(sql), SQL_SQLITE);
    struct sql_token token;
    bool minus = false;
    while (sql_next_code(&lexer, &token)) {
        if (token.kind == SQL_STRING) {
            const char *text = sql_text(fill->arena, sql, &token);
            likely_text(fill, field, text);
            likely_pattern(fill, field, text);
        } else if (token.kind == SQL_NUMBER) {
            double number = strtod(sql + token.begin, NULL);
            likely_number(fill, field, minus ? -number : number);
        }
        minus = sql_is_mark(sql, &token, '-');
    }
}

static bool names_column(const char *sql, const char *column)
{
    struct sql_lexer lexer = sql_lexer_of(sql, 0, strlen(sql), SQL_SQLITE);
    struct sql_token token;
    size_t len = strlen(column);
    while (sql_next_code(&lexer, &token))
        if (token.end - token.begin == len && strncasecmp(sql + token.begin, column, len) == 0)
            return true;
    return false;
}

/* SQL that a value has to please: a CHECK, or what an index or a generated column makes of it. */
static void field_pleases(struct fill *fill, struct field *field, const char *sql)
{
    if (!sql || !names_column(sql, field->column->name))
        return;
    field->checked = true;
    likely_of_check(fill, field, sql);
}

static void field_checks(struct fill *fill, struct field *field)
{
    static const char *const common[] = {"{}",         "[]",       "2026-01-02T03:04:05Z",
                                         "2026-01-02", "03:04:05", "a",
                                         "A",          "0",        "a@example.com"};
    const struct schema_table *table = fill->table;
    for (size_t i = 0; i < table->checks.len; i++)
        field_pleases(fill, field, table->checks.items[i].sql);
    for (size_t i = 0; i < table->columns.len; i++)
        field_pleases(fill, field, table->columns.items[i].generated);
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct schema_index *index = &table->indexes.items[i];
        field_pleases(fill, field, index->where);
        for (size_t j = 0; j < index->columns.len; j++)
            if (index->columns.items[j].expression)
                field_pleases(fill, field, index->columns.items[j].name);
    }
    if (!field->checked)
        return;
    if (field->kind == VALUE_TEXT || field->kind == VALUE_BLOB)
        for (size_t i = 0; i < sizeof common / sizeof *common; i++)
            likely_text(fill, field, common[i]);
    else
        likely_number(fill, field, 1);
    if (!field->column->not_null)
        VEC_PUSH(fill->arena, &field->likely, ((struct value){.kind = VALUE_NULL}));
}

static void field_keys(struct fill *fill, struct field *field)
{
    const char *name = field->column->name;
    size_t primary = 0;
    for (size_t i = 0; i < fill->table->columns.len; i++)
        primary += fill->table->columns.items[i].primary_key > 0;
    field->single_key = primary == 1 && field->column->primary_key > 0;
    for (size_t i = 0; i < fill->table->indexes.len; i++) {
        const struct schema_index *index = &fill->table->indexes.items[i];
        if (index->unique && index->columns.len == 1 && index->columns.items[0].name &&
            sql_same_name(index->columns.items[0].name, name))
            field->single_key = true;
    }
}

static struct value guess(struct fill *fill, const struct field *field)
{
    uint64_t serial = fill->serial;
    struct value value = {.kind = field->kind};
    switch (field->kind) {
    case VALUE_INTEGER:
        value.integer = (int64_t)(field->boolean && !field->single_key ? serial % 2 : serial);
        break;
    case VALUE_REAL:
        value.real = (double)serial + 0.5;
        break;
    case VALUE_BLOB:
        value.text = arena_printf(fill->arena, "%016llx", (unsigned long long)serial);
        break;
    default:
        value.text =
            field->moment && !field->single_key
                ? arena_printf(fill->arena, "2026-01-02 03:04:%02u", (unsigned)(serial % 60))
                : arena_printf(fill->arena, "%s-%llu", field->column->name,
                               (unsigned long long)serial);
        break;
    }
    return value;
}

static struct field *field_named(struct fill *fill, const char *name)
{
    for (size_t i = 0; i < fill->fields.len; i++)
        if (sql_same_name(fill->fields.items[i].column->name, name))
            return &fill->fields.items[i];
    return NULL;
}

/* "The n-th row's key", prepared once for each foreign key. */
static sqlite3_stmt *parent_statement(struct fill *fill, size_t index)
{
    const struct schema_foreign_key *key = &fill->table->foreign_keys.items[index];
    if (fill->parents[index])
        return fill->parents[index];
    cleanup_str struct str sql;
    str_init(&sql, 0);
    str_add(&sql, "SELECT ");
    for (uint32_t i = 0; i < key->parent_columns.len; i++) {
        char *name = sqlite3_mprintf("%s\"%w\"", i ? ", " : "", key->parent_columns.items[i]);
        str_add(&sql, name);
        sqlite3_free(name);
    }
    char *from = sqlite3_mprintf(
        " FROM main.\"%w\" LIMIT 1 OFFSET (?1 %% max(1, (SELECT count(*) FROM main.\"%w\")))",
        key->parent, key->parent);
    str_add(&sql, from);
    sqlite3_free(from);
    (void)sqlite3_prepare_v2(fill->guard->db, sql.p, -1, &fill->parents[index], NULL);
    return fill->parents[index];
}

static struct value column_value(struct fill *fill, sqlite3_stmt *stmt, int column)
{
    const char *text;
    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_INTEGER:
        return (struct value){.kind = VALUE_INTEGER, .integer = sqlite3_column_int64(stmt, column)};
    case SQLITE_FLOAT:
        return (struct value){.kind = VALUE_REAL, .real = sqlite3_column_double(stmt, column)};
    case SQLITE_NULL:
        return (struct value){.kind = VALUE_NULL};
    default:
        text = (const char *)sqlite3_column_text(stmt, column);
        return (struct value){.kind = sqlite3_column_type(stmt, column) == SQLITE_BLOB ? VALUE_BLOB
                                                                                       : VALUE_TEXT,
                              .text = arena_strdup(fill->arena, text ? text : "")};
    }
}

/* The key of a row that the parent has; false: it has none. */
static bool take_parent(struct fill *fill, size_t index)
{
    const struct schema_foreign_key *key = &fill->table->foreign_keys.items[index];
    sqlite3_stmt *stmt = parent_statement(fill, index);
    if (!stmt)
        return false;
    (void)sqlite3_bind_int64(stmt, 1, (int64_t)next_random(fill));
    bool found = sqlite3_step(stmt) == SQLITE_ROW;
    for (uint32_t i = 0; found && i < key->columns.len && i < key->parent_columns.len; i++) {
        struct field *field = field_named(fill, key->columns.items[i]);
        if (field)
            field->value = column_value(fill, stmt, (int)i);
    }
    (void)sqlite3_reset(stmt);
    return found;
}

/* Without a row to point at: at nothing, or at the row itself. */
static void no_parent(struct fill *fill, const struct schema_foreign_key *key)
{
    bool self = sql_same_name(key->parent, fill->table->name);
    for (uint32_t i = 0; i < key->columns.len; i++) {
        struct field *field = field_named(fill, key->columns.items[i]);
        const struct field *own = self && i < key->parent_columns.len
                                      ? field_named(fill, key->parent_columns.items[i])
                                      : NULL;
        if (field && !field->column->not_null && field->column->primary_key == 0)
            field->value = (struct value){.kind = VALUE_NULL};
        else if (field && own)
            field->value = own->value;
    }
}

static void choose_values(struct fill *fill, int attempt)
{
    for (size_t i = 0; i < fill->fields.len; i++) {
        struct field *field = &fill->fields.items[i];
        /* The first guess is right for most; then the CHECKs have their say, more often than not.
         */
        bool likely = field->likely.len > 0 && attempt > 0 && next_random(fill) % 8 != 0;
        field->value = likely ? field->likely.items[next_random(fill) % field->likely.len]
                              : guess(fill, field);
        if (attempt > ATTEMPTS / 2 && !field->column->not_null && next_random(fill) % 4 == 0)
            field->value = (struct value){.kind = VALUE_NULL};
    }
    for (size_t i = 0; i < fill->table->foreign_keys.len; i++) {
        if (!take_parent(fill, i))
            no_parent(fill, &fill->table->foreign_keys.items[i]);
    }
}

static void bind(sqlite3_stmt *stmt, int place, const struct value *value)
{
    switch (value->kind) {
    case VALUE_INTEGER:
        (void)sqlite3_bind_int64(stmt, place, value->integer);
        break;
    case VALUE_REAL:
        (void)sqlite3_bind_double(stmt, place, value->real);
        break;
    case VALUE_TEXT:
        (void)sqlite3_bind_text(stmt, place, value->text, -1, SQLITE_STATIC);
        break;
    case VALUE_BLOB:
        (void)sqlite3_bind_blob(stmt, place, value->text, (int)strlen(value->text), SQLITE_STATIC);
        break;
    default:
        (void)sqlite3_bind_null(stmt, place);
        break;
    }
}

static bool prepare_insert(struct fill *fill)
{
    cleanup_str struct str sql, marks;
    str_init(&sql, 0);
    str_init(&marks, 0);
    char *head = sqlite3_mprintf("INSERT INTO main.\"%w\"", fill->table->name);
    str_add(&sql, head);
    sqlite3_free(head);
    for (size_t i = 0; i < fill->fields.len; i++) {
        char *name =
            sqlite3_mprintf("%s\"%w\"", i ? ", " : " (", fill->fields.items[i].column->name);
        str_add(&sql, name);
        sqlite3_free(name);
        str_addf(&marks, "%s?%zu", i ? ", " : "", i + 1);
    }
    str_addf(&sql, fill->fields.len ? ") VALUES (%s)" : " DEFAULT VALUES%s", marks.p);
    return sqlite3_prepare_v2(fill->guard->db, sql.p, -1, &fill->insert, NULL) == SQLITE_OK;
}

static bool add_row(struct fill *fill, uint64_t row, const char **why)
{
    int rc = SQLITE_ERROR;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        /* Away from what a file's own rows have: those begin at 1. */
        fill->serial = 1000 + row + (uint64_t)attempt * 1000003u;
        choose_values(fill, attempt);
        for (size_t i = 0; i < fill->fields.len; i++)
            bind(fill->insert, (int)i + 1, &fill->fields.items[i].value);
        rc = sqlite3_step(fill->insert);
        if (rc != SQLITE_DONE)
            *why = arena_strdup(fill->arena, sqlite3_errmsg(fill->guard->db));
        (void)sqlite3_reset(fill->insert);
        if (rc == SQLITE_DONE)
            return true;
        if (fill->guard->out_of_time)
            *why = "a trigger or a CHECK takes too long";
        /* An error while it runs is about a value too ("malformed JSON"); time and room are not. */
        if ((rc & 0xff) != SQLITE_CONSTRAINT && (rc & 0xff) != SQLITE_MISMATCH &&
            (rc & 0xff) != SQLITE_ERROR)
            return false;
    }
    return false;
}

static void read_fields(struct fill *fill)
{
    for (size_t i = 0; i < fill->table->columns.len; i++) {
        const struct schema_column *column = &fill->table->columns.items[i];
        if (column->generated || column->hidden)
            continue;
        struct field *field = VEC_ADD(fill->arena, &fill->fields);
        *field = (struct field){.column = column};
        field_type(field);
        field_checks(fill, field);
        field_keys(fill, field);
    }
}

bool rows_fill(struct guard *guard, struct arena *arena, const struct schema_table *table,
               uint32_t want, const char **why)
{
    cleanup_arena struct arena *scratch = arena_new();
    int64_t have = rows_count(guard, table->name);
    if (have >= (int64_t)want || table->is_virtual)
        return true;
    bool before = guard->quiet;
    guard->quiet = true;
    struct fill fill = {.guard = guard, .arena = scratch, .table = table, .random = 1};
    const char *reason = NULL;
    fill.parents = arena_calloc(scratch, table->foreign_keys.len, sizeof(sqlite3_stmt *));
    read_fields(&fill);
    bool good = prepare_insert(&fill);
    if (!good)
        reason = sqlite3_errmsg(guard->db);
    for (int64_t row = have < 0 ? 0 : have; good && row < (int64_t)want; row++)
        good = add_row(&fill, (uint64_t)row, &reason);
    if (!good)
        *why = arena_strdup(arena, reason);
    (void)sqlite3_finalize(fill.insert);
    for (size_t i = 0; i < table->foreign_keys.len; i++)
        (void)sqlite3_finalize(fill.parents[i]);
    guard->quiet = before;
    return good;
}
