/* Columns by display width. A table takes the width of what is in it; when that is more than the
 * style allows, columns of lower rank are left out (highest `drop` first), then the flexible ones
 * are shortened at a word. */
#ifndef ROADMAP_RENDER_TABLE_H
#define ROADMAP_RENDER_TABLE_H

#include "base/vec.h"
#include "render/pen.h"

enum table_align { TABLE_LEFT, TABLE_RIGHT };

struct table_column {
    const char *heading; /* NULL or "" = none */
    enum table_align align;
    bool flexible; /* may be shortened */
    int drop;      /* 0 = never left out */
    int min_width; /* of a flexible column; 0 = 12 */
    int gap;       /* blanks before it; 0 = 2 */
};

struct table_cell {
    const char *text; /* NULL = empty */
    enum role role;
};

struct table_row {
    struct table_cell *cells;
};

struct table {
    struct arena *arena;
    const struct table_column *columns;
    size_t column_count;
    int indent;
    VEC(struct table_row) rows;
};

void table_init(struct table *table, struct arena *arena, const struct table_column *columns,
                size_t column_count, int indent);
/* A new row of empty cells. */
struct table_cell *table_row(struct table *table);
/* The heading line only when some column has a heading. */
void table_print(const struct table *table, struct pen *pen);

#endif
