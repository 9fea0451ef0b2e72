#include "github/body.h"

#include "github/parse.h"
#include "github/reading.h"

void body_free(json_t **json)
{
    json_decref(*json);
}

void body_put(json_t *body, const char *key, json_t *value)
{
    /* jansson refuses text that is not UTF-8; null then makes the write fail, not lose the field.
     */
    if (json_object_set_new(body, key, value) != 0)
        BUG("a value of a write is not UTF-8");
}

void body_put_text(json_t *body, const char *key, const char *text)
{
    if (text)
        body_put(body, key, json_string(text));
}

/* "" stands for null. */
void body_put_clearable(json_t *body, const char *key, const char *text)
{
    if (text)
        body_put(body, key, *text ? json_string(text) : json_null());
}

void body_put_list(json_t *body, const char *key, const struct strlist *list)
{
    if (!list)
        return;
    json_t *array = json_array();
    for (size_t i = 0; i < list->len; i++)
        if (json_array_append_new(array, json_string(list->items[i])) != 0)
            BUG("a value of a write is not UTF-8");
    body_put(body, key, array);
}

static enum gh_state already(struct gh_outcome *out)
{
    *out = (struct gh_outcome){.state = GH_DONE,
                               .already = true,
                               .status = out->status,
                               .request_id = out->request_id,
                               .wait_ms = -1};
    return GH_DONE;
}

bool body_says_absent(const struct gh_outcome *out)
{
    return out->state == GH_FAILED && (out->status == 404 || out->status == 410) && !out->limited &&
           out->code != ERR_REFUSED; /* issues are disabled: 410 too */
}

enum gh_state body_settle_absent(struct arena *arena, struct gh_outcome *out, enum code code,
                                 bool there, struct err *err)
{
    if (!code && !there)
        return already(out);
    out->code = code ? code : ERR_NOT_FOUND;
    out->message = code ? arena_printf(arena, "%s; whether it is gone cannot be read: %s",
                                       out->message, err->message)
                        : arena_printf(arena, "%s, but it is still there", out->message);
    if (!code)
        out->hint = "the token may not be allowed to; roadmap sync tries again";
    err_clear(err);
    return out->state;
}

/* What GitHub refuses because it is there is there. */
enum gh_state body_existing_is_done(struct gh_outcome *out)
{
    if (out->state != GH_FAILED || out->code != ERR_EXISTS)
        return out->state;
    return already(out);
}

/* Sends and takes the issue of the answer; which issue that is differs by route. */
enum gh_state body_send_for_issue(struct send *send, struct gh_outcome *out)
{
    json_t *answer cleanup_json = NULL;
    if (send_write(send, out, &answer) != GH_DONE)
        return out->state;
    struct err err cleanup_err = ERR_INIT;
    struct remote_issue *echo = ARENA_NEW(send->arena, struct remote_issue);
    if (parse_issue(send->arena, answer, echo, &err) != OK) {
        send_garbled(send, out, err.message);
        return out->state;
    }
    reading_note_features(send->gh, answer);
    out->issue = echo;
    return out->state;
}
