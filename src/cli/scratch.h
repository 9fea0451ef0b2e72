/* A folder for files that live as long as a command. */
#ifndef ROADMAP_CLI_SCRATCH_H
#define ROADMAP_CLI_SCRATCH_H

#include "base/arena.h"
#include "base/err.h"

/* Below TMPDIR, mode 0700. */
nodiscard enum code scratch_make(struct arena *arena, const char **folder, struct err *err);
/* With everything in it; what cannot be removed stays. NULL is fine. */
void scratch_remove(const char *folder);

#endif
