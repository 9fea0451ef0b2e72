/* Just enough of Python to read what a migration says about itself: assignments of texts. */
#ifndef ROADMAP_SCHEMA_FOLDER_PYTHON_H
#define ROADMAP_SCHEMA_FOLDER_PYTHON_H

#include "schema/migration.h"

/* A text of the value, and whether it is the first or the second of a pair ("a", "b") that
 * stands in parentheses alone. */
struct python_text {
    const char *text;
    uint32_t place; /* in its innermost parentheses, from 1; 0: in none */
};

struct python_texts {
    VEC(struct python_text) items;
};

/* The texts in the value of the first statement `name = …` (or `name: type = …`), wherever it is
 * indented. false: there is none. */
bool python_assignment(struct arena *arena, const struct migration_file *file, const char *name,
                       struct python_texts *texts);

#endif
