/* What was asked: the log in memory and its questions. */
#include <string.h>

#include "sandbox/inner.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS INT64_C(3600000)

static const char *keep(struct sandbox *sandbox, const char *text)
{
    return arena_strdup(sandbox->arena, text ? text : "");
}

void sb_log_add(struct sandbox *sandbox, const struct sb_request *request,
                const struct sb_reply *reply)
{
    struct sb_log *log = &sandbox->log;
    bool answered =
        reply->cut == SB_CUT_NONE || reply->cut == SB_CUT_HALF || reply->cut == SB_CUT_ENDLESS;
    /* Outside the push, which moves `len` itself. */
    size_t ordinal = log->requests.len + 1;
    VEC_PUSH(sandbox->arena, &log->requests,
             (struct sandbox_request){
                 .ordinal = ordinal,
                 .method = keep(sandbox, request->method),
                 .path = keep(sandbox, request->target),
                 .body = request->body_len
                             ? arena_strndup(sandbox->arena, request->body, request->body_len)
                             : "",
                 .status = answered ? reply->status : 0,
                 .fault = keep(sandbox, reply->fault),
                 .user_agent = keep(sandbox, request->user_agent),
                 .accept = keep(sandbox, request->accept),
                 .api_version = keep(sandbox, request->api_version),
                 .content_type = keep(sandbox, request->content_type),
                 .if_none_match = keep(sandbox, request->if_none_match),
                 .at_ms = request->now_ms,
             });
}

size_t sandbox_request_count(struct sandbox *sandbox)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    size_t count = sandbox->log.requests.len;
    (void)pthread_mutex_unlock(&sandbox->lock);
    return count;
}

bool sandbox_request_at(struct sandbox *sandbox, size_t index, struct sandbox_request *request)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    bool found = index < sandbox->log.requests.len;
    if (found)
        *request = sandbox->log.requests.items[index];
    (void)pthread_mutex_unlock(&sandbox->lock);
    return found;
}

static bool method_fits(const char *wanted, const char *method)
{
    return strcmp(wanted, "*") == 0 || strcmp(wanted, method) == 0 ||
           (strcmp(wanted, "WRITE") == 0 && sb_request_is_write(method));
}

size_t sandbox_count_method(struct sandbox *sandbox, const char *method)
{
    size_t count = 0;
    (void)pthread_mutex_lock(&sandbox->lock);
    for (size_t i = 0; i < sandbox->log.requests.len; i++)
        count += method_fits(method, sandbox->log.requests.items[i].method);
    (void)pthread_mutex_unlock(&sandbox->lock);
    return count;
}

size_t sandbox_count_status(struct sandbox *sandbox, int status)
{
    size_t count = 0;
    (void)pthread_mutex_lock(&sandbox->lock);
    for (size_t i = 0; i < sandbox->log.requests.len; i++)
        count += sandbox->log.requests.items[i].status == status;
    (void)pthread_mutex_unlock(&sandbox->lock);
    return count;
}

size_t sandbox_count_matching(struct sandbox *sandbox, const char *method_and_pattern)
{
    struct arena *scratch cleanup_arena = arena_new();
    const char *space = strchr(method_and_pattern, ' ');
    BUG_UNLESS(space);
    const char *method =
        arena_strndup(scratch, method_and_pattern, (size_t)(space - method_and_pattern));
    size_t count = 0;
    (void)pthread_mutex_lock(&sandbox->lock);
    for (size_t i = 0; i < sandbox->log.requests.len; i++) {
        struct sb_request request = {.arena = scratch,
                                     .method = sandbox->log.requests.items[i].method,
                                     .target = sandbox->log.requests.items[i].path};
        if (!sb_request_parse(&request))
            continue;
        sb_route_canonical(sandbox, &request);
        count += sb_pattern_fits(method, space + 1, &request);
    }
    (void)pthread_mutex_unlock(&sandbox->lock);
    return count;
}

size_t sandbox_pace_violations(struct sandbox *sandbox)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    size_t count = sandbox->log.violations;
    (void)pthread_mutex_unlock(&sandbox->lock);
    return count;
}

/* The most POSTs in any window; the log is in order of time. */
static size_t peak(const struct sb_log *log, int64_t window_ms)
{
    size_t most = 0, in_window = 0, tail = 0;
    for (size_t head = 0; head < log->requests.len; head++) {
        const struct sandbox_request *newest = &log->requests.items[head];
        if (strcmp(newest->method, "POST") != 0)
            continue;
        in_window++;
        for (; newest->at_ms - log->requests.items[tail].at_ms >= window_ms; tail++)
            in_window -= strcmp(log->requests.items[tail].method, "POST") == 0;
        most = in_window > most ? in_window : most;
    }
    return most;
}

void sandbox_creation_peaks(struct sandbox *sandbox, size_t *in_minute, size_t *in_hour)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    *in_minute = peak(&sandbox->log, MINUTE_MS);
    *in_hour = peak(&sandbox->log, HOUR_MS);
    (void)pthread_mutex_unlock(&sandbox->lock);
}

void sandbox_log_clear(struct sandbox *sandbox)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    sandbox->log.requests.len = 0;
    sandbox->log.violations = 0;
    (void)pthread_mutex_unlock(&sandbox->lock);
}

char *sandbox_log_json(struct sandbox *sandbox)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    json_t *list = json_array();
    for (size_t i = 0; i < sandbox->log.requests.len; i++) {
        const struct sandbox_request *one = &sandbox->log.requests.items[i];
        json_array_append_new(
            list, json_pack("{s:I, s:s, s:s, s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:s}",
                            "ordinal", (json_int_t)one->ordinal, "method", one->method, "path",
                            one->path, "status", one->status, "fault", one->fault, "user_agent",
                            one->user_agent, "accept", one->accept, "api_version", one->api_version,
                            "content_type", one->content_type, "if_none_match", one->if_none_match,
                            "at_ms", (json_int_t)one->at_ms, "body", one->body));
    }
    char *text = json_dumps(list, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    json_decref(list);
    (void)pthread_mutex_unlock(&sandbox->lock);
    return text;
}
