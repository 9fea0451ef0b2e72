/* When the files of a folder came and were last changed on a branch, and what its commits say about
 * issues. Read by repo, kept by store, used by engine/links. */
#ifndef ROADMAP_MODEL_LANDING_H
#define ROADMAP_MODEL_LANDING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"

struct landing_commit {
    const char *id;        /* 40 hex digits */
    int64_t at_ms;         /* committer's time, milliseconds since the epoch */
    const char *author;    /* the name */
    const char *subject;   /* of the message */
    struct strlist issues; /* of its trailers `Roadmap: ID`, in their order */
};

struct landing {
    const char *path;                          /* from the top of the repository */
    bool gone;                                 /* not in the tip any more */
    const struct landing_commit *first, *last; /* equal when it never changed */
};

/* A commit whose trailer names issues, and a file of the folder that it changes. */
struct landing_trailer {
    const char *path;
    const struct landing_commit *commit;
};

struct landings {
    const char *folder, *tip;
    bool first_parent;
    VEC(struct landing) files;            /* in byte order of the path */
    VEC(struct landing_trailer) trailers; /* newest first, but what was known behind what is new */
    /* Earlier commits may be missing, so `first` and `last` are of those that were seen: "shallow
     * clone", "partial clone", "more than 100000 commits". NULL: complete. */
    const char *unknown;
};

/* NULL when the folder never had it. */
const struct landing *landings_find(const struct landings *landings, const char *path);

#endif
