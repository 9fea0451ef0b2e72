#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "sandbox/handlers.h"

#define NAME_MAX_POINTS 50
#define DESCRIPTION_MAX_POINTS 100
#define AUTO_COLOR "ededed"

/* Emoji, joiners and variation selectors: a name of nothing else is refused. */
static bool is_emoji(int32_t point)
{
    return point >= 0x1F000 || point == 0x200D || (point >= 0xFE00 && point <= 0xFE0F) ||
           (point >= 0x2600 && point <= 0x27BF);
}

static bool only_emoji(const char *name)
{
    int32_t point = 0;
    while ((point = utf8_next(&name)) >= 0)
        if (!is_emoji(point))
            return false;
    return true;
}

static bool blank(const char *text)
{
    return !text || text[strspn(text, " \t\r\n")] == '\0';
}

bool sb_label_name_check(const char *name, struct sb_reply *reply)
{
    if (blank(name))
        sb_invalid(reply, "Label", "name", "missing_field", NULL);
    else if (utf8_count(name) > NAME_MAX_POINTS)
        sb_invalid(reply, "Label", "name", "custom", "name is too long (maximum is 50 characters)");
    else if (only_emoji(name))
        sb_invalid(reply, "Label", "name", "custom", "name must contain more than native emoji");
    else
        return true;
    return false;
}

static bool check_color(const char *color, struct sb_reply *reply)
{
    size_t digits = 0;
    while (isxdigit((unsigned char)color[digits]))
        digits++;
    if (digits == 6 && !color[6])
        return true;
    sb_invalid(reply, "Label", "color", "invalid", NULL);
    return false;
}

static bool check_description(const char *description, struct sb_reply *reply)
{
    if (utf8_count(description) > DESCRIPTION_MAX_POINTS) {
        sb_invalid(reply, "Label", "description", "custom",
                   "description is too long (maximum is 100 characters)");
        return false;
    }
    const char *at = description;
    int32_t point = 0;
    while ((point = utf8_next(&at)) >= 0) {
        if (point <= 0xFFFF)
            continue;
        sb_invalid(reply, "Label", "description", "custom",
                   "description doesn't accept 4-byte Unicode");
        return false;
    }
    return true;
}

/* The fields that create and update share. */
struct sent {
    const char *name, *color, *description;
    bool has_name, has_color, has_description;
};

static bool read_sent(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                      const char *name_key, enum sb_need need, const struct sb_label *self,
                      struct sent *sent)
{
    if (!sb_body_string(request, reply, name_key, need, false, &sent->name, &sent->has_name) ||
        !sb_body_string(request, reply, "color", SB_OPTIONAL, false, &sent->color,
                        &sent->has_color) ||
        !sb_body_string(request, reply, "description", SB_OPTIONAL, true, &sent->description,
                        &sent->has_description))
        return false;
    if ((sent->has_name && !sb_label_name_check(sent->name, reply)) ||
        (sent->has_color && !check_color(sent->color, reply)) ||
        (sent->description && !check_description(sent->description, reply)))
        return false;
    const struct sb_label *holder =
        sent->has_name ? sb_world_find_label(&sandbox->world, sent->name) : NULL;
    if (!holder || holder == self)
        return true;
    sb_invalid(reply, "Label", "name", "already_exists", NULL);
    return false;
}

void sb_labels_list(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_view view = sb_view_of(sandbox, request);
    struct sb_label_refs there = {0};
    for (size_t i = 0; i < sandbox->world.labels.len; i++) {
        struct sb_label *label = sandbox->world.labels.items[i];
        if (!label->deleted && label->visible_ms <= request->now_ms)
            VEC_PUSH(request->arena, &there, label);
    }
    size_t first = 0, count = 0;
    sb_page(sandbox, request, reply, there.len, &first, &count);
    struct sb_label_refs page = {count ? there.items + first : NULL, count, count};
    sb_reply_json(reply, 200, sb_view_labels(&view, &page));
}

static struct sb_label *find(struct sandbox *sandbox, struct sb_request *request,
                             struct sb_reply *reply)
{
    struct sb_label *label = sb_world_find_label(&sandbox->world, request->arg[0]);
    if (!label)
        sb_not_found(reply);
    return label;
}

static void answer(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                   int status, const struct sb_label *label)
{
    struct sb_view view = sb_view_of(sandbox, request);
    sb_reply_json(reply, status, sb_view_label(&view, label));
}

void sb_labels_get(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    const struct sb_label *label = find(sandbox, request, reply);
    if (!label)
        return;
    reply->last_modified_ms = label->updated_ms;
    answer(sandbox, request, reply, 200, label);
}

void sb_labels_post(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sent sent = {0};
    if (!read_sent(sandbox, request, reply, "name", SB_REQUIRED, NULL, &sent))
        return;
    struct sb_label *label =
        sb_world_add_label(&sandbox->world, sent.name, sent.color ? sent.color : AUTO_COLOR,
                           sent.description, request->now_ms);
    sb_world_note(&sandbox->world, request->now_ms, 0, "label_created", label->name,
                  sandbox->world.actor->login);
    answer(sandbox, request, reply, 201, label);
    sb_reply_header(reply, "Location", json_string_value(json_object_get(reply->json, "url")));
}

void sb_labels_patch(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_world *world = &sandbox->world;
    struct sb_label *label = find(sandbox, request, reply);
    struct sent sent = {0};
    if (!label || !read_sent(sandbox, request, reply, "new_name", SB_OPTIONAL, label, &sent))
        return;
    if (sent.has_name)
        sb_label_rename(world, label, sent.name);
    if (sent.has_color)
        label->color = arena_strdup(world->arena, sent.color);
    if (sent.has_description)
        label->description = arena_strdup(world->arena, sent.description);
    label->updated_ms = request->now_ms;
    sb_world_note(world, request->now_ms, 0, "label_edited", label->name, world->actor->login);
    answer(sandbox, request, reply, 200, label);
}

void sb_labels_delete(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_label *label = find(sandbox, request, reply);
    if (!label)
        return;
    sb_label_delete(&sandbox->world, label, request->now_ms);
    sb_reply_empty(reply, 204);
}

bool sb_labels_resolve(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                       const struct strlist *names, struct sb_label_refs *labels)
{
    for (size_t i = 0; i < names->len; i++)
        if (!sb_label_name_check(names->items[i], reply))
            return false;
    for (size_t i = 0; i < names->len; i++) {
        struct sb_label *label = sb_world_find_label(&sandbox->world, names->items[i]);
        if (!label)
            label = sb_world_add_label(&sandbox->world, names->items[i], AUTO_COLOR, NULL,
                                       request->now_ms);
        bool twice = false;
        for (size_t j = 0; j < labels->len; j++)
            twice |= labels->items[j] == label;
        if (!twice)
            VEC_PUSH(request->arena, labels, label);
    }
    return true;
}
