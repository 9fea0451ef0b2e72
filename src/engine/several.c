#include "engine/several.h"

#include <string.h>

static int badness(const struct several_plan *plan)
{
    static const int ranks[] = {
        [OUTLOOK_LATE] = 5,     [OUTLOOK_AT_RISK] = 4,  [OUTLOOK_NO_DATA] = 3,
        [OUTLOOK_ON_TRACK] = 2, [OUTLOOK_NO_DATES] = 1, [OUTLOOK_DONE] = 0,
    };
    return plan->code ? 6 : ranks[plan->report.outlook];
}

static bool is_worse(const struct several_plan *a, const struct several_plan *b)
{
    const int left = badness(a), right = badness(b);
    const struct status_milestone *first = a->report.focus, *second = b->report.focus;
    if (left != right || a->code || b->code)
        return left > right;
    return first && second && first->slack_known && second->slack_known &&
           first->slack_days < second->slack_days;
}

/* As they were named where nothing else decides. */
static void sort(struct several *several)
{
    struct several_plan *plans = several->plans.items;
    for (size_t i = 1; i < several->plans.len; i++)
        for (size_t k = i; k > 0 && is_worse(&plans[k], &plans[k - 1]); k--) {
            const struct several_plan moved = plans[k];
            plans[k] = plans[k - 1];
            plans[k - 1] = moved;
        }
}

/* How many bytes of folders all of them begin with. */
static size_t shared_folders(const struct several *several)
{
    const char *first = several->plans.items[0].spec;
    const char *slash = strrchr(first, '/');
    size_t shared = slash ? (size_t)(slash - first) + 1 : 0;
    for (size_t i = 1; i < several->plans.len; i++) {
        const char *spec = several->plans.items[i].spec;
        size_t same = 0;
        for (size_t at = 0; at < shared && spec[at] == first[at]; at++)
            if (spec[at] == '/')
                same = at + 1;
        shared = same;
    }
    return shared;
}

static void name_plans(struct several *several)
{
    const size_t shared = shared_folders(several);
    for (size_t i = 0; i < several->plans.len; i++)
        several->plans.items[i].name = several->plans.items[i].spec + shared;
}

static void add_milestone(struct status_milestone *to, const struct status_milestone *from)
{
    to->done += from->done;
    to->total += from->total;
    to->hours_done += from->hours_done;
    to->hours_total += from->hours_total;
    to->hours_estimated = to->hours_estimated || from->hours_estimated;
    if (from->asked >= 0) {
        to->asked = from->asked + (to->asked > 0 ? to->asked : 0);
        to->proven = from->proven + (to->proven > 0 ? to->proven : 0);
    }
    if (from->due_day != DAY_NONE && (to->due_day == DAY_NONE || from->due_day > to->due_day))
        to->due_day = from->due_day;
}

static void add_report(struct status_report *to, const struct status_report *from)
{
    add_milestone(&to->whole, &from->whole);
    to->in_work.more += from->in_work.len + from->in_work.more;
    to->ready.more += from->ready.len + from->ready.more;
    to->blocked.more += from->blocked.len + from->blocked.more;
    to->done.more += from->done.len + from->done.more;
    to->conflicts += from->conflicts;
    to->not_in_plan += from->not_in_plan;
    to->closed_without_proof += from->closed_without_proof;
    if (from->read_at_ms > 0 && (to->read_at_ms == 0 || from->read_at_ms < to->read_at_ms))
        to->read_at_ms = from->read_at_ms;
}

void several_sum_up(struct several *several)
{
    struct status_report *total = &several->total;
    *total = (struct status_report){.outlook = OUTLOOK_NO_DATA, .expected_day = DAY_NONE};
    total->whole = (struct status_milestone){
        .proven = -1, .asked = -1, .due_day = DAY_NONE, .expected_day = DAY_NONE};
    if (several->plans.len == 0)
        return;
    name_plans(several);
    sort(several);
    for (size_t i = 0; i < several->plans.len; i++) {
        const struct several_plan *plan = &several->plans.items[i];
        if (plan->code) {
            several->failed++;
            continue;
        }
        several->outlooks[plan->report.outlook]++;
        if (!several->worst)
            several->worst = plan;
        add_report(total, &plan->report);
    }
    total->whole.complete = total->whole.total > 0 && total->whole.done == total->whole.total;
    if (!several->worst)
        return;
    total->outlook = several->worst->report.outlook;
    total->focus = several->worst->report.focus;
    total->today = several->worst->report.today;
    total->expected_day = several->worst->report.expected_day;
}
