/* Issues and the labels on them. */
#include "github/write.h"

#include "base/str.h"
#include "github/body.h"
#include "github/echo.h"

static json_t *issue_body(const struct gh_issue_fields *fields)
{
    json_t *body = json_object();
    body_put_text(body, "title", fields->title);
    body_put_text(body, "body", fields->body);
    if (fields->milestone)
        body_put(body, "milestone",
                 fields->milestone->v > 0 ? json_integer(fields->milestone->v) : json_null());
    body_put_list(body, "labels", fields->labels);
    body_put_list(body, "assignees", fields->assignees);
    body_put_clearable(body, "type", fields->type);
    body_put_text(body, "state", fields->state);
    body_put_text(body, "state_reason", fields->state_reason);
    if (fields->duplicate_of.v > 0)
        body_put(body, "duplicate_issue_id", json_integer(fields->duplicate_of.v));
    return body;
}

static enum gh_state send_issue(struct send *send, const struct gh_issue_fields *fields,
                                struct gh_outcome *out)
{
    if (body_send_for_issue(send, out) == GH_DONE)
        out->dropped_for_rights = echo_issue(send->arena, fields, out->issue, &out->dropped);
    return out->state;
}

enum gh_state gh_create_issue(struct gh *gh, struct arena *arena,
                              const struct gh_issue_fields *fields, struct gh_outcome *out)
{
    /* A creation takes no state (github: trap 9), and clearing is leaving out. */
    struct gh_issue_fields sent = *fields;
    sent.state = sent.state_reason = NULL;
    sent.duplicate_of = (struct db_id){0};
    if (text_empty(sent.type))
        sent.type = NULL;
    if (sent.milestone && sent.milestone->v == 0)
        sent.milestone = NULL;
    struct send send = {.gh = gh,
                        .arena = arena,
                        .method = "POST",
                        .path = "/issues",
                        .body = issue_body(&sent),
                        .tried = arena_printf(arena, "create the issue '%s'", fields->title)};
    return send_issue(&send, &sent, out);
}

enum gh_state gh_update_issue(struct gh *gh, struct arena *arena, struct number number,
                              const struct gh_issue_fields *fields, struct gh_outcome *out)
{
    struct send send = {.gh = gh,
                        .arena = arena,
                        .method = "PATCH",
                        .path = arena_printf(arena, "/issues/%lld", ll(number.v)),
                        .body = issue_body(fields),
                        .tried = arena_printf(arena, "change #%lld", ll(number.v))};
    return send_issue(&send, fields, out);
}

enum gh_state gh_close_issue(struct gh *gh, struct arena *arena, struct number number,
                             const char *state_reason, struct db_id duplicate_of, const char *body,
                             struct gh_outcome *out)
{
    struct gh_issue_fields fields = {.body = body,
                                     .state = "closed",
                                     .state_reason = state_reason,
                                     .duplicate_of = duplicate_of};
    struct send send = {.gh = gh,
                        .arena = arena,
                        .method = "PATCH",
                        .path = arena_printf(arena, "/issues/%lld", ll(number.v)),
                        .body = issue_body(&fields),
                        .tried = arena_printf(arena, "close #%lld", ll(number.v))};
    return send_issue(&send, &fields, out);
}

enum gh_state gh_set_assignees(struct gh *gh, struct arena *arena, struct number number,
                               const struct strlist *logins, struct gh_outcome *out)
{
    struct gh_issue_fields fields = {.assignees = logins};
    return gh_update_issue(gh, arena, number, &fields, out);
}

/* The labels that the answer lists. */
static struct strlist names_in(struct arena *arena, const json_t *list)
{
    struct strlist names = {0};
    size_t i;
    json_t *element;
    json_array_foreach(list, i, element)
    {
        const char *name = json_is_string(element)
                               ? json_string_value(element)
                               : json_string_value(json_object_get(element, "name"));
        if (name)
            strlist_add(arena, &names, arena_strdup(arena, name));
    }
    return names;
}

enum gh_state gh_add_labels(struct gh *gh, struct arena *arena, struct number number,
                            const struct strlist *labels, struct gh_outcome *out)
{
    json_t *body = json_object();
    body_put_list(body, "labels", labels);
    struct send send = {.gh = gh,
                        .arena = arena,
                        .method = "POST",
                        .path = arena_printf(arena, "/issues/%lld/labels", ll(number.v)),
                        .body = body,
                        .tried = arena_printf(arena, "add labels to #%lld", ll(number.v))};
    json_t *answer cleanup_json = NULL;
    if (send_write(&send, out, &answer) != GH_DONE)
        return out->state;
    if (!json_is_array(answer)) {
        send_garbled(&send, out, "the answer is not a list");
        return out->state;
    }
    struct strlist there = names_in(arena, answer);
    out->dropped_for_rights = !echo_set_holds(arena, labels, &there);
    if (out->dropped_for_rights)
        strlist_add(arena, &out->dropped, field_name(FIELD_LABELS));
    return out->state;
}

enum gh_state gh_remove_label(struct gh *gh, struct arena *arena, struct number number,
                              const char *label, struct gh_outcome *out)
{
    const struct strlist one = {&label, 1, 1};
    struct send send = {
        .gh = gh,
        .arena = arena,
        .method = "DELETE",
        .path =
            arena_printf(arena, "/issues/%lld/labels/%s", ll(number.v), gh_segment(arena, label)),
        .tried = arena_printf(arena, "take the label '%s' off #%lld", label, ll(number.v)),
        .no_answer_body = true};
    json_t *answer cleanup_json = NULL;
    if (send_write(&send, out, &answer) == GH_DONE || !body_says_absent(out))
        return out->state;
    struct err err cleanup_err = ERR_INIT;
    struct gh_issue_found found = {0};
    enum code code = gh_get_issue(gh, arena, number, false, true, &found, &err);
    /* An issue that is not there either says nothing about its label. */
    const bool there =
        found.presence != GH_FOUND || echo_set_holds(arena, &one, &found.issue.labels);
    return body_settle_absent(arena, out, code, there, &err);
}
