/* Requests without a network: straight into the stand-in. What its faults do to a connection
 * becomes what libcurl makes of it. (test_http_server has the real sockets.) */
#include <string.h>

#include "base/str.h"
#include "http/http.h"
#include "stage.h"

static const char *header(const struct http_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (strcasecmp(request->headers[i].name, name) == 0)
            return request->headers[i].value;
    return NULL;
}

static enum code broken(struct http_response *response, enum http_failure failure, enum code code,
                        const char *text, struct err *err)
{
    response->failure = failure;
    response->answered = false;
    return err_set(err, code, "%s", text);
}

/* Never got as far as the server. */
static enum code not_sent(const char *how, struct http_response *response, struct err *err)
{
    response->bytes_sent = 0;
    if (strcmp(how, "no-host") == 0)
        return broken(response, HTTP_NO_HOST, ERR_RETRY, "the address is not found", err);
    if (strcmp(how, "tls") == 0)
        return broken(response, HTTP_TLS, ERR_FAILED, "no secure connection", err);
    return broken(response, HTTP_NO_CONNECTION, ERR_RETRY, "cannot connect", err);
}

static void answer(const struct sb_reply *reply, size_t len, struct http_response *response)
{
    response->status = reply->status;
    for (size_t i = 0; i < reply->headers.len; i++)
        http_response_add(response, reply->headers.items[i].name, reply->headers.items[i].value);
    str_addn(&response->body, reply->body, len);
}

static enum code deliver(struct stage *stage, const struct sb_reply *reply,
                         struct http_response *response, struct err *err)
{
    const int64_t timeout = stage->app.limits.http_timeout_ms;
    response->failure = HTTP_ANSWERED;
    response->bytes_sent = 200;
    if (reply->stall_ms >= timeout) {
        stage->now_ms += timeout;
        return broken(response, HTTP_TIMEOUT, ERR_RETRY, "no answer in time", err);
    }
    stage->now_ms += reply->stall_ms;
    switch (reply->cut) {
    case SB_CUT_CLOSE:
    case SB_CUT_RESET:
        return broken(response, HTTP_BROKEN, ERR_RETRY, "the connection broke", err);
    case SB_CUT_HALF:
        answer(reply, reply->body_len / 2, response);
        return broken(response, HTTP_BROKEN, ERR_RETRY, "the answer was cut off", err);
    case SB_CUT_ENDLESS:
        return broken(response, HTTP_TOO_LARGE, ERR_CEILING, "the answer is too large", err);
    case SB_CUT_NONE:
        break;
    }
    answer(reply, reply->body_len, response);
    response->answered = true;
    return OK;
}

static void handle(struct sandbox *sandbox, struct sb_request *in, struct sb_reply *reply)
{
    struct sb_strikes strikes = {0};
    in->now_ms = sb_now(sandbox);
    BUG_UNLESS(sb_request_parse(in));
    sb_route_canonical(sandbox, in);
    sb_fault_match(sandbox, in, &strikes);
    if (!sb_fault_refuses(&strikes)) {
        sb_handle(sandbox, in, &strikes, reply);
        return;
    }
    reply->cut = SB_CUT_CLOSE;
    reply->fault = "refuse";
    sb_log_add(sandbox, in, reply);
}

enum code wire_send(void *state, const struct http_request *request, struct http_response *response,
                    struct err *err)
{
    struct stage *stage = state;
    struct sandbox *sandbox = stage->sandbox;
    struct arena *arena cleanup_arena = arena_new();
    const char *base = sandbox_url(sandbox);
    if (!text_starts(request->url, base))
        return broken(response, HTTP_NO_HOST, ERR_RETRY, "the address is not found", err);
    const char *path = request->url + strlen(base);
    stage->method = request->method;
    stage->path = path;
    stage->transport = NULL;
    if (!stage->quiet) {
        stage->count[MOMENT_REQUEST]++;
        if (stage->strike)
            stage->strike(stage, MOMENT_REQUEST, stage->count[MOMENT_REQUEST]);
    }
    if (stage->transport)
        return not_sent(stage->transport, response, err);
    struct sb_request in = {.arena = arena,
                            .method = request->method,
                            .target = path,
                            .user_agent = header(request, "User-Agent"),
                            .authorization = header(request, "Authorization"),
                            .accept = header(request, "Accept"),
                            .api_version = header(request, "X-GitHub-Api-Version"),
                            .content_type = header(request, "Content-Type"),
                            .if_none_match = header(request, "If-None-Match"),
                            .body = request->body ? request->body : "",
                            .body_len = request->body ? request->body_len : 0};
    if (!in.user_agent)
        in.user_agent = "roadmap/torture";
    struct sb_reply reply;
    sb_reply_init(&reply, arena);
    handle(sandbox, &in, &reply);
    enum code code = deliver(stage, &reply, response, err);
    json_decref(in.json);
    sb_reply_release(&reply);
    if (stage->die_after)
        stage_die(stage, false, 0);
    return code;
}
