#include "engine/status.h"

/* Of two milestones, the one to speak of. */
static bool is_worse(const struct status_milestone *a, const struct status_milestone *b)
{
    return !b || a->slack_days < b->slack_days ||
           (a->slack_days == b->slack_days && a->due_day < b->due_day);
}

void status_take_schedule(struct status_report *report, const struct schedule *schedule)
{
    const struct status_milestone *worst = NULL;
    if (report->outlook == OUTLOOK_NO_DATA || report->outlook == OUTLOOK_DONE ||
        schedule->cycle_count > 0 || schedule->span_count != report->milestones.len)
        return;
    for (size_t i = 0; i < report->milestones.len; i++) {
        struct status_milestone *milestone = &report->milestones.items[i];
        const struct schedule_span *span = &schedule->spans[i];
        if (milestone->slack_known || milestone->closed || !span->slack_known)
            continue; /* a date that has passed is late by the calendar */
        milestone->slack_known = true;
        milestone->slack_days = span->slack_days;
        if (is_worse(milestone, worst))
            worst = milestone;
    }
    if (report->outlook != OUTLOOK_LATE && worst) {
        report->focus = worst;
        report->outlook = worst->slack_days < 0 ? OUTLOOK_AT_RISK : OUTLOOK_ON_TRACK;
    }
    if (report->focus)
        report->expected_day = schedule->spans[report->focus - report->milestones.items].end_day;
}
