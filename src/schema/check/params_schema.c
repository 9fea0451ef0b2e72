/* Keys of the checks that need a database: of a schema, its queries and its runs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "schema/check/params_inner.h"
#include "schema/sql/split.h"

#define MADE_ROWS 3
#define MADE_ROWS_MAX 10000

static const struct param none[] = {{0}};

/* ------------------------------------------------------------------------------------- table */

static bool read_columns(struct params_reader *reader, const json_t *value, const char *where,
                         void *object)
{
    static const struct param keys[] = {
        {.name = "name",
         .type = PARAM_TEXT,
         .offset = offsetof(struct column_asked, name),
         .needed = true},
        {.name = "type", .type = PARAM_TEXT, .offset = offsetof(struct column_asked, type)},
        {.name = "default",
         .type = PARAM_SCALAR,
         .offset = offsetof(struct column_asked, default_value)},
        {.name = "null", .type = PARAM_ASKED, .offset = offsetof(struct column_asked, null)},
        {0},
    };
    struct table_asked *asked = object;
    if (!json_is_array(value))
        return params_wrong(reader, where, false, "write [id, {name: state, null: false}]",
                            "'columns' should be a list, not %s",
                            params_describe(reader->arena, value));
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *item = json_array_get(value, i);
        const char *place = arena_printf(reader->arena, "%s/%zu", where, i);
        struct column_asked column = {0};
        if (!(json_is_object(item) ? params_map(reader, item, place, keys, &column)
                                   : params_value(reader, item, place, &keys[0], &column)))
            return false;
        VEC_PUSH(reader->arena, &asked->columns, column);
    }
    return true;
}

static const struct param table_keys[] = {
    {.name = "name",
     .type = PARAM_TEXT,
     .offset = offsetof(struct table_asked, table),
     .needed = true},
    {.name = "columns", .type = PARAM_CUSTOM, .read = read_columns},
    {.name = "primary_key",
     .type = PARAM_TEXTS,
     .offset = offsetof(struct table_asked, primary_key)},
    {.name = "strict", .type = PARAM_ASKED, .offset = offsetof(struct table_asked, strict)},
    {0},
};

static const struct param key_keys[] = {
    {.name = "table",
     .type = PARAM_TEXT,
     .offset = offsetof(struct key_asked, table),
     .needed = true},
    {.name = "columns",
     .type = PARAM_TEXTS,
     .offset = offsetof(struct key_asked, columns),
     .needed = true},
    {0},
};

/* ------------------------------------------------------------------------------- foreign key */

/* "sessions" or "sessions(id, no)" */
static bool read_references(struct params_reader *reader, const json_t *value, const char *where,
                            void *object)
{
    struct foreign_key_asked *asked = object;
    static const struct param text = {.type = PARAM_TEXT};
    const char *words;
    if (!params_value(reader, value, where, &text, &words))
        return false;
    size_t name = strcspn(words, "(");
    const char *open = words + name;
    while (name > 0 && words[name - 1] == ' ')
        name--;
    asked->parent = arena_strndup(reader->arena, words, name);
    if (name == 0 || (*open && !text_ends(open, ")")))
        return params_wrong(reader, where, false, "write references: sessions(id)",
                            "'%s' names no table with its columns", words);
    while (*open && *++open) {
        size_t len = strcspn(open, ",)");
        const char *end = open + len;
        while (len > 0 && *open == ' ') {
            open++;
            len--;
        }
        while (len > 0 && open[len - 1] == ' ')
            len--;
        if (len > 0)
            strlist_add(reader->arena, &asked->parent_columns,
                        arena_strndup(reader->arena, open, len));
        open = end;
    }
    return true;
}

/* Any letters, as SQL has it; the check compares with the small ones. */
static bool read_action(struct params_reader *reader, const json_t *value, const char *where,
                        const char **out)
{
    static const char *const actions[] = {"no action", "restrict",    "cascade",
                                          "set null",  "set default", NULL};
    unsigned action = 0;
    const struct param word = {.type = PARAM_WORD, .words = actions};
    char folded[32] = "";
    if (json_is_string(value) && strlen(json_string_value(value)) < sizeof folded)
        for (size_t i = 0; json_string_value(value)[i]; i++) {
            char c = json_string_value(value)[i];
            folded[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c == '_' ? ' ' : c);
        }
    json_t *small = *folded ? json_string(folded) : NULL;
    bool right = params_value(reader, small ? small : value, where, &word, &action);
    json_decref(small);
    if (right)
        *out = actions[action];
    return right;
}

static bool read_on_delete(struct params_reader *reader, const json_t *value, const char *where,
                           void *object)
{
    return read_action(reader, value, where, &((struct foreign_key_asked *)object)->on_delete);
}

static bool read_on_update(struct params_reader *reader, const json_t *value, const char *where,
                           void *object)
{
    return read_action(reader, value, where, &((struct foreign_key_asked *)object)->on_update);
}

static const struct param foreign_key_keys[] = {
    {.name = "table", .type = PARAM_TEXT, .offset = offsetof(struct foreign_key_asked, table)},
    {.name = "columns", .type = PARAM_TEXTS, .offset = offsetof(struct foreign_key_asked, columns)},
    {.name = "references", .type = PARAM_CUSTOM, .read = read_references},
    {.name = "on_delete", .type = PARAM_CUSTOM, .read = read_on_delete},
    {.name = "on_update", .type = PARAM_CUSTOM, .read = read_on_update},
    {0},
};

/* {} asks whether any key of the schema dangles; anything else names one key. */
static bool finish_foreign_key(struct params_reader *reader, struct check_params *params)
{
    const struct foreign_key_asked *asked = &params->foreign_key;
    bool any = asked->table || asked->columns.len > 0 || asked->parent || asked->on_delete ||
               asked->on_update;
    if (!any || (asked->table && asked->columns.len > 0 && asked->parent))
        return true;
    return params_wrong(reader, "", false,
                        "write {table: a, columns: [b_id], references: b(id)}, or {} for no "
                        "dangling key in the whole schema",
                        "foreign_key needs the key '%s'",
                        !asked->table             ? "table"
                        : asked->columns.len == 0 ? "columns"
                                                  : "references");
}

/* ------------------------------------------------------------- constraints, indexes, objects */

static const struct param constraint_keys[] = {
    {.name = "table",
     .type = PARAM_TEXT,
     .offset = offsetof(struct constraint_asked, table),
     .needed = true},
    {.name = "contains",
     .type = PARAM_TEXT,
     .offset = offsetof(struct constraint_asked, contains),
     .needed = true},
    {0},
};

/* `where: ""` asks for an index over all rows. */
static bool read_where(struct params_reader *reader, const json_t *value, const char *where,
                       void *object)
{
    static const struct param text = {.type = PARAM_TEXT};
    struct index_asked *asked = object;
    if (json_is_string(value) && json_string_length(value) == 0) {
        asked->where = "";
        return true;
    }
    return params_value(reader, value, where, &text, &asked->where);
}

static const struct param index_keys[] = {
    {.name = "name", .type = PARAM_TEXT, .offset = offsetof(struct index_asked, name)},
    {.name = "table", .type = PARAM_TEXT, .offset = offsetof(struct index_asked, table)},
    {.name = "columns", .type = PARAM_TEXTS, .offset = offsetof(struct index_asked, columns)},
    {.name = "where", .type = PARAM_CUSTOM, .read = read_where},
    {.name = "unique", .type = PARAM_ASKED, .offset = offsetof(struct index_asked, unique)},
    {0},
};

static bool finish_index(struct params_reader *reader, struct check_params *params)
{
    const struct index_asked *asked = &params->index;
    if (asked->name || (asked->table && asked->columns.len > 0))
        return true;
    return params_wrong(reader, "", false, "write {name: i} or {table: t, columns: [a, b]}",
                        "index needs a name, or a table and columns");
}

static const char *const object_types[] = {"view", "trigger",   "matview", "function",
                                           "enum", "extension", NULL};

static bool read_object_type(struct params_reader *reader, const json_t *value, const char *where,
                             void *object)
{
    const struct param word = {.type = PARAM_WORD, .words = object_types};
    unsigned type = 0;
    if (!params_value(reader, value, where, &word, &type))
        return false;
    ((struct object_asked *)object)->type = object_types[type];
    return true;
}

static const struct param object_keys[] = {
    {.name = "type", .type = PARAM_CUSTOM, .read = read_object_type, .needed = true},
    {.name = "name",
     .type = PARAM_TEXT,
     .offset = offsetof(struct object_asked, name),
     .needed = true},
    {.name = "table", .type = PARAM_TEXT, .offset = offsetof(struct object_asked, table)},
    {0},
};

static const char *const partition_words[] = {"range", "list", "hash", NULL};

static const struct param partition_keys[] = {
    {.name = "table",
     .type = PARAM_TEXT,
     .offset = offsetof(struct partition_asked, table),
     .needed = true},
    {.name = "by",
     .type = PARAM_WORD,
     .words = partition_words,
     .offset = offsetof(struct partition_asked, by)},
    {.name = "columns", .type = PARAM_TEXTS, .offset = offsetof(struct partition_asked, columns)},
    {0},
};

static const struct param rls_keys[] = {
    {.name = "tables", .type = PARAM_TEXTS, .offset = offsetof(struct rls_asked, tables)},
    {.name = "tenant_column",
     .type = PARAM_TEXT,
     .offset = offsetof(struct rls_asked, tenant_column)},
    {.name = "force", .type = PARAM_ASKED, .offset = offsetof(struct rls_asked, force)},
    {.name = "setting", .type = PARAM_TEXT, .offset = offsetof(struct rls_asked, setting)},
    {0},
};

/* -------------------------------------------------------------------------------------- runs */

static bool read_semantic(struct params_reader *reader, const json_t *value, const char *where,
                          void *object)
{
    static const char *const words[] = {"semantic", NULL};
    const struct param word = {.type = PARAM_WORD, .words = words};
    unsigned only = 0;
    (void)object;
    return params_value(reader, value, where, &word, &only);
}

static bool read_smoke_rows(struct params_reader *reader, const json_t *value, const char *where,
                            void *object)
{
    struct smoke_asked *asked = object;
    static const struct param count = {.type = PARAM_COUNT, .max = MADE_ROWS_MAX};
    if (!params_value(reader, value, where, &count, &asked->rows))
        return false;
    if (asked->rows == 0)
        return params_wrong(reader, where, false, NULL,
                            "'rows' should be at least 1: an empty table proves nothing");
    return true;
}

static const struct param smoke_keys[] = {
    {.name = "rows", .type = PARAM_CUSTOM, .read = read_smoke_rows},
    {.name = "compare", .type = PARAM_CUSTOM, .read = read_semantic},
    {.name = "preserve_rows",
     .type = PARAM_ASKED,
     .offset = offsetof(struct smoke_asked, preserve_rows)},
    {0},
};

static bool finish_smoke(struct params_reader *reader, struct check_params *params)
{
    (void)reader;
    if (params->smoke.rows == 0)
        params->smoke.rows = MADE_ROWS;
    return true;
}

static const struct param duration_keys[] = {
    {.name = "up_ms", .type = PARAM_MS, .offset = offsetof(struct duration_asked, up_us)},
    {.name = "down_ms", .type = PARAM_MS, .offset = offsetof(struct duration_asked, down_us)},
    {0},
};

static bool finish_duration(struct params_reader *reader, struct check_params *params)
{
    if (params->duration.up_us > 0 || params->duration.down_us > 0)
        return true;
    return params_wrong(reader, "", false, "write {up_ms: 600000, down_ms: 60000}",
                        "duration needs 'up_ms' or 'down_ms'");
}

static const struct param seed_keys[] = {
    {.name = "path", .type = PARAM_TEXT, .needed = true},
    {0},
};

static const struct param integrity_keys[] = {
    {.name = "rows", .type = PARAM_COUNT, .max = MADE_ROWS_MAX},
    {0},
};

static bool finish_integrity(struct params_reader *reader, struct check_params *params)
{
    (void)reader;
    if (params->integrity_rows == 0) /* empty tables prove nothing */
        params->integrity_rows = MADE_ROWS;
    return true;
}

static const struct param pragma_keys[] = {
    {.name = "name",
     .type = PARAM_TEXT,
     .offset = offsetof(struct pragma_asked, name),
     .needed = true},
    {.name = "expect",
     .type = PARAM_SCALAR,
     .offset = offsetof(struct pragma_asked, expect),
     .needed = true},
    {.name = "setup", .type = PARAM_TEXT, .offset = offsetof(struct pragma_asked, setup)},
    {0},
};

/* ----------------------------------------------------------------------------------- queries */

static bool read_sizes(struct params_reader *reader, const json_t *value, const char *where,
                       uint32_t max, struct box_size *sizes)
{
    const struct param count = {.type = PARAM_COUNT, .max = max};
    const char *name;
    json_t *rows;
    size_t i = 0;
    json_object_foreach((json_t *)(uintptr_t)value, name, rows)
    {
        uint32_t number = 0;
        if (!params_value(reader, rows, params_below(reader->arena, where, name), &count, &number))
            return false;
        sizes[i++] = (struct box_size){arena_strdup(reader->arena, name), number};
    }
    return true;
}

static bool sizes_map(struct params_reader *reader, const json_t *value, const char *where)
{
    return json_is_object(value) ||
           params_wrong(reader, where, false, "write rows: {tasks: 100000}",
                        "'rows' should be a map of tables, not %s",
                        params_describe(reader->arena, value));
}

static bool read_plan_rows(struct params_reader *reader, const json_t *value, const char *where,
                           void *object)
{
    struct plan_asked *asked = object;
    if (!sizes_map(reader, value, where))
        return false;
    asked->sizes.len = asked->sizes.cap = json_object_size(value);
    asked->sizes.items = arena_calloc(reader->arena, asked->sizes.len, sizeof(struct box_size));
    return read_sizes(reader, value, where, 2000000000, asked->sizes.items);
}

static bool read_latency_rows(struct params_reader *reader, const json_t *value, const char *where,
                              void *object)
{
    struct latency_asked *asked = object;
    if (!sizes_map(reader, value, where))
        return false;
    asked->sizes.len = asked->sizes.cap = json_object_size(value);
    asked->sizes.items = arena_calloc(reader->arena, asked->sizes.len, sizeof(struct box_size));
    return read_sizes(reader, value, where, LIMIT_BOX_FILL_ROWS, asked->sizes.items);
}

#define FORBID_GIVEN 0x80000000u

static bool read_forbid(struct params_reader *reader, const json_t *value, const char *where,
                        void *object)
{
    static const char *const words[] = {"scan", "automatic_index", "temp_btree", NULL};
    static const struct param texts = {.type = PARAM_TEXTS};
    const struct param word = {.type = PARAM_WORD, .words = words};
    struct plan_asked *asked = object;
    struct strlist list = {0};
    if (!params_value(reader, value, where, &texts, &list))
        return false;
    asked->forbid = FORBID_GIVEN;
    for (uint32_t i = 0; i < list.len; i++) {
        unsigned bit = 0;
        json_t *one = json_string(list.items[i]);
        bool right =
            params_value(reader, one, arena_printf(reader->arena, "%s/%u", where, i), &word, &bit);
        json_decref(one);
        if (!right)
            return false;
        asked->forbid |= 1u << bit;
    }
    return true;
}

static const struct param plan_keys[] = {
    {.name = "sql", .type = PARAM_TEXT, .offset = offsetof(struct plan_asked, sql), .needed = true},
    {.name = "uses", .type = PARAM_TEXTS, .offset = offsetof(struct plan_asked, uses)},
    {.name = "forbid", .type = PARAM_CUSTOM, .read = read_forbid},
    {.name = "may_scan", .type = PARAM_TEXTS, .offset = offsetof(struct plan_asked, may_scan)},
    {.name = "rows", .type = PARAM_CUSTOM, .read = read_plan_rows},
    {0},
};

/* How many the text of a check holds; what runs it lets SQLite find their ends. */
static size_t count_statements(struct params_reader *reader, const char *sql)
{
    const struct migration_file file = {.path = "", .bytes = sql, .len = strlen(sql)};
    const struct migration_span span = {.file = &file, .end = file.len, .line = 1};
    struct statements statements = {NULL, 0, 0};
    statements_of(reader->arena, &span, SQL_SQLITE, &statements);
    return statements.len;
}

/* Who forbids nothing in particular does not want a scan. */
static bool finish_plan(struct params_reader *reader, struct check_params *params)
{
    const size_t count = count_statements(reader, params->plan.sql);
    if (count != 1)
        return params_wrong(reader, "", false, "write a check for each of them",
                            "a plan is that of one statement, and here are %zu", count);
    if (!(params->plan.forbid & FORBID_GIVEN))
        params->plan.forbid = FORBID_SCAN | FORBID_AUTOMATIC_INDEX;
    params->plan.forbid &= ~FORBID_GIVEN;
    return true;
}

static const struct param latency_keys[] = {
    {.name = "sql",
     .type = PARAM_TEXT,
     .offset = offsetof(struct latency_asked, sql),
     .needed = true},
    {.name = "rows", .type = PARAM_CUSTOM, .read = read_latency_rows},
    {.name = "iterations",
     .type = PARAM_COUNT,
     .max = 100000,
     .offset = offsetof(struct latency_asked, times)},
    {.name = "p50_ms", .type = PARAM_MS, .offset = offsetof(struct latency_asked, p50_us)},
    {.name = "p95_ms", .type = PARAM_MS, .offset = offsetof(struct latency_asked, p95_us)},
    {.name = "p99_ms", .type = PARAM_MS, .offset = offsetof(struct latency_asked, p99_us)},
    {.name = "gate", .type = PARAM_BOOL, .offset = offsetof(struct latency_asked, gate)},
    {.name = "baseline", .type = PARAM_TEXT, .offset = offsetof(struct latency_asked, baseline)},
    {.name = "max_regression",
     .type = PARAM_PERCENT,
     .offset = offsetof(struct latency_asked, max_regression)},
    {0},
};

#define USUAL_REGRESSION 20 /* percent */

static bool finish_latency(struct params_reader *reader, struct check_params *params)
{
    struct latency_asked *asked = &params->latency;
    if (!asked->baseline && asked->max_regression > 0)
        return params_wrong(reader, "/max_regression", true, "add baseline: docs/latency.json",
                            "'max_regression' compares with nothing without 'baseline'");
    if (asked->baseline && !(asked->max_regression > 0))
        asked->max_regression = USUAL_REGRESSION;
    return true;
}

static const char *const expect_words[] = {"value", "rows",    "empty", "nonempty",
                                           "error", "matches", NULL};

/* `expect: empty`, or one of `expect: {value: 1}`, rows, error, matches. */
static bool read_expect(struct params_reader *reader, const json_t *value, const char *where,
                        void *object)
{
    static const struct param scalar = {.type = PARAM_SCALAR}, regex = {.type = PARAM_REGEX},
                              count = {.type = PARAM_COUNT, .max = UINT32_MAX};
    const struct param word = {.type = PARAM_WORD, .words = expect_words};
    struct sql_asked *asked = object;
    unsigned expect = EXPECT_EMPTY;
    uint32_t rows = 0;
    const json_t *is = NULL;
    const char *place = where;
    json_t *name = NULL;
    if (json_is_object(value) && json_object_size(value) == 1) {
        void *iter = json_object_iter((json_t *)(uintptr_t)value);
        is = json_object_iter_value(iter);
        name = json_string(json_object_iter_key(iter));
        place = params_below(reader->arena, where, json_object_iter_key(iter));
    }
    bool right = params_value(reader, name ? name : value, place, &word, &expect);
    json_decref(name);
    if (!right) {
        reader->problem->at_key = is != NULL;
        return false;
    }
    asked->expect = (enum sql_expect)expect;
    bool bare = expect == EXPECT_EMPTY || expect == EXPECT_NONEMPTY;
    if (!is && !bare)
        return params_wrong(reader, where, false, "write expect: {value: 1}",
                            "'expect: %s' does not say what is expected", expect_words[expect]);
    if (!is || (bare && (json_is_null(is) || json_is_true(is))))
        return true;
    switch (asked->expect) {
    case EXPECT_VALUE: /* null is an answer */
        return json_is_null(is) || params_value(reader, is, place, &scalar, &asked->text);
    case EXPECT_ERROR:
        return params_value(reader, is, place, &scalar, &asked->text);
    case EXPECT_MATCHES:
        return params_value(reader, is, place, &regex, &asked->text);
    case EXPECT_ROWS:
        right = params_value(reader, is, place, &count, &rows);
        asked->count = rows;
        return right;
    default:
        return params_wrong(reader, place, false, NULL, "'%s' takes no value",
                            expect_words[expect]);
    }
}

static const struct param sql_keys[] = {
    {.name = "sql", .type = PARAM_TEXT, .offset = offsetof(struct sql_asked, sql), .needed = true},
    {.name = "expect", .type = PARAM_CUSTOM, .read = read_expect, .needed = true},
    {0},
};

/* Nothing asked would be nothing found. */
static bool finish_sql(struct params_reader *reader, struct check_params *params)
{
    if (count_statements(reader, params->sql.sql) > 0)
        return true;
    return params_wrong(reader, "", false, NULL, "the text holds no statement");
}

const struct params_of_kind params_of_schema_kinds[CHECK_KIND_COUNT] = {
    [CHECK_APPLY] = {none, NULL, NULL},
    [CHECK_SMOKE] = {smoke_keys, NULL, finish_smoke},
    [CHECK_DURATION] = {duration_keys, NULL, finish_duration},
    [CHECK_SEED] = {seed_keys, "path", NULL},
    [CHECK_TABLE] = {table_keys, "name", NULL},
    [CHECK_PRIMARY_KEY] = {key_keys, NULL, NULL},
    [CHECK_UNIQUE] = {key_keys, NULL, NULL},
    [CHECK_FOREIGN_KEY] = {foreign_key_keys, NULL, finish_foreign_key},
    [CHECK_CHECK_CONSTRAINT] = {constraint_keys, NULL, NULL},
    [CHECK_INDEX] = {index_keys, "name", finish_index},
    [CHECK_OBJECT] = {object_keys, NULL, NULL},
    [CHECK_PARTITION] = {partition_keys, NULL, NULL},
    [CHECK_RLS] = {rls_keys, "tables", NULL},
    [CHECK_INTEGRITY] = {integrity_keys, NULL, finish_integrity},
    [CHECK_PRAGMA] = {pragma_keys, NULL, NULL},
    [CHECK_QUERY_PLAN] = {plan_keys, "sql", finish_plan},
    [CHECK_LATENCY] = {latency_keys, "sql", finish_latency},
    [CHECK_SQL] = {sql_keys, "sql", finish_sql},
};
