/* Ctrl-C and SIGTERM while a run writes: the write that is under way is finished first. */
#ifndef ROADMAP_CLI_SIGNALS_H
#define ROADMAP_CLI_SIGNALS_H

#include <stdbool.h>

/* From now on the first signal is answered at once on stderr and only asks the run to stop: a write
 * that is under way has 1.5 s for its answer. A second one ends the program at once with 128 + its
 * number. Without this call signals end the program as usual. */
void signals_install(void);
/* The first signal says "Stopping after this write." while something is written, else "Stopping.".
 */
void signals_announce(bool on);
/* A closed pipe is a failed write of ours, not a signal from a socket. */
void signals_ignore_pipe(void);
/* Ends the program as a closed pipe does: quietly. */
_Noreturn void signals_die_of_pipe(void);

#endif
