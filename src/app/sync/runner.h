/* Carrying out a changeset, one journalled write at a time. Private to app.
 *
 * The order of a write is always the same: wait for the pace, count it in the budget, commit the
 * intent with what it will change, send, and then store answer, base and the intent's end in one
 * transaction. A write that could not be journalled is never sent. (sync: journal, pace) */
#ifndef ROADMAP_APP_SYNC_RUNNER_H
#define ROADMAP_APP_SYNC_RUNNER_H

#include "app/runs/run_journal.h"
#include "app/session/session.h"
#include "engine/pace.h"
#include "github/write.h"
#include "store/budget.h"
#include "store/journal.h"
#include "store/runs.h"

/* A creation nobody knows the outcome of. */
struct lost {
    struct intent intent;
    const struct want *want;  /* NULL: the item left the plan */
    struct item_change *item; /* what to create when it is found absent; NULL: nothing */
    int64_t above;            /* numbers up to this one are known not to be it */
    int round;                /* how many creations of this item were lost before in this run */
    bool settled;
};

struct runner {
    struct session *session;
    struct arena *arena;
    const char *command, *undoes; /* what the run is, and of which run: for its journal */
    struct run run;
    bool run_begun;
    struct run_journal journal;
    int64_t foreseeing;            /* the intent that runner_log notes for, before it is sent; 0 */
    struct run_changes foreseen;   /* what was noted for the write under way */
    struct run_changes doubts;     /* … and for those whose answer was lost in this run */
    struct store_instants created; /* creations of the last hour */
    int64_t last_write_ms;         /* INT64_MIN = none */
    int64_t started_ms, creates_left;
    int64_t begun_mono_ms, waited_ms; /* of the monotonic clock; in waits for pace and limits */
    struct event progress;            /* done and total, per kind */
    VEC(struct lost) lost;
    bool stopped; /* nothing more may be sent in this run; report->stop says why */
    bool hurries; /* behind this item's write comes nothing but the next item: the answer may be
                     committed together with the next intent when no pause lies between */
};

/* How a write ended, for the caller. */
enum step {
    STEP_DONE,
    STEP_FAILED,  /* this item only; told in the report */
    STEP_UNKNOWN, /* the intent stands as unknown */
    STEP_AGAIN,   /* surely not executed: to be sent again under a new nonce */
    STEP_STOPPED  /* the run is over */
};

/* Logs (runner_log) what the write will change, with the values that were last read. Called inside
 * the transaction of the intent. */
typedef enum code (*attempt_foresee_fn)(struct runner *runner, void *args, struct err *err);

/* What is about to be written. */
struct attempt {
    enum kind kind;
    enum verb verb;
    const char *item_id, *title;
    struct number number; /* 0 for creations */
    const char *nonce;    /* issue creations */
    const char *method, *path;
    const char *body;           /* the text of the block or other fields, for the journal; NULL */
    attempt_foresee_fn foresee; /* NULL: it overwrites nothing, or only a mark */
    int tries;                  /* sendings before, by the caller */
    bool told;                  /* a failure is told by the caller, not by runner_write */
};

typedef enum gh_state (*attempt_send_fn)(struct runner *runner, void *args, struct gh_outcome *out);
/* Called inside the transaction that ends the intent. */
typedef enum code (*attempt_keep_fn)(struct runner *runner, void *args,
                                     const struct gh_outcome *out, struct err *err);

/* Counts what the session's changeset will write, and reads how many creations the last hour had.
 */
nodiscard enum code runner_begin(struct runner *runner, struct session *session, struct err *err);
/* Sends once (and again after a limit, or when it was surely not sent). An error is one of our own
 * side (the journal cannot be written): the run ends with it. */
nodiscard enum code runner_write(struct runner *runner, const struct attempt *attempt,
                                 attempt_send_fn send, attempt_keep_fn keep, void *args,
                                 struct gh_outcome *out, enum step *step, struct err *err);
/* What the last write was answered is on the disk after this; before anything that waits. */
nodiscard enum code runner_flush(struct runner *runner, struct err *err);
/* Closes the run's row and forgets what is old. Nothing when no write was begun. */
nodiscard enum code runner_end(struct runner *runner, struct err *err);

/* Whether a write of this verb to the item is a POST (creation budget). */
bool attempt_creates(const struct attempt *attempt);
/* One value, into cache and journal file; inside the transaction of a foresee or a keep function.
 * In a keep function it takes the place of what was noted before of the same field and old value.
 */
nodiscard enum code runner_log(struct runner *runner, struct run_change *row, struct err *err);
/* A set: `what` has the item and the field. */
nodiscard enum code runner_log_set(struct runner *runner, const struct run_change *what,
                                   const struct strlist *before, const struct strlist *after,
                                   struct err *err);
/* The item is as it was wanted: what lost answers of this run left in doubt of it came about. */
nodiscard enum code runner_log_settled(struct runner *runner, enum kind kind, const char *id,
                                       struct err *err);
/* The same for a change of the plan's; NULL: the item as a whole. `body`: the whole text as GitHub
 * answered it, for FIELD_BLOCK. */
nodiscard enum code runner_log_change(struct runner *runner, const struct item_change *item,
                                      const struct change *change, struct number number,
                                      const char *body, struct err *err);
/* The run is over for this reason; the first one stands. */
void runner_stop(struct runner *runner, enum stop_cause cause, int64_t resume_at_ms,
                 const char *text);
/* Sending the same again and again brought no answer. */
void runner_stop_unanswered(struct runner *runner);
/* true and stopped, when a signal came. */
bool runner_interrupted(struct runner *runner);
/* Sleeps until the instant (wall clock), or until a signal. false: stopped. `told` is told at the
 * beginning and again each second, for a countdown; NULL: nothing is. */
bool runner_sleep_until(struct runner *runner, int64_t until_ms, const struct event *told);

/* Trouble of one item, told in the report. */
void runner_fail(struct runner *runner, const struct attempt *attempt, const char *field,
                 const char *reason, const char *next, int exit_status);
/* An item was written: into the report, and the progress moves on by one. `number`: 0 for labels.
 */
void runner_done(struct runner *runner, const struct item_change *item, struct number number,
                 const char *note);
void runner_progress(struct runner *runner, enum event_type type, const struct item_change *item,
                     struct number number);

/* The kinds. Each carries out one item of the changeset. */
nodiscard enum code apply_label(struct runner *runner, struct item_change *item, struct err *err);
nodiscard enum code apply_milestone(struct runner *runner, struct item_change *item,
                                    struct err *err);
nodiscard enum code apply_issue(struct runner *runner, struct item_change *item, struct err *err);
nodiscard enum code apply_relation(struct runner *runner, struct item_change *item,
                                   struct err *err);
nodiscard enum code apply_heal(struct runner *runner, struct item_change *item, struct err *err);
/* --prune: closes an issue, deletes a label or milestone that the plan has no more. */
nodiscard enum code apply_prune(struct runner *runner, struct item_change *item, struct err *err);
nodiscard enum code issue_create(struct runner *runner, struct item_change *item, struct err *err);
/* Binds a created issue that was found again: base and snapshot, as if its answer had come. */
nodiscard enum code issue_keep_found(struct runner *runner, const struct lost *lost,
                                     const struct remote_issue *issue, struct err *err);

#endif
