/* What GitHub Actions says about the run that we are a part of. */
#ifndef ROADMAP_CLI_ACTIONS_H
#define ROADMAP_CLI_ACTIONS_H

#include "base/err.h"
#include "base/str.h"

/* ERR_REFUSED in an event that somebody without rights can start with a plan of his own: pull
 * requests and what follows on them. Outside Actions always OK. */
nodiscard enum code actions_refuse_fork_events(struct err *err);

/* The branch that a change goes into: of a pull request GITHUB_BASE_REF, in a merge queue what its
 * branch is named after. NULL: it is not said. */
const char *actions_base_ref(struct arena *arena);

/* Whether the runner of Actions reads along on `fd` and obeys what looks like a command of it. */
bool actions_read_along(int fd);

/* Appends `text`, which begins a line, so that the runner obeys nothing of it: it takes "::" at the
 * beginning of a line and "##[" anywhere for a command, and both may come out of a title. A blank
 * is put in. */
void actions_add_harmless(struct str *out, const char *text);

#endif
