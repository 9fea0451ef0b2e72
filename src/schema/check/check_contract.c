/* The check of a data contract: what it promises of each field, the schema keeps. */
#include <string.h>
#include <strings.h>

#include "base/globs.h"
#include "base/str.h"
#include "schema/check/check_text.h"
#include "schema/check/described_tree.h"
#include "schema/sql/sql_normal.h"

struct contract {
    struct arena *arena;
    const struct schema_state *state;
    const struct contract_asked *asked;
    struct described_tree tree;
    struct check_result *result;
};

/* What a value is in the end; of each both sides have many names. */
enum nature { NATURE_ANY, NATURE_TEXT, NATURE_INTEGER, NATURE_NUMBER, NATURE_BYTES };

static enum nature nature_promised(const char *type)
{
    static const struct {
        const char *name;
        enum nature nature;
    } names[] = {
        {"string", NATURE_TEXT},     {"text", NATURE_TEXT},      {"varchar", NATURE_TEXT},
        {"char", NATURE_TEXT},       {"int", NATURE_INTEGER},    {"integer", NATURE_INTEGER},
        {"long", NATURE_INTEGER},    {"bigint", NATURE_INTEGER}, {"smallint", NATURE_INTEGER},
        {"boolean", NATURE_INTEGER}, {"bool", NATURE_INTEGER},   {"number", NATURE_NUMBER},
        {"decimal", NATURE_NUMBER},  {"numeric", NATURE_NUMBER}, {"float", NATURE_NUMBER},
        {"double", NATURE_NUMBER},   {"real", NATURE_NUMBER},    {"bytes", NATURE_BYTES},
        {"binary", NATURE_BYTES},    {"blob", NATURE_BYTES},
    };
    const size_t len = strcspn(type, " (");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i].name) == len && strncasecmp(names[i].name, type, len) == 0)
            return names[i].nature;
    return NATURE_ANY; /* dates, lists and the like have no type of their own in SQLite */
}

/* SQLite: the affinity of a declared type, by its rules in their order. Its numeric one takes
 * anything. */
static enum nature nature_stored(struct arena *arena, const char *declared)
{
    const char *type = sql_fold_name(arena, declared);
    if (strstr(type, "int"))
        return NATURE_INTEGER;
    if (strstr(type, "char") || strstr(type, "clob") || strstr(type, "text"))
        return NATURE_TEXT;
    if (strstr(type, "blob"))
        return NATURE_BYTES;
    if (strstr(type, "real") || strstr(type, "floa") || strstr(type, "doub"))
        return NATURE_NUMBER;
    return NATURE_ANY;
}

static bool fits(enum nature promised, enum nature stored)
{
    return promised == NATURE_ANY || stored == NATURE_ANY || promised == stored ||
           (promised == NATURE_NUMBER && stored == NATURE_INTEGER);
}

static bool promises(const struct contract *contract, const struct described *field,
                     const char *key, const char *other)
{
    const char *value = described_value(&contract->tree, field, key);
    if (!value)
        value = described_value(&contract->tree, field, other);
    return value && strcasecmp(value, "true") == 0;
}

static void breaks(struct contract *contract, const struct described *field, const char *words)
{
    check_fails(contract->arena, contract->result, contract->asked->path, field->line, "'%s.%s' %s",
                field->table, field->column, words);
}

static bool is_unique(struct contract *contract, const struct schema_table *table,
                      const struct schema_column *column)
{
    struct strlist columns = {0};
    strlist_add(contract->arena, &columns, column->name);
    return schema_check_unique(contract->arena, contract->state, table->name, &columns).verdict ==
           VERDICT_PASS;
}

static void check_field(struct contract *contract, const struct schema_table *table,
                        const struct schema_column *column, const struct described *field)
{
    struct arena *arena = contract->arena;
    const char *type = described_value(&contract->tree, field, "type");
    if (!type)
        type = described_value(&contract->tree, field, "logicalType");
    if (type && !fits(nature_promised(type), nature_stored(arena, column->type)))
        breaks(contract, field,
               arena_printf(arena, "has the type '%s', promised is '%s'", column->type, type));
    if (promises(contract, field, "required", "notNull") && !check_not_null(table, column))
        breaks(contract, field, "is promised in each row, and may be NULL");
    if (promises(contract, field, "primaryKey", "primary") && column->primary_key == 0)
        breaks(contract, field, "is promised as the key, and is no part of it");
    if (promises(contract, field, "unique", "isUnique") && !is_unique(contract, table, column))
        breaks(contract, field, "is promised to be unique, and nothing keeps it so");
}

static void check_one(struct contract *contract, const struct schema_table *table, bool asked)
{
    const struct description *description = &contract->tree.description;
    const char *path = contract->asked->path;
    const struct described *entry = description_of(description, table->name, NULL);
    if (!entry && asked)
        check_fails(contract->arena, contract->result, path, 0, "table '%s' is not in '%s'",
                    table->name, path);
    for (size_t i = 0; entry && i < table->columns.len; i++) {
        const struct schema_column *column = &table->columns.items[i];
        const struct described *field = description_of(description, table->name, column->name);
        if (field)
            check_field(contract, table, column, field);
        else if (contract->asked->exact)
            check_fails(contract->arena, contract->result, path, entry->line,
                        "column '%s.%s' is not in '%s'", table->name, column->name, path);
    }
}

struct check_result schema_check_contract(struct arena *arena, const struct schema_state *state,
                                          const struct contract_asked *asked,
                                          const struct migration_file *file,
                                          const struct file_facts *facts)
{
    struct check_result result;
    struct contract contract = {
        .arena = arena, .state = state, .asked = asked, .tree.facts = facts, .result = &result};
    struct globs globs = globs_of(arena, &asked->tables);
    size_t tables = 0;
    if (check_cannot(state, &result) || !check_tree(arena, file, facts, asked->path, &result))
        return result;
    description_init(arena, state->snapshot, &contract.tree.description);
    if (!described_tree_read(&contract.tree, false))
        return check_says(arena, VERDICT_ERROR,
                          "'%s' is no contract: it has neither 'models' nor 'schema'", asked->path);
    for (size_t i = 0; i < state->snapshot->tables.len; i++) {
        const struct schema_table *table = &state->snapshot->tables.items[i];
        const bool wanted = asked->tables.len > 0 && globs_match(&globs, table->name);
        tables += wanted || description_of(&contract.tree.description, table->name, NULL);
        check_one(&contract, table, wanted);
    }
    description_stale(&contract.tree.description, state, asked->path, &result);
    description_finish(&contract.tree.description, state, tables, &result);
    return result;
}
