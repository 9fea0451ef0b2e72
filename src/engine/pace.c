#include "engine/pace.h"

#include "base/arena.h"

/* When a window that holds at most `limit` creations has room again; now when it has. */
static int64_t window_opens(const struct pace *pace, int64_t limit, int64_t window_ms)
{
    if (limit <= 0 || pace->created_count < (size_t)limit)
        return INT64_MIN;
    return pace->created_ms[pace->created_count - (size_t)limit] + window_ms;
}

static void later(int64_t *at, enum pace_cause *cause, int64_t other, enum pace_cause other_cause)
{
    if (other <= *at)
        return;
    *at = other;
    *cause = other_cause;
}

int64_t pace_next_ms(const struct pace *pace, int64_t now_ms, bool creates, enum pace_cause *cause)
{
    const struct pace_settings *settings = &pace->settings;
    int64_t at = now_ms;
    *cause = PACE_NOW;
    if (settings->interval_ms > 0 && pace->last_write_ms != INT64_MIN)
        later(&at, cause, pace->last_write_ms + settings->interval_ms, PACE_INTERVAL);
    if (creates) {
        later(&at, cause, window_opens(pace, settings->creates_per_minute, PACE_MINUTE_MS),
              PACE_MINUTE);
        later(&at, cause, window_opens(pace, settings->creates_per_hour, PACE_HOUR_MS), PACE_HOUR);
    }
    return at;
}

int64_t pace_estimate_ms(const struct pace *pace, int64_t now_ms, int64_t writes, int64_t creates)
{
    if (writes <= 0)
        return 0;
    struct arena *scratch cleanup_arena = arena_new();
    size_t before = pace->created_count;
    int64_t *created =
        arena_calloc(scratch, before + (size_t)(creates > 0 ? creates : 0) + 1, sizeof *created);
    for (size_t i = 0; i < before; i++)
        created[i] = pace->created_ms[i];
    struct pace simulated = *pace;
    simulated.created_ms = created;
    int64_t at = now_ms, made = 0;
    for (int64_t i = 0; i < writes; i++) {
        enum pace_cause cause;
        bool creation = (i + 1) * creates / writes > made;
        at = pace_next_ms(&simulated, at, creation, &cause);
        simulated.last_write_ms = at;
        if (creation) {
            created[simulated.created_count++] = at;
            made++;
        }
    }
    return at + pace->settings.interval_ms - now_ms;
}

int64_t pace_left_ms(const struct pace *pace, int64_t now_ms, int64_t busy_ms, int64_t done,
                     int64_t total, int64_t creates_left)
{
    struct pace real = *pace;
    if (done > 0 && busy_ms / done > real.settings.interval_ms)
        real.settings.interval_ms = busy_ms / done;
    return pace_estimate_ms(&real, now_ms, total - done, creates_left);
}
