/* From what was read to a changeset, and to what the report says of it. Private to app. */
#ifndef ROADMAP_APP_PLANNING_H
#define ROADMAP_APP_PLANNING_H

#include "app/session.h"

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

#endif
