#include <stdio.h>

#include "render/csv.h"
#include "render/schedule_text.h"
#include "render/schedule_words.h"

static void day_cell(struct str *out, int32_t day)
{
    char text[11];
    day_format(day, text);
    csv_cell(out, text, false);
}

static void add_row(struct str *out, const struct schedule_report *report, size_t i)
{
    const struct plan_issue *issue = &report->plan->issues.items[i];
    const struct schedule_slot *slot = &report->schedule.slots[i];
    const bool open = slot->state == SCHEDULE_OPEN;
    char number[32];
    csv_cell(out, schedule_milestone_of(report, i), false);
    csv_cell(out, issue->id, false);
    csv_cell(out, issue->title, false);
    csv_cell(out, schedule_state_word(slot->state), false);
    csv_cell(out, schedule_owner_of(report, i), false);
    (void)snprintf(number, sizeof number, "%.6g", (double)slot->minutes / 60);
    csv_cell(out, number, false);
    day_cell(out, slot->start_day);
    day_cell(out, slot->end_day);
    day_cell(out, slot->latest_start_day);
    day_cell(out, slot->latest_end_day);
    if (open)
        str_addf(out, "%d", slot->slack_days);
    str_addc(out, ',');
    csv_cell(out, slot->critical ? "yes" : "no", false);
    csv_cell(out, slot->after == SCHEDULE_NONE ? "" : report->plan->issues.items[slot->after].id,
             true);
}

void csv_schedule(struct str *out, const struct schedule_report *report)
{
    str_add(out, "milestone,id,title,state,owner,hours,start,end,latest_start,latest_end,"
                 "slack_days,critical,waits_for\r\n");
    for (size_t i = 0; i < report->schedule.slot_count; i++)
        add_row(out, report, i);
}
