/* Questions on a terminal. The caller has looked that there is one. */
#ifndef ROADMAP_CLI_PROMPT_H
#define ROADMAP_CLI_PROMPT_H

#include "cli/cli.h"

/* The first character of the answer in lower case; 0 for an empty one, the end, or a signal. */
char prompt_ask(struct cli *cli, const char *question);

#endif
