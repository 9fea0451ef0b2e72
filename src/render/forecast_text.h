/* A forecast on a terminal and as JSON. */
#ifndef ROADMAP_RENDER_FORECAST_TEXT_H
#define ROADMAP_RENDER_FORECAST_TEXT_H

#include "base/str.h"
#include "model/diag.h"
#include "model/forecast.h"
#include "render/style.h"

/* While there is no forecast: the schedule's dates, and what is missing. */
void forecast_text(struct arena *arena, const struct style *style,
                   const struct forecast_report *report, struct str *out);
/* milestone,title,left,due,scheduled,p50,p85,p95: a row for each milestone, and one without an id
 * for the whole plan. */
void csv_forecast(struct str *out, const struct forecast_report *report);
/* `err` may be NULL or set (then as much of the report as is known). */
char *json_forecast(struct arena *arena, const struct forecast_report *report,
                    const struct diags *diags, const struct err *err, int exit_status);

#endif
