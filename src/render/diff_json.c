#include <jansson.h>

#include "base/str.h"
#include "render/diff_text.h"
#include "render/json.h"
#include "render/json_weakened.h"

static void add_day(json_t *object, const char *key, int32_t day)
{
    char text[11];
    day_format(day, text);
    json_add_text(object, key, day == DAY_NONE ? NULL : text);
}

static json_t *totals_json(const struct plan_totals *totals)
{
    if (!totals->there)
        return json_null();
    json_t *object = json_object();
    json_add_number(object, "issues", totals->issues);
    json_object_set_new(object, "hours", json_real(totals->hours));
    json_add_bool(object, "estimated", totals->estimated);
    add_day(object, "due_on", totals->due_day);
    add_day(object, "expected_on", totals->expected_day);
    json_object_set_new(object, "slack_days",
                        totals->due_day != DAY_NONE && totals->expected_day != DAY_NONE
                            ? json_integer(totals->slack_days)
                            : json_null());
    return object;
}

static void add_item(json_t *document, const struct plan_difference *item)
{
    json_t *row = json_add_row(document, "changes");
    json_add_text(row, "kind", item->kind == KIND_COUNT ? "plan" : kind_name(item->kind));
    json_add_text(row, "change", plan_change_name(item->change));
    json_add_text(row, "id", item->id);
    json_add_text(row, "title", item->title);
    json_add_text(row, "milestone", item->milestone);
    json_object_set_new(row, "hours", item->hours < 0 ? json_null() : json_real(item->hours));
    json_add_text(row, "needs", item->needs);
    json_add_rows(row, "fields");
    for (size_t i = 0; i < item->fields.len; i++) {
        const struct plan_field *field = &item->fields.items[i];
        json_t *at = json_add_row(row, "fields");
        json_add_text(at, "field", field->name);
        json_add_text(at, "before", field->before);
        json_add_text(at, "after", field->after);
        json_add_bool(at, "written", field->written);
    }
}

static void add_effect(json_t *document, const struct plan_effect *effect)
{
    json_t *object = json_object(), *creates = json_object(), *changes = json_object();
    for (int i = KIND_LABEL; i <= KIND_RELATION; i++) {
        json_add_number(creates, kind_name((enum kind)i), effect->creates[i]);
        if (i != KIND_RELATION)
            json_add_number(changes, kind_name((enum kind)i), effect->changes[i]);
    }
    json_object_set_new(object, "creates", creates);
    json_object_set_new(object, "changes", changes);
    json_add_number(object, "removed_links", effect->removed_links);
    json_add_number(object, "closes", effect->closes);
    json_add_number(object, "left", effect->left);
    json_t *people = json_array();
    for (uint32_t i = 0; i < effect->people.len; i++)
        json_array_append_new(people, json_from_text(effect->people.items[i]));
    json_object_set_new(object, "people", people);
    json_object_set_new(document, "effect", object);
}

void json_add_diff(struct json_t *document, const struct plan_diff *diff,
                   const struct weakened_list *weakened)
{
    json_add_rows(document, "changes");
    for (size_t i = 0; i < diff->items.len; i++)
        add_item(document, &diff->items.items[i]);
    json_add_rows(document, "milestones");
    for (size_t i = 0; i < diff->milestones.len; i++) {
        const struct plan_milestone_totals *at = &diff->milestones.items[i];
        json_t *row = json_add_row(document, "milestones");
        json_add_text(row, "id", at->id);
        json_add_text(row, "title", at->title);
        json_object_set_new(row, "before", totals_json(&at->before));
        json_object_set_new(row, "after", totals_json(&at->after));
    }
    add_effect(document, &diff->effect);
    json_object_set_new(document, "weakened", json_weakened(weakened));
}

static void add_side(json_t *document, const char *key, const struct diff_side *side)
{
    json_t *object = json_object();
    json_add_text(object, "name", side->name);
    json_add_text(object, "commit", side->commit);
    json_add_bool(object, "plan", side->there);
    json_object_set_new(document, key, object);
}

char *json_diff(struct arena *arena, const struct diff_report *report)
{
    json_t *document = json_document("diff");
    add_side(document, "from", &report->from);
    add_side(document, "to", &report->to);
    json_add_diff(document, report->diff, &report->weakened);
    json_add_error(document, NULL, 0);
    return json_text(arena, document);
}
