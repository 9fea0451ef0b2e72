/* What `new` has to say: the files of one new migration. */
#ifndef ROADMAP_MODEL_MADE_H
#define ROADMAP_MODEL_MADE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"

struct made_file {
    const char *path; /* from the top of the repository */
    bool appended;    /* a line was added to a file that was there (sqitch.plan) */
};

struct made_report {
    const char *issue, *title;
    const char *source;  /* the id of the folder in the plan, or the folder itself */
    const char *folder;  /* from the top of the repository */
    const char *tool;    /* "golang-migrate" */
    const char *because; /* what it was recognised by */
    const char *version;
    VEC(struct made_file) files;
    const char *target; /* the branch against which the version is free too: "origin/main" */
    const char *target_unknown; /* why it was compared with none; NULL */
};

#endif
