#include "sandbox/view.h"

#include <string.h>

static const char *const api_links[][2] = {
    {"archive_url", "/{archive_format}{/ref}"},
    {"assignees_url", "/assignees{/user}"},
    {"blobs_url", "/git/blobs{/sha}"},
    {"branches_url", "/branches{/branch}"},
    {"collaborators_url", "/collaborators{/collaborator}"},
    {"comments_url", "/comments{/number}"},
    {"commits_url", "/commits{/sha}"},
    {"compare_url", "/compare/{base}...{head}"},
    {"contents_url", "/contents/{+path}"},
    {"contributors_url", "/contributors"},
    {"deployments_url", "/deployments"},
    {"downloads_url", "/downloads"},
    {"events_url", "/events"},
    {"forks_url", "/forks"},
    {"git_commits_url", "/git/commits{/sha}"},
    {"git_refs_url", "/git/refs{/sha}"},
    {"git_tags_url", "/git/tags{/sha}"},
    {"hooks_url", "/hooks"},
    {"issue_comment_url", "/issues/comments{/number}"},
    {"issue_events_url", "/issues/events{/number}"},
    {"issues_url", "/issues{/number}"},
    {"keys_url", "/keys{/key_id}"},
    {"labels_url", "/labels{/name}"},
    {"languages_url", "/languages"},
    {"merges_url", "/merges"},
    {"milestones_url", "/milestones{/number}"},
    {"notifications_url", "/notifications{?since,all,participating}"},
    {"pulls_url", "/pulls{/number}"},
    {"releases_url", "/releases{/id}"},
    {"stargazers_url", "/stargazers"},
    {"statuses_url", "/statuses/{sha}"},
    {"subscribers_url", "/subscribers"},
    {"subscription_url", "/subscription"},
    {"tags_url", "/tags"},
    {"teams_url", "/teams"},
    {"trees_url", "/git/trees{/sha}"},
    {"url", ""},
};

static void add_links(const struct sb_view *view, const char *full_name, json_t *json)
{
    for (size_t i = 0; i < sizeof api_links / sizeof *api_links; i++)
        json_object_set_new(
            json, api_links[i][0],
            json_string(arena_printf(view->arena, "%s%s", view->repo, api_links[i][1])));
    static const char *const web_links[][2] = {{"html_url", "https://github.com/%s"},
                                               {"clone_url", "https://github.com/%s.git"},
                                               {"git_url", "git://github.com/%s.git"},
                                               {"ssh_url", "git@github.com:%s.git"},
                                               {"svn_url", "https://github.com/%s"}};
    for (size_t i = 0; i < sizeof web_links / sizeof *web_links; i++) {
        const char *mark = strstr(web_links[i][1], "%s");
        json_object_set_new(
            json, web_links[i][0],
            json_string(arena_printf(view->arena, "%.*s%s%s", (int)(mark - web_links[i][1]),
                                     web_links[i][1], full_name, mark + 2)));
    }
}

static json_int_t open_issues(const struct sb_view *view)
{
    json_int_t open = 0;
    for (size_t i = 0; i < view->world->issues.len; i++) {
        const struct sb_issue *issue = view->world->issues.items[i];
        open += !issue->closed && !issue->deleted && !issue->moved_to;
    }
    return open;
}

static void add_counts(const struct sb_view *view, bool full, json_t *json)
{
    static const char *const zero[] = {"forks_count", "stargazers_count", "watchers_count",
                                       "forks",       "watchers",         "size"};
    for (size_t i = 0; i < sizeof zero / sizeof *zero; i++)
        json_object_set_new(json, zero[i], json_integer(0));
    json_object_set_new(json, "open_issues_count", json_integer(open_issues(view)));
    json_object_set_new(json, "open_issues", json_integer(open_issues(view)));
    if (!full)
        return;
    json_object_set_new(json, "network_count", json_integer(0));
    json_object_set_new(json, "subscribers_count", json_integer(view->world->watchers));
}

static void add_switches(const struct sb_view *view, json_t *json)
{
    static const char *const off[] = {"private",         "fork",     "has_wiki",   "has_pages",
                                      "has_discussions", "disabled", "is_template"};
    for (size_t i = 0; i < sizeof off / sizeof *off; i++)
        json_object_set_new(json, off[i], json_false());
    json_object_set_new(json, "has_issues", json_boolean(!view->world->issues_disabled));
    json_object_set_new(json, "has_projects", json_true());
    json_object_set_new(json, "archived", json_boolean(view->world->archived));
    if (!view->new_version)
        json_object_set_new(json, "has_downloads", json_true());
    static const char *const blank[] = {"description", "homepage", "language", "mirror_url",
                                        "license"};
    for (size_t i = 0; i < sizeof blank / sizeof *blank; i++)
        json_object_set_new(json, blank[i], json_null());
}

static json_t *permissions(const struct sandbox_options *options)
{
    /* All false for an App's token however wide its grant. (GitHub: traps) */
    bool none = options->app_token;
    return json_pack("{s:b, s:b, s:b, s:b, s:b}", "admin", 0, "maintain", 0, "push",
                     !none && options->role == SANDBOX_ROLE_WRITE, "triage",
                     !none && options->role != SANDBOX_ROLE_READ, "pull", !none);
}

json_t *sb_view_repository(const struct sb_view *view, bool full)
{
    struct sb_world *world = view->world;
    const char *full_name = arena_printf(view->arena, "%s/%s", world->owner, world->name);
    json_t *json = json_pack(
        "{s:I, s:s, s:s, s:s, s:o, s:s, s:s}", "id", (json_int_t)world->repository_id, "node_id",
        sb_view_node_id(view->arena, "R", world->repository_id), "name", world->name, "full_name",
        full_name, "owner", sb_view_user(view, sb_world_user(world, world->owner)),
        "default_branch", "main", "visibility", "public");
    add_links(view, full_name, json);
    add_counts(view, full, json);
    add_switches(view, json);
    static const char *const times[] = {"created_at", "updated_at", "pushed_at"};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        json_object_set_new(json, times[i], sb_view_time(world->created_ms));
    json_object_set_new(json, "topics", json_array());
    json_object_set_new(json, "permissions", permissions(&view->sandbox->options));
    if (full && world->organization)
        json_object_set_new(json, "organization",
                            sb_view_user(view, sb_world_user(world, world->owner)));
    return json;
}
