/* The check of a diagram: it draws what the schema has. */
#include <string.h>

#include "base/globs.h"
#include "base/map.h"
#include "base/str.h"
#include "schema/check/check_text.h"
#include "schema/check/described.h"
#include "schema/check/erd.h"
#include "schema/sql/sql_normal.h"

struct drawing {
    struct arena *arena;
    const struct erd_asked *asked;
    struct erd erd;
    struct description description;
    struct map *links; /* line_key of tables with a line between them */
    struct check_result *result;
};

/* The table that an entity is: "task" is "public.task" as well. */
static const char *table_name(const struct drawing *drawing, const struct erd_entity *entity)
{
    const char *const names[] = {entity->name, entity->label};
    for (size_t i = 0; i < 2 && names[i]; i++) {
        const char *dot = strrchr(names[i], '.');
        if (description_table(&drawing->description, names[i]))
            return names[i];
        if (dot && description_table(&drawing->description, dot + 1))
            return dot + 1;
    }
    return entity->name;
}

static void describe_all(struct drawing *drawing)
{
    for (size_t i = 0; i < drawing->erd.entities.len; i++) {
        const struct erd_entity *entity = drawing->erd.entities.items[i];
        const char *name = table_name(drawing, entity);
        describe(&drawing->description, name, NULL, entity->line, true)->facts =
            entity->columns.len;
        for (uint32_t k = 0; k < entity->columns.len; k++)
            (void)describe(&drawing->description, name, entity->columns.items[k], entity->line,
                           true);
    }
}

static const char *line_key(struct arena *arena, const char *from, const char *to)
{
    return arena_printf(arena, "%s\x1f%s", sql_fold_name(arena, from), sql_fold_name(arena, to));
}

/* Lines between two tables, in both directions. */
static void link_tables(struct drawing *drawing)
{
    drawing->links = map_new(drawing->arena);
    for (size_t i = 0; i < drawing->erd.edges.len; i++) {
        const struct erd_edge *edge = &drawing->erd.edges.items[i];
        const struct erd_entity *from = erd_entity(&drawing->erd, edge->from);
        const struct erd_entity *to = erd_entity(&drawing->erd, edge->to);
        const char *a = table_name(drawing, from), *b = table_name(drawing, to);
        (void)map_put(drawing->links, line_key(drawing->arena, a, b), drawing);
        (void)map_put(drawing->links, line_key(drawing->arena, b, a), drawing);
    }
}

static void check_keys(struct drawing *drawing, const struct schema_table *table, uint32_t line)
{
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        const char *parent = table->foreign_keys.items[i].parent;
        if (description_of(&drawing->description, parent, NULL) &&
            !map_has(drawing->links, line_key(drawing->arena, table->name, parent)))
            check_fails(drawing->arena, drawing->result, drawing->asked->path, line,
                        "the foreign key of '%s' to '%s' is not drawn", table->name, parent);
    }
}

static void check_one(struct drawing *drawing, const struct schema_table *table)
{
    const char *path = drawing->asked->path;
    const struct described *entity = description_of(&drawing->description, table->name, NULL);
    if (!entity) {
        check_fails(drawing->arena, drawing->result, path, 0, "table '%s' is not in '%s'",
                    table->name, path);
        return;
    }
    const bool lists = entity->facts > 0;
    if (!lists && drawing->asked->columns)
        check_fails(drawing->arena, drawing->result, path, entity->line,
                    "table '%s' is drawn without its columns", table->name);
    for (size_t i = 0; lists && i < table->columns.len; i++)
        if (!description_of(&drawing->description, table->name, table->columns.items[i].name))
            check_fails(drawing->arena, drawing->result, path, entity->line,
                        "column '%s.%s' is not in '%s'", table->name, table->columns.items[i].name,
                        path);
    check_keys(drawing, table, entity->line);
}

struct check_result schema_check_erd(struct arena *arena, const struct schema_state *state,
                                     const struct erd_asked *asked,
                                     const struct migration_file *file)
{
    struct check_result result;
    struct drawing drawing = {.arena = arena, .asked = asked, .result = &result};
    struct globs globs = globs_of(arena, &asked->tables);
    enum erd_format format = (enum erd_format)asked->format;
    size_t tables = 0;
    if (check_cannot(state, &result) || !check_readable(arena, file, asked->path, &result))
        return result;
    if (format == ERD_BY_NAME)
        format = erd_format_of(asked->path);
    erd_read(arena, format, file, &drawing.erd);
    if (!drawing.erd.found) {
        result =
            check_says(arena, VERDICT_ERROR, "'%s' holds no diagram that can be read", asked->path);
        result.path = asked->path;
        return result;
    }
    description_init(arena, state->snapshot, &drawing.description);
    describe_all(&drawing);
    link_tables(&drawing);
    for (size_t i = 0; i < state->snapshot->tables.len; i++) {
        const struct schema_table *table = &state->snapshot->tables.items[i];
        if (asked->tables.len > 0 && !globs_match(&globs, table->name))
            continue;
        tables++;
        check_one(&drawing, table);
    }
    description_stale(&drawing.description, state, asked->path, &result);
    description_finish(&drawing.description, state, tables, &result);
    return result;
}
