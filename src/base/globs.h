/* A list of patterns as a plan gives it for files: each is a glob_match pattern from the top of the
 * repository, one that fits a folder takes everything below it, "!pattern" takes out again what
 * those before it took. A "/" or "./" in front and a "/" behind mean nothing. */
#ifndef ROADMAP_BASE_GLOBS_H
#define ROADMAP_BASE_GLOBS_H

#include <stdbool.h>

#include "base/vec.h"

struct globs_one {
    bool except;
    const char *path;   /* the pattern itself; "" takes everything */
    const char *below;  /* the pattern and all below it */
    const char *folder; /* the part without anything special: where to look */
    size_t plain_len; /* bytes of `path` before anything special: what it takes begins with them */
};

struct globs {
    VEC(struct globs_one) items;
};

struct globs globs_of(struct arena *arena, const struct strlist *patterns);
bool globs_match(const struct globs *globs, const char *path);
/* Whether anything below the folder ("" is the top) could match: false only when nothing can. */
bool globs_reach(const struct globs *globs, const char *folder);
/* The folders to look in, without those inside another. */
struct strlist globs_folders(struct arena *arena, const struct globs *globs);

#endif
