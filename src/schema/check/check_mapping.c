/* The check of a mapping: where each column goes in another store, or why it goes nowhere. */
#include <strings.h>

#include "base/globs.h"
#include "base/map.h"
#include "base/str.h"
#include "schema/check/check_text.h"
#include "schema/check/described_tree.h"
#include "schema/sql/sql_normal.h"

struct mapping {
    struct arena *arena;
    const char *path;
    struct described_tree tree;
};

static const struct file_fact *fact(const struct mapping *mapping, size_t at)
{
    return &mapping->tree.facts->list.items[at];
}

/* `exclude: why` of a column, `exclude: [a, b]` or `exclude: {a: why}` of a table. */
static bool excludes(const struct mapping *mapping, const struct described *entry,
                     const char *column)
{
    const size_t at = entry ? described_at(&mapping->tree, entry, "exclude") : SIZE_MAX;
    if (at == SIZE_MAX)
        return false;
    if (fact(mapping, at)->type != FACT_MAP && fact(mapping, at)->type != FACT_LIST)
        return is_said(fact(mapping, at)->value);
    for (size_t i = fact_first(mapping->tree.facts, at); i != SIZE_MAX;
         i = fact_next(mapping->tree.facts, at, i)) {
        const char *name = fact(mapping, i)->key ? fact(mapping, i)->key : fact(mapping, i)->value;
        if (name && sql_same_name(name, column))
            return true;
    }
    return false;
}

/* `id: task_id` is {to: task_id}. */
static bool goes_somewhere(const struct mapping *mapping, const struct described *entry)
{
    const struct file_fact *of = fact(mapping, entry->facts);
    if (of->type != FACT_MAP && of->type != FACT_LIST)
        return of->key && is_said(of->value);
    return is_said(described_value(&mapping->tree, entry, "to"));
}

static void check_one(struct mapping *mapping, const struct schema_table *table,
                      struct check_result *result)
{
    const struct description *description = &mapping->tree.description;
    const struct described *entry = description_of(description, table->name, NULL);
    if (!entry) {
        check_fails(mapping->arena, result, mapping->path, 0, "table '%s' is not in '%s'",
                    table->name, mapping->path);
        return;
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        const char *name = table->columns.items[i].name;
        const struct described *column = description_of(description, table->name, name);
        if (excludes(mapping, entry, name) || (column && excludes(mapping, column, name)) ||
            (column && goes_somewhere(mapping, column)))
            continue;
        check_fails(mapping->arena, result, mapping->path, column ? column->line : entry->line,
                    "column '%s.%s' goes nowhere: neither 'to' nor 'exclude' says where",
                    table->name, name);
    }
}

/* Names under `exclude:` of a table may be out of date, too. */
static void see_excluded(struct mapping *mapping, const struct schema_table *table)
{
    const struct described *entry = description_of(&mapping->tree.description, table->name, NULL);
    const size_t at = entry ? described_at(&mapping->tree, entry, "exclude") : SIZE_MAX;
    if (at == SIZE_MAX ||
        (fact(mapping, at)->type != FACT_MAP && fact(mapping, at)->type != FACT_LIST))
        return;
    for (size_t i = fact_first(mapping->tree.facts, at); i != SIZE_MAX;
         i = fact_next(mapping->tree.facts, at, i)) {
        const char *name = fact(mapping, i)->key ? fact(mapping, i)->key : fact(mapping, i)->value;
        if (name && !snapshot_column(table, name))
            (void)describe(&mapping->tree.description, table->name, name, fact(mapping, i)->line,
                           true);
    }
}

struct check_result schema_check_mapping(struct arena *arena, const struct schema_state *state,
                                         const struct mapping_asked *asked,
                                         const struct migration_file *file,
                                         const struct file_facts *facts)
{
    struct check_result result;
    struct mapping mapping = {.arena = arena, .path = asked->path, .tree.facts = facts};
    struct globs globs = globs_of(arena, &asked->tables);
    size_t tables = 0;
    if (check_cannot(state, &result) || !check_tree(arena, file, facts, asked->path, &result))
        return result;
    description_init(arena, state->snapshot, &mapping.tree.description);
    (void)described_tree_read(&mapping.tree, true);
    for (size_t i = 0; i < state->snapshot->tables.len; i++) {
        const struct schema_table *table = &state->snapshot->tables.items[i];
        if (asked->tables.len > 0 && !globs_match(&globs, table->name))
            continue;
        tables++;
        check_one(&mapping, table, &result);
        see_excluded(&mapping, table);
    }
    description_stale(&mapping.tree.description, state, asked->path, &result);
    description_finish(&mapping.tree.description, state, tables, &result);
    return result;
}
