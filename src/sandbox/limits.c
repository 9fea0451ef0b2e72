/* Primary and secondary limits, and the pace of writes. */
#include <string.h>

#include "sandbox/inner.h"

#define HOUR_MS INT64_C(3600000)
#define MINUTE_MS INT64_C(60000)
#define PRIMARY_SHOWN 5000

int64_t sb_limits_remaining(const struct sandbox *sandbox, int64_t *limit, int64_t *reset_s)
{
    const struct sb_limits *limits = &sandbox->limits;
    *limit = sandbox->options.primary_per_hour ? sandbox->options.primary_per_hour : PRIMARY_SHOWN;
    *reset_s = (limits->window_start_ms + HOUR_MS + 999) / 1000;
    return limits->used < *limit ? *limit - limits->used : 0;
}

void sb_limits_headers(struct sandbox *sandbox, const struct sb_request *request,
                       struct sb_reply *reply)
{
    int64_t limit = 0, reset_s = 0;
    int64_t remaining = sb_limits_remaining(sandbox, &limit, &reset_s);
    const struct {
        const char *name;
        int64_t value;
    } numbers[] = {{"X-RateLimit-Limit", limit},
                   {"X-RateLimit-Remaining", remaining},
                   {"X-RateLimit-Used", limit - remaining},
                   {"X-RateLimit-Reset", reset_s}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        sb_reply_header(reply, numbers[i].name,
                        arena_printf(request->arena, "%lld", (long long)numbers[i].value));
    sb_reply_header(reply, "X-RateLimit-Resource", "core");
}

static bool refuse_secondary(const struct sb_request *request, struct sb_reply *reply,
                             int64_t wait_ms)
{
    sb_reply_header(reply, "Retry-After",
                    arena_printf(request->arena, "%lld", (long long)((wait_ms + 999) / 1000)));
    sb_fail(reply, 403,
            "You have exceeded a secondary rate limit and have been temporarily blocked from "
            "content creation. Please retry your request again later.");
    return false;
}

/* Milliseconds until another creation fits into the window; 0 = now. */
static int64_t creation_wait(const struct sb_limits *limits, int max, int64_t window_ms,
                             int64_t now_ms)
{
    if (max <= 0 || limits->creations.len < (size_t)max)
        return 0;
    int64_t oldest = limits->creations.items[limits->creations.len - (size_t)max];
    return now_ms - oldest < window_ms ? oldest + window_ms - now_ms : 0;
}

static bool admit_creation(struct sandbox *sandbox, const struct sb_request *request,
                           struct sb_reply *reply)
{
    struct sb_limits *limits = &sandbox->limits;
    int64_t minute =
        creation_wait(limits, sandbox->options.creates_per_minute, MINUTE_MS, request->now_ms);
    int64_t hour =
        creation_wait(limits, sandbox->options.creates_per_hour, HOUR_MS, request->now_ms);
    int64_t wait_ms = minute > hour ? minute : hour;
    if (wait_ms > 0)
        return refuse_secondary(request, reply, wait_ms);
    VEC_PUSH(sandbox->arena, &limits->creations, request->now_ms);
    return true;
}

bool sb_limits_admit(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_limits *limits = &sandbox->limits;
    if (limits->window_start_ms == 0 || request->now_ms - limits->window_start_ms >= HOUR_MS) {
        limits->window_start_ms = request->now_ms;
        limits->used = 0;
    }
    if (sb_request_is_write(request->method)) {
        if (sandbox->options.pace_ms && limits->last_write_ms &&
            request->now_ms - limits->last_write_ms < sandbox->options.pace_ms)
            sandbox->log.violations++;
        limits->last_write_ms = request->now_ms;
    }
    if (strcmp(request->path, "/rate_limit") == 0)
        return true;
    limits->used++;
    if (sandbox->options.primary_per_hour && limits->used > sandbox->options.primary_per_hour) {
        sb_fail(reply, 403,
                arena_printf(request->arena,
                             "API rate limit exceeded for user ID %lld. If you reach out to GitHub "
                             "Support for help, please include the request ID.",
                             (long long)sandbox->world.actor->id));
        return false;
    }
    return strcmp(request->method, "POST") != 0 || admit_creation(sandbox, request, reply);
}
