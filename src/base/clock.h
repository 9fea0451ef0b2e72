/* The clock seam: one of the two things that tests replace (the other is http's `send`). */
#ifndef ROADMAP_BASE_CLOCK_H
#define ROADMAP_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct clock {
    void *state;
    int64_t (*now_ms)(void *state);                     /* wall clock, UTC */
    int64_t (*mono_ms)(void *state);                    /* monotonic, any origin */
    void (*sleep_ms)(void *state, int64_t duration_ms); /* returns early when interrupt_requested */
};

/* The system's clock. */
struct clock clock_system(void);

int64_t clock_now(const struct clock *clock);
int64_t clock_mono(const struct clock *clock);
void clock_sleep(const struct clock *clock, int64_t duration_ms);

/* Set from signal handlers; long waits and loops look at it. 0 = none, else the signal's number. */
void interrupt_request(int signal_number);
int interrupt_requested(void);
void interrupt_clear(void);

#endif
