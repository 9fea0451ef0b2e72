/* Issues that no item of the plan owns and that look as if they belonged to it, for `status`. */
#ifndef ROADMAP_APP_STATUS_OTHERS_H
#define ROADMAP_APP_STATUS_OTHERS_H

#include "model/change.h"
#include "store/status.h"

struct unplanned_list {
    VEC(struct unplanned) list;
};

/* Open issues in one of the plan's milestones, or with the key of one of its issues in the title.
 */
void status_others(struct arena *arena, const struct store_status *status,
                   struct unplanned_list *unplanned);

#endif
