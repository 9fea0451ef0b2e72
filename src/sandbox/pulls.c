/* Pull requests, read only; they share the number space of issues. */
#include <string.h>

#include "base/str.h"
#include "sandbox/handlers.h"

static bool is_listed(const struct sb_request *request, const struct sb_issue *issue)
{
    return issue->pull && !issue->deleted && issue->visible_ms <= request->now_ms;
}

/* `head` is OWNER:BRANCH; anything else filters nothing. */
static bool comes_from(const struct sandbox *sandbox, const struct sb_request *request,
                       const struct sb_issue *pull, const char *head)
{
    if (text_empty(head) || !strchr(head, ':'))
        return true;
    return text_eq(head, arena_printf(request->arena, "%s:%s", sb_pull_owner(&sandbox->world, pull),
                                      sb_pull_ref(request->arena, pull)));
}

static void show(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                 const struct sb_issue_refs *found, bool ascending)
{
    size_t first = 0, count = 0;
    sb_page(sandbox, request, reply, found->len, &first, &count);
    struct sb_view view = sb_view_of(sandbox, request);
    json_t *list = json_array();
    for (size_t i = first; i < first + count && i < found->len; i++)
        json_array_append_new(
            list, sb_view_pull(&view, found->items[ascending ? i : found->len - 1 - i], false));
    sb_reply_json(reply, 200, list);
}

void sb_pulls_list(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    const char *state = sb_request_param(request, "state");
    const char *head = sb_request_param(request, "head"), *base = sb_request_param(request, "base");
    struct sb_issue_refs found = {0};
    for (size_t i = 0; i < sandbox->world.issues.len; i++) {
        struct sb_issue *issue = sandbox->world.issues.items[i];
        if (!is_listed(request, issue) || (!text_empty(base) && !text_eq(base, "main")) ||
            !comes_from(sandbox, request, issue, head))
            continue;
        if (text_eq(state, "all") || issue->closed == text_eq(state, "closed"))
            VEC_PUSH(request->arena, &found, issue);
    }
    show(sandbox, request, reply, &found, text_eq(sb_request_param(request, "direction"), "asc"));
}

/* Open and merged ones that have it as their last commit; those of forks are among them. */
void sb_commit_pulls_list(struct sandbox *sandbox, struct sb_request *request,
                          struct sb_reply *reply)
{
    struct sb_issue_refs found = {0};
    for (size_t i = 0; i < sandbox->world.issues.len; i++) {
        struct sb_issue *issue = sandbox->world.issues.items[i];
        if (is_listed(request, issue) && (!issue->closed || issue->merged_ms != SB_NO_TIME) &&
            text_eq(request->arg[0], sb_pull_sha(request->arena, issue)))
            VEC_PUSH(request->arena, &found, issue);
    }
    show(sandbox, request, reply, &found, false);
}

void sb_pulls_get(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_view view = sb_view_of(sandbox, request);
    const struct sb_issue *pull =
        sb_world_find_issue(&sandbox->world, sb_parse_number(request->arg[0]));
    if (!pull || !pull->pull) {
        sb_not_found(reply);
        return;
    }
    reply->last_modified_ms = pull->updated_ms;
    sb_reply_json(reply, 200, sb_view_pull(&view, pull, true));
}
