/* Dates with odds in the numbers of status. Private to app. */
#ifndef ROADMAP_APP_STATUS_STATUS_ODDS_H
#define ROADMAP_APP_STATUS_STATUS_ODDS_H

#include "app/app.h"

/* Fills p50_day and p85_day of the open milestones and of the whole, as `forecast` has them. This
 * reads the plan, so it is only for those who have room for the dates. Stays silent where there is
 * too little history, or the plan cannot be read any more. */
nodiscard enum code status_odds(struct app *app, struct status_report *report, struct err *err);

#endif
