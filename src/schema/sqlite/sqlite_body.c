#include "schema/sqlite/sqlite_body.h"

#include <string.h>

#include "base/str.h"
#include "schema/sql/sql.h"
#include "schema/sql/sql_normal.h"

struct body {
    struct arena *arena;
    const char *sql;
    struct sql_lexer lexer;
    struct sql_token token;
    bool more;
};

static void advance(struct body *body)
{
    body->more = sql_next_code(&body->lexer, &body->token);
}

static bool at_word(const struct body *body, const char *word)
{
    return body->more && sql_is(body->sql, &body->token, word);
}

static bool at_mark(const struct body *body, char mark)
{
    return body->more && sql_is_mark(body->sql, &body->token, mark);
}

static struct body body_of(struct arena *arena, const char *sql)
{
    struct body body = {
        .arena = arena, .sql = sql, .lexer = sql_lexer_of(sql, 0, strlen(sql), SQL_SQLITE)};
    advance(&body);
    return body;
}

/* At '(': past its ')'. What stands between, normalised. */
static char *parenthesised(struct body *body)
{
    size_t begin = body->token.end, end = begin;
    int depth = 0;
    while (body->more) {
        depth += at_mark(body, '(');
        depth -= at_mark(body, ')');
        if (depth == 0)
            break;
        end = body->token.end;
        advance(body);
    }
    advance(body);
    return sql_normal(body->arena, body->sql + begin, end - begin);
}

static char *name_here(const struct body *body)
{
    return body->more ? sql_text(body->arena, body->sql, &body->token) : NULL;
}

static struct schema_column *column_named(struct schema_table *table, const char *name)
{
    for (size_t i = 0; name && i < table->columns.len; i++)
        if (sql_same_name(table->columns.items[i].name, name))
            return &table->columns.items[i];
    return NULL;
}

/* `ON CONFLICT x` and `INITIALLY x` with the item they belong to. */
static void extra(struct body *body, struct schema_table *table, const char *item, const char *what)
{
    advance(body);
    char *word = name_here(body);
    if (word)
        strlist_add(body->arena, &table->extras,
                    arena_printf(body->arena, "%s %s of '%s'", what,
                                 sql_fold_name(body->arena, word), item));
}

/* One column or constraint: up to the ',' or ')' of the body. */
static void read_item(struct body *body, struct schema_table *table)
{
    char *item = name_here(body);
    struct schema_column *column = column_named(table, item);
    const char *constraint = NULL;
    bool on = false;
    if (column)
        advance(body);
    while (body->more && !at_mark(body, ',') && !at_mark(body, ')')) {
        if (at_word(body, "constraint")) {
            advance(body);
            constraint = name_here(body);
            advance(body);
        } else if (at_word(body, "check")) {
            advance(body);
            if (at_mark(body, '('))
                VEC_PUSH(body->arena, &table->checks,
                         ((struct schema_check){constraint, parenthesised(body)}));
            constraint = NULL;
        } else if (at_word(body, "as") && column) {
            advance(body);
            if (at_mark(body, '('))
                column->generated = parenthesised(body);
        } else if (at_mark(body, '(')) {
            (void)parenthesised(body);
        } else {
            bool conflict = on && at_word(body, "conflict");
            on = at_word(body, "on");
            if (conflict)
                extra(body, table, item, "on conflict");
            else if (at_word(body, "initially"))
                extra(body, table, item, "initially");
            advance(body);
        }
    }
}

void sqlite_table_body(struct arena *arena, const char *sql, struct schema_table *table)
{
    struct body body = body_of(arena, sql);
    while (body.more && !at_mark(&body, '('))
        advance(&body);
    while (body.more && !at_mark(&body, ')')) {
        advance(&body); /* '(' or ',' */
        read_item(&body, table);
    }
    for (; body.more; advance(&body)) {
        table->without_rowid = table->without_rowid || at_word(&body, "rowid");
        table->strict = table->strict || at_word(&body, "strict");
    }
}

/* One indexed column or expression, without COLLATE, ASC and DESC behind it. */
static char *indexed_expression(struct body *body)
{
    size_t begin = body->token.begin, end = begin;
    while (body->more && !at_mark(body, ',') && !at_mark(body, ')')) {
        if (at_mark(body, '(')) {
            (void)parenthesised(body);
            end = body->more ? body->token.begin : body->lexer.end;
            continue;
        }
        if (!at_word(body, "asc") && !at_word(body, "desc"))
            end = body->token.end;
        advance(body);
    }
    return sql_normal(body->arena, body->sql + begin, end - begin);
}

void sqlite_index_body(struct arena *arena, const char *sql, struct schema_index *index)
{
    struct body body = body_of(arena, sql);
    while (body.more && !at_mark(&body, '('))
        advance(&body);
    for (size_t i = 0; body.more && !at_mark(&body, ')'); i++) {
        advance(&body); /* '(' or ',' */
        char *expression = indexed_expression(&body);
        if (i < index->columns.len && index->columns.items[i].expression)
            index->columns.items[i].name = expression;
    }
    while (body.more && !at_word(&body, "where"))
        advance(&body);
    if (body.more)
        index->where = sql_normal(arena, sql + body.token.end, body.lexer.end - body.token.end);
}
