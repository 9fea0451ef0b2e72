/* What programs that we start have in common. Private to base. */
#ifndef ROADMAP_BASE_CHILD_H
#define ROADMAP_BASE_CHILD_H

#include <spawn.h>

#include "base/arena.h"

/* Ours without credentials: they are handed over on purpose or not at all. */
char **child_environment(struct arena *arena);
/* Copies, for posix_spawn takes no const ones. */
char **child_arguments(struct arena *arena, const char *const argv[]);
/* No signal is blocked, and those that end us or that we handle do what they do by default; `flags`
 * of posix_spawn are set beside. */
void child_signals(posix_spawnattr_t *attributes, int flags);
/* What a shell would say: 128 + n for one that a signal ended. */
int child_status(int wait_status);

#endif
