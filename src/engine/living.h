/* Which comments of a thread are ours: one living comment stands for a scope and a key. (sync §1)
 *
 * Ours is what our account wrote and what has our marker. A marker that somebody else wrote is
 * text, and a comment that somebody has minimised is not brought back. Of several the oldest
 * stays: two runs that post at the same time see each other's, and both choose the same one. */
#ifndef ROADMAP_ENGINE_LIVING_H
#define ROADMAP_ENGINE_LIVING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/vec.h"
#include "model/kind.h"

struct living_seen {
    struct db_id id;
    const char *body, *author; /* NULL: not known */
    bool minimized;
};

struct living_list {
    VEC(struct living_seen) items; /* oldest first */
};

struct living_list living_ours(struct arena *arena, const struct living_seen *seen, size_t count,
                               const char *login, const char *scope, const char *key);
/* The nonce in the marker of a body; NULL. */
const char *living_nonce(struct arena *arena, const char *body);
/* The marker line of a comment. */
const char *living_marker(struct arena *arena, const char *scope, const char *key,
                          const char *nonce);

#endif
