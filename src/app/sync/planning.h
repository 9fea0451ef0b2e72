/* From what was read to a changeset, and to what the report says of it. Private to app. */
#ifndef ROADMAP_APP_SYNC_PLANNING_H
#define ROADMAP_APP_SYNC_PLANNING_H

#include "app/session/session.h"

/* Opens cache and client, reads and reconciles, for a session that has begun. */
nodiscard enum code planning_prepare(struct session *session, struct err *err);
/* Renders, loads the base and reconciles; numbers that the lists did not show are read by
 * themselves first (not offline). Fills the report's changeset, estimate and counts. */
nodiscard enum code planning_run(struct session *session, struct err *err);
/* The thresholds; true = refused, with headline and command in the report. */
bool planning_refused(struct session *session);
/* The exit status that what is left over deserves: conflicts, refusals, errors, an early stop. */
int planning_exit_status(const struct session *session);
/* Stores the agreements of the changeset (base := both), which needed no write. */
nodiscard enum code planning_keep_agreements(struct session *session, struct err *err);
/* What `status` needs to know of the plan, into the cache. */
nodiscard enum code planning_keep_facts(struct session *session, struct err *err);
/* All three for a plan that the cache does not know yet, so that `status` can answer after the
 * first reading and not only after the first sync. Nothing where the cache knows it, or is not ours
 * to write, or where the run was asked to look at less or otherwise than the plan says. */
nodiscard enum code planning_keep_first(struct session *session, struct err *err);
/* Fills the report's list of what is left alone. */
void planning_tell(struct session *session);

#endif
