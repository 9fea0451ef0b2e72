/* One migration as a list of statements whose heads are understood. Only inside of this layer. */
#ifndef ROADMAP_SCHEMA_LINT_LINT_TEXT_H
#define ROADMAP_SCHEMA_LINT_LINT_TEXT_H

#include "base/map.h"
#include "schema/lint/lint.h"
#include "schema/sql/split.h"

enum statement_kind {
    STATEMENT_OTHER,
    STATEMENT_CREATE_TABLE,
    STATEMENT_CREATE_INDEX,
    STATEMENT_ALTER_TABLE,
    STATEMENT_RENAME_TABLE, /* ALTER TABLE table RENAME TO other */
    STATEMENT_DROP_TABLE,
    STATEMENT_DROP_SCHEMA, /* or database */
    STATEMENT_TRUNCATE,
    STATEMENT_INSERT,
    STATEMENT_DELETE,
    STATEMENT_UPDATE,
    STATEMENT_PRAGMA, /* `table` is its name */
    STATEMENT_BEGIN,
    STATEMENT_COMMIT
};

struct lint_statement {
    struct statement place;
    const struct migration_span *span;
    struct sql_token *tokens; /* without comments; the last one is SQL_END */
    size_t count;
    enum statement_kind kind;
    const char *table, *other; /* folded, without a schema; NULL */
    size_t body;               /* the first token behind the head */
    bool temporary, unique, concurrently;
};

struct linter {
    struct arena *arena;
    const struct migration_set *set;
    const struct lint_options *options;
    struct findings *findings;
    struct sql_counter counter; /* where the last finding was */
    struct map *merged;         /* paths of the target; NULL = none */
    struct map *made; /* tables, and columns as "table.column", that this file or branch made */
    const struct migration *migration;
    struct lint_statement *statements;
    size_t count, cap;
};

/* Fills linter->statements with those of the way there. */
void lint_read(struct linter *linter);

const char *lint_bytes(const struct lint_statement *statement);
/* Token `index` is this word; false behind the end. */
bool lint_word(const struct lint_statement *statement, size_t index, const char *word);
bool lint_mark(const struct lint_statement *statement, size_t index, char mark);
/* The word stands somewhere at or behind `from` and before `end`, at any depth. */
bool lint_has(const struct lint_statement *statement, size_t from, size_t end, const char *word);
/* Two words, one behind the other. */
bool lint_has_pair(const struct lint_statement *statement, size_t from, size_t end,
                   const char *first, const char *second);
/* The comma at depth 0 at or behind `from`, or the end of the list (a closing bracket, `;`, the
 * end). */
size_t lint_item_end(const struct lint_statement *statement, size_t from);
/* A name, perhaps with a schema in front; `*index` moves behind it. NULL when there is none. */
const char *lint_name(struct linter *linter, const struct lint_statement *statement, size_t *index);
/* The table was made by the file or branch itself. */
bool lint_is_made(const struct linter *linter, const char *table);

void lint_add(struct linter *linter, const char *code, const struct lint_statement *statement,
              size_t token, const char *message);

/* The rules, by what they look at. */
void lint_alter(struct linter *linter, const struct lint_statement *statement);
void lint_create(struct linter *linter, const struct lint_statement *statement);
void lint_index(struct linter *linter, const struct lint_statement *statement, bool in_transaction);
void lint_lost(struct linter *linter, size_t index); /* drops, renames, truncates, deletes */
void lint_broken(struct linter *linter, const struct lint_statement *statement);
/* What only all migrations together say: references, row level security. */
void lint_chain(struct linter *linter);

/* Up to the baseline, or on the target branch already. */
bool lint_passes_over(const struct linter *linter, const struct migration *migration);

#endif
