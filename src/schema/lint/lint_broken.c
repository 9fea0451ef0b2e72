/* Statements that no database can read, as far as that can be seen without its grammar. */
#include "schema/lint/lint_text.h"

static void check_brackets(struct linter *linter, const struct lint_statement *s)
{
    size_t depth = 0, open = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (lint_mark(s, i, '(')) {
            open = depth++ == 0 ? i : open;
        } else if (lint_mark(s, i, ')') && depth == 0) {
            lint_add(linter, "RM124", s, i, "this bracket closes nothing");
            return;
        } else if (lint_mark(s, i, ')')) {
            depth--;
        } else if (lint_mark(s, i, ',') && lint_mark(s, i + 1, ')')) {
            lint_add(linter, "RM124", s, i, "a comma with nothing behind it");
        }
    }
    if (depth > 0)
        lint_add(linter, "RM124", s, open, "this bracket is never closed");
}

static bool makes_index(const struct lint_statement *s)
{
    return lint_word(s, 0, "create") &&
           (lint_word(s, 1, "index") || (lint_word(s, 1, "unique") && lint_word(s, 2, "index")));
}

/* CREATE [OR REPLACE] FUNCTION */
static bool makes_function(const struct lint_statement *s)
{
    return lint_word(s, 0, "create") &&
           (lint_word(s, 1, "function") || (lint_word(s, 1, "or") && lint_word(s, 3, "function")));
}

void lint_broken(struct linter *linter, const struct lint_statement *s)
{
    if (s->place.psql)
        return;
    if (s->place.open) {
        lint_add(linter, "RM124", s, 0, "a text, name or comment in this statement never ends");
        return;
    }
    check_brackets(linter, s);
    if (makes_index(s) && !lint_has(s, 1, s->count, "on"))
        lint_add(linter, "RM124", s, 0, "an index without ON and a table");
    if (linter->options->dialect == SQL_POSTGRES && makes_function(s) &&
        !lint_has(s, 1, s->count, "as") && !lint_has(s, 1, s->count, "return") &&
        !lint_has(s, 1, s->count, "atomic"))
        lint_add(linter, "RM124", s, 0, "a function without a body");
}
