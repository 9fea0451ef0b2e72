/* A file in the syntax of git's own settings, as sqitch.conf is: sections, parts of sections, keys.
 * Nothing of it is followed out of the file (no include). */
#ifndef ROADMAP_SCHEMA_FOLDER_GITLIKE_H
#define ROADMAP_SCHEMA_FOLDER_GITLIKE_H

#include "schema/migration.h"

struct gitlike_entry {
    const char *section; /* lower case: "engine" */
    const char *part;    /* of [engine "sqlite"] and [engine.sqlite] the "sqlite"; "" */
    const char *key;     /* lower case: "top_dir" */
    const char *value;   /* "" for a key without one */
    size_t offset;       /* where the key stands */
};

struct gitlike {
    VEC(struct gitlike_entry) items; /* in the order of the file */
    const char *wrong;               /* what cannot be read, and nothing behind it; NULL */
    size_t wrong_at;
};

/* The entries point into the arena. A file without bytes has none. */
void gitlike_read(struct arena *arena, const struct migration_file *file, struct gitlike *settings);
/* The last one that says something, as what stands lower in the file holds; NULL. */
const struct gitlike_entry *gitlike_find(const struct gitlike *settings, const char *section,
                                         const char *part, const char *key);
/* There is something in this part of this section. */
bool gitlike_has(const struct gitlike *settings, const char *section, const char *part);

#endif
