/* Long text on a terminal goes through a pager: ROADMAP_PAGER, PAGER, else less. */
#ifndef ROADMAP_CLI_PAGER_H
#define ROADMAP_CLI_PAGER_H

#include "cli/cli.h"

/* Shows text that may be longer than the screen. Straight to stdout where that is no terminal, the
 * text fits, or no pager is wanted or found. Quitting the pager early is no failure. */
void pager_show(struct cli *cli, const char *text);

#endif
