#include <jansson.h>

#include "base/str.h"
#include "render/json.h"
#include "render/json_diag.h"
#include "render/json_item.h"

static json_t *texts_value(const struct strlist *list)
{
    json_t *array = json_array();
    for (size_t i = 0; i < list->len; i++)
        json_array_append_new(array, json_from_text(list->items[i]));
    return array;
}

static json_t *line_value(const struct pull_line *line)
{
    const struct change *change = line->change;
    json_t *entry = json_item_head(line->kind, line->id, line->number);
    json_object_set_new(entry, "title", json_from_text(line->title));
    json_object_set_new(entry, "field",
                        change ? json_string(field_name(change->field)) : json_null());
    json_object_set_new(entry, "spec",
                        change ? json_field_value(change->field, &change->after) : json_null());
    json_object_set_new(entry, "github",
                        change ? json_field_value(change->field, &change->before) : json_null());
    json_object_set_new(entry, "note", json_from_text(line->note));
    if (line->file)
        json_object_set_new(entry, "file", json_from_text(line->file));
    if (line->reason) {
        json_object_set_new(entry, "reason", json_from_text(line->reason));
        json_object_set_new(entry, "ways", texts_value(&line->ways));
    }
    return entry;
}

static json_t *lines_value(const struct pull_line *lines, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, line_value(&lines[i]));
    return array;
}

char *json_pull(struct arena *arena, const struct pull_report *report, const struct diags *diags,
                const struct err *err, int exit_status)
{
    const struct sync_report *sync = &report->sync;
    json_t *document = json_document("pull");
    json_object_set_new(document, "repository", json_from_text(sync->repository));
    json_object_set_new(document, "spec", json_from_text(sync->plan ? sync->plan->path : NULL));
    json_object_set_new(document, "pulled", lines_value(report->pulled.items, report->pulled.len));
    json_object_set_new(document, "added", lines_value(report->added.items, report->added.len));
    json_object_set_new(document, "left", lines_value(report->left.items, report->left.len));
    json_object_set_new(document, "files", texts_value(&report->files));
    json_object_set_new(document, "wrote", json_boolean(report->wrote));
    json_add_requests(document, &sync->requests);
    json_object_set_new(document, "duration_ms", json_integer(sync->duration_ms));
    if (diags && diags->len > 0)
        json_add_diags(document, diags);
    json_add_error(document, err, exit_status);
    return json_text(arena, document);
}
