#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/str.h"
#include "base/utf8.h"
#include "sandbox/handlers.h"

#define TITLE_MAX_POINTS 255

struct sent {
    const char *title, *state, *description, *due_on;
    bool has_title, has_state, has_description, has_due_on;
    int64_t due_ms;
};

static bool check_title(struct sandbox *sandbox, struct sb_reply *reply,
                        const struct sb_milestone *self, const char *title)
{
    if (title[strspn(title, " \t\r\n")] == '\0') {
        sb_invalid(reply, "Milestone", "title", "missing_field", NULL);
        return false;
    }
    if (utf8_count(title) > TITLE_MAX_POINTS) {
        sb_invalid(reply, "Milestone", "title", "custom",
                   "title is too long (maximum is 255 characters)");
        return false;
    }
    /* Closed milestones keep their title. */
    const struct sb_milestone *holder = sb_world_titled_milestone(&sandbox->world, title);
    if (!holder || holder == self)
        return true;
    sb_invalid(reply, "Milestone", "title", "already_exists", NULL);
    return false;
}

/* UTC in the form of the description, with seconds and `Z`; dates alone and offsets are not. */
static bool is_due_form(const char *text)
{
    int64_t ignored = 0;
    return strlen(text) == 20 && text[19] == 'Z' && instant_parse(text, &ignored);
}

static bool read_sent(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                      const struct sb_milestone *self, struct sent *sent)
{
    static const char *const states[] = {"open", "closed", NULL};
    /* `null` clears a date on update and is a wrong type on creation. */
    if (!sb_body_string(request, reply, "title", self ? SB_OPTIONAL : SB_REQUIRED, false,
                        &sent->title, &sent->has_title) ||
        !sb_body_enum(request, reply, "state", false, states, &sent->state, &sent->has_state) ||
        !sb_body_string(request, reply, "description", SB_OPTIONAL, true, &sent->description,
                        &sent->has_description) ||
        !sb_body_string(request, reply, "due_on", SB_OPTIONAL, self != NULL, &sent->due_on,
                        &sent->has_due_on))
        return false;
    if (sent->has_title && !check_title(sandbox, reply, self, sent->title))
        return false;
    sent->due_ms = SB_NO_TIME;
    if (!sent->due_on)
        return true;
    int64_t sent_ms = 0;
    if (!is_due_form(sent->due_on) || !instant_parse(sent->due_on, &sent_ms)) {
        sb_invalid(reply, "Milestone", "due_on", "invalid", NULL);
        return false;
    }
    sent->due_ms = sb_due_store(&sandbox->world, sent_ms);
    return true;
}

static void set_state(struct sb_milestone *milestone, const char *state, int64_t now_ms)
{
    bool closed = strcmp(state, "closed") == 0;
    if (closed != milestone->closed)
        milestone->closed_ms = closed ? now_ms : SB_NO_TIME;
    milestone->closed = closed;
}

static void apply(struct sb_world *world, struct sb_milestone *milestone, const struct sent *sent,
                  int64_t now_ms)
{
    if (sent->has_title)
        milestone->title = arena_strdup(world->arena, sent->title);
    if (sent->has_state)
        set_state(milestone, sent->state, now_ms);
    if (sent->has_description)
        milestone->description = arena_strdup(world->arena, sent->description);
    if (sent->has_due_on)
        milestone->due_ms = sent->due_ms;
    milestone->updated_ms = now_ms;
}

static int compare_due(const void *left, const void *right)
{
    const struct sb_milestone *a = *(const struct sb_milestone *const *)left;
    const struct sb_milestone *b = *(const struct sb_milestone *const *)right;
    /* Without a date comes last. */
    int64_t due_a = a->due_ms == SB_NO_TIME ? INT64_MAX : a->due_ms;
    int64_t due_b = b->due_ms == SB_NO_TIME ? INT64_MAX : b->due_ms;
    if (due_a != due_b)
        return due_a < due_b ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static int compare_completeness(const void *left, const void *right)
{
    const struct sb_milestone *a = *(const struct sb_milestone *const *)left;
    const struct sb_milestone *b = *(const struct sb_milestone *const *)right;
    int64_t done_a = a->closed_issues * (b->open_issues + b->closed_issues);
    int64_t done_b = b->closed_issues * (a->open_issues + a->closed_issues);
    if (done_a != done_b)
        return done_a < done_b ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

void sb_milestones_list(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    const char *state = sb_request_param(request, "state");
    const char *sort = sb_request_param(request, "sort");
    bool descending = text_eq(sb_request_param(request, "direction"), "desc");
    VEC(struct sb_milestone *) there = {0};
    for (size_t i = 0; i < sandbox->world.milestones.len; i++) {
        struct sb_milestone *milestone = sandbox->world.milestones.items[i];
        if (milestone->deleted || milestone->visible_ms > request->now_ms)
            continue;
        if (text_eq(state, "all") || milestone->closed == text_eq(state, "closed"))
            VEC_PUSH(request->arena, &there, milestone);
    }
    if (there.len)
        qsort(there.items, there.len, sizeof *there.items,
              text_eq(sort, "completeness") ? compare_completeness : compare_due);
    size_t first = 0, count = 0;
    sb_page(sandbox, request, reply, there.len, &first, &count);
    struct sb_view view = sb_view_of(sandbox, request);
    json_t *list = json_array();
    for (size_t i = first; i < first + count && i < there.len; i++)
        json_array_append_new(
            list, sb_view_milestone(&view, there.items[descending ? there.len - 1 - i : i]));
    sb_reply_json(reply, 200, list);
}

static struct sb_milestone *find(struct sandbox *sandbox, struct sb_request *request,
                                 struct sb_reply *reply)
{
    struct sb_milestone *milestone =
        sb_world_find_milestone(&sandbox->world, sb_parse_number(request->arg[0]));
    if (!milestone)
        sb_not_found(reply);
    return milestone;
}

static void answer(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                   int status, const struct sb_milestone *milestone)
{
    struct sb_view view = sb_view_of(sandbox, request);
    sb_reply_json(reply, status, sb_view_milestone(&view, milestone));
}

void sb_milestones_get(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    const struct sb_milestone *milestone = find(sandbox, request, reply);
    if (!milestone)
        return;
    reply->last_modified_ms = milestone->updated_ms;
    answer(sandbox, request, reply, 200, milestone);
}

void sb_milestones_post(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_world *world = &sandbox->world;
    struct sent sent = {0};
    if (!read_sent(sandbox, request, reply, NULL, &sent))
        return;
    struct sb_milestone *milestone =
        sb_world_add_milestone(world, sent.title, sent.description, request->now_ms);
    apply(world, milestone, &sent, request->now_ms);
    sb_world_note(world, request->now_ms, 0, "milestone_created", milestone->title,
                  world->actor->login);
    answer(sandbox, request, reply, 201, milestone);
    sb_reply_header(reply, "Location", json_string_value(json_object_get(reply->json, "url")));
}

void sb_milestones_patch(struct sandbox *sandbox, struct sb_request *request,
                         struct sb_reply *reply)
{
    struct sb_milestone *milestone = find(sandbox, request, reply);
    struct sent sent = {0};
    if (!milestone || !read_sent(sandbox, request, reply, milestone, &sent))
        return;
    if (!request->echo_old) {
        apply(&sandbox->world, milestone, &sent, request->now_ms);
        sb_world_note(&sandbox->world, request->now_ms, 0, "milestone_edited", milestone->title,
                      sandbox->world.actor->login);
    }
    answer(sandbox, request, reply, 200, milestone);
}

void sb_milestones_delete(struct sandbox *sandbox, struct sb_request *request,
                          struct sb_reply *reply)
{
    struct sb_milestone *milestone = find(sandbox, request, reply);
    if (!milestone)
        return;
    sb_milestone_delete(&sandbox->world, milestone, request->now_ms);
    sb_reply_empty(reply, 204);
}
