/* SQL text made comparable, and small questions about SQL that an engine has taken. SQLite's
 * dialect. */
#ifndef ROADMAP_SCHEMA_SQL_SQL_NORMAL_H
#define ROADMAP_SCHEMA_SQL_SQL_NORMAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* Two names are one when this says so: ASCII letters small or not. */
bool sql_same_name(const char *a, const char *b);
/* A copy with small ASCII letters. */
char *sql_fold_name(struct arena *arena, const char *name);

/* The tokens with one space between, words and names small and unquoted, comments dropped: equal
 * for two spellings of one thing. */
char *sql_normal(struct arena *arena, const char *text, size_t len);
/* At most `columns` of the first statement for people: space and line ends become one space. */
char *sql_first_words(struct arena *arena, const char *text, size_t len, int columns);
/* The bytes open a transaction of their own (BEGIN at the head of a statement). */
bool sql_has_own_transaction(const char *text, size_t len);
/* Some statement of the bytes is PRAGMA `name` with a value. */
bool sql_sets_pragma(const char *text, size_t len, const char *name);
/* Where the first token stands that is no comment; `len` when there is none. */
size_t sql_first_code(const char *text, size_t len);

#endif
