/* Runs of the past: out of the cache, out of the files beside it, or out of a file that somebody
 * kept. Private to app. */
#ifndef ROADMAP_APP_RUNS_RUN_READ_H
#define ROADMAP_APP_RUNS_RUN_READ_H

#include "app/app.h"
#include "model/run.h"
#include "store/store.h"

/* A journal file. A last line that was cut off is left out (log->torn). ERR_FAILED when another
 * line is no line of a journal, ERR_REFUSED when a newer roadmap wrote it. */
nodiscard enum code run_read_file(struct arena *arena, const char *path, struct run_log *log,
                                  struct err *err);
/* `name`: a file when it has a slash or ends in .jsonl; else the id of a run, or a beginning that
 * only one has: out of the cache, else out of the files beside it. ERR_USAGE when there is none. */
nodiscard enum code run_read(struct store *store, struct arena *arena, const char *cache_path,
                             const char *name, struct run_log *log, struct err *err);
/* The runs that the cache knows, newest first, without their changes. */
nodiscard enum code run_list(struct store *store, struct arena *arena, struct run_logs *logs,
                             struct err *err);

#endif
