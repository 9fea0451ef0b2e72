/* What the plan's `evidence:` lets out to GitHub: a section below the block of an issue, a label,
 * and closing. It says what the default branch proves, as earlier runs of `check` found it: nothing
 * is run here, and what another machine has checked out is nobody's business. Private to app.
 *
 * Evidence that is not known here wants nothing: what is published stays, and a note says so. */
#ifndef ROADMAP_APP_SYNC_PUBLISH_H
#define ROADMAP_APP_SYNC_PUBLISH_H

#include "app/session/session.h"

/* On issues that are proven. */
#define PUBLISH_LABEL "proven"

/* Declares the label where the plan lets it out. Before the wants are made. */
void publish_label(struct session *session);
/* Adds to the wants of issues. After the wants are made and the base is read. */
nodiscard enum code publish_evidence(struct session *session, struct err *err);

#endif
