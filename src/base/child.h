/* What programs that we start have in common. Private to base. */
#ifndef ROADMAP_BASE_CHILD_H
#define ROADMAP_BASE_CHILD_H

#include "base/arena.h"

/* Ours without credentials: they are handed over on purpose or not at all. */
char **child_environment(struct arena *arena);
/* Copies, for posix_spawn takes no const ones. */
char **child_arguments(struct arena *arena, const char *const argv[]);
/* What a shell would say: 128 + n for one that a signal ended. */
int child_status(int wait_status);

#endif
