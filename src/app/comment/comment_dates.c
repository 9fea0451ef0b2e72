/* When milestones are expected, before and after. Only where it is known what is done already: a
 * date that counts finished work as open would be worse than none. */
#include "app/comment/comment_room.h"
#include "app/schedule/schedule_at.h"
#include "base/day.h"
#include "base/str.h"

static void fill(const struct plan *plan, const struct schedule *schedule, const char *id,
                 struct plan_totals *totals)
{
    if (schedule->cycle_count > 0)
        return;
    for (size_t i = 0; i < plan->milestones.len && i < schedule->span_count; i++) {
        const struct schedule_span *span = &schedule->spans[i];
        if (!text_eq(plan->milestones.items[i].id, id) || span->open == 0)
            continue;
        totals->expected_day = span->end_day;
        totals->slack_days = span->slack_known ? span->slack_days : 0;
    }
}

enum code comment_expect(struct commenting *commenting, const struct plan *before,
                         const struct plan *now, struct err *err)
{
    struct app *app = commenting->app;
    struct plan_diff *diff = commenting->report->facts.diff;
    struct known known = {0};
    struct schedule_input input_was = {0}, input_is = {0};
    struct schedule was = {0}, is = {0};
    const int32_t today = instant_day(clock_now(&app->clock));
    enum code code = known_read(app, now, &known, err);
    if (code || known.read_ms == 0 || !before)
        return code;
    code = schedule_at(app, before, &known, today, &input_was, &was, err);
    if (!code)
        code = schedule_at(app, now, &known, today, &input_is, &is, err);
    for (size_t i = 0; i < diff->milestones.len && !code; i++) {
        struct plan_milestone_totals *at = &diff->milestones.items[i];
        if (at->before.there)
            fill(before, &was, at->before_id, &at->before);
        if (at->after.there)
            fill(now, &is, at->id, &at->after);
    }
    return code;
}
