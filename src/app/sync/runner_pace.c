/* Waiting: for the pace, and for the pauses that GitHub asks for. */
#include "app/sync/runner_inner.h"

/* A signal ends a sleep after this long, and a wait is told again, so that it can be counted down.
 */
#define SLICE_MS 1000

struct pace runner_pace(const struct runner *runner)
{
    const struct app_limits *limits = &runner->session->app->limits;
    return (struct pace){.settings = {limits->write_interval_ms, limits->creates_per_minute,
                                      limits->creates_per_hour},
                         .created_ms = runner->created.items.items,
                         .created_count = runner->created.items.len,
                         .last_write_ms = runner->last_write_ms};
}

static const char *pace_text(enum pace_cause cause)
{
    switch (cause) {
    case PACE_HOUR:
        return "GitHub's limit on new content an hour is reached";
    case PACE_MINUTE:
        return "GitHub's limit on new content a minute is reached";
    case PACE_NOW:
    case PACE_INTERVAL:
        break;
    }
    return "one write a second, as GitHub asks";
}

bool runner_must_wait(const struct runner *runner, bool creates)
{
    enum pace_cause cause;
    const struct pace pace = runner_pace(runner);
    const int64_t now = session_now(runner->session);
    return pace_next_ms(&pace, now, creates, &cause) > now;
}

bool runner_sleep_until(struct runner *runner, int64_t until_ms, const struct event *told)
{
    const struct clock *clock = &runner->session->app->clock;
    int64_t left = until_ms - clock_now(clock);
    const int64_t begun = clock_mono(clock), end = begun + left;
    while (left > 0 && !runner_interrupted(runner)) {
        if (told)
            session_tell(runner->session, told);
        clock_sleep(clock, left > SLICE_MS ? SLICE_MS : left);
        left = end - clock_mono(clock);
    }
    runner->waited_ms += clock_mono(clock) - begun;
    return !runner->stopped;
}

bool runner_wait_for_pace(struct runner *runner, bool creates)
{
    struct session *session = runner->session;
    const struct app_limits *limits = &session->app->limits;
    const struct pace pace = runner_pace(runner);
    enum pace_cause cause = PACE_NOW;
    const int64_t now = session_now(session);
    const int64_t start = pace_next_ms(&pace, now, creates, &cause);
    if (start <= now)
        return !runner_interrupted(runner);
    if (start - now > limits->max_wait_ms && cause != PACE_INTERVAL) {
        runner_stop(runner, STOP_LIMIT, start,
                    cause == PACE_HOUR ? "GitHub's hourly limit on new content"
                                       : "GitHub's limit on new content a minute");
        return false;
    }
    const struct event waiting = {.type = EVENT_WAITING,
                                  .text = pace_text(cause),
                                  .wait_ms = start - now,
                                  .until_ms = start,
                                  .done = runner->progress.done,
                                  .total = runner->progress.total};
    const bool long_one = cause == PACE_HOUR || cause == PACE_MINUTE;
    return runner_sleep_until(runner, start, long_one ? &waiting : NULL);
}

bool runner_pause_for_limit(struct runner *runner, const struct gh_outcome *out)
{
    struct err local cleanup_err = ERR_INIT;
    const struct clock *clock = &runner->session->app->clock;
    const int64_t begun = clock_mono(clock);
    const enum code code = gh_wait_limit(runner->session->gh, out, &local);
    runner->waited_ms += clock_mono(clock) - begun;
    if (code == OK)
        return !runner_interrupted(runner);
    if (!runner_interrupted(runner))
        runner_stop(runner, STOP_LIMIT, gh_resume_at_ms(runner->session->gh), local.message);
    return false;
}
