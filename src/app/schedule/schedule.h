/* When everything will be done: `schedule` and `forecast`. Offline: the plan of the work tree, and
 * what was last read from GitHub. */
#ifndef ROADMAP_APP_SCHEDULE_SCHEDULE_H
#define ROADMAP_APP_SCHEDULE_SCHEDULE_H

#include "app/app.h"
#include "model/schedule.h"

struct schedule_options {
    const char *baseline; /* a revision; NULL: none */
};

/* Today is the first day for open work once GitHub was read for this plan; before that nobody knows
 * what is done, and the schedule begins where the plan does. The baseline is scheduled as it was
 * expected to go on the day of its commit, with what was closed by then.
 *
 * ERR_USAGE: no such revision. ERR_SPEC: the plan, or that of the baseline, has errors, or there is
 * none at that commit. */
nodiscard enum code app_schedule(struct app *app, const struct schedule_options *options,
                                 struct diags *diags, struct schedule_report *report,
                                 struct err *err);

#endif
