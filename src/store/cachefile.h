/* The cache as a file: who may be trusted to have made it, and moving a damaged one aside. Private
 * to store. */
#ifndef ROADMAP_STORE_CACHEFILE_H
#define ROADMAP_STORE_CACHEFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* Refuses by name what must not be opened: a symlink, not a regular file, another user's. An absent
 * file is fine. */
nodiscard enum code cachefile_check(const char *path, bool *exists, struct err *err);
/* The same for a file that is open: what was checked by name may have been exchanged since. */
nodiscard enum code cachefile_check_fd(int fd, const char *path, struct err *err);
/* Makes the folders above the file (0700). */
nodiscard enum code cachefile_make_folder(struct arena *arena, const char *path, struct err *err);
/* The same and the file (0600 under any umask), empty. A file that another
 * process made meanwhile is fine. */
nodiscard enum code cachefile_make(struct arena *arena, const char *path, bool *created,
                                   struct err *err);
/* Takes the rights of group and others away from an own file. */
nodiscard enum code cachefile_tighten(const char *path, struct err *err);
/* Is there a rollback journal with something in it, that is, did a writer die in a commit? One that
 * begins with a zero is empty (store_stay). */
bool cachefile_has_journal(struct arena *arena, const char *path);
/* Renames PATH (and its journal) to PATH.corrupt-TIMESTAMP, never over another file. */
nodiscard enum code cachefile_move_aside(struct arena *arena, const char *path, int64_t now_ms,
                                         const char **moved_to, struct err *err);

#endif
