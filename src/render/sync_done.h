/* What a run of `sync` wrote, as a list. */
#ifndef ROADMAP_RENDER_SYNC_DONE_H
#define ROADMAP_RENDER_SYNC_DONE_H

#include "model/report.h"
#include "render/pen.h"

/* The changeset does nothing but create: the first run of a plan, or the rest of one. */
bool sync_done_is_first(const struct sync_report *report);
/* By kind in a first run or a long one, else item by item; nothing when nothing was written.
 * `id_width`: columns for the ids. */
void sync_done_list(struct pen *pen, const struct sync_report *report, int id_width);

#endif
