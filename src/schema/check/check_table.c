/* Checks of facts: tables, keys, constraints, indexes, views and triggers. */
#include <string.h>

#include "base/str.h"
#include "schema/check/check_inner.h"
#include "schema/sql/sql_normal.h"

struct check_result check_is(enum verdict verdict, const char *message)
{
    return (struct check_result){.verdict = verdict, .message = message};
}

printf_like(2, 0) static char *format_words(struct arena *arena, const char *format, va_list args)
{
    cleanup_str struct str words;
    str_init(&words, 0);
    str_vaddf(&words, format, args);
    return str_dup(&words, arena);
}

struct check_result check_says(struct arena *arena, enum verdict verdict, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct check_result result = check_is(verdict, format_words(arena, format, args));
    va_end(args);
    return result;
}

static struct check_result missing(struct arena *arena, const struct schema_state *state,
                                   const char *words)
{
    if (!state->stopped)
        return check_is(VERDICT_FAIL, words);
    return check_says(arena, VERDICT_UNKNOWN, "%s, but %s", words, state->stopped);
}

struct check_result check_missing(struct arena *arena, const struct schema_state *state,
                                  const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct check_result result = missing(arena, state, format_words(arena, format, args));
    va_end(args);
    return result;
}

void check_whole(struct arena *arena, const struct schema_state *state, struct check_result *result)
{
    if (result->verdict == VERDICT_PASS && state->stopped)
        *result = check_says(arena, VERDICT_UNKNOWN, "it holds so far, but %s", state->stopped);
}

bool check_cannot(const struct schema_state *state, struct check_result *result)
{
    if (state->snapshot)
        return false;
    *result =
        check_is(VERDICT_ERROR, state->stopped ? state->stopped : "the schema could not be read");
    return true;
}

void check_add(struct arena *arena, const struct schema_state *state, struct check_result *result,
               const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *line = format_words(arena, format, args);
    va_end(args);
    if (result->verdict == VERDICT_PASS) {
        struct strlist lines = result->lines;
        *result = missing(arena, state, line);
        result->lines = lines;
    }
    strlist_add(arena, &result->lines, line);
}

/* The table, or `result` says that it is not there. */
static const struct schema_table *find_table(struct arena *arena, const struct schema_state *state,
                                             const char *name, struct check_result *result)
{
    if (check_cannot(state, result))
        return NULL;
    const struct schema_table *table = snapshot_table(state->snapshot, name);
    *result = check_is(VERDICT_PASS, NULL);
    if (!table && snapshot_object(state->snapshot, "view", name))
        *result = check_missing(arena, state, "'%s' is a view, not a table", name);
    else if (!table)
        *result = check_missing(arena, state, "there is no table '%s'", name);
    return table;
}

static char *joined(struct arena *arena, const struct strlist *names)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    str_add_list(&text, names, ", ");
    return str_dup(&text, arena);
}

static bool same_names(const struct strlist *a, const struct strlist *b)
{
    if (a->len != b->len)
        return false;
    for (uint32_t i = 0; i < a->len; i++)
        if (!sql_same_name(a->items[i], b->items[i]))
            return false;
    return true;
}

static bool same_type(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (*a == ' ')
            a++;
        while (*b == ' ')
            b++;
        const char one[2] = {*a, 0}, other[2] = {*b, 0};
        if (!sql_same_name(one, other))
            return false;
        if (!*a)
            return true;
    }
}

/* SQLite: an INTEGER PRIMARY KEY is never NULL, whatever its flag says. */
bool check_not_null(const struct schema_table *table, const struct schema_column *column)
{
    return column->not_null || (column->primary_key > 0 &&
                                (table->without_rowid || same_type(column->type, "INTEGER")));
}

static void check_column(struct arena *arena, const struct schema_state *state,
                         const struct schema_table *table, const struct column_asked *asked,
                         struct check_result *result)
{
    const struct schema_column *column = snapshot_column(table, asked->name);
    if (!column) {
        check_add(arena, state, result, "table '%s' has no column '%s'", table->name, asked->name);
        return;
    }
    if (asked->type && !same_type(asked->type, column->type))
        check_add(arena, state, result, "column '%s.%s' has the type '%s', not '%s'", table->name,
                  column->name, column->type, asked->type);
    const bool not_null = check_not_null(table, column);
    if (asked->null == ASKED_YES && not_null)
        check_add(arena, state, result, "column '%s.%s' is NOT NULL", table->name, column->name);
    if (asked->null == ASKED_NO && !not_null)
        check_add(arena, state, result, "column '%s.%s' may be NULL", table->name, column->name);
    if (!asked->default_value)
        return;
    const char *want = sql_normal(arena, asked->default_value, strlen(asked->default_value));
    if (!column->default_value)
        check_add(arena, state, result, "column '%s.%s' has no default, asked is %s", table->name,
                  column->name, want);
    else if (!text_eq(want, column->default_value))
        check_add(arena, state, result, "column '%s.%s' has the default %s, not %s", table->name,
                  column->name, column->default_value, want);
}

static void check_key(struct arena *arena, const struct schema_state *state,
                      const struct schema_table *table, const struct strlist *asked,
                      struct check_result *result)
{
    struct strlist is = {NULL, 0, 0};
    snapshot_primary_key(arena, table, &is);
    if (is.len == 0)
        check_add(arena, state, result, "table '%s' has no primary key", table->name);
    else if (!same_names(&is, asked))
        check_add(arena, state, result, "table '%s' has the primary key (%s), not (%s)",
                  table->name, joined(arena, &is), joined(arena, asked));
}

struct check_result schema_check_table(struct arena *arena, const struct schema_state *state,
                                       const struct table_asked *asked)
{
    struct check_result result;
    const struct schema_table *table = find_table(arena, state, asked->table, &result);
    if (!table)
        return result;
    for (size_t i = 0; i < asked->columns.len; i++)
        check_column(arena, state, table, &asked->columns.items[i], &result);
    if (asked->primary_key.len > 0)
        check_key(arena, state, table, &asked->primary_key, &result);
    if (asked->strict == ASKED_YES && !table->strict)
        check_add(arena, state, &result, "table '%s' is not STRICT", table->name);
    if (asked->strict == ASKED_NO && table->strict)
        check_add(arena, state, &result, "table '%s' is STRICT", table->name);
    return result;
}

struct check_result schema_check_primary_key(struct arena *arena, const struct schema_state *state,
                                             const char *name, const struct strlist *columns)
{
    struct check_result result;
    const struct schema_table *table = find_table(arena, state, name, &result);
    if (table)
        check_key(arena, state, table, columns, &result);
    return result;
}

static bool has_name(const struct strlist *names, const char *name)
{
    for (uint32_t i = 0; i < names->len; i++)
        if (sql_same_name(names->items[i], name))
            return true;
    return false;
}

static bool covers(const struct schema_index *index, const struct strlist *columns)
{
    bool all = index->columns.len == columns->len;
    for (size_t i = 0; i < index->columns.len && all; i++)
        all =
            !index->columns.items[i].expression && has_name(columns, index->columns.items[i].name);
    return all;
}

struct check_result schema_check_unique(struct arena *arena, const struct schema_state *state,
                                        const char *name, const struct strlist *columns)
{
    struct check_result result;
    struct strlist key = {NULL, 0, 0};
    const struct schema_index *partial = NULL;
    const struct schema_table *table = find_table(arena, state, name, &result);
    if (!table)
        return result;
    snapshot_primary_key(arena, table, &key);
    if (key.len == columns->len) {
        bool all = true;
        for (uint32_t i = 0; i < key.len; i++)
            all = all && has_name(columns, key.items[i]);
        if (all)
            return result;
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct schema_index *index = &table->indexes.items[i];
        if (!index->unique || !covers(index, columns))
            continue;
        if (!index->where)
            return result;
        partial = index;
    }
    if (partial)
        return check_missing(arena, state, "(%s) of '%s' is unique only where %s (index '%s')",
                             joined(arena, columns), table->name, partial->where, partial->name);
    return check_missing(arena, state, "(%s) of '%s' is not unique", joined(arena, columns),
                         table->name);
}

struct check_result check_all_sound(struct arena *arena, const struct schema_state *state)
{
    struct check_result result;
    if (check_cannot(state, &result))
        return result;
    result = check_is(VERDICT_PASS, NULL);
    for (size_t i = 0; i < state->snapshot->tables.len; i++) {
        const struct schema_table *table = &state->snapshot->tables.items[i];
        for (size_t j = 0; j < table->foreign_keys.len; j++)
            if (table->foreign_keys.items[j].dangling)
                check_add(arena, state, &result, "foreign key (%s) of '%s' can never be kept: %s",
                          joined(arena, &table->foreign_keys.items[j].columns), table->name,
                          table->foreign_keys.items[j].dangling);
    }
    return result;
}

static void check_actions(struct arena *arena, const struct schema_state *state,
                          const struct schema_foreign_key *key,
                          const struct foreign_key_asked *asked, struct check_result *result)
{
    const char *columns = joined(arena, &key->columns);
    if (asked->parent && !sql_same_name(asked->parent, key->parent))
        check_add(arena, state, result, "foreign key (%s) of '%s' points at '%s', not at '%s'",
                  columns, asked->table, key->parent, asked->parent);
    else if (asked->parent_columns.len > 0 &&
             !same_names(&asked->parent_columns, &key->parent_columns))
        check_add(arena, state, result, "foreign key (%s) of '%s' points at (%s), not at (%s)",
                  columns, asked->table, joined(arena, &key->parent_columns),
                  joined(arena, &asked->parent_columns));
    if (asked->on_delete && !sql_same_name(asked->on_delete, key->on_delete))
        check_add(arena, state, result, "foreign key (%s) of '%s' is ON DELETE %s, not %s", columns,
                  asked->table, key->on_delete, asked->on_delete);
    if (asked->on_update && !sql_same_name(asked->on_update, key->on_update))
        check_add(arena, state, result, "foreign key (%s) of '%s' is ON UPDATE %s, not %s", columns,
                  asked->table, key->on_update, asked->on_update);
    if (key->dangling)
        check_add(arena, state, result, "foreign key (%s) of '%s' can never be kept: %s", columns,
                  asked->table, key->dangling);
}

struct check_result schema_check_foreign_key(struct arena *arena, const struct schema_state *state,
                                             const struct foreign_key_asked *asked)
{
    struct check_result result, closest = {.verdict = VERDICT_PASS};
    bool found = false;
    if (!asked->table) {
        result = check_all_sound(arena, state);
        check_whole(arena, state, &result);
        return result;
    }
    const struct schema_table *table = find_table(arena, state, asked->table, &result);
    if (!table)
        return result;
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        const struct schema_foreign_key *key = &table->foreign_keys.items[i];
        if (!same_names(&key->columns, &asked->columns))
            continue;
        struct check_result one = result;
        check_actions(arena, state, key, asked, &one);
        if (one.verdict == VERDICT_PASS)
            return one;
        closest = one;
        found = true;
    }
    return found ? closest
                 : check_missing(arena, state, "there is no foreign key on (%s) of '%s'",
                                 joined(arena, &asked->columns), table->name);
}

struct check_result schema_check_constraint(struct arena *arena, const struct schema_state *state,
                                            const char *name, const char *contains)
{
    struct check_result result;
    const struct schema_table *table = find_table(arena, state, name, &result);
    if (!table)
        return result;
    const char *words = sql_normal(arena, contains, strlen(contains));
    for (size_t i = 0; i < table->checks.len; i++) {
        const struct schema_check *check = &table->checks.items[i];
        if (text_contains(check->sql, words) ||
            (check->name && sql_same_name(check->name, contains)))
            return result;
    }
    result = check_missing(arena, state, "no CHECK of '%s' contains %s", table->name, words);
    for (size_t i = 0; i < table->checks.len; i++)
        strlist_add(arena, &result.lines,
                    arena_printf(arena, "it has CHECK (%s)", table->checks.items[i].sql));
    return result;
}

/* "a", "a desc": as an index column reads. */
static bool same_index_column(struct arena *arena, const struct schema_index_column *column,
                              const char *asked)
{
    const char *is = arena_printf(arena, "%s%s", column->name ? column->name : "rowid",
                                  column->descending ? " desc" : "");
    const char *want = sql_normal(arena, asked, strlen(asked));
    if (text_ends(want, " asc"))
        want = arena_strndup(arena, want, strlen(want) - strlen(" asc"));
    return sql_same_name(is, want);
}

static bool same_index_columns(struct arena *arena, const struct schema_index *index,
                               const struct strlist *asked)
{
    bool same = index->columns.len == asked->len;
    for (uint32_t i = 0; i < asked->len && same; i++)
        same = same_index_column(arena, &index->columns.items[i], asked->items[i]);
    return same;
}

static char *index_columns(struct arena *arena, const struct schema_index *index)
{
    struct strlist names = {NULL, 0, 0};
    for (size_t i = 0; i < index->columns.len; i++)
        strlist_add(
            arena, &names,
            arena_printf(arena, "%s%s",
                         index->columns.items[i].name ? index->columns.items[i].name : "rowid",
                         index->columns.items[i].descending ? " desc" : ""));
    return joined(arena, &names);
}

static struct check_result check_one_index(struct arena *arena, const struct schema_state *state,
                                           const struct index_asked *asked,
                                           const struct schema_index *index)
{
    struct check_result result = check_is(VERDICT_PASS, NULL);
    if (asked->table && !sql_same_name(asked->table, index->table))
        check_add(arena, state, &result, "index '%s' is on '%s', not on '%s'", index->name,
                  index->table, asked->table);
    if (asked->columns.len > 0 && !same_index_columns(arena, index, &asked->columns))
        check_add(arena, state, &result, "index '%s' is over (%s), not over (%s)", index->name,
                  index_columns(arena, index), joined(arena, &asked->columns));
    if (asked->unique != ASKED_ANY && index->unique != (asked->unique == ASKED_YES))
        check_add(arena, state, &result, "index '%s' is %s", index->name,
                  index->unique ? "unique" : "not unique");
    if (!asked->where)
        return result;
    const char *want = sql_normal(arena, asked->where, strlen(asked->where));
    if (!text_eq(want, index->where ? index->where : ""))
        check_add(arena, state, &result, "index '%s' is over %s%s, not over %s%s", index->name,
                  index->where ? "the rows where " : "all rows", index->where ? index->where : "",
                  *want ? "the rows where " : "all rows", want);
    return result;
}

struct check_result schema_check_index(struct arena *arena, const struct schema_state *state,
                                       const struct index_asked *asked)
{
    struct check_result result;
    if (check_cannot(state, &result))
        return result;
    if (asked->name) {
        const struct schema_index *index = snapshot_index(state->snapshot, asked->name);
        return index ? check_one_index(arena, state, asked, index)
                     : check_missing(arena, state, "there is no index '%s'", asked->name);
    }
    for (size_t i = 0; i < state->snapshot->tables.len; i++) {
        const struct schema_table *table = &state->snapshot->tables.items[i];
        for (size_t j = 0; j < table->indexes.len; j++) {
            result = check_one_index(arena, state, asked, &table->indexes.items[j]);
            if (result.verdict == VERDICT_PASS)
                return result;
        }
    }
    return check_missing(arena, state, "there is no such index over (%s)%s%s%s",
                         joined(arena, &asked->columns), asked->table ? " of '" : "",
                         asked->table ? asked->table : "", asked->table ? "'" : "");
}

struct check_result schema_check_object(struct arena *arena, const struct schema_state *state,
                                        const char *kind, const char *name, const char *table)
{
    struct check_result result;
    if (check_cannot(state, &result))
        return result;
    if (!text_eq(kind, "view") && !text_eq(kind, "trigger"))
        return check_says(arena, VERDICT_SKIP, "SQLite has no objects of the kind '%s'", kind);
    const struct schema_object *object = snapshot_object(state->snapshot, kind, name);
    if (!object)
        return check_missing(arena, state, "there is no %s '%s'", kind, name);
    if (table && !sql_same_name(table, object->table))
        return check_missing(arena, state, "%s '%s' is on '%s', not on '%s'", kind, name,
                             object->table, table);
    return check_is(VERDICT_PASS, NULL);
}
