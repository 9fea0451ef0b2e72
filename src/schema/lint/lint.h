/* What the text of migrations says without a database: statements that lose data, break programs
 * that still run, lock tables or do not do what they seem to. Only the way there is looked at.
 *
 * Whatever concerns a table that the same file made (with a target: the same branch) is silent, and
 * so is SQLite's way of changing a table: a new one, the rows over, the old one away, the name
 * back. */
#ifndef ROADMAP_SCHEMA_LINT_LINT_H
#define ROADMAP_SCHEMA_LINT_LINT_H

#include "schema/migration.h"
#include "schema/sql/sql.h"

struct lint_options {
    enum sql_dialect dialect;
    const struct migration_set *target; /* what it has is not looked at; NULL = look at all */
    int min_version;                    /* SQLite 3.35 is 335; 0 = not asked (RM703) */
};

/* Adds to `findings`: RM201 to RM210, RM301 to RM304, RM401, RM402, RM407, RM501, RM505, RM506,
 * RM508, RM701, RM703, RM704. What is up to the baseline is passed over. */
void migration_lint(struct arena *arena, const struct migration_set *set,
                    const struct lint_options *options, struct findings *findings);

/* Lets the `-- roadmap:ignore CODE REASON` of the files excuse findings, and adds RM123 for those
 * that excuse nothing. To be called once, when all checks have spoken; `codes` are those that were
 * looked for (an ignore of another one may have its use elsewhere), NULL = all. */
void migration_ignores_apply(struct arena *arena, const struct migration_set *set,
                             enum sql_dialect dialect, const struct strlist *codes,
                             struct findings *findings);

#endif
