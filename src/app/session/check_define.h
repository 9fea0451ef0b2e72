/* Checks of a plan that ask for something that cannot be asked. Private to app. */
#ifndef ROADMAP_APP_SESSION_CHECK_DEFINE_H
#define ROADMAP_APP_SESSION_CHECK_DEFINE_H

#include "model/diag.h"
#include "model/plan.h"

/* Adds a diagnostic for each check whose parameters its kind does not take, at the place of the
 * wrong key or value. */
void check_define(struct arena *arena, const struct plan *plan, struct diags *diags);

#endif
