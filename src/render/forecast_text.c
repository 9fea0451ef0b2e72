#include "render/forecast_text.h"

#include "render/plan_parts.h"
#include "render/schedule_words.h"
#include "render/table.h"

#define NARROW_BELOW 60
#define COUNTED_SHOWN 12

static const char *sentence_day(const struct pen *pen, int32_t day)
{
    char text[24];
    if (day == DAY_NONE)
        return "in more than ten years";
    style_day_long(pen->style, day, text);
    return arena_strdup(pen->arena, text);
}

/* "3 of 6 weeks and 5 of 10 closed issues" */
static const char *what_is_missing(struct arena *arena, const struct forecast_history *history)
{
    const bool weeks = history->count < FORECAST_WEEKS_LEAST;
    const bool closed = history->closed < FORECAST_CLOSED_LEAST;
    return arena_printf(
        arena, "%s%s%s",
        weeks ? arena_printf(arena, "%u of %d weeks", history->count, FORECAST_WEEKS_LEAST) : "",
        weeks && closed ? " and " : "",
        closed
            ? arena_printf(arena, "%u of %d closed issues", history->closed, FORECAST_CLOSED_LEAST)
            : "");
}

static void put_without_odds(struct pen *pen, const struct forecast_report *report)
{
    const struct schedule_report *schedule = &report->schedule;
    pen_put(pen, ROLE_STRONG, "Too early for odds");
    if (schedule->read_ms == 0)
        pen_wrap(pen, ROLE_PLAIN, ": GitHub was never read for this plan");
    else
        pen_wrapf(pen, ROLE_PLAIN, ": there are %s", what_is_missing(pen->arena, &report->history));
    pen_wrapf(pen, ROLE_PLAIN, ". By the schedule it ends %s.",
              sentence_day(pen, schedule->schedule.end_day));
}

static void put_answer(struct pen *pen, const struct forecast_report *report)
{
    const struct schedule *schedule = &report->schedule.schedule;
    if (schedule->open == 0) {
        pen_wrap(pen, ROLE_STRONG, "Nothing to forecast: the plan has no open issue.");
    } else if (!report->possible) {
        put_without_odds(pen, report);
    } else {
        pen_wrapf(pen, ROLE_STRONG, "Done by %s",
                  sentence_day(pen, report->whole.days[FORECAST_P85]));
        pen_wrapf(pen, ROLE_PLAIN, " in 85 of 100 cases, by %s in 50.",
                  sentence_day(pen, report->whole.days[FORECAST_P50]));
    }
    pen_end(pen);
}

static void put_basis(struct pen *pen, const struct forecast_report *report)
{
    const struct schedule *schedule = &report->schedule.schedule;
    if (!report->possible || schedule->open == 0)
        return;
    pen_wrapf(pen, ROLE_PLAIN,
              "%s left; %s closed in the last %u weeks. By the schedule it ends %s.",
              text_count(pen->arena, schedule->open, "issue", NULL),
              text_count(pen->arena, report->history.closed, "was", "were"), report->history.count,
              sentence_day(pen, schedule->end_day));
    pen_end(pen);
}

enum { GOAL_NAME, GOAL_LEFT, GOAL_SCHEDULED, GOAL_P50, GOAL_P85, GOAL_P95, GOAL_DUE, GOAL_COLUMNS };

static const struct table_column goal_columns[GOAL_COLUMNS] = {
    [GOAL_NAME] = {.heading = "Milestone", .flexible = true, .min_width = 10},
    [GOAL_LEFT] = {.heading = "Left", .align = TABLE_RIGHT, .drop = 2},
    [GOAL_SCHEDULED] = {.heading = "Schedule", .align = TABLE_RIGHT, .drop = 3},
    [GOAL_P50] = {.heading = "50 %", .align = TABLE_RIGHT},
    [GOAL_P85] = {.heading = "85 %", .align = TABLE_RIGHT},
    [GOAL_P95] = {.heading = "95 %", .align = TABLE_RIGHT, .drop = 1},
    [GOAL_DUE] = {.heading = "Due", .align = TABLE_RIGHT},
};

static struct table_cell odds_cell(const struct pen *pen, int32_t day, int32_t due)
{
    const bool late = due != DAY_NONE && (day == DAY_NONE || day > due);
    return (struct table_cell){day == DAY_NONE ? "never" : schedule_day(pen, day),
                               late ? ROLE_CARE : ROLE_PLAIN};
}

static void add_goal(struct table *table, const struct pen *pen,
                     const struct forecast_report *report, const char *name,
                     const struct schedule_span *span, const struct forecast_goal *goal)
{
    struct table_cell *cells = table_row(table);
    cells[GOAL_NAME].text = name;
    cells[GOAL_LEFT].text = arena_printf(pen->arena, "%u", span->open);
    cells[GOAL_SCHEDULED].text = schedule_day(pen, span->end_day);
    cells[GOAL_DUE].text = schedule_day(pen, span->due_day);
    if (!report->possible)
        return;
    if (span->open == 0) {
        cells[GOAL_P85] = (struct table_cell){span->done > 0 ? "done" : "", ROLE_GOOD};
        return;
    }
    cells[GOAL_P50] = odds_cell(pen, goal->days[FORECAST_P50], span->due_day);
    cells[GOAL_P85] = odds_cell(pen, goal->days[FORECAST_P85], span->due_day);
    cells[GOAL_P95] = odds_cell(pen, goal->days[FORECAST_P95], span->due_day);
}

static void put_goals(struct pen *pen, const struct forecast_report *report)
{
    const struct schedule_report *from = &report->schedule;
    const struct schedule *schedule = &from->schedule;
    const bool narrow = pen->style->columns < NARROW_BELOW;
    const struct schedule_span whole = {.start_day = schedule->start_day,
                                        .end_day = schedule->end_day,
                                        .due_day = schedule_last_due(schedule),
                                        .open = schedule->open,
                                        .done = schedule->done};
    struct table table;
    table_init(&table, pen->arena, goal_columns, GOAL_COLUMNS, 2);
    for (size_t i = 0; i < schedule->span_count; i++) {
        const struct plan_milestone *milestone = &from->plan->milestones.items[i];
        const char *name = narrow ? milestone->id
                                  : arena_printf(pen->arena, "%s %s", milestone->id,
                                                 part_title(milestone->id, milestone->title));
        add_goal(&table, pen, report, name, &schedule->spans[i], &report->goals[i]);
    }
    add_goal(&table, pen, report, "whole plan", &whole, &report->whole);
    pen_blank(pen);
    table_print(&table, pen);
}

/* Which issues, exactly: what breaks trust in a forecast when nobody can tell. */
static void put_counted(struct pen *pen, const struct forecast_report *report)
{
    const struct forecast_history *history = &report->history;
    /* Where nothing was read, weeks without a closing are no quiet weeks. */
    if (history->count == 0 || report->schedule.read_ms == 0)
        return;
    pen_blank(pen);
    pen->indent = 13;
    pen_to(pen, 2, 0);
    pen_wrap(pen, ROLE_PLAIN, "By week    ");
    for (uint32_t i = 0; i < history->count; i++)
        pen_wrapf(pen, ROLE_PLAIN, "%s%u", i ? " " : "", history->weeks[i]);
    pen_wrapf(pen, ROLE_DIM, ", from %s on", schedule_day(pen, history->first_day));
    pen_end(pen);
    if (report->counted.len == 0)
        return;
    pen_to(pen, 2, 0);
    pen_wrap(pen, ROLE_PLAIN, "Counted    ");
    for (size_t i = 0; i < report->counted.len; i++) {
        const struct forecast_counted *one = &report->counted.items[i];
        if (i == COUNTED_SHOWN && pen->style->verbose == 0) {
            pen_wrapf(pen, ROLE_DIM, "and %zu more; -v lists them", report->counted.len - i);
            break;
        }
        pen_wrapf(pen, ROLE_PLAIN, "%s %s%s", one->id, schedule_day(pen, one->closed_day),
                  i + 1 < report->counted.len ? ", " : "");
    }
    pen->indent = 0;
    pen_end(pen);
}

static void put_footer(struct pen *pen, const struct forecast_report *report)
{
    char when[40], runs[32];
    pen_blank(pen);
    if (report->schedule.read_ms == 0) {
        pen_put(pen, ROLE_PLAIN, "read it:  ");
        pen_command(pen, part_command(pen, "roadmap status --fetch", NULL));
        pen_end(pen);
        return;
    }
    style_instant(pen->style, report->schedule.read_ms, when);
    if (report->possible && report->schedule.schedule.open > 0) {
        count_format(report->runs, runs);
        pen_wrapf(pen, ROLE_DIM, "%s runs over the past weeks, seed %llu; scope as it is today. ",
                  runs, (unsigned long long)report->seed);
    }
    pen_wrapf(pen, ROLE_DIM, "Read from GitHub %s%s (again: roadmap status --fetch)",
              when[2] == ':' ? "today " : "", when);
    pen_end(pen);
}

void forecast_text(struct arena *arena, const struct style *style,
                   const struct forecast_report *report, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    put_answer(&pen, report);
    if (style->quiet)
        return;
    put_basis(&pen, report);
    if (report->schedule.schedule.slot_count > 0)
        put_goals(&pen, report);
    put_counted(&pen, report);
    put_footer(&pen, report);
}
