#include "schema/folder/directive.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "model/key.h"

struct finder {
    struct arena *arena;
    const struct migration_file *file;
    struct directives *out;
    struct sql_counter counter;
    struct directive place; /* offset, line, col and leading of the comment in hand */
};

static void add(struct finder *finder, enum directive_kind kind, const char *what,
                const char *reason)
{
    struct directive directive = finder->place;
    if (finder->out->len == LIMIT_DIRECTIVES)
        return;
    directive.kind = kind;
    directive.what = what;
    directive.reason = reason;
    VEC_PUSH(finder->arena, finder->out, directive);
}

static const char *skip_blanks(const char *p)
{
    while (*p == ' ' || *p == '\t')
        p++;
    return p;
}

/* Up to the next comma or blank; `*cursor` moves behind it and the separators. */
static char *next_word(struct arena *arena, const char **cursor, const char *separators)
{
    const char *p = *cursor + strspn(*cursor, separators);
    size_t len = strcspn(p, separators);
    *cursor = p + len;
    return len == 0 ? NULL : arena_strndup(arena, p, len);
}

static char *rest_of(struct arena *arena, const char *p)
{
    p = skip_blanks(p);
    size_t len = strlen(p);
    while (len > 0 && strchr(" \t\r", p[len - 1]) != NULL)
        len--;
    return len == 0 ? NULL : arena_strndup(arena, p, len);
}

static void take_links(struct finder *finder, const char *list)
{
    const char *issue;
    size_t found = 0;
    while ((issue = next_word(finder->arena, &list, ", \t\r")) != NULL) {
        found++;
        if (!key_id_valid(issue)) {
            add(finder, DIRECTIVE_WRONG, issue,
                arena_printf(finder->arena, "'%s' is no id of an issue", issue));
            return;
        }
        add(finder, DIRECTIVE_LINK, issue, NULL);
    }
    if (found == 0)
        add(finder, DIRECTIVE_WRONG, "", "no issue is named");
}

static bool is_code(const char *word)
{
    return strlen(word) == 5 && memcmp(word, "RM", 2) == 0 && strspn(word + 2, "0123456789") == 3;
}

/* `RM201,RM202 reason` */
static void take_ignore(struct finder *finder, const char *text)
{
    const char *cursor = text;
    const char *list = next_word(finder->arena, &cursor, " \t\r");
    const char *reason = rest_of(finder->arena, cursor);
    const char *code;
    if (list == NULL) {
        add(finder, DIRECTIVE_WRONG, "", "no code is named");
        return;
    }
    while ((code = next_word(finder->arena, &list, ",")) != NULL) {
        if (!is_code(code))
            add(finder, DIRECTIVE_WRONG, code,
                arena_printf(finder->arena, "'%s' is no code such as RM201", code));
        else if (reason == NULL)
            add(finder, DIRECTIVE_WRONG, code, "it gives no reason");
        else
            add(finder, DIRECTIVE_IGNORE, code, reason);
    }
}

static const char *behind_word(const char *text, const char *word)
{
    size_t len = strlen(word);
    if (strncmp(text, word, len) != 0)
        return NULL;
    return text[len] == '\0' || strchr(" \t\r", text[len]) != NULL ? text + len : NULL;
}

/* Where the text behind `roadmap:` begins, 0 when the comment is not for us. */
static size_t addressed(const char *bytes, size_t len)
{
    static const char prefix[] = "roadmap:";
    size_t skip = 0;
    while (skip < len && (bytes[skip] == ' ' || bytes[skip] == '\t'))
        skip++;
    bool ours =
        len - skip >= sizeof prefix - 1 && memcmp(bytes + skip, prefix, sizeof prefix - 1) == 0;
    return ours ? skip + sizeof prefix - 1 : 0;
}

/* The text of one comment, without what opened it. Its place is looked for when it is for us: a
 * file may have very many of the others. */
static void take_comment(struct finder *finder, const char *bytes, size_t len)
{
    size_t skip = addressed(bytes, len);
    if (skip == 0)
        return;
    sql_place_next(&finder->counter, finder->file->bytes, finder->place.offset, &finder->place.line,
                   &finder->place.col);
    const char *text = skip_blanks(arena_strndup(finder->arena, bytes + skip, len - skip));
    const char *rest;
    if ((rest = behind_word(text, "ignore")) != NULL) {
        take_ignore(finder, rest);
        return;
    }
    if (!finder->place.leading) {
        add(finder, DIRECTIVE_WRONG, "", "it stands behind the first statement");
        return;
    }
    if ((rest = behind_word(text, "irreversible")) != NULL) {
        const char *reason = rest_of(finder->arena, rest);
        add(finder, reason == NULL ? DIRECTIVE_WRONG : DIRECTIVE_ONE_WAY, "",
            reason == NULL ? "it gives no reason" : reason);
    } else if ((rest = behind_word(text, "no-transaction")) != NULL) {
        add(finder, DIRECTIVE_NO_TRANSACTION, "", rest_of(finder->arena, rest));
    } else {
        take_links(finder, text);
    }
}

static void find_in_sql(struct finder *finder, enum sql_dialect dialect)
{
    const char *bytes = finder->file->bytes;
    size_t begin = text_starts(bytes, "\xEF\xBB\xBF") ? 3 : 0;
    struct sql_lexer lexer = sql_lexer_of(bytes, begin, finder->file->len, dialect);
    struct sql_token token;
    finder->place.leading = true;
    while (sql_next(&lexer, &token)) {
        if (token.kind == SQL_LINE_COMMENT) {
            finder->place.offset = token.begin;
            take_comment(finder, bytes + token.begin + 2, token.end - token.begin - 2);
        } else if (token.kind != SQL_BLOCK_COMMENT) {
            finder->place.leading = false;
        }
    }
}

static size_t comment_mark(const char *line, size_t len)
{
    if (len > 0 && line[0] == '#')
        return 1;
    return len > 1 && (memcmp(line, "//", 2) == 0 || memcmp(line, "--", 2) == 0) ? 2 : 0;
}

static void find_in_lines(struct finder *finder)
{
    const char *p = finder->file->bytes, *end = p + finder->file->len;
    finder->place.leading = true;
    while (p < end) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        size_t len = newline == NULL ? (size_t)(end - p) : (size_t)(newline - p);
        size_t mark = comment_mark(p, len);
        if (mark == 0 && len > 0 && *p != '\r')
            return;
        finder->place.offset = (size_t)(p - finder->file->bytes);
        take_comment(finder, p + mark, len - mark);
        p += len + 1;
    }
}

void directives_of(struct arena *arena, const struct migration_file *file, enum sql_dialect dialect,
                   bool is_sql, struct directives *out)
{
    struct finder finder = {.arena = arena, .file = file, .out = out};
    if (file->bytes == NULL)
        return;
    if (is_sql)
        find_in_sql(&finder, dialect);
    else
        find_in_lines(&finder);
}
