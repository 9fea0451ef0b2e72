/* Diagrams as text: which entities they draw, with which columns, and which lines between them.
 * Private to the check of diagrams. */
#ifndef ROADMAP_SCHEMA_CHECK_ERD_H
#define ROADMAP_SCHEMA_CHECK_ERD_H

#include "schema/check/file_check.h"

struct erd_entity {
    const char *name, *label; /* both are names of it; label may be NULL */
    uint32_t line;
    struct strlist columns;
};

struct erd_edge {
    const char *from, *to;
    uint32_t line;
};

struct map;
struct erd {
    struct arena *arena;
    VEC(struct erd_entity *) entities;
    struct map *names; /* in small letters → struct erd_entity * */
    VEC(struct erd_edge) edges;
    bool found; /* there is such a diagram */
};

/* By the end of the path; ERD_BY_NAME: none of them. */
enum erd_format erd_format_of(const char *path);
/* Of a .md all Mermaid diagrams that stand in fences. DOT has no columns. */
void erd_read(struct arena *arena, enum erd_format format, const struct migration_file *file,
              struct erd *erd);
/* By either of its names, whatever the letters; NULL. */
const struct erd_entity *erd_entity(const struct erd *erd, const char *name);

#endif
