/* One writing run at a time: flock on PATH.lock beside the cache, with pid, host and since as its
 * text. The lock goes with the process, whatever way it dies. */
#ifndef ROADMAP_STORE_LOCK_H
#define ROADMAP_STORE_LOCK_H

#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"

struct store_lock {
    int fd; /* -1 = not held */
};

#define STORE_LOCK_INIT                                                                            \
    {                                                                                              \
        -1                                                                                         \
    }
#define cleanup_lock __attribute__((cleanup(store_lock_release)))

/* Takes the lock, waiting up to `wait_ms` (0 = not at all). `path` is that of the database; folders
 * are made (0700). ERR_LOCKED names the holder; ERR_REFUSED for a symlink or another user's
 * file. */
nodiscard enum code store_lock_take(const char *path, const struct clock *clock, int64_t wait_ms,
                                    struct store_lock *lock, struct err *err);
void store_lock_release(struct store_lock *lock);

#endif
