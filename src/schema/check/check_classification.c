/* The check of a classification: how sensitive each table and column is, and what else each has to
 * say. */
#include <string.h>

#include "base/globs.h"
#include "base/str.h"
#include "schema/check/check_text.h"
#include "schema/check/described_tree.h"

struct classification {
    struct arena *arena;
    const struct classification_asked *asked;
    struct described_tree tree;
};

/* `secret` alone is {classification: secret}. */
static bool says(const struct classification *c, const struct described *entry, const char *key)
{
    if (!entry)
        return false;
    const struct file_fact *of = &c->tree.facts->list.items[entry->facts];
    if (of->type != FACT_MAP)
        return of->key && strcmp(key, "classification") == 0 && is_said(of->value);
    const size_t at = described_at(&c->tree, entry, key);
    const struct file_fact *is = at == SIZE_MAX ? NULL : &c->tree.facts->list.items[at];
    return is && (is->count > 0 || is_said(is->value));
}

static void check_key(struct classification *c, const struct schema_table *table, const char *key,
                      struct check_result *result)
{
    const char *path = c->asked->path;
    const struct described *entry = description_of(&c->tree.description, table->name, NULL);
    if (!c->asked->columns && says(c, entry, key))
        return;
    size_t missing = 0;
    for (size_t i = 0; i < table->columns.len; i++) {
        const char *name = table->columns.items[i].name;
        const struct described *column = description_of(&c->tree.description, table->name, name);
        if (says(c, column, key))
            continue;
        missing++;
        if (c->asked->columns || column)
            check_fails(c->arena, result, path, column ? column->line : entry->line,
                        "column '%s.%s' has no '%s'", table->name, name, key);
    }
    if (missing > 0 && !c->asked->columns)
        check_fails(c->arena, result, path, entry->line,
                    "table '%s' has no '%s', nor has each of its columns", table->name, key);
}

static void check_one(struct classification *c, const struct schema_table *table,
                      struct check_result *result)
{
    static const char *const alone[] = {"classification"};
    const struct strlist *keys = &c->asked->keys;
    if (!description_of(&c->tree.description, table->name, NULL)) {
        check_fails(c->arena, result, c->asked->path, 0, "table '%s' is not in '%s'", table->name,
                    c->asked->path);
        return;
    }
    for (uint32_t i = 0; i < (keys->len > 0 ? keys->len : 1); i++)
        check_key(c, table, keys->len > 0 ? keys->items[i] : alone[0], result);
}

struct check_result schema_check_classification(struct arena *arena,
                                                const struct schema_state *state,
                                                const struct classification_asked *asked,
                                                const struct migration_file *file,
                                                const struct file_facts *facts)
{
    struct check_result result;
    struct classification c = {.arena = arena, .asked = asked, .tree.facts = facts};
    struct globs globs = globs_of(arena, &asked->tables);
    size_t tables = 0;
    if (check_cannot(state, &result) || !check_tree(arena, file, facts, asked->path, &result))
        return result;
    description_init(arena, state->snapshot, &c.tree.description);
    (void)described_tree_read(&c.tree, true);
    for (size_t i = 0; i < state->snapshot->tables.len; i++) {
        const struct schema_table *table = &state->snapshot->tables.items[i];
        if (asked->tables.len > 0 && !globs_match(&globs, table->name))
            continue;
        tables++;
        check_one(&c, table, &result);
    }
    description_stale(&c.tree.description, state, asked->path, &result);
    description_finish(&c.tree.description, state, tables, &result);
    return result;
}
