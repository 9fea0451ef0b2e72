/* Labels of one issue. */
#include "sandbox/handlers.h"

#define LABELS_MAX 100

static void answer(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                   const struct sb_issue *issue)
{
    struct sb_view view = sb_view_of(sandbox, request);
    sb_reply_json(reply, 200, sb_view_labels(&view, &issue->labels));
}

void sb_issue_labels_list(struct sandbox *sandbox, struct sb_request *request,
                          struct sb_reply *reply)
{
    const struct sb_issue *issue = sb_issue_of(sandbox, request, reply);
    if (!issue)
        return;
    size_t first = 0, count = 0;
    sb_page(sandbox, request, reply, issue->labels.len, &first, &count);
    struct sb_view view = sb_view_of(sandbox, request);
    struct sb_label_refs page = {count ? issue->labels.items + first : NULL, count, count};
    sb_reply_json(reply, 200, sb_view_labels(&view, &page));
}

static void change(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                   bool replace)
{
    struct sb_issue *issue = sb_issue_of(sandbox, request, reply);
    struct strlist names = {0};
    struct sb_label_refs labels = {0};
    bool present = false;
    if (!issue || !sb_body_strings(request, reply, "labels", "name", &names, &present))
        return;
    if (!present) {
        sb_fail(reply, 422, "Invalid request.\n\n\"labels\" wasn't supplied.");
        return;
    }
    /* At least one to add; an empty list to PUT clears. */
    if (!replace && names.len == 0) {
        sb_fail(reply, 422, "Invalid request.\n\nFor 'properties/labels', [] is not long enough.");
        return;
    }
    if ((replace ? 0 : issue->labels.len) + names.len > LABELS_MAX) {
        sb_invalid(reply, "Issue", "labels", "custom", "Issues cannot have more than 100 labels");
        return;
    }
    if (!sb_labels_resolve(sandbox, request, reply, &names, &labels))
        return;
    bool moved = replace && issue->labels.len > 0;
    if (replace)
        issue->labels.len = 0;
    for (size_t i = 0; i < labels.len; i++) {
        if (!sb_issue_add_label(&sandbox->world, issue, labels.items[i]))
            continue;
        moved = true;
        sb_world_note(&sandbox->world, request->now_ms, issue->number, "labeled",
                      labels.items[i]->name, sandbox->world.actor->login);
    }
    if (moved)
        sb_issue_touch(issue, request->now_ms);
    answer(sandbox, request, reply, issue);
}

void sb_issue_labels_post(struct sandbox *sandbox, struct sb_request *request,
                          struct sb_reply *reply)
{
    change(sandbox, request, reply, false);
}

void sb_issue_labels_put(struct sandbox *sandbox, struct sb_request *request,
                         struct sb_reply *reply)
{
    change(sandbox, request, reply, true);
}

void sb_issue_labels_delete(struct sandbox *sandbox, struct sb_request *request,
                            struct sb_reply *reply)
{
    struct sb_issue *issue = sb_issue_of(sandbox, request, reply);
    if (!issue)
        return;
    struct sb_label *label = sb_world_find_label(&sandbox->world, request->arg[1]);
    if (!label || !sb_issue_remove_label(&sandbox->world, issue, label)) {
        sb_fail(reply, 404, "Label does not exist");
        return;
    }
    sb_world_note(&sandbox->world, request->now_ms, issue->number, "unlabeled", label->name,
                  sandbox->world.actor->login);
    sb_issue_touch(issue, request->now_ms);
    answer(sandbox, request, reply, issue);
}

void sb_issue_labels_clear(struct sandbox *sandbox, struct sb_request *request,
                           struct sb_reply *reply)
{
    struct sb_issue *issue = sb_issue_of(sandbox, request, reply);
    if (!issue)
        return;
    issue->labels.len = 0;
    sb_issue_touch(issue, request->now_ms);
    sb_reply_empty(reply, 204);
}
