#include "app/status/status_odds.h"

#include "app/schedule/forecast.h"
#include "base/str.h"

static void take(const struct forecast_goal *goal, struct status_milestone *milestone)
{
    if (milestone->closed || milestone->complete || goal->left == 0)
        return;
    milestone->odds_known = true;
    milestone->p50_day = goal->days[FORECAST_P50];
    milestone->p85_day = goal->days[FORECAST_P85];
}

enum code status_odds(struct app *app, struct status_report *report, struct err *err)
{
    struct err local cleanup_err = ERR_INIT;
    struct diags diags = {0};
    struct forecast_report odds = {0};
    const struct forecast_options wanted = {FORECAST_RUNS, FORECAST_SEED};
    if (report->whole.done < FORECAST_CLOSED_LEAST || report->outlook == OUTLOOK_DONE)
        return OK;
    const enum code code = app_forecast(app, &wanted, &diags, &odds, &local);
    if (code == ERR_INTERRUPTED)
        return err_move(err, &local);
    if (code || !odds.possible)
        return OK;
    const struct plan *plan = odds.schedule.plan;
    for (size_t i = 0; i < report->milestones.len; i++)
        for (size_t k = 0; k < plan->milestones.len; k++)
            if (text_eq(report->milestones.items[i].id, plan->milestones.items[k].id))
                take(&odds.goals[k], &report->milestones.items[i]);
    take(&odds.whole, &report->whole);
    return OK;
}
