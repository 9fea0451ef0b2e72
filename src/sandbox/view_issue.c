#include "sandbox/view.h"

static json_t *sub_issues_summary(const struct sb_issue *issue)
{
    json_int_t total = (json_int_t)issue->children.len, completed = 0;
    for (size_t i = 0; i < issue->children.len; i++)
        completed += issue->children.items[i]->closed;
    return json_pack("{s:I, s:I, s:I}", "total", total, "completed", completed, "percent_completed",
                     total ? completed * 100 / total : 0);
}

static json_int_t count_open(const struct sb_issue_refs *refs)
{
    json_int_t open = 0;
    for (size_t i = 0; i < refs->len; i++)
        open += !refs->items[i]->closed;
    return open;
}

/* `blocked_by` and `blocking` count open ones only, the totals all. (GitHub: dependencies) */
static json_t *dependencies_summary(const struct sb_issue *issue)
{
    return json_pack("{s:I, s:I, s:I, s:I}", "blocked_by", count_open(&issue->blocked_by),
                     "total_blocked_by", (json_int_t)issue->blocked_by.len, "blocking",
                     issue->closed ? (json_int_t)0 : count_open(&issue->blocking), "total_blocking",
                     (json_int_t)issue->blocking.len);
}

static json_t *reactions(const struct sb_view *view, const char *url)
{
    static const char *const kinds[] = {"total_count", "+1",    "-1",     "laugh", "hooray",
                                        "confused",    "heart", "rocket", "eyes"};
    json_t *json = json_pack("{s:s}", "url", arena_printf(view->arena, "%s/reactions", url));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        json_object_set_new(json, kinds[i], json_integer(0));
    return json;
}

static void add_urls(const struct sb_view *view, const struct sb_issue *issue, const char *url,
                     json_t *json)
{
    static const char *const links[][2] = {{"labels_url", "/labels{/name}"},
                                           {"comments_url", "/comments"},
                                           {"events_url", "/events"},
                                           {"timeline_url", "/timeline"}};
    json_object_set_new(json, "url", json_string(url));
    json_object_set_new(json, "repository_url", json_string(view->repo));
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        json_object_set_new(json, links[i][0],
                            json_string(arena_printf(view->arena, "%s%s", url, links[i][1])));
    json_object_set_new(
        json, "html_url",
        json_string(arena_printf(view->arena, "https://github.com/%s/%s/%s/%lld",
                                 view->world->owner, view->world->name,
                                 issue->pull ? "pull" : "issues", (long long)issue->number)));
}

static void add_people(const struct sb_view *view, const struct sb_issue *issue, json_t *json)
{
    json_t *assignees = json_array();
    for (size_t i = 0; i < issue->assignees.len; i++)
        json_array_append_new(assignees, sb_view_user(view, issue->assignees.items[i]));
    if (!view->new_version)
        json_object_set_new(
            json, "assignee",
            sb_view_user(view, issue->assignees.len ? issue->assignees.items[0] : NULL));
    json_object_set_new(json, "assignees", assignees);
    json_object_set_new(json, "user", sb_view_user(view, issue->author));
    json_object_set_new(json, "author_association",
                        json_string(sb_view_association(view, issue->author)));
    json_object_set_new(json, "closed_by", sb_view_user(view, issue->closed_by));
    json_object_set_new(json, "performed_via_github_app", json_null());
}

static void add_pull(const struct sb_view *view, const struct sb_issue *issue, json_t *json)
{
    const char *html =
        arena_printf(view->arena, "https://github.com/%s/%s/pull/%lld", view->world->owner,
                     view->world->name, (long long)issue->number);
    json_t *pull = json_pack(
        "{s:s, s:s, s:s, s:s, s:o}", "url",
        arena_printf(view->arena, "%s/pulls/%lld", view->repo, (long long)issue->number),
        "html_url", html, "diff_url", arena_printf(view->arena, "%s.diff", html), "patch_url",
        arena_printf(view->arena, "%s.patch", html), "merged_at", sb_view_time(issue->merged_ms));
    if (view->new_version && issue->merged_ms == SB_NO_TIME)
        json_object_del(pull, "merged_at");
    json_object_set_new(json, "pull_request", pull);
    json_object_set_new(json, "draft", json_boolean(issue->draft));
}

static void add_relations(const struct sb_view *view, const struct sb_issue *issue, json_t *json)
{
    if (!view->no_sub_issues) {
        json_object_set_new(json, "sub_issues_summary", sub_issues_summary(issue));
        /* GitHub leaves the key out when there is no parent. */
        if (issue->parent)
            json_object_set_new(json, "parent_issue_url",
                                json_string(arena_printf(view->arena, "%s/issues/%lld", view->repo,
                                                         (long long)issue->parent->number)));
    }
    if (!view->no_dependencies)
        json_object_set_new(json, "issue_dependencies_summary", dependencies_summary(issue));
}

json_t *sb_view_issue(const struct sb_view *view, const struct sb_issue *issue)
{
    const char *url =
        arena_printf(view->arena, "%s/issues/%lld", view->repo, (long long)issue->number);
    json_t *json = json_pack(
        "{s:I, s:s, s:I, s:s, s:s, s:o, s:o, s:b, s:o, s:I}", "id", (json_int_t)issue->id,
        "node_id", sb_view_node_id(view->arena, issue->pull ? "PR" : "I", issue->id), "number",
        (json_int_t)issue->number, "title", issue->title, "state",
        issue->closed ? "closed" : "open", "state_reason", sb_view_text(issue->state_reason),
        "body", sb_view_text(issue->body), "locked", issue->locked, "active_lock_reason",
        sb_view_text(issue->lock_reason), "comments", (json_int_t)issue->comments);
    add_urls(view, issue, url, json);
    add_people(view, issue, json);
    json_object_set_new(json, "labels", sb_view_labels(view, &issue->labels));
    json_object_set_new(json, "milestone", sb_view_milestone(view, issue->milestone));
    json_object_set_new(json, "created_at", sb_view_time(issue->created_ms));
    json_object_set_new(json, "updated_at", sb_view_time(issue->updated_ms));
    json_object_set_new(json, "closed_at", sb_view_time(issue->closed_ms));
    json_object_set_new(json, "reactions", reactions(view, url));
    if (view->world->organization)
        json_object_set_new(json, "issue_field_values", json_array());
    if (!issue->pull)
        json_object_set_new(json, "type", sb_view_type(view, issue->type));
    add_relations(view, issue, json);
    if (issue->pull)
        add_pull(view, issue, json);
    return json;
}
