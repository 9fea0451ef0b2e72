#include "schema/lint/tables.h"

#include <string.h>
#include <strings.h>

#include "schema/lint/lint_text.h"

static struct table_made *find(struct tables_made *tables, const char *table)
{
    for (size_t i = tables->items.len; i > 0; i--)
        if (strcmp(tables->items.items[i - 1].table, table) == 0)
            return &tables->items.items[i - 1];
    return NULL;
}

static void make(struct arena *arena, struct tables_made *tables, const char *table, size_t by)
{
    struct table_made *known = find(tables, table);
    if (known && !known->gone) /* IF NOT EXISTS */
        return;
    if (known && known->migration == by)
        known->gone = false;
    else
        VEC_PUSH(arena, &tables->items, ((struct table_made){table, by, false}));
}

/* SQLite's way of changing a table: a new one, the old one away, the name back. */
static void rename_to(struct arena *arena, struct tables_made *tables, const char *from,
                      const char *to, size_t by)
{
    struct table_made *old = find(tables, from), *before = find(tables, to);
    const bool rebuilt = old && old->migration == by && before && before->gone;
    if (old)
        old->gone = true;
    if (rebuilt)
        before->gone = false;
    else
        make(arena, tables, to, by);
}

static void take(struct arena *arena, struct tables_made *tables, const struct lint_statement *s,
                 size_t by)
{
    if (!s->table)
        return;
    if (s->kind == STATEMENT_CREATE_TABLE && !s->temporary) {
        make(arena, tables, s->table, by);
    } else if (s->kind == STATEMENT_RENAME_TABLE && s->other) {
        rename_to(arena, tables, s->table, s->other, by);
    } else if (s->kind == STATEMENT_DROP_TABLE) {
        struct table_made *known = find(tables, s->table);
        if (known)
            known->gone = true;
    }
}

struct tables_made migration_tables(struct arena *arena, const struct migration_set *set,
                                    enum sql_dialect dialect)
{
    struct tables_made tables = {0};
    struct arena *scratch cleanup_arena = arena_new();
    const struct lint_options options = {.dialect = dialect};
    for (size_t i = 0; i < set->migrations.len; i++) {
        const struct migration *migration = &set->migrations.items[i];
        if (migration->presence_only || migration->up.program || migration->up.unread)
            continue;
        struct linter linter = {
            .arena = scratch, .set = set, .options = &options, .migration = migration};
        lint_read(&linter);
        for (size_t k = 0; k < linter.count; k++) {
            struct lint_statement statement = linter.statements[k];
            statement.table = arena_strdup(arena, statement.table);
            statement.other = arena_strdup(arena, statement.other);
            take(arena, &tables, &statement, i);
        }
        arena_clear(scratch);
    }
    return tables;
}

const struct table_made *tables_made_find(const struct tables_made *tables, const char *name)
{
    const char *dot = strrchr(name, '.');
    const struct table_made *found = NULL;
    for (size_t i = 0; i < tables->items.len; i++)
        if (strcasecmp(tables->items.items[i].table, dot ? dot + 1 : name) == 0 &&
            (!found || found->gone))
            found = &tables->items.items[i];
    return found;
}
