/* The schedule of a plan on a day. Private to app. */
#ifndef ROADMAP_APP_SCHEDULE_SCHEDULE_AT_H
#define ROADMAP_APP_SCHEDULE_SCHEDULE_AT_H

#include "app/schedule/known.h"
#include "app/schedule/schedule.h"

/* Where nothing was read, `today` only stands in for a start that the plan does not name. */
nodiscard enum code schedule_at(struct app *app, const struct plan *plan, const struct known *known,
                                int32_t today, struct schedule_input *input,
                                struct schedule *schedule, struct err *err);

/* app_schedule of a plan that is read already. */
nodiscard enum code schedule_of(struct app *app, const struct plan *plan,
                                const struct schedule_options *options,
                                struct schedule_report *report, struct err *err);

#endif
