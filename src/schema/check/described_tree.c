#include "schema/check/described_tree.h"

#include <string.h>

static const struct file_fact *fact(const struct described_tree *tree, size_t at)
{
    return &tree->facts->list.items[at];
}

static size_t child(const struct described_tree *tree, size_t parent, const char *key)
{
    return fact(tree, parent)->type == FACT_MAP ? fact_child(tree->facts, parent, key) : SIZE_MAX;
}

/* Under the first of the keys that is there and holds something. */
static size_t either(const struct described_tree *tree, size_t parent, const char *const *keys)
{
    for (; *keys; keys++) {
        const size_t at = child(tree, parent, *keys);
        if (at != SIZE_MAX &&
            (fact(tree, at)->type == FACT_MAP || fact(tree, at)->type == FACT_LIST))
            return at;
    }
    return SIZE_MAX;
}

/* The name of an entry of a map or a list; NULL. */
static const char *name_of(const struct described_tree *tree, size_t entry, const char *key)
{
    if (fact(tree, entry)->key)
        return fact(tree, entry)->key;
    if (fact(tree, entry)->type == FACT_TEXT) /* - tasks */
        return fact(tree, entry)->value;
    size_t at = child(tree, entry, key);
    if (at == SIZE_MAX)
        at = child(tree, entry, "name");
    return at == SIZE_MAX ? NULL : fact(tree, at)->value;
}

static void see_columns(struct described_tree *tree, const char *table, size_t entry)
{
    static const char *const keys[] = {"columns", "fields", "properties", NULL};
    const size_t columns = either(tree, entry, keys);
    if (columns == SIZE_MAX)
        return;
    for (size_t i = fact_first(tree->facts, columns); i != SIZE_MAX;
         i = fact_next(tree->facts, columns, i)) {
        const char *name = name_of(tree, i, "column");
        if (name)
            describe(&tree->description, table, name, fact(tree, i)->line, true)->facts = i;
    }
}

bool described_tree_read(struct described_tree *tree, bool top)
{
    static const char *const keys[] = {"tables", "entities", "models", "schema", NULL};
    if (tree->facts->list.len == 0)
        return false;
    size_t container = either(tree, 0, keys);
    top = top && container == SIZE_MAX;
    if (top)
        container = 0;
    if (container == SIZE_MAX ||
        (fact(tree, container)->type != FACT_MAP && fact(tree, container)->type != FACT_LIST))
        return false;
    for (size_t i = fact_first(tree->facts, container); i != SIZE_MAX;
         i = fact_next(tree->facts, container, i)) {
        const char *table = name_of(tree, i, "table");
        if (!table || (top && fact(tree, i)->type != FACT_MAP &&
                       !description_table(&tree->description, table)))
            continue;
        describe(&tree->description, table, NULL, fact(tree, i)->line, true)->facts = i;
        see_columns(tree, table, i);
    }
    return true;
}

size_t described_at(const struct described_tree *tree, const struct described *entry,
                    const char *key)
{
    return child(tree, entry->facts, key);
}

const char *described_value(const struct described_tree *tree, const struct described *entry,
                            const char *key)
{
    const size_t at = described_at(tree, entry, key);
    return at == SIZE_MAX ? NULL : fact(tree, at)->value;
}
