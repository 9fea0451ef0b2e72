#include "base/clock.h"

#include <time.h>

#include "base/err.h"

/* Sleeps go in slices, because a signal may arrive between the look and the sleep. */
#define SLEEP_SLICE_MS 100

static int64_t read_clock(clockid_t id)
{
    struct timespec now;
    if (clock_gettime(id, &now) != 0)
        BUG("clock_gettime failed");
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t system_now_ms(void *state)
{
    (void)state;
    return read_clock(CLOCK_REALTIME);
}

static int64_t system_mono_ms(void *state)
{
    (void)state;
    return read_clock(CLOCK_MONOTONIC);
}

static void system_sleep_ms(void *state, int64_t duration_ms)
{
    (void)state;
    int64_t end_ms = read_clock(CLOCK_MONOTONIC) + duration_ms;
    while (!interrupt_requested()) {
        int64_t left_ms = end_ms - read_clock(CLOCK_MONOTONIC);
        if (left_ms <= 0)
            return;
        if (left_ms > SLEEP_SLICE_MS)
            left_ms = SLEEP_SLICE_MS;
        struct timespec slice = {.tv_sec = 0, .tv_nsec = (long)left_ms * 1000000};
        (void)nanosleep(&slice, NULL);
    }
}

struct clock clock_system(void)
{
    return (struct clock){NULL, system_now_ms, system_mono_ms, system_sleep_ms};
}

int64_t clock_now(const struct clock *clock)
{
    return clock->now_ms(clock->state);
}

int64_t clock_mono(const struct clock *clock)
{
    return clock->mono_ms(clock->state);
}

void clock_sleep(const struct clock *clock, int64_t duration_ms)
{
    if (duration_ms > 0)
        clock->sleep_ms(clock->state, duration_ms);
}
