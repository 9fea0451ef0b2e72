#include "sandbox/view.h"

#include <string.h>

#include "base/day.h"

struct sb_view sb_view_of(struct sandbox *sandbox, const struct sb_request *request)
{
    struct sb_world *world = &sandbox->world;
    return (struct sb_view){
        .sandbox = sandbox,
        .world = world,
        .arena = request->arena,
        .url = sandbox->url,
        .repo =
            arena_printf(request->arena, "%s/repos/%s/%s", sandbox->url, world->owner, world->name),
        .new_version = request->version && strcmp(request->version, SB_NEW_VERSION) == 0,
        .no_sub_issues = sandbox->options.no_sub_issues,
        .no_dependencies = sandbox->options.no_dependencies};
}

json_t *sb_view_time(int64_t instant_ms)
{
    if (instant_ms == SB_NO_TIME)
        return json_null();
    char text[21];
    instant_format(instant_ms, text);
    return json_string(text);
}

json_t *sb_view_text(const char *text)
{
    return text ? json_string(text) : json_null();
}

const char *sb_view_node_id(struct arena *arena, const char *kind, int64_t id)
{
    return arena_printf(arena, "%s_kwDO%012llx", kind, (unsigned long long)id);
}

static void set_text(json_t *object, const char *key, const char *text)
{
    json_object_set_new(object, key, sb_view_text(text));
}

json_t *sb_view_user(const struct sb_view *view, struct sb_user *user)
{
    if (!user)
        return json_null();
    if (user->json)
        return json_incref(user->json);
    static const char *const links[][2] = {
        {"followers_url", "/followers"},
        {"following_url", "/following{/other_user}"},
        {"gists_url", "/gists{/gist_id}"},
        {"starred_url", "/starred{/owner}{/repo}"},
        {"subscriptions_url", "/subscriptions"},
        {"organizations_url", "/orgs"},
        {"repos_url", "/repos"},
        {"events_url", "/events{/privacy}"},
        {"received_events_url", "/received_events"},
    };
    const char *login = sb_encode(view->arena, user->login);
    json_t *json = json_pack(
        "{s:s, s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:b}", "login", user->login, "id",
        (json_int_t)user->id, "node_id", sb_view_node_id(view->arena, "U", user->id), "avatar_url",
        arena_printf(view->arena, "https://avatars.githubusercontent.com/u/%lld?v=4",
                     (long long)user->id),
        "gravatar_id", "", "url", arena_printf(view->arena, "%s/users/%s", view->url, login),
        "html_url", arena_printf(view->arena, "https://github.com/%s", login), "type", user->type,
        "site_admin", 0);
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        set_text(json, links[i][0],
                 arena_printf(view->arena, "%s/users/%s%s", view->url, login, links[i][1]));
    set_text(json, "user_view_type", "public");
    user->json = json;
    return json_incref(json);
}

json_t *sb_view_account(const struct sb_view *view, struct sb_user *user)
{
    json_t *shared = sb_view_user(view, user);
    json_t *json = json_deep_copy(shared);
    json_decref(shared);
    static const char *const blank[] = {"name",  "company",  "blog", "location",
                                        "email", "hireable", "bio",  "twitter_username"};
    for (size_t i = 0; i < sizeof blank / sizeof *blank; i++)
        json_object_set_new(json, blank[i], json_null());
    static const char *const counts[] = {"public_repos", "public_gists", "followers", "following"};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        json_object_set_new(json, counts[i], json_integer(1));
    json_object_set_new(json, "created_at", sb_view_time(view->world->created_ms));
    json_object_set_new(json, "updated_at", sb_view_time(view->world->created_ms));
    return json;
}

json_t *sb_view_label(const struct sb_view *view, const struct sb_label *label)
{
    return json_pack(
        "{s:I, s:s, s:s, s:s, s:o, s:s, s:b}", "id", (json_int_t)label->id, "node_id",
        sb_view_node_id(view->arena, "LA", label->id), "url",
        arena_printf(view->arena, "%s/labels/%s", view->repo, sb_encode(view->arena, label->name)),
        "name", label->name, "description", sb_view_text(label->description), "color", label->color,
        "default", label->by_default);
}

json_t *sb_view_labels(const struct sb_view *view, const struct sb_label_refs *labels)
{
    json_t *list = json_array();
    for (size_t i = 0; i < labels->len; i++)
        json_array_append_new(list, sb_view_label(view, labels->items[i]));
    return list;
}

json_t *sb_view_milestone(const struct sb_view *view, const struct sb_milestone *milestone)
{
    if (!milestone)
        return json_null();
    const char *url =
        arena_printf(view->arena, "%s/milestones/%lld", view->repo, (long long)milestone->number);
    const char *html =
        arena_printf(view->arena, "https://github.com/%s/%s/milestone/%lld", view->world->owner,
                     view->world->name, (long long)milestone->number);
    json_t *json = json_pack(
        "{s:s, s:s, s:s, s:I, s:s, s:I, s:s, s:o, s:o, s:I, s:I, s:s}", "url", url, "html_url",
        html, "labels_url", arena_printf(view->arena, "%s/labels", url), "id",
        (json_int_t)milestone->id, "node_id", sb_view_node_id(view->arena, "MI", milestone->id),
        "number", (json_int_t)milestone->number, "title", milestone->title, "description",
        sb_view_text(milestone->description), "creator", sb_view_user(view, milestone->creator),
        "open_issues", (json_int_t)milestone->open_issues, "closed_issues",
        (json_int_t)milestone->closed_issues, "state", milestone->closed ? "closed" : "open");
    json_object_set_new(json, "created_at", sb_view_time(milestone->created_ms));
    json_object_set_new(json, "updated_at", sb_view_time(milestone->updated_ms));
    json_object_set_new(json, "due_on", sb_view_time(milestone->due_ms));
    json_object_set_new(json, "closed_at", sb_view_time(milestone->closed_ms));
    return json;
}

json_t *sb_view_type(const struct sb_view *view, const struct sb_type *type)
{
    if (!type)
        return json_null();
    return json_pack("{s:I, s:s, s:s, s:s, s:s, s:o, s:o, s:b}", "id", (json_int_t)type->id,
                     "node_id", sb_view_node_id(view->arena, "IT", type->id), "name", type->name,
                     "description", type->description, "color", type->color, "created_at",
                     sb_view_time(view->world->created_ms), "updated_at",
                     sb_view_time(view->world->created_ms), "is_enabled", 1);
}

const char *sb_view_association(const struct sb_view *view, const struct sb_user *user)
{
    if (strcmp(user->login, view->world->owner) == 0)
        return "OWNER";
    return user->assignable ? "COLLABORATOR" : "NONE";
}

json_t *sb_view_comment(const struct sb_view *view, const struct sb_comment *comment)
{
    long long number = (long long)comment->issue->number;
    long long id = (long long)comment->id;
    const char *url = arena_printf(view->arena, "%s/issues/comments/%lld", view->repo, id);
    json_t *json = json_pack(
        "{s:s, s:s, s:s, s:I, s:s, s:o, s:o, s:o, s:s, s:s, s:n}", "url", url, "html_url",
        arena_printf(view->arena, "https://github.com/%s/%s/%s/%lld#issuecomment-%lld",
                     view->world->owner, view->world->name,
                     comment->issue->pull ? "pull" : "issues", number, id),
        "issue_url", arena_printf(view->arena, "%s/issues/%lld", view->repo, number), "id",
        (json_int_t)comment->id, "node_id", sb_view_node_id(view->arena, "IC", comment->id), "user",
        sb_view_user(view, comment->author), "created_at", sb_view_time(comment->created_ms),
        "updated_at", sb_view_time(comment->updated_ms), "author_association",
        sb_view_association(view, comment->author), "body", comment->body,
        "performed_via_github_app");
    json_object_set_new(json, "minimized",
                        comment->minimized ? json_pack("{s:s}", "reason", comment->minimized)
                                           : json_null());
    return json;
}
