/* What commands have to say, as data: app fills it in, render turns it into text and JSON. */
#ifndef ROADMAP_MODEL_REPORT_H
#define ROADMAP_MODEL_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/change.h"
#include "model/kind.h"
#include "model/plan.h"
#include "model/run.h"

struct request_counts {
    int64_t get, not_modified, verify, write;
};

/* One item's trouble, or something left out. */
struct report_line {
    enum kind kind;
    const char *id;
    struct number number;
    const char *field;  /* or NULL */
    const char *reason; /* one sentence */
    const char *next;   /* a command, or NULL */
    const char *title;
    int exit_status; /* what it makes the run's status at least; 0 = only said */
};

/* One item that was written in this run. */
struct report_done {
    enum kind kind;
    enum verb verb;
    const char *id, *title, *note; /* note: "title, text (2 ticked boxes stayed ticked)" */
    struct number number;
};

enum stop_cause { STOP_NONE, STOP_LIMIT, STOP_NETWORK, STOP_INTERRUPT, STOP_HORIZON, STOP_ERROR };

/* plan and sync. */
struct sync_report {
    const struct plan *plan;
    const char *repository;             /* owner/name */
    const char *moved_from;             /* the name it was followed from, or NULL */
    const char *html_url;               /* of the repository; NULL */
    const char *account, *token_source; /* "octocat" or NULL, "gh" … */
    bool wrote_nothing;                 /* plan, or refused before the first write */
    bool offline;
    const char *last_sync; /* instant, NULL = never */
    const char *last_sync_by;
    const struct changeset *changeset;
    int64_t watchers; /* -1 unknown */
    VEC(struct report_done) done;
    VEC(struct report_line) errors, skipped, notes;
    struct kind_counts written[KIND_COUNT];
    int64_t others[KIND_COUNT];        /* objects on GitHub that the plan does not own */
    int64_t first_number, last_number; /* of created issues */
    struct request_counts requests;
    int64_t planned_writes, written_writes, in_doubt;
    int64_t deferred; /* items left for another run by --max-creates; they stand in `skipped` */
    int64_t examined, duration_ms, estimate_ms;
    int64_t sent_twice;
    const char *run; /* id, NULL when nothing was written */
    enum stop_cause stop;
    const char *stop_text;         /* one sentence */
    int64_t resume_at_ms;          /* wall clock; 0 = at once */
    VEC(struct report_line) stale; /* --plan: how this sync differs from what was promised */
    const char *promise;           /* the plan file that was written or kept; NULL */
    bool threshold_refused;        /* plan: false, and the headline says what sync would refuse */
    const char *refusal_headline; /* "this would change 9 of 22 issues (41 %). Above 30 %, say …" */
    const char *refusal_command;
    int exit_status;
};

/* undo */
struct undo_report {
    struct sync_report sync; /* its own run: done, errors, notes, requests, stop, exit_status */
    struct run_head of;      /* the run that is taken back */
    int64_t count;           /* values that it had moved */
    struct kind_counts planned[KIND_COUNT]; /* objects, as far as the last reading shows */
    int64_t already;                        /* objects that are as they were before */
    VEC(struct report_line) left;           /* what cannot be taken back, or has changed since */
};

/* One field that pull writes into the plan, or leaves. */
struct pull_line {
    enum kind kind;
    const char *id, *title;
    struct number number;
    const struct item_change *item; /* NULL: ticks, and new issues */
    const struct change *change;    /* `before` is GitHub's value, `after` the plan's */
    const char *file;               /* that it goes into; NULL = it is left */
    const char *note;               /* "2 ticked boxes" */
    const char *reason;             /* why it is left, one sentence */
    struct strlist ways;            /* commands that settle it */
};

struct pull_report {
    struct sync_report sync; /* what was read, and how */
    VEC(struct pull_line) pulled, added, left;
    size_t conflicts;     /* of those left */
    struct strlist files; /* that change */
    bool dry_run, wrote;
};

/* What happens while it happens; app calls back, cli draws. */
enum event_type {
    EVENT_READING,
    EVENT_PLAN_READY,
    EVENT_WRITING,
    EVENT_WRITTEN,
    EVENT_WAITING,
    EVENT_UNKNOWN_OUTCOME,
    EVENT_NOTE
};

struct event {
    enum event_type type;
    enum kind kind;
    const char *id, *title, *text; /* text: reason of a wait, or a note */
    struct number number;
    int64_t done, total; /* of the whole run */
    int64_t kind_done[KIND_COUNT], kind_total[KIND_COUNT];
    int64_t wait_ms, until_ms, left_ms;
};

typedef void (*event_fn)(void *state, const struct event *event);

/* status */
struct status_milestone {
    const char *id, *title;
    int64_t number;
    int64_t done, total; /* issues in scope */
    double hours_done, hours_total;
    bool hours_estimated;     /* some issues have no hours: "~" */
    int64_t proven, asked;    /* -1, -1 while nothing proves yet */
    int32_t due_day;          /* DAY_NONE */
    int32_t expected_day;     /* when its open issues are done; DAY_NONE */
    bool odds_known;          /* there is history enough for a forecast */
    int32_t p50_day, p85_day; /* DAY_NONE: not within ten years */
    bool slack_known;
    int32_t slack_days; /* working days from the expected day, or today, to the due date */
    bool closed, complete;
    bool counts_known;                  /* GitHub counts: also what nobody planned, and dropped */
    int64_t github_open, github_closed; /* issues */
};

struct status_issue {
    const char *id, *title, *state, *owner, *milestone_id;
    int64_t number;
    struct strlist blocked_by; /* open blockers, ids */
    int64_t age_days;          /* -1 unknown */
};

struct status_list {
    struct status_issue *items;
    size_t len, cap;
    size_t more; /* further ones, only counted */
};

enum outlook {
    OUTLOOK_NO_DATA,
    OUTLOOK_NO_DATES,
    OUTLOOK_ON_TRACK,
    OUTLOOK_AT_RISK,
    OUTLOOK_LATE,
    OUTLOOK_DONE
};

struct status_report {
    const struct plan *plan;
    const char *ref; /* the revision whose plan it is; NULL: the work tree's, as last synced */
    const char *repository;
    enum outlook outlook;
    const struct status_milestone *focus; /* the milestone that the verdict speaks of */
    int32_t expected_day;                 /* of the focus; DAY_NONE */
    VEC(struct status_milestone) milestones;
    struct status_milestone whole;
    struct status_list in_work, ready, blocked, done;
    VEC(struct report_line) look_at;
    int64_t conflicts, not_in_plan, closed_without_proof;
    int64_t read_at_ms; /* last complete read; 0 = never */
    int32_t today;
};

#endif
