/* Questions on a terminal. The caller has looked that there is one. */
#ifndef ROADMAP_CLI_PROMPT_H
#define ROADMAP_CLI_PROMPT_H

#include "cli/cli.h"

/* The first character of the answer in lower case; 0 for an empty one, the end, or a signal. */
char prompt_ask(struct cli *cli, const char *question);
/* May this command write at all: not in an event that a fork can start, and only with --yes or a
 * terminal to ask on (ERR_USAGE; `hint` says what to do instead). `command`: "sync". */
nodiscard enum code prompt_may_write(const struct cli *cli, const char *command, bool yes,
                                     const char *hint, struct err *err);
/* A no is an answer and no error: takes `err`, keeps its exit status and says that nothing was
 * written. */
nodiscard enum code prompt_declined(struct cli *cli, struct err *err);

#endif
