/* A YAML or JSON file as a flat list, for checks of files: who reads the file fills it in document
 * order, so that this floor needs no reader of YAML. */
#ifndef ROADMAP_SCHEMA_CHECK_FILE_FACTS_H
#define ROADMAP_SCHEMA_CHECK_FILE_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

enum fact_type { FACT_NULL, FACT_BOOL, FACT_NUMBER, FACT_TEXT, FACT_MAP, FACT_LIST };

struct file_fact {
    enum fact_type type;
    uint32_t line;     /* of its key, or of the item */
    uint32_t count;    /* entries or items */
    uint32_t end;      /* index behind everything in it */
    const char *key;   /* in a map; NULL in a list and for the root */
    const char *value; /* scalars: as written (true and false in small letters), texts decoded;
                          NULL for the others */
};

struct file_facts {
    VEC(struct file_fact) list; /* [0] is the root; empty when the file could not be read */
    const char *problem;        /* why not, or NULL */
    uint32_t problem_line;
};

/* Opens a fact below the one that is open; file_facts_close when everything in it was added.
 * Gives its index. */
size_t file_facts_open(struct arena *arena, struct file_facts *facts, enum fact_type type,
                       const char *key, const char *value, uint32_t line);
void file_facts_close(struct file_facts *facts, size_t index);

/* Index of the first one in it, of the one behind it on the same floor; SIZE_MAX at the end. */
size_t fact_first(const struct file_facts *facts, size_t parent);
size_t fact_next(const struct file_facts *facts, size_t parent, size_t index);
/* The child of a map with this key; SIZE_MAX. Linear in the children. */
size_t fact_child(const struct file_facts *facts, size_t parent, const char *key);
/* "a.b.0", "$.a.b[0]" or "/a/b/0" from `from`; a key may have dots in it. SIZE_MAX. */
size_t fact_at(struct arena *arena, const struct file_facts *facts, size_t from, const char *path);

#endif
