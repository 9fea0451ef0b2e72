/* The list of `plan` in a normal week: field by field, only what moves. */
#ifndef ROADMAP_RENDER_PLAN_ITEMS_H
#define ROADMAP_RENDER_PLAN_ITEMS_H

#include "model/report.h"
#include "render/pen.h"

/* Changes, then what is left for a person to decide. */
void plan_items_list(struct pen *pen, const struct sync_report *report);

#endif
