/* What `sync` shows: before the question, while it writes, and the result. (screens: sync) */
#ifndef ROADMAP_RENDER_SYNC_TEXT_H
#define ROADMAP_RENDER_SYNC_TEXT_H

#include "base/str.h"
#include "model/report.h"
#include "render/style.h"

/* What is about to be done: heading, counts, time, mail. Without the question. */
void sync_text_before(struct arena *arena, const struct style *style,
                      const struct sync_report *report, struct str *out);
/* The same as one line for what is not a terminal: "sync: acme/x, 67 to create, about 1 min". */
void sync_text_before_line(struct arena *arena, const struct style *style,
                           const struct sync_report *report, struct str *out);

/* Where a run stands. cli keeps it up to date from events. */
struct sync_progress {
    const char *command;                    /* "undo"; NULL: "sync" */
    struct event event;                     /* the last one of EVENT_WRITING or EVENT_WRITTEN */
    int64_t elapsed_ms;                     /* since the first write */
    int64_t waiting_until_ms;               /* wall clock; 0 = not waiting */
    const char *waiting_for;                /* one sentence */
    const char *unknown_id, *unknown_title; /* a write of unknown outcome; NULL */
    int64_t unknown_until_ms;
    int64_t max_wait_ms;
    bool links_on_server; /* relations are part of the plan */
    bool ended;           /* nothing more is written in this run */
};

/* The block that is redrawn in place; `*lines` is how many lines it has. */
void sync_text_progress(struct arena *arena, const struct style *style,
                        const struct sync_progress *progress, struct str *out, int *lines);
/* "sync: 31/67, 36 s left" */
void sync_text_progress_line(struct arena *arena, const struct style *style,
                             const struct sync_progress *progress, struct str *out);

/* "Waiting 58 s, until 14:02:10: …" while nothing is being written. */
void sync_text_waiting(struct arena *arena, const struct style *style, const struct event *event,
                       int64_t max_wait_ms, struct str *out, int *lines);

/* The result: done, nothing to do, partly done, stopped, refused. */
void sync_text_result(struct arena *arena, const struct style *style,
                      const struct sync_report *report, struct str *out);

#endif
