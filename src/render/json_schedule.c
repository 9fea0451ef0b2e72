#include <jansson.h>

#include "render/json.h"
#include "render/json_diag.h"
#include "render/schedule_text.h"
#include "render/schedule_words.h"

static void add_day(json_t *object, const char *key, int32_t day)
{
    char text[11];
    day_format(day, text);
    json_add_text(object, key, *text ? text : NULL);
}

static void add_instant(json_t *object, const char *key, int64_t instant_ms)
{
    char text[21];
    if (instant_ms > 0)
        instant_format(instant_ms, text);
    json_add_text(object, key, instant_ms > 0 ? text : NULL);
}

static void add_known(json_t *object, const char *key, bool known, int64_t number)
{
    json_object_set_new(object, key, known ? json_integer(number) : json_null());
}

static void add_hours(json_t *object, const char *key, double hours)
{
    json_object_set_new(object, key, hours >= 0 ? json_real(hours) : json_null());
}

static void add_spans(json_t *document, const struct schedule_report *report)
{
    json_add_rows(document, "milestones");
    for (size_t i = 0; i < report->schedule.span_count; i++) {
        const struct schedule_span *span = &report->schedule.spans[i];
        json_t *row = json_add_row(document, "milestones");
        json_add_text(row, "id", report->plan->milestones.items[i].id);
        json_add_text(row, "title", report->plan->milestones.items[i].title);
        json_add_number(row, "open", span->open);
        json_add_number(row, "done", span->done);
        json_add_bool(row, "complete", span->complete);
        add_day(row, "start", span->start_day);
        add_day(row, "expected", span->end_day);
        add_day(row, "due_on", span->due_day);
        add_known(row, "slack_days", span->slack_known, span->slack_days);
    }
}

static void add_slots(json_t *document, const struct schedule_report *report)
{
    json_add_rows(document, "issues");
    for (size_t i = 0; i < report->schedule.slot_count; i++) {
        const struct schedule_slot *slot = &report->schedule.slots[i];
        const bool open = slot->state == SCHEDULE_OPEN;
        json_t *row = json_add_row(document, "issues");
        json_add_text(row, "id", report->plan->issues.items[i].id);
        json_add_text(row, "title", report->plan->issues.items[i].title);
        json_add_text(row, "milestone", schedule_milestone_of(report, i));
        json_add_text(row, "owner", schedule_owner_of(report, i));
        json_add_text(row, "state", schedule_state_word(slot->state));
        add_hours(row, "hours", (double)slot->minutes / 60);
        json_add_bool(row, "estimated", slot->estimated);
        add_day(row, "start", slot->start_day);
        add_day(row, "end", slot->end_day);
        add_day(row, "latest_start", slot->latest_start_day);
        add_day(row, "latest_end", slot->latest_end_day);
        add_known(row, "slack_days", open, slot->slack_days);
        json_add_bool(row, "critical", slot->critical);
        json_add_text(row, "begins_by", open ? schedule_cause_word(slot->cause) : NULL);
        json_add_text(row, "after",
                      slot->after == SCHEDULE_NONE ? NULL
                                                   : report->plan->issues.items[slot->after].id);
    }
}

static void add_critical_path(json_t *document, const struct schedule_report *report)
{
    json_t *ids = json_array();
    for (size_t i = 0; i < report->schedule.critical_count; i++)
        json_array_append_new(
            ids, json_from_text(report->plan->issues.items[report->schedule.critical[i]].id));
    json_object_set_new(document, "critical_path", ids);
}

static void add_move(json_t *object, const char *key, const struct schedule_move *move,
                     bool milestone)
{
    static const char *const words[] = {
        [SCHEDULE_MOVED] = "moved", [SCHEDULE_ADDED] = "added", [SCHEDULE_REMOVED] = "removed"};
    json_t *row = json_add_row(object, key);
    json_add_text(row, "change", words[move->change]);
    json_add_text(row, "id", move->id);
    json_add_text(row, "title", move->title);
    json_add_bool(row, "open", move->open);
    add_day(row, "before", move->before_day);
    add_day(row, "after", move->after_day);
    add_known(row, "days_later", move->before_day != DAY_NONE && move->after_day != DAY_NONE,
              move->days);
    if (!milestone)
        return;
    add_day(row, "due_before", move->due_before);
    add_day(row, "due_after", move->due_after);
}

static void add_baseline(json_t *document, const struct schedule_baseline *baseline)
{
    if (!baseline) {
        json_object_set_new(document, "baseline", json_null());
        return;
    }
    json_t *object = json_object();
    const struct schedule_moves *moves = &baseline->moves;
    json_add_text(object, "ref", baseline->name);
    json_add_text(object, "commit", baseline->commit);
    add_day(object, "day", baseline->day);
    add_day(object, "end", baseline->schedule.end_day);
    json_add_number(object, "end_days_later", moves->end_days);
    json_add_number(object, "added", (int64_t)moves->added);
    json_add_number(object, "removed", (int64_t)moves->removed);
    json_add_number(object, "later", (int64_t)moves->later);
    json_add_number(object, "earlier", (int64_t)moves->earlier);
    json_add_rows(object, "milestones");
    for (size_t i = 0; i < moves->milestones.len; i++)
        add_move(object, "milestones", &moves->milestones.items[i], true);
    json_add_rows(object, "issues");
    for (size_t i = 0; i < moves->issues.len; i++)
        add_move(object, "issues", &moves->issues.items[i], false);
    json_object_set_new(document, "baseline", object);
}

static void add_report(json_t *document, const struct schedule_report *report)
{
    const struct schedule *schedule = &report->schedule;
    json_add_text(document, "repository", report->repository);
    json_add_text(document, "plan", report->plan->path);
    json_add_text(document, "scope", report->plan->scope);
    add_day(document, "today", report->today);
    add_instant(document, "read_at", report->read_ms);
    add_hours(document, "hours_a_day", (double)schedule->minutes_a_day / 60);
    add_day(document, "start", schedule->start_day);
    add_day(document, "end", schedule->end_day);
    json_add_number(document, "open", schedule->open);
    json_add_number(document, "done", schedule->done);
    json_add_number(document, "open_estimated", schedule->open_estimated);
    json_add_number(document, "open_unowned", schedule->open_unowned);
    add_hours(document, "open_hours", (double)schedule->open_minutes / 60);
    json_add_text(document, "least_slack",
                  schedule->focus == SCHEDULE_NONE
                      ? NULL
                      : report->plan->milestones.items[schedule->focus].id);
    add_critical_path(document, report);
    add_spans(document, report);
    add_slots(document, report);
    add_baseline(document, report->baseline);
}

char *json_schedule(struct arena *arena, const struct schedule_report *report,
                    const struct diags *diags, const struct err *err, int exit_status)
{
    json_t *document = json_document("schedule");
    if (!err || err->code == OK)
        add_report(document, report);
    json_add_diags(document, diags);
    json_add_error(document, err, exit_status);
    return json_text(arena, document);
}
