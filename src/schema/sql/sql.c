#include "schema/sql/sql.h"

#include <string.h>

struct sql_lexer sql_lexer_of(const char *bytes, size_t begin, size_t end, enum sql_dialect dialect)
{
    return (struct sql_lexer){.bytes = bytes, .at = begin, .end = end, .dialect = dialect};
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes above ASCII belong to names in both databases. */
static bool starts_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool in_word(char c)
{
    return starts_word(c) || is_digit(c) || c == '$';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool starts_with(const struct sql_lexer *lexer, size_t at, const char *text)
{
    size_t len = strlen(text);
    return len <= lexer->end - at && memcmp(lexer->bytes + at, text, len) == 0;
}

static size_t line_end(const struct sql_lexer *lexer, size_t at)
{
    const char *newline = memchr(lexer->bytes + at, '\n', lexer->end - at);
    size_t end = newline == NULL ? lexer->end : (size_t)(newline - lexer->bytes);
    return end > at && lexer->bytes[end - 1] == '\r' ? end - 1 : end;
}

/* `at` stands on the opening quote. A doubled closing quote is one of the text. */
static size_t quoted_end(const struct sql_lexer *lexer, size_t at, char close, bool backslash,
                         bool *open)
{
    for (size_t i = at + 1; i < lexer->end; i++) {
        char c = lexer->bytes[i];
        if (c == '\\' && backslash)
            i++;
        else if (c == close && close != ']' && i + 1 < lexer->end && lexer->bytes[i + 1] == close)
            i++;
        else if (c == close)
            return i + 1;
    }
    *open = true;
    return lexer->end;
}

static size_t block_comment_end(const struct sql_lexer *lexer, size_t at, bool *open)
{
    size_t depth = 1;
    for (size_t i = at + 2; i < lexer->end; i++) {
        if (starts_with(lexer, i, "*/")) {
            i++;
            if (--depth == 0)
                return i + 1;
        } else if (lexer->dialect == SQL_POSTGRES && starts_with(lexer, i, "/*")) {
            i++;
            depth++;
        }
    }
    *open = true;
    return lexer->end;
}

/* The length of `$tag$` at `at`, 0 when it is no dollar quote ($1 is a parameter). */
static size_t dollar_tag(const struct sql_lexer *lexer, size_t at)
{
    size_t i = at + 1;
    while (i < lexer->end && in_word(lexer->bytes[i]) && lexer->bytes[i] != '$')
        i++;
    bool closes = i < lexer->end && lexer->bytes[i] == '$';
    return closes && !is_digit(lexer->bytes[at + 1]) ? i + 1 - at : 0;
}

static size_t dollar_end(const struct sql_lexer *lexer, size_t at, size_t tag, bool *open)
{
    size_t i = at + tag;
    while (i < lexer->end) {
        const char *dollar = memchr(lexer->bytes + i, '$', lexer->end - i);
        if (dollar == NULL)
            break;
        i = (size_t)(dollar - lexer->bytes);
        if (tag <= lexer->end - i && memcmp(dollar, lexer->bytes + at, tag) == 0)
            return i + tag;
        i++;
    }
    *open = true;
    return lexer->end;
}

static void take_number(struct sql_lexer *lexer, struct sql_token *token)
{
    size_t i = token->begin;
    while (i < lexer->end && (in_word(lexer->bytes[i]) || lexer->bytes[i] == '.' ||
                              ((lexer->bytes[i] == '+' || lexer->bytes[i] == '-') &&
                               lower(lexer->bytes[i - 1]) == 'e' && i > token->begin)))
        i++;
    token->kind = SQL_NUMBER;
    token->end = i;
}

/* A word, or a string with a letter in front: E'\n' (PostgreSQL), x'00', N'x', B'01'. */
static void take_word(struct sql_lexer *lexer, struct sql_token *token)
{
    size_t i = token->begin;
    while (i < lexer->end && in_word(lexer->bytes[i]))
        i++;
    token->kind = SQL_WORD;
    token->end = i;
    char first = lower(lexer->bytes[token->begin]);
    if (i - token->begin == 1 && i < lexer->end && lexer->bytes[i] == '\'' &&
        strchr("exbn", first) != NULL) {
        bool backslash = first == 'e' && lexer->dialect == SQL_POSTGRES;
        token->kind = SQL_STRING;
        token->end = quoted_end(lexer, i, '\'', backslash, &token->open);
    }
}

static void take_quoted(struct sql_lexer *lexer, struct sql_token *token, enum sql_kind kind,
                        char close)
{
    token->kind = kind;
    token->end = quoted_end(lexer, token->begin, close, false, &token->open);
}

/* What only one of the two databases knows. */
static bool take_dialect(struct sql_lexer *lexer, struct sql_token *token)
{
    size_t at = token->begin;
    char c = lexer->bytes[at];
    if (lexer->dialect == SQL_SQLITE && (c == '`' || c == '[')) {
        take_quoted(lexer, token, SQL_NAME, c == '[' ? ']' : '`');
        return true;
    }
    if (lexer->dialect != SQL_POSTGRES)
        return false;
    if (c == '$') {
        size_t tag = dollar_tag(lexer, at);
        if (tag == 0)
            return false;
        token->kind = SQL_STRING;
        token->end = dollar_end(lexer, at, tag, &token->open);
        return true;
    }
    if (c == '\\') {
        token->kind = SQL_PSQL;
        token->end = line_end(lexer, at);
        return true;
    }
    return false;
}

bool sql_next(struct sql_lexer *lexer, struct sql_token *token)
{
    while (lexer->at < lexer->end && is_space(lexer->bytes[lexer->at]))
        lexer->at++;
    *token = (struct sql_token){.kind = SQL_END, .begin = lexer->at, .end = lexer->at};
    if (lexer->at == lexer->end)
        return false;
    char c = lexer->bytes[lexer->at];
    bool digits = is_digit(c) ||
                  (c == '.' && lexer->at + 1 < lexer->end && is_digit(lexer->bytes[lexer->at + 1]));
    if (starts_with(lexer, lexer->at, "--")) {
        token->kind = SQL_LINE_COMMENT;
        token->end = line_end(lexer, lexer->at);
    } else if (starts_with(lexer, lexer->at, "/*")) {
        token->kind = SQL_BLOCK_COMMENT;
        token->end = block_comment_end(lexer, lexer->at, &token->open);
    } else if (c == '\'') {
        take_quoted(lexer, token, SQL_STRING, '\'');
    } else if (c == '"') {
        take_quoted(lexer, token, SQL_NAME, '"');
    } else if (starts_word(c)) {
        take_word(lexer, token);
    } else if (digits) {
        take_number(lexer, token);
    } else if (!take_dialect(lexer, token)) {
        token->kind = SQL_MARK;
        token->end = lexer->at + 1;
    }
    lexer->at = token->end;
    return true;
}

bool sql_next_code(struct sql_lexer *lexer, struct sql_token *token)
{
    do {
        if (!sql_next(lexer, token))
            return false;
    } while (token->kind == SQL_LINE_COMMENT || token->kind == SQL_BLOCK_COMMENT);
    return true;
}

struct sql_token sql_copy_data(struct sql_lexer *lexer)
{
    struct sql_token token = {.kind = SQL_COPY_DATA, .begin = lexer->at, .open = true};
    while (lexer->at < lexer->end && token.open) {
        const char *line = lexer->bytes + lexer->at;
        size_t end = line_end(lexer, lexer->at);
        token.open = !(end - lexer->at == 2 && line[0] == '\\' && line[1] == '.');
        const char *newline = memchr(line, '\n', lexer->end - lexer->at);
        lexer->at = newline == NULL ? lexer->end : (size_t)(newline - lexer->bytes) + 1;
    }
    token.end = lexer->at;
    return token;
}

bool sql_is(const char *bytes, const struct sql_token *token, const char *word)
{
    size_t len = token->end - token->begin;
    if (token->kind != SQL_WORD || strlen(word) != len)
        return false;
    for (size_t i = 0; i < len; i++)
        if (lower(bytes[token->begin + i]) != word[i])
            return false;
    return true;
}

bool sql_is_mark(const char *bytes, const struct sql_token *token, char mark)
{
    return token->kind == SQL_MARK && bytes[token->begin] == mark;
}

char *sql_text(struct arena *arena, const char *bytes, const struct sql_token *token)
{
    size_t begin = token->begin, end = token->end;
    if (token->kind == SQL_STRING && bytes[begin] != '\'' && bytes[begin] != '$')
        begin++;
    bool dollars = token->kind == SQL_STRING && bytes[begin] == '$';
    if ((token->kind != SQL_NAME && token->kind != SQL_STRING) || dollars || token->open ||
        end - begin < 2)
        return arena_strndup(arena, bytes + begin, end - begin);
    char close = bytes[end - 1];
    char *text = arena_text(arena, end - begin);
    size_t len = 0;
    for (size_t i = begin + 1; i < end - 1; i++) {
        text[len++] = bytes[i];
        if (bytes[i] == close && bytes[i + 1] == close)
            i++;
    }
    text[len] = '\0';
    return text;
}

char *sql_folded(struct arena *arena, const char *bytes, const struct sql_token *token)
{
    char *text = sql_text(arena, bytes, token);
    for (char *p = text; *p != '\0'; p++)
        *p = lower(*p);
    return text;
}

void sql_place_next(struct sql_counter *counter, const char *bytes, size_t offset, uint32_t *line,
                    uint32_t *col)
{
    if (counter->bytes != bytes || offset < counter->at)
        *counter = (struct sql_counter){.bytes = bytes, .line = 1, .col = 1};
    BUG_UNLESS(bytes);
    const char *p = bytes + counter->at;
    while ((p = memchr(p, '\n', offset - (size_t)(p - bytes))) != NULL) {
        counter->at = (size_t)(++p - bytes);
        counter->line++;
        counter->col = 1;
    }
    for (; counter->at < offset; counter->at++)
        counter->col += ((unsigned char)bytes[counter->at] & 0xC0) != 0x80;
    *line = counter->line;
    *col = counter->col;
}

void sql_place(const char *bytes, size_t offset, uint32_t *line, uint32_t *col)
{
    struct sql_counter counter = {0};
    sql_place_next(&counter, bytes, offset, line, col);
}
