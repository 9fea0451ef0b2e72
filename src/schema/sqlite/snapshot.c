#include "schema/sqlite/snapshot.h"

#include "base/str.h"
#include "schema/sql/sql_normal.h"
#include "schema/sqlite/wire.h"

const struct schema_table *snapshot_table(const struct schema_snapshot *snapshot, const char *name)
{
    for (size_t i = 0; i < snapshot->tables.len; i++)
        if (sql_same_name(snapshot->tables.items[i].name, name))
            return &snapshot->tables.items[i];
    return NULL;
}

const struct schema_column *snapshot_column(const struct schema_table *table, const char *name)
{
    for (size_t i = 0; i < table->columns.len; i++)
        if (sql_same_name(table->columns.items[i].name, name))
            return &table->columns.items[i];
    return NULL;
}

const struct schema_index *snapshot_index(const struct schema_snapshot *snapshot, const char *name)
{
    for (size_t i = 0; i < snapshot->tables.len; i++) {
        const struct schema_table *table = &snapshot->tables.items[i];
        for (size_t j = 0; j < table->indexes.len; j++)
            if (!table->indexes.items[j].constraint &&
                sql_same_name(table->indexes.items[j].name, name))
                return &table->indexes.items[j];
    }
    return NULL;
}

const struct schema_object *snapshot_object(const struct schema_snapshot *snapshot,
                                            const char *kind, const char *name)
{
    for (size_t i = 0; i < snapshot->objects.len; i++) {
        const struct schema_object *object = &snapshot->objects.items[i];
        if (text_eq(object->kind, kind) && sql_same_name(object->name, name))
            return object;
    }
    return NULL;
}

static bool list_has_name(const struct strlist *names, const char *name)
{
    for (uint32_t i = 0; i < names->len; i++)
        if (sql_same_name(names->items[i], name))
            return true;
    return false;
}

/* SQLite: the parent's columns are its primary key or the columns of a UNIQUE index over all rows.
 */
static bool is_key(const struct schema_table *parent, const struct strlist *columns)
{
    size_t in_primary = 0, primary = 0;
    for (size_t i = 0; i < parent->columns.len; i++) {
        const struct schema_column *column = &parent->columns.items[i];
        primary += column->primary_key > 0;
        in_primary += column->primary_key > 0 && list_has_name(columns, column->name);
    }
    if (primary > 0 && primary == columns->len && in_primary == primary)
        return true;
    for (size_t i = 0; i < parent->indexes.len; i++) {
        const struct schema_index *index = &parent->indexes.items[i];
        bool all = index->unique && !index->where && index->columns.len == columns->len;
        for (size_t j = 0; j < index->columns.len && all; j++)
            all = !index->columns.items[j].expression &&
                  list_has_name(columns, index->columns.items[j].name);
        if (all)
            return true;
    }
    return false;
}

static const char *dangling(struct arena *arena, const struct schema_snapshot *snapshot,
                            const struct schema_foreign_key *key)
{
    const struct schema_table *parent = snapshot_table(snapshot, key->parent);
    if (!parent) /* SQLite takes a view here too, and never a row */
        return arena_printf(arena, "there is no table '%s'", key->parent);
    for (uint32_t i = 0; i < key->parent_columns.len; i++)
        if (!snapshot_column(parent, key->parent_columns.items[i]))
            return arena_printf(arena, "table '%s' has no column '%s'", parent->name,
                                key->parent_columns.items[i]);
    if (key->parent_columns.len != key->columns.len)
        return arena_printf(arena, "table '%s' has a primary key of %u columns, not of %u",
                            parent->name, key->parent_columns.len, key->columns.len);
    if (is_key(parent, &key->parent_columns))
        return NULL;
    cleanup_str struct str columns;
    str_init(&columns, 0);
    str_add_list(&columns, &key->parent_columns, ", ");
    return arena_printf(arena, "(%s) is no primary or unique key of table '%s'", columns.p,
                        parent->name);
}

void snapshot_primary_key(struct arena *arena, const struct schema_table *table,
                          struct strlist *columns)
{
    for (uint32_t place = 1; place <= table->columns.len; place++)
        for (size_t i = 0; i < table->columns.len; i++)
            if (table->columns.items[i].primary_key == place)
                strlist_add(arena, columns, table->columns.items[i].name);
}

void snapshot_find_dangling(struct arena *arena, struct schema_snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->tables.len; i++) {
        struct schema_table *table = &snapshot->tables.items[i];
        for (size_t j = 0; j < table->foreign_keys.len; j++) {
            struct schema_foreign_key *key = &table->foreign_keys.items[j];
            const struct schema_table *parent = snapshot_table(snapshot, key->parent);
            /* No columns written: the parent's primary key. */
            if (parent && key->parent_columns.len == 0)
                snapshot_primary_key(arena, parent, &key->parent_columns);
            key->dangling = dangling(arena, snapshot, key);
        }
    }
}

static void wire_column(struct wire *wire, struct schema_column *column)
{
    wire_text(wire, &column->name);
    wire_text(wire, &column->type);
    wire_text(wire, &column->default_value);
    wire_text(wire, &column->collation);
    wire_text(wire, &column->generated);
    wire_u32(wire, &column->primary_key);
    wire_bool(wire, &column->not_null);
    wire_bool(wire, &column->stored);
    wire_bool(wire, &column->hidden);
}

static void wire_index_column(struct wire *wire, struct schema_index_column *column)
{
    wire_text(wire, &column->name);
    wire_text(wire, &column->collation);
    wire_bool(wire, &column->expression);
    wire_bool(wire, &column->descending);
}

static void wire_index(struct wire *wire, struct schema_index *index)
{
    wire_text(wire, &index->name);
    wire_text(wire, &index->table);
    wire_text(wire, &index->where);
    WIRE_LIST(wire, &index->columns, wire_index_column);
    wire_bool(wire, &index->unique);
    wire_bool(wire, &index->constraint);
    wire_bool(wire, &index->primary);
}

static void wire_foreign_key(struct wire *wire, struct schema_foreign_key *key)
{
    wire_strlist(wire, &key->columns);
    wire_text(wire, &key->parent);
    wire_strlist(wire, &key->parent_columns);
    wire_text(wire, &key->on_update);
    wire_text(wire, &key->on_delete);
    wire_text(wire, &key->dangling);
}

static void wire_check(struct wire *wire, struct schema_check *check)
{
    wire_text(wire, &check->name);
    wire_text(wire, &check->sql);
}

static void wire_table(struct wire *wire, struct schema_table *table)
{
    wire_text(wire, &table->name);
    wire_text(wire, &table->normal);
    WIRE_LIST(wire, &table->columns, wire_column);
    WIRE_LIST(wire, &table->foreign_keys, wire_foreign_key);
    WIRE_LIST(wire, &table->checks, wire_check);
    WIRE_LIST(wire, &table->indexes, wire_index);
    wire_strlist(wire, &table->extras);
    wire_bool(wire, &table->without_rowid);
    wire_bool(wire, &table->strict);
    wire_bool(wire, &table->autoincrement);
    wire_bool(wire, &table->is_virtual);
}

static void wire_object(struct wire *wire, struct schema_object *object)
{
    wire_text(wire, &object->kind);
    wire_text(wire, &object->name);
    wire_text(wire, &object->table);
    wire_text(wire, &object->normal);
}

void snapshot_wire(struct wire *wire, struct schema_snapshot *snapshot)
{
    wire_text(wire, &snapshot->engine);
    WIRE_LIST(wire, &snapshot->tables, wire_table);
    WIRE_LIST(wire, &snapshot->objects, wire_object);
}
