/* Whether what the command line names is in the plan: known before anybody is asked over the
 * network. Private to app. */
#ifndef ROADMAP_APP_SESSION_NAMED_H
#define ROADMAP_APP_SESSION_NAMED_H

#include "app/session/session.h"

/* All ids of the options, once the plan is read and the decisions are parsed. ERR_USAGE with the
 * nearest id as the hint. Ids of links are left to the engine. */
nodiscard enum code named_check(const struct session *session, struct err *err);

#endif
