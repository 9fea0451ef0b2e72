/* Plan files: what `plan -o FILE` promised, and whether `sync --plan FILE` would do just that.
 * Private to app.
 *
 * The file is one JSON object: where it is for, which options it was made with, and one row for
 * each thing that moves. Nothing of it is ever sent. (design: plan -o) */
#ifndef ROADMAP_APP_SYNC_PLAN_FILE_H
#define ROADMAP_APP_SYNC_PLAN_FILE_H

#include "app/session/session.h"

/* Writes the session's changeset as a promise to options->promise_out, atomically. */
nodiscard enum code plan_file_write(struct session *session, struct err *err);
/* Holds the session's changeset against options->promise. *kept false: report->stale says how they
 * differ. ERR_FAILED: the file cannot be read or is none of ours. ERR_REFUSED: it is for another
 * repository or plan. Sets session->promise. */
nodiscard enum code plan_file_check(struct session *session, bool *kept, struct err *err);

#endif
