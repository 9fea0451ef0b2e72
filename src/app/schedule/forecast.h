/* `forecast`: dates with odds where there is enough history. */
#ifndef ROADMAP_APP_SCHEDULE_FORECAST_H
#define ROADMAP_APP_SCHEDULE_FORECAST_H

#include "app/app.h"
#include "model/forecast.h"

struct forecast_options {
    uint32_t runs; /* FORECAST_RUNS … FORECAST_RUNS_MOST */
    uint64_t seed;
};

/* Counted are issues of the plan that were closed as completed in past weeks. See
 * app_schedule for errors. */
nodiscard enum code app_forecast(struct app *app, const struct forecast_options *options,
                                 struct diags *diags, struct forecast_report *report,
                                 struct err *err);

/* The same where report->schedule is there already. */
void forecast_of(struct app *app, const struct forecast_options *options,
                 struct forecast_report *report);

#endif
