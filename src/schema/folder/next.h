/* The next migration of a folder, in the folder's own convention: its version, and the files to
 * write with what stands in them at first. Writes nothing. */
#ifndef ROADMAP_SCHEMA_FOLDER_NEXT_H
#define ROADMAP_SCHEMA_FOLDER_NEXT_H

#include "schema/migration.h"
#include "schema/version.h"

struct next_wish {
    const char *issue;   /* goes into the header comment */
    const char *slug;    /* as people wrote it; made fit for a file name */
    int64_t now_ms;      /* wall clock */
    const char *planner; /* "Name <mail>" for sqitch.plan; NULL is fine for every other tool */
};

struct next_file {
    const char *path;
    const char *text;
    bool append; /* text goes behind what is there (sqitch.plan); else the file is new */
};

struct next_migration {
    const char *version; /* sqitch: the name */
    VEC(struct next_file) files;
};

/* `target`: the set of the target branch, or NULL; the version is behind both. ERR_REFUSED with a
 * hint: no such file can be written (programs, no convention, no version behind the last one, a
 * name that is taken); ERR_USAGE: nothing of the slug is left. */
nodiscard enum code migration_next(struct arena *arena, const struct migration_set *set,
                                   const struct migration_set *target, const struct naming *naming,
                                   const struct next_wish *wish, struct next_migration *next,
                                   struct err *err);

#endif
