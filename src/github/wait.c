/* Pauses: after trouble, and for limits. */
#include "base/day.h"
#include "base/env.h"
#include "github/client.h"

/* How often a wait is told again. */
#define TELL_EVERY_MS 1000

int64_t gh_backoff_ms(const struct gh *gh, int tries)
{
    int64_t wait_ms = gh->options.retry_base_ms;
    for (int i = 1; i < tries; i++)
        wait_ms *= 2;
    int64_t spread = wait_ms / 4;
    return spread > 0 ? wait_ms + (int64_t)(random_u32() % (uint32_t)(spread + 1)) : wait_ms;
}

static enum code too_long(struct gh *gh, int64_t wait_ms, const char *reason, struct err *err)
{
    int64_t until_ms = clock_now(&gh->options.clock) + wait_ms;
    gh->resume_at_ms = until_ms;
    char until[21], length[32], longest[32];
    instant_format(until_ms, until); /* 2026-03-02T14:02:10Z */
    duration_format(wait_ms, length);
    duration_format(gh->options.max_wait_ms, longest);
    (void)err_set(err, ERR_RETRY, "%s: %s to wait, until %.5s UTC (longest wait: %s)", reason,
                  length, until + 11, longest);
    return err_hint(err, "nothing is lost; run the same command again after that, or set "
                         "ROADMAP_MAX_WAIT_MS higher");
}

enum code gh_wait(struct gh *gh, int64_t wait_ms, bool limit, const char *reason, struct err *err)
{
    if (wait_ms > gh->options.max_wait_ms && limit)
        return too_long(gh, wait_ms, reason, err);
    const struct clock *clock = &gh->options.clock;
    const struct gh_wait wait = {.reason = reason,
                                 .limit = limit,
                                 .wait_ms = wait_ms,
                                 .until_ms = clock_now(clock) + wait_ms};
    const int64_t end = clock_mono(clock) + wait_ms;
    int64_t left = wait_ms;
    do {
        if (gh->options.on_wait)
            gh->options.on_wait(gh->options.state, &wait);
        clock_sleep(clock, left > TELL_EVERY_MS ? TELL_EVERY_MS : left);
        left = end - clock_mono(clock);
    } while (left > 0 && !interrupt_requested());
    if (interrupt_requested())
        return err_set(err, ERR_INTERRUPTED, "interrupted while waiting");
    return OK;
}

int64_t gh_limit_ms(const struct gh *gh, enum gh_side side, const struct gh_answer *answer)
{
    if (answer->wait_ms >= 0)
        return answer->wait_ms > 1000 ? answer->wait_ms : 1000;
    int64_t wait_ms = gh->options.secondary_wait_ms;
    for (int i = 0; i < gh->limit_waits[side] && wait_ms <= gh->options.max_wait_ms; i++)
        wait_ms *= 2;
    return wait_ms;
}

enum code gh_pause(struct gh *gh, enum gh_side side, int64_t wait_ms, bool primary, struct err *err)
{
    const char *reason =
        primary ? "GitHub's hourly limit of requests is used up" : "GitHub asks for a pause";
    gh->resume_at_ms = 0;
    if (gh->limit_waits[side] >= GH_LIMIT_WAITS) {
        gh->resume_at_ms = clock_now(&gh->options.clock) + wait_ms;
        (void)err_set(err, ERR_RETRY, "%s, also after %d waits", reason, GH_LIMIT_WAITS);
        return err_hint(err, "nothing is lost; run the same command again later");
    }
    if (gh_wait(gh, wait_ms, true, reason, err) != OK)
        return err->code;
    gh->limit_waits[side]++;
    return OK;
}
