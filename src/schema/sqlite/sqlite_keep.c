/* Rows under a chain: made before a migration, looked for after each of its legs. */
#include "base/str.h"
#include "schema/sql/sql.h"
#include "schema/sql/sql_normal.h"
#include "schema/sqlite/sqlite_chain.h"

/* How often a table that takes no rows is tried again when later migrations add tables. */
#define FILL_TRIES 4

static struct table_sum *sum_of(struct chain *chain, const char *table)
{
    struct table_sum *sum = ARENA_NEW(chain->scratch, struct table_sum);
    return rows_sum(chain->main, chain->scratch, table, sum) ? sum : NULL;
}

/* `DELETE FROM table` or TRUNCATE-like statements of the file itself: then the loss is meant. */
static bool deletes_from(const struct migration_part *part, struct arena *arena, const char *table)
{
    for (size_t i = 0; i < part->spans.len; i++) {
        const struct migration_span *span = &part->spans.items[i];
        const char *bytes = span->file->bytes;
        struct sql_lexer lexer = sql_lexer_of(bytes, span->begin, span->end, SQL_SQLITE);
        struct sql_token token;
        bool delete_word = false, from = false;
        while (sql_next_code(&lexer, &token)) {
            if (from && (token.kind == SQL_WORD || token.kind == SQL_NAME) &&
                sql_same_name(sql_text(arena, bytes, &token), table))
                return true;
            from = delete_word && sql_is(bytes, &token, "from");
            delete_word = sql_is(bytes, &token, "delete");
        }
    }
    return false;
}

static void lost(struct chain *chain, const char *line)
{
    strlist_add(chain->arena, &chain->step->lines, line);
    chain_flag(chain, SMOKE_ROWS_LOST, VERDICT_FAIL, line);
}

/* `what` with the rows of a table before and after. */
static void lost_rows(struct chain *chain, const char *what, const struct table_sum *was,
                      const struct table_sum *is)
{
    lost(chain, arena_printf(chain->arena, "%s '%s': %llu before, %llu after", what, was->name,
                             (unsigned long long)was->rows, (unsigned long long)is->rows));
}

void keep_after_up(struct chain *chain, const struct migration *migration, struct map *after)
{
    size_t cursor = 0;
    const char *name;
    void *value;
    while (map_next(chain->main->touched, &cursor, &name, &value)) {
        const struct table_sum *was = map_get(chain->sums, name);
        struct table_sum *is = sum_of(chain, name);
        if (is)
            (void)map_put(after, arena_strdup(chain->scratch, name), is);
        if (was && is && is->rows < was->rows &&
            !deletes_from(&migration->up, chain->scratch, was->name))
            lost_rows(chain, "up loses rows of", was, is);
    }
}

/* The way there may change values for good; the way back must not lose what it left. */
static void values_after_down(struct chain *chain, const struct table_sum *was,
                              const struct table_sum *between, const struct table_sum *is)
{
    const char *column;
    switch (rows_kept(chain->scratch, was, between, is, &column)) {
    case ROWS_KEPT:
        break;
    case ROWS_VALUES_LOST:
        lost(chain, arena_printf(chain->arena, "down changes values of '%s' in column '%s'",
                                 was->name, column));
        break;
    case ROWS_MIXED:
        lost(chain,
             arena_printf(chain->arena, "down puts values of '%s' into other rows", was->name));
        break;
    }
}

/* After the way back. A table that the way there dropped cannot have its rows back: that is the
 * author's will, and linting has a word for it. */
void keep_after_down(struct chain *chain, const struct migration *migration, struct map *dropped,
                     struct map *after)
{
    size_t cursor = 0;
    const char *name;
    void *value;
    while (map_next(chain->main->touched, &cursor, &name, &value)) {
        const struct table_sum *was = map_get(chain->sums, name);
        const struct table_sum *between = map_get(after, name);
        struct table_sum *is = was ? sum_of(chain, name) : NULL;
        bool meant = !between && map_has(dropped, name);
        if (!is || meant)
            continue;
        if (between && between->rows < was->rows &&
            deletes_from(&migration->up, chain->scratch, was->name))
            continue;
        if (is->rows != was->rows)
            lost_rows(chain, "down changes the number of rows of", was, is);
        else if (between)
            values_after_down(chain, was, between, is);
    }
}

void keep_after_again(struct chain *chain, struct map *after)
{
    size_t cursor = 0;
    const char *name;
    void *value;
    while (map_next(after, &cursor, &name, &value)) {
        const struct table_sum *was = value;
        const struct table_sum *is = sum_of(chain, name);
        if (is && is->rows != was->rows)
            lost_rows(chain, "up again leaves another number of rows in", was, is);
    }
}

/* Keys that were not written are the parent's: a table read alone cannot know them. */
static void complete_keys(struct chain *chain, struct guard *guard, struct schema_table *table)
{
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        struct schema_foreign_key *key = &table->foreign_keys.items[i];
        struct schema_table parent;
        if (key->parent_columns.len == 0 &&
            sqlite_snapshot_table(guard, chain->scratch, key->parent, &parent))
            snapshot_primary_key(chain->scratch, &parent, &key->parent_columns);
    }
}

static void add_pending(struct chain *chain, const char *table)
{
    for (size_t i = 0; i < chain->pending.len; i++)
        if (sql_same_name(chain->pending.items[i].table, table))
            return;
    VEC_PUSH(chain->arena, &chain->pending,
             ((struct pending){arena_strdup(chain->arena, table), 0}));
}

static void fill_table(struct chain *chain, const char *name, bool report)
{
    struct schema_table table;
    const char *why = NULL;
    if (!sqlite_snapshot_table(chain->main, chain->scratch, name, &table)) {
        (void)map_remove(chain->sums, name);
        return;
    }
    complete_keys(chain, chain->main, &table);
    bool full = rows_fill(chain->main, chain->scratch, &table, chain->job->options->rows, &why);
    strlist_add(chain->arena, &chain->owed, arena_strdup(chain->arena, table.name));
    if (!full && report) {
        add_pending(chain, table.name);
        char *line =
            arena_printf(chain->arena, "no rows could be made for '%s': %s", table.name, why);
        strlist_add(chain->arena, &chain->step->lines, line);
        chain_flag(chain, SMOKE_NOT_FILLED, VERDICT_UNKNOWN, line);
    }
    struct table_sum *sum = ARENA_NEW(chain->sums_arena, struct table_sum);
    if (rows_sum(chain->main, chain->sums_arena, name, sum))
        (void)map_put(chain->sums, sql_fold_name(chain->sums_arena, name), sum);
}

void keep_fill(struct chain *chain, bool report)
{
    size_t cursor = 0;
    const char *name;
    void *value;
    struct strlist names = {NULL, 0, 0};
    if (chain->job->options->rows == 0)
        return;
    while (map_next(chain->main->touched, &cursor, &name, &value))
        strlist_add(chain->scratch, &names, arena_strdup(chain->scratch, name));
    /* What was renamed is known by its old name only. */
    for (size_t i = 0; i < chain->after.rows.len && chain->main->altered; i++) {
        const struct raw_row *row = &chain->after.rows.items[i];
        char *folded = sql_fold_name(chain->scratch, row->name);
        if (text_eq(row->type, "table") && !map_has(chain->sums, folded))
            strlist_add(chain->scratch, &names, folded);
    }
    uint32_t own = names.len;
    for (uint32_t i = 0; i < chain->refilled.len; i++)
        strlist_add(chain->scratch, &names, chain->refilled.items[i]);
    chain->refilled = (struct strlist){NULL, 0, 0};
    /* A parent that comes behind its child: what took no rows is tried once more. */
    for (size_t i = 0; i < chain->pending.len; i++)
        if (names.len > 0 && chain->pending.items[i].tries++ < FILL_TRIES)
            strlist_add(chain->scratch, &names,
                        sql_fold_name(chain->scratch, chain->pending.items[i].table));
    /* Triggers and CHECKs run with the rows, and those are the file's. */
    guard_start(chain->main);
    for (uint32_t i = 0; i < names.len; i++)
        fill_table(chain, names.items[i], false);
    for (uint32_t i = 0; i < names.len; i++)
        if (rows_count(chain->main, names.items[i]) < (int64_t)chain->job->options->rows)
            fill_table(chain, names.items[i], report && i < own);
    guard_stop(chain->main);
}

/* `main` as `still` is, once that has its rows. What was made there now may have other values than
 * what `main` had, so it is summed up anew with what the step touched. */
bool keep_set_right(struct chain *chain)
{
    guard_start(&chain->still);
    for (uint32_t i = 0; i < chain->owed.len; i++) {
        const char *name = chain->owed.items[i], *why;
        struct schema_table table;
        if (!sqlite_snapshot_table(&chain->still, chain->scratch, name, &table))
            continue;
        complete_keys(chain, &chain->still, &table);
        (void)rows_fill(&chain->still, chain->scratch, &table, chain->job->options->rows, &why);
        strlist_add(chain->scratch, &chain->refilled, sql_fold_name(chain->scratch, name));
    }
    guard_stop(&chain->still);
    chain->owed.len = 0;
    return chain_copy(chain->main, &chain->still);
}
