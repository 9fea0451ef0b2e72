/* Which function answers which request, and the rights it needs. */
#include <string.h>
#include <strings.h>

#include "sandbox/handlers.h"

enum need {
    NEED_READ,   /* anybody who sees the repository */
    NEED_AUTHOR, /* anybody, but fields may be dropped; the handler looks closer */
    NEED_TRIAGE,
    NEED_WRITE
};

enum part { PART_PLAIN, PART_ISSUES, PART_SUB_ISSUES, PART_DEPENDENCIES };

struct route {
    const char *method, *path; /* behind /repos/OWNER/NAME; {} takes one segment */
    sb_handler_fn *handler;
    enum need need;
    enum part part;
};

static const struct route routes[] = {
    {"GET", "", sb_repository_get, NEED_READ, PART_PLAIN},
    {"GET", "labels", sb_labels_list, NEED_READ, PART_PLAIN},
    {"POST", "labels", sb_labels_post, NEED_WRITE, PART_PLAIN},
    {"GET", "labels/{}", sb_labels_get, NEED_READ, PART_PLAIN},
    {"PATCH", "labels/{}", sb_labels_patch, NEED_WRITE, PART_PLAIN},
    {"DELETE", "labels/{}", sb_labels_delete, NEED_WRITE, PART_PLAIN},
    {"GET", "milestones", sb_milestones_list, NEED_READ, PART_PLAIN},
    {"POST", "milestones", sb_milestones_post, NEED_WRITE, PART_PLAIN},
    {"GET", "milestones/{}", sb_milestones_get, NEED_READ, PART_PLAIN},
    {"PATCH", "milestones/{}", sb_milestones_patch, NEED_WRITE, PART_PLAIN},
    {"DELETE", "milestones/{}", sb_milestones_delete, NEED_WRITE, PART_PLAIN},
    {"GET", "issue-types", sb_types_list, NEED_READ, PART_PLAIN},
    {"GET", "assignees", sb_assignees_list, NEED_READ, PART_PLAIN},
    {"GET", "assignees/{}", sb_assignees_check, NEED_READ, PART_PLAIN},
    {"GET", "pulls", sb_pulls_list, NEED_READ, PART_PLAIN},
    {"GET", "pulls/{}", sb_pulls_get, NEED_READ, PART_PLAIN},
    {"GET", "commits/{}/pulls", sb_commit_pulls_list, NEED_READ, PART_PLAIN},
    {"GET", "issues", sb_issues_list, NEED_READ, PART_ISSUES},
    {"POST", "issues", sb_issues_post, NEED_AUTHOR, PART_ISSUES},
    {"GET", "issues/comments", sb_comments_list, NEED_READ, PART_PLAIN},
    {"GET", "issues/comments/{}", sb_comments_get, NEED_READ, PART_PLAIN},
    {"PATCH", "issues/comments/{}", sb_comments_patch, NEED_AUTHOR, PART_PLAIN},
    {"DELETE", "issues/comments/{}", sb_comments_delete, NEED_AUTHOR, PART_PLAIN},
    {"GET", "issues/{}", sb_issues_get, NEED_READ, PART_ISSUES},
    {"PATCH", "issues/{}", sb_issues_patch, NEED_AUTHOR, PART_ISSUES},
    {"GET", "issues/{}/labels", sb_issue_labels_list, NEED_READ, PART_ISSUES},
    {"POST", "issues/{}/labels", sb_issue_labels_post, NEED_TRIAGE, PART_ISSUES},
    {"PUT", "issues/{}/labels", sb_issue_labels_put, NEED_TRIAGE, PART_ISSUES},
    {"DELETE", "issues/{}/labels", sb_issue_labels_clear, NEED_TRIAGE, PART_ISSUES},
    {"DELETE", "issues/{}/labels/{}", sb_issue_labels_delete, NEED_TRIAGE, PART_ISSUES},
    {"GET", "issues/{}/assignees/{}", sb_assignees_check, NEED_READ, PART_ISSUES},
    {"POST", "issues/{}/assignees", sb_issue_assignees_post, NEED_AUTHOR, PART_ISSUES},
    {"DELETE", "issues/{}/assignees", sb_issue_assignees_delete, NEED_AUTHOR, PART_ISSUES},
    {"PUT", "issues/{}/lock", sb_issue_lock_put, NEED_WRITE, PART_ISSUES},
    {"DELETE", "issues/{}/lock", sb_issue_lock_delete, NEED_WRITE, PART_ISSUES},
    {"GET", "issues/{}/comments", sb_comments_of_issue, NEED_READ, PART_ISSUES},
    {"POST", "issues/{}/comments", sb_comments_post, NEED_AUTHOR, PART_ISSUES},
    {"GET", "issues/{}/sub_issues", sb_sub_issues_list, NEED_READ, PART_SUB_ISSUES},
    {"POST", "issues/{}/sub_issues", sb_sub_issues_post, NEED_TRIAGE, PART_SUB_ISSUES},
    {"DELETE", "issues/{}/sub_issue", sb_sub_issues_delete, NEED_TRIAGE, PART_SUB_ISSUES},
    {"GET", "issues/{}/parent", sb_parent_get, NEED_READ, PART_SUB_ISSUES},
    {"GET", "issues/{}/dependencies/blocked_by", sb_blocked_by_list, NEED_READ, PART_DEPENDENCIES},
    {"POST", "issues/{}/dependencies/blocked_by", sb_blocked_by_post, NEED_TRIAGE,
     PART_DEPENDENCIES},
    {"DELETE", "issues/{}/dependencies/blocked_by/{}", sb_blocked_by_delete, NEED_TRIAGE,
     PART_DEPENDENCIES},
    {"GET", "issues/{}/dependencies/blocking", sb_blocking_list, NEED_READ, PART_DEPENDENCIES},
};

/* Fits the segments from `first` on to the route's path and notes what stood at each {}. */
static bool fits(const struct route *route, struct sb_request *request, size_t first)
{
    const char *at = route->path;
    size_t index = first, args = 0;
    while (*at) {
        size_t len = strcspn(at, "/");
        if (index == request->segments.len)
            return false;
        const char *segment = request->segments.items[index++];
        if (strncmp(at, "{}", 2) == 0) {
            if (!*segment)
                return false;
            request->arg[args++] = segment;
        } else if (strlen(segment) != len || strncmp(segment, at, len) != 0) {
            return false;
        }
        at += len;
        if (*at == '/')
            at++;
    }
    return index == request->segments.len;
}

static const char *tail_of(const struct sb_request *request, size_t segments)
{
    const char *at = request->path;
    for (size_t i = 0; at && i < segments; i++)
        at = strchr(at + 1, '/');
    return at ? at : "";
}

void sb_route_canonical(const struct sandbox *sandbox, struct sb_request *request)
{
    if (request->segments.len < 2 || strcmp(request->segments.items[0], "repositories") != 0 ||
        sb_parse_number(request->segments.items[1]) != sandbox->world.repository_id)
        return;
    request->canonical = arena_printf(request->arena, "/repos/%s/%s%s", sandbox->world.owner,
                                      sandbox->world.name, tail_of(request, 2));
}

/* A renamed repository: 301 to a GET, 307 to the rest, both by id. */
static bool redirect_old_name(struct sandbox *sandbox, struct sb_request *request,
                              struct sb_reply *reply)
{
    const char *full = arena_printf(request->arena, "%s/%s", request->segments.items[1],
                                    request->segments.items[2]);
    const struct strlist *old = &sandbox->world.old_names;
    bool found = false;
    for (size_t i = 0; i < old->len; i++)
        found |= strcasecmp(old->items[i], full) == 0;
    if (!found)
        return false;
    const char *url = arena_printf(request->arena, "%s/repositories/%lld%s%s%s", sandbox->url,
                                   (long long)sandbox->world.repository_id, tail_of(request, 3),
                                   *request->query ? "?" : "", request->query);
    sb_reply_json(reply, sb_request_is_write(request->method) ? 307 : 301,
                  json_pack("{s:s, s:s, s:s}", "message", "Moved Permanently", "url", url,
                            "documentation_url", "https://docs.github.com/v3/#http-redirects"));
    sb_reply_header(reply, "Location", url);
    return true;
}

/* The index of the first segment behind the repository; 0 when the answer is written. */
static size_t find_repository(struct sandbox *sandbox, struct sb_request *request,
                              struct sb_reply *reply)
{
    const struct strlist *segments = &request->segments;
    const struct sb_world *world = &sandbox->world;
    bool hidden = sandbox->options.hidden;
    if (segments->len >= 2 && strcmp(segments->items[0], "repositories") == 0) {
        if (!hidden && sb_parse_number(segments->items[1]) == world->repository_id)
            return 2;
    } else if (segments->len >= 3 && strcmp(segments->items[0], "repos") == 0 && !hidden) {
        if (strcasecmp(segments->items[1], world->owner) == 0 &&
            strcasecmp(segments->items[2], world->name) == 0)
            return 3;
        if (redirect_old_name(sandbox, request, reply))
            return 0;
    }
    sb_not_found(reply);
    return 0;
}

static void refuse_right(const struct sandbox *sandbox, struct sb_reply *reply)
{
    sb_reply_header(reply, "X-Accepted-GitHub-Permissions", "issues=write");
    sb_fail(reply, 403,
            sandbox->options.app_token ? "Resource not accessible by integration"
                                       : "Resource not accessible by personal access token");
}

/* False: the answer is written. */
static bool admit(struct sandbox *sandbox, const struct route *route, struct sb_request *request,
                  struct sb_reply *reply)
{
    const struct sandbox_options *options = &sandbox->options;
    if ((route->part == PART_SUB_ISSUES && options->no_sub_issues) ||
        (route->part == PART_DEPENDENCIES && options->no_dependencies)) {
        sb_not_found(reply);
        return false;
    }
    if (route->need != NEED_READ && sandbox->world.archived) {
        sb_fail(reply, 403, "Repository was archived so is read-only.");
        return false;
    }
    if (route->part != PART_PLAIN && sandbox->world.issues_disabled) {
        sb_fail(reply, 410, "Issues are disabled for this repo");
        return false;
    }
    if ((route->need != NEED_READ && options->read_only) ||
        (route->need == NEED_WRITE && options->role != SANDBOX_ROLE_WRITE) ||
        (route->need == NEED_TRIAGE && options->role == SANDBOX_ROLE_READ)) {
        refuse_right(sandbox, reply);
        return false;
    }
    request->drop_fields |= options->drop_fields || options->role == SANDBOX_ROLE_READ;
    return true;
}

static void route_repository(struct sandbox *sandbox, struct sb_request *request,
                             struct sb_reply *reply)
{
    size_t first = find_repository(sandbox, request, reply);
    if (!first)
        return;
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        if (strcmp(routes[i].method, request->method) != 0 || !fits(&routes[i], request, first))
            continue;
        if (admit(sandbox, &routes[i], request, reply) &&
            (!sb_request_is_write(request->method) || sb_body_object(request, reply)))
            routes[i].handler(sandbox, request, reply);
        return;
    }
    sb_not_found(reply);
}

void sb_route(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    if (strcmp(request->method, "GET") == 0 && request->segments.len == 1) {
        const char *name = request->segments.items[0];
        if (strcmp(name, "user") == 0) {
            sb_user_get(sandbox, request, reply);
            return;
        }
        if (strcmp(name, "rate_limit") == 0) {
            sb_rate_limit_get(sandbox, request, reply);
            return;
        }
        if (strcmp(name, "versions") == 0) {
            sb_versions_get(sandbox, request, reply);
            return;
        }
    }
    route_repository(sandbox, request, reply);
}
