/* Labels and milestones. */
#include "github/write.h"

#include <stdio.h>

#include "github/body.h"
#include "github/echo.h"
#include "github/parse.h"

static json_t *label_body(const struct gh_label_fields *fields, const char *name_key)
{
    json_t *body = json_object();
    body_put_text(body, name_key, fields->name);
    body_put_text(body, "color", fields->color);
    body_put_text(body, "description", fields->description);
    return body;
}

static enum gh_state send_label(struct send *send, const struct gh_label_fields *fields,
                                struct gh_outcome *out)
{
    json_t *answer cleanup_json = NULL;
    if (send_write(send, out, &answer) != GH_DONE)
        return out->state;
    struct err err cleanup_err = ERR_INIT;
    struct remote_label *echo = ARENA_NEW(send->arena, struct remote_label);
    if (parse_label(send->arena, answer, echo, &err) != OK) {
        send_garbled(send, out, err.message);
        return out->state;
    }
    out->label = echo;
    out->dropped_for_rights = echo_label(send->arena, fields, echo, &out->dropped);
    return out->state;
}

enum gh_state gh_create_label(struct gh *gh, struct arena *arena,
                              const struct gh_label_fields *fields, struct gh_outcome *out)
{
    struct send send = {.gh = gh,
                        .arena = arena,
                        .method = "POST",
                        .path = "/labels",
                        .body = label_body(fields, "name"),
                        .tried = arena_printf(arena, "create the label '%s'", fields->name)};
    return send_label(&send, fields, out);
}

enum gh_state gh_update_label(struct gh *gh, struct arena *arena, const char *name,
                              const struct gh_label_fields *fields, struct gh_outcome *out)
{
    struct send send = {.gh = gh,
                        .arena = arena,
                        .method = "PATCH",
                        .path = arena_printf(arena, "/labels/%s", gh_segment(arena, name)),
                        .body = label_body(fields, "new_name"),
                        .tried = arena_printf(arena, "change the label '%s'", name)};
    return send_label(&send, fields, out);
}

enum gh_state gh_delete_label(struct gh *gh, struct arena *arena, const char *name,
                              struct gh_outcome *out)
{
    struct send send = {.gh = gh,
                        .arena = arena,
                        .method = "DELETE",
                        .path = arena_printf(arena, "/labels/%s", gh_segment(arena, name)),
                        .tried = arena_printf(arena, "delete the label '%s'", name),
                        .no_answer_body = true};
    json_t *answer cleanup_json = NULL;
    if (send_write(&send, out, &answer) == GH_DONE || !body_says_absent(out))
        return out->state;
    struct err err cleanup_err = ERR_INIT;
    struct remote_label label;
    bool there = true;
    enum code code = gh_get_label(gh, arena, name, true, &label, &there, &err);
    return body_settle_absent(arena, out, code, there, &err);
}

static json_t *milestone_body(const struct gh_milestone_fields *fields, bool create)
{
    json_t *body = json_object();
    body_put_text(body, "title", fields->title);
    body_put_text(body, "description", fields->description);
    body_put_text(body, "state", fields->state);
    if (fields->due_on && *fields->due_on) {
        /* Noon, so that no server's idea of midnight makes it another day. (github: due_on) */
        char noon[32];
        (void)snprintf(noon, sizeof noon, "%.10sT12:00:00Z", fields->due_on);
        body_put_text(body, "due_on", noon);
    } else if (fields->due_on && !create) {
        body_put(body, "due_on", json_null());
    }
    return body;
}

static enum gh_state send_milestone(struct send *send, const struct gh_milestone_fields *fields,
                                    struct gh_outcome *out)
{
    json_t *answer cleanup_json = NULL;
    if (send_write(send, out, &answer) != GH_DONE)
        return out->state;
    struct err err cleanup_err = ERR_INIT;
    struct remote_milestone *echo = ARENA_NEW(send->arena, struct remote_milestone);
    if (parse_milestone(send->arena, answer, echo, &err) != OK) {
        send_garbled(send, out, err.message);
        return out->state;
    }
    out->milestone = echo;
    out->dropped_for_rights = echo_milestone(send->arena, fields, echo, &out->dropped);
    return out->state;
}

enum gh_state gh_create_milestone(struct gh *gh, struct arena *arena,
                                  const struct gh_milestone_fields *fields, struct gh_outcome *out)
{
    struct send send = {.gh = gh,
                        .arena = arena,
                        .method = "POST",
                        .path = "/milestones",
                        .body = milestone_body(fields, true),
                        .tried = arena_printf(arena, "create the milestone '%s'", fields->title)};
    return send_milestone(&send, fields, out);
}

enum gh_state gh_update_milestone(struct gh *gh, struct arena *arena, struct number number,
                                  const struct gh_milestone_fields *fields, struct gh_outcome *out)
{
    struct send send = {.gh = gh,
                        .arena = arena,
                        .method = "PATCH",
                        .path = arena_printf(arena, "/milestones/%lld", ll(number.v)),
                        .body = milestone_body(fields, false),
                        .tried = arena_printf(arena, "change milestone %lld", ll(number.v))};
    return send_milestone(&send, fields, out);
}

enum gh_state gh_delete_milestone(struct gh *gh, struct arena *arena, struct number number,
                                  struct gh_outcome *out)
{
    struct send send = {.gh = gh,
                        .arena = arena,
                        .method = "DELETE",
                        .path = arena_printf(arena, "/milestones/%lld", ll(number.v)),
                        .tried = arena_printf(arena, "delete milestone %lld", ll(number.v)),
                        .no_answer_body = true};
    json_t *answer cleanup_json = NULL;
    if (send_write(&send, out, &answer) == GH_DONE || !body_says_absent(out))
        return out->state;
    struct err err cleanup_err = ERR_INIT;
    struct remote_milestone milestone;
    bool there = true;
    enum code code = gh_get_milestone(gh, arena, number, true, &milestone, &there, &err);
    return body_settle_absent(arena, out, code, there, &err);
}
