/* What people write to this program in the comments of a migration:
 *
 *   -- roadmap: DB-004, DB-005           issues it belongs to (in the leading comment)
 *   -- roadmap:irreversible REASON       there is no way back, and why (in the leading comment)
 *   -- roadmap:no-transaction            (in the leading comment)
 *   -- roadmap:ignore RM201 REASON       of the whole file in the leading comment, else of the
 *                                        statement behind it
 *
 * Files that are no SQL may have the first three behind `#` or `//`. */
#ifndef ROADMAP_SCHEMA_FOLDER_DIRECTIVE_H
#define ROADMAP_SCHEMA_FOLDER_DIRECTIVE_H

#include "base/vec.h"
#include "schema/migration.h"
#include "schema/sql/sql.h"

enum directive_kind {
    DIRECTIVE_LINK,
    DIRECTIVE_ONE_WAY,
    DIRECTIVE_NO_TRANSACTION,
    DIRECTIVE_IGNORE,
    DIRECTIVE_WRONG /* addressed to us, but not to be understood: `reason` says why */
};

struct directive {
    enum directive_kind kind;
    const char *what;   /* one issue of a link, one code of an ignore */
    const char *reason; /* NULL = none given */
    size_t offset;      /* of the comment */
    uint32_t line, col;
    bool leading; /* stands before the first statement */
    bool used;    /* for whoever applies ignores */
};

struct directives {
    struct directive *items;
    size_t len, cap;
};

/* Adds those of a file, LIMIT_DIRECTIVES at most; nothing when its bytes are not here. A list of
 * issues or codes gives one directive each. `is_sql` false: by lines, the leading comment alone. */
void directives_of(struct arena *arena, const struct migration_file *file, enum sql_dialect dialect,
                   bool is_sql, struct directives *out);

#endif
