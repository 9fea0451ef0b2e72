/* status of the plan that a commit has. Private to app. */
#ifndef ROADMAP_APP_STATUS_STATUS_REF_H
#define ROADMAP_APP_STATUS_STATUS_REF_H

#include "app/app.h"
#include "model/standing.h"

/* The plan of options->ref, what the repository proves of it there, and of its issues and
 * milestones what was last read from GitHub: `cached` are the milestones of the cache. What GitHub
 * has beside the plan is left out, for it is told by the plan of now. */
nodiscard enum code status_of_ref(struct app *app, const struct status_options *options,
                                  const struct standings *cached, int64_t read_ms,
                                  struct diags *diags, struct status_report *report,
                                  struct err *err);

#endif
