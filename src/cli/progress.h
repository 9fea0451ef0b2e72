/* Where a run stands, on stderr: a block that is redrawn on a terminal, plain lines elsewhere. */
#ifndef ROADMAP_CLI_PROGRESS_H
#define ROADMAP_CLI_PROGRESS_H

#include "cli/cli.h"
#include "render/sync_text.h"

struct progress {
    struct cli *cli;
    struct sync_progress view;
    bool draws;       /* a terminal, in the foreground */
    bool writing;     /* something is being written */
    int lines;        /* of the block that stands there */
    int64_t begun_ms; /* monotonic, of the first write */
    int64_t shown_ms; /* of the last drawing or line */
    int64_t told_ms;  /* the end of the wait that a log has a line about */
};

/* Shows from now on what cli->app tells: `progress` has to last as long. */
void progress_init(struct progress *progress, struct cli *cli);
/* Takes the block away; on something else than a terminal writes the last line. */
void progress_end(struct progress *progress);
/* Takes the block away so that other text can be written. */
void progress_clear(struct progress *progress);

#endif
