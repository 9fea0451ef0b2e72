/* A YAML or JSON file that describes tables and their columns, in one of the usual shapes. Private
 * to the checks of classifications, contracts and mappings. */
#ifndef ROADMAP_SCHEMA_CHECK_DESCRIBED_TREE_H
#define ROADMAP_SCHEMA_CHECK_DESCRIBED_TREE_H

#include "schema/check/described.h"

struct described_tree {
    const struct file_facts *facts;
    struct description description;
};

/* Below `tables:`, `entities:`, `models:` or `schema:`, a map by name or a list of maps with a
 * name; the columns of each below `columns:`, `fields:` or `properties:`. `top`: where there is
 * none of these, the tables stand at the top, and other keys may stand beside. false: there is
 * none. */
bool described_tree_read(struct described_tree *tree, bool top);

/* What stands at `key` of the entry; SIZE_MAX. */
size_t described_at(const struct described_tree *tree, const struct described *entry,
                    const char *key);
/* The same as a scalar; NULL. */
const char *described_value(const struct described_tree *tree, const struct described *entry,
                            const char *key);

#endif
