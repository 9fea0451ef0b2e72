/* The whole world as canonical JSON. */
#include "sandbox/view.h"

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

static json_t *dump_labels(const struct sb_world *world, bool with_times)
{
    json_t *list = json_array();
    for (size_t i = 0; i < world->labels.len; i++) {
        const struct sb_label *label = world->labels.items[i];
        if (label->deleted)
            continue;
        json_t *json = json_pack("{s:s, s:s, s:o}", "name", label->name, "color", label->color,
                                 "description", sb_view_text(label->description));
        if (with_times)
            set(json, "id", json_integer(label->id));
        json_array_append_new(list, json);
    }
    return list;
}

static json_t *dump_milestones(const struct sb_world *world, bool with_times)
{
    json_t *list = json_array();
    for (size_t i = 0; i < world->milestones.len; i++) {
        const struct sb_milestone *milestone = world->milestones.items[i];
        if (milestone->deleted)
            continue;
        json_t *json = json_pack(
            "{s:I, s:s, s:o, s:s, s:o, s:I, s:I}", "number", (json_int_t)milestone->number, "title",
            milestone->title, "description", sb_view_text(milestone->description), "state",
            milestone->closed ? "closed" : "open", "due_on", sb_view_time(milestone->due_ms),
            "open_issues", (json_int_t)milestone->open_issues, "closed_issues",
            (json_int_t)milestone->closed_issues);
        if (with_times) {
            set(json, "id", json_integer(milestone->id));
            set(json, "updated_at", sb_view_time(milestone->updated_ms));
        }
        json_array_append_new(list, json);
    }
    return list;
}

static json_t *numbers(const struct sb_issue_refs *refs)
{
    json_t *list = json_array();
    for (size_t i = 0; i < refs->len; i++)
        json_array_append_new(list, json_integer(refs->items[i]->number));
    return list;
}

static json_t *dump_issue(const struct sb_issue *issue, bool with_times)
{
    json_t *labels = json_array(), *assignees = json_array();
    for (size_t i = 0; i < issue->labels.len; i++)
        json_array_append_new(labels, json_string(issue->labels.items[i]->name));
    for (size_t i = 0; i < issue->assignees.len; i++)
        json_array_append_new(assignees, json_string(issue->assignees.items[i]->login));
    json_t *json =
        json_pack("{s:I, s:s, s:o, s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:b}", "number",
                  (json_int_t)issue->number, "title", issue->title, "body",
                  sb_view_text(issue->body), "state", issue->closed ? "closed" : "open",
                  "state_reason", sb_view_text(issue->state_reason), "author", issue->author->login,
                  "labels", labels, "assignees", assignees, "milestone",
                  issue->milestone ? json_string(issue->milestone->title) : json_null(),
                  "sub_issues", numbers(&issue->children), "blocked_by",
                  numbers(&issue->blocked_by), "pull_request", issue->pull);
    set(json, "type", sb_view_text(issue->type ? issue->type->name : NULL));
    set(json, "parent", issue->parent ? json_integer(issue->parent->number) : json_null());
    set(json, "locked", json_boolean(issue->locked));
    if (with_times) {
        set(json, "id", json_integer(issue->id));
        set(json, "created_at", sb_view_time(issue->created_ms));
        set(json, "updated_at", sb_view_time(issue->updated_ms));
        set(json, "closed_at", sb_view_time(issue->closed_ms));
    }
    return json;
}

static json_t *dump_comments(const struct sb_world *world, bool with_times)
{
    json_t *list = json_array();
    for (size_t i = 0; i < world->comments.len; i++) {
        const struct sb_comment *comment = world->comments.items[i];
        if (comment->deleted)
            continue;
        json_t *json = json_pack("{s:I, s:s, s:s}", "issue", (json_int_t)comment->issue->number,
                                 "author", comment->author->login, "body", comment->body);
        if (with_times)
            set(json, "id", json_integer(comment->id));
        json_array_append_new(list, json);
    }
    return list;
}

static json_t *dump_events(const struct sb_world *world)
{
    json_t *list = json_array();
    for (size_t i = 0; i < world->events.len; i++) {
        const struct sb_event *event = &world->events.items[i];
        json_array_append_new(
            list, json_pack("{s:o, s:I, s:s, s:o, s:o}", "at", sb_view_time(event->at_ms), "number",
                            (json_int_t)event->number, "event", event->what, "detail",
                            sb_view_text(event->detail), "actor", sb_view_text(event->actor)));
    }
    return list;
}

char *sandbox_world_json(struct sandbox *sandbox, bool with_times)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    sb_late_run(sandbox);
    const struct sb_world *world = &sandbox->world;
    json_t *issues = json_array();
    for (size_t i = 0; i < world->issues.len; i++)
        if (!world->issues.items[i]->deleted && !world->issues.items[i]->moved_to)
            json_array_append_new(issues, dump_issue(world->issues.items[i], with_times));
    struct arena *scratch cleanup_arena = arena_new();
    json_t *json =
        json_pack("{s:s, s:o, s:o, s:o, s:o}", "repository",
                  arena_printf(scratch, "%s/%s", world->owner, world->name), "labels",
                  dump_labels(world, with_times), "milestones", dump_milestones(world, with_times),
                  "issues", issues, "comments", dump_comments(world, with_times));
    if (with_times)
        set(json, "events", dump_events(world));
    char *text = json_dumps(json, JSON_INDENT(2) | JSON_SORT_KEYS);
    json_decref(json);
    (void)pthread_mutex_unlock(&sandbox->lock);
    return text;
}
