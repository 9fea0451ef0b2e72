/* One folder of the corpus: read and run the way `roadmap` does, with every file accounted for. */
#ifndef ROADMAP_TESTS_CORPUS_ATTEMPT_H
#define ROADMAP_TESTS_CORPUS_ATTEMPT_H

#include <stdbool.h>

#include "explained.h"

struct corpus {
    const char *top;      /* the folder of checkouts */
    struct strlist files; /* everything below it */
    struct explained explained;
    int64_t leg_ms;
    bool steps; /* a line for each step that is no pass */
};

/* What came of it; in memory that outlives the process that tried. */
struct attempt {
    size_t files, sql, migrations, applied;
    size_t passed_over; /* files that the tool does not see, each said */
    size_t not_back;    /* ways back that do not restore the schema */
    size_t lossy;       /* those, and ways there, that lose rows */
    bool ran, stopped;
    size_t wrong; /* what must not be: crash, time-out, silence, a stop that nobody explained */
    bool ended;
};

/* Prints one line, and an indented one for each thing that is wrong. */
void attempt_folder(const struct corpus *corpus, const char *folder, struct attempt *attempt);

#endif
