/* Links between issues. */
#include "github/write.h"

#include "github/body.h"
#include "github/list.h"
#include "github/parse.h"

/* 404 on a route that no issue of this server ever gave a sign of: it has none. */
static void send_link(struct send *send, bool seen, struct gh_outcome *out)
{
    (void)body_send_for_issue(send, out);
    if (out->state == GH_FAILED && out->status == 404 && !seen)
        out->unsupported = true;
}

/* `send` has everything but the method. */
static enum gh_state add_link(struct send send, bool seen, struct gh_outcome *out)
{
    send.method = "POST";
    send_link(&send, seen, out);
    return body_existing_is_done(out);
}

/* … and what is no longer in `list` has gone. */
static enum gh_state remove_link(struct send send, bool seen, struct db_id other, const char *list,
                                 struct gh_outcome *out)
{
    send.method = "DELETE";
    send_link(&send, seen, out);
    if (out->unsupported || !body_says_absent(out))
        return out->state;
    struct err err cleanup_err = ERR_INIT;
    bool there = true;
    enum code code = list_has_id(send.gh, send.arena, list, other, &there, &err);
    return body_settle_absent(send.arena, out, code, there, &err);
}

static json_t *body_of_id(const char *key, struct db_id id)
{
    json_t *body = json_object();
    body_put(body, key, json_integer(id.v));
    return body;
}

enum gh_state gh_add_sub_issue(struct gh *gh, struct arena *arena, struct number parent,
                               struct db_id child, bool replace_parent, struct gh_outcome *out)
{
    json_t *body = body_of_id("sub_issue_id", child);
    if (replace_parent)
        body_put(body, "replace_parent", json_true());
    const struct send send = {.gh = gh,
                              .arena = arena,
                              .path = arena_printf(arena, "/issues/%lld/sub_issues", ll(parent.v)),
                              .body = body,
                              .tried =
                                  arena_printf(arena, "add a sub-issue to #%lld", ll(parent.v))};
    return add_link(send, gh->sub_issues_seen, out);
}

enum gh_state gh_remove_sub_issue(struct gh *gh, struct arena *arena, struct number parent,
                                  struct db_id child, struct gh_outcome *out)
{
    const struct send send = {.gh = gh,
                              .arena = arena,
                              .path = arena_printf(arena, "/issues/%lld/sub_issue", ll(parent.v)),
                              .body = body_of_id("sub_issue_id", child),
                              .tried =
                                  arena_printf(arena, "take a sub-issue off #%lld", ll(parent.v))};
    return remove_link(send, gh->sub_issues_seen, child,
                       arena_printf(arena, "/issues/%lld/sub_issues", ll(parent.v)), out);
}

enum gh_state gh_add_blocked_by(struct gh *gh, struct arena *arena, struct number issue,
                                struct db_id blocker, struct gh_outcome *out)
{
    const struct send send = {
        .gh = gh,
        .arena = arena,
        .path = arena_printf(arena, "/issues/%lld/dependencies/blocked_by", ll(issue.v)),
        .body = body_of_id("issue_id", blocker),
        .tried = arena_printf(arena, "add what blocks #%lld", ll(issue.v))};
    return add_link(send, gh->dependencies_seen, out);
}

enum gh_state gh_remove_blocked_by(struct gh *gh, struct arena *arena, struct number issue,
                                   struct db_id blocker, struct gh_outcome *out)
{
    const struct send send = {
        .gh = gh,
        .arena = arena,
        .path = arena_printf(arena, "/issues/%lld/dependencies/blocked_by/%lld", ll(issue.v),
                             ll(blocker.v)),
        .tried = arena_printf(arena, "take away what blocks #%lld", ll(issue.v))};
    return remove_link(send, gh->dependencies_seen, blocker,
                       arena_printf(arena, "/issues/%lld/dependencies/blocked_by", ll(issue.v)),
                       out);
}
