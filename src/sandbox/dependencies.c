/* Blocked-by edges. The API takes the database id of the blocker; only the blocked side writes. */
#include "sandbox/handlers.h"

#define EDGES_MAX 50

static void list(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                 const struct sb_issue_refs *refs)
{
    struct sb_view view = sb_view_of(sandbox, request);
    size_t first = 0, count = 0;
    sb_page(sandbox, request, reply, refs->len, &first, &count);
    json_t *shown = json_array();
    for (size_t i = first; i < first + count; i++)
        json_array_append_new(shown, sb_view_issue(&view, refs->items[i]));
    sb_reply_json(reply, 200, shown);
}

void sb_blocked_by_list(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    const struct sb_issue *issue = sb_issue_of(sandbox, request, reply);
    if (issue)
        list(sandbox, request, reply, &issue->blocked_by);
}

void sb_blocking_list(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    const struct sb_issue *issue = sb_issue_of(sandbox, request, reply);
    if (issue)
        list(sandbox, request, reply, &issue->blocking);
}

static bool has(const struct sb_issue_refs *refs, const struct sb_issue *issue)
{
    for (size_t i = 0; i < refs->len; i++)
        if (refs->items[i] == issue)
            return true;
    return false;
}

/* Whether `from` waits, over any number of edges, for `target`. `seen` is by number. */
static bool waits_for(const struct sb_issue *from, const struct sb_issue *target, bool *seen)
{
    if (from == target)
        return true;
    if (seen[from->number])
        return false;
    seen[from->number] = true;
    for (size_t i = 0; i < from->blocked_by.len; i++)
        if (waits_for(from->blocked_by.items[i], target, seen))
            return true;
    return false;
}

/* What speaks against the edge, or NULL. The exact bodies are not published. */
static const char *objection(struct sandbox *sandbox, struct sb_request *request,
                             const struct sb_issue *blocked, const struct sb_issue *blocker)
{
    if (blocker->pull || blocked->pull)
        return "Blocking issue must be an issue";
    if (blocker == blocked)
        return "An issue cannot be blocked by itself";
    if (has(&blocked->blocked_by, blocker))
        return "This dependency already exists";
    if (blocked->blocked_by.len >= EDGES_MAX || blocker->blocking.len >= EDGES_MAX)
        return "An issue cannot have more than 50 dependencies of one kind";
    bool *seen = arena_calloc(request->arena, sandbox->world.issues.len + 1, sizeof *seen);
    if (waits_for(blocker, blocked, seen))
        return "This dependency would create a cycle";
    return NULL;
}

void sb_blocked_by_post(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_issue *blocked = sb_issue_of(sandbox, request, reply);
    int64_t id = 0;
    bool present = false;
    if (!blocked ||
        !sb_body_integer(request, reply, "issue_id", SB_REQUIRED, false, false, &id, &present))
        return;
    struct sb_issue *blocker = sb_world_issue_by_id(&sandbox->world, id);
    if (!blocker) {
        sb_not_found(reply);
        return;
    }
    const char *reason = objection(sandbox, request, blocked, blocker);
    if (reason) {
        sb_invalid(reply, "IssueDependency", "blocked_by", "custom", reason);
        return;
    }
    sb_issue_block(&sandbox->world, blocked, blocker, request->now_ms);
    struct sb_view view = sb_view_of(sandbox, request);
    sb_reply_json(reply, 201, sb_view_issue(&view, blocked));
}

void sb_blocked_by_delete(struct sandbox *sandbox, struct sb_request *request,
                          struct sb_reply *reply)
{
    struct sb_issue *blocked = sb_issue_of(sandbox, request, reply);
    if (!blocked)
        return;
    struct sb_issue *blocker =
        sb_world_issue_by_id(&sandbox->world, sb_parse_number(request->arg[1]));
    if (!blocker || !sb_issue_unblock(&sandbox->world, blocked, blocker, request->now_ms)) {
        sb_not_found(reply);
        return;
    }
    struct sb_view view = sb_view_of(sandbox, request);
    sb_reply_json(reply, 200, sb_view_issue(&view, blocked));
}
