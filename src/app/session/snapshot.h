/* Reading GitHub into session->remote, through the cache. (sync: reads) */
#ifndef ROADMAP_APP_SESSION_SNAPSHOT_H
#define ROADMAP_APP_SESSION_SNAPSHOT_H

#include "app/session/session.h"

/* Reads what is needed to know GitHub whole: everything on a cold run, only what changed on a warm
 * one. Checks that it is the repository of last time. Keeps what was read in the cache when the
 * session stores. Afterwards session->remote is complete, or there is an error and nothing may be
 * planned. */
nodiscard enum code snapshot_read(struct session *session, struct err *err);

/* The cache alone (plan --offline): an empty GitHub when nothing was ever read. */
nodiscard enum code snapshot_offline(struct session *session, struct err *err);

/* Objects that the lists did not show are read by themselves: what is found goes into the snapshot,
 * the rest into session->looks. */
nodiscard enum code snapshot_look(struct session *session, struct err *err);

/* Puts an object as just read or answered into the snapshot, in place of the older one. */
void snapshot_put_label(struct session *session, const struct remote_label *label);
void snapshot_put_milestone(struct session *session, const struct remote_milestone *milestone);
void snapshot_put_issue(struct session *session, const struct remote_issue *issue);

#endif
