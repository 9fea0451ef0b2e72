#include <signal.h>

#include "base/clock.h"

/* Written by signal handlers, so nothing but this type is allowed here. */
static volatile sig_atomic_t requested;

void interrupt_request(int signal_number)
{
    requested = signal_number;
}

int interrupt_requested(void)
{
    return (int)requested;
}

void interrupt_clear(void)
{
    requested = 0;
}
