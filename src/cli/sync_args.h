/* Options that plan and sync share. */
#ifndef ROADMAP_CLI_SYNC_ARGS_H
#define ROADMAP_CLI_SYNC_ARGS_H

#include "app/app.h"
#include "cli/cli.h"
#include "cli/options.h"

nodiscard enum code sync_args_read(struct cli *cli, const struct invocation *call,
                                   struct sync_options *options, struct err *err);
/* ERR_USAGE when the chosen format is none of these two (FORMAT_TEXT is always one). */
nodiscard enum code sync_args_formats(const struct cli *cli, bool csv, bool github,
                                      struct err *err);
/* What is wrong with the plan, on stderr: all of it, or one line when it is only warnings. Nothing
 * with --json, which has them. */
void sync_args_show_diags(struct cli *cli, const struct diags *diags);

#endif
