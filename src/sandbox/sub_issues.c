/* Parents and sub-issues. The API takes the database id of the child. */
#include "sandbox/handlers.h"

#define CHILDREN_MAX 100
#define LEVELS_MAX 8

static void show(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                 int status, const struct sb_issue *issue)
{
    struct sb_view view = sb_view_of(sandbox, request);
    sb_reply_json(reply, status, sb_view_issue(&view, issue));
}

void sb_sub_issues_list(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    const struct sb_issue *issue = sb_issue_of(sandbox, request, reply);
    if (!issue)
        return;
    struct sb_view view = sb_view_of(sandbox, request);
    size_t first = 0, count = 0;
    sb_page(sandbox, request, reply, issue->children.len, &first, &count);
    json_t *list = json_array();
    for (size_t i = first; i < first + count; i++)
        json_array_append_new(list, sb_view_issue(&view, issue->children.items[i]));
    sb_reply_json(reply, 200, list);
}

void sb_parent_get(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    const struct sb_issue *issue = sb_issue_of(sandbox, request, reply);
    if (!issue)
        return;
    if (issue->parent)
        show(sandbox, request, reply, 200, issue->parent);
    else
        sb_not_found(reply);
}

static int height(const struct sb_issue *issue)
{
    int highest = 0;
    for (size_t i = 0; i < issue->children.len; i++) {
        int own = 1 + height(issue->children.items[i]);
        highest = own > highest ? own : highest;
    }
    return highest;
}

static int depth(const struct sb_issue *issue)
{
    int levels = 0;
    while ((issue = issue->parent))
        levels++;
    return levels;
}

static bool is_above(const struct sb_issue *above, const struct sb_issue *issue)
{
    for (; issue; issue = issue->parent)
        if (issue == above)
            return true;
    return false;
}

/* What speaks against the link, or NULL. */
static const char *objection(const struct sb_issue *parent, const struct sb_issue *child,
                             bool replace)
{
    if (child->pull || parent->pull)
        return "Sub issue must be an issue";
    if (child->parent == parent)
        return "Issue may not contain duplicate sub-issues and Sub issue may only have one parent";
    if (is_above(child, parent))
        return "Sub issue may not create a circular dependency";
    if (child->parent && !replace)
        return "Sub issue may only have one parent";
    if (parent->children.len >= CHILDREN_MAX)
        return "Parent cannot have more than 100 sub-issues";
    if (depth(parent) + 1 + height(child) > LEVELS_MAX)
        return "Sub issue may not be nested deeper than 8 levels";
    return NULL;
}

static struct sb_issue *read_child(struct sandbox *sandbox, struct sb_request *request,
                                   struct sb_reply *reply)
{
    int64_t id = 0;
    bool present = false;
    if (!sb_body_integer(request, reply, "sub_issue_id", SB_REQUIRED, false, false, &id, &present))
        return NULL;
    struct sb_issue *child = sb_world_issue_by_id(&sandbox->world, id);
    if (!child)
        sb_fail(reply, 404, "The provided sub-issue does not exist");
    return child;
}

void sb_sub_issues_post(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_issue *parent = sb_issue_of(sandbox, request, reply);
    bool replace = false;
    if (!parent || !sb_body_bool(request, reply, "replace_parent", &replace))
        return;
    struct sb_issue *child = read_child(sandbox, request, reply);
    if (!child)
        return;
    const char *reason = objection(parent, child, replace);
    if (reason) {
        sb_fail(reply, 422,
                arena_printf(request->arena,
                             "An error occurred while adding the sub-issue to the parent issue. %s",
                             reason));
        return;
    }
    sb_issue_set_parent(&sandbox->world, child, parent, request->now_ms);
    show(sandbox, request, reply, 201, parent);
}

void sb_sub_issues_delete(struct sandbox *sandbox, struct sb_request *request,
                          struct sb_reply *reply)
{
    struct sb_issue *parent = sb_issue_of(sandbox, request, reply);
    struct sb_issue *child = parent ? read_child(sandbox, request, reply) : NULL;
    if (!child)
        return;
    if (child->parent != parent) {
        sb_fail(reply, 404, "The provided sub-issue does not exist");
        return;
    }
    /* Recorded: the answer still shows the old counters. */
    show(sandbox, request, reply, 200, parent);
    sb_issue_set_parent(&sandbox->world, child, NULL, request->now_ms);
}
