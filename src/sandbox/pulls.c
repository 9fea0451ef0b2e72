/* Pull requests, read only; they share the number space of issues. */
#include "base/str.h"
#include "sandbox/handlers.h"

void sb_pulls_list(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    const char *state = sb_request_param(request, "state");
    bool ascending = text_eq(sb_request_param(request, "direction"), "asc");
    struct sb_issue_refs found = {0};
    for (size_t i = 0; i < sandbox->world.issues.len; i++) {
        struct sb_issue *issue = sandbox->world.issues.items[i];
        if (!issue->pull || issue->deleted || issue->visible_ms > request->now_ms)
            continue;
        if (text_eq(state, "all") || issue->closed == text_eq(state, "closed"))
            VEC_PUSH(request->arena, &found, issue);
    }
    size_t first = 0, count = 0;
    sb_page(sandbox, request, reply, found.len, &first, &count);
    struct sb_view view = sb_view_of(sandbox, request);
    json_t *list = json_array();
    for (size_t i = first; i < first + count && i < found.len; i++)
        json_array_append_new(
            list, sb_view_pull(&view, found.items[ascending ? i : found.len - 1 - i], false));
    sb_reply_json(reply, 200, list);
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
