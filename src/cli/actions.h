/* What GitHub Actions says about the run that we are a part of. */
#ifndef ROADMAP_CLI_ACTIONS_H
#define ROADMAP_CLI_ACTIONS_H

#include "base/err.h"

/* ERR_REFUSED in an event that somebody without rights can start with a plan of his own: pull
 * requests and what follows on them. Outside Actions always OK. */
nodiscard enum code actions_refuse_fork_events(struct err *err);

#endif
