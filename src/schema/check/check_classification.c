/* The check of a classification: how sensitive each table and column is, and what else each has to
 * say. */
#include <string.h>

#include "base/globs.h"
#include "base/str.h"
#include "schema/check/check_text.h"
#include "schema/check/described.h"

struct classification {
    struct arena *arena;
    const struct classification_asked *asked;
    const struct file_facts *facts;
    struct description description;
};

static const struct file_fact *fact(const struct classification *c, size_t at)
{
    return &c->facts->list.items[at];
}

static const char *text_of(const struct classification *c, size_t parent, const char *key)
{
    size_t at = fact(c, parent)->type == FACT_MAP ? fact_child(c->facts, parent, key) : SIZE_MAX;
    return at == SIZE_MAX ? NULL : fact(c, at)->value;
}

/* Under the first of two keys that is there. */
static size_t either(const struct classification *c, size_t parent, const char *one,
                     const char *other)
{
    if (fact(c, parent)->type != FACT_MAP)
        return SIZE_MAX;
    size_t at = fact_child(c->facts, parent, one);
    return at != SIZE_MAX ? at : fact_child(c->facts, parent, other);
}

/* The name of an entry of a map or a list; NULL. */
static const char *name_of(const struct classification *c, size_t entry, const char *key)
{
    if (fact(c, entry)->key)
        return fact(c, entry)->key;
    if (fact(c, entry)->type == FACT_TEXT) /* - tasks */
        return fact(c, entry)->value;
    const char *name = text_of(c, entry, key);
    return name ? name : text_of(c, entry, "name");
}

static void see_columns(struct classification *c, const char *table, size_t entry)
{
    size_t columns = either(c, entry, "columns", "fields");
    if (columns == SIZE_MAX ||
        (fact(c, columns)->type != FACT_MAP && fact(c, columns)->type != FACT_LIST))
        return;
    for (size_t i = fact_first(c->facts, columns); i != SIZE_MAX;
         i = fact_next(c->facts, columns, i)) {
        const char *name = name_of(c, i, "column");
        if (name)
            describe(&c->description, table, name, fact(c, i)->line, true)->facts = i;
    }
}

/* Below `tables:` or `entities:`, else at the top, where other keys may stand beside. */
static void read_entries(struct classification *c)
{
    size_t container = either(c, 0, "tables", "entities");
    bool top = container == SIZE_MAX;
    container = top ? 0 : container;
    if (fact(c, container)->type != FACT_MAP && fact(c, container)->type != FACT_LIST)
        return;
    for (size_t i = fact_first(c->facts, container); i != SIZE_MAX;
         i = fact_next(c->facts, container, i)) {
        const char *table = name_of(c, i, "table");
        if (!table ||
            (top && fact(c, i)->type != FACT_MAP && !description_table(&c->description, table)))
            continue;
        describe(&c->description, table, NULL, fact(c, i)->line, true)->facts = i;
        see_columns(c, table, i);
    }
}

/* `secret` alone is {classification: secret}. */
static bool says(const struct classification *c, const struct described *entry, const char *key)
{
    if (!entry)
        return false;
    const struct file_fact *of = fact(c, entry->facts);
    if (of->type != FACT_MAP)
        return of->key && strcmp(key, "classification") == 0 && is_said(of->value);
    size_t at = fact_child(c->facts, entry->facts, key);
    return at != SIZE_MAX && (fact(c, at)->count > 0 || is_said(fact(c, at)->value));
}

static void check_key(struct classification *c, const struct schema_table *table, const char *key,
                      struct check_result *result)
{
    const char *path = c->asked->path;
    const struct described *entry = description_of(&c->description, table->name, NULL);
    if (!c->asked->columns && says(c, entry, key))
        return;
    size_t missing = 0;
    for (size_t i = 0; i < table->columns.len; i++) {
        const char *name = table->columns.items[i].name;
        const struct described *column = description_of(&c->description, table->name, name);
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
    if (!description_of(&c->description, table->name, NULL)) {
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
    struct classification c = {.arena = arena, .asked = asked, .facts = facts};
    struct globs globs = globs_of(arena, &asked->tables);
    size_t tables = 0;
    if (check_cannot(state, &result) || !check_tree(arena, file, facts, asked->path, &result))
        return result;
    description_init(arena, state->snapshot, &c.description);
    read_entries(&c);
    for (size_t i = 0; i < state->snapshot->tables.len; i++) {
        const struct schema_table *table = &state->snapshot->tables.items[i];
        if (asked->tables.len > 0 && !globs_match(&globs, table->name))
            continue;
        tables++;
        check_one(&c, table, &result);
    }
    description_stale(&c.description, state, asked->path, &result);
    description_finish(&c.description, state, tables, &result);
    return result;
}
