/* The list of `plan` in a normal week: field by field, only what moves. */
#ifndef ROADMAP_RENDER_PLAN_ITEMS_H
#define ROADMAP_RENDER_PLAN_ITEMS_H

#include "model/report.h"
#include "render/pen.h"

/* Changes, then what is left for a person to decide. */
void plan_items_list(struct pen *pen, const struct sync_report *report);
/* Edits on GitHub that are kept; nothing when there are none. */
void plan_items_drift(struct pen *pen, const struct sync_report *report);
/* Issues that no item of the plan owns; nothing when there are none. */
void plan_items_unplanned(struct pen *pen, const struct sync_report *report);
/* How wide the column of ids is. */
int plan_items_id_width(const struct pen *pen, const struct changeset *changeset);

#endif
