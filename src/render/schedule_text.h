/* A schedule on a terminal, as JSON and as CSV. */
#ifndef ROADMAP_RENDER_SCHEDULE_TEXT_H
#define ROADMAP_RENDER_SCHEDULE_TEXT_H

#include "base/str.h"
#include "model/diag.h"
#include "model/schedule.h"
#include "render/style.h"

/* Milestones, the critical path, the open issues when they are few (-v: all), and what moved since
 * the baseline. */
void schedule_text(struct arena *arena, const struct style *style,
                   const struct schedule_report *report, struct str *out);
/* A row for each issue: milestone,id,title,state,owner,hours,start,end,latest_start,latest_end,
 * slack_days,critical,waits_for. Dates are ISO, what is unknown is empty. */
void csv_schedule(struct str *out, const struct schedule_report *report);
/* `err` may be NULL or set (then as much of the report as is known). */
char *json_schedule(struct arena *arena, const struct schedule_report *report,
                    const struct diags *diags, const struct err *err, int exit_status);

#endif
