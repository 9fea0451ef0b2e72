#include "schema/lint/lint.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "schema/lint/lint_text.h"

/* Where to stop looking for what becomes of a table: what belongs together stands together. */
static size_t window_end(const struct linter *linter, size_t index)
{
    size_t end = index + 1 + LIMIT_LINT_WINDOW;
    return end < linter->count ? end : linter->count;
}

static bool copies_into(const struct lint_statement *s, const char *table)
{
    return s->kind == STATEMENT_INSERT && s->table != NULL && strcmp(s->table, table) == 0 &&
           lint_has(s, s->body, s->count, "select");
}

static bool names(const struct lint_statement *s, const char *table, enum statement_kind kind)
{
    return s->kind == kind && s->table != NULL && strcmp(s->table, table) == 0;
}

/* DROP TABLE x, and behind it ALTER TABLE y RENAME TO x where y was made and filled here. */
static bool comes_back(const struct linter *linter, size_t index, const char *table)
{
    for (size_t i = index + 1; i < window_end(linter, index); i++) {
        const struct lint_statement *rename = &linter->statements[i];
        if (rename->kind != STATEMENT_RENAME_TABLE || rename->other == NULL ||
            strcmp(rename->other, table) != 0 || !lint_is_made(linter, rename->table))
            continue;
        for (size_t k = index - (index < LIMIT_LINT_WINDOW ? index : LIMIT_LINT_WINDOW); k < index;
             k++)
            if (copies_into(&linter->statements[k], rename->table))
                return true;
    }
    return false;
}

/* ALTER TABLE x RENAME TO y, and behind it a new x that is filled. */
static bool makes_room(const struct linter *linter, size_t index, const char *table)
{
    bool made = false;
    for (size_t i = index + 1; i < window_end(linter, index); i++) {
        made |= names(&linter->statements[i], table, STATEMENT_CREATE_TABLE);
        if (made && copies_into(&linter->statements[i], table))
            return true;
    }
    return false;
}

/* Sweeping before a scratch table is made: it comes in this file and goes in it. */
static bool sweeps(const struct linter *linter, size_t index, const char *table)
{
    const struct lint_statement *s = &linter->statements[index];
    bool made = false;
    if (!lint_has(s, 0, s->body, "if"))
        return false;
    for (size_t i = index + 1; i < window_end(linter, index); i++) {
        const struct lint_statement *later = &linter->statements[i];
        bool renamed = later->kind == STATEMENT_RENAME_TABLE && later->other != NULL &&
                       strcmp(later->other, table) == 0;
        if (made && (names(later, table, STATEMENT_DROP_TABLE) ||
                     names(later, table, STATEMENT_RENAME_TABLE)))
            return true;
        made |= renamed || names(later, table, STATEMENT_CREATE_TABLE);
    }
    return false;
}

static void lose_rename(struct linter *linter, size_t index)
{
    const struct lint_statement *s = &linter->statements[index];
    if (s->other == NULL)
        return;
    if (lint_is_made(linter, s->table) || makes_room(linter, index, s->table)) {
        (void)map_put(linter->made, s->other, linter);
        return;
    }
    lint_add(linter, "RM205", s, 0,
             arena_printf(linter->arena, "table '%s' gets another name", s->table));
}

/* DROP TABLE a, b */
static void lose_tables(struct linter *linter, size_t index)
{
    const struct lint_statement *s = &linter->statements[index];
    for (size_t i = s->body; i < s->count; i++) {
        size_t token = i;
        const char *table = lint_name(linter, s, &i);
        if (table != NULL && !lint_is_made(linter, table) && !comes_back(linter, index, table) &&
            !sweeps(linter, index, table))
            lint_add(linter, "RM201", s, token,
                     arena_printf(linter->arena, "table '%s' goes away with its rows", table));
        if (!lint_mark(s, i, ','))
            return;
    }
}

/* A WHERE of the statement itself, not of a query inside of it. */
static bool has_condition(const struct lint_statement *s)
{
    size_t depth = 0;
    for (size_t i = s->body; i < s->count; i++) {
        depth += lint_mark(s, i, '(');
        depth -= depth > 0 && lint_mark(s, i, ')');
        if (depth == 0 && lint_word(s, i, "where"))
            return true;
    }
    return false;
}

/* UPDATE a SET x = …, where x is new: that is how a new column gets its values. */
static bool fills_new_column(struct linter *linter, const struct lint_statement *s)
{
    if (s->kind != STATEMENT_UPDATE)
        return false;
    for (size_t i = s->body; i + 1 < s->count; i++)
        if (lint_word(s, i, "set")) {
            size_t column = i + 1;
            const char *name = lint_name(linter, s, &column);
            return name != NULL &&
                   map_has(linter->made, arena_printf(linter->arena, "%s.%s", s->table, name));
        }
    return false;
}

void lint_lost(struct linter *linter, size_t index)
{
    const struct lint_statement *s = &linter->statements[index];
    if (s->table == NULL)
        return;
    if (s->kind == STATEMENT_RENAME_TABLE) {
        lose_rename(linter, index);
    } else if (s->kind == STATEMENT_DROP_TABLE) {
        lose_tables(linter, index);
    } else if (s->kind == STATEMENT_DROP_SCHEMA) {
        lint_add(linter, "RM203", s, 0,
                 arena_printf(linter->arena, "'%s' goes away with all that is in it", s->table));
    } else if (lint_is_made(linter, s->table)) {
        return;
    } else if (s->kind == STATEMENT_TRUNCATE) {
        lint_add(linter, "RM204", s, 0,
                 arena_printf(linter->arena, "all rows of '%s' go away", s->table));
    } else if (!has_condition(s) && !fills_new_column(linter, s)) {
        lint_add(linter, "RM210", s, 0,
                 arena_printf(linter->arena,
                              s->kind == STATEMENT_DELETE ? "every row of '%s' is deleted"
                                                          : "every row of '%s' is changed",
                              s->table));
    }
}

/* The tool puts a transaction round the file. */
static bool tool_wraps(const struct linter *linter, const struct lint_statement *s)
{
    if (s->span->no_transaction)
        return false;
    switch (linter->set->convention) {
    case CONVENTION_DBMATE:
    case CONVENTION_GOOSE:
    case CONVENTION_SQLX:
    case CONVENTION_DIESEL:
    case CONVENTION_ATLAS:
        return true;
    case CONVENTION_GOLANG_MIGRATE: /* PostgreSQL: several statements at once are one transaction */
        return linter->options->dialect == SQL_SQLITE || linter->count > 1;
    default:
        return false;
    }
}

/* A file that begins transactions itself cannot run inside of another one. */
static bool begins_itself(const struct linter *linter)
{
    for (size_t i = 0; i < linter->count; i++)
        if (linter->statements[i].kind == STATEMENT_BEGIN)
            return true;
    return false;
}

static void check_pragma(struct linter *linter, const struct lint_statement *s, bool in_transaction)
{
    bool writes = lint_mark(s, s->body, '=') || lint_mark(s, s->body, '(');
    if (in_transaction && writes && s->table != NULL && strcmp(s->table, "foreign_keys") == 0)
        lint_add(linter, "RM701", s, 0, "PRAGMA foreign_keys does nothing inside of a transaction");
}

static void check_statement(struct linter *linter, size_t index, bool in_transaction)
{
    const struct lint_statement *s = &linter->statements[index];
    switch (s->kind) {
    case STATEMENT_CREATE_TABLE:
        lint_create(linter, s);
        if (s->table != NULL)
            (void)map_put(linter->made, s->table, linter);
        break;
    case STATEMENT_CREATE_INDEX:
        lint_index(linter, s, in_transaction);
        break;
    case STATEMENT_ALTER_TABLE:
        lint_alter(linter, s);
        break;
    case STATEMENT_PRAGMA:
        check_pragma(linter, s, in_transaction);
        break;
    case STATEMENT_RENAME_TABLE:
    case STATEMENT_DROP_TABLE:
    case STATEMENT_DROP_SCHEMA:
    case STATEMENT_TRUNCATE:
    case STATEMENT_DELETE:
    case STATEMENT_UPDATE:
        lint_lost(linter, index);
        break;
    case STATEMENT_OTHER:
    case STATEMENT_INSERT:
    case STATEMENT_BEGIN:
    case STATEMENT_COMMIT:
        break;
    }
}

static void lint_one(struct linter *linter)
{
    lint_read(linter);
    bool own = begins_itself(linter), open = false;
    for (size_t i = 0; i < linter->count; i++) {
        const struct lint_statement *s = &linter->statements[i];
        if (s->kind == STATEMENT_BEGIN)
            open = true;
        else if (s->kind == STATEMENT_COMMIT)
            open = false;
        check_statement(linter, i, own ? open : tool_wraps(linter, s));
        lint_broken(linter, s);
    }
}

bool lint_passes_over(const struct linter *linter, const struct migration *migration)
{
    const struct migration_file *file = migration_main_file(migration);
    bool merged = linter->merged != NULL && file != NULL && map_has(linter->merged, file->path);
    return migration->baselined || merged;
}

static struct map *paths_of(struct arena *arena, const struct migration_set *target)
{
    if (target == NULL)
        return NULL;
    struct map *paths = map_new(arena);
    for (size_t i = 0; i < target->migrations.len; i++) {
        struct migration *migration = &target->migrations.items[i];
        for (size_t k = 0; k < migration->file_count; k++)
            (void)map_put(paths, migration->files[k]->path, migration);
    }
    return paths;
}

void migration_lint(struct arena *arena, const struct migration_set *set,
                    const struct lint_options *options, struct findings *findings)
{
    struct linter linter = {
        .arena = arena,
        .set = set,
        .options = options,
        .findings = findings,
        .made = map_new(arena),
        .merged = paths_of(arena, options->target),
    };
    for (size_t i = 0; i < set->migrations.len; i++) {
        linter.migration = &set->migrations.items[i];
        if (lint_passes_over(&linter, linter.migration))
            continue;
        if (options->target == NULL)
            linter.made = map_new(arena);
        lint_one(&linter);
    }
    lint_chain(&linter);
}
