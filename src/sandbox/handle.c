/* The way of one request: gate, faults, limits, route, faults, finished text, headers, log. */
#include <string.h>

#include "base/day.h"
#include "sandbox/inner.h"

int64_t sb_now(const struct sandbox *sandbox)
{
    return clock_now(&sandbox->clock);
}

static const char *http_date(struct arena *arena, int64_t instant_ms)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int32_t day = instant_day(instant_ms);
    int year = 0, month = 0, day_of_month = 0;
    day_civil(day, &year, &month, &day_of_month);
    int64_t seconds = instant_ms / 1000 - (int64_t)day * 86400;
    return arena_printf(arena, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[day_weekday(day)],
                        day_of_month, months[month - 1], year, (int)(seconds / 3600),
                        (int)(seconds / 60 % 60), (int)(seconds % 60));
}

static void add_headers(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    sb_reply_header(reply, "Date", http_date(request->arena, request->now_ms));
    sb_reply_header(reply, "Server", "github.com");
    sb_reply_header(
        reply, "X-GitHub-Request-Id",
        arena_printf(request->arena, "5A4D:%llX", (unsigned long long)sandbox->request_ids++));
    sb_reply_header(reply, "X-GitHub-Media-Type", "github.v3; format=json");
    sb_reply_header(reply, "Cache-Control", "private, max-age=60, s-maxage=60");
    sb_reply_header(reply, "Vary", "Accept, Authorization, Cookie, X-GitHub-OTP");
    if (sandbox->options.token_scopes && reply->status != 401) {
        sb_reply_header(reply, "X-OAuth-Scopes", sandbox->options.token_scopes);
        sb_reply_header(reply, "X-Accepted-OAuth-Scopes", "");
    }
    if (sandbox->options.token_expires && reply->status != 401)
        sb_reply_header(reply, "GitHub-Authentication-Token-Expiration",
                        sandbox->options.token_expires);
    if (reply->status != 304 && reply->body_len)
        sb_reply_header(reply, "Content-Type", reply->content_type);
    if (reply->last_modified_ms != SB_NO_TIME && reply->status < 400)
        sb_reply_header(reply, "Last-Modified", http_date(request->arena, reply->last_modified_ms));
    bool own_limits = false;
    for (size_t i = 0; i < reply->headers.len; i++)
        own_limits |= strcmp(reply->headers.items[i].name, "X-RateLimit-Remaining") == 0;
    if (!own_limits)
        sb_limits_headers(sandbox, request, reply);
}

static void dump(struct sb_reply *reply)
{
    if (reply->text)
        reply->body = strdup(reply->text);
    else if (reply->json)
        reply->body = json_dumps(reply->json, JSON_COMPACT | JSON_ENCODE_ANY);
    else
        reply->body = strdup("");
    if (!reply->body)
        BUG("out of memory, or text that is not UTF-8 in an answer");
    reply->body_len = strlen(reply->body);
}

static void finish(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    dump(reply);
    bool errors = reply->status >= 400;
    if (!errors && !reply->faulty && sb_condition(request, reply, reply->body, reply->body_len)) {
        /* A 304 costs nothing of the primary limit. */
        sandbox->limits.used--;
        reply->body[0] = '\0';
        reply->body_len = 0;
    }
    add_headers(sandbox, request, reply);
}

void sb_handle(struct sandbox *sandbox, struct sb_request *request,
               const struct sb_strikes *strikes, struct sb_reply *reply)
{
    sb_late_run(sandbox);
    if (sb_gate(sandbox, request, reply) && sb_limits_admit(sandbox, request, reply) &&
        !sb_fault_before(sandbox, request, strikes, reply)) {
        sb_route(sandbox, request, reply);
        sb_fault_after(sandbox, request, strikes, reply);
    }
    finish(sandbox, request, reply);
    sb_log_add(sandbox, request, reply);
    sb_record(sandbox, request, reply);
}

void sb_late_run(struct sandbox *sandbox)
{
    int64_t now_ms = sb_now(sandbox);
    for (size_t i = 0; i < sandbox->late.len; i++) {
        struct sb_late *late = sandbox->late.items[i];
        if (late->done || late->due_ms > now_ms)
            continue;
        late->done = true;
        struct arena *scratch cleanup_arena = arena_new();
        struct sb_request request = late->request;
        request.arena = scratch;
        request.segments = (struct strlist){0};
        request.params.items = NULL;
        request.params.len = request.params.cap = 0;
        request.now_ms = now_ms;
        struct sb_reply reply;
        sb_reply_init(&reply, scratch);
        BUG_UNLESS(sb_request_parse(&request));
        sb_route(sandbox, &request, &reply);
        json_decref(request.json);
        sb_reply_release(&reply);
    }
}
