/* The process of the SQL box: a forked child with limits that answers requests over a socket.
 * Frames are a length and that many bytes. Where the child is at any time stands in memory that
 * both share, so that its death can be put down to a file and a statement. Private to
 * schema/sqlite_box. */
#ifndef ROADMAP_SCHEMA_SQLITE_BOX_PROCESS_H
#define ROADMAP_SCHEMA_SQLITE_BOX_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/str.h"

/* What runs right now. */
struct box_mark {
    uint32_t step;      /* of the chain, from 0 */
    uint32_t leg;       /* enum box_leg */
    uint32_t span;      /* of the part, from 0 */
    uint32_t begin;     /* of the statement: bytes from the start of the span's file */
    uint32_t statement; /* from 1; 0: between statements */
};

struct box_process {
    pid_t pid; /* 0: none */
    int fd;
    struct box_mark *mark;
    int wait_status; /* once it is gone */
    bool gone;       /* it ended, by itself or by us */
    bool timed_out;
};

/* Serves until the socket ends; returning ends the child. */
typedef void box_serve_fn(const void *context, int fd, struct box_mark *mark);

struct box_limits {
    int64_t leg_ms;     /* one direction of one migration, one query */
    int64_t request_ms; /* one request as a whole: what the parent waits */
    int64_t heap_bytes;
    uint32_t db_pages;
    bool files; /* it may write files in its folder: for a database on the disk */
};

/* `folder` is where the child stands. */
nodiscard enum code box_process_start(struct box_process *process, const struct box_limits *limits,
                                      const char *folder, box_serve_fn *serve, const void *context,
                                      struct err *err);
/* Kills it and everything that it started. Fine when there is none. */
void box_process_stop(struct box_process *process);

/* OK also when the child is gone by now: then `gone` is set and the next receive says so too. */
void box_process_send(struct box_process *process, const struct str *frame);
/* ERR_INTERRUPTED on Ctrl-C. Otherwise OK with a frame, or with `gone` set and none. `until_ms` is
 * on the monotonic clock. */
nodiscard enum code box_process_receive(struct box_process *process, int64_t until_ms,
                                        struct str *frame, struct err *err);

/* The child's ends. false: the other side is gone. */
bool box_frame_read(int fd, struct str *frame);
bool box_frame_write(int fd, const struct str *frame);
/* SIGALRM, which kills, in `ms`; 0 takes it back. For what never looks at a clock. */
void box_alarm(int64_t ms);

/* "crashed (signal 11)", "took longer than 5 s", "ended without an answer": after the child, whose
 * wait status is given, is gone. */
void box_end_words(int wait_status, bool timed_out, int64_t leg_ms, struct str *words);
bool box_end_was_time(int wait_status, bool timed_out);

#endif
