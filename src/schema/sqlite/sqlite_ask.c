/* Questions about the database that a chain made, in the process of the question. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "schema/sql/sql_normal.h"
#include "schema/sqlite/sqlite_rows.h"
#include "schema/sqlite/sqlite_run.h"
#include "schema/sqlite/sqlite_serve.h"
#include "schema/sqlite/sqlite_snapshot.h"

#define WARM_UPS 20

struct ask {
    struct guard *guard;
    struct box_mark *mark;
    struct arena *arena;
    const struct box_request *request;
    struct box_answer *answer;
};

static void begin_rows(void *context, sqlite3_stmt *stmt)
{
    struct ask *ask = context;
    (void)stmt;
    ask->answer->rows.len = 0;
    ask->answer->row_count = 0;
}

static bool keep_row(void *context, sqlite3_stmt *stmt)
{
    struct ask *ask = context;
    ask->answer->row_count++;
    if (ask->answer->rows.len >= LIMIT_BOX_ROWS)
        return true;
    struct box_row *row = VEC_ADD(ask->arena, &ask->answer->rows);
    *row = (struct box_row){.values = {NULL, 0, 0}};
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
        const char *text = (const char *)sqlite3_column_text(stmt, i);
        size_t len = (size_t)sqlite3_column_bytes(stmt, i);
        strlist_add(ask->arena, &row->values, text ? utf8_repair(ask->arena, text, len) : NULL);
    }
    return true;
}

static void count_steps(void *context, sqlite3_stmt *stmt)
{
    struct box_answer *answer = ((struct ask *)context)->answer;
    answer->fullscan_steps += sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_FULLSCAN_STEP, 0);
    answer->sorts += sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_SORT, 0);
    answer->autoindexes += sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_AUTOINDEX, 0);
    answer->vm_steps += sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 0);
}

static bool run_sql(struct ask *ask, const char *sql)
{
    const struct run_rows rows = {ask, begin_rows, keep_row, count_steps};
    return run_script(ask->guard, ask->mark, sql, &rows, ask->arena, &ask->answer->trouble);
}

static uint32_t rows_for(const struct ask *ask, const char *table)
{
    for (size_t i = 0; i < ask->request->sizes.len; i++)
        if (sql_same_name(ask->request->sizes.items[i].table, table)) {
            int64_t rows = ask->request->sizes.items[i].rows;
            return rows < 0 ? 0 : rows > LIMIT_BOX_FILL_ROWS ? LIMIT_BOX_FILL_ROWS : (uint32_t)rows;
        }
    return 0;
}

/* `sized`: as many as the question names, else the same few for every table. In as many passes as
 * the longest chain of parents may need. */
static void make_rows(struct ask *ask, const struct schema_snapshot *snapshot, bool sized)
{
    const char *why = NULL;
    bool again = true;
    guard_start(ask->guard);
    (void)guard_exec(ask->guard, "BEGIN");
    for (int pass = 0; pass < 8 && again; pass++) {
        again = false;
        for (size_t i = 0; i < snapshot->tables.len; i++) {
            const struct schema_table *table = &snapshot->tables.items[i];
            uint32_t sizes = sized ? rows_for(ask, table->name) : 0;
            uint32_t want = sizes > ask->request->rows ? sizes : ask->request->rows;
            again = !rows_fill(ask->guard, ask->arena, table, want, &why) || again;
            if (pass == 7 && again)
                strlist_add(ask->arena, &ask->answer->notes,
                            arena_printf(ask->arena, "no rows could be made for '%s': %s",
                                         table->name, why ? why : "time is up"));
        }
    }
    if (!guard_exec(ask->guard, "COMMIT"))
        (void)guard_exec(ask->guard, "ROLLBACK");
    guard_stop(ask->guard);
}

/* SQLite: sqlite_stat1. How many rows the table has, then how many share each prefix of the index.
 */
static void write_sizes(struct ask *ask, const struct schema_snapshot *snapshot)
{
    if (ask->request->sizes.len == 0)
        return;
    (void)guard_exec(ask->guard, "ANALYZE");
    for (size_t i = 0; i < ask->request->sizes.len; i++) {
        const struct box_size *size = &ask->request->sizes.items[i];
        const struct schema_table *table = snapshot_table(snapshot, size->table);
        if (!table)
            continue;
        char *sql = sqlite3_mprintf("DELETE FROM sqlite_stat1 WHERE tbl = %Q;"
                                    "INSERT INTO sqlite_stat1 VALUES (%Q, NULL, '%lld')",
                                    table->name, table->name, (long long)size->rows);
        (void)guard_exec(ask->guard, sql);
        sqlite3_free(sql);
        for (size_t j = 0; j < table->indexes.len; j++) {
            const struct schema_index *index = &table->indexes.items[j];
            int64_t share = size->rows;
            char *stat = arena_printf(ask->arena, "%lld", (long long)size->rows);
            for (size_t c = 0; c < index->columns.len; c++) {
                bool last = c + 1 == index->columns.len;
                share = index->unique && last ? 1 : share > 10 ? share / 10 : 1;
                stat = arena_printf(ask->arena, "%s %lld", stat, (long long)share);
            }
            sql = sqlite3_mprintf("INSERT INTO sqlite_stat1 VALUES (%Q, %Q, %Q)", table->name,
                                  index->name, stat);
            (void)guard_exec(ask->guard, sql);
            sqlite3_free(sql);
        }
    }
    (void)guard_exec(ask->guard, "ANALYZE sqlite_schema");
}

static bool explain(struct ask *ask)
{
    char *sql = arena_printf(ask->arena, "EXPLAIN QUERY PLAN %s", ask->request->sql);
    if (!run_script(ask->guard, ask->mark, sql, &(struct run_rows){ask, begin_rows, keep_row, NULL},
                    ask->arena, &ask->answer->trouble))
        return false;
    for (size_t i = 0; i < ask->answer->rows.len; i++) {
        const struct strlist *values = &ask->answer->rows.items[i].values;
        if (values->len < 4 || !values->items[0] || !values->items[1])
            continue;
        VEC_PUSH(ask->arena, &ask->answer->plan,
                 ((struct box_plan_line){(uint32_t)strtoul(values->items[0], NULL, 10),
                                         (uint32_t)strtoul(values->items[1], NULL, 10),
                                         values->items[3] ? values->items[3] : ""}));
    }
    ask->answer->rows.len = 0;
    ask->answer->row_count = 0;
    return true;
}

static int compare_times(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Nearest rank. */
static int64_t percentile(const int64_t *times, uint32_t count, uint32_t percent)
{
    uint64_t rank = ((uint64_t)count * percent + 99) / 100;
    return times[rank > 0 ? rank - 1 : 0];
}

static void measure(struct ask *ask)
{
    uint32_t times = ask->request->times ? ask->request->times : 1;
    int64_t *took = arena_calloc(ask->arena, times, sizeof *took);
    for (uint32_t i = 0; i < times + WARM_UPS; i++) {
        int64_t start = guard_now_us();
        if (!run_sql(ask, ask->request->sql))
            return;
        if (i >= WARM_UPS)
            took[i - WARM_UPS] = guard_now_us() - start;
        if (i + 1 < times + WARM_UPS) {
            ask->answer->fullscan_steps = ask->answer->sorts = 0;
            ask->answer->autoindexes = ask->answer->vm_steps = 0;
        }
    }
    qsort(took, times, sizeof *took, compare_times);
    ask->answer->min_us = took[0];
    ask->answer->p50_us = percentile(took, times, 50);
    ask->answer->p95_us = percentile(took, times, 95);
    ask->answer->p99_us = percentile(took, times, 99);
    ask->answer->max_us = took[times - 1];
}

static void integrity(struct ask *ask)
{
    struct box_answer all = {.row_count = 0};
    if (!run_sql(ask, "PRAGMA main.integrity_check"))
        return;
    for (size_t i = 0; i < ask->answer->rows.len; i++) {
        const struct strlist *values = &ask->answer->rows.items[i].values;
        if (values->len > 0 && !text_eq(values->items[0], "ok"))
            VEC_PUSH(ask->arena, &all.rows, ask->answer->rows.items[i]);
    }
    if (!run_sql(ask, "SELECT 'a row of ' || \"table\" || ' points at no row of ' || parent"
                      " FROM pragma_foreign_key_check"))
        return;
    for (size_t i = 0; i < ask->answer->rows.len; i++)
        VEC_PUSH(ask->arena, &all.rows, ask->answer->rows.items[i]);
    ask->answer->rows.len = 0;
    for (size_t i = 0; i < all.rows.len; i++)
        VEC_PUSH(ask->arena, &ask->answer->rows, all.rows.items[i]);
    ask->answer->row_count = (int64_t)all.rows.len;
}

static bool sum_all(struct ask *ask, const struct schema_snapshot *snapshot, struct table_sum *sums)
{
    for (size_t i = 0; i < snapshot->tables.len; i++)
        if (!rows_sum(ask->guard, ask->arena, snapshot->tables.items[i].name, &sums[i]))
            return false;
    return true;
}

static void seed(struct ask *ask, const struct schema_snapshot *snapshot)
{
    struct table_sum *once = arena_calloc(ask->arena, snapshot->tables.len, sizeof *once);
    struct table_sum *twice = arena_calloc(ask->arena, snapshot->tables.len, sizeof *twice);
    const char *column;
    if (!run_sql(ask, ask->request->sql))
        return;
    bool good = sum_all(ask, snapshot, once);
    if (good && !run_sql(ask, ask->request->sql))
        return;
    if (!good || !sum_all(ask, snapshot, twice)) {
        guard_explain(ask->guard, ask->arena, sqlite3_extended_errcode(ask->guard->db),
                      &ask->answer->trouble);
        return;
    }
    for (size_t i = 0; i < snapshot->tables.len; i++)
        if (once[i].rows != twice[i].rows)
            strlist_add(ask->arena, &ask->answer->notes,
                        arena_printf(ask->arena,
                                     "'%s': %llu rows after the first run, %llu after "
                                     "the second",
                                     once[i].name, (unsigned long long)once[i].rows,
                                     (unsigned long long)twice[i].rows));
        else if (!rows_same_values(&once[i], &twice[i], &column))
            strlist_add(ask->arena, &ask->answer->notes,
                        arena_printf(ask->arena, "'%s': the second run changes column '%s'",
                                     once[i].name, column));
}

void box_answer_question(struct guard *guard, struct box_mark *mark, struct arena *arena,
                         const struct box_request *request, struct box_answer *answer)
{
    struct ask ask = {guard, mark, arena, request, answer};
    struct schema_snapshot snapshot = {.engine = NULL};
    if (request->question != BOX_SCRIPT && !sqlite_snapshot(guard, arena, &snapshot)) {
        guard_explain(guard, arena, sqlite3_extended_errcode(guard->db), &answer->trouble);
        return;
    }
    switch (request->question) {
    case BOX_SCRIPT:
        (void)run_sql(&ask, request->sql);
        break;
    case BOX_PLAN:
        write_sizes(&ask, &snapshot);
        if (!explain(&ask))
            break;
        make_rows(&ask, &snapshot, false);
        (void)run_sql(&ask, request->sql);
        break;
    case BOX_LATENCY:
        make_rows(&ask, &snapshot, true);
        measure(&ask);
        break;
    case BOX_INTEGRITY:
        make_rows(&ask, &snapshot, false);
        integrity(&ask);
        break;
    case BOX_SEED:
        seed(&ask, &snapshot);
        break;
    }
}
