#include "schema/sql/split.h"

#include <string.h>

enum body {
    BODY_NONE,
    BODY_TRIGGER, /* SQLite: ends with `; end ;` */
    BODY_ATOMIC,  /* PostgreSQL: BEGIN ATOMIC … END, with CASE … END inside */
    BODY_RULE     /* PostgreSQL: DO (…; …) */
};

struct splitter {
    struct arena *arena;
    struct sql_lexer lexer;
    struct statements *out;
    struct statement now; /* begin == end: between two statements */
    size_t words;         /* tokens of `now` so far */
    enum body body;
    size_t depth;
    bool create, copy, from_stdin;
    bool held;                     /* inside StatementBegin … StatementEnd */
    struct sql_token before, last; /* the two tokens before this one */
    struct sql_counter counter;
};

/* Counted on from the last place: a file of many statements is read once. */
static void place(struct splitter *s, size_t offset)
{
    sql_place_next(&s->counter, s->lexer.bytes, offset, &s->now.line, &s->now.col);
}

static void finish(struct splitter *s, bool closed)
{
    if (s->words > 0) {
        s->now.closed = closed;
        VEC_PUSH(s->arena, s->out, s->now);
    }
    s->now = (struct statement){0};
    s->words = 0;
    s->body = BODY_NONE;
    s->depth = 0;
    s->create = s->copy = s->from_stdin = false;
    s->before = s->last = (struct sql_token){0};
}

/* What the first words say about where the statement ends. */
static void look_at_head(struct splitter *s, const struct sql_token *token)
{
    const char *bytes = s->lexer.bytes;
    if (s->words == 0 || (s->words == 1 && sql_is(bytes, &s->last, "explain"))) {
        s->create = sql_is(bytes, token, "create");
        s->copy = sql_is(bytes, token, "copy");
    } else if (s->create && s->body == BODY_NONE && s->words < 8) {
        if (s->lexer.dialect == SQL_SQLITE && sql_is(bytes, token, "trigger"))
            s->body = BODY_TRIGGER;
        else if (s->lexer.dialect == SQL_POSTGRES && sql_is(bytes, token, "rule"))
            s->body = BODY_RULE;
    }
    if (s->copy && sql_is(bytes, token, "stdin") && sql_is(bytes, &s->last, "from"))
        s->from_stdin = true;
    if (s->create && s->lexer.dialect == SQL_POSTGRES && sql_is(bytes, token, "atomic") &&
        sql_is(bytes, &s->last, "begin")) {
        s->body = BODY_ATOMIC;
        s->depth = 1;
    }
}

static void look_at_depth(struct splitter *s, const struct sql_token *token)
{
    const char *bytes = s->lexer.bytes;
    if (s->body == BODY_RULE) {
        s->depth += sql_is_mark(bytes, token, '(');
        s->depth -= s->depth > 0 && sql_is_mark(bytes, token, ')');
    } else if (s->body == BODY_ATOMIC) {
        s->depth += sql_is(bytes, token, "case");
        s->depth -= s->depth > 0 && sql_is(bytes, token, "end");
    }
}

static bool semicolon_ends(const struct splitter *s)
{
    const char *bytes = s->lexer.bytes;
    if (s->held)
        return false;
    if (s->body == BODY_TRIGGER)
        return sql_is(bytes, &s->last, "end") && sql_is_mark(bytes, &s->before, ';');
    return s->depth == 0;
}

static void take(struct splitter *s, const struct sql_token *token)
{
    if (s->words == 0) {
        s->now.begin = token->begin;
        place(s, token->begin);
    }
    look_at_head(s, token);
    look_at_depth(s, token);
    s->words++;
    s->now.end = token->end;
    s->now.open |= token->open;
    s->before = s->last;
    s->last = *token;
}

/* Spaces and case are free in goose's annotations and in those of sql-migrate. */
static bool annotation_is(const struct splitter *s, const struct sql_token *token, const char *what)
{
    struct sql_lexer words =
        sql_lexer_of(s->lexer.bytes, token->begin + 2, token->end, s->lexer.dialect);
    struct sql_token word;
    return sql_next(&words, &word) && sql_is_mark(s->lexer.bytes, &word, '+') &&
           sql_next(&words, &word) &&
           (sql_is(s->lexer.bytes, &word, "goose") || sql_is(s->lexer.bytes, &word, "migrate")) &&
           sql_next(&words, &word) && sql_is(s->lexer.bytes, &word, what);
}

static void take_comment(struct splitter *s, const struct sql_token *token)
{
    if (token->kind == SQL_LINE_COMMENT && annotation_is(s, token, "statementbegin")) {
        finish(s, false);
        s->held = true;
    } else if (token->kind == SQL_LINE_COMMENT && annotation_is(s, token, "statementend")) {
        s->held = false;
        finish(s, true);
    } else if (token->open) {
        take(s, token);
    }
}

static void take_psql(struct splitter *s, const struct sql_token *token)
{
    if (s->words > 0) { /* \gexec and the like end the statement they stand behind */
        s->now.psql = true;
        s->now.end = token->end;
        finish(s, true);
        return;
    }
    s->now.begin = token->begin;
    s->now.end = token->end;
    s->now.psql = true;
    s->words = 1;
    place(s, token->begin);
    finish(s, true);
}

static void take_semicolon(struct splitter *s, const struct sql_token *token)
{
    if (s->words == 0)
        return;
    if (!semicolon_ends(s)) {
        take(s, token);
        return;
    }
    s->now.end = token->end;
    if (s->from_stdin && s->lexer.dialect == SQL_POSTGRES) {
        const char *bytes = s->lexer.bytes;
        while (s->lexer.at < s->lexer.end && bytes[s->lexer.at] != '\n')
            s->lexer.at++;
        s->lexer.at += s->lexer.at < s->lexer.end;
        s->now.data_end = sql_copy_data(&s->lexer).end;
    }
    finish(s, true);
}

void statements_of(struct arena *arena, const struct migration_span *span, enum sql_dialect dialect,
                   struct statements *out)
{
    if (span->file->bytes == NULL)
        return;
    struct splitter s = {
        .arena = arena,
        .lexer = sql_lexer_of(span->file->bytes, span->begin, span->end, dialect),
        .out = out,
    };
    struct sql_token token;
    while (sql_next(&s.lexer, &token)) {
        if (token.kind == SQL_LINE_COMMENT || token.kind == SQL_BLOCK_COMMENT)
            take_comment(&s, &token);
        else if (token.kind == SQL_PSQL)
            take_psql(&s, &token);
        else if (sql_is_mark(s.lexer.bytes, &token, ';'))
            take_semicolon(&s, &token);
        else
            take(&s, &token);
    }
    finish(&s, false);
}

bool span_is_empty(const struct migration_span *span, enum sql_dialect dialect)
{
    struct sql_lexer lexer = sql_lexer_of(span->file->bytes, span->begin, span->end, dialect);
    struct sql_token token;
    while (sql_next_code(&lexer, &token))
        if (!sql_is_mark(lexer.bytes, &token, ';'))
            return false;
    return true;
}
