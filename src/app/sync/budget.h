/* How many creations the last hour had: the larger of what the cache counted and what GitHub's
 * lists show as made by this plan. Private to app. (design: budget) */
#ifndef ROADMAP_APP_SYNC_BUDGET_H
#define ROADMAP_APP_SYNC_BUDGET_H

#include "app/session/session.h"
#include "store/budget.h"

/* Times of creations of the hour before now_ms, ascending, by our clock. After planning. */
nodiscard enum code budget_load(struct session *session, int64_t now_ms,
                                struct store_instants *created, struct err *err);

#endif
