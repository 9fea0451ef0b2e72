#include <jansson.h>

#include "base/day.h"
#include "render/json.h"
#include "render/report/page.h"

static void add_day(json_t *object, const char *key, int32_t day)
{
    char text[11];
    day_format(day, text);
    json_add_text(object, key, day == DAY_NONE ? NULL : text);
}

static void add_decisions(json_t *document, const struct page *page)
{
    json_add_rows(document, "decisions");
    for (size_t i = 0; i < page->decisions.len; i++) {
        const struct page_decision *decision = &page->decisions.items[i];
        json_t *row = json_add_row(document, "decisions");
        json_add_text(row, "id", decision->id);
        json_add_text(row, "text", decision->text);
        json_add_text(row, "who", decision->who);
        add_day(row, "due_on", decision->due_day);
    }
}

static void add_changes(json_t *document, const struct page *page)
{
    json_add_rows(document, "changes");
    for (size_t i = 0; i < page->changes.len; i++) {
        const struct page_change *change = &page->changes.items[i];
        json_t *row = json_add_row(document, "changes");
        add_day(row, "on", change->day);
        json_add_text(row, "id", change->id);
        json_add_text(row, "text", change->text);
    }
}

static void add_line(json_t *rows, const struct burnup_line *line)
{
    json_t *row = json_object();
    json_add_text(row, "milestone", line->milestone);
    json_add_rows(row, "points");
    for (size_t i = 0; i < line->points.len; i++) {
        json_t *point = json_add_row(row, "points");
        add_day(point, "on", line->points.items[i].day);
        json_add_number(point, "scope", line->points.items[i].scope);
        json_add_number(point, "done", line->points.items[i].done);
    }
    add_day(row, "end_on", line->end_day);
    json_array_append_new(rows, row);
}

static void add_burnup(json_t *document, const struct burnup *burnup)
{
    json_t *object = json_object(), *lines = json_array();
    add_day(object, "begins_on", burnup->first_day);
    json_add_text(object, "incomplete", burnup->incomplete);
    json_add_number(object, "revisions", (int64_t)burnup->revisions);
    if (burnup->first_day != DAY_NONE)
        add_line(lines, &burnup->whole);
    for (size_t i = 0; i < burnup->milestones.len; i++)
        add_line(lines, &burnup->milestones.items[i]);
    json_object_set_new(object, "lines", lines);
    json_object_set_new(document, "burn_up", object);
}

char *json_page(struct arena *arena, const struct style *style, const struct page *page,
                const char *file, size_t size_bytes)
{
    json_t *document = json_document("report");
    json_add_text(document, "file", file);
    json_add_number(document, "bytes", (int64_t)size_bytes);
    json_add_text(document, "verdict", page_verdict(arena, style, page));
    add_day(document, "since", page->since_day);
    add_changes(document, page);
    add_decisions(document, page);
    add_burnup(document, &page->burnup);
    json_add_error(document, NULL, 0);
    return json_text(arena, document);
}
