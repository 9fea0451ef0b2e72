/* SQL text as tokens, without understanding it: enough to know where a string, a comment or a name
 * ends, for SQLite and for PostgreSQL. Never fails: what does not close runs to the end. */
#ifndef ROADMAP_SCHEMA_SQL_SQL_H
#define ROADMAP_SCHEMA_SQL_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum sql_dialect {
    SQL_SQLITE,  /* `x` and [x] are names, comments do not nest */
    SQL_POSTGRES /* dollar quotes, E'\'', nested comments, psql's backslash lines */
};

enum sql_kind {
    SQL_END,
    SQL_WORD,         /* keyword or plain name */
    SQL_NAME,         /* "x", `x`, [x] with the quotes */
    SQL_STRING,       /* 'x', E'x', x'00', $tag$x$tag$ with the quotes */
    SQL_NUMBER,       /* digits, dots, exponents */
    SQL_MARK,         /* one byte of punctuation */
    SQL_LINE_COMMENT, /* from -- to before the newline */
    SQL_BLOCK_COMMENT,
    SQL_PSQL,     /* a backslash command to the end of its line */
    SQL_COPY_DATA /* the lines behind COPY … FROM STDIN; with the closing \. */
};

struct sql_token {
    enum sql_kind kind;
    size_t begin, end;
    bool open; /* the file ends inside of it */
};

struct sql_lexer {
    const char *bytes;
    size_t at, end;
    enum sql_dialect dialect;
};

struct sql_lexer sql_lexer_of(const char *bytes, size_t begin, size_t end,
                              enum sql_dialect dialect);
/* The next token behind white space; false (and SQL_END) at the end. */
bool sql_next(struct sql_lexer *lexer, struct sql_token *token);
/* The same, comments left out. */
bool sql_next_code(struct sql_lexer *lexer, struct sql_token *token);
/* Takes the lines up to and with one that is `\.` as one token: COPY's data. */
struct sql_token sql_copy_data(struct sql_lexer *lexer);

/* Upper and lower case are the same; `word` is lower case. A quoted name is never a keyword. */
bool sql_is(const char *bytes, const struct sql_token *token, const char *word);
bool sql_is_mark(const char *bytes, const struct sql_token *token, char mark);
/* A name or string without its quotes, doubled quotes made single; words as they stand. */
char *sql_text(struct arena *arena, const char *bytes, const struct sql_token *token);
/* The same, in lower case (ASCII): both databases compare plain names like this. */
char *sql_folded(struct arena *arena, const char *bytes, const struct sql_token *token);

/* Line and column (code points) of a byte, both from 1. */
void sql_place(const char *bytes, size_t offset, uint32_t *line, uint32_t *col);

/* The same for many places of one text: counts on from the last one when the next lies behind it.
 * Starts with {0}. */
struct sql_counter {
    const char *bytes;
    size_t at;
    uint32_t line, col;
};
void sql_place_next(struct sql_counter *counter, const char *bytes, size_t offset, uint32_t *line,
                    uint32_t *col);

#endif
