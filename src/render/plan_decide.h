/* What is left for a person to decide: conflicts and refused items, on the screens of plan and
 * sync.
 */
#ifndef ROADMAP_RENDER_PLAN_DECIDE_H
#define ROADMAP_RENDER_PLAN_DECIDE_H

#include "model/report.h"
#include "render/pen.h"

/* A conflict and the command that decides; `values`: with the value of each side. `id_width`:
 * columns for the ids. */
void plan_decide_conflict(struct pen *pen, const struct sync_report *report,
                          const struct item_change *item, const struct change *change, int id_width,
                          bool values);
/* Every refusal and conflict of the changeset. */
void plan_decide_all(struct pen *pen, const struct sync_report *report, int id_width, bool values);

#endif
