#include "schema/sqlite/sqlite_rows.h"

#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
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
        bool kept = (sum->rows + 1) * (uint64_t)count <= LIMIT_BOX_CELLS;
        sum->rows++;
        for (int i = 0; i < count; i++) {
            uint64_t cell = value_hash(stmt, i);
            sum->columns.items[i].sum += cell;
            if (kept)
                VEC_PUSH(arena, &sum->cells, cell);
        }
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

/* Places of columns, each the same column in every list. */
struct places {
    VEC(size_t) was, between, is;
};

static bool find_column(const struct table_sum *sum, const char *name, size_t *place)
{
    for (*place = 0; *place < sum->columns.len; ++*place)
        if (sql_same_name(sum->columns.items[*place].name, name))
            return true;
    return false;
}

/* Where the values of a column are after the way there: under its name, or under a new one. */
static bool find_left_alone(const struct table_sum *was, const struct column_sum *column,
                            const struct table_sum *between, size_t *place)
{
    size_t other;
    if (find_column(between, column->name, place))
        return between->columns.items[*place].sum == column->sum;
    for (*place = 0; *place < between->columns.len; ++*place)
        if (between->columns.items[*place].sum == column->sum &&
            !find_column(was, between->columns.items[*place].name, &other))
            return true;
    return false;
}

/* The rows as a set: what stands together in one, of these columns. */
static uint64_t together(const struct table_sum *sum, const size_t *places, size_t len)
{
    uint64_t all = 0;
    for (size_t row = 0; row < sum->rows; row++) {
        uint64_t pair[2] = {0, 0};
        for (size_t i = 0; i < len; i++) {
            pair[1] = sum->cells.items[row * sum->columns.len + places[i]];
            pair[0] = hash_sip(pair, pair, sizeof pair);
        }
        all += pair[0];
    }
    return all;
}

static bool has_cells(const struct table_sum *sum)
{
    return sum->cells.len == sum->rows * sum->columns.len;
}

enum rows_kept rows_kept(struct arena *arena, const struct table_sum *was,
                         const struct table_sum *between, const struct table_sum *is,
                         const char **column)
{
    struct places places = {0};
    for (size_t i = 0; i < was->columns.len; i++) {
        const struct column_sum *sum = &was->columns.items[i];
        size_t in_between, in_is;
        if (!find_left_alone(was, sum, between, &in_between) || !find_column(is, sum->name, &in_is))
            continue;
        *column = sum->name;
        if (is->columns.items[in_is].sum != sum->sum)
            return ROWS_VALUES_LOST;
        VEC_PUSH(arena, &places.was, i);
        VEC_PUSH(arena, &places.between, in_between);
        VEC_PUSH(arena, &places.is, in_is);
    }
    if (!has_cells(was) || !has_cells(between) || !has_cells(is))
        return ROWS_KEPT;
    uint64_t before = together(was, places.was.items, places.was.len);
    /* Where the way there itself mixed them, nobody can say what the way back owes. */
    return before == together(between, places.between.items, places.between.len) &&
                   before != together(is, places.is.items, places.is.len)
               ? ROWS_MIXED
               : ROWS_KEPT;
}

int64_t rows_count(struct guard *guard, const char *table)
{
    cleanup_stmt sqlite3_stmt *stmt = prepare_on(guard, "SELECT count(*) FROM main.\"%w\"", table);
    return stmt && sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : -1;
}
