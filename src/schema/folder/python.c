#include "schema/folder/python.h"

#include <ctype.h>
#include <string.h>

enum token_kind { TOKEN_END, TOKEN_LINE, TOKEN_NAME, TOKEN_TEXT, TOKEN_MARK };

struct token {
    enum token_kind kind;
    const char *begin, *end; /* of a text without its quotes */
};

struct scanner {
    const char *at, *end;
    int depth; /* of brackets: a line ends at depth 0 alone */
};

static bool is_quote(const struct scanner *scanner, const char *at)
{
    return at < scanner->end && (*at == '\'' || *at == '"');
}

static struct token scan_text(struct scanner *scanner)
{
    const char quote = *scanner->at;
    const char three[3] = {quote, quote, quote};
    size_t width = 1;
    if (scanner->end - scanner->at >= 3 && memcmp(scanner->at, three, 3) == 0)
        width = 3;
    struct token token = {TOKEN_TEXT, scanner->at + width, scanner->end};
    const char *at = token.begin;
    while (at < scanner->end) {
        if (*at == '\\' && at + 1 < scanner->end)
            at++;
        else if ((size_t)(scanner->end - at) >= width && memcmp(at, three, width) == 0)
            break;
        else if (width == 1 && *at == '\n')
            break;
        at++;
    }
    token.end = at;
    scanner->at = at + width > scanner->end ? scanner->end : at + width;
    return token;
}

static struct token scan_name(struct scanner *scanner)
{
    struct token token = {TOKEN_NAME, scanner->at, scanner->at};
    while (token.end < scanner->end && (isalnum((unsigned char)*token.end) || *token.end == '_'))
        token.end++;
    scanner->at = token.end;
    /* r"…", b"…": the letters belong to the text. */
    return token.end - token.begin <= 2 && is_quote(scanner, token.end) ? scan_text(scanner)
                                                                        : token;
}

static void skip_blank(struct scanner *scanner)
{
    for (bool joined = false; scanner->at < scanner->end; scanner->at++) {
        const char c = *scanner->at;
        if (c == '#') {
            const char *line = memchr(scanner->at, '\n', (size_t)(scanner->end - scanner->at));
            scanner->at = line ? line - 1 : scanner->end - 1;
        } else if (c == '\\') {
            joined = true; /* with the next line */
        } else if (c == '\n' && (scanner->depth > 0 || joined)) {
            joined = false;
        } else if (c != ' ' && c != '\t' && c != '\r') {
            return;
        }
    }
}

static struct token next_token(struct scanner *scanner)
{
    skip_blank(scanner);
    if (scanner->at >= scanner->end)
        return (struct token){TOKEN_END, scanner->end, scanner->end};
    if (is_quote(scanner, scanner->at))
        return scan_text(scanner);
    if (isalnum((unsigned char)*scanner->at) || *scanner->at == '_')
        return scan_name(scanner);
    const char *at = scanner->at++;
    if (strchr("([{", *at))
        scanner->depth++;
    else if (strchr(")]}", *at) && scanner->depth > 0)
        scanner->depth--;
    return (struct token){*at == '\n' ? TOKEN_LINE : TOKEN_MARK, at, at + 1};
}

static bool is_name(const struct token *token, const char *name)
{
    return token->kind == TOKEN_NAME && (size_t)(token->end - token->begin) == strlen(name) &&
           memcmp(token->begin, name, strlen(name)) == 0;
}

/* Up to the '=' of the statement; false: it has none. */
static bool find_value(struct scanner *scanner)
{
    struct token token;
    do {
        const int depth = scanner->depth;
        token = next_token(scanner);
        if (depth == 0 && token.kind == TOKEN_MARK && *token.begin == '=')
            return scanner->at < scanner->end && *scanner->at != '=';
    } while (token.kind != TOKEN_LINE && token.kind != TOKEN_END);
    return false;
}

static void take_value(struct arena *arena, struct scanner *scanner, struct python_texts *texts)
{
    uint32_t place = 0;
    for (;;) {
        const struct token token = next_token(scanner);
        if (token.kind == TOKEN_LINE || token.kind == TOKEN_END)
            return;
        if (token.kind == TOKEN_TEXT)
            VEC_PUSH(
                arena, &texts->items,
                ((struct python_text){
                    arena_strndup(arena, token.begin, (size_t)(token.end - token.begin)), place}));
        else if (token.kind == TOKEN_MARK && *token.begin == '(')
            place = 1;
        else if (token.kind == TOKEN_MARK && *token.begin == ',')
            place += place > 0;
        else if (token.kind == TOKEN_MARK)
            place = 0;
    }
}

bool python_assignment(struct arena *arena, const struct migration_file *file, const char *name,
                       struct python_texts *texts)
{
    struct scanner scanner = {file->bytes, file->bytes + file->len, 0};
    bool begins = true;
    *texts = (struct python_texts){0};
    for (;;) {
        const struct token token = next_token(&scanner);
        if (token.kind == TOKEN_END)
            return false;
        if (begins && is_name(&token, name)) {
            if (find_value(&scanner)) {
                take_value(arena, &scanner, texts);
                return true;
            }
            begins = true;
            continue;
        }
        begins = token.kind == TOKEN_LINE;
    }
}
