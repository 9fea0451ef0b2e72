/* What the files of the runner share: pace and journal of one write. Private to app/runner*.c. */
#ifndef ROADMAP_APP_SYNC_RUNNER_INNER_H
#define ROADMAP_APP_SYNC_RUNNER_INNER_H

#include "app/sync/runner.h"

/* Settings and history, as the engine's arithmetic wants them; points into the runner. */
struct pace runner_pace(const struct runner *runner);
/* Whether the next write may not start yet. */
bool runner_must_wait(const struct runner *runner, bool creates);
/* Waits for the next free start of a write; `creates`: it is a POST. false: the run is over, which
 * is noted (--max-wait, or a signal). */
bool runner_wait_for_pace(struct runner *runner, bool creates);
/* Pauses as the limited answer `out` asked. false: the run is over, which is noted. */
bool runner_pause_for_limit(struct runner *runner, const struct gh_outcome *out);

/* Before the first write: the run's row in the cache. Later calls do nothing. */
nodiscard enum code runner_begin_run(struct runner *runner, struct err *err);
/* Commits the intent of one sending, with its place in the budget if it creates, and with what it
 * will change. */
nodiscard enum code runner_open_intent(struct runner *runner, const struct attempt *attempt,
                                       void *args, struct intent *intent, struct err *err);
/* The answer came whole: what it says, the base and the end of the intent, all or nothing. `keep`
 * may be NULL. */
nodiscard enum code runner_keep_answer(struct runner *runner, const struct intent *intent,
                                       attempt_keep_fn keep, void *args,
                                       const struct gh_outcome *out, struct err *err);

/* It was surely not carried out: what was noted for it is taken back with the intent's end. */
nodiscard enum code runner_keep_failure(struct runner *runner, const struct intent *intent,
                                        const char *reason, struct err *err);
/* Nobody knows: what was noted stays, in doubt. */
nodiscard enum code runner_keep_unknown(struct runner *runner, struct intent *intent,
                                        struct err *err);

/* The changes that were noted for the write under way: it was answered; its answer was lost; it was
 * surely not carried out (inside a transaction). */
void runner_changes_done(struct runner *runner);
void runner_changes_doubt(struct runner *runner);
nodiscard enum code runner_changes_void(struct runner *runner, struct err *err);

#endif
