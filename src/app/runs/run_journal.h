/* The run's own journal, one JSON object a line, beside the cache (runs/RUN.jsonl) and where
 * --journal says: it outlives the cache, and CI can keep it. What it could not write is told at the
 * end of the run and makes it fail; nothing is sent that the cache could not journal, so no write
 * depends on it. Private to app. */
#ifndef ROADMAP_APP_RUNS_RUN_JOURNAL_H
#define ROADMAP_APP_RUNS_RUN_JOURNAL_H

#include "app/session/session.h"
#include "base/file.h"
#include "model/run.h"

/* So many runs are kept, in the cache and beside it. */
#define RUNS_KEPT 200

struct run_journal {
    struct arena *arena; /* of the session */
    struct run_head head;
    struct file_lines beside, given; /* the second one: --journal */
    int64_t changes;
    const char *trouble; /* what could not be written; NULL */
};

/* Before anything is read: ERR_EXISTS when --journal names a file that is there. */
nodiscard enum code run_journal_check(const struct app *app, struct err *err);
/* Both files with their first line. Only a --journal file that cannot be made is an error: nothing
 * has been sent by then. */
nodiscard enum code run_journal_begin(struct run_journal *journal, struct session *session,
                                      const struct run_head *head, struct err *err);
void run_journal_add(struct run_journal *journal, const struct run_change *change);
/* In the place of the line of the same `seq`. */
void run_journal_replace(struct run_journal *journal, const struct run_change *change);
/* What the next write will change, on the disk before it is sent. */
void run_journal_foresee(struct run_journal *journal, const struct run_changes *changes);
/* What became of lines that were in doubt. */
void run_journal_settle(struct run_journal *journal, const struct run_changes *changes, bool done);
/* The closing line; old files beside the cache go. */
void run_journal_end(struct run_journal *journal, struct session *session, int64_t ended_ms,
                     int exit_status);

/* The folder of the journals beside the cache. */
const char *run_journal_folder(struct arena *arena, const char *cache_path);
/* The journal of the run `id` in it. */
const char *run_journal_path(struct arena *arena, const char *cache_path, const char *id);
/* "1a2b3c4.jsonl" */
bool run_journal_is_name(const char *name);

#endif
