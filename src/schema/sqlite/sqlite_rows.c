#include "schema/sqlite/sqlite_rows.h"

#include <string.h>

#include "base/hash.h"
#include "schema/sql/sql_normal.h"

static sqlite3_stmt *prepare_on(struct guard *guard, const char *format, const char *table)
{
    char *sql = sqlite3_mprintf(format, table);
    sqlite3_stmt *stmt = NULL;
    bool before = guard->quiet;
    guard->quiet = true;
    if (sql)
        (void)sqlite3_prepare_v2(guard->db, sql, -1, &stmt, NULL);
    guard->quiet = before;
    sqlite3_free(sql);
    return stmt;
}

static uint64_t value_hash(sqlite3_stmt *stmt, int column)
{
    const uint64_t key[2] = {0x726f77u, (uint64_t)sqlite3_column_type(stmt, column)};
    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_INTEGER: {
        sqlite3_int64 value = sqlite3_column_int64(stmt, column);
        return hash_sip(key, &value, sizeof value);
    }
    case SQLITE_FLOAT: {
        double value = sqlite3_column_double(stmt, column);
        return hash_sip(key, &value, sizeof value);
    }
    case SQLITE_NULL:
        return hash_sip(key, "", 0);
    default: {
        const void *bytes = sqlite3_column_blob(stmt, column);
        return hash_sip(key, bytes ? bytes : "", (size_t)sqlite3_column_bytes(stmt, column));
    }
    }
}

bool rows_sum(struct guard *guard, struct arena *arena, const char *table, struct table_sum *sum)
{
    *sum = (struct table_sum){.name = arena_strdup(arena, table)};
    cleanup_stmt sqlite3_stmt *stmt = prepare_on(guard, "SELECT * FROM main.\"%w\"", table);
    if (!stmt)
        return false;
    int count = sqlite3_column_count(stmt);
    for (int i = 0; i < count; i++)
        VEC_PUSH(arena, &sum->columns,
                 ((struct column_sum){arena_strdup(arena, sqlite3_column_name(stmt, i)), 0}));
    int rc;
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        sum->rows++;
        for (int i = 0; i < count; i++)
            sum->columns.items[i].sum += value_hash(stmt, i);
    }
    return rc == SQLITE_DONE;
}

bool rows_same_values(const struct table_sum *a, const struct table_sum *b, const char **column)
{
    for (size_t i = 0; i < a->columns.len; i++)
        for (size_t j = 0; j < b->columns.len; j++)
            if (sql_same_name(a->columns.items[i].name, b->columns.items[j].name) &&
                a->columns.items[i].sum != b->columns.items[j].sum) {
                *column = a->columns.items[i].name;
                return false;
            }
    return true;
}

int64_t rows_count(struct guard *guard, const char *table)
{
    cleanup_stmt sqlite3_stmt *stmt = prepare_on(guard, "SELECT count(*) FROM main.\"%w\"", table);
    return stmt && sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : -1;
}
