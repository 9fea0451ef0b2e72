/* When what will be done: bars, and the same as a table. */
#include "base/map.h"
#include "base/str.h"
#include "render/pen.h"
#include "render/plan_parts.h"
#include "render/report/gantt.h"

#define ROWS_OPEN_MAX 60   /* issues that one picture shows at once */
#define MILESTONES_MAX 200 /* of them in a picture */

struct plot {
    struct sheet *sheet;
    const struct schedule_report *report;
    struct map *base; /* id of a milestone → its span in the baseline */
};

static void find_base(struct plot *plot)
{
    const struct schedule_baseline *baseline = plot->report->baseline;
    plot->base = map_new(plot->sheet->arena);
    for (size_t i = 0; baseline && i < baseline->schedule.span_count; i++)
        (void)map_put(plot->base, baseline->plan->milestones.items[i].id,
                      &baseline->schedule.spans[i]);
}

static struct gantt_row milestone_row(const struct plot *plot, size_t place)
{
    const struct plan_milestone *milestone = &plot->report->plan->milestones.items[place];
    const struct schedule_span *span = &plot->report->schedule.spans[place];
    const struct schedule_span *base = map_get(plot->base, milestone->id);
    return (struct gantt_row){.id = milestone->id,
                              .title = milestone->title,
                              .heading = true,
                              .done = span->complete,
                              .start_day = span->start_day,
                              .end_day = span->end_day,
                              .latest_day = DAY_NONE,
                              .due_day = span->due_day,
                              .base_start = base ? base->start_day : DAY_NONE,
                              .base_end = base ? base->end_day : DAY_NONE};
}

static void add_issue_rows(const struct plot *plot, int32_t milestone, struct gantt *gantt)
{
    const struct plan *plan = plot->report->plan;
    for (size_t i = 0; i < plot->report->schedule.slot_count; i++) {
        const struct schedule_slot *slot = &plot->report->schedule.slots[i];
        if (plot->report->input.tasks.items[i].milestone != milestone ||
            slot->state == SCHEDULE_DROPPED)
            continue;
        const struct gantt_row row = {.id = plan->issues.items[i].id,
                                      .title = plan->issues.items[i].title,
                                      .done = slot->state == SCHEDULE_DONE,
                                      .critical = slot->critical,
                                      .start_day = slot->start_day,
                                      .end_day = slot->end_day,
                                      .latest_day = slot->latest_end_day,
                                      .due_day = DAY_NONE,
                                      .base_start = DAY_NONE,
                                      .base_end = DAY_NONE};
        VEC_PUSH(plot->sheet->arena, &gantt->rows, row);
    }
}

static void add_picture(const struct plot *plot, const struct gantt *gantt)
{
    if (gantt->rows.len == 0)
        return;
    str_add(plot->sheet->out, "<figure>");
    sheet_scroll_begin(plot->sheet, gantt->title);
    gantt_draw(plot->sheet, gantt);
    sheet_scroll_end(plot->sheet);
    str_add(plot->sheet->out, "</figure>\n");
}

static void add_overview(const struct plot *plot, bool with_issues)
{
    struct gantt gantt = {.name = "schedule-picture", .title = "Schedule by milestone"};
    const size_t milestones = plot->report->schedule.span_count;
    if (with_issues)
        gantt.title = "Schedule by milestone and issue";
    for (size_t i = 0; i < milestones && i < MILESTONES_MAX; i++) {
        const struct gantt_row row = milestone_row(plot, i);
        VEC_PUSH(plot->sheet->arena, &gantt.rows, row);
        if (with_issues)
            add_issue_rows(plot, (int32_t)i, &gantt);
    }
    if (with_issues)
        add_issue_rows(plot, SCHEDULE_NONE, &gantt);
    add_picture(plot, &gantt);
    gantt_legend(plot->sheet);
}

/* A picture for each milestone, folded away. */
static void add_by_milestone(const struct plot *plot)
{
    struct sheet *sheet = plot->sheet;
    for (size_t i = 0; i < plot->report->schedule.span_count; i++) {
        const struct plan_milestone *milestone = &plot->report->plan->milestones.items[i];
        struct gantt gantt = {
            .name = arena_printf(sheet->arena, "schedule-picture-%zu", i),
            .title = arena_printf(sheet->arena, "Schedule of %s by issue", milestone->id)};
        add_issue_rows(plot, (int32_t)i, &gantt);
        if (gantt.rows.len == 0)
            continue;
        html_addf(sheet->out, "<details><summary>%s</summary>\n", gantt.title);
        add_picture(plot, &gantt);
        str_add(sheet->out, "</details>\n");
    }
}

static void add_slack(struct sheet *sheet, bool known, int32_t days)
{
    if (!known)
        str_add(sheet->out, "<td class=n>");
    else
        html_addf(sheet->out, days < 0 ? "<td class=\"n bad\">%d d" : "<td class=n>%d d", days);
}

static void add_odds(struct sheet *sheet, const struct forecast_goal *goal)
{
    for (int odds = FORECAST_P50; odds <= FORECAST_P85; odds++)
        html_addf(sheet->out, "<td class=day>%s",
                  goal->days[odds] == DAY_NONE ? "not in ten years"
                                               : sheet_day(sheet, goal->days[odds]));
}

static void add_milestones_table(const struct plot *plot)
{
    struct sheet *sheet = plot->sheet;
    const bool based = plot->report->baseline != NULL;
    const bool odds = sheet->page->forecast.possible;
    sheet_scroll_begin(sheet, "Expected dates of the milestones");
    html_addf(sheet->out,
              "<table><thead><tr><th scope=col class=wide>Milestone<th scope=col>Start<th "
              "scope=col>Expected<th scope=col>Due<th scope=col class=n>Slack");
    if (odds)
        str_add(sheet->out, "<th scope=col>P50<th scope=col>P85");
    if (based)
        html_addf(sheet->out, "<th scope=col>Baseline<th scope=col class=n>Moved");
    str_add(sheet->out, "</thead><tbody>\n");
    for (size_t i = 0; i < plot->report->schedule.span_count; i++) {
        const struct plan_milestone *milestone = &plot->report->plan->milestones.items[i];
        const struct schedule_span *span = &plot->report->schedule.spans[i];
        const struct schedule_span *base = map_get(plot->base, milestone->id);
        html_addf(
            sheet->out,
            "<tr><th scope=row><span class=\"id\">%s</span> %s<td class=day>%s<td "
            "class=day>%s<td class=day>%s",
            milestone->id,
            sheet_short(sheet, part_title(milestone->id, milestone->title), SHEET_TITLE_COLUMNS),
            sheet_day(sheet, span->start_day), sheet_day(sheet, span->end_day),
            sheet_day(sheet, span->due_day));
        add_slack(sheet, span->slack_known, span->slack_days);
        if (odds && span->open > 0)
            add_odds(sheet, &sheet->page->forecast.goals[i]);
        else if (odds)
            str_add(sheet->out, "<td><td>");
        if (!based)
            continue;
        html_addf(sheet->out, "<td class=day>%s<td class=n>",
                  base ? sheet_day(sheet, base->end_day) : "new");
        if (base && base->end_day != DAY_NONE && span->end_day != DAY_NONE)
            html_addf(sheet->out, "%s%d d", span->end_day > base->end_day ? "+" : "",
                      span->end_day - base->end_day);
        str_add(sheet->out, "\n");
    }
    str_add(sheet->out, "</tbody></table>");
    sheet_scroll_end(sheet);
}

static void add_issues_table(const struct plot *plot)
{
    struct sheet *sheet = plot->sheet;
    const struct schedule *schedule = &plot->report->schedule;
    str_add(sheet->out, "<details><summary>Dates of every issue</summary>\n");
    sheet_scroll_begin(sheet, "Dates of every issue");
    str_add(sheet->out, "<table><thead><tr><th scope=col>Issue<th scope=col>Start<th "
                        "scope=col>End<th scope=col>Latest end<th scope=col class=n>Slack<th "
                        "scope=col>Waits for<th scope=col>Critical</thead><tbody>\n");
    for (size_t i = 0; i < schedule->slot_count; i++) {
        const struct schedule_slot *slot = &schedule->slots[i];
        if (slot->state == SCHEDULE_DROPPED)
            continue;
        str_add(sheet->out, "<tr><td>");
        sheet_issue_link(sheet, i);
        html_addf(sheet->out, "<td class=day>%s<td class=day>%s<td class=day>%s",
                  sheet_day(sheet, slot->start_day), sheet_day(sheet, slot->end_day),
                  sheet_day(sheet, slot->latest_end_day));
        add_slack(sheet, slot->state == SCHEDULE_OPEN, slot->slack_days);
        html_addf(sheet->out, "<td>%s<td>%s\n",
                  slot->after == SCHEDULE_NONE || slot->state != SCHEDULE_OPEN
                      ? ""
                      : plot->report->plan->issues.items[slot->after].id,
                  slot->critical ? "critical" : "");
    }
    str_add(sheet->out, "</tbody></table>");
    sheet_scroll_end(sheet);
    str_add(sheet->out, "</details>\n");
}

static void add_lead(const struct plot *plot)
{
    struct sheet *sheet = plot->sheet;
    const struct schedule_report *report = plot->report;
    html_addf(sheet->out,
              "<p class=\"lead\">From effort, dependencies and owners: with all that is known, the "
              "last issue ends on %s.",
              sheet_day_long(sheet, report->schedule.end_day));
    if (report->baseline)
        html_addf(sheet->out, " The baseline is the plan of %s (<code>%s</code>); it ended on %s.",
                  sheet_day(sheet, report->baseline->day),
                  arena_strndup(sheet->arena, report->baseline->commit, 10),
                  sheet_day(sheet, report->baseline->schedule.end_day));
    if (sheet->page->forecast.possible)
        html_addf(sheet->out,
                  " P50 and P85 are the days by which it is done in 50 and in 85 of 100 cases: %u "
                  "futures, drawn from the last %u weeks, in which %s closed (<code>roadmap "
                  "forecast</code> lists them).",
                  sheet->page->forecast.runs, sheet->page->forecast.history.count,
                  text_count(sheet->arena, sheet->page->forecast.history.closed, "issue was",
                             "issues were"));
    if (report->schedule.open_estimated > 0)
        html_addf(sheet->out, " %s without hours of its own counts as %u h.",
                  text_count(sheet->arena, report->schedule.open_estimated, "open issue", NULL),
                  (unsigned)(report->schedule.median_hours + 0.5));
    str_add(sheet->out, "</p>\n");
}

static void add_critical(const struct plot *plot)
{
    struct sheet *sheet = plot->sheet;
    const struct schedule *schedule = &plot->report->schedule;
    const size_t most = 12;
    if (schedule->critical_count == 0)
        return;
    str_add(sheet->out, "<p><strong>Critical path:</strong> ");
    for (size_t i = 0; i < schedule->critical_count && i < most; i++) {
        str_add(sheet->out, i ? " → " : "");
        sheet_issue_link(sheet, schedule->critical[i]);
    }
    if (schedule->critical_count > most)
        html_addf(sheet->out, " and %zu more", schedule->critical_count - most);
    str_add(sheet->out, "</p>\n");
}

void sheet_schedule(struct sheet *sheet)
{
    const struct schedule_report *report = &sheet->page->schedule;
    struct plot plot = {.sheet = sheet, .report = report};
    const size_t issues = report->schedule.slot_count;
    if (!sheet->page->has_schedule || report->schedule.end_day == DAY_NONE)
        return;
    find_base(&plot);
    sheet_section(sheet, "schedule", "Schedule", NULL);
    add_lead(&plot);
    add_critical(&plot);
    add_overview(&plot, issues <= ROWS_OPEN_MAX);
    if (report->schedule.span_count > 0)
        add_milestones_table(&plot);
    if (issues > ROWS_OPEN_MAX && issues <= SHEET_ISSUES_MAX)
        add_by_milestone(&plot);
    if (issues <= SHEET_ISSUES_MAX)
        add_issues_table(&plot);
    str_add(sheet->out, "</section>\n");
}
