#include <jansson.h>

#include "base/day.h"
#include "render/check_text.h"
#include "render/json.h"
#include "render/json_diag.h"
#include "render/json_weakened.h"

static json_t *place_value(const char *path, uint32_t line, uint32_t col)
{
    if (!path)
        return json_null();
    json_t *value = json_object();
    json_object_set_new(value, "file", json_from_text(path));
    json_object_set_new(value, "line", line > 0 ? json_integer(line) : json_null());
    json_object_set_new(value, "column", col > 0 ? json_integer(col) : json_null());
    return value;
}

static json_t *waiver_value(const struct checked *checked)
{
    char day[11];
    if (checked->waived_until == DAY_NONE)
        return json_null();
    json_t *value = json_object();
    day_format(checked->waived_until, day);
    json_object_set_new(value, "until", json_string(day));
    json_object_set_new(value, "by", json_from_text(checked->waived_by));
    json_object_set_new(value, "reason", json_from_text(checked->waived_reason));
    return value;
}

static json_t *checked_value(const struct checked *checked)
{
    json_t *value = json_object(), *lines = json_array();
    json_object_set_new(value, "kind", json_from_text(checked->kind));
    json_object_set_new(value, "id", json_from_text(checked->id));
    json_object_set_new(value, "issue", json_from_text(checked->issue));
    json_object_set_new(value, "source", json_from_text(checked->source));
    json_object_set_new(value, "code", json_from_text(checked->code));
    json_object_set_new(value, "verdict", json_string(verdict_name(checked->verdict)));
    json_object_set_new(value, "failing", json_from_text(failing_name(checked->failing)));
    json_object_set_new(value, "severity", json_string(checked->warning ? "warning" : "error"));
    json_object_set_new(value, "message", json_from_text(checked->message));
    for (uint32_t i = 0; i < checked->lines.len; i++)
        json_array_append_new(lines, json_from_text(checked->lines.items[i]));
    json_object_set_new(value, "lines", lines);
    json_object_set_new(value, "at", place_value(checked->path, checked->line, checked->col));
    json_object_set_new(value, "asked", place_value(checked->asked_path, checked->asked_line, 0));
    json_object_set_new(value, "help", json_from_text(checked->help));
    json_object_set_new(value, "why", json_from_text(checked->why));
    json_object_set_new(value, "waiver", waiver_value(checked));
    json_object_set_new(value, "reused", json_boolean(checked->reused));
    return value;
}

static json_t *counts_value(const struct check_report *report)
{
    json_t *counts = json_object();
    for (int i = 0; i < VERDICT_COUNT; i++)
        json_object_set_new(counts, verdict_name((enum verdict)i),
                            json_integer((json_int_t)report->by_verdict[i]));
    return counts;
}

static json_t *failing_value(const struct check_report *report)
{
    json_t *counts = json_object();
    for (int i = 0; i < FAILING_NOT; i++)
        json_object_set_new(counts, failing_name((enum failing)i),
                            json_integer((json_int_t)report->by_failing[i]));
    return counts;
}

char *json_check(struct arena *arena, const struct check_report *report, const struct diags *diags,
                 const struct err *err, int exit_status)
{
    json_t *document = json_document("check"), *checks = json_array();
    json_object_set_new(document, "looked_at", json_from_text(report->looked_at));
    json_object_set_new(document, "against", json_from_text(report->against));
    json_object_set_new(document, "no_base", json_from_text(report->no_base));
    json_object_set_new(document, "blind", json_boolean(report->blind));
    json_object_set_new(document, "no_before", json_from_text(report->no_before));
    json_object_set_new(document, "weakened", json_weakened(&report->weakened));
    json_object_set_new(document, "counts", counts_value(report));
    json_object_set_new(document, "failing", failing_value(report));
    json_add_number(document, "ran", (int64_t)report->ran);
    json_add_number(document, "reused", (int64_t)report->reused);
    json_add_number(document, "left_out", (int64_t)report->left_out);
    json_add_number(document, "duration_ms", report->duration_ms);
    for (size_t i = 0; i < report->items.len; i++)
        json_array_append_new(checks, checked_value(&report->items.items[i]));
    json_object_set_new(document, "checks", checks);
    json_add_diags(document, diags);
    json_add_error(document, err, exit_status);
    return json_text(arena, document);
}
