/* Options that plan and sync share. */
#ifndef ROADMAP_CLI_SYNC_ARGS_H
#define ROADMAP_CLI_SYNC_ARGS_H

#include "app/app.h"
#include "cli/cli.h"
#include "cli/options.h"

nodiscard enum code sync_args_read(struct cli *cli, const struct invocation *call,
                                   struct sync_options *options, struct err *err);
/* What is wrong with the plan, on stderr: all of it, or one line when it is only warnings. Nothing
 * with --json, which has them. */
void sync_args_show_diags(struct cli *cli, const struct diags *diags);
/* What makes a suggested sync the same one again: " DB-ML1 --prune all"; NULL = nothing.
 * `decisions`: also what settles something once (after a sync it is settled). */
const char *sync_args_again(struct cli *cli, const struct invocation *call, bool decisions);

#endif
