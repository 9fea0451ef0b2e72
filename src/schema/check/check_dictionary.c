/* The check of a data dictionary: tables of Markdown below a heading with the table's name, or one
 * large table, or CSV. */
#include <string.h>
#include <strings.h>

#include "base/globs.h"
#include "base/limits.h"
#include "base/str.h"
#include "schema/check/described.h"
#include "schema/check/markdown.h"

/* Places of the cells that matter, 1 + index; 0: there is none. */
struct heads {
    uint32_t table, column, text;
};

struct dictionary {
    struct arena *arena;
    struct description description;
    const char *table;     /* what stands here is about it; NULL: not known */
    struct strlist before; /* the line above: heads, when a rule follows */
    struct heads heads;
    bool in_table;
};

static bool is_word_of(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcasecmp(word, *words) == 0)
            return true;
    return false;
}

static struct heads heads_of(const struct strlist *cells)
{
    static const char *const tables[] = {"table", "entity", "relation", NULL};
    static const char *const columns[] = {"column", "field", "attribute", "name", NULL};
    static const char *const texts[] = {"description", "meaning", "comment",    "comments",
                                        "notes",       "purpose", "definition", NULL};
    struct heads heads = {0};
    for (uint32_t i = 0; i < cells->len; i++) {
        const char *cell = cells->items[i];
        if (!heads.table && is_word_of(cell, tables))
            heads.table = i + 1;
        else if (!heads.column && is_word_of(cell, columns))
            heads.column = i + 1;
        else if (!heads.text && is_word_of(cell, texts))
            heads.text = i + 1;
    }
    return heads;
}

static const char *cell(const struct strlist *cells, uint32_t place)
{
    return place > 0 && place <= cells->len ? cells->items[place - 1] : NULL;
}

/* A row says something of a column, or of a table when the heads have no column. */
static void see_row(struct dictionary *dictionary, const struct strlist *cells, uint32_t line)
{
    const char *table = cell(cells, dictionary->heads.table);
    const char *column = cell(cells, dictionary->heads.column);
    bool said = is_said(cell(cells, dictionary->heads.text));
    if (!dictionary->heads.text || (!dictionary->heads.table && !dictionary->table))
        return;
    table = dictionary->heads.table ? table : dictionary->table;
    if (text_empty(table) || (dictionary->heads.column && text_empty(column)))
        return;
    if (!dictionary->heads.column && !dictionary->heads.table)
        return;
    (void)describe(&dictionary->description, table, column, line, said);
    if (column)
        (void)describe(&dictionary->description, table, NULL, line, true);
}

/* ---------------------------------------------------------------------------------- Markdown */

static bool is_name_byte(char c)
{
    return c == '_' || c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (c & 0x80);
}

/* The table that a heading is about: a word of it that is one; a heading of one word, or of one in
 * backticks, names a table even when there is none. */
static void see_heading(struct dictionary *dictionary, const struct markdown_line *line)
{
    size_t words = 0;
    const char *only = NULL, *marked = NULL;
    dictionary->table = NULL;
    for (size_t i = 0, end; i < line->len; i = end + 1) {
        for (end = i; end < line->len && is_name_byte(line->text[end]); end++)
            ;
        if (end == i)
            continue;
        const char *word = arena_strndup(dictionary->arena, line->text + i, end - i);
        if (strcasecmp(word, "table") == 0)
            continue;
        words++;
        only = word;
        if (i > 0 && line->text[i - 1] == '`')
            marked = word;
        if (!dictionary->table && description_table(&dictionary->description, word))
            dictionary->table = word;
    }
    if (!dictionary->table)
        dictionary->table = marked ? marked : words == 1 ? only : NULL;
    if (dictionary->table && description_table(&dictionary->description, dictionary->table))
        (void)describe(&dictionary->description, dictionary->table, NULL, line->no, true);
}

static void read_markdown(struct dictionary *dictionary, const struct migration_file *file)
{
    struct markdown markdown = markdown_of(file->bytes, file->len);
    struct markdown_line line;
    struct strlist cells;
    while (markdown_next(&markdown, &line)) {
        if (line.level > 0)
            see_heading(dictionary, &line);
        if (!markdown_cells(dictionary->arena, &line, &cells)) {
            dictionary->in_table = false;
            dictionary->before = (struct strlist){0};
        } else if (dictionary->in_table) {
            see_row(dictionary, &cells, line.no);
        } else if (dictionary->before.len > 0 && markdown_is_rule(&cells)) {
            dictionary->heads = heads_of(&dictionary->before);
            dictionary->in_table = true;
        } else {
            dictionary->before = cells;
        }
    }
}

/* --------------------------------------------------------------------------------------- CSV */

/* One record; texts in quotes may hold commas and ends of lines. */
static bool next_record(struct arena *arena, const char **at, const char *end, uint32_t *line,
                        struct strlist *cells)
{
    cleanup_str struct str text;
    str_init(&text, (size_t)(end - *at) + 1);
    bool quoted = false, any = *at < end;
    *cells = (struct strlist){0};
    for (; *at < end; (*at)++) {
        char c = **at;
        *line += c == '\n';
        if (quoted && c == '"' && *at + 1 < end && (*at)[1] == '"') {
            str_addc(&text, '"');
            (*at)++;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == ',' || c == ';')) {
            if (cells->len < LIMIT_CHECK_CELLS)
                strlist_add(arena, cells, str_dup(&text, arena));
            str_clear(&text);
        } else if (!quoted && c == '\n') {
            (*at)++;
            break;
        } else if (c != '\r' && c != '\0') {
            str_addc(&text, c);
        }
    }
    if (any)
        strlist_add(arena, cells, str_dup(&text, arena));
    return any;
}

static bool read_csv(struct dictionary *dictionary, const struct migration_file *file)
{
    struct text_line lines = text_lines(file->bytes, file->len);
    const char *at = lines.next;
    struct strlist cells;
    uint32_t line = 1;
    if (!next_record(dictionary->arena, &at, lines.end, &line, &cells))
        return false;
    dictionary->heads = heads_of(&cells);
    if (!dictionary->heads.table || !dictionary->heads.text)
        return false;
    for (uint32_t start = line; next_record(dictionary->arena, &at, lines.end, &line, &cells);
         start = line)
        see_row(dictionary, &cells, start);
    return true;
}

/* --------------------------------------------------------------------------------- the whole */

static void check_one(struct dictionary *dictionary, const struct schema_table *table,
                      const char *path, struct check_result *result)
{
    struct arena *arena = dictionary->arena;
    const struct described *entry = description_of(&dictionary->description, table->name, NULL);
    if (!entry) {
        check_fails(arena, result, path, 0, "table '%s' is not in '%s'", table->name, path);
        return;
    }
    if (!entry->said)
        check_fails(arena, result, path, entry->line, "nothing is said of table '%s'", table->name);
    for (size_t i = 0; i < table->columns.len; i++) {
        const char *name = table->columns.items[i].name;
        entry = description_of(&dictionary->description, table->name, name);
        if (!entry)
            check_fails(arena, result, path, 0, "column '%s.%s' is not in '%s'", table->name, name,
                        path);
        else if (!entry->said)
            check_fails(arena, result, path, entry->line, "nothing is said of column '%s.%s'",
                        table->name, name);
    }
}

struct check_result schema_check_dictionary(struct arena *arena, const struct schema_state *state,
                                            const struct dictionary_asked *asked,
                                            const struct migration_file *file)
{
    struct check_result result;
    struct dictionary dictionary = {.arena = arena};
    struct globs globs = globs_of(arena, &asked->tables);
    size_t tables = 0;
    if (check_cannot(state, &result) || !check_readable(arena, file, asked->path, &result))
        return result;
    description_init(arena, state->snapshot, &dictionary.description);
    if (text_ends(asked->path, ".csv") && !read_csv(&dictionary, file)) {
        result = check_says(arena, VERDICT_ERROR,
                            "the first line of '%s' names no columns 'table' and 'description'",
                            asked->path);
        result.path = asked->path;
        return result;
    }
    if (!text_ends(asked->path, ".csv"))
        read_markdown(&dictionary, file);
    for (size_t i = 0; i < state->snapshot->tables.len; i++) {
        const struct schema_table *table = &state->snapshot->tables.items[i];
        if (asked->tables.len > 0 && !globs_match(&globs, table->name))
            continue;
        tables++;
        check_one(&dictionary, table, asked->path, &result);
    }
    description_stale(&dictionary.description, state, asked->path, &result);
    description_finish(&dictionary.description, state, tables, &result);
    return result;
}
