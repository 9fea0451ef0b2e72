/* Milestones, the critical path and issues of a schedule. */
#include "base/str.h"
#include "base/workday.h"
#include "render/plan_parts.h"
#include "render/schedule_words.h"
#include "render/table.h"

#define NARROW_BELOW 60
#define ISSUES_SHOWN 40 /* as plan lists what it creates one by one */
#define PATH_SHOWN 20

enum { SPAN_NAME, SPAN_START, SPAN_WAS, SPAN_END, SPAN_MOVED, SPAN_DUE, SPAN_SLACK, SPAN_COLUMNS };

static const struct table_column span_columns[SPAN_COLUMNS] = {
    [SPAN_NAME] = {.heading = "Milestone", .flexible = true, .min_width = 10},
    [SPAN_START] = {.heading = "Start", .align = TABLE_RIGHT, .drop = 3},
    [SPAN_WAS] = {.heading = "Was", .align = TABLE_RIGHT, .drop = 2},
    [SPAN_END] = {.heading = "Expected", .align = TABLE_RIGHT},
    [SPAN_MOVED] = {.heading = "Moved", .align = TABLE_RIGHT, .drop = 1},
    [SPAN_DUE] = {.heading = "Due", .align = TABLE_RIGHT},
    [SPAN_SLACK] = {.heading = "Slack", .align = TABLE_RIGHT},
};

static const char *name_of(const struct pen *pen, const char *id, const char *title)
{
    return pen->style->columns < NARROW_BELOW
               ? id
               : arena_printf(pen->arena, "%s %s", id, part_title(id, title));
}

static enum role role_of_move(int32_t days)
{
    return days > 0 ? ROLE_CARE : days < 0 ? ROLE_GOOD : ROLE_PLAIN;
}

static const struct schedule_move *move_of(const struct schedule_report *report, const char *id)
{
    const struct schedule_moves *moves = &report->baseline->moves;
    for (size_t i = 0; i < moves->milestones.len; i++)
        if (text_eq(moves->milestones.items[i].id, id))
            return &moves->milestones.items[i];
    return NULL;
}

static void put_moved(const struct pen *pen, struct table_cell *cells, int32_t before, int32_t days)
{
    cells[SPAN_WAS].text = schedule_day(pen, before);
    if (before != DAY_NONE)
        cells[SPAN_MOVED] =
            (struct table_cell){schedule_days_later(pen->arena, days), role_of_move(days)};
}

static void put_due(const struct pen *pen, struct table_cell *cells, int32_t due, int32_t expected,
                    bool open)
{
    cells[SPAN_DUE].text = schedule_day(pen, due);
    if (!open || due == DAY_NONE)
        return;
    const int64_t slack = workday_between(expected, due);
    cells[SPAN_SLACK] = (struct table_cell){arena_printf(pen->arena, "%lld d", (long long)slack),
                                            slack < 0 ? ROLE_BAD : ROLE_PLAIN};
}

static void add_span(struct table *table, const struct pen *pen,
                     const struct schedule_report *report, size_t i)
{
    const struct plan_milestone *milestone = &report->plan->milestones.items[i];
    const struct schedule_span *span = &report->schedule.spans[i];
    struct table_cell *cells = table_row(table);
    cells[SPAN_NAME].text = name_of(pen, milestone->id, milestone->title);
    cells[SPAN_START].text = schedule_day(pen, span->start_day);
    cells[SPAN_END].text = schedule_day(pen, span->end_day);
    put_due(pen, cells, span->due_day, span->end_day, span->slack_known);
    if (span->complete)
        cells[SPAN_SLACK] = (struct table_cell){"done", ROLE_GOOD};
    if (!report->baseline)
        return;
    const struct schedule_move *move = move_of(report, milestone->id);
    if (!move)
        put_moved(pen, cells, span->end_day, 0);
    else if (move->change == SCHEDULE_ADDED)
        cells[SPAN_WAS] = (struct table_cell){"new", ROLE_DIM};
    else
        put_moved(pen, cells, move->before_day, move->days);
}

void schedule_put_spans(struct pen *pen, const struct schedule_report *report)
{
    const struct schedule *schedule = &report->schedule;
    struct table table;
    table_init(&table, pen->arena, span_columns, SPAN_COLUMNS, 2);
    for (size_t i = 0; i < schedule->span_count; i++)
        add_span(&table, pen, report, i);
    struct table_cell *cells = table_row(&table);
    cells[SPAN_NAME].text = "whole plan";
    cells[SPAN_START].text = schedule_day(pen, schedule->start_day);
    cells[SPAN_END].text = schedule_day(pen, schedule->end_day);
    put_due(pen, cells, schedule_last_due(schedule), schedule->end_day, schedule->open > 0);
    if (report->baseline)
        put_moved(pen, cells, report->baseline->schedule.end_day, report->baseline->moves.end_days);
    pen_blank(pen);
    table_print(&table, pen);
}

/* ---- the critical path ---- */

static void put_beginning(struct pen *pen, const struct schedule_report *report)
{
    const uint32_t first = report->schedule.critical[0];
    const struct schedule_slot *slot = &report->schedule.slots[first];
    const char *day = schedule_day(pen, slot->start_day);
    if (slot->cause == SCHEDULE_BY_MILESTONE)
        pen_wrapf(pen, ROLE_PLAIN, ", from %s, when %s starts", day,
                  schedule_milestone_of(report, first));
    else
        pen_wrapf(pen, ROLE_PLAIN, ", from %s",
                  slot->cause == SCHEDULE_BY_TODAY && slot->start_day == report->today ? "today"
                                                                                       : day);
}

void schedule_put_critical_path(struct pen *pen, const struct schedule_report *report)
{
    const struct schedule *schedule = &report->schedule;
    if (schedule->critical_count == 0)
        return;
    pen_blank(pen);
    pen_to(pen, 2, 0);
    pen->indent = 2;
    pen_wrap(pen, ROLE_PLAIN, "Critical path: ");
    for (size_t i = 0; i < schedule->critical_count; i++) {
        const bool shown = i < PATH_SHOWN || pen->style->verbose > 0;
        if (!shown) {
            pen_wrapf(pen, ROLE_DIM, " and %zu more", schedule->critical_count - i);
            break;
        }
        if (i > 0)
            pen_wrapf(pen, ROLE_PLAIN, " %s ", style_arrow(pen->style));
        pen_wrap(pen, ROLE_STRONG, report->plan->issues.items[schedule->critical[i]].id);
    }
    put_beginning(pen, report);
    pen_wrap(pen, ROLE_PLAIN, ".");
    pen->indent = 0;
    pen_end(pen);
}

/* ---- issues ---- */

enum {
    SLOT_NAME,
    SLOT_OWNER,
    SLOT_START,
    SLOT_END,
    SLOT_LATEST,
    SLOT_SLACK,
    SLOT_AFTER,
    SLOT_COLUMNS
};

static const struct table_column slot_columns[SLOT_COLUMNS] = {
    [SLOT_NAME] = {.heading = "Issue", .flexible = true, .min_width = 20},
    [SLOT_OWNER] = {.heading = "Owner", .flexible = true, .min_width = 8, .drop = 3},
    [SLOT_START] = {.heading = "Start", .align = TABLE_RIGHT, .drop = 1},
    [SLOT_END] = {.heading = "End", .align = TABLE_RIGHT},
    [SLOT_LATEST] = {.heading = "Latest", .align = TABLE_RIGHT, .drop = 2},
    [SLOT_SLACK] = {.heading = "Slack", .align = TABLE_RIGHT},
    [SLOT_AFTER] = {.heading = "Waits for", .drop = 4},
};

static const char *waits_for(const struct pen *pen, const struct schedule_report *report, size_t i)
{
    const struct schedule_slot *slot = &report->schedule.slots[i];
    const char *after =
        slot->after == SCHEDULE_NONE ? NULL : report->plan->issues.items[slot->after].id;
    switch (slot->cause) {
    case SCHEDULE_BY_NEED:
        return after;
    case SCHEDULE_BY_OWNER:
        return arena_printf(pen->arena, "%s (%s)", schedule_owner_of(report, i), after);
    case SCHEDULE_BY_MILESTONE:
        return schedule_milestone_of(report, i);
    case SCHEDULE_BY_START:
    case SCHEDULE_BY_TODAY:
        break;
    }
    return NULL;
}

static void add_slot(struct table *table, const struct pen *pen,
                     const struct schedule_report *report, size_t i)
{
    const struct plan_issue *issue = &report->plan->issues.items[i];
    const struct schedule_slot *slot = &report->schedule.slots[i];
    struct table_cell *cells = table_row(table);
    cells[SLOT_NAME] = (struct table_cell){name_of(pen, issue->id, issue->title),
                                           slot->critical ? ROLE_STRONG : ROLE_PLAIN};
    cells[SLOT_OWNER].text = schedule_owner_of(report, i);
    cells[SLOT_START].text = schedule_day(pen, slot->start_day);
    cells[SLOT_END].text = schedule_day(pen, slot->end_day);
    cells[SLOT_LATEST].text = schedule_day(pen, slot->latest_end_day);
    cells[SLOT_SLACK] = (struct table_cell){arena_printf(pen->arena, "%d d", slot->slack_days),
                                            slot->slack_days < 0 ? ROLE_BAD : ROLE_PLAIN};
    cells[SLOT_AFTER] = (struct table_cell){waits_for(pen, report, i), ROLE_DIM};
}

void schedule_put_slots(struct pen *pen, const struct schedule_report *report)
{
    const struct schedule *schedule = &report->schedule;
    if (schedule->open == 0)
        return;
    if (schedule->open > ISSUES_SHOWN && pen->style->verbose == 0) {
        pen_blank(pen);
        pen_to(pen, 2, 0);
        pen_wrapf(pen, ROLE_DIM, "%s; -v lists them",
                  text_count(pen->arena, schedule->open, "open issue", NULL));
        pen_end(pen);
        return;
    }
    struct table table;
    table_init(&table, pen->arena, slot_columns, SLOT_COLUMNS, 2);
    for (size_t i = 0; i < schedule->slot_count; i++)
        if (schedule->slots[i].state == SCHEDULE_OPEN)
            add_slot(&table, pen, report, i);
    pen_blank(pen);
    table_print(&table, pen);
}
