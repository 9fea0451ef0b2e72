/* Who may be assigned, assignments, and the lock of a conversation. */
#include "sandbox/handlers.h"

#define ASSIGNEES_MAX 10

void sb_assignees_list(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_view view = sb_view_of(sandbox, request);
    struct sb_user_refs users = {0};
    for (size_t i = 0; i < sandbox->world.users.len; i++)
        if (sandbox->world.users.items[i]->assignable)
            VEC_PUSH(request->arena, &users, sandbox->world.users.items[i]);
    size_t first = 0, count = 0;
    sb_page(sandbox, request, reply, users.len, &first, &count);
    json_t *list = json_array();
    for (size_t i = first; i < first + count && i < users.len; i++)
        json_array_append_new(list, sb_view_user(&view, users.items[i]));
    sb_reply_json(reply, 200, list);
}

void sb_assignees_check(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    /* Under an issue the login stands at the second {}. */
    const char *login = request->arg[1] ? request->arg[1] : request->arg[0];
    if (request->arg[1] && !sb_issue_of(sandbox, request, reply))
        return;
    const struct sb_user *user = sb_world_find_user(&sandbox->world, login);
    if (user && user->assignable)
        sb_reply_empty(reply, 204);
    else
        sb_not_found(reply);
}

static void change(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                   bool add)
{
    struct sb_world *world = &sandbox->world;
    struct sb_issue *issue = sb_issue_of(sandbox, request, reply);
    struct strlist logins = {0};
    struct sb_user_refs users = {0};
    bool present = false;
    if (!issue || !sb_body_strings(request, reply, "assignees", NULL, &logins, &present) ||
        (add && !sb_assignees_resolve(sandbox, request, reply, &logins, &users)))
        return;
    bool moved = false;
    for (size_t i = 0; !request->drop_fields && add && i < users.len; i++)
        if (issue->assignees.len < ASSIGNEES_MAX)
            moved |= sb_issue_assign(world, issue, users.items[i]);
    for (size_t i = 0; !request->drop_fields && !add && i < logins.len; i++) {
        struct sb_user *user = sb_world_find_user(world, logins.items[i]);
        moved |= user && sb_issue_unassign(world, issue, user);
    }
    if (moved)
        sb_issue_touch(issue, request->now_ms);
    struct sb_view view = sb_view_of(sandbox, request);
    sb_reply_json(reply, add ? 201 : 200, sb_view_issue(&view, issue));
}

void sb_issue_assignees_post(struct sandbox *sandbox, struct sb_request *request,
                             struct sb_reply *reply)
{
    change(sandbox, request, reply, true);
}

void sb_issue_assignees_delete(struct sandbox *sandbox, struct sb_request *request,
                               struct sb_reply *reply)
{
    change(sandbox, request, reply, false);
}

void sb_issue_lock_put(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    static const char *const reasons[] = {"off-topic", "too heated", "resolved", "spam", NULL};
    struct sb_issue *issue = sb_issue_of(sandbox, request, reply);
    const char *reason = NULL;
    bool present = false;
    if (!issue || !sb_body_enum(request, reply, "lock_reason", true, reasons, &reason, &present))
        return;
    issue->locked = true;
    issue->lock_reason = arena_strdup(sandbox->world.arena, reason);
    sb_issue_touch(issue, request->now_ms);
    sb_reply_empty(reply, 204);
}

void sb_issue_lock_delete(struct sandbox *sandbox, struct sb_request *request,
                          struct sb_reply *reply)
{
    struct sb_issue *issue = sb_issue_of(sandbox, request, reply);
    if (!issue)
        return;
    issue->locked = false;
    issue->lock_reason = NULL;
    sb_issue_touch(issue, request->now_ms);
    sb_reply_empty(reply, 204);
}
