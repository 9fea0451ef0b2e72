/* Issues that no item of the plan owns and that look as if they belonged to it, for `status`. */
#ifndef ROADMAP_APP_STATUS_STATUS_OTHERS_H
#define ROADMAP_APP_STATUS_STATUS_OTHERS_H

#include "model/change.h"
#include "store/status.h"

struct unplanned_list {
    VEC(struct unplanned) list;
};

/* Those of `others` that are in one of the plan's milestones, or have the key of one of its issues
 * in the title. */
nodiscard enum code status_others(struct store *store, struct arena *arena, struct store_scope at,
                                  const struct standings *standings,
                                  const struct store_others *others,
                                  struct unplanned_list *unplanned, struct err *err);

#endif
