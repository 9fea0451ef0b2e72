#include "schema/check/described.h"

#include <string.h>
#include <strings.h>

#include "base/map.h"
#include "schema/sql/sql_normal.h"

static const char *key_of(struct arena *arena, const char *table, const char *column)
{
    const char *folded = sql_fold_name(arena, table);
    return column ? arena_printf(arena, "%s\x1f%s", folded, sql_fold_name(arena, column)) : folded;
}

void description_init(struct arena *arena, const struct schema_snapshot *snapshot,
                      struct description *description)
{
    *description = (struct description){arena, map_new(arena), map_new(arena)};
    for (size_t i = 0; i < snapshot->tables.len; i++)
        (void)map_put(description->tables, key_of(arena, snapshot->tables.items[i].name, NULL),
                      &snapshot->tables.items[i]);
}

struct described *describe(struct description *description, const char *table, const char *column,
                           uint32_t line, bool said)
{
    const char *key = key_of(description->arena, table, column);
    struct described *entry = map_get(description->entries, key);
    if (!entry) {
        entry = ARENA_NEW(description->arena, struct described);
        *entry = (struct described){.table = table, .column = column, .line = line};
        (void)map_put(description->entries, key, entry);
    }
    entry->said |= said;
    return entry;
}

const struct described *description_of(const struct description *description, const char *table,
                                       const char *column)
{
    return map_get(description->entries, key_of(description->arena, table, column));
}

const struct schema_table *description_table(const struct description *description,
                                             const char *name)
{
    return map_get(description->tables, key_of(description->arena, name, NULL));
}

bool is_said(const char *text)
{
    static const char *const nothing[] = {"", "-", "–", "—", "?", "…", "...", "todo", "tbd", "n/a"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (!text || strcasecmp(text, nothing[i]) == 0)
            return false;
    return true;
}

static bool is_there(const struct description *description, const struct described *entry)
{
    const struct schema_table *table = description_table(description, entry->table);
    return table && (!entry->column || snapshot_column(table, entry->column));
}

void description_stale(const struct description *description, const struct schema_state *state,
                       const char *path, struct check_result *result)
{
    const char *key;
    void *value;
    for (size_t cursor = 0; map_next(description->entries, &cursor, &key, &value);) {
        const struct described *entry = value;
        if (is_there(description, entry))
            continue;
        /* One line for a table that is gone, not one for each of its columns. */
        if (entry->column && !description_table(description, entry->table) &&
            description_of(description, entry->table, NULL))
            continue;
        const char *what =
            entry->column ? arena_printf(description->arena, "%s.%s", entry->table, entry->column)
                          : entry->table;
        if (!state->stopped) {
            check_fails(description->arena, result, path, entry->line,
                        "'%s' is in '%s', but not in the schema", what, path);
        } else if (result->verdict == VERDICT_PASS) {
            *result = check_says(description->arena, VERDICT_UNKNOWN,
                                 "'%s' is not in the schema, but %s", what, state->stopped);
            result->path = path;
            result->line = entry->line;
        }
    }
}

void description_finish(const struct description *description, const struct schema_state *state,
                        size_t tables, struct check_result *result)
{
    if (result->verdict != VERDICT_PASS)
        return;
    if (state->stopped)
        *result = check_says(description->arena, VERDICT_UNKNOWN, "there may be more tables: %s",
                             state->stopped);
    else if (tables == 0)
        *result = check_is(VERDICT_UNKNOWN, "there is no table to describe yet");
}
