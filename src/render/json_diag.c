#include "render/json_diag.h"

#include <jansson.h>

#include "render/json.h"

static json_t *one_diag(const struct diag *diag)
{
    json_t *value = json_object();
    json_object_set_new(value, "severity",
                        json_string(diag->severity == SEVERITY_ERROR ? "error" : "warning"));
    json_object_set_new(value, "code", json_from_text(diag->code));
    const struct pos *pos = &diag->pos;
    json_object_set_new(value, "file", json_from_text(pos->source ? pos->source->path : NULL));
    json_object_set_new(value, "line", pos->source ? json_integer(pos->line) : json_null());
    json_object_set_new(value, "column", pos->source ? json_integer(pos->col) : json_null());
    json_object_set_new(value, "width", pos->source ? json_integer(pos->width) : json_null());
    json_object_set_new(value, "message", json_from_text(diag->message));
    json_object_set_new(value, "help", json_from_text(diag->help));
    return value;
}

void json_add_diags(struct json_t *document, const struct diags *diags)
{
    if (!diags)
        return;
    json_t *list = json_array();
    for (size_t i = 0; i < diags->len; i++)
        json_array_append_new(list, one_diag(&diags->items[i]));
    json_object_set_new(document, "diagnostics", list);
    json_object_set_new(document, "error_count", json_integer((json_int_t)diags->errors));
    json_object_set_new(document, "warning_count", json_integer((json_int_t)diags->warnings));
}

char *json_validate(struct arena *arena, const struct plan *plan, const struct diags *diags,
                    const struct err *err, int exit_status)
{
    json_t *document = json_document("validate");
    json_object_set_new(document, "valid", json_boolean(plan && diags->errors == 0));
    json_object_set_new(document, "spec", json_from_text(plan ? plan->path : NULL));
    if (plan)
        json_object_set_new(document, "objects",
                            json_pack("{s:I, s:I, s:I}", "label", (json_int_t)plan->labels.len,
                                      "milestone", (json_int_t)plan->milestones.len, "issue",
                                      (json_int_t)plan->issues.len));
    json_add_diags(document, diags);
    json_add_error(document, err, exit_status);
    return json_text(arena, document);
}
