#include "schema/lint/lint_text.h"

#include <string.h>

#include "schema/lint/rules.h"

const char *lint_bytes(const struct lint_statement *statement)
{
    return statement->span->file->bytes;
}

bool lint_word(const struct lint_statement *statement, size_t index, const char *word)
{
    return index < statement->count &&
           sql_is(lint_bytes(statement), &statement->tokens[index], word);
}

bool lint_mark(const struct lint_statement *statement, size_t index, char mark)
{
    return index < statement->count &&
           sql_is_mark(lint_bytes(statement), &statement->tokens[index], mark);
}

bool lint_has(const struct lint_statement *statement, size_t from, size_t end, const char *word)
{
    for (size_t i = from; i < end; i++)
        if (lint_word(statement, i, word))
            return true;
    return false;
}

bool lint_has_pair(const struct lint_statement *statement, size_t from, size_t end,
                   const char *first, const char *second)
{
    for (size_t i = from; i + 1 < end; i++)
        if (lint_word(statement, i, first) && lint_word(statement, i + 1, second))
            return true;
    return false;
}

size_t lint_item_end(const struct lint_statement *statement, size_t from)
{
    size_t depth = 0, i = from;
    for (; i < statement->count && statement->tokens[i].kind != SQL_END; i++) {
        if (lint_mark(statement, i, '('))
            depth++;
        else if (depth == 0 && (lint_mark(statement, i, ')') || lint_mark(statement, i, ',') ||
                                lint_mark(statement, i, ';')))
            break;
        else if (lint_mark(statement, i, ')'))
            depth--;
    }
    return i;
}

static bool is_name(const struct lint_statement *statement, size_t index)
{
    return index < statement->count &&
           (statement->tokens[index].kind == SQL_WORD || statement->tokens[index].kind == SQL_NAME);
}

const char *lint_name(struct linter *linter, const struct lint_statement *statement, size_t *index)
{
    if (!is_name(statement, *index))
        return NULL;
    while (lint_mark(statement, *index + 1, '.') && is_name(statement, *index + 2))
        *index += 2;
    return sql_folded(linter->arena, lint_bytes(statement), &statement->tokens[(*index)++]);
}

bool lint_is_made(const struct linter *linter, const char *table)
{
    return table != NULL && map_has(linter->made, table);
}

void lint_add(struct linter *linter, const char *code, const struct lint_statement *statement,
              size_t token, const char *message)
{
    const struct rule *rule = schema_rule(code);
    struct finding finding = {
        .severity = rule->severity,
        .code = rule->code,
        .path = statement->span->file->path,
        .message = message,
        .help = rule->fix,
    };
    sql_place_next(&linter->counter, lint_bytes(statement), statement->tokens[token].begin,
                   &finding.line, &finding.col);
    findings_add(linter->arena, linter->findings, &finding);
}

static bool skip(const struct lint_statement *statement, size_t *index, const char *word)
{
    bool there = lint_word(statement, *index, word);
    *index += there;
    return there;
}

static void skip_if_exists(const struct lint_statement *statement, size_t *index)
{
    if (skip(statement, index, "if")) {
        (void)skip(statement, index, "not");
        (void)skip(statement, index, "exists");
    }
}

static void read_create(struct linter *linter, struct lint_statement *s, size_t i)
{
    s->unique = skip(s, &i, "unique");
    (void)skip(s, &i, "local");
    s->temporary = skip(s, &i, "temp") || skip(s, &i, "temporary");
    (void)skip(s, &i, "unlogged");
    if (skip(s, &i, "table")) {
        skip_if_exists(s, &i);
        s->kind = STATEMENT_CREATE_TABLE;
        s->table = lint_name(linter, s, &i);
    } else if (skip(s, &i, "index")) {
        s->concurrently = skip(s, &i, "concurrently");
        skip_if_exists(s, &i);
        if (!lint_word(s, i, "on"))
            s->other = lint_name(linter, s, &i);
        if (!skip(s, &i, "on"))
            return;
        (void)skip(s, &i, "only");
        s->kind = STATEMENT_CREATE_INDEX;
        s->table = lint_name(linter, s, &i);
    }
    s->body = i;
}

static void read_alter(struct linter *linter, struct lint_statement *s, size_t i)
{
    if (!skip(s, &i, "table"))
        return;
    skip_if_exists(s, &i);
    (void)skip(s, &i, "only");
    s->kind = STATEMENT_ALTER_TABLE;
    s->table = lint_name(linter, s, &i);
    s->body = i;
    if (lint_word(s, i, "rename") && lint_word(s, i + 1, "to")) {
        i += 2;
        s->kind = STATEMENT_RENAME_TABLE;
        s->other = lint_name(linter, s, &i);
    }
}

static void read_drop(struct linter *linter, struct lint_statement *s, size_t i)
{
    if (skip(s, &i, "table"))
        s->kind = STATEMENT_DROP_TABLE;
    else if (skip(s, &i, "schema") || skip(s, &i, "database"))
        s->kind = STATEMENT_DROP_SCHEMA;
    else
        return;
    skip_if_exists(s, &i);
    s->body = i;
    s->table = lint_name(linter, s, &i);
}

/* INSERT [OR x] INTO t, DELETE FROM t, UPDATE [OR x] [ONLY] t, TRUNCATE [TABLE] [ONLY] t */
static void read_rows(struct linter *linter, struct lint_statement *s, size_t i)
{
    if (skip(s, &i, "or"))
        i++;
    (void)(skip(s, &i, "into") || skip(s, &i, "from") || skip(s, &i, "table"));
    (void)skip(s, &i, "only");
    s->table = lint_name(linter, s, &i);
    s->body = i;
}

static void read_head(struct linter *linter, struct lint_statement *s)
{
    static const struct {
        const char *word;
        enum statement_kind kind;
    } rows[] = {{"insert", STATEMENT_INSERT},     {"replace", STATEMENT_INSERT},
                {"delete", STATEMENT_DELETE},     {"update", STATEMENT_UPDATE},
                {"truncate", STATEMENT_TRUNCATE}, {"pragma", STATEMENT_PRAGMA}};
    if (lint_word(s, 0, "create"))
        read_create(linter, s, 1);
    else if (lint_word(s, 0, "alter"))
        read_alter(linter, s, 1);
    else if (lint_word(s, 0, "drop"))
        read_drop(linter, s, 1);
    else if (lint_word(s, 0, "begin") || lint_word(s, 0, "start"))
        s->kind = STATEMENT_BEGIN;
    else if (lint_word(s, 0, "commit") || lint_word(s, 0, "end") || lint_word(s, 0, "rollback"))
        s->kind = STATEMENT_COMMIT;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (lint_word(s, 0, rows[i].word)) {
            s->kind = rows[i].kind;
            read_rows(linter, s, 1);
        }
}

static void read_tokens(struct linter *linter, struct lint_statement *s)
{
    VEC(struct sql_token) tokens = {0};
    struct sql_lexer lexer =
        sql_lexer_of(lint_bytes(s), s->place.begin, s->place.end, linter->options->dialect);
    struct sql_token token;
    while (sql_next_code(&lexer, &token))
        VEC_PUSH(linter->arena, &tokens, token);
    VEC_PUSH(linter->arena, &tokens, token); /* SQL_END */
    s->tokens = tokens.items;
    s->count = tokens.len;
}

void lint_read(struct linter *linter)
{
    const struct migration_part *up = &linter->migration->up;
    linter->statements = NULL;
    linter->count = linter->cap = 0;
    for (size_t i = 0; i < up->spans.len; i++) {
        struct statements statements = {0};
        statements_of(linter->arena, &up->spans.items[i], linter->options->dialect, &statements);
        for (size_t k = 0; k < statements.len; k++) {
            if (linter->count == linter->cap)
                vec_grow(linter->arena, (void **)&linter->statements, &linter->cap, linter->count,
                         sizeof *linter->statements);
            struct lint_statement *s = &linter->statements[linter->count++];
            *s = (struct lint_statement){.place = statements.items[k], .span = &up->spans.items[i]};
            read_tokens(linter, s);
            if (!s->place.psql)
                read_head(linter, s);
        }
    }
}
