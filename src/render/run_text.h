/* Runs of the past, as `log` shows them. */
#ifndef ROADMAP_RENDER_RUN_TEXT_H
#define ROADMAP_RENDER_RUN_TEXT_H

#include "base/str.h"
#include "model/run.h"
#include "render/style.h"

/* One line a run, the newest first. */
void run_text_list(struct arena *arena, const struct style *style, const struct run_logs *runs,
                   struct str *out);
/* What one run did, one item behind the other. */
void run_text_one(struct arena *arena, const struct style *style, const struct run_log *run,
                  struct str *out);
/* "done", "stopped before its end" …: what became of it. */
const char *run_text_outcome(struct arena *arena, const struct run_head *head);
/* "sync", "undo of 7f3a91c". */
const char *run_text_what(struct arena *arena, const struct run_head *head);

#endif
