/* Runs as JSON: the lines of a journal file, and what `log` prints. */
#ifndef ROADMAP_RENDER_JSON_RUN_H
#define ROADMAP_RENDER_JSON_RUN_H

#include "base/arena.h"
#include "base/err.h"
#include "model/run.h"

#define RUN_FILE_FORMAT 1

/* The lines of a journal file, each with its newline: first, one for each value, last. A value that
 * is in doubt was noted before its write was sent; a line with its `seq` takes the place of the one
 * before, and one that settles it says that it came about, or (void) that it did not. */
char *json_run_head(struct arena *arena, const struct run_head *head);
char *json_run_change(struct arena *arena, const struct run_change *change);
char *json_run_settled(struct arena *arena, const struct run_changes *changes, bool done);
char *json_run_end(struct arena *arena, const struct run_head *head, int64_t changes);

/* `log`: "runs", newest first. */
char *json_log_runs(struct arena *arena, const struct run_logs *runs, const struct err *err,
                    int exit_status);
/* `log RUN`: "run" and its "changes". */
char *json_log_run(struct arena *arena, const struct run_log *run, const struct err *err,
                   int exit_status);

#endif
