/* Routes for scripts that drive the test server; a rehearsal has none of them. */
#include <string.h>

#include "sandbox/inner.h"

static void finish(struct sb_reply *reply, int status, char *text)
{
    BUG_UNLESS(text);
    reply->status = status;
    reply->body = text;
    reply->body_len = strlen(text);
    sb_reply_header(reply, "Content-Type", "application/json");
}

static void outcome(struct sb_reply *reply, enum code code, const struct err *err)
{
    json_t *json = code == OK ? json_pack("{s:b}", "ok", 1)
                              : json_pack("{s:b, s:s}", "ok", 0, "message", err->message);
    finish(reply, code == OK ? 200 : 422, json_dumps(json, JSON_COMPACT));
    json_decref(json);
}

bool sb_control(struct sandbox *sandbox, const struct sb_request *request, struct sb_reply *reply)
{
    if (!sandbox->options.control_routes || strncmp(request->path, "/_sandbox/", 10) != 0)
        return false;
    struct err err cleanup_err = ERR_INIT;
    const char *what = request->path + 10;
    bool get = strcmp(request->method, "GET") == 0;
    bool post = strcmp(request->method, "POST") == 0;
    const char *text = arena_strndup(request->arena, request->body, request->body_len);
    if (get && strcmp(what, "world") == 0)
        finish(reply, 200, sandbox_world_json(sandbox, !strstr(request->query, "times=0")));
    else if (get && strcmp(what, "requests") == 0)
        finish(reply, 200, sandbox_log_json(sandbox));
    else if (post && strcmp(what, "faults") == 0)
        outcome(reply, sandbox_fault_add(sandbox, text, &err), &err);
    else if (post && strcmp(what, "edit") == 0)
        outcome(reply, sandbox_edit(sandbox, text, &err), &err);
    else if (strcmp(request->method, "DELETE") == 0 && strcmp(what, "faults") == 0) {
        sandbox_fault_clear(sandbox);
        outcome(reply, OK, &err);
    } else if (strcmp(request->method, "DELETE") == 0 && strcmp(what, "requests") == 0) {
        sandbox_log_clear(sandbox);
        outcome(reply, OK, &err);
    } else {
        finish(reply, 404, strdup("{\"ok\":false,\"message\":\"no such control route\"}"));
    }
    return true;
}
