/* What changed in the plan between two commits, or since one of them. */
#ifndef ROADMAP_APP_DIFF_DIFF_H
#define ROADMAP_APP_DIFF_DIFF_H

#include "app/app.h"
#include "model/plan_diff.h"

/* `to` NULL: the plan of the work tree. Offline; the plans are read from git, without a checkout.
 * ERR_FAILED outside of git; ERR_USAGE: no such commit, or neither side has a plan; ERR_SPEC: a
 * plan has errors. */
nodiscard enum code app_diff(struct app *app, const char *from, const char *to, struct diags *diags,
                             struct diff_report *report, struct err *err);

#endif
