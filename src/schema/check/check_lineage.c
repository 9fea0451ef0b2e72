/* The check of a lineage: nodes and edges in a YAML or JSON file, held against the tables. */
#include <string.h>

#include "base/globs.h"
#include "base/map.h"
#include "base/str.h"
#include "schema/check/check_text.h"
#include "schema/check/described.h"
#include "schema/sql/sql_normal.h"

struct lineage {
    struct arena *arena;
    const struct schema_state *state;
    const char *path;
    const struct file_facts *facts;
    struct description description; /* for its tables */
    struct map *nodes;              /* declared ones, in small letters → struct node * */
    struct map *linked;             /* tables with an edge, in small letters */
    struct check_result *result;
};

struct node {
    const char *name;
    uint32_t line;
    bool linked;
};

static const struct file_fact *fact(const struct lineage *lineage, size_t at)
{
    return &lineage->facts->list.items[at];
}

static size_t child(const struct lineage *lineage, size_t parent, const char *key)
{
    return fact(lineage, parent)->type == FACT_MAP ? fact_child(lineage->facts, parent, key)
                                                   : SIZE_MAX;
}

/* `nodes: [a, {id: b}]` or `nodes: {a: …}` */
static void read_nodes(struct lineage *lineage)
{
    const size_t nodes = child(lineage, 0, "nodes");
    if (nodes == SIZE_MAX ||
        (fact(lineage, nodes)->type != FACT_MAP && fact(lineage, nodes)->type != FACT_LIST))
        return;
    for (size_t i = fact_first(lineage->facts, nodes); i != SIZE_MAX;
         i = fact_next(lineage->facts, nodes, i)) {
        const struct file_fact *entry = fact(lineage, i);
        size_t named = child(lineage, i, "id");
        if (named == SIZE_MAX)
            named = child(lineage, i, "name");
        const char *name = entry->key          ? entry->key
                           : named != SIZE_MAX ? fact(lineage, named)->value
                                               : entry->value;
        if (text_empty(name))
            continue;
        struct node *node = ARENA_NEW(lineage->arena, struct node);
        *node = (struct node){.name = name, .line = entry->line};
        (void)map_put(lineage->nodes, sql_fold_name(lineage->arena, name), node);
    }
}

/* A table, or a column of one: "task.id". */
static const struct schema_table *table_of(const struct lineage *lineage, const char *name)
{
    const struct schema_table *table = description_table(&lineage->description, name);
    const char *dot = strrchr(name, '.');
    if (table || !dot)
        return table;
    table = description_table(&lineage->description,
                              arena_strndup(lineage->arena, name, (size_t)(dot - name)));
    return table && snapshot_column(table, dot + 1) ? table : NULL;
}

static void see_end(struct lineage *lineage, size_t at)
{
    const char *name = fact(lineage, at)->value;
    if (text_empty(name))
        return;
    struct node *node = map_get(lineage->nodes, sql_fold_name(lineage->arena, name));
    const struct schema_table *table = table_of(lineage, name);
    if (node)
        node->linked = true;
    if (table)
        (void)map_put(lineage->linked, sql_fold_name(lineage->arena, table->name), lineage);
    if (node || table)
        return;
    if (!lineage->state->stopped)
        check_fails(lineage->arena, lineage->result, lineage->path, fact(lineage, at)->line,
                    "'%s' is at the end of an edge, and neither a table nor a node", name);
    else if (lineage->result->verdict == VERDICT_PASS)
        *lineage->result =
            check_says(lineage->arena, VERDICT_UNKNOWN, "'%s' is not in the schema, but %s", name,
                       lineage->state->stopped);
}

/* One name or a list of them. */
static void see_ends(struct lineage *lineage, size_t at)
{
    if (fact(lineage, at)->type != FACT_LIST) {
        see_end(lineage, at);
        return;
    }
    for (size_t i = fact_first(lineage->facts, at); i != SIZE_MAX;
         i = fact_next(lineage->facts, at, i))
        see_end(lineage, i);
}

/* false: there is no list of edges, or one of them has no two ends. */
static bool read_edges(struct lineage *lineage)
{
    const size_t edges = lineage->facts->list.len > 0 ? child(lineage, 0, "edges") : SIZE_MAX;
    if (edges == SIZE_MAX || fact(lineage, edges)->type != FACT_LIST) {
        *lineage->result = check_says(lineage->arena, VERDICT_ERROR,
                                      "'%s' is no lineage: it has no list 'edges'", lineage->path);
        return false;
    }
    for (size_t i = fact_first(lineage->facts, edges); i != SIZE_MAX;
         i = fact_next(lineage->facts, edges, i)) {
        const size_t from = child(lineage, i, "from"), to = child(lineage, i, "to");
        if (from == SIZE_MAX || to == SIZE_MAX) {
            *lineage->result =
                check_says(lineage->arena, VERDICT_ERROR,
                           "an edge of '%s' has no 'from' or no 'to'", lineage->path);
            lineage->result->path = lineage->path;
            lineage->result->line = fact(lineage, i)->line;
            return false;
        }
        see_ends(lineage, from);
        see_ends(lineage, to);
    }
    return true;
}

static void check_nodes(struct lineage *lineage)
{
    const char *key;
    void *value;
    for (size_t cursor = 0; map_next(lineage->nodes, &cursor, &key, &value);) {
        const struct node *node = value;
        if (!node->linked)
            check_fails(lineage->arena, lineage->result, lineage->path, node->line,
                        "node '%s' has no edge", node->name);
    }
}

struct check_result schema_check_lineage(struct arena *arena, const struct schema_state *state,
                                         const struct lineage_asked *asked,
                                         const struct migration_file *file,
                                         const struct file_facts *facts)
{
    struct check_result result;
    struct lineage lineage = {.arena = arena,
                              .state = state,
                              .path = asked->path,
                              .facts = facts,
                              .nodes = map_new(arena),
                              .linked = map_new(arena),
                              .result = &result};
    struct globs globs = globs_of(arena, &asked->tables);
    size_t tables = 0;
    if (check_cannot(state, &result) || !check_tree(arena, file, facts, asked->path, &result))
        return result;
    description_init(arena, state->snapshot, &lineage.description);
    if (facts->list.len > 0)
        read_nodes(&lineage);
    if (!read_edges(&lineage))
        return result;
    for (size_t i = 0; i < state->snapshot->tables.len; i++) {
        const struct schema_table *table = &state->snapshot->tables.items[i];
        if (asked->tables.len > 0 && !globs_match(&globs, table->name))
            continue;
        tables++;
        if (!map_has(lineage.linked, sql_fold_name(arena, table->name)))
            check_fails(arena, &result, asked->path, 0, "table '%s' has no edge in '%s'",
                        table->name, asked->path);
    }
    check_nodes(&lineage);
    description_finish(&lineage.description, state, tables, &result);
    return result;
}
