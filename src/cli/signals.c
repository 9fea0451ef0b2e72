#include "cli/signals.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "base/clock.h"

static volatile sig_atomic_t announced;

/* Only what a handler may call: write, _exit, and the flag. */
static void on_signal(int number)
{
    static const char writing[] = "\nStopping after this write.\n", reading[] = "\nStopping.\n";
    if (interrupt_requested())
        _exit(128 + number);
    const int saved = errno;
    interrupt_request(number);
    const ssize_t told = announced ? write(STDERR_FILENO, writing, sizeof writing - 1)
                                   : write(STDERR_FILENO, reading, sizeof reading - 1);
    (void)told; /* nobody reads it, perhaps: the run stops all the same */
    errno = saved;
}

void signals_install(void)
{
    /* Without SA_RESTART a question that waits for an answer is interrupted, too. */
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
}

void signals_announce(bool on)
{
    announced = on;
}

void signals_ignore_pipe(void)
{
    (void)signal(SIGPIPE, SIG_IGN);
}

void signals_die_of_pipe(void)
{
    (void)signal(SIGPIPE, SIG_DFL);
    (void)raise(SIGPIPE);
    _exit(128 + SIGPIPE);
}
