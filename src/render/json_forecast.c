#include <jansson.h>

#include "render/csv.h"
#include "render/forecast_text.h"
#include "render/json.h"
#include "render/json_diag.h"
#include "render/schedule_words.h"

static const char *const odds_keys[FORECAST_ODDS] = {
    [FORECAST_P50] = "p50", [FORECAST_P85] = "p85", [FORECAST_P95] = "p95"};

static void add_day(json_t *object, const char *key, int32_t day)
{
    char text[11];
    day_format(day, text);
    json_add_text(object, key, *text ? text : NULL);
}

static void add_odds(json_t *object, const struct forecast_report *report,
                     const struct forecast_goal *goal, bool open)
{
    for (int odds = 0; odds < FORECAST_ODDS; odds++)
        add_day(object, odds_keys[odds], report->possible && open ? goal->days[odds] : DAY_NONE);
}

static void add_history(json_t *document, const struct forecast_report *report)
{
    json_t *weeks = json_array();
    json_add_bool(document, "possible", report->possible);
    json_add_number(document, "weeks_needed", FORECAST_WEEKS_LEAST);
    json_add_number(document, "closed_needed", FORECAST_CLOSED_LEAST);
    for (uint32_t i = 0; i < report->history.count; i++)
        json_array_append_new(weeks, json_integer(report->history.weeks[i]));
    json_object_set_new(document, "weeks", weeks);
    add_day(document, "first_day", report->history.first_day);
    json_add_number(document, "closed", report->history.closed);
    json_add_rows(document, "counted");
    for (size_t i = 0; i < report->counted.len; i++) {
        const struct forecast_counted *counted = &report->counted.items[i];
        json_t *row = json_add_row(document, "counted");
        json_add_text(row, "id", counted->id);
        json_add_text(row, "title", counted->title);
        add_day(row, "closed_on", counted->closed_day);
    }
    json_object_set_new(document, "runs",
                        report->possible ? json_integer(report->runs) : json_null());
    json_object_set_new(document, "seed",
                        report->possible ? json_integer((json_int_t)report->seed) : json_null());
}

static void add_report(json_t *document, const struct forecast_report *report)
{
    const struct schedule_report *from = &report->schedule;
    char read_at[21] = "";
    if (from->read_ms > 0)
        instant_format(from->read_ms, read_at);
    json_add_text(document, "repository", from->repository);
    json_add_text(document, "plan", from->plan->path);
    json_add_text(document, "scope", from->plan->scope);
    add_day(document, "today", from->today);
    json_add_text(document, "read_at", *read_at ? read_at : NULL);
    add_history(document, report);
    json_add_number(document, "left", from->schedule.open);
    add_day(document, "scheduled", from->schedule.end_day);
    add_odds(document, report, &report->whole, from->schedule.open > 0);
    json_add_rows(document, "milestones");
    for (size_t i = 0; i < from->schedule.span_count; i++) {
        const struct schedule_span *span = &from->schedule.spans[i];
        json_t *row = json_add_row(document, "milestones");
        json_add_text(row, "id", from->plan->milestones.items[i].id);
        json_add_text(row, "title", from->plan->milestones.items[i].title);
        json_add_number(row, "left", span->open);
        json_add_number(row, "through", report->goals[i].left);
        add_day(row, "due_on", span->due_day);
        add_day(row, "scheduled", span->end_day);
        add_odds(row, report, &report->goals[i], span->open > 0);
    }
}

char *json_forecast(struct arena *arena, const struct forecast_report *report,
                    const struct diags *diags, const struct err *err, int exit_status)
{
    json_t *document = json_document("forecast");
    if (!err || err->code == OK)
        add_report(document, report);
    json_add_diags(document, diags);
    json_add_error(document, err, exit_status);
    return json_text(arena, document);
}

static void csv_row(struct str *out, const struct forecast_report *report, const char *id,
                    const char *title, const struct schedule_span *span,
                    const struct forecast_goal *goal)
{
    char text[11];
    csv_cell(out, id, false);
    csv_cell(out, title, false);
    str_addf(out, "%u,", span->open);
    day_format(span->due_day, text);
    csv_cell(out, text, false);
    day_format(span->end_day, text);
    csv_cell(out, text, false);
    for (int odds = 0; odds < FORECAST_ODDS; odds++) {
        day_format(report->possible && span->open > 0 ? goal->days[odds] : DAY_NONE, text);
        csv_cell(out, text, odds + 1 == FORECAST_ODDS);
    }
}

void csv_forecast(struct str *out, const struct forecast_report *report)
{
    const struct schedule_report *from = &report->schedule;
    const struct schedule_span whole = {.end_day = from->schedule.end_day,
                                        .due_day = schedule_last_due(&from->schedule),
                                        .open = from->schedule.open};
    str_add(out, "milestone,title,left,due,scheduled,p50,p85,p95\r\n");
    for (size_t i = 0; i < from->schedule.span_count; i++)
        csv_row(out, report, from->plan->milestones.items[i].id,
                from->plan->milestones.items[i].title, &from->schedule.spans[i], &report->goals[i]);
    csv_row(out, report, "", "whole plan", &whole, &report->whole);
}
