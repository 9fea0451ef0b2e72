/* SQL text into statements, for showing and linting them. What runs a file lets the database itself
 * find the ends. */
#ifndef ROADMAP_SCHEMA_SQL_SPLIT_H
#define ROADMAP_SCHEMA_SQL_SPLIT_H

#include "base/vec.h"
#include "schema/migration.h"
#include "schema/sql/sql.h"

struct statement {
    size_t begin, end; /* from its first token to behind its ';', in the bytes of the file */
    uint32_t line, col;
    bool closed;     /* ends with a ';' or an annotation, not with the text */
    bool open;       /* a string, comment or name in it never ends */
    bool psql;       /* a backslash command of psql, which is no SQL */
    size_t data_end; /* COPY … FROM STDIN: behind its data, else 0 */
};

struct statements {
    struct statement *items;
    size_t len, cap;
};

/* Adds the statements of the span. Triggers (SQLite), BEGIN ATOMIC bodies and rules (PostgreSQL),
 * and what stands between StatementBegin and StatementEnd of goose, are one statement each. */
void statements_of(struct arena *arena, const struct migration_span *span, enum sql_dialect dialect,
                   struct statements *out);
/* Nothing in the span but white space, comments and lonely semicolons. */
bool span_is_empty(const struct migration_span *span, enum sql_dialect dialect);

#endif
