/* Rules about single statements: CREATE TABLE, CREATE INDEX, ALTER TABLE. */
#include <string.h>

#include "base/str.h"
#include "schema/lint/lint_text.h"

static bool is_postgres(const struct linter *linter)
{
    return linter->options->dialect == SQL_POSTGRES;
}

static const char *text_of(struct linter *linter, const struct lint_statement *s, size_t token)
{
    return sql_text(linter->arena, lint_bytes(s), &s->tokens[token]);
}

/* -------------------------------------------------------------------------------- CREATE TABLE */

/* Words that stand for something else in both databases when they are not quoted. */
static bool is_reserved(const char *word)
{
    static const char *const words[] = {
        "all",      "and",    "as",   "case",  "check",      "column", "create", "default", "desc",
        "distinct", "end",    "from", "grant", "group",      "having", "in",     "limit",   "not",
        "null",     "on",     "or",   "order", "references", "select", "table",  "then",    "to",
        "union",    "unique", "user", "using", "when",       "where",  "with"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

/* A name that is given here, at `token`. */
static void check_identifier(struct linter *linter, const struct lint_statement *s, size_t token)
{
    const char *name = sql_folded(linter->arena, lint_bytes(s), &s->tokens[token]);
    if (s->tokens[token].kind == SQL_NAME && is_reserved(name))
        lint_add(linter, "RM505", s, token,
                 arena_printf(linter->arena, "'%s' is a reserved word", name));
    if (is_postgres(linter) && strlen(name) > 63)
        lint_add(linter, "RM506", s, token,
                 arena_printf(linter->arena, "'%s' is %zu bytes long", name, strlen(name)));
}

static void check_type(struct linter *linter, const struct lint_statement *s, size_t column)
{
    size_t type = column + 1;
    if (!is_postgres(linter) || type >= s->count)
        return;
    const char *instead = NULL;
    if (lint_word(s, type, "json"))
        instead = "jsonb";
    else if (lint_word(s, type, "timestamp") &&
             !lint_has_pair(s, type, lint_item_end(s, type), "with", "time"))
        instead = "timestamp with time zone";
    else if (lint_word(s, type, "char") || lint_word(s, type, "character"))
        instead = lint_word(s, type + 1, "varying") ? NULL : "text";
    if (instead != NULL)
        lint_add(linter, "RM508", s, type,
                 arena_printf(linter->arena, "'%s' is %s where %s is meant as a rule",
                              text_of(linter, s, column), text_of(linter, s, type), instead));
}

static void check_default(struct linter *linter, const struct lint_statement *s, size_t from,
                          size_t end)
{
    if (is_postgres(linter))
        return;
    for (size_t i = from; i + 1 < end; i++)
        if (lint_word(s, i, "default") && s->tokens[i + 1].kind == SQL_NAME &&
            lint_bytes(s)[s->tokens[i + 1].begin] == '"')
            lint_add(linter, "RM704", s, i + 1,
                     arena_printf(linter->arena, "\"%s\" is a name, not a text",
                                  text_of(linter, s, i + 1)));
}

static bool is_constraint(const struct lint_statement *s, size_t token)
{
    static const char *const words[] = {"constraint", "primary", "unique", "check",
                                        "foreign",    "exclude", "like"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (lint_word(s, token, words[i]))
            return true;
    return false;
}

static void check_columns(struct linter *linter, const struct lint_statement *s)
{
    for (size_t i = s->body + 1; i < s->count;) {
        size_t end = lint_item_end(s, i);
        if (!is_constraint(s, i) && end > i) {
            check_identifier(linter, s, i);
            check_type(linter, s, i);
            check_default(linter, s, i, end);
        }
        if (!lint_mark(s, end, ','))
            return;
        i = end + 1;
    }
}

static void need_version(struct linter *linter, const struct lint_statement *s, size_t token,
                         int version, const char *what)
{
    if (is_postgres(linter) || linter->options->min_version == 0 ||
        linter->options->min_version >= version)
        return;
    lint_add(
        linter, "RM703", s, token,
        arena_printf(linter->arena, "%s needs SQLite %d.%d", what, version / 100, version % 100));
}

void lint_create(struct linter *linter, const struct lint_statement *s)
{
    if (s->table == NULL)
        return;
    size_t table = s->body - 1;
    check_identifier(linter, s, table);
    if (!lint_mark(s, s->body, '('))
        return; /* AS SELECT, PARTITION OF, OF type */
    size_t close = lint_item_end(s, s->body + 1);
    while (lint_mark(s, close, ','))
        close = lint_item_end(s, close + 1);
    if (lint_has(s, close, s->count, "strict"))
        need_version(linter, s, close, 337, "STRICT");
    if (lint_has_pair(s, s->body, close, "generated", "always"))
        need_version(linter, s, table, 331, "a generated column");
    if (!s->temporary && !lint_has_pair(s, s->body, close, "primary", "key") &&
        !lint_has(s, s->body, close, "like") && !lint_has(s, close, s->count, "inherits"))
        lint_add(linter, "RM501", s, table,
                 arena_printf(linter->arena, "table '%s' has no primary key", s->table));
    check_columns(linter, s);
}

/* -------------------------------------------------------------------------------- CREATE INDEX */

void lint_index(struct linter *linter, const struct lint_statement *s, bool in_transaction)
{
    bool made = lint_is_made(linter, s->table);
    if (s->unique && !made)
        lint_add(linter, "RM302", s, 0,
                 arena_printf(linter->arena,
                              "a unique index on '%s' fails when its rows have duplicates",
                              s->table));
    if (!is_postgres(linter))
        return;
    if (!s->concurrently && !made)
        lint_add(linter, "RM401", s, 0,
                 arena_printf(linter->arena, "nobody can write to '%s' while the index is built",
                              s->table));
    if (s->concurrently && in_transaction)
        lint_add(linter, "RM402", s, 0, "CREATE INDEX CONCURRENTLY fails inside of a transaction");
}

/* --------------------------------------------------------------------------------- ALTER TABLE */

static void alter_rename(struct linter *linter, const struct lint_statement *s, size_t i)
{
    size_t column = i + 1 + lint_word(s, i + 1, "column");
    if (lint_word(s, i + 1, "constraint") || column + 2 >= s->count)
        return;
    need_version(linter, s, i, 325, "RENAME COLUMN");
    lint_add(linter, "RM206", s, i,
             arena_printf(linter->arena, "column '%s' of '%s' gets another name",
                          text_of(linter, s, column), s->table));
}

static void alter_drop(struct linter *linter, const struct lint_statement *s, size_t i)
{
    bool constraint = lint_word(s, i + 1, "constraint") || lint_word(s, i + 1, "foreign") ||
                      lint_word(s, i + 1, "primary");
    size_t name = i + 1 + (constraint || lint_word(s, i + 1, "column"));
    if (lint_word(s, name, "if"))
        name += 2;
    if (name >= s->count)
        return;
    if (!constraint)
        need_version(linter, s, i, 335, "DROP COLUMN");
    lint_add(linter, constraint ? "RM207" : "RM202", s, i,
             arena_printf(linter->arena,
                          constraint ? "constraint '%s' of '%s' goes away"
                                     : "column '%s' of '%s' goes away with its values",
                          text_of(linter, s, name), s->table));
}

static void add_constraint(struct linter *linter, const struct lint_statement *s, size_t i,
                           size_t end)
{
    bool valid = !lint_has_pair(s, i, end, "not", "valid");
    if (is_postgres(linter) && valid &&
        (lint_has(s, i, end, "check") || lint_has_pair(s, i, end, "foreign", "key")))
        lint_add(
            linter, "RM304", s, i,
            arena_printf(linter->arena, "every row of '%s' is looked at under a lock", s->table));
    else if (lint_has(s, i, end, "unique") && !lint_has_pair(s, i, end, "using", "index"))
        lint_add(linter, "RM302", s, i,
                 arena_printf(linter->arena,
                              "a unique constraint on '%s' fails when its rows have "
                              "duplicates",
                              s->table));
}

static void alter_add(struct linter *linter, const struct lint_statement *s, size_t i, size_t end)
{
    if (is_constraint(s, i + 1)) {
        add_constraint(linter, s, i, end);
        return;
    }
    size_t column = i + 1 + lint_word(s, i + 1, "column");
    if (lint_word(s, column, "if"))
        column += 3;
    if (column >= end)
        return;
    (void)map_put(linter->made,
                  arena_printf(linter->arena, "%s.%s", s->table,
                               sql_folded(linter->arena, lint_bytes(s), &s->tokens[column])),
                  linter);
    check_identifier(linter, s, column);
    check_type(linter, s, column);
    check_default(linter, s, column, end);
    bool filled = lint_has(s, column, end, "default") || lint_has(s, column, end, "generated") ||
                  lint_has(s, column, end, "as") || lint_has(s, column, end, "serial") ||
                  lint_has(s, column, end, "bigserial");
    if (lint_has_pair(s, column, end, "not", "null") && !filled)
        lint_add(linter, "RM301", s, i,
                 arena_printf(linter->arena, "column '%s' is NOT NULL without a default",
                              text_of(linter, s, column)));
}

static void alter_column(struct linter *linter, const struct lint_statement *s, size_t i)
{
    size_t column = i + 1 + lint_word(s, i + 1, "column"), what = column + 1;
    if (what >= s->count)
        return;
    const char *name = text_of(linter, s, column);
    if (lint_word(s, what, "type") || (lint_word(s, what, "set") && lint_word(s, what + 1, "data")))
        lint_add(
            linter, "RM208", s, i,
            arena_printf(linter->arena, "column '%s' of '%s' gets another type", name, s->table));
    else if (lint_word(s, what, "drop") && lint_word(s, what + 1, "not"))
        lint_add(linter, "RM209", s, i,
                 arena_printf(linter->arena, "column '%s' of '%s' may be NULL from here on", name,
                              s->table));
    else if (lint_word(s, what, "set") && lint_word(s, what + 1, "not"))
        lint_add(linter, "RM303", s, i,
                 arena_printf(linter->arena, "column '%s' of '%s' must not be NULL any more", name,
                              s->table));
}

void lint_alter(struct linter *linter, const struct lint_statement *s)
{
    if (s->table == NULL || lint_is_made(linter, s->table))
        return;
    for (size_t i = s->body; i < s->count;) {
        size_t end = lint_item_end(s, i);
        if (lint_word(s, i, "rename"))
            alter_rename(linter, s, i);
        else if (lint_word(s, i, "drop"))
            alter_drop(linter, s, i);
        else if (lint_word(s, i, "add"))
            alter_add(linter, s, i, end);
        else if (lint_word(s, i, "alter"))
            alter_column(linter, s, i);
        else if (lint_word(s, i, "detach") && !lint_has(s, i, end, "concurrently"))
            lint_add(linter, "RM407", s, i,
                     arena_printf(linter->arena, "'%s' is locked while the partition is detached",
                                  s->table));
        if (!lint_mark(s, end, ','))
            return;
        i = end + 1;
    }
}
