/* The list of `plan` when nothing of the plan is on GitHub yet: milestones with their issues. */
#ifndef ROADMAP_RENDER_PLAN_FIRST_H
#define ROADMAP_RENDER_PLAN_FIRST_H

#include "model/report.h"
#include "render/pen.h"

void plan_first_list(struct pen *pen, const struct sync_report *report);

#endif
