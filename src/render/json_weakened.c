#include "render/json_weakened.h"

#include <jansson.h>

#include "base/day.h"
#include "render/json.h"

static json_t *waiver_value(const struct plan_waive *waive)
{
    char day[11];
    if (waive->until == DAY_NONE)
        return json_null();
    json_t *value = json_object();
    day_format(waive->until, day);
    json_object_set_new(value, "until", json_string(day));
    json_object_set_new(value, "by", json_from_text(waive->by));
    json_object_set_new(value, "reason", json_from_text(waive->reason));
    return value;
}

json_t *json_weakened(const struct weakened_list *list)
{
    json_t *values = json_array();
    for (size_t i = 0; i < list->items.len; i++) {
        const struct weakened *weakened = &list->items.items[i];
        json_t *value = json_object(), *lines = json_array(), *at = json_null();
        for (uint32_t k = 0; k < weakened->lines.len; k++)
            json_array_append_new(lines, json_from_text(weakened->lines.items[k]));
        if (weakened->path) {
            at = json_object();
            json_object_set_new(at, "file", json_from_text(weakened->path));
            json_object_set_new(at, "line",
                                weakened->line > 0 ? json_integer(weakened->line) : json_null());
            json_object_set_new(at, "before", json_boolean(weakened->before));
        }
        json_object_set_new(value, "how", json_string(weakening_name(weakened->how)));
        json_object_set_new(value, "what", json_string(weakened_what_name(weakened->what)));
        json_object_set_new(value, "owner", json_from_text(weakened->owner));
        json_object_set_new(value, "kind", json_from_text(weakened->kind));
        json_object_set_new(value, "id", json_from_text(weakened->id));
        json_object_set_new(value, "message", json_from_text(weakened->message));
        json_object_set_new(value, "lines", lines);
        json_object_set_new(value, "at", at);
        json_object_set_new(value, "waiver", waiver_value(&weakened->waive));
        json_array_append_new(values, value);
    }
    return values;
}
