#include <jansson.h>

#include "base/day.h"
#include "base/str.h"
#include "render/json.h"
#include "render/json_diag.h"
#include "render/json_item.h"
#include "render/plan_parts.h"

/* Kinds that JSON counts, by their names in the model. */
static const enum kind kinds[] = {KIND_LABEL, KIND_MILESTONE, KIND_ISSUE, KIND_RELATION};
#define KINDS (sizeof kinds / sizeof *kinds)

static void add_counts(json_t *document, const char *key, const struct kind_counts counts[],
                       part_pick_fn pick)
{
    json_t *object = json_object();
    for (size_t i = 0; i < KINDS; i++)
        json_object_set_new(object, kind_name(kinds[i]), json_integer(pick(&counts[kinds[i]])));
    json_object_set_new(document, key, object);
}

static json_t *number_value(struct number number)
{
    return number.v > 0 ? json_integer(number.v) : json_null();
}

static json_t *list_value(const struct strlist *list)
{
    json_t *array = json_array();
    for (size_t i = 0; i < list->len; i++)
        json_array_append_new(array, json_from_text(list->items[i]));
    return array;
}

json_t *json_field_value(enum field field, const struct value *value)
{
    if (!value->known)
        return json_null();
    if (field_is_set(field))
        return list_value(value->raw_set.len ? &value->raw_set : &value->set);
    return json_from_text(value->raw ? value->raw : value->text);
}

json_t *json_item_head(enum kind kind, const char *id, struct number number)
{
    json_t *entry = json_object();
    json_object_set_new(entry, "kind",
                        kind < KIND_COUNT ? json_string(kind_name(kind)) : json_null());
    json_object_set_new(entry, "id", json_from_text(id));
    json_object_set_new(entry, "number", number_value(number));
    return entry;
}

static json_t *change_value(const struct change *change)
{
    json_t *entry = json_object();
    json_object_set_new(entry, "field", json_string(field_name(change->field)));
    json_object_set_new(entry, "before", json_field_value(change->field, &change->before));
    json_object_set_new(entry, "after", json_field_value(change->field, &change->after));
    if (change->move == MOVE_OVERWRITE)
        json_object_set_new(entry, "overwrites", json_true());
    if (change->merged)
        json_object_set_new(entry, "merged", json_true());
    if (change->added.len + change->removed.len > 0) {
        json_object_set_new(entry, "added", list_value(&change->added));
        json_object_set_new(entry, "removed", list_value(&change->removed));
    }
    if (change->lost_ticks.len > 0)
        json_object_set_new(entry, "lost_ticks", list_value(&change->lost_ticks));
    return entry;
}

static json_t *item_value(const struct item_change *item)
{
    json_t *entry = json_item_head(item->kind, item->id, item->number);
    json_object_set_new(entry, "title", json_from_text(item->title));
    json_object_set_new(entry, "verb", json_string(verb_name(item->verb)));
    json_t *fields = json_array();
    for (size_t i = 0; i < item->changes.len; i++) {
        enum move move = item->changes.items[i].move;
        if (move == MOVE_WRITE || move == MOVE_OVERWRITE)
            json_array_append_new(fields, change_value(&item->changes.items[i]));
    }
    json_object_set_new(entry, "fields", fields);
    if (item->reason)
        json_object_set_new(entry, "reason", json_from_text(item->reason));
    if (item->ways.len > 0)
        json_object_set_new(entry, "ways", list_value(&item->ways));
    return entry;
}

static json_t *changes_value(const struct changeset *changeset)
{
    json_t *list = json_array();
    for (size_t i = 0; i < changeset->items.len; i++)
        if (changeset->items.items[i].verb != VERB_NONE)
            json_array_append_new(list, item_value(&changeset->items.items[i]));
    return list;
}

static json_t *done_value(const struct sync_report *report)
{
    json_t *list = json_array();
    for (size_t i = 0; i < report->done.len; i++) {
        const struct report_done *done = &report->done.items[i];
        json_t *entry = json_item_head(done->kind, done->id, done->number);
        json_object_set_new(entry, "title", json_from_text(done->title));
        json_object_set_new(entry, "verb", json_string(verb_name(done->verb)));
        json_object_set_new(entry, "note", json_from_text(done->note));
        json_array_append_new(list, entry);
    }
    return list;
}

/* Fields that a person changed (MOVE_KEEP) or both did (MOVE_CONFLICT). */
static json_t *moves_value(const struct changeset *changeset, enum move move, const char *reason)
{
    json_t *list = json_array();
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        for (size_t k = 0; k < item->changes.len; k++) {
            const struct change *change = &item->changes.items[k];
            if (change->move != move)
                continue;
            json_t *entry = json_item_head(item->kind, item->id, item->number);
            json_object_set_new(entry, "field", json_string(field_name(change->field)));
            json_object_set_new(entry, "reason", json_string(reason));
            json_object_set_new(entry, "agreed", json_field_value(change->field, &change->agreed));
            json_object_set_new(entry, "spec", json_field_value(change->field, &change->after));
            json_object_set_new(entry, "github", json_field_value(change->field, &change->before));
            json_object_set_new(entry, "who", json_from_text(item->who));
            json_object_set_new(entry, "when", json_from_text(item->when));
            json_array_append_new(list, entry);
        }
    }
    return list;
}

static json_t *unplanned_value(const struct changeset *changeset)
{
    json_t *list = json_array();
    for (size_t i = 0; i < changeset->unplanned.len; i++) {
        const struct unplanned *issue = &changeset->unplanned.items[i];
        json_t *entry = json_item_head(KIND_ISSUE, NULL, issue->number);
        json_object_set_new(entry, "field", json_null());
        json_object_set_new(entry, "reason", json_string("no item of the plan owns it"));
        json_object_set_new(entry, "title", json_from_text(issue->title));
        json_object_set_new(entry, "milestone", json_from_text(issue->milestone_id));
        json_array_append_new(list, entry);
    }
    return list;
}

static json_t *leftovers_value(const struct changeset *changeset)
{
    json_t *list = json_array();
    for (size_t i = 0; i < changeset->leftovers.len; i++) {
        const struct leftover *leftover = &changeset->leftovers.items[i];
        json_t *entry = json_item_head(leftover->kind, leftover->id, leftover->number);
        json_object_set_new(entry, "title", json_from_text(leftover->title));
        json_object_set_new(entry, "kept", json_from_text(leftover->why_kept));
        json_array_append_new(list, entry);
    }
    return list;
}

static json_t *line_value(const struct report_line *line)
{
    json_t *entry = json_item_head(line->kind, line->id, line->number);
    json_object_set_new(entry, "field", json_from_text(line->field));
    json_object_set_new(entry, "reason", json_from_text(line->reason));
    json_object_set_new(entry, "next", json_from_text(line->next));
    json_object_set_new(entry, "exit", json_integer(line->exit_status));
    return entry;
}

#define ADD_LINES(document, key, lines)                                                            \
    do {                                                                                           \
        json_t *list_ = json_array();                                                              \
        for (size_t i_ = 0; i_ < (lines).len; i_++)                                                \
            json_array_append_new(list_, line_value(&(lines).items[i_]));                          \
        json_object_set_new((document), (key), list_);                                             \
    } while (0)

static void add_refusals(json_t *errors, const struct changeset *changeset)
{
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        if (item->verb != VERB_REFUSE)
            continue;
        json_t *entry = json_item_head(item->kind, item->id, item->number);
        json_object_set_new(entry, "field", json_null());
        json_object_set_new(entry, "reason", json_from_text(item->reason));
        json_object_set_new(entry, "next",
                            json_from_text(item->ways.len ? item->ways.items[0] : NULL));
        const enum code code = item_change_refused(item) ? ERR_REFUSED : ERR_RETRY;
        json_object_set_new(entry, "exit", json_integer(code_exit_status(code)));
        json_array_append_new(errors, entry);
    }
}

static const char *stop_word(enum stop_cause stop)
{
    static const char *const words[] = {
        [STOP_LIMIT] = "limit",     [STOP_NETWORK] = "network", [STOP_INTERRUPT] = "interrupted",
        [STOP_HORIZON] = "horizon", [STOP_ERROR] = "error",
    };
    return words[stop];
}

static void add_stop(json_t *document, const struct sync_report *report)
{
    if (report->stop == STOP_NONE) {
        json_object_set_new(document, "stopped", json_null());
        return;
    }
    char resume[21] = "";
    if (report->resume_at_ms > 0)
        instant_format(report->resume_at_ms, resume);
    json_t *stop = json_object();
    json_object_set_new(stop, "cause", json_string(stop_word(report->stop)));
    json_object_set_new(stop, "reason", json_from_text(report->stop_text));
    json_object_set_new(stop, "planned", json_integer(report->planned_writes));
    json_object_set_new(stop, "written", json_integer(report->written_writes));
    json_object_set_new(stop, "in_doubt", json_integer(report->in_doubt));
    json_object_set_new(stop, "resume_at", json_from_text(*resume ? resume : NULL));
    json_object_set_new(document, "stopped", stop);
}

static void add_plan_counts(json_t *document, const struct changeset *changeset)
{
    add_counts(document, "create", changeset->counts, part_create);
    add_counts(document, "update", changeset->counts, part_update);
    add_counts(document, "adopt", changeset->counts, part_adopt);
    add_counts(document, "close", changeset->counts, part_close);
    add_counts(document, "delete", changeset->counts, part_delete);
    add_counts(document, "unchanged", changeset->counts, part_unchanged);
    json_object_set_new(document, "writes", json_integer(changeset->writes));
    json_object_set_new(document, "notifications", json_integer(changeset->notifications));
    json_object_set_new(document, "changes", changes_value(changeset));
}

static void add_sync_counts(json_t *document, const struct sync_report *report)
{
    add_counts(document, "created", report->written, part_create);
    add_counts(document, "updated", report->written, part_update);
    add_counts(document, "adopted", report->written, part_adopt);
    add_counts(document, "closed", report->written, part_close);
    add_counts(document, "deleted", report->written, part_delete);
    add_counts(document, "unchanged", report->changeset->counts, part_unchanged);
    json_object_set_new(document, "changes", done_value(report));
    add_stop(document, report);
}

void json_add_requests(json_t *document, const struct request_counts *requests)
{
    json_object_set_new(document, "requests",
                        json_pack("{s:I, s:I, s:I, s:I}", "get", (json_int_t)requests->get,
                                  "not_modified", (json_int_t)requests->not_modified, "verify",
                                  (json_int_t)requests->verify, "write",
                                  (json_int_t)requests->write));
}

static void add_trouble(json_t *document, const struct sync_report *report)
{
    const struct changeset *changeset = report->changeset;
    ADD_LINES(document, "skipped", report->skipped);
    json_object_set_new(document, "drift",
                        moves_value(changeset, MOVE_KEEP, "edited on GitHub and kept"));
    json_object_set_new(document, "conflicts",
                        moves_value(changeset, MOVE_CONFLICT, "changed on both sides"));
    json_object_set_new(document, "unplanned", unplanned_value(changeset));
    json_object_set_new(document, "leftovers", leftovers_value(changeset));
    ADD_LINES(document, "errors", report->errors);
    add_refusals(json_object_get(document, "errors"), changeset);
    ADD_LINES(document, "notes", report->notes);
    json_object_set_new(document, "promise", json_from_text(report->promise));
    ADD_LINES(document, "stale", report->stale);
}

char *json_sync(struct arena *arena, const char *command, const struct sync_report *report,
                const struct diags *diags, const struct err *err, int exit_status)
{
    bool is_plan = text_eq(command, "plan");
    json_t *document = json_document(command);
    json_object_set_new(document, "repository", json_from_text(report->repository));
    json_object_set_new(document, "spec", json_from_text(report->plan ? report->plan->path : NULL));
    if (report->changeset) {
        if (is_plan)
            add_plan_counts(document, report->changeset);
        else
            add_sync_counts(document, report);
        add_trouble(document, report);
        json_object_set_new(document, "objects", json_integer(report->changeset->objects));
        json_object_set_new(document, "examined", json_integer(report->examined));
        json_object_set_new(document, "refused", json_from_text(report->refusal_headline));
        if (report->refusal_headline)
            json_object_set_new(document, "allow", json_from_text(report->refusal_command));
    }
    json_add_requests(document, &report->requests);
    if (!is_plan)
        json_object_set_new(document, "run", json_from_text(report->run));
    json_object_set_new(document, is_plan ? "estimate_ms" : "duration_ms",
                        json_integer(is_plan ? report->estimate_ms : report->duration_ms));
    if (diags && diags->len > 0)
        json_add_diags(document, diags);
    json_add_error(document, err, exit_status);
    return json_text(arena, document);
}

char *json_undo(struct arena *arena, const struct undo_report *report, const struct err *err,
                int exit_status)
{
    const struct sync_report *sync = &report->sync;
    json_t *document = json_document("undo");
    json_object_set_new(document, "undoes", json_from_text(report->of.id));
    json_object_set_new(document, "repository", json_from_text(sync->repository));
    json_object_set_new(document, "count", json_integer(report->count));
    json_object_set_new(document, "run", json_from_text(sync->run));
    json_object_set_new(document, "changes", done_value(sync));
    json_object_set_new(document, "already", json_integer(report->already));
    ADD_LINES(document, "left", report->left);
    ADD_LINES(document, "errors", sync->errors);
    ADD_LINES(document, "notes", sync->notes);
    add_stop(document, sync);
    json_add_requests(document, &sync->requests);
    json_object_set_new(document, "duration_ms", json_integer(sync->duration_ms));
    json_add_error(document, err, exit_status);
    return json_text(arena, document);
}
