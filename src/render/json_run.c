#include "render/json_run.h"

#include <jansson.h>
#include <string.h>

#include "base/day.h"
#include "base/str.h"
#include "render/json.h"

static void add_instant(json_t *object, const char *key, int64_t at_ms)
{
    char text[21] = "";
    if (at_ms)
        instant_format(at_ms, text);
    json_add_text(object, key, *text ? text : NULL);
}

static void add_number(json_t *object, const char *key, int64_t number)
{
    json_object_set_new(object, key, number ? json_integer(number) : json_null());
}

static void add_head(json_t *object, const struct run_head *head)
{
    json_add_text(object, "run", head->id);
    json_add_text(object, "does", head->command);
    json_add_text(object, "undoes", head->undoes);
    json_add_text(object, "host", head->host);
    json_add_text(object, "repository", head->repository);
    add_number(object, "repository_id", head->repository_id.v);
    json_add_text(object, "scope", head->scope);
    json_add_text(object, "spec", head->spec);
    json_add_text(object, "who", head->who);
    json_add_text(object, "version", head->version);
    add_instant(object, "started", head->started_ms);
}

static void add_end(json_t *object, const struct run_head *head, int64_t changes)
{
    add_instant(object, "ended", head->ended_ms);
    json_object_set_new(object, "status",
                        head->exit_status == RUN_NO_EXIT ? json_null()
                                                         : json_integer(head->exit_status));
    json_object_set_new(object, "count", json_integer(changes));
}

/* Sets as lists: what a person reads should not need our separators. */
static json_t *value(const struct run_change *change, const char *text)
{
    if (!text || !change->has_field || !field_is_set(change->field))
        return json_from_text(text);
    json_t *list = json_array();
    struct arena *scratch cleanup_arena = arena_new();
    while (*text) {
        const size_t len = strcspn(text, "\n");
        json_array_append_new(list, json_from_text(arena_strndup(scratch, text, len)));
        text += len + (text[len] == '\n');
    }
    return list;
}

static void add_change(json_t *object, const struct run_change *change)
{
    json_object_set_new(object, "seq", json_integer(change->seq));
    json_add_text(object, "kind", kind_name(change->kind));
    json_add_text(object, "id", change->item_id);
    add_number(object, "number", change->number.v);
    json_add_text(object, "verb", verb_name(change->verb));
    json_add_text(object, "field", change->has_field ? field_name(change->field) : NULL);
    json_object_set_new(object, "before", value(change, change->before));
    json_object_set_new(object, "after", value(change, change->after));
    add_instant(object, "at", change->at_ms);
    json_add_bool(object, "in_doubt", change->in_doubt);
}

char *json_run_head(struct arena *arena, const struct run_head *head)
{
    json_t *object = json_object();
    json_object_set_new(object, "journal", json_integer(RUN_FILE_FORMAT));
    add_head(object, head);
    return json_line(arena, object);
}

char *json_run_change(struct arena *arena, const struct run_change *change)
{
    json_t *object = json_object();
    add_change(object, change);
    return json_line(arena, object);
}

char *json_run_settled(struct arena *arena, const struct run_changes *changes, bool done)
{
    json_t *object = json_object(), *list = json_array();
    for (size_t i = 0; i < changes->items.len; i++)
        json_array_append_new(list, json_integer(changes->items.items[i].seq));
    json_object_set_new(object, "settles", list);
    json_add_text(object, "outcome", done ? "done" : "void");
    return json_line(arena, object);
}

char *json_run_end(struct arena *arena, const struct run_head *head, int64_t changes)
{
    json_t *object = json_object();
    add_end(object, head, changes);
    return json_line(arena, object);
}

char *json_log_runs(struct arena *arena, const struct run_logs *runs, const struct err *err,
                    int exit_status)
{
    json_t *document = json_document("log");
    json_add_rows(document, "runs");
    for (size_t i = 0; i < runs->items.len; i++) {
        json_t *row = json_add_row(document, "runs");
        add_head(row, &runs->items.items[i].head);
        add_end(row, &runs->items.items[i].head, runs->items.items[i].count);
        json_add_number(row, "objects", runs->items.items[i].objects);
    }
    json_add_error(document, err, exit_status);
    return json_text(arena, document);
}

char *json_log_run(struct arena *arena, const struct run_log *run, const struct err *err,
                   int exit_status)
{
    json_t *document = json_document("log");
    json_t *head = json_object();
    add_head(head, &run->head);
    add_end(head, &run->head, run->count);
    json_add_number(head, "objects", run->objects);
    json_add_bool(head, "torn", run->torn);
    json_object_set_new(document, "run", head);
    json_add_rows(document, "changes");
    for (size_t i = 0; i < run->changes.items.len; i++)
        add_change(json_add_row(document, "changes"), &run->changes.items.items[i]);
    json_add_error(document, err, exit_status);
    return json_text(arena, document);
}
