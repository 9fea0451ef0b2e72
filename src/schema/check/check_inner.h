/* What the checks share. Private to schema/check. */
#ifndef ROADMAP_SCHEMA_CHECK_CHECK_INNER_H
#define ROADMAP_SCHEMA_CHECK_CHECK_INNER_H

#include "schema/check/check.h"

struct check_result check_is(enum verdict verdict, const char *message);
struct check_result check_says(struct arena *arena, enum verdict verdict, const char *format, ...)
    printf_like(3, 4);
/* Not so: FAIL when the whole chain is in, else UNKNOWN with why it is not. */
struct check_result check_missing(struct arena *arena, const struct schema_state *state,
                                  const char *format, ...) printf_like(3, 4);
/* What is asked of the whole schema cannot pass before the whole chain is in: UNKNOWN. */
void check_whole(struct arena *arena, const struct schema_state *state,
                 struct check_result *result);
/* No foreign key of what is there is dangling. */
struct check_result check_all_sound(struct arena *arena, const struct schema_state *state);
/* ERROR when there is no snapshot. true: `result` is set. */
bool check_cannot(const struct schema_state *state, struct check_result *result);
/* No row can have NULL there. */
bool check_not_null(const struct schema_table *table, const struct schema_column *column);
/* A line of its own, and with it a failure. */
void check_add(struct arena *arena, const struct schema_state *state, struct check_result *result,
               const char *format, ...) printf_like(4, 5);
/* The verdict of SQL that did not run to its end; `wrong`: what it is when SQLite refuses it. */
struct check_result check_trouble(struct arena *arena, const struct schema_state *state,
                                  const struct sqlite_trouble *trouble, enum verdict wrong);
/* The verdict of a query that SQLite refuses: asked of a schema that lacks a table or a column it
 * is work to do, FAIL; one that can never run is a wrong question, ERROR. */
enum verdict check_wrong_query(const struct sqlite_trouble *trouble);
/* false: `result` or `err` says why there is no answer to look at. */
bool check_ask(struct arena *arena, const struct schema_state *state, struct box_request *request,
               struct box_answer *answer, struct check_result *result, enum code *code,
               struct err *err);

#endif
