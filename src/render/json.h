/* What `--json` prints: exactly one object, keys in a fixed order, "format": 1. Adding keys keeps
 * the format, removing or changing one makes 2. docs/schema/output.schema.json describes them all.
 * Foreign text is kept whole: JSON escapes what a terminal must not see. */
#ifndef ROADMAP_RENDER_JSON_H
#define ROADMAP_RENDER_JSON_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/diag.h"
#include "model/report.h"
#include "model/several.h"

#define JSON_FORMAT 1

struct json_t;

/* The one function that writes JSON text: two spaces, keys in the order of insertion, a final
 * newline. Takes the reference. */
char *json_text(struct arena *arena, struct json_t *value);
/* The same on one line: journals. */
char *json_line(struct arena *arena, struct json_t *value);
/* {"format": 1, "command": …}; a new reference. */
struct json_t *json_document(const char *command);
/* A string, repaired where it is not UTF-8; null for NULL. A new reference. */
struct json_t *json_from_text(const char *text);
/* Parts of small documents that commands build themselves. NULL text is null. */
void json_add_text(struct json_t *object, const char *key, const char *text);
void json_add_number(struct json_t *object, const char *key, int64_t number);
void json_add_bool(struct json_t *object, const char *key, bool value);
/* An empty list; then one object behind the other, each owned by the list. */
void json_add_rows(struct json_t *object, const char *key);
struct json_t *json_add_row(struct json_t *object, const char *key);
/* {code, message, hint}. A new reference. */
struct json_t *json_error_value(enum code code, const char *message, const char *hint);
/* "error": {code, message, hint} and "exit": N. NULL `err`, or one that is not set, adds only
 * "exit". */
void json_add_error(struct json_t *document, const struct err *err, int exit_status);

/* Each takes what there is: `err` may be NULL or set (then as much of the report as is known). */
char *json_sync(struct arena *arena, const char *command, const struct sync_report *report,
                const struct diags *diags, const struct err *err, int exit_status);
char *json_undo(struct arena *arena, const struct undo_report *report, const struct err *err,
                int exit_status);
char *json_pull(struct arena *arena, const struct pull_report *report, const struct diags *diags,
                const struct err *err, int exit_status);
char *json_status(struct arena *arena, const struct status_report *report,
                  const struct diags *diags, const struct err *err, int exit_status);
/* `exit_status`: the worst of those that failed; 0. */
char *json_several(struct arena *arena, const struct several *several, int exit_status);
/* `plan` may be NULL. */
char *json_validate(struct arena *arena, const struct plan *plan, const struct diags *diags,
                    const struct err *err, int exit_status);
/* Nothing but the failure: for commands without a report of their own. */
char *json_failure(struct arena *arena, const char *command, const struct err *err,
                   int exit_status);

#endif
