/* Where the cache is. (design: the cache) */
#ifndef ROADMAP_STORE_PLACE_H
#define ROADMAP_STORE_PLACE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

struct store_place {
    const char *given;     /* ROADMAP_CACHE or --cache; wins when not NULL */
    const char *work_root; /* top of the work tree; outside git: the folder the plan is in */
    const char *git_dir;   /* the common git directory; NULL outside git or when not known */
    const char *xdg_cache; /* $XDG_CACHE_HOME, or ~/.cache */
};

#define STORE_TAG_FILE "CACHEDIR.TAG"

/* The path of the database: `given`; cache/roadmap.db when cache/ carries our tag; else
 * roadmap/cache.db inside the common git directory; else, outside git, a file of its own for
 * `work_root` below xdg_cache. Makes nothing. ERR_FAILED when none of these can be named. */
nodiscard enum code store_place(struct arena *arena, const struct store_place *place, char **path,
                                struct err *err);

/* Is WORK_ROOT/cache a real folder (no symlink) with our tag? */
bool store_place_tagged(struct arena *arena, const char *work_root);

/* For init: makes WORK_ROOT/cache with tag and .gitignore (which ignores everything there, itself
 * too). ERR_REFUSED when a folder of that name is there, is not empty and is not ours. */
nodiscard enum code store_place_tag(struct arena *arena, const char *work_root, bool *made,
                                    struct err *err);

/* A folder WORK_ROOT/cache that holds a cache of ours, without the tag or without the .gitignore:
 * `*tag_lost`, `*ignore_lost`. Neither for a folder that is somebody else's. */
void store_place_look(struct arena *arena, const char *work_root, bool *tag_lost,
                      bool *ignore_lost);
/* Puts back what store_place_look found lost; overwrites nothing. */
nodiscard enum code store_place_mend(struct arena *arena, const char *work_root, struct err *err);

#endif
