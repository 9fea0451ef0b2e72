/* What the kinds have in common when an item is carried out. Private to app. */
#ifndef ROADMAP_APP_SYNC_APPLY_H
#define ROADMAP_APP_SYNC_APPLY_H

#include "app/sync/runner.h"

/* Snapshots older than this are read again before a PATCH that could overwrite. (sync: verify) */
#define VERIFY_AFTER_MS 2000

/* Stores the base as it stands after `echo` and the run's changes; fields that GitHub did not take
 * are told in the report. Inside the transaction of a keep function. */
nodiscard enum code apply_keep_base(struct runner *runner, const struct item_change *item,
                                    const struct have *echo, struct err *err);
/* What the write of the item moves, into the journal: before it is sent with the body that goes
 * along (NULL: none), afterwards with the one of the answer. */
nodiscard enum code apply_log(struct runner *runner, const struct item_change *item,
                              const char *body, struct number number, struct err *err);
/* What reading an object again brought to light: before anything is sent (`tries` 0) the fresh
 * comparison takes the place of the planned one in the changeset, later its conflicts are added, so
 * that report and exit status tell them. */
void apply_note_fresh(struct runner *runner, struct item_change *item,
                      const struct item_change *fresh, int tries);
/* true when the snapshot is too old to overwrite from. */
bool apply_needs_verify(const struct runner *runner);
/* The field's change when it writes, else NULL. */
const struct change *apply_written(const struct item_change *item, enum field field);
/* "title, text (2 ticked boxes stay ticked)": what an update did, for people. */
const char *apply_note(struct arena *arena, const struct item_change *item);
/* A wanted value that the plan manages and that is not null, as to be sent; else NULL. */
const char *apply_wanted(const struct item_change *item, enum field field);
/* The value to send for a scalar that is written: "" clears; NULL = not sent. */
const char *apply_sent(const struct item_change *item, enum field field);
/* "#12" or the id, for messages. */
struct attempt apply_attempt(const struct item_change *item, const char *method, const char *path);

#endif
