#include <stdio.h>
#include <stdlib.h>

#include "sandbox/wire.h"
#include "sandbox/world.h"

#define DOCUMENTATION "https://docs.github.com/rest"

void sb_reply_init(struct sb_reply *reply, struct arena *arena)
{
    *reply = (struct sb_reply){.arena = arena,
                               .status = 200,
                               .content_type = "application/json; charset=utf-8",
                               .last_modified_ms = SB_NO_TIME,
                               .fault = ""};
}

void sb_reply_release(struct sb_reply *reply)
{
    json_decref(reply->json);
    reply->json = NULL;
    free(reply->body);
    reply->body = NULL;
}

void sb_reply_header(struct sb_reply *reply, const char *name, const char *value)
{
    VEC_PUSH(reply->arena, &reply->headers,
             (struct sb_param){name, arena_strdup(reply->arena, value)});
}

void sb_reply_json(struct sb_reply *reply, int status, json_t *json)
{
    BUG_UNLESS(json);
    json_decref(reply->json);
    reply->json = json;
    reply->text = NULL;
    reply->status = status;
}

void sb_reply_empty(struct sb_reply *reply, int status)
{
    json_decref(reply->json);
    reply->json = NULL;
    reply->text = NULL;
    reply->status = status;
}

void sb_reply_text(struct sb_reply *reply, int status, const char *content_type, const char *text)
{
    sb_reply_empty(reply, status);
    reply->text = text;
    reply->content_type = content_type;
}

static json_t *error_body(int status, const char *message)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%d", status);
    return json_pack("{s:s, s:s, s:s}", "message", message, "documentation_url", DOCUMENTATION,
                     "status", text);
}

void sb_fail(struct sb_reply *reply, int status, const char *message)
{
    sb_reply_json(reply, status, error_body(status, message));
}

void sb_not_found(struct sb_reply *reply)
{
    sb_fail(reply, 404, "Not Found");
}

static void fail_with(struct sb_reply *reply, json_t *error)
{
    json_t *body = error_body(422, "Validation Failed");
    json_object_set_new(body, "errors", json_pack("[o]", error));
    sb_reply_json(reply, 422, body);
}

void sb_invalid(struct sb_reply *reply, const char *resource, const char *field, const char *code,
                const char *message)
{
    fail_with(reply, json_pack("{s:s, s:s, s:s, s:s*}", "resource", resource, "code", code, "field",
                               field, "message", message));
}

void sb_invalid_value(struct sb_reply *reply, const char *resource, const char *field,
                      const char *code, json_t *value)
{
    fail_with(reply, json_pack("{s:o, s:s, s:s, s:s}", "value", value, "resource", resource,
                               "field", field, "code", code));
}

void sb_invalid_simple(struct sb_reply *reply, const char *message)
{
    fail_with(reply, json_string(message));
}
