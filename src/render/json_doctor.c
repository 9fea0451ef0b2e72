#include <jansson.h>

#include "render/doctor_text.h"
#include "render/json.h"

static json_t *check_value(const struct doctor_check *check, const char *options)
{
    json_t *entry = json_object();
    const char *command = check->command;
    struct arena *scratch cleanup_arena = arena_new();
    if (options && text_starts(command, "roadmap "))
        command = arena_printf(scratch, "%s%s", command, options);
    json_object_set_new(entry, "room", json_from_text(check->room));
    json_object_set_new(entry, "name", json_from_text(check->name));
    json_object_set_new(entry, "result", json_string(health_name(check->health)));
    json_object_set_new(entry, "text", json_from_text(check->text));
    json_object_set_new(entry, "command", json_from_text(command));
    json_object_set_new(entry, "fixable", json_boolean(check->safe));
    json_object_set_new(entry, "mended", json_from_text(check->mended));
    return entry;
}

char *json_doctor(struct arena *arena, const struct doctor_report *report, const char *options,
                  const struct err *err, int exit_status)
{
    json_t *document = json_document("doctor");
    json_t *checks = json_array(), *counts = json_object();
    json_object_set_new(document, "repository", json_from_text(report->repository));
    json_object_set_new(document, "api_url", json_from_text(report->api_url));
    json_object_set_new(document, "fix", json_boolean(report->fix));
    for (int i = 0; i < HEALTH_COUNT; i++)
        json_object_set_new(counts, health_name((enum health)i),
                            json_integer((json_int_t)doctor_count(report, (enum health)i)));
    json_object_set_new(counts, "mended", json_integer((json_int_t)doctor_count_mended(report)));
    json_object_set_new(document, "counts", counts);
    for (size_t i = 0; i < report->checks.len; i++)
        json_array_append_new(checks, check_value(&report->checks.items[i], options));
    json_object_set_new(document, "checks", checks);
    json_add_error(document, err, exit_status);
    return json_text(arena, document);
}
