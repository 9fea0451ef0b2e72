/* What the plan does not touch on GitHub, and says so. */
#ifndef ROADMAP_RENDER_PLAN_KEPT_H
#define ROADMAP_RENDER_PLAN_KEPT_H

#include "model/report.h"
#include "render/pen.h"

/* Edits on GitHub that are kept; nothing when there are none. */
void plan_kept_drift(struct pen *pen, const struct sync_report *report);
/* Issues that no item of the plan owns; nothing when there are none. */
void plan_kept_unplanned(struct pen *pen, const struct sync_report *report);
/* What left the plan and still stands there; nothing when there is nothing. */
void plan_kept_leftovers(struct pen *pen, const struct sync_report *report);

#endif
