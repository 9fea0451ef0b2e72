/* What a schema is, as facts: of any engine, in the order of creation. Names are as written;
 * compare them with sql_same_name. Everything lives in one arena. */
#ifndef ROADMAP_SCHEMA_SQLITE_SNAPSHOT_H
#define ROADMAP_SCHEMA_SQLITE_SNAPSHOT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"

struct schema_column {
    const char *name;
    const char *type;          /* as declared; "" for none */
    const char *default_value; /* its SQL, normalised; NULL for none */
    const char *collation;     /* NULL for the engine's own */
    const char *generated;     /* its SQL, normalised; NULL for a column that is stored as given */
    uint32_t primary_key;      /* place in it, from 1; 0: not part of it */
    bool not_null, stored, hidden;
};

struct schema_index_column {
    const char *name;      /* of the column, or the expression's SQL, normalised */
    const char *collation; /* NULL for the engine's own */
    bool expression, descending;
};

struct schema_index {
    const char *name;
    const char *table;
    const char *where; /* normalised; NULL for all rows */
    VEC(struct schema_index_column) columns;
    bool unique;
    bool constraint; /* comes from UNIQUE or PRIMARY KEY, its name is the engine's own */
    bool primary;
};

struct schema_foreign_key {
    struct strlist columns;
    const char *parent;
    struct strlist parent_columns;     /* also when they were not written (the parent's key) */
    const char *on_update, *on_delete; /* "no action", "set null", … */
    /* Why no row with a key can ever be stored: no such table, column or unique key. NULL: sound.
     */
    const char *dangling;
};

struct schema_check {
    const char *name; /* NULL for none */
    const char *sql;  /* normalised */
};

struct schema_table {
    const char *name;
    const char *normal; /* its whole SQL, normalised */
    VEC(struct schema_column) columns;
    VEC(struct schema_foreign_key) foreign_keys;
    VEC(struct schema_check) checks;
    VEC(struct schema_index) indexes; /* with those of constraints */
    struct strlist extras;            /* what else its SQL says: ON CONFLICT, DEFERRABLE */
    bool without_rowid, strict, autoincrement, is_virtual;
};

/* A view or a trigger. */
struct schema_object {
    const char *kind; /* "view", "trigger" */
    const char *name;
    const char *table;  /* of a trigger; of a view its own name */
    const char *normal; /* its SQL, normalised */
};

struct schema_snapshot {
    const char *engine; /* "SQLite 3.40.1" */
    VEC(struct schema_table) tables;
    VEC(struct schema_object) objects;
};

/* NULL when absent. */
const struct schema_table *snapshot_table(const struct schema_snapshot *snapshot, const char *name);
const struct schema_column *snapshot_column(const struct schema_table *table, const char *name);
/* Not those of constraints. */
const struct schema_index *snapshot_index(const struct schema_snapshot *snapshot, const char *name);
const struct schema_object *snapshot_object(const struct schema_snapshot *snapshot,
                                            const char *kind, const char *name);

/* Adds the columns of the primary key, in its order. */
void snapshot_primary_key(struct arena *arena, const struct schema_table *table,
                          struct strlist *columns);
/* Fills `dangling` of every foreign key. */
void snapshot_find_dangling(struct arena *arena, struct schema_snapshot *snapshot);

enum column_order { COLUMN_ORDER_STRICT, COLUMN_ORDER_IGNORE };
/* One line for people for each difference ("table 'p': column 'b' is gone"), at most
 * LIMIT_BOX_DIFFERENCES; empty when both mean the same. */
void snapshot_diff(struct arena *arena, const struct schema_snapshot *before,
                   const struct schema_snapshot *after, enum column_order order,
                   struct strlist *lines);

struct wire;
void snapshot_wire(struct wire *wire, struct schema_snapshot *snapshot);

#endif
