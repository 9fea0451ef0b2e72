/* One story: a GitHub, a project with its cache, and the clock of both, all in the memory of this
 * process. Requests go straight into the stand-in and SQLite writes to disk.h, so a fork is a
 * checkpoint of everything, and whoever forks may let the rest of the story go another way. */
#ifndef ROADMAP_TORTURE_STAGE_H
#define ROADMAP_TORTURE_STAGE_H

#include <setjmp.h>
#include <stdint.h>

#include "app/app.h"
#include "disk.h"
#include "sandbox/inner.h"
#include "story.h"

/* Exit statuses of runs, as sets. */
#define STATUS(n) (1u << (n))
#define STATUS_KILLED 31 /* the run died; no exit status */

/* Where something can strike. */
enum moment { MOMENT_PHASE, MOMENT_REQUEST, MOMENT_DISK };

/* A person's act while a run is under way. */
enum late_act {
    LATE_NONE,
    LATE_NOTE, /* a line behind the block */
    LATE_TITLE,
    LATE_LABEL,
    LATE_CLOSE,
    LATE_COMMENT,
    LATE_DELETE,
    LATE_COPY,
    LATE_ACTS
};
struct late {
    enum late_act act;
    int n;       /* of the story */
    bool window; /* it fell between our verifying read and our write of the same issue */
};
#define LATE_TEXT "Late words of a person"

struct stage;
/* `at` counts the moments of its sort from the begin of the story, from 1. */
typedef void (*stage_strike_fn)(struct stage *stage, enum moment moment, size_t at);

struct stage {
    struct arena *arena;
    struct sandbox *sandbox;
    struct app app;
    char *folder, *lock_path;
    const char *projects[2]; /* of the revisions */
    int64_t now_ms;
    int revision;    /* of the plan that stands in the project */
    bool acted;      /* people did what story.h says */
    bool quiet;      /* the third run and all checks: nothing strikes any more */
    size_t count[3]; /* of each moment so far */

    stage_strike_fn strike; /* before each moment; NULL */
    void *strike_state;
    enum disk_op op;           /* of this MOMENT_DISK */
    const char *method, *path; /* of this MOMENT_REQUEST */
    int refuse_rc;             /* MOMENT_DISK: fail with this; the strike sets it */
    bool die_after;            /* MOMENT_REQUEST: die when the server has done it */
    const char *transport;     /* MOMENT_REQUEST: not even sent: "no-connection" …; NULL */

    bool short_story;     /* it ends with the phase where something struck */
    bool loses_cache;     /* in the end, for a last run without it */
    bool looks_for_leaks; /* at its end */
    bool verbose;         /* runs tell how they ended */
    bool died;            /* a run did */
    jmp_buf grave;        /* where a run that dies comes out */
    const char *point;    /* name, for failures */
    unsigned allowed;     /* statuses of runs that are no failure, besides 0 and 6 */
    unsigned final;       /* statuses that may stand in the end, besides 0 */
    bool journalled;      /* each run: no more writes than intents */
    enum {
        CACHE_KEPT,
        CACHE_LOST_ONCE, /* before the next run */
        CACHE_NEVER      /* before every run */
    } cacheless;
    bool heals;  /* there may be two of an issue for a while */
    bool forgot; /* the cache was lost: links that left the plan are unknown without it */
    const char *rival_cache; /* of another machine that took part; NULL */
    struct late late;        /* what a person did in the middle of it */
    struct sync_report report;
    char error[512]; /* of the last run */
    size_t runs;
};

/* Opens a stage with the issues of people, before the first run. */
struct stage *stage_open(void);
/* Runs sync once. The exit status, or STATUS_KILLED. */
int stage_sync(struct stage *stage);
/* The options of every run. */
struct sync_options stage_options(void);
/* The whole story with all its checks; does not return when one of them fails. */
void stage_play(struct stage *stage);
/* The rest of the process of a run dies here. */
_Noreturn void stage_die(struct stage *stage, bool power_cut, uint64_t seed);
void stage_lose_cache(struct stage *stage);
/* The file alone, of whichever machine. */
void stage_lose_file(const char *path);
void stage_plan(struct stage *stage, int revision);
/* Another process goes on from here: locks of the old one do not count in it. */
void stage_forked(struct stage *stage);

/* A failure of the point: told with its replay on stderr, ends the process with 1. */
_Noreturn void stage_fail(struct stage *stage, const char *format, ...) printf_like(2, 3);

/* wire.c: the seam of http. */
enum code wire_send(void *state, const struct http_request *request, struct http_response *response,
                    struct err *err);

#endif
