/* Rows: made so that a migration has something to lose, and summed up so that a loss is seen. Lives
 * in the box's child. */
#ifndef ROADMAP_SCHEMA_SQLITE_SQLITE_ROWS_H
#define ROADMAP_SCHEMA_SQLITE_SQLITE_ROWS_H

#include "schema/sqlite/snapshot.h"
#include "schema/sqlite/sqlite_guard.h"

struct column_sum {
    const char *name;
    uint64_t sum; /* of the values, whatever their order */
};

struct table_sum {
    const char *name;
    uint64_t rows;
    VEC(struct column_sum) columns;
    VEC(uint64_t) cells; /* each value, row after row; none above LIMIT_BOX_CELLS */
};

/* false: there is no such table, or it cannot be read. */
bool rows_sum(struct guard *guard, struct arena *arena, const char *table, struct table_sum *sum);
/* Of the columns that both have. */
bool rows_same_values(const struct table_sum *a, const struct table_sum *b, const char **column);

enum rows_kept { ROWS_KEPT, ROWS_VALUES_LOST, ROWS_MIXED };
/* Whether a way back keeps what the way there left alone: each column of `was` whose values are in
 * `between` too, be it renamed, has them in `is`, and in the same rows (in whatever order; not
 * looked at where one of the three has no cells). `column`: of ROWS_VALUES_LOST. All three have the
 * same number of rows, or the rows are not compared. */
enum rows_kept rows_kept(struct arena *arena, const struct table_sum *was,
                         const struct table_sum *between, const struct table_sum *is,
                         const char **column);

/* Adds rows until the table has `want`: types, NOT NULL, CHECK, UNIQUE and foreign keys are
 * respected as far as trying finds a way, the same values each time. false: it did not, and why. */
bool rows_fill(struct guard *guard, struct arena *arena, const struct schema_table *table,
               uint32_t want, const char **why);
int64_t rows_count(struct guard *guard, const char *table);

#endif
