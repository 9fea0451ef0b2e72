#include <jansson.h>

#include "base/day.h"
#include "render/json.h"
#include "render/json_diag.h"

static json_t *day_value(int32_t day)
{
    char text[11];
    day_format(day, text);
    return day == DAY_NONE ? json_null() : json_string(text);
}

static json_t *milestone_value(const struct status_milestone *milestone)
{
    json_t *entry = json_object();
    json_object_set_new(entry, "id", json_from_text(milestone->id));
    json_object_set_new(entry, "title", json_from_text(milestone->title));
    json_object_set_new(entry, "number",
                        milestone->number > 0 ? json_integer(milestone->number) : json_null());
    json_object_set_new(entry, "done", json_integer(milestone->done));
    json_object_set_new(entry, "total", json_integer(milestone->total));
    json_object_set_new(entry, "hours_done", json_real(milestone->hours_done));
    json_object_set_new(entry, "hours_total", json_real(milestone->hours_total));
    json_object_set_new(entry, "hours_estimated", json_boolean(milestone->hours_estimated));
    bool asked = milestone->asked >= 0;
    json_object_set_new(entry, "proven", asked ? json_integer(milestone->proven) : json_null());
    json_object_set_new(entry, "asked", asked ? json_integer(milestone->asked) : json_null());
    json_object_set_new(entry, "due_on", day_value(milestone->due_day));
    json_object_set_new(entry, "expected_on", day_value(milestone->expected_day));
    const bool odds = milestone->odds_known;
    json_object_set_new(entry, "p50_on", day_value(odds ? milestone->p50_day : DAY_NONE));
    json_object_set_new(entry, "p85_on", day_value(odds ? milestone->p85_day : DAY_NONE));
    json_object_set_new(entry, "slack_days",
                        milestone->slack_known ? json_integer(milestone->slack_days) : json_null());
    json_object_set_new(entry, "closed", json_boolean(milestone->closed));
    const bool counts = milestone->counts_known;
    json_object_set_new(entry, "open_issues",
                        counts ? json_integer(milestone->github_open) : json_null());
    json_object_set_new(entry, "closed_issues",
                        counts ? json_integer(milestone->github_closed) : json_null());
    return entry;
}

static json_t *issue_value(const struct status_issue *issue)
{
    json_t *entry = json_object();
    json_object_set_new(entry, "id", json_from_text(issue->id));
    json_object_set_new(entry, "title", json_from_text(issue->title));
    json_object_set_new(entry, "number",
                        issue->number > 0 ? json_integer(issue->number) : json_null());
    json_object_set_new(entry, "state", json_from_text(issue->state));
    json_object_set_new(entry, "owner", json_from_text(issue->owner));
    json_object_set_new(entry, "milestone", json_from_text(issue->milestone_id));
    json_t *blockers = json_array();
    for (size_t i = 0; i < issue->blocked_by.len; i++)
        json_array_append_new(blockers, json_from_text(issue->blocked_by.items[i]));
    json_object_set_new(entry, "blocked_by", blockers);
    json_object_set_new(entry, "age_days",
                        issue->age_days >= 0 ? json_integer(issue->age_days) : json_null());
    return entry;
}

#define ADD_ISSUES(document, key, list)                                                            \
    do {                                                                                           \
        json_t *array_ = json_array();                                                             \
        for (size_t i_ = 0; i_ < (list).len; i_++)                                                 \
            json_array_append_new(array_, issue_value(&(list).items[i_]));                         \
        json_object_set_new((document), (key), array_);                                            \
    } while (0)

static json_t *look_at_value(const struct status_report *report)
{
    json_t *list = json_array();
    for (size_t i = 0; i < report->look_at.len; i++) {
        const struct report_line *line = &report->look_at.items[i];
        json_t *entry = json_object();
        json_object_set_new(entry, "kind", json_string(kind_name(line->kind)));
        json_object_set_new(entry, "id", json_from_text(line->id));
        json_object_set_new(entry, "number",
                            line->number.v > 0 ? json_integer(line->number.v) : json_null());
        json_object_set_new(entry, "title", json_from_text(line->title));
        json_object_set_new(entry, "reason", json_from_text(line->reason));
        json_array_append_new(list, entry);
    }
    return list;
}

static const char *outlook_word(enum outlook outlook)
{
    static const char *const words[] = {
        [OUTLOOK_NO_DATA] = "no_data",   [OUTLOOK_NO_DATES] = "no_dates",
        [OUTLOOK_ON_TRACK] = "on_track", [OUTLOOK_AT_RISK] = "at_risk",
        [OUTLOOK_LATE] = "late",         [OUTLOOK_DONE] = "done",
    };
    return words[outlook];
}

static void add_sums(json_t *document, const struct status_report *report)
{
    char read_at[21] = "";
    if (report->read_at_ms > 0)
        instant_format(report->read_at_ms, read_at);
    json_object_set_new(document, "conflicts", json_integer(report->conflicts));
    json_object_set_new(document, "not_in_plan", json_integer(report->not_in_plan));
    json_object_set_new(document, "closed_without_proof",
                        json_integer(report->closed_without_proof));
    json_object_set_new(document, "read_at", json_from_text(*read_at ? read_at : NULL));
}

static void add_report(json_t *document, const struct status_report *report)
{
    json_object_set_new(document, "repository", json_from_text(report->repository));
    json_object_set_new(document, "ref", json_from_text(report->ref));
    json_object_set_new(document, "spec", json_from_text(report->plan ? report->plan->path : NULL));
    json_object_set_new(document, "verdict", json_string(outlook_word(report->outlook)));
    json_object_set_new(document, "focus",
                        json_from_text(report->focus ? report->focus->id : NULL));
    json_object_set_new(document, "expected_on", day_value(report->expected_day));
    json_t *milestones = json_array();
    for (size_t i = 0; i < report->milestones.len; i++)
        json_array_append_new(milestones, milestone_value(&report->milestones.items[i]));
    json_object_set_new(document, "milestones", milestones);
    json_object_set_new(document, "whole", milestone_value(&report->whole));
    ADD_ISSUES(document, "in_work", report->in_work);
    ADD_ISSUES(document, "ready", report->ready);
    ADD_ISSUES(document, "blocked", report->blocked);
    ADD_ISSUES(document, "done", report->done);
    json_object_set_new(document, "look_at", look_at_value(report));
    add_sums(document, report);
}

char *json_status(struct arena *arena, const struct status_report *report,
                  const struct diags *diags, const struct err *err, int exit_status)
{
    json_t *document = json_document("status");
    if (!err || err->code == OK)
        add_report(document, report);
    if (diags && diags->len > 0)
        json_add_diags(document, diags);
    json_add_error(document, err, exit_status);
    return json_text(arena, document);
}

static json_t *plan_value(const struct several_plan *plan)
{
    json_t *entry = json_object();
    if (plan->diags.len > 0)
        json_add_diags(entry, &plan->diags);
    if (plan->code == OK) {
        add_report(entry, &plan->report);
        return entry;
    }
    json_object_set_new(entry, "spec", json_from_text(plan->spec));
    json_object_set_new(entry, "error", json_error_value(plan->code, plan->message, plan->hint));
    return entry;
}

char *json_several(struct arena *arena, const struct several *several, int exit_status)
{
    json_t *document = json_document("status"), *plans = json_array();
    const struct several_plan *failed = NULL;
    json_object_set_new(document, "verdict", json_string(outlook_word(several->total.outlook)));
    for (size_t i = 0; i < several->plans.len; i++) {
        const struct several_plan *plan = &several->plans.items[i];
        json_array_append_new(plans, plan_value(plan));
        if (plan->code && (!failed || code_exit_status(failed->code) != exit_status))
            failed = plan;
    }
    json_object_set_new(document, "plans", plans);
    json_object_set_new(document, "whole", milestone_value(&several->total.whole));
    add_sums(document, &several->total);
    if (failed)
        json_object_set_new(document, "error",
                            json_error_value(failed->code, failed->message, failed->hint));
    json_add_error(document, NULL, exit_status);
    return json_text(arena, document);
}
