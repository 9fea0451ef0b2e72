#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "schema/sql/sql_normal.h"
#include "schema/sqlite/snapshot.h"

struct diff {
    struct arena *arena;
    struct strlist *lines;
    enum column_order order;
};

printf_like(2, 3) static void say(struct diff *diff, const char *format, ...)
{
    if (diff->lines->len >= LIMIT_BOX_DIFFERENCES)
        return;
    cleanup_str struct str line;
    str_init(&line, 0);
    va_list args;
    va_start(args, format);
    str_vaddf(&line, format, args);
    va_end(args);
    strlist_add(diff->arena, diff->lines, str_dup(&line, diff->arena));
}

static bool same_text(const char *a, const char *b)
{
    return text_eq(a, b) && !a == !b;
}

static void column_words(struct arena *arena, const struct schema_column *column, struct str *words)
{
    /* A type's case means nothing to SQLite, and PostgreSQL's comes in one spelling. */
    str_add(words, *column->type ? sql_fold_name(arena, column->type) : "no type");
    if (column->not_null)
        str_add(words, " not null");
    if (column->default_value)
        str_addf(words, " default %s", column->default_value);
    if (column->collation)
        str_addf(words, " collate %s", column->collation);
    if (column->generated)
        str_addf(words, " %s as (%s)", column->stored ? "stored" : "virtual", column->generated);
    if (column->primary_key)
        str_addf(words, ", place %u in the primary key", column->primary_key);
}

static void diff_column(struct diff *diff, const struct schema_table *table,
                        const struct schema_column *was, const struct schema_column *is)
{
    cleanup_str struct str before, after;
    str_init(&before, 0);
    str_init(&after, 0);
    column_words(diff->arena, was, &before);
    column_words(diff->arena, is, &after);
    if (!text_eq(before.p, after.p))
        say(diff, "table '%s': column '%s' was %s, now it is %s", table->name, was->name, before.p,
            after.p);
}

static void diff_columns(struct diff *diff, const struct schema_table *was,
                         const struct schema_table *is)
{
    bool all = was->columns.len == is->columns.len;
    for (size_t i = 0; i < was->columns.len; i++) {
        const struct schema_column *column = snapshot_column(is, was->columns.items[i].name);
        if (!column)
            say(diff, "table '%s': column '%s' is gone", was->name, was->columns.items[i].name);
        else
            diff_column(diff, was, &was->columns.items[i], column);
        all = all && column;
    }
    for (size_t i = 0; i < is->columns.len; i++)
        if (!snapshot_column(was, is->columns.items[i].name))
            say(diff, "table '%s': column '%s' is new", was->name, is->columns.items[i].name);
    if (!all || diff->order == COLUMN_ORDER_IGNORE)
        return;
    for (size_t i = 0; i < was->columns.len; i++)
        if (!sql_same_name(was->columns.items[i].name, is->columns.items[i].name)) {
            say(diff, "table '%s': the columns stand in another order, '%s' is in place %zu",
                was->name, is->columns.items[i].name, i + 1);
            return;
        }
}

/* What a table has apart from columns and named indexes, each as one line; sorted, so that the
 * order of writing does not count. */
static void table_lines(struct arena *arena, const struct schema_table *table,
                        struct strlist *lines)
{
    cleanup_str struct str columns, parents;
    str_init(&columns, 0);
    str_init(&parents, 0);
    for (size_t i = 0; i < table->checks.len; i++)
        strlist_add(arena, lines, arena_printf(arena, "check (%s)", table->checks.items[i].sql));
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        const struct schema_foreign_key *key = &table->foreign_keys.items[i];
        str_clear(&columns);
        str_clear(&parents);
        str_add_list(&columns, &key->columns, ", ");
        str_add_list(&parents, &key->parent_columns, ", ");
        strlist_add(arena, lines,
                    sql_fold_name(arena, arena_printf(arena,
                                                      "foreign key (%s) to %s(%s) on update %s on "
                                                      "delete %s",
                                                      columns.p, key->parent, parents.p,
                                                      key->on_update, key->on_delete)));
    }
    for (uint32_t i = 0; i < table->extras.len; i++)
        strlist_add(arena, lines, sql_fold_name(arena, table->extras.items[i]));
    if (table->without_rowid)
        strlist_add(arena, lines, "without rowid");
    if (table->strict)
        strlist_add(arena, lines, "strict");
    if (table->autoincrement)
        strlist_add(arena, lines, "autoincrement");
    if (table->is_virtual)
        strlist_add(arena, lines, table->normal);
}

static const char *index_words(struct arena *arena, const struct schema_index *index)
{
    cleanup_str struct str words;
    str_init(&words, 0);
    str_addf(&words, "%s (", index->primary ? "primary key" : index->unique ? "unique" : "index");
    for (size_t i = 0; i < index->columns.len; i++) {
        const struct schema_index_column *column = &index->columns.items[i];
        str_addf(&words, "%s%s%s%s%s", i ? ", " : "", column->name ? column->name : "rowid",
                 column->collation ? " collate " : "", column->collation ? column->collation : "",
                 column->descending ? " desc" : "");
    }
    str_add(&words, ")");
    if (index->where)
        str_addf(&words, " where %s", index->where);
    return sql_fold_name(arena, words.p);
}

/* Both lists sorted: what only one of them has. */
static void diff_lines(struct diff *diff, const char *table, const struct strlist *was,
                       const struct strlist *is)
{
    static const char *const none[] = {""};
    const char *const *old = was->items ? was->items : none;
    const char *const *new = is->items ? is->items : none;
    uint32_t i = 0, j = 0;
    while (i < was->len || j < is->len) {
        int order = i == was->len ? 1 : j == is->len ? -1 : strcmp(old[i], new[j]);
        if (order < 0)
            say(diff, "table '%s': %s is gone", table, old[i]);
        else if (order > 0)
            say(diff, "table '%s': %s is new", table, new[j]);
        i += order <= 0;
        j += order >= 0;
    }
}

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort_lines(struct strlist *lines)
{
    if (lines->len > 1)
        qsort(lines->items, lines->len, sizeof *lines->items, compare_lines);
}

/* Of UNIQUE and PRIMARY KEY, whose names SQLite numbers, by what they cover. */
static void constraint_lines(struct arena *arena, const struct schema_table *table,
                             struct strlist *lines)
{
    for (size_t i = 0; i < table->indexes.len; i++)
        if (table->indexes.items[i].constraint)
            strlist_add(arena, lines, index_words(arena, &table->indexes.items[i]));
}

static void diff_indexes(struct diff *diff, const struct schema_snapshot *before,
                         const struct schema_snapshot *after, const struct schema_table *table,
                         bool forward)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct schema_index *index = &table->indexes.items[i];
        if (index->constraint)
            continue;
        const struct schema_index *other = snapshot_index(forward ? after : before, index->name);
        if (!other) {
            say(diff, "index '%s' on '%s' is %s", index->name, index->table,
                forward ? "gone" : "new");
            continue;
        }
        const char *was = index_words(diff->arena, index);
        const char *is = index_words(diff->arena, other);
        if (forward && (!text_eq(was, is) || !sql_same_name(index->table, other->table)))
            say(diff, "index '%s': was %s on '%s', now it is %s on '%s'", index->name, was,
                index->table, is, other->table);
    }
}

static void diff_table(struct diff *diff, const struct schema_table *was,
                       const struct schema_table *is)
{
    struct strlist before = {NULL, 0, 0}, after = {NULL, 0, 0};
    if (same_text(was->normal, is->normal))
        return;
    diff_columns(diff, was, is);
    table_lines(diff->arena, was, &before);
    table_lines(diff->arena, is, &after);
    constraint_lines(diff->arena, was, &before);
    constraint_lines(diff->arena, is, &after);
    sort_lines(&before);
    sort_lines(&after);
    diff_lines(diff, was->name, &before, &after);
}

static void diff_objects(struct diff *diff, const struct schema_snapshot *before,
                         const struct schema_snapshot *after)
{
    for (size_t i = 0; i < before->objects.len; i++) {
        const struct schema_object *was = &before->objects.items[i];
        const struct schema_object *is = snapshot_object(after, was->kind, was->name);
        if (!is)
            say(diff, "%s '%s' is gone", was->kind, was->name);
        else if (!text_eq(was->normal, is->normal))
            say(diff, "%s '%s' reads otherwise: was %s, now it is %s", was->kind, was->name,
                was->normal, is->normal);
    }
    for (size_t i = 0; i < after->objects.len; i++) {
        const struct schema_object *is = &after->objects.items[i];
        if (!snapshot_object(before, is->kind, is->name))
            say(diff, "%s '%s' is new", is->kind, is->name);
    }
}

void snapshot_diff(struct arena *arena, const struct schema_snapshot *before,
                   const struct schema_snapshot *after, enum column_order order,
                   struct strlist *lines)
{
    struct diff diff = {arena, lines, order};
    for (size_t i = 0; i < before->tables.len; i++) {
        const struct schema_table *was = &before->tables.items[i];
        const struct schema_table *is = snapshot_table(after, was->name);
        if (!is)
            say(&diff, "table '%s' is gone", was->name);
        else
            diff_table(&diff, was, is);
        if (is)
            diff_indexes(&diff, before, after, was, true);
    }
    for (size_t i = 0; i < after->tables.len; i++) {
        const struct schema_table *is = &after->tables.items[i];
        if (!snapshot_table(before, is->name))
            say(&diff, "table '%s' is new", is->name);
        else
            diff_indexes(&diff, before, after, is, false);
    }
    diff_objects(&diff, before, after);
}
