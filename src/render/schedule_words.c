#include "render/schedule_words.h"

const char *schedule_state_word(enum schedule_state state)
{
    static const char *const words[] = {
        [SCHEDULE_OPEN] = "open", [SCHEDULE_DONE] = "done", [SCHEDULE_DROPPED] = "dropped"};
    return words[state];
}

const char *schedule_cause_word(enum schedule_cause cause)
{
    static const char *const words[] = {[SCHEDULE_BY_START] = "start",
                                        [SCHEDULE_BY_TODAY] = "today",
                                        [SCHEDULE_BY_MILESTONE] = "milestone",
                                        [SCHEDULE_BY_NEED] = "issue",
                                        [SCHEDULE_BY_OWNER] = "owner"};
    return words[cause];
}

const char *schedule_owner_of(const struct schedule_report *report, size_t issue)
{
    const int32_t owner = report->input.tasks.items[issue].owner;
    return owner == SCHEDULE_NONE ? NULL : report->input.owners.items[owner].name;
}

const char *schedule_milestone_of(const struct schedule_report *report, size_t issue)
{
    const int32_t milestone = report->input.tasks.items[issue].milestone;
    return milestone == SCHEDULE_NONE ? NULL : report->plan->milestones.items[milestone].id;
}

const char *schedule_days_later(struct arena *arena, int32_t days)
{
    return arena_printf(arena, "%s%d d", days > 0 ? "+" : "", days);
}

const char *schedule_day(const struct pen *pen, int32_t day)
{
    char text[24] = "";
    if (day != DAY_NONE)
        style_day_number(pen->style, day, text);
    return arena_strdup(pen->arena, text);
}

int32_t schedule_last_due(const struct schedule *schedule)
{
    int32_t due = DAY_NONE;
    for (size_t i = 0; i < schedule->span_count; i++)
        if (schedule->spans[i].due_day != DAY_NONE &&
            (due == DAY_NONE || schedule->spans[i].due_day > due))
            due = schedule->spans[i].due_day;
    return due;
}
