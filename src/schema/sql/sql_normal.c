#include "schema/sql/sql_normal.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "schema/sql/sql.h"

static char small(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool sql_same_name(const char *a, const char *b)
{
    for (; *a && small(*a) == small(*b); a++, b++)
        ;
    return !*a && !*b;
}

char *sql_fold_name(struct arena *arena, const char *name)
{
    char *folded = arena_strdup(arena, name);
    for (char *p = folded; p && *p; p++)
        *p = small(*p);
    return folded;
}

static void add_folded(struct str *out, const char *text, const struct sql_token *token)
{
    const char *p = text + token->begin;
    size_t len = token->end - token->begin;
    bool quoted = token->kind == SQL_NAME;
    char close = p[0] == '[' ? ']' : p[0];
    size_t stop = quoted && len > 1 && !token->open ? len - 1 : len;
    for (size_t i = quoted; i < stop; i++) {
        str_addc(out, small(p[i]));
        if (quoted && p[i] == close && i + 1 < stop && p[i + 1] == close)
            i++;
    }
}

char *sql_normal(struct arena *arena, const char *text, size_t len)
{
    cleanup_str struct str out;
    struct sql_lexer lexer = sql_lexer_of(text, 0, len, SQL_SQLITE);
    struct sql_token token;
    str_init(&out, 0);
    while (sql_next_code(&lexer, &token)) {
        if (out.len > 0)
            str_addc(&out, ' ');
        if (token.kind == SQL_WORD || token.kind == SQL_NAME)
            add_folded(&out, text, &token);
        else
            str_addn(&out, text + token.begin, token.end - token.begin);
    }
    return str_dup(&out, arena);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

char *sql_first_words(struct arena *arena, const char *text, size_t len, int columns)
{
    cleanup_str struct str out;
    struct sql_lexer lexer = sql_lexer_of(text, 0, len, SQL_SQLITE);
    struct sql_token token;
    str_init(&out, 0);
    while (sql_next_code(&lexer, &token) && !sql_is_mark(text, &token, ';'))
        ;
    if (token.kind != SQL_END)
        len = token.begin;
    /* Enough bytes for the columns of any script. */
    for (size_t i = 0; i < len && out.len < (size_t)columns * 4; i++) {
        if (!is_space(text[i]))
            str_addc(&out, text[i]);
        else if (out.len > 0 && out.p[out.len - 1] != ' ')
            str_addc(&out, ' ');
    }
    while (out.len > 0 && out.p[out.len - 1] == ' ')
        str_truncate(&out, out.len - 1);
    return utf8_shorten(arena, utf8_repair(arena, out.p, out.len), columns, true);
}

bool sql_has_own_transaction(const char *text, size_t len)
{
    struct sql_lexer lexer = sql_lexer_of(text, 0, len, SQL_SQLITE);
    struct sql_token token;
    bool head = true;
    while (sql_next_code(&lexer, &token)) {
        /* A trigger's BEGIN never stands at the head of a statement. */
        if (head && sql_is(text, &token, "begin"))
            return true;
        head = sql_is_mark(text, &token, ';');
    }
    return false;
}

bool sql_sets_pragma(const char *text, size_t len, const char *name)
{
    cleanup_arena struct arena *scratch = arena_new();
    struct sql_lexer lexer = sql_lexer_of(text, 0, len, SQL_SQLITE);
    struct sql_token token;
    bool pragma = false, named = false;
    while (sql_next_code(&lexer, &token)) {
        if (named && (sql_is_mark(text, &token, '=') || sql_is_mark(text, &token, '(')))
            return true;
        named = pragma && (token.kind == SQL_WORD || token.kind == SQL_NAME) &&
                sql_same_name(sql_text(scratch, text, &token), name);
        /* "PRAGMA main.name": the schema's name and its dot stand between. */
        bool schema =
            pragma && !named && (token.kind == SQL_WORD || sql_is_mark(text, &token, '.'));
        pragma = schema || sql_is(text, &token, "pragma");
    }
    return false;
}

size_t sql_first_code(const char *text, size_t len)
{
    struct sql_lexer lexer = sql_lexer_of(text, 0, len, SQL_SQLITE);
    struct sql_token token;
    return sql_next_code(&lexer, &token) ? token.begin : len;
}
