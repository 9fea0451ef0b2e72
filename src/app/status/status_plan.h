/* status of a plan that was read, beside what is known of its issues. Private to app. */
#ifndef ROADMAP_APP_STATUS_STATUS_PLAN_H
#define ROADMAP_APP_STATUS_STATUS_PLAN_H

#include "base/map.h"
#include "engine/status.h"

struct status_plan {
    const struct plan *plan;
    const struct map *states; /* id → struct store_state */
};

/* Fills `standings`, `words` and `words_state`; `from` has to last as long. `cached` are the
 * milestones of the cache. */
void status_plan_take(struct arena *arena, struct status_plan *from, const struct standings *cached,
                      struct status_input *input);

#endif
