#include "sandbox/view.h"

#include <string.h>

#include "base/hash.h"

const char *sb_pull_owner(const struct sb_world *world, const struct sb_issue *pull)
{
    return pull->head_owner ? pull->head_owner : world->owner;
}

const char *sb_pull_ref(struct arena *arena, const struct sb_issue *pull)
{
    return pull->head_ref ? pull->head_ref
                          : arena_printf(arena, "topic-%lld", (long long)pull->number);
}

static const char *made_up_sha(struct arena *arena, const struct sb_issue *pull, const char *ref)
{
    char sha[41];
    sha256_short(arena_printf(arena, "%s %lld", ref, (long long)pull->number), 40, sha);
    return arena_strdup(arena, sha);
}

const char *sb_pull_sha(struct arena *arena, const struct sb_issue *pull)
{
    return pull->head_sha ? pull->head_sha : made_up_sha(arena, pull, sb_pull_ref(arena, pull));
}

static json_t *side(const struct sb_view *view, const char *owner, const char *ref, const char *sha)
{
    struct sb_world of_owner = *view->world;
    struct sb_view theirs = *view;
    if (strcmp(owner, view->world->owner) != 0) { /* a fork is a repository of its own */
        of_owner.owner = owner;
        of_owner.repository_id++;
        theirs.world = &of_owner;
    }
    return json_pack("{s:s, s:s, s:s, s:o, s:o}", "label",
                     arena_printf(view->arena, "%s:%s", owner, ref), "ref", ref, "sha", sha, "user",
                     sb_view_user(view, sb_world_user(view->world, owner)), "repo",
                     sb_view_repository(&theirs, false));
}

static json_t *link_to(const char *url)
{
    return json_pack("{s:s}", "href", url);
}

static void add_links(const struct sb_view *view, const struct sb_issue *pull, json_t *json)
{
    long long number = (long long)pull->number;
    const char *api = arena_printf(view->arena, "%s/pulls/%lld", view->repo, number);
    const char *issue = arena_printf(view->arena, "%s/issues/%lld", view->repo, number);
    const char *html = arena_printf(view->arena, "https://github.com/%s/%s/pull/%lld",
                                    view->world->owner, view->world->name, number);
    const struct {
        const char *key, *link, *url;
    } links[] = {
        {"url", "self", api},
        {"html_url", "html", html},
        {"issue_url", "issue", issue},
        {"comments_url", "comments", arena_printf(view->arena, "%s/comments", issue)},
        {"review_comments_url", "review_comments", arena_printf(view->arena, "%s/comments", api)},
        {"review_comment_url", "review_comment",
         arena_printf(view->arena, "%s/pulls/comments{/number}", view->repo)},
        {"commits_url", "commits", arena_printf(view->arena, "%s/commits", api)},
        {"statuses_url", "statuses",
         arena_printf(view->arena, "%s/statuses/%lld", view->repo, number)},
    };
    json_t *all = json_object();
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        json_object_set_new(json, links[i].key, json_string(links[i].url));
        json_object_set_new(all, links[i].link, link_to(links[i].url));
    }
    json_object_set_new(json, "_links", all);
    json_object_set_new(json, "diff_url", json_string(arena_printf(view->arena, "%s.diff", html)));
    json_object_set_new(json, "patch_url",
                        json_string(arena_printf(view->arena, "%s.patch", html)));
}

static void add_full(const struct sb_view *view, const struct sb_issue *pull, json_t *json)
{
    static const char *const counts[] = {"review_comments", "additions", "deletions"};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        json_object_set_new(json, counts[i], json_integer(0));
    json_object_set_new(json, "comments", json_integer((json_int_t)pull->comments));
    json_object_set_new(json, "commits", json_integer(1));
    json_object_set_new(json, "changed_files", json_integer(1));
    json_object_set_new(json, "merged", json_boolean(pull->merged_ms != SB_NO_TIME));
    json_object_set_new(json, "mergeable", pull->closed ? json_null() : json_true());
    json_object_set_new(json, "mergeable_state", json_string(pull->closed ? "unknown" : "clean"));
    json_object_set_new(json, "merged_by",
                        pull->merged_ms == SB_NO_TIME ? json_null()
                                                      : sb_view_user(view, pull->closed_by));
    json_object_set_new(json, "maintainer_can_modify", json_false());
}

json_t *sb_view_pull(const struct sb_view *view, const struct sb_issue *pull, bool full)
{
    json_t *json = json_pack(
        "{s:I, s:s, s:I, s:s, s:b, s:s, s:o, s:o, s:o, s:o}", "id",
        (json_int_t)(pull->id - 1000003), "node_id", sb_view_node_id(view->arena, "PR", pull->id),
        "number", (json_int_t)pull->number, "state", pull->closed ? "closed" : "open", "locked",
        pull->locked, "title", pull->title, "user", sb_view_user(view, pull->author), "body",
        sb_view_text(pull->body), "labels", sb_view_labels(view, &pull->labels), "milestone",
        sb_view_milestone(view, pull->milestone));
    add_links(view, pull, json);
    json_object_set_new(json, "active_lock_reason", sb_view_text(pull->lock_reason));
    json_object_set_new(json, "created_at", sb_view_time(pull->created_ms));
    json_object_set_new(json, "updated_at", sb_view_time(pull->updated_ms));
    json_object_set_new(json, "closed_at", sb_view_time(pull->closed_ms));
    json_object_set_new(json, "merged_at", sb_view_time(pull->merged_ms));
    json_t *assignees = json_array();
    for (size_t i = 0; i < pull->assignees.len; i++)
        json_array_append_new(assignees, sb_view_user(view, pull->assignees.items[i]));
    json_object_set_new(json, "assignees", assignees);
    if (!view->new_version) {
        json_object_set_new(
            json, "assignee",
            sb_view_user(view, pull->assignees.len ? pull->assignees.items[0] : NULL));
        json_object_set_new(json, "merge_commit_sha", json_null());
    }
    json_object_set_new(json, "requested_reviewers", json_array());
    json_object_set_new(json, "requested_teams", json_array());
    json_object_set_new(json, "head",
                        side(view, sb_pull_owner(view->world, pull), sb_pull_ref(view->arena, pull),
                             sb_pull_sha(view->arena, pull)));
    json_object_set_new(
        json, "base",
        side(view, view->world->owner, "main", made_up_sha(view->arena, pull, "main")));
    json_object_set_new(json, "author_association",
                        json_string(sb_view_association(view, pull->author)));
    json_object_set_new(json, "auto_merge", json_null());
    json_object_set_new(json, "draft", json_boolean(pull->draft));
    if (full)
        add_full(view, pull, json);
    return json;
}
