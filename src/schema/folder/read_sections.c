/* dbmate and goose: one numbered file, whose annotations say which way its parts lead. */
#include <string.h>

#include "base/str.h"
#include "schema/folder/reading.h"
#include "schema/folder/shape.h"
#include "schema/sql/split.h"
#include "schema/version.h"

static bool shape_dbmate(const char *base, struct shape *shape)
{
    size_t digits = version_digits(base), len = strlen(base);
    if (digits == 0 || !text_ends(base, ".sql"))
        return false;
    size_t skip = digits + (base[digits] == '_' || base[digits] == '-');
    *shape = (struct shape){.version = base,
                            .version_len = digits,
                            .slug = base + skip,
                            .slug_len = len - strlen(".sql") - (skip < len - 4 ? skip : len - 4),
                            .sql = true};
    return true;
}

/* goose wants a '_' behind the number, and a number above 0. */
static bool shape_goose(const char *base, struct shape *shape)
{
    if (text_ends(base, "_test.go") ||
        (!shape_single(base, ".sql", shape) && !shape_single(base, ".go", shape)))
        return false;
    return base[shape->version_len] == '_' && strspn(base, "0") < shape->version_len;
}

void reading_sections(struct reading *reading)
{
    bool goose = reading->set->convention == CONVENTION_GOOSE;
    reading->set->by_name = !goose;
    for (size_t i = 0; i < reading->count; i++) {
        struct reading_file *file = &reading->files[i];
        struct shape shape;
        if (file->name != file->base ||
            !(goose ? shape_goose(file->base, &shape) : shape_dbmate(file->base, &shape)))
            continue;
        char *version = arena_strndup(reading->arena, shape.version, shape.version_len);
        const char *key =
            goose ? version_key(reading->arena, version, shape.version_len) : file->base;
        char *slug = arena_strndup(reading->arena, shape.slug, shape.slug_len);
        struct migration *migration =
            reading_add(reading, version, key, slug,
                        arena_strndup(reading->arena, file->base,
                                      (size_t)(shape.slug + shape.slug_len - file->base)));
        if (!shape.sql) {
            reading_program(reading, migration, DIRECTION_UP, file);
            migration->down.present = migration->down.program = true;
        } else if (goose) {
            reading_goose_file(reading, migration, file);
        } else {
            reading_dbmate_file(reading, migration, file);
        }
    }
}

/* What both have: a file whose bytes are not here may lead both ways. */
static bool begin_file(struct reading *reading, struct migration *migration,
                       struct reading_file *file)
{
    reading_own(reading, migration, file);
    if (file->file->bytes != NULL)
        return true;
    migration->up.present = migration->up.unread = true;
    migration->down.present = migration->down.unread = true;
    migration->up.pointer = migration->down.pointer = file->pointer;
    return false;
}

static struct migration_span *open_span(struct reading *reading, struct migration_part *part,
                                        const struct migration_file *file,
                                        const struct reading_line *line)
{
    struct migration_span span = {
        .file = file, .begin = line->next, .end = file->len, .line = line->number + 1};
    part->present = true;
    VEC_PUSH(reading->arena, &part->spans, span);
    return &part->spans.items[part->spans.len - 1];
}

/* dbmate: ^--\s*migrate:(up|down)(\s*$|\s+\S+) */
static const char *dbmate_annotation(const struct reading_file *file,
                                     const struct reading_line *line, struct arena *arena)
{
    const char *p = file->file->bytes + line->begin, *end = file->file->bytes + line->end;
    if (end - p < 2 || p[0] != '-' || p[1] != '-')
        return NULL;
    for (p += 2; p < end && (*p == ' ' || *p == '\t');)
        p++;
    char *text = arena_strndup(arena, p, (size_t)(end - p));
    if (!text_starts(text, "migrate:"))
        return NULL;
    const char *word = text + strlen("migrate:");
    size_t len = strcspn(word, " \t");
    bool known =
        (len == 2 && memcmp(word, "up", 2) == 0) || (len == 4 && memcmp(word, "down", 4) == 0);
    return known ? word : NULL;
}

static void dbmate_preamble(struct reading *reading, struct reading_file *file, size_t end)
{
    struct migration_span before = {.file = file->file, .end = end};
    if (text_starts(file->file->bytes, "\xEF\xBB\xBF"))
        before.begin = 3;
    struct sql_lexer lexer = sql_lexer_of(file->file->bytes, before.begin, end, reading->dialect);
    struct sql_token token;
    if (before.begin < end && sql_next_code(&lexer, &token))
        reading_finding(reading, SEVERITY_ERROR, "RM117", file->file, token.begin,
                        "a statement stands before '-- migrate:up'",
                        "dbmate refuses the file; move the statement below the annotation");
}

/* A section is one way there and, behind it, one way back. */
static void dbmate_order(struct reading *reading, const struct reading_file *file,
                         const struct migration_part *before, const struct migration *migration,
                         bool up, size_t offset)
{
    const char *message = NULL;
    if (up && before == &migration->up)
        message = "the '-- migrate:up' before this one has no '-- migrate:down'";
    else if (!up && before == &migration->down)
        message = "a second '-- migrate:down' behind one '-- migrate:up'";
    else if (!up && !before)
        message = "'-- migrate:down' stands before '-- migrate:up'";
    if (message != NULL)
        reading_finding(reading, SEVERITY_ERROR, "RM117", file->file, offset, message,
                        "dbmate refuses the file; each up is followed by its down");
}

void reading_dbmate_file(struct reading *reading, struct migration *migration,
                         struct reading_file *file)
{
    if (!begin_file(reading, migration, file))
        return;
    struct migration_span *open = NULL;
    struct migration_part *part = NULL;
    struct reading_line line = {0};
    size_t last = 0;
    while (reading_next_line(file->file, &line)) {
        const char *word = dbmate_annotation(file, &line, reading->arena);
        if (word == NULL)
            continue;
        const bool up = text_starts(word, "up");
        if (open != NULL)
            open->end = line.begin;
        else
            dbmate_preamble(reading, file, line.begin);
        dbmate_order(reading, file, part, migration, up, line.begin);
        part = up ? &migration->up : &migration->down;
        open = open_span(reading, part, file->file, &line);
        open->no_transaction = text_contains(word, "transaction:false");
        last = line.begin;
    }
    if (open == NULL)
        reading_finding(reading, SEVERITY_ERROR, "RM117", file->file, 0,
                        "no '-- migrate:up' in the file",
                        "dbmate refuses it; begin the statements with that line");
    else if (!migration->up.present || !migration->down.present)
        reading_finding(reading, SEVERITY_ERROR, "RM117", file->file, 0,
                        migration->up.present ? "no '-- migrate:down' in the file"
                                              : "no '-- migrate:up' in the file",
                        "dbmate wants both, even when one is empty");
    else if (part == &migration->up)
        reading_finding(reading, SEVERITY_ERROR, "RM117", file->file, last,
                        "the last '-- migrate:up' has no '-- migrate:down'",
                        "dbmate refuses the file; each up is followed by its down");
}

/* ------------------------------------------------------------------------------------- goose */

struct goose {
    struct reading *reading;
    struct migration *migration;
    struct reading_file *file;
    struct migration_span *open;
    bool in_statement, no_transaction, wrong;
};

/* The words behind `-- +goose`, NULL when the line is none of its annotations. */
static const char *goose_annotation(struct goose *goose, const struct reading_line *line,
                                    bool *indented)
{
    const char *p = goose->file->file->bytes + line->begin;
    const char *end = goose->file->file->bytes + line->end;
    const char *start = p;
    while (p < end && (*p == ' ' || *p == '\t'))
        p++;
    *indented = p > start;
    if (end - p < 2 || p[0] != '-' || p[1] != '-')
        return NULL;
    for (p += 2; p < end && (*p == ' ' || *p == '\t');)
        p++;
    if (end - p < 6 || memcmp(p, "+goose", 6) != 0)
        return NULL;
    for (p += 6; p < end && (*p == ' ' || *p == '\t');)
        p++;
    while (end > p && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    char *words = arena_strndup(goose->reading->arena, p, (size_t)(end - p));
    for (char *c = words; *c != '\0'; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c + ('a' - 'A'));
    return words;
}

static void goose_problem(struct goose *goose, const struct reading_line *line, const char *message)
{
    reading_finding(goose->reading, SEVERITY_ERROR, "RM117", goose->file->file, line->begin,
                    message, "goose refuses the file");
    goose->wrong = true;
}

static void goose_direction(struct goose *goose, const struct reading_line *line, bool up)
{
    struct migration_part *part = up ? &goose->migration->up : &goose->migration->down;
    if (goose->in_statement)
        goose_problem(goose, line, "a StatementBegin has no StatementEnd");
    goose->in_statement = false;
    if (part->present)
        goose_problem(goose, line,
                      up ? "'-- +goose Up' stands twice" : "'-- +goose Down' stands twice");
    else if (!up && !goose->migration->up.present)
        goose_problem(goose, line, "'-- +goose Down' stands before '-- +goose Up'");
    if (goose->open != NULL)
        goose->open->end = line->begin;
    goose->open = open_span(goose->reading, part, goose->file->file, line);
}

static void goose_take(struct goose *goose, const struct reading_line *line, const char *words,
                       bool indented)
{
    if (indented)
        goose_problem(goose, line, "an annotation of goose has blanks in front");
    if (strcmp(words, "up") == 0 || strcmp(words, "down") == 0) {
        goose_direction(goose, line, strcmp(words, "up") == 0);
    } else if (strcmp(words, "statementbegin") == 0 || strcmp(words, "statementend") == 0) {
        bool begin = strcmp(words, "statementbegin") == 0;
        if (goose->open == NULL)
            goose_problem(goose, line, "a statement annotation stands before '-- +goose Up'");
        else if (begin == goose->in_statement)
            goose_problem(goose, line,
                          begin ? "StatementBegin stands inside another one"
                                : "StatementEnd without a StatementBegin");
        goose->in_statement = begin;
    } else if (strcmp(words, "no transaction") == 0) {
        goose->no_transaction = true;
    } else if (strcmp(words, "envsub on") == 0) {
        goose->migration->substitutes = true;
    } else if (strcmp(words, "envsub off") != 0) {
        goose_problem(goose, line,
                      arena_printf(goose->reading->arena, "'+goose %s' is not known", words));
    }
}

/* goose knows the end of a statement by its ';' or by StatementEnd. */
static void goose_check_ends(struct goose *goose, const struct migration_part *part)
{
    for (size_t i = 0; i < part->spans.len; i++) {
        struct statements statements = {0};
        statements_of(goose->reading->arena, &part->spans.items[i], goose->reading->dialect,
                      &statements);
        const struct statement *last =
            statements.len == 0 ? NULL : &statements.items[statements.len - 1];
        if (last != NULL && !last->closed)
            reading_finding(goose->reading, SEVERITY_ERROR, "RM117", goose->file->file, last->begin,
                            "the last statement has no ';' behind it", "goose refuses the file");
    }
}

void reading_goose_file(struct reading *reading, struct migration *migration,
                        struct reading_file *file)
{
    if (!begin_file(reading, migration, file))
        return;
    struct goose goose = {.reading = reading, .migration = migration, .file = file};
    struct reading_line line = {0};
    while (reading_next_line(file->file, &line)) {
        bool indented;
        const char *words = goose_annotation(&goose, &line, &indented);
        if (words != NULL)
            goose_take(&goose, &line, words, indented);
    }
    if (goose.in_statement)
        goose_problem(&goose, &line, "a StatementBegin has no StatementEnd");
    if (!migration->up.present && !migration->down.present)
        reading_finding(reading, SEVERITY_ERROR, "RM117", file->file, 0,
                        "no '-- +goose Up' in the file", "goose refuses it");
    if (!goose.wrong) {
        goose_check_ends(&goose, &migration->up);
        goose_check_ends(&goose, &migration->down);
    }
    for (size_t i = 0; i < migration->up.spans.len; i++)
        migration->up.spans.items[i].no_transaction = goose.no_transaction;
    for (size_t i = 0; i < migration->down.spans.len; i++)
        migration->down.spans.items[i].no_transaction = goose.no_transaction;
}
