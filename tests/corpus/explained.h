/* Stops of migration folders that somebody has looked into: a file of lines
 *
 *   FOLDER <tab> VERSION <tab> WORDS <tab> WHY
 *
 * FOLDER is a glob below the folder of checkouts, WORDS stands somewhere in what the program says.
 * VERSION "-" is a folder as a whole, "*" any stop in it. '#' begins a comment. */
#ifndef ROADMAP_TESTS_CORPUS_EXPLAINED_H
#define ROADMAP_TESTS_CORPUS_EXPLAINED_H

#include <stdbool.h>

#include "base/err.h"
#include "base/vec.h"

struct explained_stop {
    const char *folder, *version, *words, *why;
};

struct explained {
    VEC(struct explained_stop) items;
};

nodiscard enum code explained_read(struct arena *arena, const char *path,
                                   struct explained *explained, struct err *err);
/* NULL: nobody has. */
const struct explained_stop *explained_find(const struct explained *explained, const char *folder,
                                            const char *version, const char *words);
/* A certain stop of the folder is explained, whichever. */
const struct explained_stop *explained_of_folder(const struct explained *explained,
                                                 const char *folder);

#endif
