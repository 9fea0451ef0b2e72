/* Creations nobody knows the outcome of: looked for in GitHub's lists before anything is sent
 * again. (sync §6) Private to app. */
#ifndef ROADMAP_APP_SYNC_RECOVER_H
#define ROADMAP_APP_SYNC_RECOVER_H

#include "app/sync/runner.h"

/* At start-up: what an earlier run left open. Those that are on GitHub by now are settled, those
 * that need no search are closed, the rest goes into runner->lost: their items are not created
 * before recover_rest has looked for them. */
nodiscard enum code recover_pending(struct runner *runner, struct err *err);
/* A write without a nonce: whether it came about, as far as what was noted for it shows. */
nodiscard enum code recover_compare(struct runner *runner, const struct intent *intent, bool *came,
                                    struct err *err);
/* Whether the item is one of the lost ones and has to wait. */
bool recover_holds(const struct runner *runner, const struct item_change *item);
/* After everything else: looks at the times of the recovery delays; what is found is bound, what
 * is not found after the last look is created anew. Ends with the run stopped (exit 6) when a wait
 * would be longer than --max-wait. */
nodiscard enum code recover_rest(struct runner *runner, struct err *err);
/* The sum of the delays: how long a creation may still appear. */
int64_t recover_horizon_ms(const struct app *app);

#endif
