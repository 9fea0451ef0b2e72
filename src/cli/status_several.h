/* `status` with several plans. */
#ifndef ROADMAP_CLI_STATUS_SEVERAL_H
#define ROADMAP_CLI_STATUS_SEVERAL_H

#include "cli/cli.h"
#include "cli/options.h"

/* Shows them all, and says on stderr what is wrong with which; then cli->exit_status is the worst.
 * Fails only when it was interrupted. */
nodiscard enum code status_several(struct cli *cli, const struct invocation *call,
                                   const struct strlist *specs,
                                   const struct status_options *options, struct err *err);

#endif
