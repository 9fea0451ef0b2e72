#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/str.h"
#include "sandbox/handlers.h"

#define COMMENTS_MAX 2500

struct comment_refs {
    struct sb_comment **items;
    size_t len, cap;
};

static void show(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                 const struct comment_refs *found, bool descending)
{
    struct sb_view view = sb_view_of(sandbox, request);
    size_t first = 0, count = 0;
    sb_page(sandbox, request, reply, found->len, &first, &count);
    json_t *list = json_array();
    for (size_t i = first; i < first + count && i < found->len; i++)
        json_array_append_new(
            list, sb_view_comment(&view, found->items[descending ? found->len - 1 - i : i]));
    sb_reply_json(reply, 200, list);
}

/* Of one issue, or of all with NULL. False: 422. */
static bool collect(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                    const struct sb_issue *issue, struct comment_refs *found)
{
    const char *since = sb_request_param(request, "since");
    int64_t since_ms = INT64_MIN;
    if (!text_empty(since) && !instant_parse(since, &since_ms)) {
        sb_invalid_value(reply, "IssueComment", "since", "invalid", json_string(since));
        return false;
    }
    for (size_t i = 0; i < sandbox->world.comments.len; i++) {
        struct sb_comment *comment = sandbox->world.comments.items[i];
        if (!comment->deleted && (!issue || comment->issue == issue) &&
            comment->visible_ms <= request->now_ms && comment->updated_ms / 1000 * 1000 >= since_ms)
            VEC_PUSH(request->arena, found, comment);
    }
    return true;
}

static int compare_updated(const void *left, const void *right)
{
    const struct sb_comment *a = *(const struct sb_comment *const *)left;
    const struct sb_comment *b = *(const struct sb_comment *const *)right;
    if (a->updated_ms != b->updated_ms)
        return a->updated_ms < b->updated_ms ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

void sb_comments_list(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct comment_refs found = {0};
    if (!collect(sandbox, request, reply, NULL, &found))
        return;
    if (found.len && text_eq(sb_request_param(request, "sort"), "updated"))
        qsort(found.items, found.len, sizeof(struct sb_comment *), compare_updated);
    show(sandbox, request, reply, &found, text_eq(sb_request_param(request, "direction"), "desc"));
}

void sb_comments_of_issue(struct sandbox *sandbox, struct sb_request *request,
                          struct sb_reply *reply)
{
    const struct sb_issue *issue = sb_issue_of(sandbox, request, reply);
    struct comment_refs found = {0};
    if (issue && collect(sandbox, request, reply, issue, &found))
        show(sandbox, request, reply, &found, false);
}

static struct sb_comment *find(struct sandbox *sandbox, struct sb_request *request,
                               struct sb_reply *reply)
{
    struct sb_comment *comment =
        sb_world_find_comment(&sandbox->world, sb_parse_number(request->arg[0]));
    if (!comment)
        sb_not_found(reply);
    return comment;
}

static void answer(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                   int status, const struct sb_comment *comment)
{
    struct sb_view view = sb_view_of(sandbox, request);
    sb_reply_json(reply, status, sb_view_comment(&view, comment));
}

void sb_comments_get(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    const struct sb_comment *comment = find(sandbox, request, reply);
    if (!comment)
        return;
    reply->last_modified_ms = comment->updated_ms;
    answer(sandbox, request, reply, 200, comment);
}

static bool read_body(struct sb_request *request, struct sb_reply *reply, const char **body)
{
    bool present = false;
    if (!sb_body_string(request, reply, "body", SB_REQUIRED, false, body, &present))
        return false;
    if ((*body)[strspn(*body, " \t\r\n")] == '\0')
        sb_invalid(reply, "IssueComment", "data", "unprocessable", "Body cannot be blank");
    else if (!sb_body_fits(*body))
        sb_invalid(reply, "IssueComment", "data", "unprocessable",
                   "Body is too long (maximum is 65536 characters)");
    else
        return true;
    return false;
}

void sb_comments_post(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_world *world = &sandbox->world;
    struct sb_issue *issue = sb_issue_of(sandbox, request, reply);
    const char *body = NULL;
    if (!issue || !read_body(request, reply, &body))
        return;
    if (issue->locked && sandbox->options.role == SANDBOX_ROLE_READ) {
        sb_fail(reply, 403, "Unable to create comment because issue is locked.");
        return;
    }
    if (issue->comments >= COMMENTS_MAX) {
        sb_fail(reply, 403, "Commenting is disabled on issues with more than 2500 comments");
        return;
    }
    const struct sb_comment *comment =
        sb_world_add_comment(world, issue, body, world->actor, request->now_ms);
    sb_world_note(world, request->now_ms, issue->number, "commented", NULL, world->actor->login);
    answer(sandbox, request, reply, 201, comment);
    sb_reply_header(reply, "Location", json_string_value(json_object_get(reply->json, "url")));
}

static bool may_change(const struct sandbox *sandbox, const struct sb_comment *comment,
                       struct sb_reply *reply)
{
    if (sandbox->options.role == SANDBOX_ROLE_WRITE || comment->author == sandbox->world.actor)
        return true;
    sb_fail(reply, 403, "Resource not accessible by personal access token");
    return false;
}

void sb_comments_patch(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_comment *comment = find(sandbox, request, reply);
    const char *body = NULL;
    if (!comment || !may_change(sandbox, comment, reply) || !read_body(request, reply, &body))
        return;
    if (!request->echo_old) {
        comment->body = arena_strdup(sandbox->world.arena, body);
        comment->updated_ms = request->now_ms;
    }
    answer(sandbox, request, reply, 200, comment);
}

void sb_comments_delete(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_comment *comment = find(sandbox, request, reply);
    if (!comment || !may_change(sandbox, comment, reply))
        return;
    sb_comment_delete(&sandbox->world, comment);
    sb_reply_empty(reply, 204);
}
