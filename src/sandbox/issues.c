/* Single issues: read, open, change. */
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "base/utf8.h"
#include "sandbox/handlers.h"

#define TITLE_MAX_POINTS 256
#define BODY_MAX_POINTS 65536
#define LABELS_MAX 100
#define ASSIGNEES_MAX 10

bool sb_body_fits(const char *body)
{
    return utf8_count(body) <= BODY_MAX_POINTS;
}

struct sb_issue *sb_issue_of(struct sandbox *sandbox, struct sb_request *request,
                             struct sb_reply *reply)
{
    struct sb_issue *issue = sb_world_any_issue(&sandbox->world, sb_parse_number(request->arg[0]));
    if (!issue) {
        sb_not_found(reply);
        return NULL;
    }
    if (issue->deleted) {
        sb_fail(reply, 410, "This issue was deleted");
        return NULL;
    }
    if (!issue->moved_to)
        return issue;
    const char *url = arena_printf(request->arena, "%s%s", sandbox->url, issue->moved_to);
    sb_reply_json(reply, 301,
                  json_pack("{s:s, s:s, s:s}", "message", "Moved Permanently", "url", url,
                            "documentation_url", "https://docs.github.com/v3/#http-redirects"));
    sb_reply_header(reply, "Location", url);
    return NULL;
}

/* What a body asks for; absent keys are false. */
struct sent {
    const char *title, *body, *state, *reason, *type;
    bool has_title, has_body, has_state, has_reason, has_milestone, has_labels, has_assignees,
        has_type;
    struct sb_milestone *milestone;
    struct strlist label_names, logins;
    struct sb_label_refs labels;
    struct sb_user_refs assignees;
    const struct sb_type *issue_type;
};

static bool check_texts(struct sb_request *request, struct sb_reply *reply, bool creating,
                        struct sent *sent)
{
    const json_t *number = json_object_get(request->json, "title");
    if (json_is_integer(number)) {
        sent->has_title = true;
        sent->title = arena_printf(request->arena, "%lld", (long long)json_integer_value(number));
    } else if (!sb_body_string(request, reply, "title", creating ? SB_REQUIRED : SB_OPTIONAL,
                               !creating, &sent->title, &sent->has_title)) {
        return false;
    }
    if (!sb_body_string(request, reply, "body", SB_OPTIONAL, true, &sent->body, &sent->has_body))
        return false;
    sent->has_title &= sent->title != NULL;
    if (sent->has_title && sent->title[strspn(sent->title, " \t\r\n")] == '\0')
        sb_invalid(reply, "Issue", "title", "missing_field", NULL);
    else if (sent->has_title && utf8_count(sent->title) > TITLE_MAX_POINTS)
        sb_invalid(reply, "Issue", "title", "custom",
                   "title is too long (maximum is 256 characters)");
    else if (sent->body && !sb_body_fits(sent->body))
        sb_invalid(reply, "Issue", "body", "custom",
                   "body is too long (maximum is 65536 characters)");
    else
        return true;
    return false;
}

static bool check_state(struct sb_request *request, struct sb_reply *reply, struct sent *sent)
{
    static const char *const states[] = {"open", "closed", NULL};
    static const char *const reasons[] = {"completed", "not_planned", "duplicate", "reopened",
                                          NULL};
    return sb_body_enum(request, reply, "state", false, states, &sent->state, &sent->has_state) &&
           sb_body_enum(request, reply, "state_reason", true, reasons, &sent->reason,
                        &sent->has_reason);
}

static bool check_milestone(struct sandbox *sandbox, struct sb_request *request,
                            struct sb_reply *reply, struct sent *sent)
{
    int64_t number = 0;
    if (!sb_body_integer(request, reply, "milestone", SB_OPTIONAL, true, true, &number,
                         &sent->has_milestone))
        return false;
    const json_t *value = json_object_get(request->json, "milestone");
    if (!value || json_is_null(value))
        return true;
    sent->milestone = sb_world_find_milestone(&sandbox->world, number);
    if (sent->milestone)
        return true;
    sb_invalid_value(reply, "Issue", "milestone", "invalid",
                     json_incref(json_object_get(request->json, "milestone")));
    return false;
}

static bool check_type(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                       struct sent *sent)
{
    if (!sb_body_string(request, reply, "type", SB_OPTIONAL, true, &sent->type, &sent->has_type))
        return false;
    if (!sent->type)
        return true;
    sent->issue_type = sb_world_find_type(&sandbox->world, sent->type);
    if (sent->issue_type)
        return true;
    sb_invalid_value(reply, "Issue", "type", "invalid", json_string(sent->type));
    return false;
}

bool sb_assignees_resolve(struct sandbox *sandbox, struct sb_request *request,
                          struct sb_reply *reply, const struct strlist *logins,
                          struct sb_user_refs *users)
{
    for (size_t i = 0; i < logins->len; i++) {
        struct sb_user *user = sb_world_find_user(&sandbox->world, logins->items[i]);
        if (!user || !user->assignable) {
            sb_invalid_value(reply, "Issue", "assignees", "invalid", json_string(logins->items[i]));
            return false;
        }
        VEC_PUSH(request->arena, users, user);
    }
    return true;
}

static bool read_sent(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                      bool creating, struct sent *sent)
{
    if (!check_texts(request, reply, creating, sent) ||
        (!creating && !check_state(request, reply, sent)) ||
        !check_milestone(sandbox, request, reply, sent) ||
        !sb_body_strings(request, reply, "labels", "name", &sent->label_names, &sent->has_labels) ||
        !sb_body_strings(request, reply, "assignees", creating ? NULL : "login", &sent->logins,
                         &sent->has_assignees) ||
        !check_type(sandbox, request, reply, sent))
        return false;
    if (sent->logins.len > ASSIGNEES_MAX) {
        sb_invalid(reply, "Issue", "assignees", "custom", "cannot have more than 10 assignees");
        return false;
    }
    if (!sb_assignees_resolve(sandbox, request, reply, &sent->logins, &sent->assignees))
        return false;
    if (sent->label_names.len > LABELS_MAX) {
        sb_invalid(reply, "Issue", "labels", "custom", "Issues cannot have more than 100 labels");
        return false;
    }
    /* Last, because it makes labels: nothing may fail behind it. */
    return request->drop_fields ||
           sb_labels_resolve(sandbox, request, reply, &sent->label_names, &sent->labels);
}

static void apply_labels(struct sandbox *sandbox, struct sb_issue *issue, const struct sent *sent)
{
    issue->labels.len = 0;
    for (size_t i = 0; i < sent->labels.len; i++)
        (void)sb_issue_add_label(&sandbox->world, issue, sent->labels.items[i]);
}

static void apply_dropped(struct sandbox *sandbox, struct sb_issue *issue, const struct sent *sent,
                          int64_t now_ms)
{
    struct sb_world *world = &sandbox->world;
    if (sent->has_milestone)
        sb_issue_set_milestone(world, issue, sent->milestone, now_ms);
    if (sent->has_labels)
        apply_labels(sandbox, issue, sent);
    if (sent->has_assignees) {
        issue->assignees.len = 0;
        for (size_t i = 0; i < sent->assignees.len; i++)
            (void)sb_issue_assign(world, issue, sent->assignees.items[i]);
    }
    if (sent->has_type)
        issue->type = sent->issue_type;
}

/* `state_reason` counts only together with a change of the state. (GitHub: issues) */
static void apply_state(struct sandbox *sandbox, struct sb_issue *issue, const struct sent *sent,
                        int64_t now_ms)
{
    if (!sent->has_state)
        return;
    if (strcmp(sent->state, "open") == 0) {
        sb_issue_reopen(&sandbox->world, issue, now_ms);
        return;
    }
    const char *reason = sent->reason;
    if (!reason || strcmp(reason, "reopened") == 0)
        reason = "completed";
    sb_issue_close(&sandbox->world, issue, reason, sandbox->world.actor, now_ms);
}

static void apply_texts(struct sb_world *world, struct sb_issue *issue, const struct sent *sent)
{
    if (sent->has_title)
        issue->title = arena_strdup(world->arena, sent->title);
    if (sent->has_body)
        issue->body = text_empty(sent->body) ? NULL : arena_strdup(world->arena, sent->body);
}

static void answer(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                   int status, const struct sb_issue *issue)
{
    struct sb_view view = sb_view_of(sandbox, request);
    sb_reply_json(reply, status, sb_view_issue(&view, issue));
    /* Recorded on creating and updating an issue with the old version. */
    if (sb_request_is_write(request->method) && !view.new_version) {
        sb_reply_header(reply, "Deprecation", "Tue, 10 Mar 2026 00:00:00 GMT");
        sb_reply_header(reply, "Sunset", "Fri, 10 Mar 2028 00:00:00 GMT");
        sb_reply_header(reply, "Link",
                        "<https://docs.github.com/en/rest/about-the-rest-api/api-versions>; "
                        "rel=\"deprecation\"; type=\"text/html\"");
    }
}

void sb_issues_get(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    const struct sb_issue *issue = sb_issue_of(sandbox, request, reply);
    if (!issue)
        return;
    reply->last_modified_ms = issue->updated_ms;
    answer(sandbox, request, reply, 200, issue);
}

void sb_issues_post(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_world *world = &sandbox->world;
    struct sent sent = {0};
    if (!read_sent(sandbox, request, reply, true, &sent))
        return;
    struct sb_issue *issue =
        sb_world_add_issue(world, sent.title, sent.body, world->actor, false, request->now_ms);
    sb_world_note(world, request->now_ms, issue->number, "opened", issue->title,
                  world->actor->login);
    if (!request->drop_fields)
        apply_dropped(sandbox, issue, &sent, request->now_ms);
    answer(sandbox, request, reply, 201, issue);
    sb_reply_header(reply, "Location", json_string_value(json_object_get(reply->json, "url")));
}

static bool may_edit(const struct sandbox *sandbox, const struct sb_issue *issue,
                     struct sb_reply *reply)
{
    if (sandbox->options.role != SANDBOX_ROLE_READ || issue->author == sandbox->world.actor)
        return true;
    sb_reply_header(reply, "X-Accepted-GitHub-Permissions", "issues=write");
    sb_fail(reply, 403, "Resource not accessible by personal access token");
    return false;
}

void sb_issues_patch(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_world *world = &sandbox->world;
    struct sb_issue *issue = sb_issue_of(sandbox, request, reply);
    struct sent sent = {0};
    if (!issue || !may_edit(sandbox, issue, reply) ||
        !read_sent(sandbox, request, reply, false, &sent))
        return;
    if (!request->echo_old) {
        apply_texts(world, issue, &sent);
        if (!request->drop_fields)
            apply_dropped(sandbox, issue, &sent, request->now_ms);
        apply_state(sandbox, issue, &sent, request->now_ms);
        sb_world_note(world, request->now_ms, issue->number, "edited", NULL, world->actor->login);
        sb_issue_touch(issue, request->now_ms);
    }
    answer(sandbox, request, reply, 200, issue);
}
