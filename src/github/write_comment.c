/* Comments. */
#include "github/body.h"
#include "github/parse.h"
#include "github/write.h"

/* `send` has everything but the body. */
static enum gh_state send_comment(struct send send, const char *text, struct gh_outcome *out)
{
    json_t *answer cleanup_json = NULL;
    send.body = json_object();
    body_put_text(send.body, "body", text);
    if (send_write(&send, out, &answer) != GH_DONE)
        return out->state;
    struct err err cleanup_err = ERR_INIT;
    struct remote_comment *echo = ARENA_NEW(send.arena, struct remote_comment);
    if (parse_comment(send.arena, answer, echo, &err) != OK) {
        send_garbled(&send, out, err.message);
        return out->state;
    }
    out->comment = echo;
    return out->state;
}

enum gh_state gh_create_comment(struct gh *gh, struct arena *arena, struct number issue,
                                const char *text, struct gh_outcome *out)
{
    const struct send send = {.gh = gh,
                              .arena = arena,
                              .method = "POST",
                              .path = arena_printf(arena, "/issues/%lld/comments", ll(issue.v)),
                              .tried = arena_printf(arena, "comment on #%lld", ll(issue.v))};
    return send_comment(send, text, out);
}

enum gh_state gh_update_comment(struct gh *gh, struct arena *arena, struct db_id comment,
                                const char *text, struct gh_outcome *out)
{
    const struct send send = {.gh = gh,
                              .arena = arena,
                              .method = "PATCH",
                              .path = arena_printf(arena, "/issues/comments/%lld", ll(comment.v)),
                              .tried = arena_printf(arena, "change comment %lld", ll(comment.v))};
    return send_comment(send, text, out);
}

enum gh_state gh_delete_comment(struct gh *gh, struct arena *arena, struct db_id comment,
                                struct gh_outcome *out)
{
    struct send send = {.gh = gh,
                        .arena = arena,
                        .method = "DELETE",
                        .path = arena_printf(arena, "/issues/comments/%lld", ll(comment.v)),
                        .tried = arena_printf(arena, "delete comment %lld", ll(comment.v)),
                        .no_answer_body = true};
    json_t *answer cleanup_json = NULL;
    if (send_write(&send, out, &answer) == GH_DONE || !body_says_absent(out))
        return out->state;
    struct err err cleanup_err = ERR_INIT;
    bool there = true;
    enum code code = gh_has_comment(gh, comment, &there, &err);
    return body_settle_absent(arena, out, code, there, &err);
}
